"""Two persons for what is large: one asks, another decides, and what was asked is done once. Points and money.

What an approved request does is registered by the part it belongs to, under the request's kind:

    approving.ACTS["wallet.refund"] = refund_asked      # (act, asked) -> the posting's id
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from audit.recording import Actor
from kernel import clock, money
from kernel.statements import Statements
from loyalty.programme.document import Programme
from loyalty.programme.points.moving import Act
from loyalty.programme.points.refusals import DecidedBefore, NoSuchApproval, SecondPersonNeeded
from loyalty.programme.versions import Published

Unit = Literal["points", "cents"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and what became of it."""

    id: int
    kind: str
    guest: int
    guest_name: str
    amount: int  # signed, in the unit
    unit: str
    reason: str
    facts: dict[str, Any]
    asked_at: datetime
    asked_by: Actor
    decided_at: datetime | None
    approved: bool | None
    decided_by: str
    posting: int | None


Do = Callable[[Act, Asked], int]
ACTS: dict[str, Do] = {}


def needed(programme: Programme, amount: int, unit: Unit) -> bool:
    """Whether a correction by hand of this size needs a second person."""
    limit = programme.two_persons
    least = limit.points if unit == "points" else money.cents(limit.money)
    return abs(amount) >= least


def ask(
    raw: Statements,
    kind: str,
    guest: int,
    *,
    amount: int,
    unit: Unit,
    reason: str,
    facts: dict[str, Any],
    actor: Actor,
) -> Asked:
    """Put the request down; nothing is moved yet."""
    if kind not in ACTS:
        raise ValueError(f"nobody knows how to do {kind}")
    told = msgspec.json.encode(facts).decode()
    made = raw.value(
        ASK,
        (kind, guest, amount, unit, reason, told, clock.now(), actor.kind, actor.id, actor.name[:80]),
    )
    return _one(raw, made)


def decide(
    raw: Statements, published: Published, approval: int, *, approve: bool, by: Actor, today: date
) -> Asked:
    """Approve and do it, or turn it down. By somebody else than who asked, and once."""
    found = raw.execute(LOCK, (approval,)).fetchone()
    if found is None:
        raise NoSuchApproval
    asked = _one(raw, approval)
    if asked.decided_at is not None:
        raise DecidedBefore
    if by.id == asked.asked_by.id:
        raise SecondPersonNeeded
    posting = None
    if approve:
        act = Act(raw, published, asked.asked_by, f"approval:{asked.id}", today)
        posting = ACTS[asked.kind](act, replace(asked, decided_by=by.name))
    raw.execute(DECIDE, (clock.now(), approve, by.id, by.name[:80], posting, approval))
    return _one(raw, approval)


def listed(
    raw: Statements,
    *,
    state: Literal["open", "decided"] = "open",
    secret: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> list[Asked]:
    """Requests, the newest first; those of secret guests only where they may be seen."""
    sql = OPEN if state == "open" else DECIDED
    return [_asked(row) for row in raw.execute(sql, (secret, before, before, limit))]


def of_id(raw: Statements, approval: int) -> Asked:
    """One request, or NoSuchApproval."""
    return _one(raw, approval)


def of_guest(raw: Statements, rows: Sequence[int]) -> list[Asked]:
    """What waits for a second person on this guest's account."""
    return [_asked(row) for row in raw.execute(OF_GUEST, (list(rows),))]


def _one(raw: Statements, approval: int) -> Asked:
    row = raw.execute(ONE, (approval,)).fetchone()
    if row is None:
        raise NoSuchApproval
    return _asked(row)


def _asked(row: tuple[Any, ...]) -> Asked:
    return Asked(
        id=row[0],
        kind=row[1],
        guest=row[2],
        guest_name=row[3],
        amount=row[4],
        unit=row[5],
        reason=row[6],
        facts=msgspec.json.decode(row[7]),  # jsonb comes as text on Django's connections
        asked_at=row[8],
        asked_by=Actor(*row[9:12]),
        decided_at=row[12],
        approved=row[13],
        decided_by=row[14],
        posting=row[15],
    )


COLUMNS = """
SELECT a.id, a.kind, a.guest_id, g.name, a.amount, a.unit, a.reason, a.facts, a.asked_at, a.asked_by_kind, a.asked_by,
       a.asked_by_name, a.decided_at, a.approved, a.decided_by_name, a.posting
  FROM points_approval a JOIN guests_guest g ON g.id = a.guest_id
"""
ONE = COLUMNS + " WHERE a.id = %s"
PAGE = " AND (%s OR NOT g.secret) AND (%s::bigint IS NULL OR a.id < %s) ORDER BY a.id DESC LIMIT %s"
OPEN = COLUMNS + " WHERE a.decided_at IS NULL" + PAGE
DECIDED = COLUMNS + " WHERE a.decided_at IS NOT NULL" + PAGE
OF_GUEST = COLUMNS + " WHERE a.decided_at IS NULL AND a.guest_id = ANY(%s::bigint[]) ORDER BY a.id DESC"
LOCK = "SELECT id FROM points_approval WHERE id = %s FOR UPDATE"
ASK = """
INSERT INTO points_approval (kind, guest_id, amount, unit, reason, facts, asked_at, asked_by_kind, asked_by,
                             asked_by_name, decided_by, decided_by_name)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, '', '') RETURNING id
"""
DECIDE = """
UPDATE points_approval SET decided_at = %s, approved = %s, decided_by = %s, decided_by_name = %s, posting = %s
 WHERE id = %s
"""
