"""Many spend at once, and one key comes many times: never more than there is, never twice. With controls."""

from threading import Barrier

import psycopg
import pytest
from django.db import connection

from audit.recording import SYSTEM
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.ledger import reading
from loyalty.ledger.posting import Credit, Debit, Posting, post
from loyalty.ledger.refusals import AlreadyReversed
from loyalty.ledger.reversing import reverse
from loyalty.ledger.verifying import verify
from tenants.context import as_owner, in_property
from tenants.models import Property
from tests import cast
from tests.loyalty.ledger.books import FAR, TODAY, grant, raw, spend
from tests.loyalty.ledger.crowd import at_once, lock_taken_out

pytestmark = pytest.mark.usefixtures("committed")
MANY = 12


def hotel() -> Property:
    return cast.property_named("acme-1")


def try_to(work: object) -> object:
    try:
        return work()  # type: ignore[operator]
    except (Refused, psycopg.errors.CheckViolation) as refused:
        return refused


def spends(place: Property) -> list[object]:
    def one(line: Statements, number: int) -> object:
        debit = Debit([1], ["base", "bonus"], 10, "redemption")
        return try_to(
            lambda: post(line, key=f"s{number}", kind="redeem", moves=[debit], on=TODAY, actor=SYSTEM)
        )

    return at_once(place, MANY, one)


def test_parallel_spends_take_what_is_there_and_no_more() -> None:
    place = hotel()
    with in_property(place):
        grant(1, 30)
        grant(1, 20, "bonus")
    outcomes = spends(place)
    assert sum(isinstance(each, Posting) for each in outcomes) == 5
    assert {type(each).__name__ for each in outcomes if not isinstance(each, Posting)} == {
        "InsufficientPoints"
    }
    with in_property(place):
        assert reading.balances(raw(), [1]).points == 0
        assert verify(raw()).differences == []


def test_control_without_the_lock_a_spend_sees_lots_that_another_is_emptying() -> None:
    """The constraints still keep sums from going below zero, but by an error where a refusal belongs."""
    place = hotel()
    found: set[str] = set()
    with lock_taken_out(place):
        for round in range(30):
            with in_property(place):
                grant(1, 15)
            found |= {type(each).__name__ for each in _spends_of_round(place, round)}
            if "CheckViolation" in found:
                break
    assert "CheckViolation" in found


def _spends_of_round(place: Property, round: int) -> list[object]:
    def one(line: Statements, number: int) -> object:
        debit = Debit([1], ["base", "bonus"], 10, "redemption")
        return try_to(
            lambda: post(line, key=f"r{round}:{number}", kind="redeem", moves=[debit], on=TODAY, actor=SYSTEM)
        )

    return at_once(place, 6, one)


def test_control_reading_before_writing_without_a_lock_overspends() -> None:
    """The ordinary way: look whether it is enough, then take it. Both look before either takes."""
    place = hotel()
    with in_property(place):
        grant(1, 100)
    with as_owner(place.schema_name), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive AS SELECT 1 AS guest, 100 AS balance, 0 AS spent")
        cursor.execute("GRANT SELECT, UPDATE ON naive TO PUBLIC")
    try:
        looked = Barrier(2, timeout=60)

        def one(line: Statements, number: int) -> bool:
            balance = line.value("SELECT balance FROM naive")
            looked.wait()
            if balance < 60:
                return False
            line.execute("UPDATE naive SET balance = %s, spent = spent + 60", (balance - 60,))
            return True

        assert at_once(place, 2, one) == [True, True]
        with in_property(place):
            assert raw().execute("SELECT balance, spent FROM naive").fetchone() == (40, 120)
    finally:
        with as_owner(place.schema_name), connection.cursor() as cursor:
            cursor.execute("DROP TABLE naive")


def test_one_key_from_many_at_once_is_one_posting() -> None:
    place = hotel()

    def one(line: Statements, number: int) -> Posting:
        credit = Credit(1, "base", 100, "issuance", earned_on=TODAY, expires_on=FAR)
        return post(line, key="once", kind="earn", moves=[credit], on=TODAY, actor=SYSTEM)

    outcomes = at_once(place, MANY, one)
    assert len({each.id for each in outcomes}) == 1
    assert sum(not each.replayed for each in outcomes) == 1
    with in_property(place):
        assert reading.balances(raw(), [1]).base == 100


def test_a_posting_reversed_by_many_at_once_is_reversed_once() -> None:
    place = hotel()
    with in_property(place):
        grant(1, 100)
        spent = spend(1, 60)

    def one(line: Statements, number: int) -> object:
        return try_to(
            lambda: reverse(line, spent.id, key=f"b{number}", on=TODAY, actor=SYSTEM, reason="test")
        )

    outcomes = at_once(place, MANY, one)
    assert sum(isinstance(each, Posting) for each in outcomes) == 1
    assert sum(isinstance(each, AlreadyReversed) for each in outcomes) == MANY - 1
    with in_property(place):
        assert reading.balances(raw(), [1]).base == 100


def test_a_first_account_made_by_many_at_once_is_one_account() -> None:
    place = hotel()

    def one(line: Statements, number: int) -> Posting:
        credit = Credit(1, "base", 10, "issuance", earned_on=TODAY, expires_on=FAR)
        return post(line, key=f"e{number}", kind="earn", moves=[credit], on=TODAY, actor=SYSTEM)

    at_once(place, MANY, one)
    with in_property(place):
        assert reading.balances(raw(), [1]).base == 10 * MANY
        assert verify(raw()).differences == []
