"""POSTs that move value: one effect per Idempotency-Key, the answer kept in the transaction that made it (F01d, F09)."""

from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection

from api import idempotency
from api.models import KeyedRequest
from audit.recording import SYSTEM
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.ledger.posting import Credit, post
from loyalty.ledger.reading import balances
from loyalty.programme import publishing, templates
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door


@pytest.fixture
def guest(acme_1: Property) -> int:
    """李四 with 5,000 points under the mid-scale programme."""
    template = templates.named("midscale")
    assert template is not None
    with in_property(acme_1):
        raw = Statements(raw_connection())
        publishing.write(raw, template.programme, effective_on=date(2026, 1, 1), actor=SYSTEM)
        factories.follow(acme_1, factories.stay("F1", "2025-11-05"))
        found = Guest.objects.get().pk
        given = Credit(found, "base", 5000, "issuance", earned_on=date(2026, 1, 1))
        post(raw, key="given", kind="given", moves=[given], on=date(2026, 1, 1), actor=SYSTEM)
    return found


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.with_key(acme)


def redeem(desk: Door, guest: int, key: str | None = "k", bill: str = "400.00") -> Any:
    body = {"way": "bill", "bill": bill, "points": 1000}
    more = {"idempotency_key": key} if key else {}
    return desk.add(f"/properties/acme-1/guests/{guest}/points/redeem", body, **more)


def points(guest: int) -> int:
    with in_property(Property.objects.select_related("chain").get(slug="acme-1")):
        return balances(Statements(raw_connection()), [guest]).points


def test_without_a_key_nothing_moves(desk: Door, guest: int) -> None:
    answer = redeem(desk, guest, key=None)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/idempotency-key-missing")
    assert points(guest) == 5000


def test_the_same_key_is_answered_again_and_done_once(desk: Door, guest: int) -> None:
    first, again = redeem(desk, guest), redeem(desk, guest)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotent-Replayed" not in first and again["Idempotent-Replayed"] == "true"
    assert points(guest) == 4000


def test_the_same_key_for_something_else_is_refused(desk: Door, guest: int) -> None:
    redeem(desk, guest)
    other = redeem(desk, guest, bill="300.00")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert points(guest) == 4000


def test_a_refusal_is_kept_and_leaves_no_trace(desk: Door, guest: int) -> None:
    for key in ("a", "b", "c", "d", "e"):
        redeem(desk, guest, key=key)
    first, again = redeem(desk, guest, key="f"), redeem(desk, guest, key="f")
    assert (first.status_code, first.json()["type"]) == (422, "/problems/insufficient-points")
    assert (again.status_code, again["Idempotent-Replayed"]) == (422, "true")
    assert points(guest) == 0


class Killed(BaseException):
    """The process dies here."""


def test_a_process_that_dies_before_it_is_done_leaves_nothing_and_the_key_free(
    desk: Door, guest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as killed:
        killed.setattr(idempotency, "keep", dies)
        with pytest.raises(Killed):
            redeem(desk, guest)
    assert points(guest) == 5000
    assert not KeyedRequest.objects.exists()
    # At once, not after the two minutes that another POST would have to wait.
    assert redeem(desk, guest).status_code == 201
    assert points(guest) == 4000


def test_control_an_answer_kept_after_the_work_spends_twice(
    desk: Door, guest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The protection off: the answer is not in the transaction of the work, and the work has no key of its own."""
    from api.value import ValueView

    numbers = iter(range(9))
    monkeypatch.setattr(idempotency, "keep", lambda *_, **__: None)
    monkeypatch.setattr(ValueView, "value_key", lambda self, part="": f"forgotten:{next(numbers)}:{part}")
    redeem(desk, guest)
    redeem(desk, guest)
    assert points(guest) == 3000


def test_a_key_whose_first_request_still_runs_is_told_to_wait(
    desk: Door, guest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another connection holds the key's lock, as the transaction of the first request does."""
    real, numbers = idempotency.number_of, []
    monkeypatch.setattr(idempotency, "number_of", lambda asked: numbers.append(real(asked)) or real(asked))
    redeem(desk, guest, key="first")
    (number,) = numbers
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [number + 1])
        monkeypatch.setattr(idempotency, "number_of", lambda asked: number + 1)
        waiting = redeem(desk, guest, key="second")
    assert (waiting.status_code, waiting.json()["type"]) == (409, "/problems/still-running")
    assert redeem(desk, guest, key="second").status_code == 201
