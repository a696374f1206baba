"""Idempotency-Key: a POST sent twice is done once and answered alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from api import idempotency
from api.models import KeyedRequest
from chains.models import Chain
from kernel import clock
from partners.models import ApiKey
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door

NEW_KEY = {"name": "PMS", "scopes": ["stays:write"]}


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


def test_the_same_key_and_body_get_the_first_answer_again(owner: Door) -> None:
    body = {"slug": "acme-7", "name": "七店"}
    first = owner.add("/chains/acme/properties", body, idempotency_key="k-1")
    again = owner.add("/chains/acme/properties", body, idempotency_key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"


def test_control_without_a_key_the_second_one_is_done_again(owner: Door) -> None:
    assert [owner.add("/chains/acme/keys", NEW_KEY).status_code for _ in range(2)] == [201, 201]
    assert ApiKey.objects.count() == 2


def test_what_is_shown_once_is_not_stored_to_be_replayed(owner: Door) -> None:
    first = owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    again = owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    assert ApiKey.objects.count() == 1
    plain = first.json()["key"]
    assert again.json() == {name: value for name, value in first.json().items() if name != "key"}
    assert plain.encode() not in bytes(KeyedRequest.objects.get().answer)


def test_the_same_key_with_another_body_or_path_is_422(owner: Door) -> None:
    owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    for path, body in [
        ("/chains/acme/keys", {**NEW_KEY, "name": "other"}),
        ("/chains/acme/properties", {"slug": "acme-7", "name": "x"}),
    ]:
        response = owner.add(path, body, idempotency_key="k-1")
        assert (response.status_code, response.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert ApiKey.objects.count() == 1


def test_a_refusal_by_a_rule_is_an_answer_too(owner: Door) -> None:
    body = {"name": "x", "scopes": ["stays:wirte"]}
    first = owner.add("/chains/acme/keys", body, idempotency_key="k-1")
    again = owner.add("/chains/acme/keys", body, idempotency_key="k-1")
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (422, 422, "true")
    assert again["Content-Type"] == "application/problem+json"


def test_a_key_that_is_in_flight_is_409(owner: Door) -> None:
    owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    KeyedRequest.objects.update(status=None, answer=None)
    response = owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    assert (response.status_code, response.json()["type"]) == (409, "/problems/still-running")
    assert response["Retry-After"] == "1"


def test_a_request_whose_process_died_may_be_sent_again(owner: Door) -> None:
    owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    KeyedRequest.objects.update(status=None, answer=None, created_at=clock.now() - timedelta(minutes=3))
    assert owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1").status_code == 201


def test_a_conflict_and_a_mistake_of_ours_are_not_kept(owner: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.v1 import keys as view

    taken = {"slug": "acme-1", "name": "x"}
    assert owner.add("/chains/acme/properties", taken, idempotency_key="k-1").status_code == 409
    with monkeypatch.context() as broken:
        broken.setattr(view, "shape", None)
        broken.setattr("api.errors.log.disabled", True)
        assert owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-2").status_code == 500
    assert not KeyedRequest.objects.exists()


def test_keys_of_two_callers_never_meet(acme: Chain, rival: Chain) -> None:
    body = {"stays": []}
    places = {"acme": "acme-1", "rival": "rival-1"}
    for chain in (acme, rival):
        door = doors.with_key(chain)
        response = door.add(f"/properties/{places[chain.slug]}/stays/batch", body, idempotency_key="same")
        assert "Idempotent-Replayed" not in response
    assert KeyedRequest.objects.count() == 2


def test_after_thirty_days_a_key_is_new(owner: Door) -> None:
    owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    KeyedRequest.objects.update(created_at=clock.now() - timedelta(days=30, minutes=1))
    assert "Idempotent-Replayed" not in owner.add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1")
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert idempotency.forget_old() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_a_key_that_cannot_be_is_400(owner: Door, key: str) -> None:
    assert owner.add("/chains/acme/keys", NEW_KEY, idempotency_key=key).status_code == 400


def test_a_stranger_leaves_no_row(acme: Chain) -> None:
    assert Door().add("/chains/acme/keys", NEW_KEY, idempotency_key="k-1").status_code == 401
    assert doors.with_key(acme).add("/chains/rival/keys", NEW_KEY, idempotency_key="k-1").status_code == 404
    assert not KeyedRequest.objects.exists()


def test_it_works_inside_a_property_whose_role_may_not_write_here(acme_1: Property) -> None:
    door = doors.with_key(acme_1.chain)
    path, body = "/properties/acme-1/stays/batch", {"stays": [{"external_id": "F1"}]}
    first = door.add(path, body, idempotency_key="k-1")
    again = door.add(path, body, idempotency_key="k-1")
    assert (first.status_code, again.content) == (again.status_code, first.content)
    assert again["Idempotent-Replayed"] == "true"


def race(sent: int, key: str | None) -> list[int]:
    """Send the same POST from several threads at one moment."""
    door = doors.as_role(Chain.objects.get(slug="acme"), Role.OWNER)
    cookies = {name: morsel.value for name, morsel in door.cookies.items()}
    together = Barrier(sent)

    def one(_: int) -> int:
        mine = Door()
        mine.cookies.load(cookies)
        together.wait()
        try:
            headers = {} if key is None else {"idempotency_key": key}
            return int(mine.add("/chains/acme/keys", NEW_KEY, **headers).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(sent) as pool:
        return list(pool.map(one, range(sent)))


def test_four_at_once_are_done_once(committed: None) -> None:
    statuses = race(4, "k-1")
    assert ApiKey.objects.count() == 1
    assert set(statuses) <= {201, 409} and 201 in statuses


def test_control_four_at_once_without_a_key_are_done_four_times(committed: None) -> None:
    race(4, None)
    assert ApiKey.objects.count() == 4
