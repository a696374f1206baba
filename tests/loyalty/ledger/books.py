"""Short words for the tests of the ledger: grant, spend, what is held."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.ledger.posting import Credit, Debit, Move, Posting, post
from tenants.context import raw_connection

TODAY = date(2026, 11, 23)
FAR = date(2029, 11, 23)
_number = count(1)


def raw() -> Statements:
    return Statements(raw_connection())


def book(*moves: Move, kind: str = "test", key: str | None = None, on: date = TODAY, **more: Any) -> Posting:
    """One posting under a key of its own."""
    return post(
        raw(), key=key or f"test:{next(_number)}", kind=kind, moves=moves, on=on, actor=SYSTEM, **more
    )


def grant(
    guest: int,
    amount: int,
    account: str = "base",
    *,
    expires_on: date | None = FAR,
    on: date = TODAY,
    **more: Any,
) -> Posting:
    credit = Credit(guest, account, amount, "issuance", earned_on=on, expires_on=expires_on, **more)
    return book(credit, kind="earn", on=on)


def spend(
    guest: int | Sequence[int],
    amount: int,
    accounts: Sequence[str] = ("base", "bonus"),
    *,
    on: date = TODAY,
    **more: Any,
) -> Posting:
    guests = [guest] if isinstance(guest, int) else guest
    return book(Debit(guests, accounts, amount, "redemption", **more), kind="redeem", on=on)
