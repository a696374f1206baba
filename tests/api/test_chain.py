"""A chain's and a property's settings."""

from typing import Any

import pytest

from audit.models import Entry
from chains.models import Chain
from staff.roles import Role
from tenants.models import Property
from tests import doors

QUARTERS = {"member": 25, "corporate": 25, "ota": 25, "walk_in": 25}


def test_the_owner_changes_name_and_targets_and_it_is_audited(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    changed = door.change("/chains/acme", {"name": "新雅客", "targets": QUARTERS, "target_repeat_rate": 50})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["targets"]) == ("新雅客", QUARTERS)
    assert door.read("/chains/acme").json() == changed.json()
    entry = Entry.objects.get(action="chain.changed")
    assert (entry.actor_kind, entry.request_id) == ("staff", changed["X-Request-Id"])


def test_targets_must_add_up_to_100(acme: Chain) -> None:
    response = doors.as_role(acme, Role.OWNER).change("/chains/acme", {"targets": {**QUARTERS, "ota": 26}})
    assert (response.status_code, response.json()["type"]) == (422, "/problems/targets-not-100")
    assert response.json()["errors"][0]["pointer"] == "/targets"


def test_a_property_has_targets_of_its_own_until_it_gives_them_back(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    path = "/chains/acme/properties/acme-1"
    assert door.read(path).json()["targets"] is None
    assert door.change(path, {"targets": QUARTERS, "city": "杭州"}).json()["targets"] == QUARTERS
    assert door.read(path).json()["city"] == "杭州"
    assert door.change(path, {"targets": None}).json()["targets"] is None


def test_a_property_is_opened_with_its_schema_once(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    made = door.add("/chains/acme/properties", {"slug": "acme-9", "name": "九店", "city": "苏州"})
    assert made.status_code == 201, made.content
    assert made["Location"] == "/api/v1/chains/acme/properties/acme-9"
    again = door.add("/chains/acme/properties", {"slug": "acme-9", "name": "九店"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/slug-taken")
    slugs = [place["slug"] for place in door.read("/chains/acme/properties").json()["results"]]
    assert slugs == ["acme-1", "acme-2", "acme-9"]


@pytest.mark.parametrize(
    "body",
    [
        {"slug": "UPPER", "name": "x"},
        {"slug": "a_b", "name": "x"},
        {"slug": "x" * 41, "name": "x"},
        {"slug": "acme-8", "name": ""},
        {"slug": "acme-8", "name": "x", "time_zone": "Mars/Base"},
        {"slug": "acme-8; DROP SCHEMA public", "name": "x"},
    ],
)
def test_a_property_that_cannot_be_is_refused(acme: Chain, body: dict[str, Any]) -> None:
    response = doors.as_role(acme, Role.OWNER).add("/chains/acme/properties", body)
    assert response.status_code in (400, 422), response.content
    assert Property.objects.filter(chain=acme).count() == 2


def test_lists_are_paged_by_an_opaque_cursor(acme: Chain) -> None:
    door = doors.with_key(acme)
    first = door.read("/chains/acme/properties?limit=1").json()
    assert [place["slug"] for place in first["results"]] == ["acme-1"]
    second = door.read(f"/chains/acme/properties?limit=1&cursor={first['next']}").json()
    assert ([place["slug"] for place in second["results"]], second["next"]) == (["acme-2"], None)


def test_a_manager_sets_his_own_property_and_no_other(acme: Chain, acme_1: Property) -> None:
    door = doors.as_role(acme, Role.MANAGER, [acme_1])
    assert door.change("/chains/acme/properties/acme-1", {"city": "杭州"}).status_code == 200
    assert door.change("/chains/acme/properties/acme-2", {"city": "杭州"}).status_code == 404
    assert door.change("/chains/acme", {"name": "x"}).status_code == 403
    assert door.add("/chains/acme/properties", {"slug": "acme-9", "name": "x"}).status_code == 403
    assert [place["slug"] for place in door.read("/chains/acme/properties").json()["results"]] == ["acme-1"]


def test_the_manager_sets_how_many_contacts_a_day_and_the_shift_shows_it_beside_the_actual(
    acme: Chain, acme_1: Property
) -> None:
    # DOMAIN: targets for contacts per staff and day, and actuals.
    door, path = doors.as_role(acme, Role.MANAGER, [acme_1]), "/chains/acme/properties/acme-1"
    desk = doors.as_role(acme, Role.FRONT_DESK)

    def shown() -> tuple[int, int | None]:
        mine = desk.read("/properties/acme-1/desk/shift").json()["mine"]
        return mine["contacts"], mine["contacts_target"]

    assert door.read(path).json()["contacts_target"] is None and shown() == (0, None)
    for target in (10, 0, 200):
        assert door.change(path, {"contacts_target": target}).json()["contacts_target"] == target
        assert shown() == (0, target)
    for wrong in (-1, 201, 10.5, "10", True):
        refused = door.change(path, {"contacts_target": wrong})
        assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "/contacts_target"
    assert desk.change(path, {"contacts_target": 5}).status_code == 403
    door.change(path, {"city": "杭州"})
    assert shown() == (0, 200)
    door.change(path, {"contacts_target": None})
    assert shown() == (0, None)


@pytest.mark.parametrize("field", ["id", "slug", "person_key", "state", "created_at", "time_zone", "locale"])
def test_only_declared_fields_of_a_chain_can_be_written(acme: Chain, field: str) -> None:
    before = Chain.objects.filter(slug="acme").values().get()
    response = doors.as_role(acme, Role.OWNER).change("/chains/acme", {field: "x"})
    assert response.json()["errors"] == [
        {"pointer": f"/{field}", "code": "unknown_field", "detail": "没有这个字段。"}
    ]
    assert Chain.objects.filter(slug="acme").values().get() == before


@pytest.mark.parametrize("field", ["id", "slug", "chain", "chain_id", "schema_name", "state", "currency"])
def test_only_declared_fields_of_a_property_can_be_written(acme: Chain, field: str) -> None:
    before = Property.objects.filter(slug="acme-1").values().get()
    assert (
        doors.as_role(acme, Role.OWNER).change("/chains/acme/properties/acme-1", {field: "x"}).status_code
        == 400
    )
    assert Property.objects.filter(slug="acme-1").values().get() == before
