"""A sandbox comes with a key: filled with guests who never were, opened by that key alone, and it fails on demand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from api import sandbox_faults, throttling
from audit.models import Entry
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.figures.settling import settle
from loyalty.figures.verifying import verify
from loyalty.guests.models import Guest
from loyalty.ledger.verifying import verify as ledger_verify
from loyalty.sandbox import filling, opening
from loyalty.stays.models import Stay, Visit
from partners.models import ApiKey
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import stay


def made(owner: Door, **body: object) -> dict[str, Any]:
    response = owner.add("/chains/acme/keys", {"name": "试", "scopes": ["*"], "sandbox": True, **body})
    assert response.status_code == 201, response.content
    return dict(response.json())


def holder_of(key: dict[str, Any]) -> Door:
    return Door(HTTP_AUTHORIZATION=f"Bearer {key['key']}")


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


@pytest.fixture
def sandbox(acme: Chain) -> Property:
    """A sandbox with nothing in it."""
    return opening.open_for_a_key(acme)


@pytest.fixture
def vendor(acme: Chain, sandbox: Property) -> Door:
    from partners import keys

    _, plain = keys.issue(acme, name="vendor", scopes=["*"], sandbox_id=sandbox.pk)
    return Door(HTTP_AUTHORIZATION=f"Bearer {plain}")


def put(door: Door, place: str, fault: str = "") -> Any:
    headers = {"X_SANDBOX_FAULT": fault} if fault else {}
    return door.send("PUT", f"/properties/{place}/stays/F1", stay("F1", "2026-03-02"), **headers)


def stays(place: Property) -> int:
    with in_property(place):
        return Stay.objects.count()


def test_a_sandbox_key_opens_its_sandbox_and_nothing_else(owner: Door) -> None:
    key = made(owner)
    assert key["key"].startswith("hk_test_") and len(key["key"]) == 48
    assert (key["sandbox"], key["properties"]) == ("acme-sandbox-1", ["acme-sandbox-1"])
    assert key["sandbox_state"] == "filling"
    holder = holder_of(key)
    assert holder.read("/properties/acme-sandbox-1/guests").status_code == 200
    assert holder.read("/properties/acme-1/guests").status_code == 404
    listed = holder.read("/chains/acme/properties").json()["results"]
    assert [(place["slug"], place["sandbox"]) for place in listed] == [("acme-sandbox-1", True)]
    changed = owner.change(f"/chains/acme/keys/{key['id']}", {"properties": ["acme-1"]})
    assert (changed.status_code, changed.json()["type"]) == (422, "/problems/bound-to-sandbox")
    both = {"name": "x", "scopes": ["*"], "sandbox": True, "properties": ["acme-1"]}
    assert owner.add("/chains/acme/keys", both).json()["errors"][0]["pointer"] == "/properties"


def test_a_chain_has_five_sandboxes_and_revoking_closes_one(owner: Door) -> None:
    keys_ = [made(owner) for _ in range(opening.SANDBOXES_MAX)]
    sixth = owner.add("/chains/acme/keys", {"name": "x", "scopes": ["*"], "sandbox": True})
    assert (sixth.status_code, sixth.json()["type"]) == (409, "/problems/too-many-sandboxes")
    assert not ApiKey.objects.filter(name="x").exists()
    assert owner.send("DELETE", f"/chains/acme/keys/{keys_[0]['id']}").status_code == 204
    assert Property.objects.get(slug=keys_[0]["sandbox"]).state == "closed"
    assert Entry.objects.filter(action="property.closed", subject=keys_[0]["sandbox"]).exists()
    assert made(owner)["sandbox"] == "acme-sandbox-6", "the slug of a closed one stays taken"


def test_a_sandbox_stays_open_while_a_key_of_its_line_works(owner: Door) -> None:
    first = made(owner)
    second = owner.add(f"/chains/acme/keys/{first['id']}/rotate", {}).json()
    assert second["key"].startswith("hk_test_")
    assert (second["sandbox"], second["line"]) == (first["sandbox"], first["id"])
    owner.send("DELETE", f"/chains/acme/keys/{first['id']}")
    assert holder_of(second).read(f"/properties/{first['sandbox']}/guests").status_code == 200
    owner.send("DELETE", f"/chains/acme/keys/{second['id']}")
    assert Property.objects.get(slug=first["sandbox"]).state == "closed"


def test_a_chain_with_a_long_name_has_sandboxes_too(db: None) -> None:
    long = Chain.objects.create(slug="a" + "-b" * 19, name="长")
    assert opening.open_for_a_key(long).slug == "a" + "-b" * 13 + "-sandbox-1"


def test_the_worker_fills_it_with_half_a_year_and_says_so(owner: Door, acme: Chain) -> None:
    key = made(owner)
    (sandbox,) = filling.waiting()
    assert filling.fill(sandbox)
    assert not filling.fill(sandbox), "once"
    assert filling.waiting() == []
    (listed,) = owner.read("/chains/acme/keys").json()["results"]
    assert listed["sandbox_state"] == "ready"
    with in_property(sandbox):
        now = clock.now()
        assert Guest.objects.filter(visits__gt=1).count() > 10
        assert 150 < Stay.objects.count() < 1_000
        first = Visit.objects.order_by("check_in_on").values_list("check_in_on", flat=True)[0]
        assert timedelta(days=160) < now.date() - first < timedelta(days=200)
        assert Stay.objects.filter(status="booked", check_in__gt=now).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM tiers_membership WHERE tier <> 'base'")
            assert cursor.fetchone()[0] > 0
            cursor.execute("SELECT count(*) FROM ledger_posting")
            assert cursor.fetchone()[0] > 0
        assert ledger_verify(Statements(raw_connection())).differences == []
    holder = holder_of(key)
    assert holder.read(f"/properties/{sandbox.slug}/programme").status_code == 200
    moved = holder.add(
        f"/properties/{sandbox.slug}/clock", {"to": str(clock.today("Asia/Shanghai") + timedelta(days=3))}
    )
    assert moved.status_code == 200, moved.content


def test_what_a_sandbox_holds_is_in_no_report_of_the_chain(owner: Door, acme: Chain) -> None:
    path = "/chains/acme/reports/comparison?from=2025-01-01&to=2026-12-31"
    before = owner.read(path).json()
    made(owner)
    filling.fill(filling.waiting()[0])
    settle(acme, timeout_s=60)
    assert {**owner.read(path).json(), "as_of": before["as_of"]} == before
    assert verify(acme).count == 0


def test_a_vendor_who_was_quicker_keeps_what_he_sent(vendor: Door, sandbox: Property) -> None:
    assert put(vendor, sandbox.slug).status_code == 201
    assert filling.fill(sandbox)
    with in_property(sandbox):
        assert Stay.objects.filter(external_id="F1").exists()


# X-Sandbox-Fault


def test_500_and_429_come_before_the_work(vendor: Door, sandbox: Property) -> None:
    broken = put(vendor, sandbox.slug, "500")
    assert (broken.status_code, broken.json()["sandbox_fault"]) == (500, True)
    assert broken["Content-Type"] == "application/problem+json"
    crowded = put(vendor, sandbox.slug, "429")
    assert (crowded.status_code, crowded["Retry-After"]) == (429, "1")
    assert crowded.json()["type"].endswith("#quota-exceeded")
    assert stays(sandbox) == 0
    assert put(vendor, sandbox.slug).status_code == 201


def test_a_timeout_loses_the_answer_and_not_the_work(vendor: Door, sandbox: Property) -> None:
    lost = put(vendor, sandbox.slug, "timeout")
    assert (lost.status_code, lost.json()["sandbox_fault"]) == (504, True)
    assert stays(sandbox) == 1
    assert put(vendor, sandbox.slug).status_code == 200, "the second try finds it done"


def test_a_lost_answer_is_given_again_under_its_idempotency_key(vendor: Door, sandbox: Property) -> None:
    sent = {"stays": [stay("F9", "2026-03-02")]}
    path = f"/properties/{sandbox.slug}/stays/batch"
    lost = vendor.add(path, sent, IDEMPOTENCY_KEY="once", X_SANDBOX_FAULT="timeout")
    assert lost.status_code == 504
    again = vendor.add(path, sent, IDEMPOTENCY_KEY="once")
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert stays(sandbox) == 1


def test_duplicate_carries_it_out_twice_and_the_stay_is_there_once(vendor: Door, sandbox: Property) -> None:
    assert put(vendor, sandbox.slug, "duplicate").status_code == 200, "the second answer: it was there"
    assert stays(sandbox) == 1
    sent = {"stays": [stay("F9", "2026-03-02")]}
    path = f"/properties/{sandbox.slug}/stays/batch"
    batch = vendor.add(path, sent, IDEMPOTENCY_KEY="twice", X_SANDBOX_FAULT="duplicate")
    assert (batch.status_code, batch["Idempotent-Replayed"]) == (200, "true")
    assert stays(sandbox) == 2


def test_slow_is_slow_and_may_not_hold_every_thread(
    vendor: Door, sandbox: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("api.sandbox_faults.time.sleep", slept.append)
    monkeypatch.setattr(sandbox_faults, "SLOW", throttling.Policy("sandbox-slow", 2, 3_600))
    answers = [put(vendor, sandbox.slug, "slow").status_code for _ in range(3)]
    assert (answers, slept) == ([201, 200, 429], [2.0, 2.0])


def test_an_unknown_fault_is_said_to_be_one(vendor: Door, sandbox: Property) -> None:
    refused = put(vendor, sandbox.slug, "explode")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_a_choice")


@pytest.mark.parametrize("fault", [*sandbox_faults.FAULTS, "explode"])
def test_elsewhere_the_header_means_nothing(acme: Chain, acme_1: Property, fault: str) -> None:
    assert put(doors.with_key(acme), "acme-1", fault).status_code == 201
    assert doors.with_key(acme).read("/chains/acme", X_SANDBOX_FAULT=fault).status_code == 200


@pytest.fixture(autouse=True)
def _redis_forgets() -> Iterator[None]:
    from api import windows

    yield
    for name in windows.client().scan_iter("limit:sandbox-slow:*"):
        windows.client().delete(name)
