"""Reversals: value goes back to its lots; what was spent of a grant is refused, owed or forgiven."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest

from audit.recording import SYSTEM
from loyalty.ledger import reading
from loyalty.ledger.posting import Carry, Credit, Debit, Posting
from loyalty.ledger.refusals import (
    AlreadyReversed,
    InsufficientFunds,
    InsufficientPoints,
    NoSuchPosting,
    NotReversible,
)
from loyalty.ledger.reversing import reverse
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.ledger.books import FAR, TODAY, book, grant, raw, spend

_number = count(1)


@pytest.fixture(autouse=True)
def inside(acme_1: Property) -> Iterator[None]:
    with in_property(acme_1):
        yield


def take_back(posting: Posting, **more: Any) -> Posting:
    settings = {"key": f"back:{next(_number)}", "on": TODAY, "actor": SYSTEM, "reason": "test"} | more
    return reverse(raw(), posting.id, **settings)


def held(guest: int) -> reading.Balances:
    return reading.balances(raw(), [guest])


def left(guest: int, today: date = TODAY) -> list[tuple[int, date | None]]:
    return [(lot.remaining, lot.expires_on) for lot in reading.lots(raw(), [guest], "points", today)]


def test_what_was_spent_goes_back_to_the_lots_it_came_from() -> None:
    grant(1, 100, expires_on=date(2027, 6, 1))
    grant(1, 100, expires_on=date(2028, 6, 1))
    done = take_back(spend(1, 150))
    assert done.change("base") == 150
    assert left(1) == [(100, date(2027, 6, 1)), (100, date(2028, 6, 1))]


def test_what_goes_back_to_a_lot_that_has_ended_lives_thirty_days_more() -> None:
    grant(1, 100, expires_on=date(2027, 1, 1))
    spent = spend(1, 60, on=date(2026, 12, 30))
    take_back(spent, on=date(2027, 1, 2))
    assert left(1, date(2027, 1, 2)) == [(60, date(2027, 2, 1))]


def test_a_posting_is_reversed_once_and_the_same_key_gives_the_same_reversal() -> None:
    grant(1, 100)
    spent = spend(1, 50)
    first = take_back(spent, key="back")
    assert take_back(spent, key="back").id == first.id
    with pytest.raises(AlreadyReversed):
        take_back(spent, key="back again")
    assert held(1).base == 100


def test_a_reversal_is_not_reversed() -> None:
    grant(1, 100)
    back = take_back(spend(1, 50))
    with pytest.raises(NotReversible):
        take_back(back)


def test_a_posting_that_is_not_there_is_not_reversed() -> None:
    with pytest.raises(NoSuchPosting):
        reverse(raw(), 10**9, key="none", on=TODAY, actor=SYSTEM, reason="test")


def test_a_grant_is_taken_from_its_own_lot() -> None:
    first = grant(1, 100, expires_on=date(2028, 1, 1))
    grant(1, 100, expires_on=date(2027, 1, 1))
    take_back(first)
    assert left(1) == [(100, date(2027, 1, 1))]
    assert reading.house_totals(raw(), "points") == {("issuance", None): -100}


def test_a_grant_that_was_spent_is_refused_or_taken_from_other_points() -> None:
    first = grant(1, 100)
    spend(1, 100)
    with pytest.raises(InsufficientPoints) as refused:
        take_back(first)
    assert refused.value.facts == {"balance": 0, "asked": 100}
    grant(1, 130, "bonus")
    take_back(first)
    assert (held(1).base, held(1).bonus) == (0, 30)


def test_what_cannot_be_taken_back_is_owed_and_paid_by_what_is_earned_next() -> None:
    first = grant(1, 100)
    spend(1, 70)
    take_back(first, spent="owe")
    assert (held(1).points, held(1).owed) == (0, 70)
    paid = grant(1, 50)
    assert (held(1).points, held(1).owed) == (0, 20)
    assert [(e.account, e.amount) for e in paid.entries] == [("base", 50), ("base", -50), ("owed", -50)]
    grant(1, 50)
    assert (held(1).points, held(1).owed) == (30, 0)
    # All that was granted and stayed: 70 spent, 30 held.
    assert reading.house_totals(raw(), "points") == {
        ("issuance", None): -100, ("redemption", None): 70, ("receivable", None): 0
    }  # fmt: skip


def test_bought_points_and_points_by_hand_pay_no_debt() -> None:
    first = grant(1, 100)
    spend(1, 100)
    take_back(first, spent="owe")
    grant(1, 10, "bonus", debtors=())
    book(Credit(1, "base", 5, "adjustment", earned_on=TODAY, expires_on=FAR))
    assert (held(1).points, held(1).owed) == (15, 100)


def test_the_debt_of_a_merged_row_is_paid_by_what_the_person_earns() -> None:
    first = grant(2, 100)
    spend(2, 100)
    take_back(first, spent="owe")
    grant(1, 30, debtors=[1, 2])
    assert (held(1).points, held(2).owed) == (0, 70)


def test_taking_back_a_grant_that_paid_a_debt_makes_the_debt_stand_again() -> None:
    first = grant(1, 100)
    spend(1, 100)
    take_back(first, spent="owe")
    second = grant(1, 150)
    assert (held(1).points, held(1).owed) == (50, 0)
    take_back(second, spent="owe")
    assert (held(1).points, held(1).owed) == (0, 100)


def test_what_was_spent_may_be_forgiven() -> None:
    first = grant(1, 100)
    grant(1, 40, "bonus")
    spend(1, 70, ["base"])
    done = take_back(first, spent="forgive")
    assert (done.change("base"), held(1).points, held(1).owed) == (-30, 40, 0)


def test_what_has_expired_is_not_asked_for_again() -> None:
    first = grant(1, 100, expires_on=date(2027, 1, 1))
    spend(1, 30)
    book(Debit([1], ["base"], 70, "expiry"), kind="expiry")
    take_back(first, spent="owe")
    assert (held(1).points, held(1).owed) == (0, 30)
    assert reading.house_totals(raw(), "points")["expiry", None] == 0


def test_money_is_never_owed() -> None:
    top_up = book(Credit(1, "principal", 100_00, "cash", earned_on=TODAY))
    book(Debit([1], ["principal"], 60_00, "revenue"))
    with pytest.raises(InsufficientFunds):
        take_back(top_up, spent="owe")
    assert held(1).principal == 40_00


def test_a_transfer_is_taken_back_whole_or_not_at_all() -> None:
    grant(1, 100)
    given = book(Carry([1], ["base"], 60, to_guest=2))
    other = book(Carry([1], ["base"], 40, to_guest=2))
    take_back(given)
    assert (held(1).base, held(2).base) == (60, 40)
    spend(2, 1)
    with pytest.raises(InsufficientPoints):
        take_back(other, spent="owe")
    assert (held(1).base, held(2).base) == (60, 39)
