"""What a stay earns, by table."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from loyalty.programme.points.reckoning import StayFacts, points_for, reckon
from loyalty.programme.points.terms import EarnRule, Points

PER_YUAN = EarnRule(code="spend", per="money", points=1)


def stay(number: str = "S1", **changes: Any) -> StayFacts:
    """A night for 208.00 with 38.00 beside it."""
    facts: dict[str, Any] = {
        "stay": number,
        "visit": None,
        "check_in_on": date(2026, 3, 10),
        "check_out_on": date(2026, 3, 11),
        "room_cents": 20800,
        "other_cents": 3800,
        "channel": "member",
        "room_type": "大床房",
        **changes,
    }
    return StayFacts(**facts)


def rules(*earn: EarnRule) -> Points:
    return Points(enabled=True, earn=list(earn))


@pytest.mark.parametrize(
    ("percent", "base", "bonus"),
    [(0, 208, 0), (30, 208, 62), (50, 208, 104)],  # C62: gold +30 %, platinum +50 %; 62.4 down
)
def test_c62_the_tier_gives_bonus_points_on_top_of_base_points(percent: int, base: int, bonus: int) -> None:
    found = points_for(stay(), rules(PER_YUAN), percent)
    assert (found.base, found.bonus) == (base, bonus)
    assert (found.tier_percent, found.tier_bonus) == (percent, bonus)


def test_c62_of_1000_yuan_gold_gets_300_and_platinum_500_and_the_base_stays_1000() -> None:
    for percent, bonus in ((30, 300), (50, 500)):
        found = points_for(stay(room_cents=100_000), rules(PER_YUAN), percent)
        assert (found.base, found.bonus) == (1000, bonus)


@pytest.mark.parametrize(
    ("rule", "changes", "points"),
    [
        (PER_YUAN, {"room_cents": 20899}, 208),  # whole yuan, down
        (PER_YUAN, {"room_cents": 99}, 0),
        (PER_YUAN, {"room_cents": -5000}, 0),  # a refund is not an earning
        (EarnRule(code="a", per="money", points=5, every=100), {}, 10),  # for every whole 100 yuan
        (EarnRule(code="a", per="money", points=1, on="all"), {}, 246),
        (EarnRule(code="a", per="night", points=100), {"check_out_on": date(2026, 3, 13)}, 300),
        (EarnRule(code="a", per="night", points=100, every=2), {"check_out_on": date(2026, 3, 13)}, 100),
        (EarnRule(code="a", per="night", points=100), {"check_out_on": date(2026, 3, 10)}, 0),
        (EarnRule(code="a", per="visit", points=500), {}, 500),
        (EarnRule(code="a", per="action", points=50, action="review"), {}, 0),
        (EarnRule(code="a", per="money", points=1, channels=["member", "walk_in"]), {}, 208),
        (EarnRule(code="a", per="money", points=1, channels=["ota"]), {}, 0),
        (EarnRule(code="a", per="money", points=1, room_types=["大床房"]), {}, 208),
        (EarnRule(code="a", per="money", points=1, room_types=["主题房"]), {}, 0),
        (EarnRule(code="a", per="money", points=1, cap=100), {}, 100),
    ],
)
def test_one_rule(rule: EarnRule, changes: dict[str, Any], points: int) -> None:
    assert points_for(stay(**changes), rules(rule), 0).base == points


def test_several_rules_add_up_and_each_share_is_told() -> None:
    found = points_for(
        stay(),
        rules(
            PER_YUAN,
            EarnRule(code="night", per="night", points=100, cap=60),
            EarnRule(code="gift", per="visit", points=50, kind="bonus"),
        ),
        30,
    )
    assert (found.base, found.bonus) == (268, 50 + 80)
    assert [(share.rule, share.kind, share.points, share.uncapped) for share in found.shares] == [
        ("spend", "base", 208, 208),
        ("night", "base", 60, 100),
        ("gift", "bonus", 50, 50),
    ]


def test_a_visit_is_rewarded_once_whatever_its_rooms() -> None:
    per_visit = rules(EarnRule(code="visit", per="visit", points=500), PER_YUAN)
    rooms = [stay(f"S{n}", visit=7) for n in range(3)] + [stay("T1", visit=8, check_out_on=date(2026, 4, 1))]
    found = reckon(rooms, {room.stay: (per_visit, 0) for room in rooms})
    assert {name: result.base for name, result in found.items()} == {
        "S0": 708, "S1": 208, "S2": 208, "T1": 500 + 208,
    }  # fmt: skip


def test_a_room_the_rule_is_not_meant_for_does_not_use_up_the_visit() -> None:
    only_members = rules(EarnRule(code="visit", per="visit", points=500, channels=["member"]))
    rooms = [stay("S0", visit=7, channel="ota"), stay("S1", visit=7)]
    found = reckon(rooms, {room.stay: (only_members, 0) for room in rooms})
    assert (found["S0"].base, found["S1"].base) == (0, 500)


@pytest.mark.parametrize(
    ("period", "points"),
    [("stay", [208, 208, 208]), ("day", [208, 92, 208]), ("month", [208, 92, 0]), ("ever", [208, 92, 0])],
)
def test_a_cap_holds_within_its_period(period: str, points: list[int]) -> None:
    capped = rules(EarnRule(code="spend", per="money", points=1, cap=300, cap_period=period))  # type: ignore[arg-type]
    stays = [stay("A"), stay("B"), stay("C", check_out_on=date(2026, 3, 20))]
    found = reckon(stays, {each.stay: (capped, 0) for each in stays})
    assert [found[name].base for name in "ABC"] == points


def test_the_order_in_which_stays_are_told_changes_nothing() -> None:
    dice = random.Random(3)
    points = rules(
        EarnRule(code="spend", per="money", points=1, cap=900, cap_period="month"),
        EarnRule(code="visit", per="visit", points=100, kind="bonus"),
    )
    stays = [
        stay(
            f"S{n}",
            visit=n // 3,
            check_in_on=(day := date(2026, 1, 1) + timedelta(days=dice.randrange(120))),
            check_out_on=day + timedelta(days=dice.randrange(1, 4)),
            room_cents=dice.randrange(10_000, 90_000),
        )
        for n in range(40)
    ]
    with_rules = {each.stay: (points, dice.choice((0, 30, 50))) for each in stays}
    wanted = reckon(stays, with_rules)
    for _ in range(20):
        dice.shuffle(stays)
        assert reckon(stays, with_rules) == wanted


def test_what_is_switched_off_earns_nothing() -> None:
    assert reckon([stay()], {"S1": (Points(earn=[PER_YUAN]), 30)}) == {}
    assert reckon([stay()], {}) == {}
