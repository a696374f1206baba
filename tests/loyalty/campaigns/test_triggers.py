"""What sets a campaign off, event by event: found within days, chosen once, taken back when it is no more. C75–C77, C82."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from kernel import clock
from loyalty.campaigns import keeping, launching, triggers
from loyalty.campaigns.document import CampaignAudience, Event, OnEvent
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.models import Campaign, Target
from loyalty.guests.models import Guest, Interaction
from loyalty.lifecycle.models import State
from loyalty.messaging.models import Message
from loyalty.programme import notices
from loyalty.programme.notices import Notice
from loyalty.segments import rules
from loyalty.stays.models import Visit
from tenants.models import Property
from tests.loyalty.campaigns import scene
from tests.loyalty.campaigns.scene import TODAY, guest, launched
from tests.loyalty.messaging.stage import raw

DAY = timedelta(days=1)


def on(hotel: Property, event: Event, kind: str = "other", **changes: Any) -> Kept:
    about = {name: changes.pop(name) for name in ("ordinal", "days", "direction") if name in changes}
    return launched(hotel, kind=kind, trigger=OnEvent(event=event, **about), **changes)


def night(hotel: Property, day: date = TODAY) -> int:
    return triggers.night(raw(), hotel, day)["chosen"]


def keys() -> list[str]:
    """Occasions without the campaign's and the guest's part."""
    return sorted(occasion.split(":", 2)[2] for occasion in Target.objects.values_list("occasion", flat=True))


def test_c76_upon_the_fourth_visit_is_when_it_is_over(house: Property) -> None:
    """The turn: right when the fourth visit is over, once, and not upon the third or the fifth."""
    on(house, "visit", "turn", ordinal=4)
    here = guest(1, visits=4)
    scene.visited(here, 3, TODAY - 40 * DAY)
    going = scene.visited(here, 4, TODAY - DAY, checked_out_at=None)
    assert triggers.follow(raw(), house, [here], TODAY) == 0
    Visit.objects.filter(pk=going.pk).update(checked_out_at=clock.now())
    assert triggers.follow(raw(), house, [here], TODAY) == 1
    # The night finds it again, and so does the next look.
    assert night(house) == triggers.follow(raw(), house, [here], TODAY) == 0
    assert keys() == ["visit:4"] and Message.objects.count() == 1


def test_so_many_days_after_the_first_visit_and_only_while_it_is_the_last(house: Property) -> None:
    """C82: the second visit is asked for two weeks after the first."""
    on(house, "days_after_visit", "second_visit", ordinal=1, days=14)
    once, again = guest(1, visits=1), guest(2, visits=2)
    for each in (once, again):
        scene.visited(each, 1, TODAY - 15 * DAY)
    scene.visited(again, 2, TODAY - 3 * DAY)
    assert night(house, TODAY - DAY) == 0
    assert night(house) == 1
    assert list(Target.objects.values_list("guest_id", flat=True)) == [once] and keys() == ["after:1"]


@pytest.mark.parametrize("direction", ["late", "early"])
def test_c77_a_guest_who_leaves_the_pattern_sets_it_off_once_per_visit(
    house: Property, direction: str
) -> None:
    on(house, "deviation", "greeting", direction=direction)
    here, other = guest(1, deviation=direction), guest(2, deviation="on_pattern")
    scene.changed(here, to_deviation=direction)
    scene.changed(other, to_deviation="on_pattern", from_deviation="late")
    assert night(house) == 1
    scene.changed(here, TODAY + DAY, to_deviation=direction)
    assert night(house, TODAY + DAY) == 0
    assert keys() == [f"deviation:{direction}:3"]


def test_who_came_back_into_the_pattern_by_then_sets_nothing_off(house: Property) -> None:
    on(house, "deviation", "greeting", direction="late")
    here = guest(1)
    scene.changed(here)
    State.objects.update(deviation="on_pattern")
    assert night(house) == 0


@pytest.mark.parametrize(("born", "days", "found"), [
    (date(1990, 11, 23), 0, 1), (date(1990, 11, 30), 7, 1), (date(1990, 11, 30), 0, 0), (date(1990, 11, 20), 0, 0),
])  # fmt: skip
def test_a_birthday_is_once_a_year_on_the_day_or_so_many_days_ahead(
    house: Property, born: date, days: int, found: int
) -> None:
    on(house, "birthday", "birthday", days=days)
    guest(1, birthday=born)
    assert night(house) == found
    assert night(house) == 0
    assert keys() == ["birthday:2026"] * found


def test_a_birthday_on_29_february_is_kept_on_the_28th_in_other_years(
    house: Property, morning: time_machine.Traveller
) -> None:
    on(house, "birthday", "birthday")
    guest(1, birthday=date(1992, 2, 29))
    morning.move_to("2027-02-28T10:00:00+08:00", tick=False)
    assert night(house, date(2027, 2, 28)) == 1


def test_a_night_that_was_missed_is_made_up_for_and_what_is_older_is_no_occasion(
    house: Property, morning: time_machine.Traveller
) -> None:
    on(house, "birthday", "birthday")
    guest(1, birthday=date(1990, 11, 25))
    morning.shift(4 * DAY)
    assert night(house, TODAY + 4 * DAY) == 1
    guest(2, birthday=date(1990, 11, 23))
    assert night(house, TODAY + 4 * DAY) == 0


def test_what_happened_before_the_campaign_began_is_none_of_its_business(house: Property) -> None:
    guest(1, birthday=TODAY.replace(year=1990) - DAY)
    on(house, "birthday", "birthday")
    assert night(house) == 0


def test_an_anniversary_says_how_many_years(house: Property) -> None:
    on(house, "anniversary", "anniversary", ordinal=3)
    three, two = guest(1), guest(2)
    scene.joined(three, date(2023, 11, 23))
    scene.joined(two, date(2024, 11, 23))
    assert night(house) == 1
    assert keys() == ["anniversary:3"]
    assert Message.objects.get().facts["years"] == 3


def test_c73_the_voucher_of_an_anniversary_goes_to_the_dormant_alone(house: Property) -> None:
    from loyalty.campaigns.document import CouponOffer

    on(house, "anniversary", "anniversary", pretext="anniversary", offer=CouponOffer("voucher"))
    dormant, regular = guest(1, stage="dormant"), guest(2, stage="sticky")
    for each in (dormant, regular):
        scene.joined(each, date(2024, 11, 23))
    assert night(house) == 1
    assert dict(Target.objects.values_list("guest_id", "reason")) == {dormant: "", regular: "not_dormant"}


def test_who_becomes_dormant_sets_it_off_and_who_signed_up_too(house: Property) -> None:
    on(house, "dormant", "dormant")
    on(house, "sign_up", "sign_up")
    sleeper = guest(1, stage="dormant")
    scene.changed(sleeper, to_stage="dormant", from_stage="at_risk")
    new = guest(2, visits=0)
    scene.joined(new, TODAY)
    with_a_past = guest(3, stage="sticky")  # the programme's first night makes members of everybody
    scene.joined(with_a_past, TODAY)
    assert night(house) == 2
    assert keys() == ["dormant:3", "sign_up"]


def test_a_review_sets_it_off_whatever_row_it_came_to(house: Property) -> None:
    on(house, "review", "review")
    one, other = guest(1), guest(2, visits=0)
    Guest.objects.filter(pk=other).update(merged_into_id=one)
    left = Interaction.objects.create(guest_id=other, kind="review", day=TODAY, made_at=clock.now())
    assert night(house) == 1
    assert Target.objects.get().guest_id == one and keys() == [f"review:{left.pk}"]


NOTICED: list[tuple[Event, str, dict[str, Any], dict[str, Any]]] = [
    ("points_ending", "points_expiring", {"points": 300, "last": "2026-12-20", "days": 27},
     {"points_ending": 300, "ends_on": "2026-12-20"}),
    ("before_loss", "tier_loss",
     {"tier": "gold", "tier_name": "金卡", "tier_name_en": "Gold", "until": "2026-12-20",
      "ways": [{"measure": "nights", "have": 3, "need": 5, "missing": 2, "to": None}]},
     {"tier": "金卡", "ends_on": "2026-12-20", "missing": "再住 2 晚"}),
    ("near_tier", "tier_near",
     {"tier": "gold", "tier_name": "金卡", "tier_name_en": "Gold", "brings": [],
      "ways": [{"measure": "visits", "have": 3, "need": 4, "missing": 1, "to": None}]},
     {"next_tier": "金卡", "missing": "再入住 1 次"}),
    ("punch_card", "punch_progress",
     {"name": "住8送1", "name_en": "Eight", "counts": "visits", "have": 6, "need": 8, "missing": 2, "gift_zh": "1 晚", "gift_en": "a night"},
     {"missing": "再住 2 次", "reward": "1 晚"}),
    ("coupon_ending", "coupon_expiring",
     {"code": "ABCD-EFGH-JKMN", "name": "立减券", "name_en": "Off", "expires_on": "2026-11-28"},
     {"coupon": "立减券", "coupon_code": "ABCD-EFGH-JKMN", "ends_on": "2026-11-28"}),
]  # fmt: skip


@pytest.mark.parametrize(("event", "kind", "facts", "known"), NOTICED)
def test_what_the_programme_notices_sets_it_off_with_its_facts(
    house: Property, event: Event, kind: str, facts: dict[str, Any], known: dict[str, Any]
) -> None:
    on(house, event, event)
    here = guest(1)
    notices.put(raw(), [Notice(here, kind, "n:1", TODAY, TODAY + 27 * DAY, facts)])
    assert night(house) == 1
    found = Message.objects.get().facts
    assert {name: found[name] for name in known} == known
    assert night(house) == 0


def test_before_so_many_days_are_left_a_notice_sets_nothing_off(
    house: Property, morning: time_machine.Traveller
) -> None:
    on(house, "points_ending", "points_ending", days=7)
    here = guest(1)
    facts = {"points": 300, "last": "2026-12-03", "days": 10}
    notices.put(raw(), [Notice(here, "points_expiring", "n:1", TODAY, TODAY + 10 * DAY, facts)])
    assert night(house) == 0
    morning.shift(3 * DAY)
    assert night(house, TODAY + 3 * DAY) == 1


def test_only_guests_of_the_audience_are_chosen(house: Property) -> None:
    rule = rules.converted({"kind": "field", "field": "visits", "op": "at_least", "value": 5})
    on(house, "birthday", "birthday", audience=CampaignAudience(rule=rule))
    guest(1, birthday=date(1990, 11, 23), visits=3)
    inside = guest(2, birthday=date(1990, 11, 23), visits=6)
    assert night(house) == 1
    assert Target.objects.get().guest_id == inside


def test_a_paused_a_stopped_and_a_finished_campaign_are_set_off_by_nothing(house: Property) -> None:
    guest(1, birthday=date(1990, 11, 23))
    campaign = on(house, "birthday", "birthday")
    paused = launching.pause(raw(), house, campaign)
    assert night(house) == 0
    launching.resume(raw(), house, paused)
    assert night(house) == 1
    Target.objects.all().delete()
    Campaign.objects.update(ends_at=clock.now())
    assert night(house) == 0
    assert keeping.get(raw(), campaign.id).state == "finished"


def test_a_visit_that_is_taken_back_withdraws_what_was_not_sent_and_may_come_again(house: Property) -> None:
    on(house, "visit", "turn", ordinal=4)
    here = guest(1, visits=4)
    visit = scene.visited(here, 4, TODAY - DAY)
    triggers.follow(raw(), house, [here], TODAY)
    visit.delete()
    Guest.objects.update(visits=3)
    triggers.follow(raw(), house, [here], TODAY)
    assert list(Message.objects.values_list("state", "reason")) == [("dropped", "taken_back")]
    assert list(Target.objects.values_list("decision", "reason")) == [("excluded", "taken_back")]
    # It was a mistake: he did come.
    scene.visited(here, 4, TODAY - DAY)
    Guest.objects.update(visits=4)
    assert triggers.follow(raw(), house, [here], TODAY) == 1
    assert Message.objects.filter(state="waiting").count() == 1


def test_what_was_sent_already_stays_as_it_is(house: Property) -> None:
    on(house, "visit", "turn", ordinal=4)
    here = guest(1, visits=4)
    scene.visited(here, 4, TODAY - DAY)
    triggers.follow(raw(), house, [here], TODAY)
    Message.objects.update(state="sent", sent_at=clock.now())
    Guest.objects.update(visits=3)
    triggers.follow(raw(), house, [here], TODAY)
    assert Target.objects.get().decision == "contact"


def test_a_merge_does_not_bring_an_occasion_a_second_time(house: Property) -> None:
    on(house, "birthday", "birthday")
    one, other = guest(1), guest(2, birthday=date(1990, 11, 23))
    assert night(house) == 1
    Guest.objects.filter(pk=other).update(merged_into_id=one)
    Guest.objects.filter(pk=one).update(birthday=date(1990, 11, 23))
    assert night(house) == 0


def test_what_was_counted_since_the_launch_is_kept_with_the_campaign(house: Property) -> None:
    campaign = on(house, "birthday", "birthday")
    guest(1, birthday=date(1990, 11, 23))
    guest(2, birthday=date(1990, 11, 24), consent=False)
    night(house)
    night(house, TODAY + DAY)
    numbers = keeping.get(raw(), campaign.id).audience
    assert (numbers["segment"], numbers["contact"], numbers["subtracted"]) == (2, 1, {"no_consent": 1})
