"""Profile, preferences, interactions and reach over HTTP; what a merge does to them. C49, C72, DOMAIN §6."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests import consents, persons, profile
from loyalty.guests.models import Guest
from loyalty.journey import uniting
from loyalty.lifecycle.models import State
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon

GUESTS = "/properties/acme-1/guests"


@pytest.fixture
def li(acme_1: Property) -> Iterator[int]:
    with time_machine.travel(noon("2026-11-23"), tick=False):
        with in_property(acme_1):
            follow(acme_1, stay("F1", "2026-11-01"))
            guest = Guest.objects.get().pk
        yield guest


@pytest.fixture
def desk(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


def test_c49_staff_set_the_motive_beside_what_the_nights_suggest(
    acme_1: Property, li: int, desk: Door
) -> None:
    with in_property(acme_1):
        State.objects.create(
            guest_id=li, stage="new", stage_since="2026-11-01", deviation="unknown", cohort="all", r=1, f=1, m=1,
            rfm_group="low_regain", value_tier="potential", motive_suggested="price", as_of="2026-11-22",
        )  # fmt: skip
    path = f"{GUESTS}/{li}/profile"
    assert (desk.read(path).json()["motive"], desk.read(path).json()["motive_suggested"]) == ("", "price")
    changed = desk.change(path, {"motive": "loyal", "occupation": " 教师 ", "preferred_hour": 0}).json()
    assert (changed["motive"], changed["motive_suggested"], changed["occupation"]) == (
        "loyal",
        "price",
        "教师",
    )
    assert changed["preferred_hour"] == 0 and changed["changed_by_name"]
    # What is not named stays; null takes it back.
    assert desk.change(path, {"motive": None}).json()["occupation"] == "教师"
    assert desk.read(path).json()["motive"] == ""
    assert desk.change(path, {"preferred_hour": 24}).status_code == 400
    assert desk.change(path, {"motive": "greed"}).status_code == 400
    facts = Entry.objects.filter(action="guest.profile").order_by("pk").values_list("facts", flat=True)
    assert [found["fields"] for found in facts] == [["motive", "occupation", "preferred_hour"], ["motive"]]


def test_preferences_are_of_a_standard_set_or_the_houses_own(acme: Chain, li: int, desk: Door) -> None:
    path = f"{GUESTS}/{li}/preferences"
    desk.send("PUT", f"{path}/quiet", {"value": "靠里的房间"})
    desk.send("PUT", f"{path}/allergy", {"value": "羽绒"})
    found = desk.send("PUT", f"{path}/靠窗", {}).json()["results"]
    assert {(each["code"], each["zh"], each["value"]) for each in found} == {
        ("quiet", "安静", "靠里的房间"), ("allergy", "过敏", "羽绒"), ("靠窗", "靠窗", ""),
    }  # fmt: skip
    assert desk.send("PUT", f"{path}/{'长' * 25}", {}).status_code == 422
    offered = {word["code"] for word in desk.read(f"{GUESTS}/{li}/profile").json()["offered"]}
    assert {"quiet", "crib", "靠窗", "allergy"} <= offered
    # What is of health is for who looks after the guest.
    seen = doors.as_role(acme, Role.MARKETING).read(f"{GUESTS}/{li}/profile").json()
    assert {each["code"] for each in seen["preferences"]} == {"quiet", "靠窗"}
    card = desk.read(f"{GUESTS}/{li}").json()
    assert [each["code"] for each in card["preferences"]] == [each["code"] for each in found]
    marketing_card = doors.as_role(acme, Role.MARKETING).read(f"{GUESTS}/{li}").json()
    assert {each["code"] for each in marketing_card["preferences"]} == {"quiet", "靠窗"}
    assert len(desk.send("DELETE", f"{path}/quiet").json()["results"]) == 2


def test_a_complaint_is_open_until_somebody_settles_it(acme: Chain, li: int, desk: Door) -> None:
    path = f"{GUESTS}/{li}/interactions"
    made = desk.add(path, {"kind": "complaint", "text": "隔壁太吵", "source": "front_desk"})
    assert made.status_code == 201 and made.json()["open"] and made.json()["day"] == "2026-11-23"
    praise = desk.add(path, {"kind": "praise", "text": "早餐很好", "day": "2026-11-02"}).json()
    assert not praise["open"]
    one = f"{path}/{made.json()['id']}"
    owner = doors.member(acme, Role.MANAGER)
    assert desk.change(one, {"owner": str(owner.pk), "due_at": "2026-11-24T12:00:00+08:00"}).json()[
        "owner"
    ] == str(owner.pk)
    for nothing in ({}, {"outcome": " "}):
        refused = desk.change(one, {"settled": True, **nothing})
        assert [each["pointer"] for each in refused.json()["errors"]] == ["/outcome"]
    settled = desk.change(one, {"settled": True, "outcome": "换了房，送了水果"}).json()
    assert settled["settled_at"] and not settled["open"] and settled["outcome"] == "换了房，送了水果"
    assert desk.change(one, {"settled": False}).json()["open"]
    assert desk.change(f"{path}/{praise['id']}", {"settled": True}).status_code == 409
    assert desk.change(f"{path}/{2**70}", {"settled": True}).status_code == 404
    assert desk.change(one, {"owner": "00000000-0000-0000-0000-000000000000"}).status_code == 400
    assert desk.add(path, {"kind": "complaint", "text": "x", "day": "2026-11-24"}).status_code == 400
    for wrong in ({"day": "0001-01-01"}, {"due_at": "9999-12-31T23:59:59Z"}, {"department": "nobody"}):
        refused = desk.add(path, {"kind": "complaint", "text": "x", **wrong})
        assert [each["pointer"] for each in refused.json()["errors"]] == [f"/{next(iter(wrong))}"]
    # A time without a zone is the house's.
    moved = desk.change(one, {"due_at": "2026-11-24T12:00:00"}).json()["due_at"]
    assert datetime.fromisoformat(moved) == datetime.fromisoformat("2026-11-24T12:00:00+08:00")
    assert desk.change(one, {"due_at": "0001-01-01T00:00:00Z"}).status_code == 400
    first = desk.read(f"{path}?limit=1").json()
    second = desk.read(f"{path}?limit=1&cursor={first['next']}").json()
    assert [each["kind"] for each in first["results"] + second["results"]] == ["praise", "complaint"]
    assert second["next"] is None
    card = desk.read(f"{GUESTS}/{li}").json()
    assert [each["text"] for each in card["interactions"]] == ["早餐很好", "隔壁太吵"] and card[
        "interactions"
    ][1]["open"]


def test_consent_is_kept_by_channel_and_an_opt_out_holds_at_once(acme: Chain, li: int, desk: Door) -> None:
    path = f"{GUESTS}/{li}/reach"

    def state(told: Any) -> dict[str, tuple[bool, bool, bool]]:
        return {
            each["channel"]: (each["reachable"], each["agreed"], each["opted_out"])
            for each in told["channels"]
        }

    assert state(desk.read(path).json())["sms"] == (True, False, False)
    told = desk.send("PUT", path, {"consents": [{"given": True, "wording": "前台口头同意"}], "preferred_hour": 19,
                                   "preferred_channel": "sms"}).json()  # fmt: skip
    assert state(told) == {"sms": (True, True, False), "email": (False, True, False), "wecom": (False, True, False),
                           "wechat": (False, True, False)}  # fmt: skip
    assert (told["preferred_hour"], told["preferred_channel"], told["reachable"]) == (19, "sms", ["sms"])
    told = desk.send("PUT", path, {"opt_outs": [{"channel": "sms", "wording": "不要再发短信"}]}).json()
    assert state(told)["sms"] == (True, False, True) and state(told)["email"] == (False, True, False)
    assert told["opt_outs"][0]["through"] == "desk" and told["preferred_hour"] == 19
    # A general yes does not undo it; its end takes the guest's own words.
    desk.send("PUT", path, {"consents": [{"given": True}]})
    assert state(desk.read(path).json())["sms"] == (True, False, True)
    ended = {"channel": "sms", "ended": True}
    assert desk.send("PUT", path, {"opt_outs": [ended]}).status_code == 422
    told = desk.send("PUT", path, {"opt_outs": [{**ended, "wording": "客人微信说可以再发短信"}]}).json()
    assert state(told)["sms"] == (True, True, False) and told["opt_outs"] == []
    assert desk.send("PUT", path, {"preferred_channel": None}).json()["preferred_channel"] is None


def test_the_sharing_of_the_card_is_asked_without_a_channel(acme_1: Property, li: int, desk: Door) -> None:
    path = f"{GUESTS}/{li}/consents"
    desk.add(path, {"purpose": "marketing", "given": True, "channel": "sms"})
    results = desk.add(path, {"purpose": "chain_card", "given": True}).json()["results"]
    assert [(each["purpose"], each["channel"], each["given"]) for each in results] == [
        ("chain_card", "", True), ("marketing", "sms", True),
    ]  # fmt: skip
    assert desk.add(path, {"purpose": "chain_card", "given": True, "channel": "sms"}).status_code == 422
    with in_property(acme_1):
        raw = Statements(raw_connection())
        assert consents.given(raw, [li], "chain_card")
        assert consents.given(raw, [li], "marketing", "sms") and not consents.given(
            raw, [li], "marketing", "email"
        )
        consents.note(raw, li, "marketing", given=False, through="desk", by=SYSTEM)
        # A general no takes back what was said before it.
        assert not consents.given(raw, [li], "marketing", "sms")


def test_a_profile_is_of_the_person_and_a_merge_taken_back_loses_nothing(acme_1: Property, li: int) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F9", "2026-10-01", name="李思", phone="139 0013 9000", guest_number="G00078"))
        other = Guest.objects.get(name="李思").pk
        raw = Statements(raw_connection())
        now = noon("2026-11-23")
        profile.change(raw, [li], {"occupation": "教师"}, by_name="王", now=now)
        profile.change(
            raw, [other], {"occupation": "医生", "region": "上海", "minor": True}, by_name="王", now=now
        )
        kept = uniting.merge(acme_1, li, other, None)
        rows = persons.rows_of(raw, kept)
        both = profile.of(raw, rows)
        own = profile.of(raw, [kept])
        # The standing guest's own word first; what only the other row says is the person's too.
        assert both.occupation == own.occupation and both.region == "上海" and both.minor
        changed = profile.change(raw, rows, {"minor": False, "region": ""}, by_name="王", now=now)
        assert changed == ["region", "minor"] and not profile.of(raw, rows).minor
        uniting.unmerge(acme_1, kept, other if kept == li else li, None)
        assert {profile.of(raw, [li]).occupation, profile.of(raw, [other]).occupation} == {"教师", "医生"}


def test_a_secret_guest_has_no_profile_for_the_desk(
    acme: Chain, acme_1: Property, li: int, desk: Door
) -> None:
    with in_property(acme_1):
        Guest.objects.filter(pk=li).update(secret=True)
    for part in ("profile", "interactions", "reach"):
        assert desk.read(f"{GUESTS}/{li}/{part}").status_code == 404
    assert doors.as_role(acme, Role.MANAGER).read(f"{GUESTS}/{li}/profile").status_code == 200
