"""Receipts of stored value: one for each movement at the desk, numbered without gaps in a property's year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from audit.recording import Actor
from kernel.statements import Statements
from loyalty.ledger.posting import Posting

NEXT = """
INSERT INTO wallet_counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = wallet_counter.last + 1 RETURNING last
"""
WRITE = """
INSERT INTO wallet_receipt (posting, year, number, guest_id, kind, at, principal_before_cents, gift_before_cents,
    principal_after_cents, gift_after_cents, actor_name, facts)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""
COLUMNS = """
r.posting, r.year, r.number, r.guest_id, r.kind, r.at, r.principal_before_cents, r.gift_before_cents,
r.principal_after_cents, r.gift_after_cents, r.actor_name, r.facts
"""
OF_POSTING = f"SELECT {COLUMNS} FROM wallet_receipt r WHERE r.posting = %s"  # noqa: S608 (of constants)
OF_KEY = f"""
SELECT {COLUMNS} FROM wallet_receipt r JOIN ledger_posting p ON p.id = r.posting WHERE p.key = %s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Held:
    """What a person holds, in cents."""

    principal: int
    gift: int

    @property
    def balance(self) -> int:
        return self.principal + self.gift


@dataclass(frozen=True, slots=True)
class Receipt:
    """A movement as it is printed."""

    posting: int
    year: int
    number: int
    guest: int
    kind: str
    at: datetime
    before: Held
    after: Held
    actor_name: str
    facts: dict[str, Any]

    @property
    def printed_number(self) -> str:
        return f"{self.year}-{self.number:06d}"


def write(
    raw: Statements,
    posted: Posting,
    rows: Sequence[int],
    before: Held,
    actor: Actor,
    on: date,
    facts: dict[str, Any],
) -> Receipt:
    """Number a movement and keep what is printed of it. The last thing that a transaction locks is the counter."""
    # A movement made while two guests were held to be one person may have touched another's account as well.
    changed = Held(posted.change("principal", guests=rows), posted.change("gift", guests=rows))
    after = Held(before.principal + changed.principal, before.gift + changed.gift)
    number = raw.value(NEXT, (on.year,))
    receipt = Receipt(
        posted.id, on.year, number, rows[0], posted.kind, posted.at, before, after, actor.name[:80], facts
    )
    raw.execute(
        WRITE,
        (
            receipt.posting,
            receipt.year,
            receipt.number,
            receipt.guest,
            receipt.kind,
            receipt.at,
            before.principal,
            before.gift,
            after.principal,
            after.gift,
            receipt.actor_name,
            msgspec.json.encode(facts).decode(),
        ),
    )
    return receipt


def of_posting(raw: Statements, posting: int) -> Receipt | None:
    return _receipt(raw.execute(OF_POSTING, (posting,)).fetchone())


def of_key(raw: Statements, key: str) -> Receipt | None:
    """The receipt of the movement that was booked under this key."""
    return _receipt(raw.execute(OF_KEY, (key,)).fetchone())


def _receipt(row: Sequence[Any] | None) -> Receipt | None:
    if row is None:
        return None
    posting, year, number, guest, kind, at, p_before, g_before, p_after, g_after, actor_name, facts = row
    before, after = Held(p_before, g_before), Held(p_after, g_after)
    return Receipt(
        posting, year, number, guest, kind, at, before, after, actor_name, msgspec.json.decode(facts)
    )
