"""C119: a programme tried on the visits that were made."""

from collections.abc import Iterator
from datetime import date

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.tiers import evaluating, simulating
from loyalty.programme.tiers.models import Change, Membership
from loyalty.programme.tiers.terms import TierBenefit
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.cases import USUAL, nights, on, programme, tier, visits

FIRST, LAST = date(2025, 7, 1), date(2026, 6, 30)
BREAKFAST = Benefit(code="breakfast", name="免费早餐", name_en="Breakfast", price="38.00", kind="breakfast")
TRIED = programme(
    tier("silver", visits(2, 12)),
    tier("gold", nights(5, 4), benefits=[TierBenefit(benefit="breakfast")]),
    benefits=[BREAKFAST],
)


def raw() -> Statements:
    return Statements(raw_connection())


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """李四 with five nights in autumn and one in May; 张三 came once; a programme in force knows no gold."""
    with in_property(acme_1):
        publishing.write(raw(), programme(tier("silver", visits(1, 12))), effective_on=FIRST, actor=SYSTEM)
        days = ["2025-09-01", "2025-09-03", "2025-09-05", "2025-09-07", "2025-09-09", "2026-05-01"]
        follow(acme_1, *(stay(f"F{n}", day) for n, day in enumerate(days)))
        follow(acme_1, stay("Z", "2026-02-01", guest_number="Z", name="张三", phone="13900000001"))
        published = publishing.write(
            raw(), programme(tier("silver", visits(1, 12))), effective_on=FIRST, actor=SYSTEM
        )
        evaluating.nightly(raw(), acme_1, published, LAST)
        yield acme_1


def test_c119_a_dry_run_tells_who_would_move_and_why_and_writes_nothing(hotel: Property) -> None:
    before = list(Membership.objects.values()), Change.objects.count()
    found = simulating.simulate(raw(), TRIED, FIRST, LAST)
    assert (list(Membership.objects.values()), Change.objects.count()) == before
    levels = {level.code: (level.members_now, level.members_then) for level in found.levels}
    assert levels == {"base": (0, 1), "silver": (2, 0), "gold": (0, 1)}
    assert (found.moved_up, found.moved_down) == (1, 1)
    assert [(each["name"], each["from"], each["to"]) for each in found.examples] == [
        ("李四", "silver", "gold"),
        ("张三", "silver", "base"),
    ]
    assert "5 个间夜" in found.examples[0]["why"]["zh"] and "银卡会员" in found.examples[1]["why"]["zh"]


def test_c119_benefits_are_costed_for_the_nights_spent_as_a_member(hotel: Property) -> None:
    found = simulating.simulate(raw(), TRIED, FIRST, LAST)
    # Gold since 9 September: one night in May, one breakfast at 38.
    assert found.benefits_cost_cents == 3800


def test_c119_what_was_given_by_hand_stays(hotel: Property) -> None:
    zhang = Guest.objects.get(name="张三")
    Membership.objects.filter(guest=zhang).update(kind="granted", until=None)
    found = simulating.simulate(raw(), TRIED, FIRST, LAST)
    assert found.courses[zhang.pk].then == "silver"


def test_a_course_rises_falls_and_is_won_back_as_it_would_in_earnest() -> None:
    history = on(
        "2025-07-02", "2025-07-04", "2025-07-06", "2025-07-08", "2025-07-10", "2026-07-20", "2026-08-01"
    )
    course = simulating.run(USUAL, 7, history, date(2025, 7, 1), date(2026, 12, 31))
    assert [code for _, code in course.tiers] == ["base", "silver", "gold", "silver", "gold", "silver"]
    assert course.tier_on(date(2026, 8, 3)) == "gold" and course.then == "silver"


def test_the_secret_are_counted_and_not_named(hotel: Property) -> None:
    Guest.objects.filter(name="李四").update(secret=True)
    found = simulating.simulate(raw(), TRIED, FIRST, LAST)
    assert found.moved_up == 1 and [each["name"] for each in found.examples] == ["张三"]
