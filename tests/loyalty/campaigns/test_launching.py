"""Launch, pause, resume and stop take hold at once; of two who act on one state one finds it changed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns import approving, checking, choosing, keeping, launching
from loyalty.campaigns.checking import CampaignUnsound
from loyalty.campaigns.document import CouponOffer, Once, Variant
from loyalty.campaigns.keeping import ChangedMeanwhile
from loyalty.campaigns.launching import BudgetBelowSpent, OverBeforeItBegins
from loyalty.campaigns.models import Campaign, Spend, Target
from loyalty.campaigns.states import NotInThisState
from loyalty.messaging.models import Judgement, Message
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.loyalty.campaigns import scene
from tests.loyalty.campaigns.scene import PROGRAMME, document, guest, launched, made, messages
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import raw
from tests.loyalty.programme.coupons.at_once import MANY, at_once


def test_stop_drops_what_waits_in_the_same_transaction_and_leaves_what_is_on_its_way(house: Property) -> None:
    for n in range(1, 4):
        guest(n)
    campaign = launched(house)
    choosing.work(house)
    first = Message.objects.order_by("pk")[0]
    Message.objects.filter(pk=first.pk).update(state="claimed")
    over, dropped = launching.stop(raw(), house, keeping.get(raw(), campaign.id))
    assert (over.state, over.next_at, dropped) == ("stopped", None, 2)
    assert set(Message.objects.values_list("state", "reason")) == {("claimed", ""), ("dropped", "stopped")}
    assert Judgement.objects.filter(verdict="drop", reason="stopped").count() == 2
    assert sorted(Target.objects.values_list("reason", flat=True)) == ["", "stopped", "stopped"]


def test_what_is_stopped_or_paused_while_it_chooses_chooses_no_more(house: Property) -> None:
    for n in range(1, 21):
        guest(n)
    campaign = launched(house)
    assert choosing.choose(raw(), house, campaign.id, 5) == (True, 5)
    paused = launching.pause(raw(), house, keeping.get(raw(), campaign.id))
    assert choosing.choose(raw(), house, campaign.id, 5) == (False, 0)
    launching.resume(raw(), house, paused)
    choosing.work(house)
    assert messages(campaign) == 20


def test_a_pause_keeps_what_waits_and_resuming_has_it_looked_at_again(house: Property) -> None:
    guest(1)
    campaign = launched(house)
    choosing.work(house)
    paused = launching.pause(raw(), house, keeping.get(raw(), campaign.id))
    Message.objects.update(reason="paused", due_at=clock.now() + timedelta(minutes=15))
    launching.resume(raw(), house, paused)
    assert Message.objects.get().due_at == clock.now()


def test_a_later_moment_is_waited_for(house: Property, morning: time_machine.Traveller) -> None:
    guest(1)
    campaign = launched(house, trigger=Once(at=clock.now() + timedelta(hours=3)))
    assert choosing.work(house) == 0
    morning.shift(timedelta(hours=3))
    assert choosing.work(house) == 1
    assert messages(campaign) == 1


def test_what_is_over_is_not_launched_and_what_ends_is_finished(
    house: Property, morning: time_machine.Traveller
) -> None:
    guest(1)
    campaign = launched(house, ends_at=clock.now() + timedelta(hours=5))
    choosing.work(house)
    # Nothing is said after the end.
    assert Message.objects.get().expires_at == clock.now() + timedelta(hours=5)
    late = made(ends_at=clock.now() + timedelta(hours=1))
    morning.shift(timedelta(hours=5))
    with pytest.raises((OverBeforeItBegins, CampaignUnsound)):
        launching.launch(raw(), house, late, PROGRAMME)
    choosing.work(house)
    assert keeping.get(raw(), campaign.id).state == "finished"


def test_a_new_version_may_not_have_less_than_was_spent(house: Property) -> None:
    campaign = launched(house, budget="100.00")
    Spend.objects.update(spent_cents=6_000)
    paused = launching.pause(raw(), house, campaign)
    changed = keeping.change(raw(), paused, document(budget="50.00"), PROGRAMME, by=scene.MAKER)
    with pytest.raises(BudgetBelowSpent):
        launching.launch(raw(), house, changed, PROGRAMME)


def test_a_document_with_problems_is_not_launched(house: Property) -> None:
    campaign = made(offer=CouponOffer("nobody"))
    with pytest.raises(CampaignUnsound) as refused:
        launching.launch(raw(), house, campaign, PROGRAMME)
    assert [each.code for each in refused.value.findings.problems] == ["no_such_coupon"]


def test_who_read_another_version_does_not_change_this_one(house: Property) -> None:
    campaign = made()
    keeping.change(raw(), campaign, document(name="先"), PROGRAMME, by=scene.MAKER)
    with pytest.raises(ChangedMeanwhile):
        keeping.change(raw(), campaign, document(name="后"), PROGRAMME, by=scene.MAKER)
    with pytest.raises(NotInThisState):
        launching.launch(raw(), house, campaign, PROGRAMME)


# --- checking ---


def codes(hotel: Property, **changes: object) -> tuple[set[str], set[str]]:
    found = checking.check(raw(), hotel, document(**changes), PROGRAMME)
    return {each.code for each in found.problems}, {each.code for each in found.warnings}


def test_the_document_is_looked_at_as_a_whole(house: Property) -> None:
    assert codes(house) == (set(), {"everybody", "no_holdout", "not_used"})
    assert codes(house, kind="win_back", offer=CouponOffer("fixed"))[1] >= {
        "price_offer",
        "sms_refuses_offers",
        "no_limit",
    }
    big, doubts = codes(house, kind="birthday", offer=CouponOffer("room-up"))
    assert big == {"no_pretext"} and "big_offer" in doubts
    assert codes(house, kind="birthday", offer=CouponOffer("room-up"), pretext="birthday")[0] == set()
    assert codes(house, channels=["wecom", "sms", "sms"])[0] == {"twice"}
    one = Variant(code="A", share=0.2, texts={"zh-CN": scene.TEXTS})
    assert codes(house, variants=[one, Variant(code="B", share=0.2, texts={"zh-CN": scene.TEXTS})])[0] == {
        "shares"
    }


@pytest.mark.parametrize(
    ("text", "problem", "doubt"),
    [
        ("{name}您好", "", ""),
        ("{shoe_size}", "no_such_field", ""),
        ("{coupon_code}", "never_known", ""),
        ("您好[，券码{coupon_code}]", "", "never_known"),
        ("{last_room}房还为您留着", "", "may_be_unknown"),
        ("[{last_room}房]", "nothing_said", ""),
        ("您好，回复T退订", "", "opt_out_twice"),
        ("{name", "template_unreadable", ""),
    ],
)
def test_texts_are_read_before_anybody_gets_them(
    house: Property, text: str, problem: str, doubt: str
) -> None:
    texts = {"zh-CN": scene.CampaignTexts(sms=scene.Saying(text))}
    problems, doubts = codes(house, channels=["sms"], variants=[Variant(code="A", texts=texts)])
    assert problems == ({problem} if problem else set())
    assert not doubt or doubt in doubts


# --- races ---


@pytest.fixture
def hotel(committed: None) -> Property:
    place = cast.property_named("acme-1")
    with in_property(place), time_machine.travel(stage.NOW, tick=False):
        stage.rules()
        scene.publish()
    return place


@pytest.mark.parametrize("act", ["launch", "pause", "stop", "approve"])
def test_of_many_who_do_the_same_at_once_one_does_it(hotel: Property, act: str) -> None:
    with in_property(hotel):
        if act == "launch":
            campaign = made()
        elif act == "approve":
            campaign = keeping.move(raw(), made(), "submit", needs_approval=True)
        else:
            campaign = launched(hotel)

    def do(raw: Statements, number: int) -> object:
        if act == "launch":
            return launching.launch(raw, hotel, campaign, PROGRAMME)
        if act == "approve":
            from audit.recording import Actor

            return approving.approve(raw, hotel, campaign, by=Actor("staff", f"b{number}", "总部"))
        return {"pause": launching.pause, "stop": launching.stop}[act](raw, hotel, campaign)

    assert at_once(hotel, do) == ["campaign_state"] * (MANY - 1) + ["done"]


def test_control_without_the_comparison_several_do_it(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        keeping, "MOVE", keeping.MOVE.replace("AND version = %(version)s AND state = %(from)s", "")
    )
    with in_property(hotel):
        campaign = launched(hotel)
    assert at_once(hotel, lambda raw, number: launching.pause(raw, hotel, campaign)) == ["done"] * MANY
    connection.close()


def test_a_stop_and_a_choice_at_once_leave_nothing_waiting(hotel: Property) -> None:
    with in_property(hotel), time_machine.travel(stage.NOW, tick=False):
        for n in range(1, 41):
            guest(n)
        campaign = launched(hotel)

    def do(raw: Statements, number: int) -> object:
        if number:
            return choosing.choose(raw, hotel, campaign.id, 5)
        return launching.stop(raw, hotel, keeping.get(raw, campaign.id))

    with time_machine.travel(stage.NOW, tick=False):
        assert at_once(hotel, do) == ["done"] * MANY
    with in_property(hotel):
        assert Campaign.objects.get().state == "stopped"
        assert not Message.objects.filter(state="waiting").exists()
