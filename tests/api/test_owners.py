"""Departments, owner rules, transfers and workload over HTTP. C91."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import time_machine

from audit.models import Entry
from chains.models import Chain
from loyalty.guests.models import Guest
from loyalty.owners.models import Owner
from staff.models import Membership, StaffMember
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon

HOUSE = "/properties/acme-1"


@pytest.fixture
def guests(acme_1: Property) -> Iterator[list[int]]:
    with time_machine.travel(noon("2026-11-23"), tick=False):
        with in_property(acme_1):
            follow(acme_1, *(stay(f"S{n}", "2026-11-01", guest_number=f"G{n}", name=f"客{n}", phone=f"139{n:08}") for n in range(4)))  # fmt: skip
            found = list(Guest.objects.order_by("pk").values_list("pk", flat=True))
        yield found


@pytest.fixture
def team(acme: Chain) -> list[StaffMember]:
    return [doors.member(acme, Role.FRONT_DESK) for _ in range(2)]


def test_c91_a_manager_sets_departments_and_rules_tries_them_and_applies_them(
    acme: Chain, acme_1: Property, guests: list[int], team: list[StaffMember]
) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    standard = manager.read(f"{HOUSE}/desk/departments").json()["results"]
    assert [each["code"] for each in standard] == [
        "front_desk",
        "housekeeping",
        "fnb",
        "engineering",
        "management",
    ]
    members = [str(each.pk) for each in team]
    put = manager.send("PUT", f"{HOUSE}/desk/departments", {"results": [
        {"code": "spa", "name": "水疗"}, {"code": "front_desk", "name": "前厅", "members": members},
    ]}).json()["results"]  # fmt: skip
    # What was left out is still there, as it was made.
    assert {each["code"]: each["members"] for each in put} == {
        "spa": [], "front_desk": members, "housekeeping": [], "fnb": [], "engineering": [], "management": [],
    }  # fmt: skip
    rule = {"fits": "everybody", "gives": "department", "department": "front_desk"}
    assert manager.send("PUT", f"{HOUSE}/owner-rules", {"results": [rule]}).status_code == 200
    kept = {**rule, "value": "", "staff": None, "active": True}
    assert manager.read(f"{HOUSE}/owner-rules").json()["results"] == [kept]
    colleagues = manager.read(f"{HOUSE}/colleagues").json()["results"]
    assert {each["id"] for each in colleagues} >= set(members)
    tried = manager.add(f"{HOUSE}/owner-rules/preview", None).json()
    assert tried["unowned"] == 4 and sorted(each["n"] for each in tried["by"]) == [2, 2]
    assert manager.add(f"{HOUSE}/owner-rules/apply", None).json() == tried
    assert manager.add(f"{HOUSE}/owner-rules/apply", None).json() == {"unowned": 0, "by": [], "nobody": 0}
    card = manager.read(f"{HOUSE}/guests/{guests[0]}").json()["owner"]
    assert (card["staff"] in members, card["reason"], card["left"]) == (True, "everybody", False)
    assert card["name"] == team[0].name
    me = doors.signed_in(team[0])
    mine = me.read(f"{HOUSE}/guests?owner=me").json()["results"]
    assert len(mine) == 2 == len(me.read(f"{HOUSE}/guests?owner={members[1]}").json()["results"])
    assert me.read(f"{HOUSE}/guests?owner=none").json()["results"] == []
    assert me.read(f"{HOUSE}/guests?owner=somebody").status_code == 400


@pytest.mark.parametrize(
    ("rule", "pointer", "code"),
    [
        ({"fits": "everybody", "gives": "themselves"}, "/results/0/gives", "nobody_did_it"),
        ({"fits": "everybody", "gives": "staff"}, "/results/0/staff", "no_such_staff"),
        ({"fits": "everybody", "gives": "department", "department": "x"}, "/results/0/department", "no_such_department"),
        ({"fits": "tier", "value": "gold", "gives": "department", "department": "fnb"}, "/results/0/value", "no_such_tier"),
        ({"fits": "channel", "value": "tv", "gives": "department", "department": "fnb"}, "/results/0/value", "no_such_channel"),
        ({"fits": "tag", "value": " ", "gives": "department", "department": "fnb"}, "/results/0/value", "missing"),
    ],
)  # fmt: skip
def test_a_rule_that_could_never_give_anybody_is_refused_where_it_stands(
    acme: Chain, rule: dict[str, str], pointer: str, code: str
) -> None:
    said = doors.as_role(acme, Role.MANAGER).send("PUT", f"{HOUSE}/owner-rules", {"results": [rule]})
    assert said.status_code == 400
    assert [(each["pointer"], each["code"]) for each in said.json()["errors"]] == [(pointer, code)]


def test_c91_who_leaves_is_shown_hands_over_and_the_taker_is_told_until_he_has_seen_it(
    acme: Chain, acme_1: Property, guests: list[int], team: list[StaffMember]
) -> None:
    manager, (giver, taker) = doors.as_role(acme, Role.MANAGER), team
    owner = f"{HOUSE}/guests/{guests[0]}/owner"
    assert manager.send("PUT", owner, {"staff": str(giver.pk)}).json()["owner"]["reason"] == "hand"
    assert manager.send("PUT", owner, {"staff": str(UUID(int=0))}).status_code == 400
    by_department = manager.send(
        "PUT", f"{HOUSE}/guests/{guests[1]}/owner", {"staff": None, "department": "fnb"}
    )
    assert by_department.json()["owner"]["name"] == "餐饮"
    desk = doors.signed_in(taker)
    assert desk.send("PUT", owner, {"staff": str(taker.pk)}).status_code == 403
    Membership.objects.filter(staff=giver).update(is_active=False)
    assert manager.read(f"{HOUSE}/guests/{guests[0]}").json()["owner"]["left"] is True
    load = manager.read(f"{HOUSE}/workload").json()
    assert (load["results"][0]["staff"], load["results"][0]["guests"]) == (str(giver.pk), 1)
    assert load["results"][0]["left"] is True and load["unowned"] == 2
    asked = {"from": str(giver.pk), "to": [{"staff": str(taker.pk), "share": 1}], "note": "去总店了"}
    for wrong in ({**asked, "to": [{"staff": str(taker.pk), "share": 0.4}]}, {**asked, "keeps": 0.5},
                  {**asked, "to": [{"staff": str(giver.pk), "share": 1}]}):  # fmt: skip
        assert manager.add(f"{HOUSE}/owner-transfers", wrong).status_code == 400
    tried = manager.add(f"{HOUSE}/owner-transfers", {**asked, "dry_run": True}).json()
    assert (tried["moved"], tried["transfer"]) == (1, None)
    done = manager.add(f"{HOUSE}/owner-transfers", asked).json()
    assert done["by"] == [{"staff": str(taker.pk), "name": taker.name, "n": 1}]
    assert manager.add(f"{HOUSE}/owner-transfers", asked).json()["moved"] == 0
    (news,) = desk.read(f"{HOUSE}/owner-transfers/mine").json()["results"]
    assert (news["id"], news["note"], [each["name"] for each in news["guests"]]) == (
        done["transfer"],
        "去总店了",
        ["客0"],
    )
    assert desk.add(f"{HOUSE}/owner-transfers/{news['id']}/seen", None).status_code == 204
    assert desk.read(f"{HOUSE}/owner-transfers/mine").json()["results"] == []
    (kept,) = manager.read(f"{HOUSE}/owner-transfers").json()["results"]
    assert (kept["from"], kept["giver_name"], kept["takers"][0]["unseen"]) == (str(giver.pk), giver.name, 0)
    assert Entry.objects.filter(action="guests.handed_over").count() == 1
    # Back to the rules.
    assert manager.send("PUT", owner, {"staff": None}).json() == {"owner": None}
    with in_property(acme_1):
        assert Owner.objects.count() == 1
