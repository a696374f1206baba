"""The catalogue and the games as they stand: what things cost, and what is left."""

from typing import Any

from kernel import money
from kernel.statements import Statements
from loyalty.programme.rewards import odds, playing, stocking
from loyalty.programme.rewards.terms import Game, Prize, Reward
from loyalty.programme.versions import Published


def catalogue(raw: Statements, published: Published, *, currency: str = "CNY") -> list[dict[str, Any]]:
    """Every reward with its price and what is left of it (None: no limit), in the order of the programme."""
    rewards = published.programme.rewards
    limited = [stocking.reward(reward.code) for reward in rewards if reward.stock is not None]
    taken = stocking.taken(raw, limited) if limited else {}
    return [_reward(reward, taken.get(stocking.reward(reward.code), 0), currency) for reward in rewards]


def games(raw: Statements, published: Published, *, currency: str = "CNY") -> list[dict[str, Any]]:
    """Every game with its odds as they are played, and whether it is open."""
    return [_game(raw, published, game, currency) for game in published.programme.games]


def _reward(reward: Reward, taken: int, currency: str) -> dict[str, Any]:
    return {
        "code": reward.code,
        "name": reward.name,
        "name_en": reward.name_en,
        "kind": reward.kind,
        "points": reward.points,
        "money": {"amount": reward.money, "currency": currency},
        "price": {"amount": reward.price, "currency": currency},
        "stock": reward.stock,
        "left": None if reward.stock is None else max(0, reward.stock - taken),
        "per_guest": reward.per_guest,
        "period": reward.period,
        "from_tier": reward.from_tier,
        "confirmed": reward.confirmed,
        "coupon": reward.coupon,
        "game": reward.game,
        "says": reward.says,
    }


def _game(raw: Statements, published: Published, game: Game, currency: str) -> dict[str, Any]:
    taken = playing.given(raw, game)
    left = max(0, money.cents(game.budget) - taken.cents)
    return {
        "code": game.code,
        "name": game.name,
        "name_en": game.name_en,
        "kind": game.kind,
        "points": game.points,
        "daily": game.daily,
        "version": published.number,
        "open": odds.is_open(published.programme, game, taken),
        "budget": {"amount": game.budget, "currency": currency},
        "budget_left": {"amount": money.amount(left), "currency": currency},
        "prizes": [_prize(prize, odds.left(prize, taken)) for prize in game.prizes],
        "nothing_per_10000": odds.nothing_per_10000(game),
    }


def _prize(prize: Prize, left: int | None) -> dict[str, Any]:
    return {
        "code": prize.code,
        "name": prize.name,
        "name_en": prize.name_en,
        "per_10000": prize.per_10000,
        "chance": prize.per_10000 / odds.ROLLS,
        "gives": prize.gives,
        "points": prize.points,
        "left": left,
    }
