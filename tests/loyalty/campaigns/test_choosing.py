"""Each guest is decided for once: whatever is killed, done twice, or done by two at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from kernel import clock
from loyalty.campaigns import audience, choosing, keeping, launching
from loyalty.campaigns.document import CouponOffer, GapOffer, Schedule, Variant
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.models import Campaign, Target
from loyalty.guests.models import Guest
from loyalty.messaging import outbox
from loyalty.messaging.models import Message
from tenants.context import as_owner, in_property, in_public
from tenants.models import Property, Wake
from tests import cast
from tests.loyalty.campaigns import scene
from tests.loyalty.campaigns.scene import decisions, document, guest, launched, messages, reasons
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import raw


class Killed(BaseException):
    """The worker is gone in the middle of it."""


def test_everybody_of_the_audience_has_a_decision_and_whoever_is_contacted_a_message(house: Property) -> None:
    yes, no = guest(1), guest(2, consent=False)
    left = guest(3, winbacks_unanswered=2)
    campaign = launched(house)
    assert choosing.work(house) == 1
    assert decisions(campaign) == {yes: "contact", no: "excluded", left: "refrained"}
    assert reasons(campaign) == {yes: "", no: "no_consent", left: "does_not_answer"}
    message = Message.objects.get()
    target = Target.objects.get(decision="contact")
    assert (message.key, message.target_id, message.once) == (target.occasion, target.pk, True)
    assert (message.kind, message.priority, message.moot_after_visit) == ("marketing", 4, True)
    assert message.expires_at == clock.now() + timedelta(hours=72)
    assert (target.stage, target.arm, target.channel) == ("at_risk", "A", "sms")
    kept = keeping.get(raw(), campaign.id)
    assert kept.audience["segment"] == 3 and kept.audience["contact"] == 1
    assert kept.next_at is None and kept.state == "running"


def test_two_win_backs_that_are_still_open_are_two_and_a_third_is_not_chosen(house: Property) -> None:
    """C83: nobody waits for a window to end before he is told too much."""
    kept, came = guest(1, away=200), guest(2, away=200)
    chosen = []
    for turn in range(3):
        if turn == 2:
            # One of them has come since the first two were put down, the other has not.
            Guest.objects.filter(pk=came).update(last_visit_on=clock.today(house.time_zone))
        campaign = launched(house, kind="win_back")
        before = audience.count(raw(), house, campaign.id, campaign.document).numbers
        choosing.work(house)
        assert before["contact"] == list(decisions(campaign).values()).count("contact")
        chosen.append(reasons(campaign))
    assert chosen == [{kept: "", came: ""}, {kept: "", came: ""}, {kept: "does_not_answer", came: ""}]


def test_a_win_back_that_never_went_is_not_one_that_was_left_unanswered(house: Property) -> None:
    """The control: taken back or dropped, it is as if it had not been chosen."""
    one = guest(1)
    for _ in range(2):
        gone = launched(house, kind="win_back")
        choosing.work(house)
        Message.objects.filter(campaign_id=gone.id).update(state="dropped")
    campaign = launched(house, kind="win_back")
    choosing.work(house)
    assert decisions(campaign) == {one: "contact"}


def test_who_is_held_out_has_a_row_and_no_message(house: Property) -> None:
    for n in range(1, 61):
        guest(n)
    campaign = launched(house, holdout=0.5)
    choosing.work(house)
    found = list(decisions(campaign).values())
    assert found.count("held_out") + found.count("contact") == 60
    assert messages(campaign) == found.count("contact") > 0 < found.count("held_out")
    assert set(Target.objects.filter(decision="held_out").values_list("arm", "reason")) == {
        ("holdout", "holdout")
    }


def test_two_texts_are_tried_and_each_guest_gets_his_own(house: Property) -> None:
    for n in range(1, 61):
        guest(n)
    other = scene.CampaignTexts(sms=scene.Saying("{name}，想念您。"), email=scene.TEXTS.email)
    two = [
        Variant(code="A", share=0.5, texts={"zh-CN": scene.TEXTS}),
        Variant(code="B", share=0.5, texts={"zh-CN": other}),
    ]
    launched(house, variants=two)
    choosing.work(house)
    arms = dict(Target.objects.values_list("pk", "arm"))
    assert set(arms.values()) == {"A", "B"}
    for message in Message.objects.all():
        said = message.texts["zh-CN"]["sms"]["text"]
        assert (said == "{name}，想念您。") == (arms[message.target_id] == "B")


def test_the_gap_gift_is_reckoned_for_each_guest(house: Property) -> None:
    """C74: with the gift he is two nights short of the next reward; who would need too much is left alone."""
    here = guest(1, stage="dormant")
    scene.visited(here, 3, scene.TODAY - timedelta(days=200), rate_cents=20_000)
    campaign = launched(house, kind="dormant", offer=GapOffer(nights=2, most=700))
    choosing.work(house)
    target = Target.objects.get(campaign_id=campaign.id)
    # 1,000 points for breakfast, none so far, a night brings 200: 600 leave two nights.
    assert target.facts["gift_points"] == 600 and target.facts["reward"] == "早餐"
    keeping.move(raw(), keeping.get(raw(), campaign.id), "stop", needs_approval=False)
    other = launched(house, kind="dormant", offer=GapOffer(nights=2, most=500))
    choosing.work(house)
    assert reasons(other) == {here: "no_gap"}


def test_a_price_offer_goes_to_the_price_sensitive_alone_and_the_rest_is_told_as_saved(
    house: Property,
) -> None:
    """C107, with what C78 and C83 leave of it."""
    yes = guest(1)
    for n, state in enumerate(
        ({"price_sensitive": "no"}, {"price_sensitive": "unknown"}, {"deviation": "on_pattern"}), 2
    ):
        guest(n, **state)
    campaign = launched(house, kind="win_back", offer=CouponOffer("fixed"))
    choosing.work(house)
    assert [each for each, what in decisions(campaign).items() if what == "contact"] == [yes]
    refrained = Target.objects.filter(decision="refrained")
    assert sorted(refrained.values_list("reason", "saved_cents")) == [
        ("not_price_sensitive", 300), ("not_price_sensitive", 300), ("on_pattern", 300),
    ]  # fmt: skip


def test_what_is_chosen_again_is_not_chosen_twice(house: Property) -> None:
    for n in range(1, 6):
        guest(n)
    campaign = launched(house)
    choosing.work(house)
    Campaign.objects.update(next_at=clock.now(), cursor=0)
    choosing.work(house)
    assert len(decisions(campaign)) == 5 == messages(campaign)


def test_a_scheduled_campaign_chooses_nobody_again_within_its_window(
    house: Property, morning: time_machine.Traveller
) -> None:
    first = guest(1)
    campaign = launched(house, trigger=Schedule(every="day", hour=11), window_days=30)
    morning.shift(timedelta(hours=2))
    assert choosing.work(house) == 1
    second = guest(2)
    morning.shift(timedelta(days=1))
    assert choosing.work(house) == 1
    assert sorted(Target.objects.values_list("guest_id", flat=True)) == [first, second]
    assert keeping.get(raw(), campaign.id).next_at == clock.now().replace(hour=3, minute=0) + timedelta(
        days=1
    )
    morning.shift(timedelta(days=31))
    assert choosing.work(house) == 2
    assert Target.objects.filter(guest_id=first).count() == 2


def test_who_was_merged_after_being_chosen_is_not_chosen_again(house: Property) -> None:
    one, other = guest(1), guest(2)
    campaign = launched(house)
    choosing.work(house)
    Guest.objects.filter(pk=other).update(merged_into_id=one)
    Target.objects.filter(guest_id=one).delete()
    Campaign.objects.update(next_at=clock.now(), cursor=0)
    assert choosing.work(house) == 0
    assert list(decisions(campaign)) == [other]


def test_a_new_version_decides_anew_for_whom_the_old_one_did_not_reach(house: Property) -> None:
    reached, waiting = guest(1), guest(2)
    campaign = launched(house)
    choosing.work(house)
    Message.objects.filter(guest_id=reached).update(state="sent", sent_at=clock.now())
    paused = launching.pause(raw(), house, keeping.get(raw(), campaign.id))
    changed = keeping.change(raw(), paused, document(name="改过的"), scene.PROGRAMME, by=scene.MAKER)
    assert (changed.state, changed.version, messages(campaign)) == ("draft", 2, 0)
    launching.launch(raw(), house, changed, scene.PROGRAMME)
    assert choosing.work(house) == 1
    assert list(Message.objects.filter(state="waiting").values_list("guest_id", "title")) == [
        (waiting, "改过的")
    ]


def test_when_all_is_said_it_is_finished(house: Property) -> None:
    guest(1)
    campaign = launched(house)
    choosing.work(house)
    assert keeping.get(raw(), campaign.id).state == "running"
    Message.objects.update(state="sent", sent_at=clock.now())
    choosing.work(house)
    assert keeping.get(raw(), campaign.id).state == "finished"


def test_the_worker_is_woken_for_what_is_due(house: Property) -> None:
    launched(house, trigger=Schedule(every="day", hour=11))
    with in_public():
        assert Wake.objects.filter(property_id=house.pk, what="campaigns").count() == 1


# --- kills ---


@pytest.fixture
def hotel(committed: None) -> Property:
    place = cast.property_named("acme-1")
    with in_property(place), time_machine.travel(stage.NOW, tick=False):
        stage.rules()
        scene.publish()
    return place


def killed_after(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, times: int) -> None:
    """The `times`-th call is the last thing that happens."""
    plain: Callable[..., Any] = getattr(place, name)
    calls = 0

    def counted(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        done = plain(*args, **named)
        if calls == times:
            raise Killed
        return done

    monkeypatch.setattr(place, name, counted)


@pytest.mark.parametrize(
    ("place", "name"), [(choosing, "take"), (outbox, "put"), (choosing, "_put_down"), (choosing, "_batch")]
)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_kill_at_any_point_leaves_no_double_and_nobody_out(
    hotel: Property, place: Any, name: str, times: int
) -> None:
    with in_property(hotel), time_machine.travel(stage.NOW, tick=False):
        for n in range(1, 31):
            guest(n, consent=n % 5 > 0)
        campaign = launched(hotel, holdout=0.2)
        with pytest.MonkeyPatch.context() as patch:
            killed_after(patch, place, name, times)
            with pytest.raises(Killed):
                choosing.run(hotel, campaign.id, limit=10)
        choosing.run(hotel, campaign.id, limit=10)
        whole(campaign)


def whole(campaign: Kept) -> None:
    """Everybody once, whoever is contacted with his message, and numbers that say the same."""
    targets = list(Target.objects.filter(campaign_id=campaign.id))
    assert len(targets) == 30 == len({each.guest_id for each in targets})
    contacted = {each.pk for each in targets if each.decision == "contact"}
    assert {each.target_id for each in Message.objects.all()} == contacted
    assert Message.objects.count() == len(contacted) > 0
    numbers = keeping.get(raw(), campaign.id).audience
    assert (numbers["segment"], numbers["contact"]) == (30, len(contacted))


def test_control_without_the_unique_occasion_what_is_found_twice_is_chosen_twice(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with the protections off: the key, and the look at whom was chosen before."""
    monkeypatch.setattr(choosing, "PUT", choosing.PUT.replace("ON CONFLICT (occasion) DO NOTHING", ""))
    monkeypatch.setattr("loyalty.campaigns.audience.BEFORE", "true")
    with as_owner(hotel.schema_name), connection.cursor() as cursor:
        cursor.execute(CONSTRAINT)
        [(name,)] = cursor.fetchall()
        cursor.execute(f"ALTER TABLE campaigns_target DROP CONSTRAINT {name}")
    try:
        with in_property(hotel), time_machine.travel(stage.NOW, tick=False):
            for n in range(1, 31):
                guest(n)
            campaign = launched(hotel)
            choosing.run(hotel, campaign.id, limit=10)
            Campaign.objects.update(next_at=clock.now(), cursor=0)
            choosing.run(hotel, campaign.id, limit=10)
            assert Target.objects.count() == 60
            Target.objects.all().delete()
    finally:
        with as_owner(hotel.schema_name), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE campaigns_target ADD CONSTRAINT {name} UNIQUE (occasion)")


def test_with_the_unique_occasion_it_is_not(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loyalty.campaigns.audience.BEFORE", "true")
    with in_property(hotel), time_machine.travel(stage.NOW, tick=False):
        for n in range(1, 31):
            guest(n)
        campaign = launched(hotel)
        choosing.run(hotel, campaign.id, limit=10)
        Campaign.objects.update(next_at=clock.now(), cursor=0)
        choosing.run(hotel, campaign.id, limit=10)
        assert Target.objects.count() == 30 == Message.objects.count()


CONSTRAINT = """
SELECT conname FROM pg_constraint WHERE conrelid = 'campaigns_target'::regclass AND contype = 'u'
"""
