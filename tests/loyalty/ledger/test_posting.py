"""Credits make lots, debits spend them, keys make it happen once, refusals leave nothing behind."""

from collections.abc import Iterator
from datetime import date

import pytest

from loyalty.ledger import reading
from loyalty.ledger.posting import Carry, Credit, Debit, House, PostingIn, post_many
from loyalty.ledger.refusals import InsufficientFunds, InsufficientPoints, PostingKeyReused
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.ledger.books import FAR, TODAY, book, grant, raw, spend


@pytest.fixture(autouse=True)
def inside(acme_1: Property) -> Iterator[None]:
    with in_property(acme_1):
        yield


def test_a_credit_is_held_in_a_lot_of_its_own() -> None:
    done = grant(1, 380, origin="stay")
    assert [(e.account, e.guest, e.amount, e.after) for e in done.entries] == [("base", 1, 380, 380)]
    assert reading.balances(raw(), [1]).points == 380
    [lot] = reading.lots(raw(), [1], "points", TODAY)
    assert (lot.remaining, lot.expires_on, lot.origin, lot.kind) == (380, FAR, "stay", "base")


def test_what_ends_soonest_is_spent_first_over_both_kinds() -> None:
    grant(1, 100, expires_on=date(2027, 6, 1))
    grant(1, 50, "bonus", expires_on=date(2027, 1, 1))
    grant(1, 70, expires_on=None)
    done = spend(1, 160)
    assert [(e.account, e.amount, e.expires_on) for e in done.entries] == [
        ("bonus", -50, date(2027, 1, 1)),
        ("base", -100, date(2027, 6, 1)),
        ("base", -10, None),
    ]
    assert reading.balances(raw(), [1]).points == 60


def test_a_lot_is_usable_on_its_last_day_and_not_after() -> None:
    grant(1, 100, expires_on=date(2027, 1, 1))
    with pytest.raises(InsufficientPoints) as refused:
        spend(1, 10, on=date(2027, 1, 2))
    assert refused.value.facts == {"balance": 0, "asked": 10}
    assert spend(1, 10, on=date(2027, 1, 1)).change("base") == -10


def test_a_refusal_leaves_the_books_and_the_transaction_as_they_were() -> None:
    grant(1, 100)
    with pytest.raises(InsufficientPoints):
        book(Debit([1], ["base"], 60, "redemption"), Debit([1], ["base"], 60, "redemption"), key="twice")
    assert reading.balances(raw(), [1]).base == 100
    assert reading.posting_by_key(raw(), "twice") is None


def test_up_to_takes_what_is_there() -> None:
    grant(1, 100)
    done = book(Debit([1], ["base"], 250, "expiry", up_to=True))
    assert done.change("base") == -100
    assert book(Debit([1], ["base"], 250, "expiry", up_to=True)).entries == []


def test_the_same_key_gives_the_first_posting() -> None:
    grant(1, 100)
    first = book(Debit([1], ["base"], 60, "redemption"), key="once")
    again = book(Debit([1], ["base"], 60, "redemption"), key="once")
    assert (again.id, again.entries, again.replayed, first.replayed) == (first.id, first.entries, True, False)
    assert reading.balances(raw(), [1]).base == 40


def test_the_same_key_with_other_content_is_refused() -> None:
    grant(1, 100)
    book(Debit([1], ["base"], 60, "redemption"), key="once")
    with pytest.raises(PostingKeyReused):
        book(Debit([1], ["base"], 30, "redemption"), key="once")
    assert reading.balances(raw(), [1]).base == 40


def test_money_goes_in_proportion_or_as_listed() -> None:
    def top_up(guest: int) -> None:
        book(
            Credit(guest, "principal", 100_00, "cash", earned_on=TODAY),
            Credit(guest, "gift", 20_00, "promotion", earned_on=TODAY, expires_on=FAR),
        )

    def charge(guest: int, order: str) -> tuple[int, int]:
        done = book(Debit([guest], ["principal", "gift"], 30_01, "revenue", order=order))  # type: ignore[arg-type]
        return done.change("principal"), done.change("gift")

    for guest in (1, 2, 3):
        top_up(guest)
    assert charge(1, "proportion") == (-25_01, -5_00)
    assert charge(2, "listed") == (-30_01, 0)
    assert charge(3, "soonest") == (-10_01, -20_00)
    with pytest.raises(InsufficientFunds) as refused:
        charge(1, "listed"), charge(1, "listed"), charge(1, "listed")
    assert refused.value.facts["asked_cents"] == 30_01


def test_the_rows_of_a_merged_person_pay_together() -> None:
    grant(1, 100, expires_on=date(2027, 6, 1))
    grant(2, 50, expires_on=date(2027, 1, 1))
    done = spend([1, 2], 120)
    assert [(e.guest, e.amount) for e in done.entries] == [(2, -50), (1, -70)]
    assert reading.balances(raw(), [1, 2]).points == 30


def test_what_is_carried_to_another_guest_ends_when_it_would_have_ended() -> None:
    grant(1, 100, expires_on=date(2027, 6, 1))
    grant(1, 100, "bonus", expires_on=date(2027, 3, 1))
    done = book(Carry([1], ["base", "bonus"], 150, to_guest=2))
    assert (done.change("base", "bonus", guests=[1]), done.change("base", "bonus", guests=[2])) == (-150, 150)
    assert [
        (lot.kind, lot.remaining, lot.expires_on) for lot in reading.lots(raw(), [2], "points", TODAY)
    ] == [
        ("bonus", 100, date(2027, 3, 1)),
        ("base", 50, date(2027, 6, 1)),
    ]


def test_the_house_moves_between_its_own_accounts() -> None:
    book(
        House("liability", "cash", "cents", 5_00),
        House("redemption", "clearing", "points", 7, clearing_with=9),
    )
    assert reading.house_totals(raw(), "cents") == {("liability", None): -500, ("cash", None): 500}
    assert reading.house_totals(raw(), "points") == {("redemption", None): -7, ("clearing", 9): 7}


def test_many_postings_each_have_their_own_outcome() -> None:
    from audit.recording import SYSTEM

    grant(1, 100)
    spends = [
        PostingIn(f"m{n}", "redeem", [Debit([1], ["base"], 60, "redemption")], TODAY, SYSTEM) for n in (1, 2)
    ]
    credit = PostingIn(
        "m3", "earn", [Credit(2, "base", 5, "issuance", earned_on=TODAY, expires_on=FAR)], TODAY, SYSTEM
    )
    one, two, three = post_many(raw(), [*spends, credit])
    assert isinstance(two, InsufficientPoints)
    assert not isinstance(one, Exception) and one.change("base") == -60
    assert not isinstance(three, Exception) and three.change("base") == 5


def test_a_statement_tells_each_side_with_the_sum_after_it() -> None:
    grant(1, 100)
    grant(1, 50, "bonus")
    spend(1, 120)
    lines = reading.entries(raw(), [1], "points")
    assert [(line.account, line.amount, line.total) for line in lines] == [
        ("bonus", -20, 30),
        ("base", -100, 50),
        ("bonus", 50, 150),
        ("base", 100, 100),
    ]
    older = reading.entries(raw(), [1], "points", before=lines[1].id, limit=1)
    assert [(line.account, line.total) for line in older] == [("bonus", 150)]


@pytest.mark.parametrize(
    "move",
    [
        Credit(1, "base", 0, "issuance", earned_on=TODAY),
        Credit(1, "base", 5, "cash", earned_on=TODAY),
        Credit(1, "owed", 5, "receivable", earned_on=TODAY),
        Credit(1, "pending", 5, "issuance", earned_on=TODAY),
        Debit([1], ["base", "gift"], 5, "redemption"),
        Carry([1], ["base"], 5, to_guest=1),
        House("cash", "revenue", "points", 5),
    ],
)
def test_moves_that_make_no_sense_are_mistakes_of_the_caller(move: object) -> None:
    with pytest.raises(ValueError):
        book(move)  # type: ignore[arg-type]
