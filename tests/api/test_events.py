"""What happened, read on from a number: a vendor that missed everything recovers by asking."""

from typing import Any

import pytest

from api.v1 import event_words
from audit import outward
from chains.models import Chain
from partners import events
from staff.roles import Role
from tenants.models import Property
from tests import cast, doors
from tests.doors import Door
from tests.platform.partners import stage


def ids(door: Door, asked: str = "") -> list[str]:
    response = door.read("/chains/acme/events" + asked)
    assert response.status_code == 200, response.content
    return [event["data"]["guests"][0] for event in response.json()["results"]]


@pytest.fixture
def six(acme: Chain, acme_1: Property, acme_2: Property) -> None:
    """1–4 at the first property (2 a merge), 5 at the second, 6 at a rival's."""
    for number in (1, 2, 3, 4):
        stage.happened(number, action="guest.merged" if number == 2 else "guest.edited")
    stage.happened(5, place=acme_2)
    stage.happened(6, place=cast.property_named("rival-1"))
    events.number()


def test_a_vendor_reads_everything_page_by_page(acme: Chain, six: None) -> None:
    vendor = doors.with_key(acme, "events:read")
    heard: list[Any] = []
    after = ""
    while True:
        page = vendor.read(f"/chains/acme/events?limit=2{after}").json()
        heard += page["results"]
        if page["next"] is None:
            break
        assert page["next"] == page["results"][-1]["id"]
        after = f"&after={page['next']}"
    assert [event["data"]["guests"][0] for event in heard] == ["1", "2", "3", "4", "5"]
    assert ids(vendor, f"?after={heard[-1]['id']}") == []
    stage.happened(7)
    events.number()
    assert ids(vendor, f"?after={heard[-1]['id']}") == ["7"]


def test_an_event_says_which_guest_and_nothing_of_him(acme: Chain, six: None) -> None:
    [event] = (
        doors.with_key(acme, "events:read").read("/chains/acme/events?type=guest.merged").json()["results"]
    )
    assert event.keys() == {"id", "type", "timestamp", "data"}
    assert event["data"] == {"property": "acme-1", "guests": ["2"], "kept": "2"}


def test_by_type_and_by_property(acme: Chain, six: None) -> None:
    vendor = doors.with_key(acme, "events:read")
    assert ids(vendor, "?type=guest.merged") == ["2"]
    assert ids(vendor, "?type=guest.merged&type=guest.updated&limit=3") == ["1", "2", "3"]
    assert ids(vendor, "?type=no.such") == []
    assert ids(vendor, "?property=acme-2") == ["5"]
    assert vendor.read("/chains/acme/events?property=rival-1").status_code == 404


def test_a_key_of_one_property_hears_of_that_alone(acme: Chain, acme_2: Property, six: None) -> None:
    bound = doors.with_key(acme, "events:read", properties=[acme_2])
    assert ids(bound) == ["5"]
    assert bound.read("/chains/acme/events?property=acme-1").status_code == 404
    assert bound.read("/chains/rival/events").status_code == 404


def test_another_scope_hears_nothing(acme: Chain) -> None:
    assert doors.with_key(acme, "stays:write").read("/chains/acme/events").status_code == 403
    assert doors.as_role(acme, Role.MANAGER).read("/chains/acme/events").status_code == 403


@pytest.mark.parametrize(
    "bad",
    ["after=7", "after=evt_", "after=evt_x", "after=evt_1000000000000000000", "limit=0", "limit=501", "x=1"],
)
def test_what_cannot_be_read_is_refused_with_its_name(acme: Chain, bad: str) -> None:
    response = doors.with_key(acme).read(f"/chains/acme/events?{bad}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "?" + bad.partition("=")[0]


def test_the_types_are_told_to_anybody_in_words_with_an_example(db: None) -> None:
    told = Door().read("/event-types").json()["results"]
    assert [each["code"] for each in told] == list(outward.TYPES) == list(event_words.TYPES)
    assert all(each["zh"] and each["en"] and each["example"] for each in told)
