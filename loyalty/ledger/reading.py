"""What guests hold and how it came to be, over all rows of a person. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from kernel.statements import Statements
from loyalty.ledger.posting import Posting, read


@dataclass(frozen=True, slots=True)
class Balances:
    """The books' sums. Lots that ended since the last nightly run are still in them: see `usable`."""

    base: int = 0
    bonus: int = 0
    pending: int = 0
    owed: int = 0
    principal: int = 0
    gift: int = 0

    @property
    def points(self) -> int:
        return self.base + self.bonus

    @property
    def money_cents(self) -> int:
        return self.principal + self.gift


class OpenLot(NamedTuple):
    """A lot with something left in it."""

    id: int
    guest: int
    kind: str
    remaining: int
    amount: int
    earned_on: date
    expires_on: date | None
    matures_on: date | None
    becomes: str | None
    extended: bool
    origin: str
    posting: int


class Line(NamedTuple):
    """One side of an entry, as a statement shows it. `after`: of that account row; `total`: of all that was asked."""

    id: int
    posting: int
    at: datetime
    on: date
    kind: str
    account: str
    guest: int
    amount: int
    after: int
    total: int
    against: str | None
    lot: int | None
    expires_on: date | None
    reason: str
    facts: dict[str, Any]
    actor_kind: str
    actor: str
    actor_name: str
    corrects: int | None
    reversed_by: int | None


def balances(raw: Statements, guests: Sequence[int]) -> Balances:
    """What one person holds, over all its rows."""
    return Balances(**dict(raw.execute(BALANCES, (list(guests),)).fetchall()))


def balances_of(raw: Statements, guests: Sequence[int]) -> dict[int, Balances]:
    """What each of many guest rows holds; rows without an account are left out."""
    found: dict[int, dict[str, int]] = {}
    for guest, kind, balance in raw.execute(BALANCES_OF, (list(guests),)):
        found.setdefault(guest, {})[kind] = balance
    return {guest: Balances(**held) for guest, held in found.items()}


def usable(raw: Statements, guests: Sequence[int], today: date) -> Balances:
    """Like balances(), without the lots that ended before today."""
    held = dict(raw.execute(USABLE, (list(guests), today)).fetchall())
    return Balances(**held, owed=balances(raw, guests).owed)


def lots(raw: Statements, guests: Sequence[int], unit: str, today: date) -> list[OpenLot]:
    """What is left and usable today or later (pending ones too), soonest to expire first."""
    rows = raw.execute(LOTS, (list(guests), KINDS[unit], today)).fetchall()
    return [OpenLot(*row) for row in rows]


def entries(
    raw: Statements,
    guests: Sequence[int],
    unit: str,
    *,
    before: int | None = None,
    limit: int = 50,
    accounts: Sequence[str] | None = None,
) -> list[Line]:
    """The statement, newest first. `before`: the id of the last line of the page before."""
    kinds = list(accounts) if accounts is not None else SPENT_FROM[unit]
    rows = raw.execute(
        ENTRIES, {"guests": list(guests), "kinds": kinds, "before": before, "limit": limit}
    ).fetchall()
    # Django's connections give jsonb as text.
    place = Line._fields.index("facts")
    return [Line._make((*row[:place], msgspec.json.decode(row[place]), *row[place + 1 :])) for row in rows]


def posting(raw: Statements, id: int) -> Posting | None:
    """One posting with its entries."""
    row = raw.execute("SELECT ledger_told(%s::bigint)", (id,)).fetchone()
    return read(row[0]) if row and row[0] else None


def posting_by_key(raw: Statements, key: str) -> Posting | None:
    """The posting booked under this key."""
    row = raw.execute("SELECT ledger_told(id) FROM ledger_posting WHERE key = %s", (key,)).fetchone()
    return read(row[0]) if row and row[0] else None


def house_totals(
    raw: Statements, unit: str, *, from_: date | None = None, to: date | None = None
) -> dict[tuple[str, int | None], int]:
    """What each house account took in less what it gave, by local day, both inclusive; clearing per property."""
    rows = raw.execute(HOUSE, (unit, from_, from_, to, to)).fetchall()
    return {(account, counterpart): total for account, counterpart, total in rows}


KINDS = {"points": ["base", "bonus", "pending"], "cents": ["principal", "gift"]}
SPENT_FROM = {"points": ["base", "bonus"], "cents": ["principal", "gift"]}

BALANCES = """
SELECT kind, sum(balance)::bigint FROM ledger_account WHERE guest_id = ANY(%s::bigint[]) GROUP BY kind
"""
BALANCES_OF = "SELECT guest_id, kind, balance FROM ledger_account WHERE guest_id = ANY(%s::bigint[])"
USABLE = """
SELECT l.kind, sum(l.remaining)::bigint
  FROM ledger_account a JOIN ledger_lot l ON l.account_id = a.id
 WHERE a.guest_id = ANY(%s::bigint[]) AND l.remaining > 0 AND (l.expires_on IS NULL OR l.expires_on >= %s::date)
 GROUP BY l.kind
"""
LOTS = """
SELECT l.id, a.guest_id, l.kind, l.remaining, l.amount, l.earned_on, l.expires_on, l.matures_on, l.becomes, l.extended,
       l.origin, l.posting_id
  FROM ledger_account a JOIN ledger_lot l ON l.account_id = a.id
 WHERE a.guest_id = ANY(%s::bigint[]) AND l.kind = ANY(%s::text[]) AND l.remaining > 0
   AND (l.expires_on IS NULL OR l.expires_on >= %s::date)
 ORDER BY l.expires_on, l.earned_on, l.id
"""
ENTRIES = """
WITH accounts AS (
  SELECT id, guest_id, kind, balance FROM ledger_account
   WHERE guest_id = ANY(%(guests)s::bigint[]) AND kind = ANY(%(kinds)s::text[])
), sides AS (
  SELECT e.id, e.posting_id, a.guest_id, a.kind, -e.amount AS amount, e.from_after AS after, e.to_house AS against,
         e.from_lot AS lot
    FROM accounts a JOIN ledger_entry e ON e.from_account = a.id
  UNION ALL
  SELECT e.id, e.posting_id, a.guest_id, a.kind, e.amount, e.to_after, e.from_house, e.to_lot
    FROM accounts a JOIN ledger_entry e ON e.to_account = a.id
), lines AS (
  SELECT s.*, sum(s.amount) OVER (ORDER BY s.id, s.amount)::bigint AS total FROM sides s
)
SELECT l.id, l.posting_id, p.at, p.on_day, p.kind, l.kind, l.guest_id, l.amount, l.after, l.total, l.against,
       l.lot, t.expires_on, p.reason, p.facts, p.actor_kind, p.actor, p.actor_name, p.corrects_id, r.id
  FROM lines l
  JOIN ledger_posting p ON p.id = l.posting_id
  LEFT JOIN ledger_lot t ON t.id = l.lot
  LEFT JOIN ledger_posting r ON r.corrects_id = p.id AND r.kind = 'reversal'
 WHERE %(before)s::bigint IS NULL OR l.id < %(before)s::bigint
 ORDER BY l.id DESC, l.amount DESC LIMIT %(limit)s::int
"""
HOUSE = """
SELECT s.house, s.counterpart, sum(s.amount)::bigint
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
 CROSS JOIN LATERAL (VALUES (e.from_house, -e.amount, CASE WHEN e.from_house = 'clearing' THEN e.counterpart END),
                            (e.to_house, e.amount, CASE WHEN e.to_house = 'clearing' THEN e.counterpart END)
                    ) AS s(house, amount, counterpart)
 WHERE s.house IS NOT NULL AND e.unit = %s AND (%s::date IS NULL OR p.on_day >= %s::date)
   AND (%s::date IS NULL OR p.on_day <= %s::date)
 GROUP BY s.house, s.counterpart
"""
