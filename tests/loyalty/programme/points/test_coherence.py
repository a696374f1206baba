"""What a point is worth in each way to spend it (C55, H8), and the gift that leaves two nights to go (C74)."""

import pytest
from msgspec.structs import replace

from loyalty.programme.coupons.terms import CouponKind, Step
from loyalty.programme.points.coherence import (
    coupon_worth_cents,
    point_worth,
    sold_too_cheap,
    spread,
    tier_price_cents,
    ways,
    worth_cents,
)
from loyalty.programme.points.gap import gap_gift, points_a_night
from loyalty.programme.points.terms import Bill, Condition, EarnRule, NineOffer, Points, Purchase
from loyalty.programme.rewards.terms import Game, Prize, Reward
from loyalty.programme.tiers.terms import Tiers
from tests.loyalty.programme.points.stage import COUPONS, LEVELS, POINTS, PRICES, programme

NINE = NineOffer(
    code="film",
    name="电影票",
    name_en="Film",
    coupon="coffee",
    condition=Condition(measure="visits", at_least=2, months=3),
)
WHEEL = Game(
    code="wheel",
    name="大转盘",
    name_en="Wheel",
    points=50,
    budget="1000.00",
    prizes=[
        Prize(code="mug", name="杯子", name_en="Mug", per_10000=500, gives="thing", cost="20.00"),
        Prize(code="coffee", name="咖啡", name_en="Coffee", per_10000=1000, gives="coupon", coupon="coffee"),
        Prize(code="p", name="积分", name_en="Points", per_10000=3000, gives="points", points=10),
    ],
)


def test_h8_the_implied_value_of_every_way_stands_side_by_side() -> None:
    """C55, H8: 0.05, 0.028 and 0.011 yuan."""
    found = {way.code or way.way: way for way in ways(programme())}
    assert str(found["bill"].per_point) == "0.0500"  # 1,000 points are 50 yuan (C56)
    assert str(found["breakfast"].per_point) == "0.0280"  # 1,000 points + 10 yuan for 38 yuan (C36)
    assert str(found["gold"].per_point) == "0.0110"  # 20,000 points for what costs 219 (C40, C41)
    assert [f"{found[name].per_point:.3f}" for name in ("bill", "breakfast", "gold")] == [
        "0.050",
        "0.028",
        "0.011",
    ]
    assert str(found["friend"].per_point) == "0.0500"
    ends = spread(list(found.values()))
    assert ends is not None and [end.code or end.way for end in ends] == ["gold", "bill"]


def test_offers_games_and_nights_are_among_the_ways() -> None:
    night = Reward(
        code="n", name="免费房晚", name_en="Night", kind="night", points=8000, price="208.00", coupon="night"
    )
    whole = programme(replace(POINTS, nine_offers=[NINE]), rewards=[night], games=[WHEEL])
    found = {(way.way, way.code): way for way in ways(whole)}
    assert str(found["nine", "film"].per_point) == "3.3333"  # 30 yuan for 9 points
    assert str(found["night", "n"].per_point) == "0.0260"
    # 5 % of 20 yuan, 10 % of 30 yuan, 30 % of ten points at 5 cents: 4.15 yuan for 50 points
    assert found["game", "wheel"].worth_cents == 415
    assert found["purchase", ""].worth_cents == 500


@pytest.mark.parametrize(
    ("price", "cheap"),
    [("5.00", []), ("2.80", ["bill", "friend"]), ("2.00", ["bill", "friend", "breakfast"])],
)
def test_points_sold_below_their_worth_are_seen(price: str, cheap: list[str]) -> None:
    whole = programme(replace(POINTS, purchase=Purchase(enabled=True, money=price), nine_offers=[NINE]))
    assert [way.code or way.way for way in sold_too_cheap(ways(whole))] == cheap


def test_a_tier_without_a_direct_price_costs_its_steps() -> None:
    steps = programme(tiers=Tiers(levels=LEVELS, prices=PRICES[:2]))
    assert tier_price_cents(steps, "gold") == 21_900  # 49 + 170 (C41)
    assert tier_price_cents(steps, "platinum") is None
    assert tier_price_cents(programme(), "gold") == 21_900


@pytest.mark.parametrize(
    ("kind", "worth"),
    [
        (COUPONS[0], 3000),
        (COUPONS[1], 20_800),
        (CouponKind(code="p", name="折", name_en="p", kind="percent", percent=10, amount="50.00"), None),
        (CouponKind(code="u", name="升级", name_en="u", kind="upgrade"), None),
        (
            CouponKind(
                code="t", name="满减", name_en="t", kind="threshold",
                steps=[Step(over="150.00", off="8.00"), Step(over="40.00", off="4.00")],
            ),
            400,
        ),
    ],
)  # fmt: skip
def test_a_coupon_is_worth_what_it_surely_takes_off(kind: CouponKind, worth: int | None) -> None:
    assert coupon_worth_cents(kind) == worth


def test_c61_outstanding_points_are_reckoned_in_money_whether_or_not_guests_see_it() -> None:
    shown = programme()
    assert point_worth(shown) == (5000, 1000)
    assert worth_cents(shown, 2718) == 13_590
    hidden = programme(replace(POINTS, bill=Bill(), value_shown=False))
    assert point_worth(hidden) == (2800, 1000)  # by the catalogue
    assert point_worth(programme(Points(), rewards=[])) is None


@pytest.mark.parametrize(
    ("balance", "nights", "gift"),
    [(100, 2, 484), (100, 1, 692), (584, 2, None), (583, 2, 1), (1000, 1, None), (0, 1, 792)],
)
def test_c74_the_gift_leaves_exactly_one_or_two_nights(balance: int, nights: int, gift: int | None) -> None:
    """A reward of 1,000 points; a night brings 208."""
    found = gap_gift(balance=balance, price=1000, per_night=208, nights=nights)
    assert (found.gift if found else None) == gift
    if gift is not None:
        assert balance + gift + nights * 208 == 1000
        assert balance + gift + (nights - 1) * 208 < 1000


def test_c74_where_a_night_brings_nothing_no_gift_can_do_it() -> None:
    assert gap_gift(balance=0, price=1000, per_night=0, nights=2) is None


def test_c74_a_night_brings_what_the_rules_give_with_the_tiers_bonus() -> None:
    rules = replace(
        POINTS,
        earn=[
            EarnRule(code="spend", per="money", points=1),
            EarnRule(code="night", per="night", points=10, channels=["member"]),
            EarnRule(code="visit", per="visit", points=500),
            EarnRule(code="gift", per="night", points=5, kind="bonus", cap=3),
        ],
    )
    assert points_a_night(rules, 20_899, 30, "member", "大床房") == 208 + 10 + 3 + 65
    assert points_a_night(rules, 20_899, 0, "ota", "大床房") == 208 + 3
