"""F06: fifty at once spend 10 of a guest's 100 points, over HTTP on two processes: exactly ten succeed, each round."""

import http.client
import itertools
import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from msgspec.structs import replace

from audit.recording import SYSTEM
from chains.models import Chain
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.ledger import reading
from loyalty.ledger.posting import Debit, post
from loyalty.ledger.verifying import verify
from loyalty.programme.points.terms import Bill
from partners import keys
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.bench._server import web_server
from tests.factories import follow, stay
from tests.faults.recording import Recorder, fault
from tests.loyalty.ledger.books import raw
from tests.loyalty.ledger.crowd import at_once, lock_taken_out
from tests.loyalty.programme.points import stage

__all__ = ["fault"]

ROUNDS = 200 if os.environ.get("FULL") == "1" else 6
AT_ONCE = 50
_number = itertools.count(1)


class Crowd:
    """Fifty clients, each with a connection of its own to the two processes."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port, self.headers = port, headers

    def round(self, guest: int) -> Counter[int]:
        ready = Barrier(AT_ONCE, timeout=60)
        number = next(_number)

        def one(client: int) -> int:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            line.connect()
            body = json.dumps({"way": "bill", "bill": "400.00", "points": 10})
            ready.wait()
            line.request(
                "POST",
                f"/api/v1/properties/acme-1/guests/{guest}/points/redeem",
                body,
                {**self.headers, "Idempotency-Key": f"round-{number}-{client}"},
            )
            answer = line.getresponse()
            answer.read()
            line.close()
            return answer.status

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return Counter(pool.map(one, range(AT_ONCE)))


@pytest.mark.faults
@pytest.mark.usefixtures("committed")
def test_f06_fifty_parallel_spends_of_ten_against_a_hundred(fault: Recorder) -> None:
    hotel = cast.property_named("acme-1")
    _, plain = keys.issue(Chain.objects.get(slug="acme"), name="f06", scopes=("*",), property_ids=[])
    headers = {"Authorization": f"Bearer {plain}", "Content-Type": "application/json"}
    with in_property(hotel):
        stage.publish(replace(stage.POINTS, bill=Bill(enabled=True, points=10, money="0.50")))
        follow(hotel, stay("A1", "2026-11-22", status="in_house", revenue=None))
        guest = stage.guest()
        start = reading.balances(raw(), [guest]).points
    assert start == 0
    good, found = 0, Counter[int]()
    with web_server() as port:
        crowd = Crowd(port, headers)
        for _ in range(ROUNDS):
            with in_property(hotel):
                stage.grant(guest, 60)
                stage.grant(guest, 40, "bonus")
            answers = crowd.round(guest)
            with in_property(hotel):
                left = reading.balances(raw(), [guest]).points
            found += answers
            good += answers == Counter({201: 10, 422: 40}) and left == 0
        with in_property(hotel):
            wrong = verify(raw()).differences
    control = without_lock(hotel, guest)
    fault(
        "F06",
        n=ROUNDS,
        passed=0 if wrong else good,
        figure=f"{found[201]} of {ROUNDS * AT_ONCE} succeeded, {found[422]} refused, {len(wrong)} wrong sums",
        aim="exactly 10 of 50 in every round, the rest refused, balance 0",
        control=f"without the ledger's lock, straight at it: {dict(control)}",
    )
    assert good == ROUNDS, found
    assert wrong == []
    assert control["CheckViolation"] > 0


def without_lock(hotel: Property, guest: int) -> Counter[str]:
    """The same spends straight at the ledger with its lock taken out (over HTTP the person's own lock stands before
    it): the database's checks stop what would overspend, as an error where a refusal belongs."""
    found = Counter[str]()
    with lock_taken_out(hotel):
        for round in range(10):
            with in_property(hotel):
                stage.grant(guest, 95)
            found += Counter(type(each).__name__ for each in spends(hotel, guest, f"control{round}"))
            if found["CheckViolation"]:
                break
    return found


def spends(hotel: Property, guest: int, name: str) -> list[object]:
    def one(line: Statements, number: int) -> object:
        debit = Debit([guest], ["base", "bonus"], 10, "redemption")
        try:
            return post(line, key=f"{name}:{number}", kind="t", moves=[debit], on=stage.TODAY, actor=SYSTEM)
        except (Refused, psycopg.errors.CheckViolation) as refused:
            return refused

    return at_once(hotel, 16, one)
