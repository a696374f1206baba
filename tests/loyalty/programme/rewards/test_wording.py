"""What stands in a guest's statement for rewards and games."""

from loyalty.programme.rewards import wording
from loyalty.programme.wording import say, texts


def test_every_movement_of_points_by_rewards_has_its_words() -> None:
    assert {wording.REWARD, wording.REWARD_CANCELLED, wording.GAME, wording.PRIZE} <= texts().keys()
    facts = {"name": "雨伞", "name_en": "Umbrella", "quantity": 2, "money": "0.00"}
    assert say(wording.REWARD, facts) == ("兑换「雨伞」2 份", "Umbrella × 2")
    assert say(wording.PRIZE, {}) == ("抽奖所得", "Won in a game")
