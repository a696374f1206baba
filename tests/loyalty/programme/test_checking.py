"""The document as a whole: every rule it can break, by the place and code that are told."""

from datetime import date
from typing import Any

import msgspec
import pytest

from loyalty.programme.checking import Standpoint, check
from loyalty.programme.document import Programme
from loyalty.programme.templates import TEMPLATES
from tests.loyalty.programme.changed import GONE, programme

TODAY = date(2026, 3, 1)
STANDPOINT = Standpoint(TODAY)


def problems(of: Programme, standpoint: Standpoint = STANDPOINT) -> list[tuple[str, str]]:
    return [(found.pointer, found.code) for found in check(of, standpoint).problems]


def warnings(of: Programme) -> list[tuple[str, str]]:
    return [(found.pointer, found.code) for found in check(of, STANDPOINT).warnings]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_the_templates_have_no_problem_and_no_warning(template: Any) -> None:
    found = check(template.programme, STANDPOINT)
    assert (found.problems, found.warnings) == ([], [])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_a_template_is_the_same_after_a_way_through_json(template: Any) -> None:
    there = msgspec.json.decode(msgspec.json.encode(template.programme), type=Programme)
    assert there == template.programme


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.code)
def test_c43_a_template_has_three_or_four_tiers_and_the_ladder_of_c41(template: Any) -> None:
    assert len(template.programme.tiers.levels) in (3, 4)
    assert [price.price for price in template.programme.tiers.prices] == ["49.00", "170.00", "219.00"]


def test_a_tier_that_goes_says_what_its_members_become() -> None:
    """By rank: without gold the third of three is black, and whoever publishes should know."""
    before = programme()
    levels = before.tiers.levels
    tiers = msgspec.structs.replace(before.tiers, levels=[levels[0], levels[1], levels[3]], prices=[])
    told = check(msgspec.structs.replace(before, tiers=tiers), Standpoint(TODAY, before=before)).warnings
    assert [(each.code, each.zh) for each in told if each.code == "tier_gone"] == [
        ("tier_gone", "金卡会员不在新方案里：现在的金卡会员将成为黑卡会员。")
    ]
    assert not check(before, Standpoint(TODAY, before=before)).warnings


# --- C41 ---


def test_c41_the_direct_price_is_that_of_its_steps() -> None:
    assert problems(programme(tiers__prices__2__price="219.00")) == []
    assert problems(programme(tiers__prices__2__price="200.00")) == [("/tiers/prices/2/price", "not_the_sum")]


def test_c41_the_words_do_the_sum() -> None:
    (found,) = check(programme(tiers__prices__2__price="200.00"), STANDPOINT).problems
    assert "49.00 + 170.00 = 219.00" in found.zh
    assert "49.00 + 170.00 = 219.00" in found.en


def test_c41_a_programme_may_say_that_its_prices_are_free() -> None:
    assert problems(programme(tiers__prices__2__price="200.00", tiers__prices_free=True)) == []


# --- C51 ---


def test_c51_a_notice_comes_two_months_ahead_at_least() -> None:
    with pytest.raises(msgspec.ValidationError, match="notice_months"):
        programme(tiers__standing__notice_months=1)
    assert programme(tiers__standing__notice_months=2)


# --- C67 ---


def test_c67_points_that_never_expire_are_refused_unless_headquarters_says_why() -> None:
    never = programme(points__expiry={"kind": "never"})
    with_reason = programme(points__expiry={"kind": "never", "reason": "集团统一政策"})
    assert problems(never) == [("/points/expiry/kind", "never_expires")]
    assert problems(with_reason) == [("/points/expiry/kind", "never_expires")]
    hq = Standpoint(TODAY, hq=True)
    assert problems(never, hq) == [("/points/expiry/reason", "reason_missing")]
    assert problems(with_reason, hq) == []
    assert ("/points/expiry/kind", "never_expires") in [
        (found.pointer, found.code) for found in check(with_reason, hq).warnings
    ]


def test_c67_what_headquarters_allowed_stays_when_the_property_changes_something_else() -> None:
    allowed = programme(points__expiry={"kind": "never", "reason": "集团统一政策"})
    changed = programme(points__expiry={"kind": "never", "reason": "集团统一政策"}, name="新名字")
    assert problems(changed, Standpoint(TODAY, before=allowed)) == []


# --- everything else, by table ---

PARTNER = {"partner": "华住会", "partner_tier": "金会员", "tier": "gold"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        # names
        ({"tiers__levels__1__code": "gold"}, ("/tiers/levels/2/code", "code_twice")),
        ({"coupons__1__code": "off"}, ("/coupons/1/code", "code_twice")),
        ({"games__0__prizes__1__code": "points50"}, ("/games/0/prizes/1/code", "code_twice")),
        (
            {"tiers__levels__1__benefits__0__benefit": "spa"},
            ("/tiers/levels/1/benefits/0/benefit", "unknown_code"),
        ),
        ({"tiers__prices__0__to_tier": "tin"}, ("/tiers/prices/0/to_tier", "unknown_code")),
        ({"tiers__matching__table__0__tier": "tin"}, ("/tiers/matching/table/0/tier", "unknown_code")),
        ({"points__nine_offers__0__coupon": "tea"}, ("/points/nine_offers/0/coupon", "unknown_code")),
        ({"punch_cards__0__coupon": "tea"}, ("/punch_cards/0/coupon", "unknown_code")),
        ({"rewards__1__coupon": "tea"}, ("/rewards/1/coupon", "unknown_code")),
        ({"rewards__4__game": "dice"}, ("/rewards/4/game", "unknown_code")),
        ({"rewards__0__from_tier": "tin"}, ("/rewards/0/from_tier", "unknown_code")),
        ({"games__0__prizes__2__coupon": "tea"}, ("/games/0/prizes/2/coupon", "unknown_code")),
        # tiers
        (
            {"tiers__levels__0__qualify": [{"measure": "visits", "at_least": 1}]},
            ("/tiers/levels/0/qualify", "base_is_free"),
        ),
        ({"tiers__levels__0__points_price": 10}, ("/tiers/levels/0/points_price", "base_is_free")),
        ({"tiers__levels__2__qualify__1__at_least": 33}, ("/tiers/levels/2/qualify/1/at_least", "impossible")),
        ({"tiers__levels__1__keep__0": {"measure": "visits", "at_least": 200}},
         ("/tiers/levels/1/keep/0/at_least", "impossible")),
        (
            {"points__earn__0__kind": "bonus", "tiers__levels__1__qualify__2": {"measure": "base_points", "at_least": 9}},
            ("/tiers/levels/1/qualify/2/measure", "no_base_points"),
        ),
        (
            {"tiers__levels__1__benefits__1__benefit": "late"},
            ("/tiers/levels/1/benefits/1/benefit", "benefit_twice"),
        ),
        ({"tiers__prices__1__from_tier": "base", "tiers__prices__1__to_tier": "silver"},
         ("/tiers/prices/1", "price_twice")),
        ({"tiers__prices__0": {"from_tier": "gold", "to_tier": "silver", "price": "9.00"}},
         ("/tiers/prices/0/to_tier", "price_not_upwards")),
        ({"tiers__prices__0__price": "0.00", "tiers__prices_free": True}, ("/tiers/prices/0/price", "price_zero")),
        ({"tiers__standing__valid_months": 2}, ("/tiers/standing/notice_months", "notice_too_early")),
        ({"tiers__standing__second_chances__1__visits": 2}, ("/tiers/standing/second_chances/1", "not_rising")),
        ({"tiers__standing__second_chances__1__gives_months": 3},
         ("/tiers/standing/second_chances/1", "not_rising")),
        ({"tiers__standing__second_chances__1__visits": 17},
         ("/tiers/standing/second_chances/1/visits", "impossible")),
        ({"tiers__matching__table": []}, ("/tiers/matching/table", "empty")),
        ({"tiers__matching__table__1": PARTNER}, ("/tiers/matching/table/1", "match_twice")),
        ({"tiers__matching__table__0__tier": "base"}, ("/tiers/matching/table/0/tier", "match_to_base")),
        ({"tiers__matching__keep_visits": 100}, ("/tiers/matching/keep_visits", "impossible")),
        # points
        ({"points__earn": []}, ("/points/earn", "empty")),
        ({"points__earn__1__action": GONE}, ("/points/earn/1/action", "missing")),
        ({"points__earn__0__action": "review"}, ("/points/earn/0/action", "unused")),
        ({"points__earn__1__every": 2}, ("/points/earn/1/every", "unused")),
        ({"points__earn__1__cap": 50}, ("/points/earn/1/cap", "cap_too_low")),
        ({"points__warn_days": [30, 30]}, ("/points/warn_days", "twice")),
        ({"points__expiry": {"kind": "yearly", "month_day": "02-30"}}, ("/points/expiry/month_day", "no_such_day")),
        ({"points__expiry": {"kind": "yearly", "month_day": "02-29"}}, ("/points/expiry/month_day", "no_such_day")),
        ({"points__bill__money": "0.00"}, ("/points/bill/money", "price_zero")),
        ({"points__bill__max_percent": 0}, ("/points/bill/max_percent", "zero")),
        ({"points__purchase": {"enabled": True, "money": "0.00"}}, ("/points/purchase/money", "price_zero")),
        (
            {"points__purchase": {"enabled": True, "points": 100, "money": "4.99"}},
            ("/points/purchase/money", "cheaper_than_worth"),
        ),
        # stored value
        ({"wallet__offers": []}, ("/wallet/offers", "empty")),
        ({"wallet__offers__0__pay": "0.00"}, ("/wallet/offers/0/pay", "price_zero")),
        ({"wallet__offers__2__pay": "6000.00", "wallet__offers__2__gift": "2400.00"},
         ("/wallet/offers/2/pay", "above_limit")),
        ({"wallet__offers__1__pay": "400.00"}, ("/wallet/offers/1", "not_rising")),
        ({"wallet__offers__1__gift": "150.00"}, ("/wallet/offers/1", "not_rising")),
        # coupons
        ({"coupons__2__amount": GONE}, ("/coupons/2/amount", "missing")),
        ({"coupons__2__amount": "0.00"}, ("/coupons/2/amount", "price_zero")),
        ({"coupons__2__kind": "percent", "coupons__2__amount": GONE}, ("/coupons/2/percent", "missing")),
        ({"coupons__0__steps": []}, ("/coupons/0/steps", "missing")),
        ({"coupons__3__room_type": GONE}, ("/coupons/3/room_type", "missing")),
        ({"coupons__2__percent": 10}, ("/coupons/2/percent", "unused")),
        ({"coupons__0__steps__0__off": "40.00"}, ("/coupons/0/steps/0/off", "off_too_much")),
        ({"coupons__0__steps__1__off": "4.00"}, ("/coupons/0/steps/1", "not_rising")),
        ({"coupons__0__valid_days": None}, ("/coupons/0/valid_days", "missing")),
        ({"coupons__2__budget": "31.99"}, ("/coupons/2/budget", "too_low")),
        ({"punch_cards__0__every": 1}, ("/punch_cards/0/every", "too_few")),
        # rewards and games
        ({"rewards__1__coupon": GONE}, ("/rewards/1/coupon", "missing")),
        ({"rewards__4__game": GONE}, ("/rewards/4/game", "missing")),
        ({"rewards__0__coupon": "off"}, ("/rewards/0/coupon", "unused")),
        ({"rewards__1__coupon": "off"}, ("/rewards/1/coupon", "wrong_kind")),
        ({"rewards__0__money": "38.00"}, ("/rewards/0/money", "dearer_than_worth")),
        ({"games__0__prizes__0__per_10000": 7391}, ("/games/0/prizes", "odds_over_whole")),
        ({"games__0__prizes__2__coupon": GONE}, ("/games/0/prizes/2/coupon", "missing")),
        ({"games__0__prizes__0__coupon": "off"}, ("/games/0/prizes/0/coupon", "unused")),
        ({"games__0__prizes__0__points": 0}, ("/games/0/prizes/0/points", "missing")),
        ({"games__0__prizes__2__points": 5}, ("/games/0/prizes/2/points", "unused")),
        ({"games__0__budget": "50.00"}, ("/games/0/prizes/4/cost", "over_budget")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(changes: dict[str, Any], told: tuple[str, str]) -> None:
    assert told in problems(programme(**changes))


def test_odds_may_add_up_to_the_whole() -> None:
    assert problems(programme(games__0__prizes__0__per_10000=7390)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tiers__levels__3__qualify": [], "tiers__matching__enabled": False}, ("/tiers/levels/3", "by_hand_only")),
        ({"tiers__levels__3__qualify__0": {"measure": "nights", "at_least": 5, "months": 4}},
         ("/tiers/levels/3/qualify/0/at_least", "not_rising")),
        ({"tiers__levels__3__bonus_percent": 20}, ("/tiers/levels/3/bonus_percent", "not_rising")),
        ({"tiers__levels__3__discount_percent": 88}, ("/tiers/levels/3/discount_percent", "high_discount")),
        ({"tiers__levels__1__keep__0__at_least": 3}, ("/tiers/levels/1/keep/0/at_least", "keeping_is_harder")),
        ({"points__warn_days": []}, ("/points/warn_days", "no_warning")),
        ({"points__enabled": False}, ("/rewards", "needs_points")),
        ({"points__bill__money": "500.00"}, ("/points/bill", "gives_much_back")),
        ({"wallet__offers__2__gift": "1600.00"}, ("/wallet/offers/2/gift", "high_gift")),
        ({"wallet__named_max": "5000.01"}, ("/wallet/named_max", "above_law")),
        ({"wallet__unnamed_max": "1000.01"}, ("/wallet/unnamed_max", "above_law")),
        ({"coupons__0__valid_until": "2026-02-28"}, ("/coupons/0/valid_until", "past")),
        ({"coupons__2__min_spend": "32.00"}, ("/coupons/2/min_spend", "pays_everything")),
        ({"benefits__0__cost": "38.01"}, ("/benefits/0/cost", "dearer_than_worth")),
        ({"tiers__levels__3__benefits": [], "tiers__levels__2__benefits": []}, ("/benefits/0", "unused")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_somebody_may_want_is_a_warning_and_no_problem(
    changes: dict[str, Any], told: tuple[str, str]
) -> None:
    changed = programme(**changes)
    assert told in warnings(changed)
    assert problems(changed) == []


def test_many_benefits_are_a_warning() -> None:
    codes = ["breakfast", "late", "upgrade", "hold", "tea", "fruit", "line"]
    many = programme(tiers__levels__3__benefits=[{"benefit": code} for code in codes])
    assert ("/tiers/levels/3/benefits", "many_benefits") in warnings(many)
    few = programme(tiers__levels__3__benefits=[{"benefit": code} for code in codes[:6]])
    assert ("/tiers/levels/3/benefits", "many_benefits") not in warnings(few)


def test_everything_wrong_is_told_at_once() -> None:
    wrong = programme(tiers__prices__2__price="1.00", coupons__0__steps=[], games__0__budget="1.00")
    assert {pointer for pointer, _ in problems(wrong)} >= {"/tiers/prices/2/price", "/coupons/0/steps"}
    assert len(problems(wrong)) >= 3
