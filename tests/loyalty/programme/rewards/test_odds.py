"""What rolls give and when a game closes, without a database."""

import random
from collections import Counter

import pytest

from loyalty.programme.points.terms import Bill, Points
from loyalty.programme.rewards import odds
from loyalty.programme.rewards.odds import Taken
from loyalty.programme.rewards.terms import Game, Prize
from tests.loyalty.programme.benefits import house

WHEEL = house.WHEEL
PLAN = house.programme()
NOTHING_TAKEN = Taken(0, {})


@pytest.mark.parametrize(
    ("roll", "prize"),
    [(0, "night"), (99, "night"), (100, "coffee"), (1999, "coffee"), (2000, "points"), (4999, "points")],
)
def test_each_prize_has_its_own_numbers(roll: int, prize: str) -> None:
    found = odds.outcome(WHEEL, roll)
    assert found is not None and found.code == prize


@pytest.mark.parametrize("roll", [5000, 9999])
def test_the_numbers_that_are_left_give_nothing(roll: int) -> None:
    assert odds.outcome(WHEEL, roll) is None


def test_c58_every_roll_together_gives_exactly_the_published_odds() -> None:
    found = Counter(won.code if (won := odds.outcome(WHEEL, roll)) else "" for roll in range(odds.ROLLS))
    assert found == {"night": 100, "coffee": 1_900, "points": 3_000, "": 5_000}
    assert odds.nothing_per_10000(WHEEL) == 5_000


def test_c58_plays_follow_the_odds() -> None:
    """Chi-square over 50,000 seeded rolls: below 16.27, the value passed once in a thousand (3 degrees of freedom)."""
    rolls = random.Random(58)
    plays = 50_000
    found = Counter(
        won.code if (won := odds.outcome(WHEEL, rolls.randrange(odds.ROLLS))) else "" for _ in range(plays)
    )
    expected = {"night": 0.01, "coffee": 0.19, "points": 0.3, "": 0.5}
    assert chi_square(found, expected, plays) < 16.27


def test_control_a_wheel_that_cheats_is_found_out() -> None:
    """The instrument works: a coffee in twenty less than published does not pass."""
    rolls = random.Random(58)
    plays = 50_000
    found: Counter[str] = Counter()
    for _ in range(plays):
        won = odds.outcome(WHEEL, rolls.randrange(odds.ROLLS))
        cheated = won is not None and won.code == "coffee" and rolls.random() < 0.05
        found["" if won is None or cheated else won.code] += 1
    assert chi_square(found, {"night": 0.01, "coffee": 0.19, "points": 0.3, "": 0.5}, plays) > 16.27


def chi_square(found: Counter[str], expected: dict[str, float], plays: int) -> float:
    return sum((found[code] - share * plays) ** 2 / (share * plays) for code, share in expected.items())


@pytest.mark.parametrize(
    ("taken", "open_"),
    [
        (NOTHING_TAKEN, True),
        (Taken(41_000, {}), True),  # 90 of 500 yuan are left: the dearest can be paid
        (Taken(41_001, {}), False),
        (Taken(0, {"night": 1}), True),
        (Taken(0, {"night": 2}), False),  # whoever plays now could not win it any more
        (Taken(0, {"coffee": 50}), False),
    ],
)
def test_a_game_is_open_as_long_as_its_odds_can_be_kept(taken: Taken, open_: bool) -> None:
    assert odds.is_open(PLAN, WHEEL, taken) is open_


def test_a_prize_without_a_cost_of_its_own_costs_what_it_is_worth() -> None:
    night = Prize("n", "房券", "Night", 1, "coupon", coupon="night")
    points = Prize("p", "积分", "Points", 1, "points", points=50)
    thing = Prize("t", "随手礼", "Thing", 1, "thing")
    assert odds.cost_cents(PLAN, night) == 9_000
    assert odds.cost_cents(PLAN, points) == 250  # at 50 yuan a thousand
    assert odds.cost_cents(PLAN, thing) == 0
    unpriced = house.programme(points=Points(enabled=True, bill=Bill(enabled=False)))
    assert odds.cost_cents(unpriced, points) == 0
    assert odds.cost_cents(PLAN, Prize("x", "无", "None", 1, "coupon", coupon="gone")) == 0


def test_a_game_whose_prizes_cost_nothing_is_never_stopped_by_its_budget() -> None:
    free = Game("free", "刮刮乐", "Scratch", 10, "0.00", [Prize("t", "糖", "Sweet", 10_000, "thing")])
    assert odds.is_open(PLAN, free, NOTHING_TAKEN)
