"""Benefits at the desk: within the allowance, renewed by period, undone with a reason, once per key."""

from datetime import date
from typing import Any

import pytest

from kernel import clock
from kernel.statements import Statements
from loyalty.programme.benefits import using
from loyalty.programme.benefits.models import Use
from loyalty.programme.benefits.refusals import (
    AlreadyUndone,
    NoSuchStay,
    NotAMember,
    NotOfThisTier,
    StayNeeded,
    UsedUp,
)
from loyalty.programme.benefits.using import Asked
from loyalty.programme.recognition.models import Recognised
from loyalty.programme.tiers.terms import Tier, TierBenefit, Tiers
from loyalty.programme.versions import Published
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY

Rows = tuple[int, ...]


class Desk:
    """Uses benefits, each time under a new key."""

    def __init__(self, raw: Statements, published: Published, rows: Rows) -> None:
        self.raw, self.published, self.rows, self.done = raw, published, rows, 0

    def use(self, code: str, day: date = TODAY, key: str = "", **asked: Any) -> using.Used:
        self.done += 1
        return using.use(
            self.raw,
            self.published,
            self.rows,
            Asked(code, **asked),
            key=key or f"k{self.done}",
            actor=ANNA,
            today=day,
        )


@pytest.fixture
def desk(raw: Statements, published: Published, li_si: Rows) -> Desk:
    return Desk(raw, published, li_si)


def test_c42_one_free_upgrade_a_month(desk: Desk) -> None:
    """C42: 每月有 1 次免费升级房的权益; not twice, and again next month."""
    first = desk.use("upgrade")
    assert (first.left, first.renews_on) == (0, date(2026, 12, 1))
    with pytest.raises(UsedUp) as refused:
        desk.use("upgrade", date(2026, 11, 30))
    assert refused.value.code == "already_used" and refused.value.facts["left"] == 0
    assert desk.use("upgrade", date(2026, 12, 1)).left == 0


def test_a_use_keeps_the_price_and_the_cost_of_its_day_who_gave_it_and_where(desk: Desk) -> None:
    desk.use("upgrade")
    kept = Use.objects.get()
    assert (kept.price_cents, kept.cost_cents, kept.tier, kept.stay) == (20_000, 3_000, "gold", "F2")
    assert (kept.by, kept.by_name, kept.day) == (ANNA.id, "王芳", TODAY)


def test_more_than_is_left_is_refused_whole(desk: Desk) -> None:
    desk.use("gift")
    with pytest.raises(UsedUp) as refused:
        desk.use("gift", count=2)
    assert refused.value.facts["left"] == 1 and refused.value.facts["used"] == 1
    assert desk.use("gift").left == 0


def test_what_has_no_allowance_is_given_as_often_as_wanted(desk: Desk) -> None:
    assert [desk.use("late").left for _ in range(5)] == [None] * 5


def test_a_benefit_per_stay_counts_on_the_visit_whatever_its_rooms(
    desk: Desk, acme_1: Property, raw: Statements
) -> None:
    """A second room of the same visit brings no second allowance; the next visit does."""
    follow(
        acme_1,
        stay("F3", "2026-11-22", nights=2, status="in_house"),
        stay("F4", "2026-12-20", status="booked"),
    )
    desk.use("breakfast", stay="F2")
    assert desk.use("breakfast", stay="F3").left == 0
    with pytest.raises(UsedUp):
        desk.use("breakfast", stay="F2")
    assert desk.use("breakfast", stay="F4").left == 1


def test_a_benefit_per_stay_needs_a_stay(desk: Desk, acme_1: Property) -> None:
    with pytest.raises(StayNeeded):
        desk.use("breakfast", date(2026, 12, 10))
    with pytest.raises(NoSuchStay):
        desk.use("breakfast", stay="F9")
    follow(acme_1, stay("W1", "2026-11-22", name="王芳", guest_number="W", phone=None))
    with pytest.raises(NoSuchStay):
        desk.use("breakfast", stay="W1")


def test_what_the_tier_does_not_have_is_not_given(desk: Desk, raw: Statements) -> None:
    with pytest.raises(NotOfThisTier):
        desk.use("sauna")
    house.member(raw, desk.published.programme, desk.rows[0], "base")
    with pytest.raises(NotOfThisTier) as refused:
        desk.use("breakfast")
    assert refused.value.code == "not_eligible"
    assert desk.use("gift").left == 0


def test_who_is_no_member_gets_nothing(raw: Statements, acme_1: Property) -> None:
    plan = house.publish(raw, house.programme(joins="sign_up"))
    follow(acme_1, stay("F1", "2026-10-05"))
    with pytest.raises(NotAMember):
        Desk(raw, plan, house.rows_of(raw, "李四")).use("gift")


def test_where_the_first_stay_makes_a_member_nobody_waits_for_the_night(
    raw: Statements, acme_1: Property
) -> None:
    published = house.publish(raw)
    follow(acme_1, stay("F1", "2026-10-05"))
    assert Desk(raw, published, house.rows_of(raw, "李四")).use("gift").left == 0


def test_a_higher_tier_held_elsewhere_gives_what_it_gives_here(desk: Desk, raw: Statements) -> None:
    house.member(raw, desk.published.programme, desk.rows[0], "base")
    Recognised.objects.create(
        guest_id=desk.rows[0], tier="gold", since=TODAY, held_at="雅客二店", told_at=clock.now()
    )
    assert desk.use("breakfast").use.tier == "gold"


def test_the_same_key_is_the_same_use(desk: Desk) -> None:
    first = desk.use("upgrade", key="once")
    again = desk.use("upgrade", key="once")
    assert again.use == first.use and Use.objects.count() == 1


def test_an_undone_use_stays_on_record_and_counts_no_more(desk: Desk, raw: Statements) -> None:
    use = desk.use("upgrade").use
    undone = using.undo(raw, use.id, reason="客人未入住升级房", actor=ANNA)
    assert (
        undone is not None and undone.undone_reason == "客人未入住升级房" and undone.undone_by_name == "王芳"
    )
    assert desk.use("upgrade").left == 0
    with pytest.raises(AlreadyUndone):
        using.undo(raw, use.id, reason="又一次", actor=ANNA)
    assert [each.undone_at is None for each in using.of_person(raw, desk.rows, limit=10)] == [True, False]
    assert Use.objects.count() == 2


def test_uses_are_counted_over_all_rows_of_a_person(desk: Desk, raw: Statements, acme_1: Property) -> None:
    """What was used before two guests became one counts, and counts apart again when they are told apart."""
    from loyalty.journey import uniting

    follow(acme_1, stay("W1", "2026-11-20", name="李思", guest_number="W", phone="13900000009"))
    other = house.rows_of(raw, "李思")
    house.member(raw, desk.published.programme, other[0], "gold")
    Desk(raw, desk.published, other).use("upgrade", key="theirs")
    uniting.merge(acme_1, desk.rows[0], other[0], None)
    both = house.rows_of(raw, "李四") if desk.rows[0] < other[0] else house.rows_of(raw, "李思")
    desk.rows = both
    with pytest.raises(UsedUp):
        desk.use("upgrade")
    uniting.unmerge(acme_1, both[0], both[1], None)
    desk.rows = (desk.rows[0],)
    assert desk.use("upgrade").left == 0


def test_a_membership_year_renews_on_the_day_of_joining(raw: Statements, acme_1: Property) -> None:
    yearly = [each for each in house.BENEFITS if each.code != "gift"]
    gift = type(house.BENEFITS[2])(
        "gift", "随手礼", "Small gift", "20.00", kind="gift", period="membership_year"
    )
    tiers = Tiers([Tier("base", "普通", "Member", benefits=[TierBenefit("gift", 1)])])
    published = house.publish(raw, house.programme(tiers=tiers, benefits=[*yearly, gift]))
    follow(acme_1, stay("F1", "2025-10-05"))
    rows = house.rows_of(raw, "李四")
    house.member(raw, published.programme, rows[0], joined_on=date(2025, 12, 5))
    desk = Desk(raw, published, rows)
    assert desk.use("gift").renews_on == date(2026, 12, 5)
    with pytest.raises(UsedUp):
        desk.use("gift", date(2026, 12, 4))
    assert desk.use("gift", date(2026, 12, 5)).renews_on == date(2027, 12, 5)
