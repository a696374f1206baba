"""The first run: steps that the chain's own data says are done, progress that is kept."""

from typing import Any

import pytest

from chains.models import Chain, FirstRun
from kernel import clock
from loyalty.importing.models import Import
from loyalty.stays.models import Source
from partners.models import ApiKey
from staff.models import Membership
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door


@pytest.fixture
def begun(acme: Chain) -> FirstRun:
    return FirstRun.objects.create(chain=acme, created_at=clock.now())


@pytest.fixture
def door(acme: Chain, begun: FirstRun) -> Door:
    return doors.as_role(acme, Role.OWNER)


def shown(door: Door) -> dict[str, Any]:
    answer = door.read("/chains/acme/first-run")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def step(door: Door, code: str) -> dict[str, Any]:
    return next(one for one in shown(door)["steps"] if one["code"] == code)


def test_a_chain_that_others_opened_has_none(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    assert shown(door) == {"shown": False, "finished": True, "steps": [], "property": None}
    assert door.change("/chains/acme/first-run", {"skip": ["staff"]}).status_code == 404


def test_at_the_beginning_the_property_is_there_and_the_rest_is_open(door: Door) -> None:
    seen = shown(door)
    assert (seen["shown"], seen["finished"], seen["property"]) == (True, False, "acme-1")
    assert [(one["code"], one["state"]) for one in seen["steps"]] == [
        ("property", "done"),
        ("stays", "open"),
        ("sources", "open"),
        ("staff", "open"),
        ("report", "open"),
    ]


def test_stays_that_came_are_seen_and_how(door: Door, acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        factories.li_si_with_five_visits(acme_1)
    doors.with_key(acme)
    assert step(door, "stays")["state"] == "done"
    facts = step(door, "stays")["facts"]
    assert (facts["stays"] > 0, facts["by"], facts["keys"]) == (True, None, 1)
    with in_property(acme_1):
        Import.objects.create(kind="stays", filename="x.csv", state="finished", created_at=clock.now())
    assert step(door, "stays")["facts"]["by"] == "file"
    ApiKey.objects.filter(chain=acme).update(last_used_at=clock.now())
    assert step(door, "stays")["facts"]["by"] == "key"


def test_sources_are_done_when_none_is_left_unmapped(door: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        factories.li_si_with_five_visits(acme_1)
        Source.objects.create(
            name="某某旅行社", channel="walk_in", short="某", mapped=False, first_seen_at=clock.now()
        )
    assert step(door, "sources")["facts"]["unmapped"] == 1
    assert step(door, "sources")["state"] == "open"
    with in_property(acme_1):
        Source.objects.update(mapped=True)
    assert step(door, "sources")["state"] == "done"


def test_an_invitation_to_the_front_desk_is_enough(door: Door, acme: Chain) -> None:
    assert step(door, "staff")["state"] == "open"
    body = {"email": "desk@acme.test", "role": "front_desk", "properties": ["acme-1"]}
    assert door.add("/chains/acme/invitations", body).status_code == 201
    assert step(door, "staff") == {
        **step(door, "staff"), "state": "done",
    }  # fmt: skip
    assert step(door, "staff")["facts"]["invited"] == 1
    doors.member(acme, Role.FRONT_DESK)
    assert step(door, "staff")["facts"]["active"] == 1
    Membership.objects.filter(role="front_desk").update(is_active=False)
    assert step(door, "staff")["facts"]["active"] == 0


def test_what_is_skipped_or_seen_is_kept(door: Door, begun: FirstRun) -> None:
    skipped = door.change("/chains/acme/first-run", {"skip": ["staff", "sources"], "report_seen": True})
    states = {one["code"]: one["state"] for one in skipped.json()["steps"]}
    assert states == {
        "property": "done", "stays": "open", "sources": "skipped", "staff": "skipped", "report": "done",
    }  # fmt: skip
    begun.refresh_from_db()
    first_seen = begun.report_seen_at
    door.change("/chains/acme/first-run", {"unskip": ["staff"], "report_seen": True})
    begun.refresh_from_db()
    assert (begun.skipped, begun.report_seen_at) == (["sources"], first_seen)
    done = door.change("/chains/acme/first-run", {"skip": ["staff", "stays"]}).json()
    assert done["finished"] is True


def test_hidden_it_counts_nothing_and_can_be_shown_again(door: Door) -> None:
    hidden = door.change("/chains/acme/first-run", {"hidden": True}).json()
    assert (hidden["shown"], hidden["steps"]) == (False, [])
    assert door.change("/chains/acme/first-run", {"hidden": False}).json()["shown"] is True


@pytest.mark.parametrize(
    "body", [{"skip": ["nothing"]}, {"skip": "staff"}, {"report_seen": False}, {"hidden": 1}, {"x": 1}]
)
def test_anything_else_is_refused(door: Door, body: object) -> None:
    assert door.change("/chains/acme/first-run", body).status_code == 400


def test_a_sandbox_is_no_first_property(door: Door, acme: Chain) -> None:
    Property.objects.filter(chain=acme).update(sandbox=True)
    seen = shown(door)
    assert seen["property"] is None
    assert seen["steps"][0]["state"] == "open"
