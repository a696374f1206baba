"""What became of whom a campaign chose: by visits that come, are corrected and are cancelled."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.campaigns import outcomes, profit
from loyalty.campaigns.models import Campaign, Target
from loyalty.guests.models import Guest
from loyalty.messaging.models import Message
from loyalty.programme import publishing
from loyalty.programme.coupons import issuing, redeeming
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier, Tiers
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import factories

NOON = datetime.fromisoformat("2026-04-20T12:00:00+08:00")
CHOSEN = date(2026, 3, 10)


@pytest.fixture
def inside(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1), time_machine.travel(NOON, tick=False):
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def a_campaign(code: str = "spring", days: int = 30, kind: str = "win_back") -> Campaign:
    return Campaign.objects.create(
        code=code,
        name=code,
        kind=kind,
        document={"window_days": days, "kind": kind},
        state="running",
        made_at=NOON,
        made_by="x",
        made_by_name="林",
        changed_at=NOON,
    )


def a_target(campaign: Campaign, guest: int, **changes: Any) -> Target:
    fields: dict[str, Any] = {"arm": "A", "decision": "contact", "chosen_on": CHOSEN} | changes
    if fields["arm"] == "holdout":
        fields["decision"] = "held_out"
    occasion = f"c{campaign.pk}:{guest}:{fields['chosen_on']}:{fields['arm']}"
    return Target.objects.create(
        campaign=campaign, guest_id=guest, occasion=occasion, chosen_at=NOON, **fields
    )


def told(target: Target) -> tuple[int | None, int, int]:
    """Nothing costs anything here: what is left of the visits that count must be their revenue, for they are the same."""
    target.refresh_from_db()
    left = profit.of_targets(raw(), target.campaign_id, [target.pk])
    assert left.get(target.pk, 0) == target.revenue_cents
    return target.visit_ordinal, target.visits, target.revenue_cents


def test_visits_within_the_window_count_for_both_arms_from_the_day_after_the_choice(inside: Property) -> None:
    factories.follow(
        inside,
        factories.stay("F1", "2026-01-05"),
        factories.stay("F2", "2026-03-10"),  # the day itself
        factories.stay("F3", "2026-03-20"),
        factories.stay("F4", "2026-04-09"),  # the last day
        factories.stay("F5", "2026-04-12"),
        factories.stay("G1", "2026-03-11", guest_number="G2", name="王五", phone="13900139000"),
    )
    li, wang = Guest.objects.get(name="李四").pk, Guest.objects.get(name="王五").pk
    campaign = a_campaign()
    contact, holdout = a_target(campaign, li), a_target(campaign, wang, arm="holdout")
    left = a_target(a_campaign("other"), li, arm="none", decision="refrained")
    assert outcomes.credit(raw(), inside, [li, wang]) == 2
    assert told(contact) == (3, 2, 2 * 24_600) and contact.visit_on == date(2026, 3, 20)
    assert told(holdout) == (1, 1, 24_600)
    assert told(left) == (None, 0, 0)
    # Twice is once.
    assert outcomes.credit(raw(), inside, [li, wang]) == 0
    assert outcomes.night(raw(), inside, NOON.date()) == 0


def test_a_visit_that_is_cancelled_or_moved_takes_its_credit_with_it(inside: Property) -> None:
    factories.follow(inside, factories.stay("F1", "2026-01-05"), factories.stay("F2", "2026-03-20"))
    li = Guest.objects.get(name="李四").pk
    target = a_target(a_campaign(), li)
    outcomes.credit(raw(), inside, [li])
    assert told(target) == (2, 1, 24_600)
    later = "2026-04-19T08:00:00+08:00"
    factories.follow(inside, factories.stay("F2", "2026-03-20", status="cancelled", updated_at=later))
    assert outcomes.credit(raw(), inside, [li]) == 1
    assert told(target) == (None, 0, 0)
    factories.follow(
        inside, factories.stay("F2", "2026-03-21", nights=2, updated_at="2026-04-19T09:00:00+08:00")
    )
    outcomes.credit(raw(), inside, [li])
    assert told(target) == (2, 1, 24_600) and target.visit_on == date(2026, 3, 21)


def test_one_visit_is_credited_to_the_last_touch_and_counted_within_every_window(inside: Property) -> None:
    factories.follow(inside, factories.stay("F1", "2026-01-05"), factories.stay("F2", "2026-03-20"))
    li = Guest.objects.get(name="李四").pk
    early = a_target(a_campaign("early"), li, chosen_on=date(2026, 3, 1))
    late = a_target(a_campaign("late"), li, chosen_on=date(2026, 3, 15))
    held = a_target(a_campaign("held"), li, arm="holdout", chosen_on=date(2026, 3, 2))
    outcomes.credit(raw(), inside, [li])
    assert told(early) == (None, 1, 24_600)
    assert told(late) == (2, 1, 24_600)
    # The other arm has a touch of its own.
    assert told(held) == (2, 1, 24_600)


def test_records_merged_into_one_person_are_one_person(inside: Property) -> None:
    factories.follow(
        inside,
        factories.stay("F1", "2026-01-05"),
        factories.stay("G1", "2026-03-20", guest_number="G2", name="李四", phone="13900139000"),
    )
    first, second = Guest.objects.order_by("pk")
    target = a_target(a_campaign(), first.pk)
    outcomes.credit(raw(), inside, [first.pk, second.pk])
    assert told(target)[1] == 0
    Guest.objects.filter(pk=first.pk).update(merged_into=second)
    outcomes.credit(raw(), inside, [second.pk])
    assert told(target)[1] == 1


def test_who_was_chosen_under_two_records_of_one_campaign_has_not_come_twice(inside: Property) -> None:
    """Nor has who is chosen again, by an event, while his first window is still open."""
    factories.follow(
        inside,
        factories.stay("F1", "2026-03-20"),
        factories.stay("G1", "2026-03-25", guest_number="G2", name="李四", phone="13900139000"),
    )
    first, second = Guest.objects.order_by("pk")
    spring = a_campaign()
    targets = [a_target(spring, first.pk), a_target(spring, second.pk)]
    again = a_target(spring, second.pk, chosen_on=date(2026, 3, 22))
    Guest.objects.filter(pk=first.pk).update(merged_into=second)
    outcomes.credit(raw(), inside, [second.pk])
    assert [told(each)[1] for each in (*targets, again)] == [0, 1, 1]
    assert sum(told(each)[2] for each in (*targets, again)) == 2 * 24_600
    # Apart again, each has come for himself.
    Guest.objects.filter(pk=first.pk).update(merged_into=None)
    outcomes.credit(raw(), inside, [first.pk, second.pk])
    assert [told(each)[1] for each in (*targets, again)] == [1, 0, 1]


def test_what_it_cost_is_the_message_and_the_coupon_once_it_was_used(inside: Property) -> None:
    programme = Programme(
        name="雅客会",
        tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member")]),
        coupons=[CouponKind(code="ten", name="十元券", name_en="Ten off", kind="fixed", amount="10.00")],
    )
    publishing.write(raw(), programme, effective_on=date(2026, 1, 1), actor=SYSTEM)
    factories.follow(inside, factories.stay("F1", "2026-01-05"))
    li = Guest.objects.get(name="李四").pk
    today = NOON.date()
    coupon = issuing.issue(raw(), programme, "ten", li, origin="campaign", actor=SYSTEM, today=today, key="k")
    offer = {"kind": "coupon", "coupon": "ten"}
    target = a_target(a_campaign(), li, chosen_on=today, offer=offer, offer_ref=f"coupon:{coupon.code}")
    a_message(target, state="delivered", cost_cents=5, clicked_at=NOON)
    a_message(target, state="dropped", cost_cents=5, answered_at=None)
    outcomes.night(raw(), inside, today)
    target.refresh_from_db()
    assert (target.cost_cents, target.clicked_at, target.answered_at) == (5, NOON, None)
    redeeming.redeem(raw(), [coupon.code], bill_cents=20_800, today=today, by="desk")
    outcomes.night(raw(), inside, today)
    target.refresh_from_db()
    assert target.cost_cents == 1_005


def a_message(target: Target, **changes: Any) -> Message:
    fields = {"texts": {}, "channels": ["sms"], "expires_at": NOON, "due_at": NOON, "made_at": NOON} | changes
    return Message.objects.create(
        key=f"m{Message.objects.count()}",
        guest_id=target.guest_id,
        campaign_id=target.campaign_id,
        target_id=target.pk,
        kind="marketing",
        purpose="marketing",
        **fields,
    )
