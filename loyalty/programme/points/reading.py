"""What a guest's points look like: on the card, and as a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kernel import money
from kernel.statements import Statements
from loyalty.ledger import explaining, reading
from loyalty.ledger.reading import OpenLot
from loyalty.programme.points import adjusting, coherence, families, wording
from loyalty.programme.versions import Published

LOTS_SHOWN = 50
EXPLAINED = 100
EXPIRY = "expiry"  # the ledger's own kind of posting


def told(
    raw: Statements, rows: Sequence[int], today: date, published: Published | None, currency: str = "CNY"
) -> dict[str, Any]:
    """The card's part on points; the rows are all of one person."""
    lots = reading.lots(raw, rows, "points", today)
    held = {
        kind: sum(lot.remaining for lot in lots if lot.kind == kind) for kind in ("base", "bonus", "pending")
    }
    balance = held["base"] + held["bonus"]
    shown = published is not None and published.programme.points.value_shown
    worth = coherence.worth_cents(published.programme, balance) if published and shown else None
    return {
        "balance": balance,
        **held,
        "owed": reading.balances(raw, rows).owed,
        "worth": {"amount": money.amount(worth), "currency": currency} if worth is not None else None,
        "lots": [lot_of(lot) for lot in lots[:LOTS_SHOWN]],
        "expiring": [{"on": day, "points": points} for day, points in by_day(lots)],
    }


def by_day(lots: Sequence[OpenLot]) -> list[tuple[date, int]]:
    """How many points end on which day, the soonest first."""
    ending: dict[date, int] = {}
    for lot in lots:
        if lot.expires_on is not None:
            ending[lot.expires_on] = ending.get(lot.expires_on, 0) + lot.remaining
    return sorted(ending.items())


def lot_of(lot: OpenLot) -> dict[str, Any]:
    zh, en = wording.origin(lot.origin)
    return {
        "id": str(lot.id),
        "kind": lot.kind,
        "points": lot.remaining,
        "earned_on": lot.earned_on,
        "expires_on": lot.expires_on,
        "matures_on": lot.matures_on,
        "origin": {"zh": zh, "en": en},
    }


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting as it changed what this person can spend."""

    id: int
    posting: int
    at: datetime
    on: date
    kind: str
    base: int
    bonus: int
    after: int
    reason: str
    facts: dict[str, Any]
    actor: str
    corrects: int | None
    reversed_by: int | None


def statement(raw: Statements, rows: Sequence[int], *, before: int | None, limit: int) -> list[Movement]:
    """What changed the person's base and bonus points, posting by posting, the newest first."""
    asked = {"rows": list(rows), "before": before, "limit": limit}
    return [_movement(row) for row in raw.execute(STATEMENT, asked)]


def _movement(row: tuple[Any, ...]) -> Movement:
    return Movement(
        id=row[0],
        posting=row[1],
        at=row[2],
        on=row[3],
        kind=row[4],
        base=row[5],
        bonus=row[6],
        after=row[7],
        reason=row[8],
        facts=msgspec.json.decode(row[9]),  # jsonb comes as text on Django's connections
        actor=row[10],
        corrects=row[11],
        reversed_by=row[12],
    )


@dataclass(frozen=True, slots=True)
class ExpiredLot:
    """What of one lot an ending took, and how much of it has not been brought back (C121)."""

    lot: int
    kind: str
    earned_on: date
    points: int
    left: int


def expired(
    raw: Statements, rows: Sequence[int], lines: Sequence[Movement]
) -> dict[int, tuple[ExpiredLot, ...]]:
    """The lots that ended, by posting; asked only where points ended among these movements."""
    postings = [line.posting for line in lines if line.kind == EXPIRY]
    found: dict[int, tuple[ExpiredLot, ...]] = {}
    if postings:
        for posting, *lot in raw.execute(EXPIRED, (postings, list(rows))):
            found[posting] = (*found.get(posting, ()), ExpiredLot(*lot))
    return found


def line_of(line: Movement, expired: Sequence[ExpiredLot] = ()) -> dict[str, Any]:
    zh, en = wording.reason(line.kind, line.reason, line.facts)
    return {
        "id": str(line.id),
        "at": line.at,
        "on": line.on,
        "kind": line.kind,
        "points": line.base + line.bonus,
        "base": line.base,
        "bonus": line.bonus,
        "after": line.after,
        "reason": {"zh": zh, "en": en},
        "actor": line.actor,
        "posting_id": str(line.posting),
        "corrects": str(line.corrects) if line.corrects else None,
        "reversed_by": str(line.reversed_by) if line.reversed_by else None,
        "by_hand": line.kind in adjusting.BY_HAND and line.reversed_by is None,
        "expired": [
            {
                "lot": str(each.lot),
                "kind": each.kind,
                "earned_on": each.earned_on,
                "points": each.points,
                "left": each.left,
            }
            for each in expired
        ],
    }


def explained(raw: Statements, rows: Sequence[int], account: str, on: date) -> dict[str, Any]:
    """The balance at the end of a local day and what made it, in words; the last entries of it (C125)."""
    found = explaining.explain(raw, rows, account, on, say=wording.reason)
    shown = [found.says, *(line.says for line in found.lines[-EXPLAINED:])]
    return {
        "on": on,
        "account": account,
        "balance": found.balance,
        "entries": len(found.lines),
        "says": [{"zh": zh, "en": en} for zh, en in shown],
    }


def family_of(raw: Statements, rows: Sequence[int], today: date, *, secret: bool) -> dict[str, Any] | None:
    """The family this person spends with: its members by standing guest, and what is in the pool.

    Members who asked for secrecy have a name only where that may be seen.
    """
    found = families.of(raw, rows)
    if found is None:
        return None
    names = dict(raw.execute(NAMES, (found.members, secret)).fetchall())
    return {
        "id": str(found.id),
        "members": [{"id": str(member), "name": names.get(member, "")} for member in found.members],
        "points": reading.usable(raw, found.rows, today).points,
    }


NAMES = "SELECT id, name FROM guests_guest WHERE id = ANY(%s::bigint[]) AND (%s OR NOT secret)"
# A lot ends once; what was brought back of it came as lots whose source it is.
EXPIRED = """
SELECT e.posting_id, l.id, l.kind, l.earned_on, e.amount,
       (e.amount - coalesce((SELECT sum(back.amount) FROM ledger_lot b JOIN ledger_entry back
                                 ON back.to_account = b.account_id AND back.to_lot = b.id AND back.from_house = 'expiry'
                              WHERE b.source_id = l.id), 0))::bigint
  FROM ledger_entry e JOIN ledger_lot l ON l.id = e.from_lot JOIN ledger_account a ON a.id = e.from_account
 WHERE e.posting_id = ANY(%s::bigint[]) AND e.to_house = 'expiry' AND a.guest_id = ANY(%s::bigint[])
   AND l.kind IN ('base', 'bonus')
 ORDER BY e.posting_id, l.earned_on, l.id
"""
# Entries get their ids while the accounts are locked, so their order is the order in which the balance changed.
STATEMENT = """
WITH accounts AS (
  SELECT id, kind FROM ledger_account WHERE guest_id = ANY(%(rows)s::bigint[]) AND kind IN ('base', 'bonus')
), sides AS (
  SELECT e.id, e.posting_id, a.kind, -e.amount AS amount FROM accounts a JOIN ledger_entry e ON e.from_account = a.id
  UNION ALL
  SELECT e.id, e.posting_id, a.kind, e.amount FROM accounts a JOIN ledger_entry e ON e.to_account = a.id
), moved AS (
  SELECT posting_id, max(id) AS id, sum(amount) AS amount,
         coalesce(sum(amount) FILTER (WHERE kind = 'base'), 0)::bigint AS base,
         coalesce(sum(amount) FILTER (WHERE kind = 'bonus'), 0)::bigint AS bonus
    FROM sides GROUP BY posting_id
), lines AS (
  SELECT *, sum(amount) OVER (ORDER BY id)::bigint AS after FROM moved
)
SELECT l.id, l.posting_id, p.at, p.on_day, p.kind, l.base, l.bonus, l.after, p.reason, p.facts::text, p.actor_name,
       p.corrects_id, (SELECT r.id FROM ledger_posting r WHERE r.corrects_id = p.id AND r.kind = 'reversal')
  FROM lines l JOIN ledger_posting p ON p.id = l.posting_id
 WHERE (%(before)s::bigint IS NULL OR l.id < %(before)s::bigint)
 ORDER BY l.id DESC LIMIT %(limit)s::int
"""
