"""What membership gives on a stay, and what benefits cost: by the numbers, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.programme.benefits import costing, worth
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.benefits.worth import StayFacts
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, Points
from loyalty.programme.tiers.terms import Tier, TierBenefit, Tiers
from tests.loyalty.programme.benefits import house

STAY = StayFacts(1, "F1", "普通标间", 10_000, date(2026, 11, 23), date(2026, 11, 24), 2)
PRICES = {"普通标间": 10_000, "艺术主题房": 30_000, "套房": 60_000}
LEFT = {"breakfast": 2, "upgrade": 1, "gift": 0, "late": None}


def amounts(
    stay: StayFacts = STAY, left: dict[str, int | None] | None = None, **parts: object
) -> dict[str, int]:
    plan = house.programme(**parts)
    tier = plan.tiers.levels[-1]
    items = worth.of(stay, tier, plan, PRICES, LEFT if left is None else left, points=100)
    return {item.code: item.amount_cents for item in items}


def test_c42_a_standard_room_at_100_and_a_themed_room_at_300_make_an_upgrade_worth_200() -> None:
    assert amounts()["upgrade"] == 20_000


def test_c34_breakfast_counts_38_yuan_for_each_guest_and_night() -> None:
    assert amounts()["breakfast"] == 2 * 3_800
    two_nights = replace(STAY, check_out_on=date(2026, 11, 25))
    assert amounts(two_nights, {**LEFT, "breakfast": None})["breakfast"] == 4 * 3_800


def test_c37_a_discount_of_8_8_zhe_takes_48_off_a_bill_of_400() -> None:
    stay = replace(STAY, rate_cents=40_000)
    assert amounts(stay)["discount"] == 4_800
    items = worth.of(stay, house.GOLD, house.programme(), PRICES, LEFT)
    assert next(item.says.zh for item in items if item.code == "discount") == "房费 400 元打 8.8 折，省 48 元"


def test_points_are_worth_what_they_take_off_a_bill_when_that_is_said_openly() -> None:
    assert amounts()["points"] == 500  # 100 points at 50 yuan a thousand
    hidden = Points(enabled=True, value_shown=False, bill=Bill(enabled=True))
    assert "points" not in amounts(points=hidden)


def test_what_is_used_up_is_worth_nothing_and_the_sum_is_that_of_the_items() -> None:
    found = amounts()
    assert "gift" not in found
    items = worth.of(STAY, house.GOLD, house.programme(), PRICES, LEFT, points=100)
    assert worth.total_cents(items) == sum(found.values()) == 20_000 + 7_600 + 5_000 + 1_200 + 500
    assert [item.amount_cents for item in items] == sorted(found.values(), reverse=True)


def test_an_allowance_caps_what_a_stay_could_use() -> None:
    long = replace(STAY, check_out_on=date(2026, 11, 30))
    assert amounts(long)["breakfast"] == 2 * 3_800


def test_an_allowance_per_day_is_there_each_night() -> None:
    daily = [replace_benefit(each, period="day") for each in house.BENEFITS]
    long = replace(STAY, check_out_on=date(2026, 11, 26), guests=3)
    assert amounts(long, benefits=daily)["breakfast"] == 3 * 2 * 3_800


def replace_benefit(benefit: Benefit, **changes: object) -> Benefit:
    given = {name: getattr(benefit, name) for name in benefit.__struct_fields__}
    return Benefit(**{**given, **changes})  # type: ignore[arg-type]


def test_who_has_the_dearest_room_is_not_promised_a_better_one() -> None:
    assert "upgrade" not in amounts(replace(STAY, room_type="套房", rate_cents=60_000))


def test_a_room_type_without_a_price_of_its_own_counts_with_the_rate_of_the_stay() -> None:
    better = worth.better_room(replace(STAY, room_type="阁楼", rate_cents=25_000), PRICES)
    assert better == worth.Better("艺术主题房", 5_000)


def test_a_benefit_that_only_speaks_of_the_discount_is_not_counted_twice() -> None:
    spoken = Benefit("off", "房费折扣", "Discount", "30.00", kind="discount")
    tier = Tier("base", "普通", "Member", discount_percent=12, benefits=[TierBenefit("off")])
    plan = Programme("方案", Tiers([tier]), benefits=[spoken])
    assert [item.code for item in worth.of(STAY, tier, plan, {}, {"off": None})] == ["discount"]


@pytest.mark.parametrize(("percent", "words"), [(12, "8.8"), (20, "8"), (5, "9.5"), (50, "5")])
def test_percents_off_are_told_as_zhe(percent: int, words: str) -> None:
    assert worth.discount_in_words(percent) == words


@pytest.mark.parametrize(
    ("period", "allowance", "times"),
    [
        ("stay", 2, 12),  # six visits, two each time
        ("day", 1, 10),  # ten nights
        ("month", 1, 6),  # no more months than visits
        ("month", 2, 10),  # one breakfast a night is all there is to eat
        ("quarter", 1, 4),
        ("year", 3, 3),
        ("ever", 1, 1),
        ("month", None, 10),
    ],
)
def test_a_years_use_of_breakfast_for_six_visits_and_ten_nights(
    period: str, allowance: int | None, times: int
) -> None:
    benefit = replace_benefit(house.BENEFITS[0], period=period)
    assert costing.times(benefit, allowance, visits=6, nights=10) == times


def test_a_years_cost_is_that_of_the_uses_and_of_the_discount() -> None:
    found = costing.yearly(house.programme(), house.GOLD, visits=6, nights=10, room_cents=200_000)
    assert found.by_benefit == {
        "breakfast": 12 * 1_200,
        "upgrade": 6 * 3_000,
        "gift": 6 * 2_000,  # without a cost of its own it costs its price
        "late": 6 * 5_000,
        "discount": 24_000,
    }
    assert found.cost_cents == sum(found.by_benefit.values())


def test_who_never_comes_costs_nothing() -> None:
    assert costing.yearly(house.programme(), house.GOLD, 0, 0).cost_cents == 0
