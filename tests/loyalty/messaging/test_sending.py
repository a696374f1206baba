"""The gate at work, on real tables: judged, claimed, sent once, settled. Issue 5 part 4; C123, C125; I9, I10."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from audit.recording import SYSTEM
from billing.models import Account
from kernel.statements import Statements
from loyalty.guests.models import Consent, Guest, Profile
from loyalty.messaging import (
    answering,
    filings,
    houses,
    opting_out,
    outbox,
    reading,
    receipts,
    sending,
    settings,
)
from loyalty.messaging.models import DeadAddress, Filing, Judgement, Message, OptOut, Receipt, Reply, Spend
from loyalty.messaging.opting_out import NotOptedOut
from loyalty.messaging.opting_out import OptOut as Wish
from loyalty.messaging.reasons import Reason
from loyalty.messaging.settings import Limits
from loyalty.messaging.sponsoring import Blocked, Claimed, Wanted
from loyalty.messaging.transports import hearing
from loyalty.messaging.transports.protocol import (
    Accepted,
    Answer,
    Heard,
    Parcel,
    Refused,
    Said,
    Throttled,
    Unknown,
)
from tenants.context import in_property, in_public
from tenants.models import Property, Wake
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, TEXTS, Vendor, raw


@pytest.fixture(autouse=True)
def watch() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        stage.rules()
        yield acme_1


class Sponsor:
    """Remembers what it was told."""

    def __init__(self, claims: Claimed | Blocked | None = None, state: str = "running") -> None:
        self.answer, self.state = claims or Claimed(), state
        self.told: list[tuple[str, int]] = []

    def states(self, raw: Statements, campaigns: list[int]) -> dict[int, str]:
        return dict.fromkeys(campaigns, self.state)

    def claim(self, raw: Statements, message: Wanted) -> Claimed | Blocked:
        self.told.append(("claim", message.cost_cents))
        return self.answer

    def sent(self, raw: Statements, message: Wanted) -> None:
        self.told.append(("sent", message.cost_cents))

    def failed(self, raw: Statements, message: Wanted) -> None:
        self.told.append(("failed", message.cost_cents))

    def dropped(self, raw: Statements, message: Wanted, reason: str) -> None:
        self.told.append((f"dropped {reason}", message.cost_cents))


def work(house: Property, *ways: Vendor, sponsor: Sponsor | None = None) -> Any:
    return sending.work(house, sponsor, transports={way.channel: way for way in ways or (Vendor("sms"),)})


def raising(error: BaseException) -> Any:
    def answer(parcel: Parcel) -> Answer:
        raise error

    return answer


def spent() -> dict[tuple[str, str], tuple[int, int]]:
    return {(row.scope, row.channel): (row.reserved_cents, row.spent_cents) for row in Spend.objects.all()}


def test_what_is_due_goes_once_and_is_put_down_with_what_the_guest_read(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk))
    sms = Vendor("sms")
    assert work(house, sms) is None
    work(house, sms)
    (parcel,) = sms.took
    kept = Message.objects.get()
    assert (kept.state, kept.channel, kept.claim, kept.parts) == ("sent", "sms", parcel.claim, 1)
    assert parcel.text == kept.rendered["text"] == "【雅客一店】李四您好，秋天的西湖很美。 拒收请回复R"
    assert (kept.sent_on, kept.provider_id, kept.vendor) == (
        date(2026, 11, 23),
        f"p-{parcel.claim.hex[:12]}",
        "fake",
    )
    assert [line.verdict for line in Judgement.objects.all()] == ["send"]
    day = {("day:2026-11-23", ""), ("day:2026-11-23", "sms"), ("month:2026-11", ""), ("month:2026-11", "sms")}
    assert spent() == dict.fromkeys(day, (0, 5))


def test_a_mail_brings_the_way_out_of_it_for_people_and_for_mail_programs(house: Property) -> None:
    stage.rules(booking_url="https://book.example.com/xihu")
    guest = stage.guest(language="en-GB")
    english = {"en": {"email": {"subject": "Autumn", "body": "Dear {name}"}}}
    stage.put(stage.draft(guest.pk, channels=("email",), texts=TEXTS | english))
    mail = Vendor("email")
    work(house, mail)
    (parcel,) = mail.took
    assert parcel.subject == "Autumn" and parcel.text.startswith("Dear 李四\n\nBook here: http")
    assert "Opt out here: http" in parcel.text and "/u/" in parcel.text and "/l/" in parcel.text
    assert parcel.headers is not None
    assert (
        parcel.headers["List-Unsubscribe"].startswith("<http")
        and "/api/v1/opt-outs/" in parcel.headers["List-Unsubscribe"]
    )
    assert parcel.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_the_guest_asked_for_has_no_way_out_and_counts_for_nothing(house: Property) -> None:
    guest = stage.guest(consent=False)
    stage.put(
        stage.draft(guest.pk, "code", kind="asked", counts=False),
        stage.draft(guest.pk, "due", kind="service"),
    )
    sms = Vendor("sms")
    work(house, sms)
    assert [("拒收" in parcel.text) for parcel in sms.took] == [
        False,
        True,
    ]  # C125: the service message is not held by it


def test_two_campaigns_at_once_reach_a_guest_once_in_48_hours(
    house: Property, watch: time_machine.Traveller
) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "low", priority=1), stage.draft(guest.pk, "high", priority=7))
    sms = Vendor("sms")
    following = work(house, sms)
    assert [Message.objects.get(key=key).state for key in ("high", "low")] == ["sent", "waiting"]
    low = Message.objects.get(key="low")
    assert (
        (low.reason, low.due_at)
        == ("more_important", NOW + timedelta(hours=48))
        == ("more_important", following)
    )
    watch.move_to(following)
    work(house, sms)
    assert len(sms.took) == 2


def test_in_quiet_hours_it_waits_and_goes_in_the_morning(
    house: Property, watch: time_machine.Traveller
) -> None:
    watch.move_to(NOW + timedelta(hours=13))  # 23 o'clock
    stage.put(stage.draft(stage.guest().pk))
    sms = Vendor("sms")
    following = work(house, sms)
    assert following == NOW + timedelta(hours=23) and not sms.took  # nine o'clock
    watch.move_to(following)
    work(house, sms)
    assert len(sms.took) == 1
    assert [(line.verdict, line.reason) for line in Judgement.objects.order_by("id")] == [
        ("wait", "quiet_hours"),
        ("send", ""),
    ]


def test_undoing_a_merge_lets_nothing_out_twice(house: Property) -> None:
    """The history is read over all rows of a person, and by the address."""
    one, other = stage.guest(1), stage.guest(1, name="李思")
    Guest.objects.filter(pk=other.pk).update(merged_into_id=one.pk)
    sms = Vendor("sms")
    stage.put(
        stage.draft(other.pk, "c1:b", campaign=1, once=True),
        stage.draft(one.pk, "c1:a", campaign=1, once=True),
    )
    work(house, sms)
    Guest.objects.filter(pk=other.pk).update(merged_into_id=None)
    stage.put(stage.draft(one.pk, "x"), stage.draft(other.pk, "y"))
    work(house, sms)
    assert len(sms.took) == 1
    assert {row.key: (row.state, row.reason) for row in Message.objects.exclude(state="sent")} == {
        "c1:a": ("dropped", "already_sent"),
        "x": ("waiting", "frequency"),
        "y": ("waiting", "frequency"),
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"secret": True}, "secret"),
        ({"birthday": date(2010, 1, 1)}, "minor"),
        ({"tags": ["未成年"]}, "minor"),
        ({"consent": False}, "no_consent"),
        ({"phone": None}, "unreachable"),
    ],
)
def test_whom_nothing_is_sent(house: Property, fields: dict[str, Any], reason: str) -> None:
    stage.put(stage.draft(stage.guest(**fields).pk, campaign=3))
    sms, sponsor = Vendor("sms"), Sponsor()
    work(house, sms, sponsor=sponsor)
    assert (Message.objects.get().state, Message.objects.get().reason) == ("dropped", reason) and not sms.took
    assert sponsor.told == [(f"dropped {reason}", 0)]


def test_a_minor_by_hand_and_one_merged_in_are_minors(house: Property) -> None:
    one, other = stage.guest(1), stage.guest(2)
    Guest.objects.filter(pk=other.pk).update(merged_into_id=one.pk)
    Profile.objects.create(guest_id=other.pk, minor=True, changed_at=NOW)
    stage.put(stage.draft(one.pk))
    work(house)
    assert Message.objects.get().reason == "minor"


def test_a_refusal_gives_the_money_and_the_48_hours_back(house: Property) -> None:
    guest, sponsor = stage.guest(), Sponsor(Claimed({"coupon_code": "HK88"}))
    stage.put(stage.draft(guest.pk, "a", campaign=1, priority=5), stage.draft(guest.pk, "b"))
    answers = iter([Refused("isv.MOBILE_NUMBER_ILLEGAL", dead=False), Accepted("p2")])
    sms = Vendor("sms", lambda parcel: next(answers))
    work(house, sms, sponsor=sponsor)
    kept = Message.objects.get(key="a")
    assert (kept.state, kept.error, kept.sent_at) == ("failed", "isv.MOBILE_NUMBER_ILLEGAL", None)
    assert Message.objects.get(key="b").state == "sent"
    assert sponsor.told == [("claim", 5), ("failed", 5)]
    assert set(spent().values()) == {(0, 5)}


def test_a_dead_number_is_not_tried_again_until_the_guest_has_another(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a"))
    work(house, Vendor("sms", lambda parcel: Refused("EMPTY", dead=True)))
    stage.put(stage.draft(guest.pk, "b"))
    work(house)
    assert DeadAddress.objects.get().channel == "sms" and Message.objects.get(key="b").reason == "unreachable"
    Guest.objects.filter(pk=guest.pk).update(phone="+8613900001111")
    stage.put(stage.draft(guest.pk, "c"))
    work(house)
    assert Message.objects.get(key="c").state == "sent"


def test_a_vendors_own_blacklist_is_an_opt_out(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a"), stage.draft(guest.pk, "b"))
    work(house, Vendor("sms", lambda parcel: Refused("PhoneNumberInBlacklist", opted_out=True)))
    assert OptOut.objects.get().through == "vendor"
    assert Message.objects.get(key="b").reason == "opted_out"
    assert Consent.objects.filter(given=False, channel="sms", through="message").count() == 1


def test_what_the_vendor_throttles_waits_and_costs_nothing(
    house: Property, watch: time_machine.Traveller
) -> None:
    stage.put(stage.draft(stage.guest().pk, campaign=1))
    later, sponsor = NOW + timedelta(minutes=7), Sponsor()
    answers = iter([Throttled(later, "429"), Accepted("p")])
    sms = Vendor("sms", lambda parcel: next(answers))
    assert work(house, sms, sponsor=sponsor) == later
    kept = Message.objects.get()
    assert (kept.state, kept.reason, kept.sent_at, kept.claim) == ("waiting", "throttled", None, None)
    assert set(spent().values()) == {(0, 0)} and sponsor.told == [("claim", 5), ("failed", 5)]
    watch.move_to(later)
    work(house, sms, sponsor=sponsor)
    assert Message.objects.get().state == "sent" and sponsor.told[2:] == [("claim", 5), ("sent", 5)]


def test_a_timeout_is_asked_after_and_then_shown_as_unknown_and_never_sent_again(
    house: Property, watch: time_machine.Traveller
) -> None:
    """I9. Its money stays reserved, its 48 hours count."""
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a"), stage.draft(guest.pk, "b"))
    sms = Vendor("sms", raising(Unknown("timeout")))
    following = work(house, sms)
    assert following == NOW + settings.UNKNOWN_AFTER and Message.objects.get(key="a").state == "claimed"
    watch.move_to(following)
    work(house, sms)
    kept = Message.objects.get(key="a")
    assert (kept.state, kept.error) == ("unknown", "timeout")
    assert reading.why("unknown", "", "")[1].startswith("Nobody knows")
    watch.move_to(NOW + timedelta(hours=50))
    calm = Vendor("sms")
    work(house, calm)
    assert [parcel.claim for parcel in calm.took] == [Message.objects.get(key="b").claim]
    assert Message.objects.get(key="a").state == "unknown"
    assert spent()["day:2026-11-23", "sms"] == (5, 0) and spent()["day:2026-11-25", "sms"] == (0, 5)


def test_where_the_vendor_can_be_asked_the_unknown_is_settled_by_it(
    house: Property, watch: time_machine.Traveller
) -> None:
    stage.put(stage.draft(stage.guest().pk, campaign=1))
    sms, sponsor = Vendor("sms", raising(Unknown("timeout"))), Sponsor()
    work(house, sms, sponsor=sponsor)
    claim = Message.objects.get().claim
    sms.knows[claim] = Heard(claim, "p7", "delivered")
    watch.move_to(NOW + settings.UNKNOWN_AFTER)
    assert work(house, sms, sponsor=sponsor) is None
    kept = Message.objects.get()
    assert (kept.state, kept.provider_id) == ("delivered", "p7") and sponsor.told[-1] == ("sent", 5)


def test_receipts_are_applied_once_in_whatever_order_they_come(
    house: Property, watch: time_machine.Traveller
) -> None:
    stage.put(stage.draft(stage.guest().pk))
    early: list[int] = []

    def answer(parcel: Parcel) -> Answer:
        """The receipt is here before the answer, twice, and by its own worker."""
        for _ in range(2):
            early.append(hearing.store(raw(), "aliyun", [Heard(parcel.claim, "biz-1", "delivered")]))
        receipts.apply(houses.opened(house, None, {}))
        return Accepted("biz-1")

    work(house, Vendor("sms", answer))
    assert early == [1, 0] and Message.objects.get().state == "delivered"
    hearing.store(raw(), "aliyun", [Heard(Message.objects.get().claim, "biz-1", "failed", "E")])
    work(house)
    kept = Message.objects.get()
    assert (kept.state, kept.provider_id, kept.settled_at) == ("delivered", "biz-1", NOW)
    assert not Receipt.objects.filter(applied_at=None).exists() and set(spent().values()) == {(0, 5)}


def test_what_a_vendor_took_is_paid_for_though_its_failure_was_told_before_the_call_was_answered(
    house: Property,
) -> None:
    stage.put(stage.draft(stage.guest().pk))

    def answer(parcel: Parcel) -> Answer:
        hearing.store(raw(), "aliyun", [Heard(parcel.claim, "biz-1", "failed", "E")])
        receipts.apply(houses.opened(house, None, {}))
        return Accepted("biz-1")

    work(house, Vendor("sms", answer))
    assert Message.objects.get().state == "failed" and set(spent().values()) == {(0, 5)}


def test_a_receipt_without_our_number_is_matched_when_the_vendors_is_known(
    house: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Tencent tells: by its own serial number, which we learn from its answer."""
    monkeypatch.setattr(filings, "needed", lambda vendor: False)
    stage.put(stage.draft(stage.guest().pk))
    hearing.store(raw(), "tencent", [Heard(None, "serial-1", "delivered")])
    sms = Vendor("sms", lambda parcel: Accepted("serial-1"), vendor="tencent")
    following = work(house, sms)
    assert following == NOW + receipts.SOON  # it was looked at before the answer was there
    assert work(house, sms) is None and Message.objects.get().state == "delivered"


def test_what_failed_for_certain_later_frees_the_48_hours(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a", priority=3), stage.draft(guest.pk, "b"))
    work(house)
    hearing.store(
        raw(), "aliyun", [Heard(Message.objects.get(key="a").claim, "", "failed", "MK:0001", dead=False)]
    )
    work(house)
    assert [Message.objects.get(key=key).state for key in "ab"] == ["failed", "sent"]


def test_a_text_no_vendor_approved_goes_by_the_next_channel_or_waits(house: Property) -> None:
    guest, other = stage.guest(1), stage.guest(2)
    stage.put(
        stage.draft(guest.pk, "a", channels=("sms", "email")), stage.draft(other.pk, "b", priority=5), stage.draft(other.pk, "c", channels=("email",)),
    )  # fmt: skip
    sms, mail = Vendor("sms", vendor="aliyun"), Vendor("email")
    following = work(house, sms, mail)
    assert [parcel.address for parcel in mail.took] == ["g1@example.com", "g2@example.com"] and not sms.took
    kept = Message.objects.get(key="b")
    assert (kept.state, kept.reason) == ("waiting", "not_filed") and following == kept.due_at > NOW
    assert "还没有通过" in reading.why(kept.state, kept.reason, "")[0]
    # The vendor is asked for it by itself; what somebody typed by hand is nothing to be asked for.
    filed = Filing.objects.count()
    assert set(Filing.objects.values_list("vendor", "state")) == {("aliyun", "to_file")}
    stage.put(stage.draft(stage.guest(3).pk, "staff:1", texts={"zh-CN": {"sms": {"text": "您的伞在前台。"}}}))
    work(house, sms, mail)
    assert Filing.objects.count() == filed


def test_what_cannot_be_said_is_dropped_with_what_is_missing(house: Property) -> None:
    texts = {"zh-CN": {"sms": {"text": "您还有{points_ending}积分将于{ends_on}到期。"}}}
    stage.put(stage.draft(stage.guest(1).pk, "a", texts=texts, facts={"points_ending": 80, "ends_on": "2026-12-31"}),
              stage.draft(stage.guest(2).pk, "b", texts=texts, facts={"points_ending": 80}))  # fmt: skip
    sms, sponsor = Vendor("sms"), Sponsor()
    work(house, sms, sponsor=sponsor)
    assert "您还有80积分将于12月31日到期。" in sms.took[0].text
    assert Message.objects.get(key="b").reason == "missing_fact"
    assert Judgement.objects.get(message__key="b").facts == {"fields": "ends_on"}


def test_a_sponsor_may_stop_it_and_adds_what_it_gives(house: Property) -> None:
    texts = {"zh-CN": {"sms": {"text": "送您{coupon_code}。"}}}
    stage.put(stage.draft(stage.guest(1).pk, "a", texts=texts, campaign=4))
    sms = Vendor("sms")
    work(house, sms, sponsor=Sponsor(Blocked(Reason.BUDGET_SPENT)))
    assert Message.objects.get().reason == "budget_spent" and not spent()
    stage.put(stage.draft(stage.guest(2).pk, "b", texts=texts, campaign=4))
    work(house, sms, sponsor=Sponsor(Claimed({"coupon_code": "HK88"})))
    assert "送您HK88。" in sms.took[0].text
    with in_public():
        entry = Entry.objects.get(action="campaign.sent")
    assert (entry.facts["campaign"], entry.facts["guests"]) == (
        4,
        [str(Message.objects.get(key="b").guest_id)],
    )


@pytest.mark.parametrize(
    ("state", "reason", "ends"), [("paused", "paused", "waiting"), ("stopped", "stopped", "dropped")]
)
def test_a_campaign_that_does_not_run_sends_nothing(
    house: Property, state: str, reason: str, ends: str
) -> None:
    stage.put(stage.draft(stage.guest().pk, campaign=1))
    work(house, sponsor=Sponsor(state=state))
    assert (Message.objects.get().state, Message.objects.get().reason) == (ends, reason)


def test_the_days_limit_holds_and_the_rest_waits_for_tomorrow(house: Property) -> None:
    stage.rules(day_limit=Limits(sms=12))
    stage.put(*(stage.draft(stage.guest(number).pk) for number in range(1, 5)))
    sms = Vendor("sms")
    following = work(house, sms)
    assert len(sms.took) == 2 and Message.objects.filter(reason="spend_cap").count() == 2
    assert following is not None and following > NOW + timedelta(hours=14)


def test_a_long_text_is_reckoned_and_paid_by_its_parts(house: Property) -> None:
    stage.put(stage.draft(stage.guest().pk, texts={"zh-CN": {"sms": {"text": "秋" * 100}}}))
    work(house)
    assert (Message.objects.get().parts, Message.objects.get().cost_cents) == (2, 10)


def test_who_does_not_pay_sends_nothing_until_he_does(house: Property, watch: time_machine.Traveller) -> None:
    with in_public():
        Account.objects.create(chain=house.chain, state="unpaid", since=NOW - timedelta(days=3))
    stage.put(stage.draft(stage.guest().pk))
    following = work(house)
    assert Message.objects.get().reason == "subscription"
    with in_public():
        Account.objects.update(state="active")
    watch.move_to(following)
    work(house)
    assert Message.objects.get().state == "sent"


def test_a_sandbox_writes_to_nobody_whatever_it_is_given(house: Property) -> None:
    house.sandbox = True
    stage.put(stage.draft(stage.guest().pk))
    sms = Vendor("sms")
    work(house, sms)
    assert Message.objects.get().vendor == "outbox" and not sms.took


def test_switched_off_it_waits_and_goes_when_it_is_switched_on(house: Property) -> None:
    stage.rules(on=False)
    stage.put(stage.draft(stage.guest().pk))
    work(house)
    assert Message.objects.get().reason == "switched_off"
    stage.rules()
    work(house)
    assert Message.objects.get().state == "sent"


def test_what_is_withdrawn_never_goes(house: Property) -> None:
    stage.put(stage.draft(stage.guest().pk, "a"))
    assert outbox.withdraw(raw(), ["a"], "stopped") == 1
    sms = Vendor("sms")
    work(house, sms)
    assert not sms.took and outbox.withdraw(raw(), ["a"], "stopped") == 0


# Opting out.


def test_an_opt_out_holds_at_once_over_all_rows_and_for_the_number_whoever_has_it(house: Property) -> None:
    one, other = stage.guest(1), stage.guest(2)
    Guest.objects.filter(pk=other.pk).update(merged_into_id=one.pk)
    stage.put(stage.draft(one.pk, "a"), stage.draft(one.pk, "m", channels=("sms", "email"), campaign=2))
    assert opting_out.put(raw(), house, Wish(one.pk, "sms", "link"), by=SYSTEM)
    assert not opting_out.put(raw(), house, Wish(other.pk, "sms", "link"), by=SYSTEM)
    assert Message.objects.get(key="a").reason == "opted_out"
    Guest.objects.filter(pk=other.pk).update(merged_into_id=None)
    again = stage.guest(2, name="新客人")  # a new record with the old number
    stage.put(stage.draft(other.pk, "b"), stage.draft(again.pk, "c"))
    mail = Vendor("email")
    work(house, Vendor("sms"), mail)
    assert {row.key: (row.state, row.channel or row.reason) for row in Message.objects.all()} == {
        "a": ("dropped", "opted_out"), "b": ("dropped", "opted_out"), "c": ("dropped", "opted_out"), "m": ("sent", "email"),
    }  # fmt: skip
    word = Consent.objects.get(given=False)
    assert (word.channel, word.through, word.guest_id) == ("sms", "message", one.pk)
    with in_public():
        assert Entry.objects.filter(action="guest.opted_out").count() == 1


def test_a_no_is_his_own_also_when_a_row_he_was_merged_with_had_said_it_before(house: Property) -> None:
    """Parted again, and the opt-out of the mailbox ended by who shares it: his own word still stands."""
    one, other = stage.guest(1), stage.guest(2)
    shares = stage.guest(3, email=one.email)
    stage.agrees(other.pk, given=False, channel="email")
    Guest.objects.filter(pk=other.pk).update(merged_into_id=one.pk)
    assert opting_out.put(raw(), house, Wish(one.pk, "email", "link"), by=SYSTEM)
    assert not opting_out.put(raw(), house, Wish(one.pk, "email", "link"), by=SYSTEM)
    Guest.objects.filter(pk=other.pk).update(merged_into_id=None)
    opting_out.end(raw(), house, shares.pk, "email", wording="客人说可以再发邮件", by=SYSTEM)
    stage.put(*(stage.draft(each.pk, channels=("email",)) for each in (one, shares)))
    work(house, Vendor("email"))
    states = {row.guest_id: (row.state, row.reason) for row in Message.objects.all()}
    assert states == {one.pk: ("dropped", "no_consent"), shares.pk: ("sent", "")}


def test_only_a_new_consent_ends_an_opt_out(house: Property) -> None:
    guest = stage.guest()
    with pytest.raises(NotOptedOut):
        opting_out.end(raw(), house, guest.pk, "sms", wording="客人同意", by=SYSTEM)
    opting_out.put(raw(), house, Wish(guest.pk, "sms", "desk"), by=SYSTEM)
    stage.agrees(guest.pk)  # a general yes reopens nothing
    stage.put(stage.draft(guest.pk, "a"))
    work(house)
    assert Message.objects.get(key="a").reason == "opted_out"
    with pytest.raises(opting_out.WordingMissing):
        opting_out.end(raw(), house, guest.pk, "sms", wording=" ", by=SYSTEM)
    opting_out.end(raw(), house, guest.pk, "sms", wording="客人说可以再发短信", by=SYSTEM)
    assert opting_out.of_person(raw(), house, guest.pk) == []
    stage.put(stage.draft(guest.pk, "b"))
    work(house)
    assert Message.objects.get(key="b").state == "sent"


@pytest.mark.parametrize("text", ["T", "td", "退订", "R", "n"])
def test_a_reply_that_says_so_is_an_opt_out_at_once(house: Property, text: str) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a"), stage.draft(guest.pk, "b"))
    sms = Vendor("sms")
    work(house, sms)
    said = Said(sms.took[0].address, text, NOW)
    assert (answering.store(raw(), "aliyun", [said, said]), answering.store(raw(), "aliyun", [said])) == (
        1,
        0,
    )
    assert Message.objects.get(key="b").reason == "opted_out"
    reply = Reply.objects.get()
    assert (reply.read_as, reply.guest_id, reply.message.key, reply.settled_as) == (
        "opt_out",
        guest.pk,
        "a",
        "opt_out",
    )
    assert Message.objects.get(key="a").answered_at == NOW


def test_a_doubtful_reply_holds_marketing_until_somebody_has_read_it(house: Property) -> None:
    guest = stage.guest()
    answering.store(raw(), "aliyun", [Said(guest.phone, "不需要", NOW)])
    stage.put(stage.draft(guest.pk, "a"))
    work(house)
    assert Message.objects.get().reason == "doubtful_reply" and answering.doubtful(raw()) == 1
    answering.settle(raw(), Reply.objects.get().pk, "other", by=SYSTEM)
    work(house)
    assert Message.objects.get().state == "sent" and answering.doubtful(raw()) == 0


def test_who_writes_from_the_number_of_a_merged_file_is_known(house: Property) -> None:
    """Only the file that was merged into another has this number, and nothing was sent to it yet."""
    standing, merged = stage.guest(1), stage.guest(2)
    Guest.objects.filter(pk=merged.pk).update(merged_into_id=standing.pk)
    answering.store(raw(), "aliyun", [Said(merged.phone, "T", NOW), Said(merged.email, "不需要", NOW)])
    assert [*Reply.objects.values_list("guest_id", flat=True)] == [merged.pk, merged.pk]
    assert opting_out.of_person(raw(), house, standing.pk)


def test_of_two_files_that_were_parted_the_one_with_the_number_has_written(house: Property) -> None:
    """The message was for the other, while both were one guest."""
    standing, merged = stage.guest(1), stage.guest(2)
    Guest.objects.filter(pk=merged.pk).update(merged_into_id=standing.pk)
    stage.put(stage.draft(merged.pk))
    sms = Vendor("sms")
    work(house, sms)
    Guest.objects.filter(pk=merged.pk).update(merged_into_id=None)
    assert sms.took[0].address == standing.phone
    answering.store(raw(), "aliyun", [Said(standing.phone, "不需要", NOW)])
    assert Reply.objects.get().guest_id == standing.pk


def test_a_number_of_nobody_is_kept_out_by_its_hash(house: Property) -> None:
    answering.store(raw(), "aliyun", [Said("+8613800000009", "T", NOW)])
    stage.put(stage.draft(stage.guest(9).pk))
    work(house)
    assert Message.objects.get().reason == "opted_out"


def test_putting_something_down_and_an_opt_out_wake_the_gate(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk))
    opting_out.put(raw(), house, Wish(guest.pk, "", "desk"), by=SYSTEM)
    with in_public():
        assert Wake.objects.filter(property_id=house.pk, what="messages").count() >= 2


def test_what_the_gate_would_say_is_told_in_words_and_changes_nothing(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk, "a"))
    found = reading.foresee(house, "a")
    assert found is not None and (found.verdict, found.channel) == ("send", "sms") and "短信" in found.says[0]
    opting_out.put(raw(), house, Wish(guest.pk, "", "desk"), by=SYSTEM)
    stage.put(stage.draft(guest.pk, "b"))
    found = reading.foresee(house, "b")
    assert found is not None and (found.verdict, found.says[1]) == ("drop", "The guest has opted out.")
    assert reading.foresee(house, "a") is None and Message.objects.get(key="b").state == "waiting"
