"""What a guest's points look like: on the card, and as a statement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading
from loyalty.ledger.reading import Line, OpenLot
from loyalty.programme.points import coherence, families, wording
from loyalty.programme.versions import Published

LOTS_SHOWN = 50


def told(
    raw: Statements, rows: Sequence[int], today: date, published: Published, currency: str = "CNY"
) -> dict[str, Any]:
    """The card's part on points; the rows are all of one person."""
    lots = reading.lots(raw, rows, "points", today)
    held = {
        kind: sum(lot.remaining for lot in lots if lot.kind == kind) for kind in ("base", "bonus", "pending")
    }
    balance = held["base"] + held["bonus"]
    worth = coherence.worth_cents(published.programme, balance)
    shown = worth is not None and published.programme.points.value_shown
    return {
        "balance": balance,
        **held,
        "owed": reading.balances(raw, rows).owed,
        "worth": {"amount": money.amount(worth or 0), "currency": currency} if shown else None,
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


def statement(raw: Statements, rows: Sequence[int], before: int | None, limit: int) -> list[Line]:
    """The movements of base, bonus and pending points, the newest first."""
    kinds = ("base", "bonus", "pending")
    return reading.entries(raw, rows, "points", before=before, limit=limit, accounts=kinds)


def line_of(line: Line) -> dict[str, Any]:
    zh, en = wording.reason(line.kind, line.reason, line.facts)
    return {
        "id": str(line.id),
        "at": line.at,
        "on": line.on,
        "kind": line.account,
        "points": line.amount,
        "after": line.total,
        "reason": {"zh": zh, "en": en},
        "movement": line.kind,
        "actor": line.actor_name,
        "expires_on": line.expires_on,
        "posting_id": str(line.posting),
        "corrects": str(line.corrects) if line.corrects else None,
        "reversed_by": str(line.reversed_by) if line.reversed_by else None,
    }


def family_of(raw: Statements, rows: Sequence[int], today: date) -> dict[str, Any] | None:
    """The family this person spends with: its members by standing guest, and what is in the pool."""
    found = families.of(raw, rows)
    if found is None:
        return None
    names = dict(raw.execute(NAMES, (found.members,)).fetchall())
    return {
        "id": str(found.id),
        "members": [{"id": str(member), "name": names.get(member, "")} for member in found.members],
        "points": reading.usable(raw, found.rows, today).points,
    }


NAMES = "SELECT id, name FROM guests_guest WHERE id = ANY(%s::bigint[])"
