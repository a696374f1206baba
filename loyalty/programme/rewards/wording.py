"""Why points moved, in words: rewards, games and what was cancelled."""

from collections.abc import Mapping
from typing import Any

from loyalty.programme.wording import Text

REWARD, REWARD_CANCELLED, GAME, PRIZE = (
    "points.reward",
    "points.reward_cancelled",
    "points.game",
    "points.prize",
)


def _reward(facts: Mapping[str, Any]) -> tuple[str, str]:
    zh, en = (
        f"兑换「{facts['name']}」{facts['quantity']} 份",
        f"{facts['name_en']} × {facts['quantity']}",
    )
    if facts.get("money", "0.00") != "0.00":
        return f"{zh}，另付 {facts['money']} 元", f"{en}, and {facts['money']} paid"
    return zh, en


def _game(facts: Mapping[str, Any]) -> tuple[str, str]:
    zh, en = f"参加「{facts['name']}」", f"Played {facts['name_en']}"
    if facts.get("prize"):
        return f"{zh}，抽中「{facts['prize']}」", f"{en} and won {facts['prize_en']}"
    return f"{zh}，未中奖", f"{en}, no prize"


TEXTS: dict[str, Text] = {
    REWARD: _reward,
    REWARD_CANCELLED: ("取消兑换「{name}」，积分退回", "{name_en} was cancelled, points given back"),
    GAME: _game,
    PRIZE: ("抽奖所得", "Won in a game"),
}
