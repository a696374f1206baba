"""Notices of the programme go out as messages where a guest can be reached; the desk tells the rest, and nobody twice."""

from datetime import timedelta

from kernel import clock
from loyalty.campaigns import noticing, triggers
from loyalty.campaigns.document import OnEvent
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.messaging import sending
from loyalty.messaging.models import Message
from loyalty.programme import notices
from loyalty.programme.models import Notice as NoticeRow
from loyalty.programme.notices import Notice
from tenants.models import Property
from tests.loyalty.campaigns.scene import TODAY, guest, launched
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import Vendor, raw

ENDING = {"points": 300, "last": "2026-12-20", "days": 27}
FULL = {
    "every": 8,
    "counts": "visits",
    "name": "住8[送1]",
    "name_en": "Eight",
    "gift_zh": "1 晚",
    "gift_en": "a night",
}


def put(guest_id: int, kind: str = "points_expiring", key: str = "n:1", facts: object = ENDING) -> None:
    notices.put(raw(), [Notice(guest_id, kind, key, TODAY, TODAY + timedelta(days=27), dict(facts))])  # type: ignore[call-overload]


def drained(hotel: Property) -> dict[str, int]:
    return noticing.drain(raw(), hotel, TODAY)


def sent(hotel: Property) -> list[str]:
    ways = {"sms": Vendor("sms"), "email": Vendor("email")}
    sending.work(hotel, CampaignSponsor(hotel), transports=ways)
    return [parcel.text for way in ways.values() for parcel in way.took]


def test_a_notice_goes_once_and_is_told_then(house: Property) -> None:
    here = guest(1, consent=False)  # what is owed to him needs no consent to marketing
    put(here)
    assert drained(house) == {"put": 1, "told": 0}
    message = Message.objects.get()
    assert (message.kind, message.priority, message.purpose) == ("service", 9, "service")
    (text,) = sent(house)
    assert "300 积分" in text or "300积分" in text
    assert drained(house) == {"put": 0, "told": 1}
    row = NoticeRow.objects.get()
    assert row.told_at is not None and row.told_by == "Huike"
    assert notices.of_person(raw(), [here], TODAY) == []


def test_by_sms_goes_only_what_a_vendor_can_approve_and_the_rest_is_the_desks(house: Property) -> None:
    phone_only = guest(1, email="")
    put(phone_only, "punch_full", "n:1", FULL)
    assert drained(house) == {"put": 0, "told": 0}
    mailbox = guest(2, phone=None)
    put(mailbox, "punch_full", "n:2", FULL)
    assert drained(house) == {"put": 1, "told": 0}
    (text,) = sent(house)
    # Said as it stands, brackets too: it is no template.
    assert text.startswith("您已住满 8 次，「住8[送1]」送您1 晚")


def test_nobody_is_written_to_who_has_no_address_or_is_secret(house: Property) -> None:
    put(guest(1, phone=None, email=""))
    put(guest(2, secret=True), key="n:2")
    assert drained(house)["put"] == 0


def test_where_sending_is_switched_off_the_desk_tells_everything(house: Property) -> None:
    put(guest(1))
    stage.rules(on=False)
    assert drained(house) == {"put": 0, "told": 0}
    assert Message.objects.count() == 0


def test_a_campaign_that_says_it_goes_before_and_the_notice_is_told_by_it(house: Property) -> None:
    launched(house, kind="points_ending", trigger=OnEvent(event="points_ending"))
    put(guest(1))
    assert triggers.night(raw(), house, TODAY)["chosen"] == 1
    assert drained(house)["put"] == 0
    assert len(sent(house)) == 1
    assert drained(house) == {"put": 0, "told": 1}


def test_what_could_not_go_stays_with_the_desk(house: Property) -> None:
    here = guest(1)
    put(here)
    drained(house)
    Message.objects.update(state="dropped", reason="opted_out", settled_at=clock.now())
    drained(house)
    assert len(notices.of_person(raw(), [here], TODAY)) == 1
