"""Full cards bring their coupon once, whatever becomes of the stays; progress is told by month or quarter."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kernel.statements import Statements
from loyalty.journey import uniting
from loyalty.programme.coupons import redeeming
from loyalty.programme.coupons.models import Coupon
from loyalty.programme.models import Notice
from loyalty.programme.notices import of_person
from loyalty.programme.punchcards import punching, reading
from loyalty.programme.punchcards.models import Card
from loyalty.programme.versions import Published
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.coupons.kinds import kind

FIRST = date(2026, 1, 10)
NOW = date(2026, 11, 23)


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        yield Statements(raw_connection())


@pytest.fixture
def published(raw: Statements) -> Published:
    return house.publish(raw)


def visit(hotel: Property, first: int, last: int | None = None, **changes: Any) -> None:
    """Visits number so to so, ten days apart, through the journey."""
    for n in range(first, (last or first) + 1):
        day = FIRST + timedelta(days=10 * n)
        follow(hotel, stay(f"F{n}", str(day), **changes))


def later(number: int, **changes: Any) -> dict[str, Any]:
    """The same stay again, changed an hour later."""
    day = FIRST + timedelta(days=10 * number)
    return stay(f"F{number}", str(day), updated_at=f"{day + timedelta(days=3)}T12:00:00+08:00", **changes)


def coupons() -> list[tuple[str, str | None]]:
    return list(Coupon.objects.order_by("id").values_list("state", "key"))


def told(raw: Statements, published: Published) -> dict[str, Any]:
    return reading.told(raw, house.rows_of(raw, "李四"), published, NOW)[0]


def test_c70_the_eighth_visit_brings_a_free_night_once(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 7)
    assert coupons() == []
    visit(acme_1, 8)
    guest = house.rows_of(raw, "李四")[0]
    assert coupons() == [("open", f"card:eight:{guest}:1")]
    punching.follow(raw, published, [guest], NOW)
    visit(acme_1, 8)
    assert len(coupons()) == 1
    card = Card.objects.get()
    assert (card.begun_on, card.filled_on, card.coupon) == (
        FIRST + timedelta(days=10),
        FIRST + timedelta(days=80),
        Coupon.objects.get().code,
    )
    (notice,) = of_person(raw, [guest], NOW)
    assert notice.kind == "punch_full"
    assert notice.says.zh == "您已住满 8 次，「住8送1」送您1 晚，优惠券已在您的账户里。"


def test_c70_sixteen_visits_told_at_once_bring_two(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    days = [str(FIRST + timedelta(days=10 * n)) for n in range(16)]
    follow(acme_1, *(stay(f"F{n}", day) for n, day in enumerate(days)))
    guest = house.rows_of(raw, "李四")[0]
    assert [key for _, key in coupons()] == [f"card:eight:{guest}:1", f"card:eight:{guest}:2"]


def test_a_visit_counts_when_it_is_over(raw: Statements, published: Published, acme_1: Property) -> None:
    visit(acme_1, 1, 7)
    visit(acme_1, 8, status="in_house")
    assert coupons() == [] and told(raw, published)["have"] == 7
    follow(acme_1, later(8))
    assert len(coupons()) == 1 and told(raw, published)["have"] == 0


def test_a_stay_taken_back_takes_an_unused_coupon_with_it_and_brings_another_when_it_returns(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 8)
    follow(acme_1, later(8, status="cancelled"))
    assert [state for state, _ in coupons()] == ["void"]
    assert Card.objects.get().state == "void" and told(raw, published)["have"] == 7
    visit(acme_1, 9)
    guest = house.rows_of(raw, "李四")[0]
    assert coupons()[1:] == [("open", f"card:eight:{guest}:2")]


def test_a_coupon_that_was_used_is_owed_by_the_next_card(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 8)
    redeeming.redeem(raw, [Coupon.objects.get().code], bill_cents=30_000, today=NOW, by="王芳")
    follow(acme_1, later(8, status="cancelled"))
    assert [state for state, _ in coupons()] == ["redeemed"]
    card = told(raw, published)
    assert (card["have"], card["owed"], card["missing"]) == (0, 1, 9)
    visit(acme_1, 9)  # makes up for what is owed
    card = told(raw, published)
    assert (card["have"], card["owed"], card["missing"]) == (0, 0, 8)
    visit(acme_1, 10, 16)
    assert len(coupons()) == 1
    visit(acme_1, 17)
    assert len(coupons()) == 2


def test_visits_before_the_card_was_offered_fill_none(raw: Statements, acme_1: Property) -> None:
    visit(acme_1, 1, 7)
    published = house.publish(raw, day=FIRST + timedelta(days=30))
    visit(acme_1, 8)
    assert told(raw, published)["have"] == 6  # numbers 3 to 8
    again = house.publish(raw, day=date(2026, 6, 1))
    visit(acme_1, 9)
    assert told(raw, again)["have"] == 7  # a later version moves nothing


def test_who_had_to_sign_up_begins_then(raw: Statements, acme_1: Property) -> None:
    published = house.publish(raw, house.programme(joins="sign_up"))
    visit(acme_1, 1, 8)
    assert reading.told(raw, house.rows_of(raw, "李四"), published, NOW) == []
    rows = house.rows_of(raw, "李四")
    house.member(raw, published.programme, rows[0], joined_on=FIRST + timedelta(days=75))
    visit(acme_1, 9)
    assert told(raw, published)["have"] == 2


def test_a_programme_that_asks_for_more_takes_no_card_back(raw: Statements, acme_1: Property) -> None:
    house.publish(raw)
    visit(acme_1, 1, 8)
    ten = type(house.EIGHT)("eight", "住10送1", "Ten", "night", every=10)
    published = house.publish(raw, house.programme(punch_cards=[ten]))
    visit(acme_1, 9)
    assert [state for state, _ in coupons()] == ["open"]
    assert (told(raw, published)["have"], told(raw, published)["need"]) == (1, 10)


def test_two_guests_who_become_one_fill_a_card_together_and_apart_they_give_it_back(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 5)
    for n in range(3):
        day = FIRST + timedelta(days=200 + 10 * n)
        follow(acme_1, stay(f"W{n}", str(day), name="李思", guest_number="W", phone="13900000009"))
    one, other = house.rows_of(raw, "李四")[0], house.rows_of(raw, "李思")[0]
    kept = uniting.merge(acme_1, one, other, None)
    assert [state for state, _ in coupons()] == ["open"]
    uniting.unmerge(acme_1, kept, other if kept == one else one, None)
    assert [state for state, _ in coupons()] == ["void"]


def test_a_coupon_that_is_sold_out_is_owed_and_each_night_tries_again(
    raw: Statements, acme_1: Property
) -> None:
    scarce = kind("free_night", code="night", name="免费房券", name_en="Free night", stock=1)
    published = house.publish(raw, house.programme(coupons=[scarce]))
    visit(acme_1, 1, 16)
    assert len(coupons()) == 1
    assert list(Card.objects.order_by("number").values_list("state", "coupon"))[1] == ("full", None)
    assert punching.run(raw, published, NOW).waiting == 1
    more = house.publish(raw, house.programme(coupons=[kind("free_night", code="night", stock=2)]))
    assert punching.run(raw, more, NOW).filled == 1
    assert punching.run(raw, more, NOW).filled == 0
    assert len(coupons()) == 2 and Card.objects.filter(coupon=None).count() == 0


def test_a_version_that_asks_for_less_fills_cards_in_its_first_night(
    raw: Statements, acme_1: Property
) -> None:
    """Also when it came into force after the night's work of its day; later nights look at nobody anew."""
    house.publish(raw)
    visit(acme_1, 1, 6)
    five = type(house.EIGHT)("eight", "住5送1", "Five", "night", every=5)
    published = house.publish(raw, house.programme(punch_cards=[five]), day=date(2026, 11, 17))
    assert coupons() == []
    assert punching.run(raw, published, date(2026, 11, 20)).filled == 0
    assert punching.run(raw, published, date(2026, 11, 18)).filled == 1
    assert punching.run(raw, published, date(2026, 11, 18)).filled == 0
    assert len(coupons()) == 1 and told(raw, published)["have"] == 1


def test_c70_progress_is_told_at_the_beginning_of_each_month(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    """每月提醒会员已经住了几次了，再住几次就可以送 1 晚."""
    visit(acme_1, 1, 6)
    rows = house.rows_of(raw, "李四")
    assert punching.run(raw, published, date(2026, 11, 2)).told == 0
    assert punching.run(raw, published, date(2026, 12, 1)).told == 1
    assert punching.run(raw, published, date(2026, 12, 1)).told == 0
    (notice,) = of_person(raw, rows, date(2026, 12, 1))
    assert notice.says.zh == "您的「住8送1」已住 6 次，再住 2 次就送1 晚。"
    assert notice.says.en == "“Eight visits, one free”: 6 of 8. After 2 more stays you get one free night."
    assert notice.until == date(2026, 12, 31)
    assert punching.run(raw, published, date(2027, 1, 1)).told == 1


@pytest.mark.parametrize(
    ("tell", "day", "told_to"),
    [
        ("quarter", date(2026, 10, 1), 1),
        ("quarter", date(2026, 11, 1), 0),
        ("no", date(2026, 10, 1), 0),
        ("month", date(2026, 11, 1), 1),
    ],
)
def test_progress_is_told_as_often_as_the_card_says(
    raw: Statements, acme_1: Property, tell: Any, day: date, told_to: int
) -> None:
    card = type(house.EIGHT)("eight", "住8送1", "Eight", "night", tell=tell)
    published = house.publish(raw, house.programme(punch_cards=[card]))
    visit(acme_1, 1, 2)
    assert punching.run(raw, published, day).told == told_to


def test_who_has_nothing_on_his_card_is_not_told(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 8)
    assert punching.run(raw, published, date(2026, 12, 1)).told == 0
    assert set(Notice.objects.values_list("kind", flat=True)) == {"punch_full"}


def test_the_card_of_the_guest_shows_the_open_punch_card(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    visit(acme_1, 1, 3)
    assert told(raw, published) == {
        "code": "eight",
        "name": "住8送1",
        "name_en": "Eight visits, one free",
        "have": 3,
        "need": 8,
        "missing": 5,
        "owed": 0,
        "filled": 0,
        "counts": "visits",
        "gives": {"code": "night", "name": "1 晚", "name_en": "one free night"},
        "share_free": 0.111111,
        "begun_on": str(FIRST + timedelta(days=10)),
    }


def test_without_punch_cards_nothing_is_asked(raw: Statements, acme_1: Property) -> None:
    published = house.publish(raw, house.programme(punch_cards=[]))
    visit(acme_1, 1, 8)
    assert reading.told(raw, house.rows_of(raw, "李四"), published, NOW) == []
    assert punching.run(raw, published, NOW) == punching.Told()
