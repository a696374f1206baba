"""What the night books: lots come due, end, or are moved; a second run for the day does nothing."""

from collections.abc import Iterator
from datetime import date

import pytest

from audit.recording import SYSTEM
from loyalty.ledger import reading
from loyalty.ledger.expiring import expire
from loyalty.ledger.extending import extend
from loyalty.ledger.maturing import mature
from loyalty.ledger.posting import Credit
from loyalty.ledger.reversing import reverse
from loyalty.ledger.verifying import verify
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.ledger.books import FAR, TODAY, book, grant, raw, spend


@pytest.fixture(autouse=True)
def inside(acme_1: Property) -> Iterator[None]:
    with in_property(acme_1):
        yield
        assert verify(raw()).differences == []


def held(guest: int) -> reading.Balances:
    return reading.balances(raw(), [guest])


def test_c64_points_of_10_july_2021_are_usable_through_9_july_2024_and_gone_on_the_10th() -> None:
    grant(1, 100, on=date(2021, 7, 10), expires_on=date(2024, 7, 9))
    assert expire(raw(), date(2024, 7, 9)) == (0, 0)
    assert spend(1, 1, on=date(2024, 7, 9)).change("base") == -1
    assert expire(raw(), date(2024, 7, 10)) == (1, 1)
    assert held(1).points == 0
    assert expire(raw(), date(2024, 7, 10)) == (0, 0)


def test_each_account_has_one_posting_for_all_that_ended() -> None:
    for amount in (10, 20, 30):
        grant(1, amount, expires_on=date(2027, 1, amount))
    grant(1, 40, expires_on=date(2027, 3, 1))
    grant(1, 5, "bonus", expires_on=date(2027, 1, 1))
    grant(2, 7, expires_on=date(2027, 1, 1))
    book(Credit(2, "gift", 900, "promotion", earned_on=TODAY, expires_on=date(2027, 1, 31)))
    assert expire(raw(), date(2027, 2, 1)) == (4, 6)
    assert (held(1).base, held(1).bonus, held(2).base, held(2).gift) == (40, 0, 0, 0)
    gift = reading.entries(raw(), [2], "cents")[0]
    assert gift.facts == {"unit": "cents", "amount": 900, "last_day": "2027-01-31"}
    assert [line.after for line in reading.entries(raw(), [1], "points", accounts=["base"])][:3] == [
        40,
        70,
        90,
    ]


def test_pending_points_come_due_with_their_days() -> None:
    first = date(2027, 1, 1)
    grant(1, 100, "pending", matures_on=first, becomes="base", origin="stay")
    grant(1, 20, "pending", matures_on=first, becomes="bonus")
    grant(1, 7, "pending", matures_on=date(2027, 1, 2), becomes="base")
    assert mature(raw(), date(2026, 12, 31)) == (0, 0)
    assert mature(raw(), first) == (1, 2)
    assert mature(raw(), first) == (0, 0)
    assert (held(1).base, held(1).bonus, held(1).pending) == (100, 20, 7)
    lots = {lot.kind: lot for lot in reading.lots(raw(), [1], "points", TODAY)}
    assert (lots["base"].earned_on, lots["base"].expires_on, lots["base"].origin) == (TODAY, FAR, "stay")


def test_what_matures_pays_what_is_owed() -> None:
    first = grant(1, 100)
    spend(1, 100)
    reverse(raw(), first.id, key="back", on=TODAY, actor=SYSTEM, reason="test", spent="owe")
    grant(1, 70, "pending", matures_on=TODAY, becomes="base")
    grant(1, 70, "pending", matures_on=TODAY, becomes="bonus")
    mature(raw(), TODAY)
    assert (held(1).points, held(1).owed) == (40, 0)


def test_a_stay_taken_back_after_its_points_came_due_takes_them_back() -> None:
    earned = grant(1, 100, "pending", matures_on=TODAY, becomes="base")
    other = grant(1, 50, expires_on=date(2027, 1, 1))
    mature(raw(), TODAY)
    reverse(raw(), earned.id, key="back", on=TODAY, actor=SYSTEM, reason="test")
    assert (held(1).base, held(1).pending) == (50, 0)
    assert reading.lots(raw(), [1], "points", TODAY)[0].posting == other.id


def test_a_lot_is_moved_by_a_year_once() -> None:
    grant(1, 100, expires_on=date(2027, 1, 1))
    spend(1, 30)
    [lot] = reading.lots(raw(), [1], "points", TODAY)
    assert extend(raw(), {lot.id: date(2028, 1, 1)}, TODAY) == (1, 1)
    assert extend(raw(), {lot.id: date(2028, 1, 1)}, TODAY) == (0, 0)
    [moved] = reading.lots(raw(), [1], "points", TODAY)
    assert (moved.remaining, moved.expires_on, moved.earned_on, moved.extended) == (
        70,
        date(2028, 1, 1),
        TODAY,
        True,
    )
    assert extend(raw(), {moved.id: date(2029, 1, 1)}, TODAY) == (0, 0)
    assert held(1).points == 70


def test_what_goes_back_to_a_lot_that_was_moved_ends_when_its_successor_does() -> None:
    grant(1, 100, expires_on=date(2027, 1, 1))
    spent = spend(1, 30)
    [lot] = reading.lots(raw(), [1], "points", TODAY)
    extend(raw(), {lot.id: date(2028, 1, 1)}, TODAY)
    reverse(raw(), spent.id, key="back", on=TODAY, actor=SYSTEM, reason="test")
    assert [(lot.remaining, lot.expires_on) for lot in reading.lots(raw(), [1], "points", TODAY)] == [
        (70, date(2028, 1, 1)),
        (30, date(2028, 1, 1)),
    ]


def test_a_lot_that_is_over_is_not_moved_any_more() -> None:
    grant(1, 100, expires_on=date(2027, 1, 1))
    [lot] = reading.lots(raw(), [1], "points", TODAY)
    assert extend(raw(), {lot.id: date(2028, 1, 1)}, date(2027, 1, 2)) == (0, 0)
