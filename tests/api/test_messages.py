"""Messages over the interface: the log with its reasons (C125), one by hand, settings, replies, and the way out."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from loyalty.messaging import answering, links, opting_out, sending, settings
from loyalty.messaging.models import Message, OptOut, Reply
from loyalty.messaging.models import Settings as Kept
from loyalty.messaging.transports import sealing
from loyalty.messaging.transports.protocol import Said, Unknown
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, Vendor, raw

HOUSE = "/properties/acme-1"
RULES: dict[str, Any] = {
    "on": True,
    "channels": ["sms", "email"],
    "quiet": {"from": "21:30", "until": "08:30"},
    "signature": "西湖雅客",
    "booking_url": "https://book.example.com/xihu",
    "sms": {"vendor": "aliyun", "key": "LTAI5tTest", "secret": "the-secret"},
    "email": {"vendor": "smtp", "host": "smtp.example.com", "user": "hotel", "secret": "mail-secret", "sender": "hi@example.com"},
    "prices": {"sms": "0.05"},
    "day_limit": {"all": "20.00"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def watch() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def marketing(acme: Chain) -> Door:
    return doors.as_role(acme, Role.MARKETING)


@pytest.fixture
def guest(acme_1: Property) -> int:
    with in_property(acme_1):
        stage.rules(booking_url="https://book.example.com/xihu")
        return stage.guest().pk


def sent(hotel: Property, guest: int, channel: str = "sms", **changes: Any) -> Message:
    """A message that went."""
    with in_property(hotel):
        stage.put(stage.draft(guest, f"k{guest}:{channel}", channels=(channel,), **changes))
        sending.work(hotel, None, transports={channel: Vendor(channel)})
        return Message.objects.get(key=f"k{guest}:{channel}")


def test_the_log_says_what_went_and_in_words_why_something_did_not(
    marketing: Door, acme: Chain, acme_1: Property, guest: int
) -> None:
    """C125."""
    first = sent(acme_1, guest)
    with in_property(acme_1):
        stage.put(stage.draft(guest, "later"))
        sending.work(acme_1, None, transports={"sms": Vendor("sms")})
    found = marketing.read(f"{HOUSE}/messages?limit=1").json()
    (later,) = found["results"]
    assert (later["state"], later["reason"]) == ("waiting", "frequency")
    assert later["says"] == {
        "zh": "等待发送。刚给这位客人发过消息，间隔未到。",
        "en": "It waits to be sent. The guest had a message not long ago.",
    }
    (row,) = marketing.read(f"{HOUSE}/messages?cursor={found['next']}").json()["results"]
    assert (row["id"], row["state"], row["cost"], row["channel"]) == (str(first.pk), "sent", "0.05", "sms")
    assert row["text"].startswith("【雅客一店】李四") and row["guest"]["name"] == "李四"
    for asked, n in (
        ("state=sent", 1),
        ("channel=sms", 2),
        ("channel=email", 0),
        ("campaign=7", 0),
        (f"guest={guest}", 2),
    ):
        assert len(marketing.read(f"{HOUSE}/messages?{asked}").json()["results"]) == n, asked
    one = marketing.read(f"{HOUSE}/messages/{later['id']}").json()
    assert [(line["verdict"], line["says"]["zh"]) for line in one["judgements"]] == [
        ("wait", "刚给这位客人发过消息，间隔未到。")
    ]
    assert (
        marketing.read(f"{HOUSE}/messages/{first.pk}").json()["judgements"][0]["says"]["zh"]
        == "可以发送：短信。"
    )


def test_the_desk_sees_its_guests_messages_and_not_the_whole_log(
    acme: Chain, acme_1: Property, guest: int
) -> None:
    message = sent(acme_1, guest)
    desk = doors.as_role(acme, Role.FRONT_DESK)
    refused = desk.read(f"{HOUSE}/messages")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "?guest")
    assert len(desk.read(f"{HOUSE}/messages?guest={guest}").json()["results"]) == 1
    assert desk.read(f"{HOUSE}/messages/{message.pk}").status_code == 200
    with in_property(acme_1):
        secret = stage.guest(2, secret=True).pk
        stage.put(stage.draft(secret, "s"))
        hidden = Message.objects.get(key="s").pk
    assert desk.read(f"{HOUSE}/messages/{hidden}").status_code == 404
    assert desk.read(f"{HOUSE}/messages?guest={secret}").status_code == 404


def test_one_message_by_hand_goes_through_the_gate_and_says_what_it_thinks(
    marketing: Door, acme_1: Property, guest: int
) -> None:
    body = {
        "guest": str(guest),
        "channel": "sms",
        "text": "您好 {name}，[房间]已备好。",
        "purpose": "service",
    }
    made = marketing.add(f"{HOUSE}/messages", body)
    assert made.status_code == 201, made.content
    assert made.json()["verdict"]["says"] == {"zh": "可以发送：短信。", "en": "It may go by SMS."}
    sms = Vendor("sms")
    with in_property(acme_1):
        sending.work(acme_1, None, transports={"sms": sms})
        opting_out.put(raw(), acme_1, opting_out.OptOut(guest, "sms", "desk"), by=SYSTEM)
    assert "您好 {name}，[房间]已备好。" in sms.took[0].text  # what somebody typed is never a template
    assert Entry.objects.filter(action="message.written", subject=str(guest)).count() == 1
    again = marketing.add(f"{HOUSE}/messages", body | {"purpose": "marketing"}).json()
    assert (again["verdict"]["verdict"], again["verdict"]["reason"]) == ("drop", "opted_out")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [({"text": ""}, "/text"), ({"text": "  "}, "/text"), ({"channel": "email"}, "/subject"), ({"channel": "fax"}, "/channel"),
     ({"guest": "x"}, "/guest"), ({"purpose": "spam"}, "/purpose")],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_where_it_stands(
    marketing: Door, guest: int, changes: dict[str, str], pointer: str
) -> None:
    body = {"guest": str(guest), "channel": "sms", "text": "您好"} | changes
    refused = marketing.add(f"{HOUSE}/messages", body)
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == pointer


def test_the_desk_does_not_write_by_itself(acme: Chain, guest: int) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    body = {"guest": str(guest), "channel": "sms", "text": "您好"}
    assert desk.add(f"{HOUSE}/messages", body).status_code == 403


@pytest.mark.parametrize(("went", "state", "spent"), [(True, "sent", 5), (False, "failed", 0)])
def test_staff_settle_the_unknown_and_it_is_not_sent_again_either_way(
    marketing: Door,
    acme_1: Property,
    guest: int,
    watch: time_machine.Traveller,
    went: bool,
    state: str,
    spent: int,
) -> None:
    def lost(parcel: Any) -> Any:
        raise Unknown("timeout")

    with in_property(acme_1):
        stage.put(stage.draft(guest, "a"))
        sending.work(acme_1, None, transports={"sms": Vendor("sms", lost)})
        watch.shift(timedelta(minutes=16))
        sending.work(acme_1, None, transports={"sms": Vendor("sms", lost)})
        number = Message.objects.get().pk
    unknown = marketing.read(f"{HOUSE}/messaging/status").json()
    assert (unknown["unknown"], unknown["spend"][0]["reserved"]) == (1, "0.05")
    settled = marketing.add(f"{HOUSE}/messages/{number}/settle", {"went": went})
    assert settled.status_code == 200, settled.content
    assert settled.json()["state"] == state and settled.json()["settled_by"].startswith("marketing")
    assert settled.json()["judgements"][-1]["says"]["zh"] == "发送结果由员工确认。" or went
    again = marketing.add(f"{HOUSE}/messages/{number}/settle", {"went": True})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/message-not-unknown")
    with in_property(acme_1):
        sms = Vendor("sms")
        sending.work(acme_1, None, transports={"sms": sms})
        assert not sms.took and raw().value("SELECT max(spent_cents) FROM messaging_spend") == spent
    assert Entry.objects.get(action="message.settled").facts["went"] is went


# Settings.


def test_settings_are_set_as_a_whole_and_secrets_are_sealed_and_never_shown(
    marketing: Door, acme_1: Property
) -> None:
    before = marketing.read(f"{HOUSE}/messaging/settings").json()
    assert (
        before["on"] is False
        and before["quiet"] == {"from": "21:00", "until": "09:00"}
        and before["cap_hours"] == 48
    )
    put = marketing.send("PUT", f"{HOUSE}/messaging/settings", RULES)
    assert put.status_code == 200, put.content
    told = put.json()
    assert told["sms"] == {
        "vendor": "aliyun",
        "key": "LTAI5tTest",
        "has_secret": True,
        "app": "",
        "region": "",
    }
    assert told["email"]["has_secret"] is True and "secret" not in told["email"]
    assert told["day_limit"] == {"all": "20.00", "sms": None, "email": None, "wecom": None}
    assert (
        told["hooks"]["sms"].startswith("http") and "/hooks/messaging/acme-1/aliyun/" in told["hooks"]["sms"]
    )
    assert b"the-secret" not in put.content and told["changed_by_name"].startswith("marketing")
    with in_property(acme_1):
        kept = Kept.objects.get().document
        assert "the-secret" not in str(kept) and sealing.unseal(kept["sms"]["secret"]) == "the-secret"
    # Without a new one the secret stays, as long as it goes to the same account.
    same = RULES | {"sms": {"vendor": "aliyun", "key": "LTAI5tTest"}}
    assert marketing.send("PUT", f"{HOUSE}/messaging/settings", same).json()["sms"]["has_secret"] is True
    other = RULES | {"sms": {"vendor": "aliyun", "key": "LTAIother"}}
    assert (
        marketing.send("PUT", f"{HOUSE}/messaging/settings", other).json()["errors"][0]["pointer"]
        == "/sms/secret"
    )
    entry = Entry.objects.filter(action="messaging.settings_changed").latest("pk")
    assert "secret" not in str(entry.facts)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"quiet": {"from": "21:00", "until": "21:00"}}, "/quiet", "no_quiet_hours"),
        ({"quiet": {"from": "21:00", "until": "20:00"}}, "/quiet", "never_open"),
        ({"quiet": {"from": "9", "until": "20:00"}}, "/quiet/from", "bad_format"),
        ({"cap_hours": 12}, "/cap_hours", "below_a_day"),
        ({"channels": ["sms", "sms"]}, "/channels", "twice"),
        ({"sms": None}, "/sms", "no_vendor"),
        ({"sms": {"vendor": "tencent", "key": "k", "secret": "s"}}, "/sms/app", "missing"),
        ({"email": {"vendor": "smtp", "host": "h", "sender": "nobody"}}, "/email/sender", "bad_address"),
        ({"email": {"vendor": "mailgun", "sender": "a@example.com"}}, "/email/secret", "missing"),
        ({"signature": "【回客】"}, "/signature", "bad_signature"),
        ({"booking_url": "javascript:alert(1)"}, "/booking_url", "bad_url"),
        ({"prices": {"sms": "0.045"}}, "/prices/sms", "bad_format"),
        ({"day_limit": {"all": "-1"}}, "/day_limit/all", "bad_format"),
        ({"unknown": 1}, "/unknown", "unknown_field"),
    ],
)  # fmt: skip
def test_settings_that_must_not_be_are_refused_where_they_stand(
    marketing: Door, acme_1: Property, changes: dict[str, Any], pointer: str, code: str
) -> None:
    refused = marketing.send("PUT", f"{HOUSE}/messaging/settings", RULES | changes)
    assert refused.status_code == 400, refused.content
    assert (pointer, code) in {(flaw["pointer"], flaw["code"]) for flaw in refused.json()["errors"]}
    with in_property(acme_1):
        assert not Kept.objects.exists()


def test_the_outbox_is_not_for_a_real_property(acme_1: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "may_use_outbox", lambda hotel: False)
    found = settings.wrong(stage.RULES, acme_1)
    assert {(each.pointer, each.code) for each in found} == {
        ("/sms/vendor", "not_here"),
        ("/email/vendor", "not_here"),
    }


def test_the_status_says_what_is_missing_before_anything_can_be_sent(
    marketing: Door, acme_1: Property
) -> None:
    def missing() -> dict[str, list[str]]:
        told = marketing.read(f"{HOUSE}/messaging/status").json()
        return {way["channel"]: [each["code"] for each in way["missing"]] for way in told["channels"]}

    assert missing()["sms"] == ["all_off", "no_vendor"]
    marketing.send("PUT", f"{HOUSE}/messaging/settings", RULES)
    assert missing() == {"wecom": ["switched_off", "comes_later"], "sms": ["nothing_approved"], "email": []}
    with in_property(acme_1):
        document = Kept.objects.get().document
        document["sms"]["secret"] = "1:broken"
        Kept.objects.update(document=document)
    assert missing()["sms"] == ["secret_unreadable"]


# Replies.


def test_doubtful_replies_are_shown_and_settled_once(marketing: Door, acme_1: Property, guest: int) -> None:
    message = sent(acme_1, guest)
    with in_property(acme_1):
        answering.store(
            raw(),
            "aliyun",
            [Said("+8613800000001", "不需要", NOW), Said("+8613800000001", "几点可以入住？", NOW)],
        )
        number = Reply.objects.get(read_as="doubtful").pk
    (row,) = marketing.read(f"{HOUSE}/replies?open=true").json()["results"]
    assert (row["text"], row["guest"], row["message"]) == (
        "不需要", {"id": str(guest), "name": "李四"}, {"id": str(message.pk), "title": "秋天"},
    )  # fmt: skip
    assert len(marketing.read(f"{HOUSE}/replies").json()["results"]) == 2
    settled = marketing.add(f"{HOUSE}/replies/{number}/settle", {"as": "opt_out"})
    assert settled.status_code == 200 and settled.json()["settled_as"] == "opt_out"
    assert (
        marketing.add(f"{HOUSE}/replies/{number}/settle", {"as": "other"}).json()["type"]
        == "/problems/reply-settled"
    )
    assert marketing.add(f"{HOUSE}/replies/{2**63}/settle", {"as": "other"}).status_code == 404
    assert marketing.add(f"{HOUSE}/replies/999999/settle", {"as": "other"}).status_code == 404
    with in_property(acme_1):
        assert OptOut.objects.get().through == "reply"
    assert marketing.read(f"{HOUSE}/messages/{message.pk}").json()["answered_at"] is not None


# Out of it.


def test_the_desk_puts_an_opt_out_down_and_ends_it_by_a_new_consent(
    acme: Chain, acme_1: Property, guest: int
) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    place = f"{HOUSE}/guests/{guest}/opt-outs"
    out = desk.add(place, {"channel": "sms", "wording": "电话里说不要再发"})
    assert out.status_code == 200, out.content
    assert [(row["channel"], row["through"]) for row in out.json()["results"]] == [("sms", "desk")]
    assert [row["channel"] for row in desk.add(place, {}).json()["results"]] == [None, "sms"]
    assert desk.send("DELETE", f"{place}?channel=sms").status_code == 400
    ended = desk.send("DELETE", f"{place}?channel=sms&wording=客人说可以再发")
    assert ended.status_code == 200 and [row["channel"] for row in ended.json()["results"]] == [None]
    assert (
        desk.send("DELETE", f"{place}?channel=sms&wording=再来一次").json()["type"]
        == "/problems/not-opted-out"
    )


def test_by_the_link_a_guest_gets_out_and_looking_at_it_changes_nothing(acme_1: Property, guest: int) -> None:
    message = sent(acme_1, guest, "email")
    token = links.token(links.OUT, "acme-1", message.pk)
    page = Door().read(f"/opt-outs/{token}")
    assert page.status_code == 200, page.content
    assert page.json() | {"opted_out": None} == {
        "property_name": "雅客一店", "chain_name": "雅客", "name": "李*", "channel": "email",
        "says": {"zh": "邮件", "en": "e-mail"}, "opted_out": None, "locale": "zh-CN",
    }  # fmt: skip
    assert page.json()["opted_out"] is False and page["Cache-Control"] == "no-store"
    with in_property(acme_1):
        assert not OptOut.objects.exists()
    assert Door().send("POST", f"/opt-outs/{token}").json()["opted_out"] is True
    with in_property(acme_1):
        assert OptOut.objects.get().channel == "email"


def test_a_mail_program_says_so_by_a_form(acme_1: Property, guest: int) -> None:
    """RFC 8058: List-Unsubscribe=One-Click, urlencoded, without a cookie."""
    token = links.token(links.OUT, "acme-1", sent(acme_1, guest, "email").pk)
    done = Door().generic(
        "POST",
        f"/api/v1/opt-outs/{token}",
        b"List-Unsubscribe=One-Click",
        "application/x-www-form-urlencoded",
    )
    assert done.status_code == 200 and done.json()["opted_out"] is True


def test_out_of_everything_by_the_link_of_one_channel(acme_1: Property, guest: int) -> None:
    token = links.token(links.OUT, "acme-1", sent(acme_1, guest).pk)
    assert Door().add(f"/opt-outs/{token}", {"all": True}).json()["opted_out"] is True
    assert Door().add(f"/opt-outs/{token}", b"{").status_code == 400
    with in_property(acme_1):
        assert {row.channel for row in OptOut.objects.all()} == {""}  # by his number and by his mailbox


def test_a_click_leads_to_the_propertys_own_page_and_nowhere_else(acme_1: Property, guest: int) -> None:
    message = sent(acme_1, guest)
    token = links.token(links.CLICK, "acme-1", message.pk)
    assert Door().read(f"/clicks/{token}").json() == {"url": "https://book.example.com/xihu"}
    with in_property(acme_1):
        assert Message.objects.get().clicked_at == NOW
        stage.rules(booking_url="")
    assert Door().read(f"/clicks/{token}").status_code == 404


def test_dead_links_all_look_alike(acme_1: Property, guest: int) -> None:
    message = sent(acme_1, guest)
    good = links.token(links.OUT, "acme-1", message.pk)
    with in_property(acme_1):
        stage.put(stage.draft(guest, "waits"))
        waits = Message.objects.get(key="waits").pk
    dead = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        links.token(links.CLICK, "acme-1", message.pk),
        links.token(links.OUT, "nowhere", message.pk),
        links.token(links.OUT, "acme-1", 10**30),
        links.token(links.OUT, "acme-1", waits),
        "x",
        "x" * 400,
    ]
    answers = [Door().read(f"/opt-outs/{token}") for token in dead] + [
        Door().send("POST", f"/opt-outs/{token}") for token in dead
    ]
    assert {(each.status_code, each.json()["type"]) for each in answers} == {(404, "/problems/dead-link")}


def test_another_chain_sees_nothing(rival: Chain, acme_1: Property, guest: int) -> None:
    message = sent(acme_1, guest)
    door = doors.as_role(rival, Role.OWNER)
    for path in ("messages", f"messages/{message.pk}", "messaging/settings", "messaging/status", "replies"):
        assert door.read(f"{HOUSE}/{path}").status_code == 404
