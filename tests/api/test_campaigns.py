"""Campaigns over HTTP: written, counted, previewed, approved, launched and stopped."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail

from chains.models import Chain
from loyalty.campaigns import choosing
from loyalty.guests.models import Guest
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests.doors import Door, as_role, member, signed_in, with_key
from tests.factories import follow, stay

PATH = "/properties/acme-1/campaigns"
LATE = {"kind": "field", "field": "visits", "op": "at_least", "value": 1}


def document(**changes: Any) -> dict[str, Any]:
    texts = {
        "sms": {"text": "{name}您好，好久不见。"},
        "email": {"subject": "好久不见", "body": "{name}您好[，上次您住{last_room}房]。"},
    }
    return {
        "name": "问候老客人",
        "kind": "greeting",
        "audience": {"segment": None, "rule": LATE, "exclude": []},
        "trigger": {"kind": "once", "at": None},
        "channels": ["sms", "email"],
        "purpose": "marketing",
        "variants": [{"code": "A", "share": 1.0, "texts": {"zh-CN": texts}, "offer": None}],
        "pretext": None,
        "holdout": 0,
        "window_days": 30,
        "budget": "500.00",
        "stock": None,
        "expires_hours": 72,
        "priority": None,
        "ends_at": None,
        **changes,
    }


@pytest.fixture
def guest(acme_1: Property) -> Iterator[str]:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        found = str(Guest.objects.get(name="李四").pk)
    yield found


@pytest.fixture
def manager(acme: Chain) -> Door:
    return as_role(acme, Role.MANAGER)


@pytest.fixture
def marketing(acme: Chain) -> Door:
    return as_role(acme, Role.MARKETING)


def made(door: Door, **changes: Any) -> dict[str, Any]:
    response = door.add(PATH, document(**changes))
    assert response.status_code == 201, response.content
    found: dict[str, Any] = response.json()
    return found


def act(door: Door, campaign: dict[str, Any], what: str, body: Any = None) -> Any:
    return door.add(f"{PATH}/{campaign['id']}/{what}", {} if body is None else body)


def test_a_campaign_is_written_read_and_changed(manager: Door) -> None:
    campaign = made(manager)
    assert campaign["state"] == "draft" and campaign["version"] == 1
    assert campaign["may"] == ["edit", "launch"]
    assert campaign["findings"]["problems"] == []
    assert campaign["spend"] == {
        "budget": "500.00",
        "reserved": "0.00",
        "spent": "0.00",
        "stock": None,
        "taken": 0,
    }
    assert campaign["audience"]["rule"] == {**LATE, "within": None, "of": None}

    changed = manager.change(f"{PATH}/{campaign['id']}", {"name": "问候常客", "holdout": 0.2}).json()
    assert (changed["name"], changed["holdout"], changed["version"]) == ("问候常客", 0.2, 2)
    assert manager.read(f"{PATH}/{campaign['id']}").json() == changed
    (listed,) = manager.read(PATH).json()["results"]
    assert listed == {**changed, "findings": None}


def test_what_is_wrong_with_a_draft_is_told_and_keeps_it_from_going_out(manager: Door) -> None:
    offer = {"kind": "coupon", "coupon": "nobody-has-it"}
    texts = {"zh-CN": {"sms": {"text": "{coupon_code"}}}
    campaign = made(manager, variants=[{"code": "A", "share": 1.0, "texts": texts, "offer": offer}])
    found = {(each["pointer"], each["code"]) for each in campaign["findings"]["problems"]}
    assert ("/variants/0/texts/zh-CN/sms/text", "template_unreadable") in found
    assert ("/variants/0/texts/zh-CN/email", "no_text") in found
    assert ("/variants/0/offer", "no_programme") in found
    refused = act(manager, campaign, "launch")
    assert refused.status_code == 422 and refused.json()["type"] == "/problems/campaign-unsound"
    assert {each["pointer"] for each in refused.json()["errors"]} >= {"/variants/0/offer"}


def test_a_rule_that_cannot_be_asked_is_refused_with_its_place(manager: Door) -> None:
    rule = {"kind": "field", "field": "shoe_size", "op": "is", "value": 43}
    refused = manager.add(PATH, document(audience={"segment": None, "rule": rule, "exclude": []}))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/audience/rule/field"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"holdout": 0.6}, "/holdout"),
        ({"kind": "spam"}, "/kind"),
        ({"colour": "red"}, "/colour"),
        ({"ends_at": "0001-01-01T00:00:00+14:00"}, "/ends_at"),
        ({"trigger": {"kind": "once", "at": "9999-12-31T00:00:00Z"}}, "/trigger/at"),
        ({"ends_at": "2026-12-01T00:00:00"}, "/ends_at"),
    ],
)
def test_a_document_that_is_not_one_is_refused_with_its_place(
    manager: Door, changes: dict[str, Any], pointer: str
) -> None:
    refused = manager.add(PATH, document(**changes))
    assert refused.status_code == 400, refused.content
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_a_campaign_is_launched_paused_resumed_and_stopped(manager: Door, guest: str) -> None:
    campaign = made(manager)
    launched = act(manager, campaign, "launch").json()
    assert launched["state"] == "running" and launched["launched_at"] and launched["next_at"]
    assert launched["may"] == ["pause", "stop"]
    assert act(manager, campaign, "launch").status_code == 409
    assert act(manager, campaign, "pause").json()["state"] == "paused"
    assert act(manager, campaign, "resume").json()["state"] == "running"
    stopped = act(manager, campaign, "stop").json()
    assert stopped["state"] == "stopped" and stopped["ended_at"] and stopped["may"] == []
    assert act(manager, campaign, "resume").json()["type"] == "/problems/campaign-state"


def test_where_headquarters_want_to_see_it_first_nobody_approves_his_own(
    acme: Chain, marketing: Door
) -> None:
    acme.campaigns_need_approval = True
    acme.save(update_fields=["campaigns_need_approval"])
    campaign = made(marketing)
    assert campaign["may"] == ["edit", "submit"] and campaign["needs_approval"]
    assert act(marketing, campaign, "launch").status_code == 409
    submitted = act(marketing, campaign, "submit").json()
    assert submitted["state"] == "waiting" and "approve" not in submitted["may"]
    refused = act(marketing, campaign, "approve")
    assert refused.status_code == 403 and refused.json()["type"] == "/problems/approval-by-maker"

    owner = as_role(acme, Role.OWNER)
    assert "approve" in owner.read(f"{PATH}/{campaign['id']}").json()["may"]
    assert act(owner, campaign, "approve", {"version": 7}).json()["type"] == "/problems/campaign-changed"
    approved = act(owner, campaign, "approve", {"version": 1}).json()
    assert approved["state"] == "approved" and approved["approved_by_name"]
    # A change asks for approval again.
    changed = marketing.change(f"{PATH}/{campaign['id']}", {"name": "改过的"}).json()
    assert changed["state"] == "draft" and changed["approved_by_name"] is None
    assert act(marketing, campaign, "launch").status_code == 409


def test_what_is_not_agreed_with_goes_back_as_a_draft(acme: Chain, marketing: Door) -> None:
    acme.campaigns_need_approval = True
    acme.save(update_fields=["campaigns_need_approval"])
    campaign = made(marketing)
    act(marketing, campaign, "submit")
    back = act(as_role(acme, Role.OWNER), campaign, "approve", {"agree": False}).json()
    assert back["state"] == "draft"


def test_the_desk_neither_writes_nor_launches(acme: Chain, manager: Door) -> None:
    campaign = made(manager)
    desk = as_role(acme, Role.FRONT_DESK)
    assert desk.read(PATH).status_code == 403
    assert act(desk, campaign, "launch").status_code == 403
    analyst = as_role(acme, Role.ANALYST)
    assert analyst.read(f"{PATH}/{campaign['id']}").json()["may"] == []


def test_the_audience_is_counted_with_every_subtraction(manager: Door, guest: str) -> None:
    campaign = made(manager)
    counted = act(manager, campaign, "audience").json()
    # Nothing is switched on here: nobody can be reached.
    assert counted["segment"] == 1 and counted["unreachable"] == 1 and counted["contact"] == 0
    (sample,) = counted["sample"]
    assert sample["guest"] == guest and sample["why"]["zh"] == "没有可用的联系方式。"


def test_a_preview_reads_as_the_guest_would_and_says_why(manager: Door, guest: str) -> None:
    campaign = made(manager)
    shown = act(manager, campaign, "preview", {"guest": guest}).json()
    assert shown["guest"] == {"id": guest, "name": "李四"}
    assert shown["decision"] == "excluded" and shown["reason"] == "unreachable"
    sms, email = shown["texts"]
    assert sms["text"] == "【雅客一店】李四您好，好久不见。 拒收请回复R"
    assert email["text"] == "李四您好，上次您住8210房。" and email["subject"] == "好久不见"
    assert act(manager, campaign, "preview", {"guest": "999999"}).status_code == 404


def test_a_test_goes_to_whoever_asks_and_nobody_else(acme: Chain, guest: str) -> None:
    staff = member(acme, Role.MANAGER)
    door = signed_in(staff)
    campaign = made(door)
    assert act(door, campaign, "test-send").json()["to"].startswith("m***@")
    assert act(door, campaign, "test-send", {"guest": guest}).status_code == 200
    assert [letter.to for letter in mail.outbox] == [[staff.email]] * 2
    assert "李四您好" in str(mail.outbox[1].body)
    key = with_key(acme, "campaigns:write")
    assert act(key, campaign, "test-send").json()["type"] == "/problems/no-mailbox"


def test_a_campaign_is_put_away_once_it_is_over(manager: Door) -> None:
    campaign = made(manager)
    assert manager.send("DELETE", f"{PATH}/{campaign['id']}").json()["archived_at"]
    assert manager.read(PATH).json()["results"] == []
    (away,) = manager.read(f"{PATH}?archived=true").json()["results"]
    assert away["id"] == campaign["id"] and away["may"] == []
    assert act(manager, campaign, "launch").status_code == 404
    running = made(manager)
    act(manager, running, "launch")
    assert manager.send("DELETE", f"{PATH}/{running['id']}").status_code == 409


def test_the_calendar_shows_what_is_planned(manager: Door) -> None:
    campaign = made(manager, trigger={"kind": "schedule", "every": "week", "on": 1, "hour": 10})
    act(manager, campaign, "launch")
    at = manager.read(f"{PATH}/{campaign['id']}").json()["next_at"][:10]
    found = manager.read(f"{PATH}/calendar?from={at}&to={at}").json()["results"]
    assert [(each["campaign"], each["planned"], each["n"]) for each in found] == [
        (campaign["id"], True, None)
    ]
    assert manager.read(f"{PATH}/calendar?from=2026-02-01&to=2026-01-01").status_code == 400


def test_suggestions_are_whole_documents_that_can_be_kept_as_they_are(manager: Door, guest: str) -> None:
    found = manager.read(f"{PATH}/suggestions").json()["results"]
    assert {"greet-late", "second-visit", "near-tier", "coupon-ending", "birthday"} <= {
        each["code"] for each in found
    }
    for each in found:
        kept = manager.add(PATH, each["document"])
        assert kept.status_code == 201, kept.content
        assert kept.json()["findings"]["problems"] == [], each["code"]


def test_the_chain_switches_approval_on(acme: Chain) -> None:
    owner = as_role(acme, Role.OWNER)
    assert (
        owner.change("/chains/acme", {"campaigns_need_approval": True}).json()["campaigns_need_approval"]
        is True
    )


def test_every_decision_can_be_read_and_a_paused_campaign_is_taken_back_to_be_changed(
    manager: Door, acme_1: Property, guest: str
) -> None:
    campaign = made(manager)
    act(manager, campaign, "launch")
    with in_property(acme_1):
        choosing.work(acme_1)
    asked = f"{PATH}/{campaign['id']}/targets?decision=excluded"
    (target,) = manager.read(asked).json()["results"]
    assert target["guest"] == {"id": guest, "name": "李四"} and target["reason"] == "unreachable"
    assert target["says"]["zh"] == "没有可用的联系方式。" and target["message"] is None
    assert (target["revenue"], target["profit"]) == ("0.00", "0.00")
    assert "profit" not in as_role(acme_1.chain, Role.MARKETING).read(asked).json()["results"][0]
    assert manager.read(f"{asked}&reason=minor").json()["results"] == []
    another = made(
        manager, trigger={"kind": "event", "event": "birthday", "ordinal": None, "days": 0, "direction": None}
    )
    act(manager, another, "launch")
    act(manager, another, "pause")
    back = act(manager, another, "edit").json()
    assert (back["state"], back["version"]) == ("draft", 2)
