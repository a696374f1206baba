"""Guests go from one owner to others, all of them or by shares: with a notice, with their open complaints, once.

What was handed stays written down (Transfer, Handed). A person counts once, whatever rows were merged into his. Run
again, a transfer finds nobody any more and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.owners import people, reading, turns
from loyalty.owners.dealing import deal
from loyalty.owners.reading import HOLDS, WITHOUT
from tenants.models import Property


class TakesFromHimself(Refused):
    code = "takes_from_himself"
    status = 422
    zh = "不能把客人转给原来的负责人自己。"
    en = "Nobody takes over from himself."


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes, and how much of the whole."""

    staff: UUID
    share: float


@dataclass(frozen=True, slots=True)
class By:
    """Who says so."""

    id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a transfer comes to; `transfer` is None when it was tried only, or when there was nothing to hand over."""

    by: list[tuple[UUID, int]]
    stay: int  # with the giver, who keeps a share
    complaints: int
    transfer: int | None

    @property
    def guests(self) -> int:
        return sum(n for _, n in self.by)


def transfer(
    raw: Statements,
    hotel: Property,
    giver: UUID | None,
    giver_name: str,
    takers: Sequence[Taker],
    *,
    by: By,
    keeps: float = 0.0,
    note: str = "",
    dry_run: bool = False,
) -> Moved:
    """Hand over everybody whom `giver` owns (None: who has no owner) to the takers by their shares; he keeps the share
    `keeps`. In a transaction.
    """
    if any(taker.staff == giver for taker in takers):
        raise TakesFromHimself
    if not dry_run:
        turns.take(raw, hotel.pk)
    guests = _owned(raw, giver)
    dealt = deal([worth for _, worth in guests], [*(taker.share for taker in takers), keeps])
    staff = [taker.staff for taker in takers]
    counts = [(each, dealt.count(place)) for place, each in enumerate(staff)]
    handed = [(guest, staff[to]) for (guest, _), to in zip(guests, dealt, strict=True) if to < len(staff)]
    # Who goes on working here keeps what is not of a guest he hands over.
    open_ = _complaints(raw, giver, dict(handed), staff if not keeps else [])
    stay = len(guests) - len(handed)
    if dry_run or not (handed or open_):
        return Moved(counts, stay, len(open_), None)
    number = _write(raw, giver, giver_name, handed, by, note)
    if open_:
        names = people.names(staff)
        ids, owners = zip(*open_, strict=True)
        called = [names.get(each, "")[:80] for each in owners]
        raw.execute(HAND_COMPLAINTS, (array(ids), array([str(each) for each in owners]), array(called)))
    return Moved(counts, stay, len(open_), number)


def give(
    raw: Statements,
    hotel: Property,
    rows: Sequence[int],
    staff: UUID | None,
    department: str,
    by: By,
    note: str = "",
) -> bool:
    """Set one person's owner by hand, or with neither a person nor a department take him away: whether that is new.

    Rules leave alone what was set by hand; whom nobody owns they may give again. From whom to whom, and why, stays.
    """
    turns.take(raw, hotel.pk)
    before = reading.of(raw, rows)
    values = {
        "guests": list(rows), "standing": rows[0], "staff": staff, "department": department, "now": clock.now(),
        "by_name": by.name[:80], "note": note[:300], "giver": before.staff if before else None,
        "giver_department": before.department if before else "",
    }  # fmt: skip
    if staff is None and not department:
        if not raw.execute(TAKE_AWAY, values).rowcount:
            return False
    elif raw.execute(STANDS_SO, values).fetchone():
        return False
    else:
        raw.execute(SET, values)
    raw.execute(CHANGED, values)
    return True


def _owned(raw: Statements, giver: UUID | None) -> list[tuple[int, int]]:
    """(standing guest, worth) of everybody the giver owns, the most valuable first."""
    if giver is None:
        return list(raw.execute(UNOWNED).fetchall())
    return list(raw.execute(OWNED, (giver,)).fetchall())


def _complaints(
    raw: Statements, giver: UUID | None, new: dict[int, UUID], others: Sequence[UUID]
) -> list[tuple[int, UUID]]:
    """(interaction, new owner) of what the giver still has open: it goes with its guest, else to `others` in turn."""
    found = raw.execute(COMPLAINTS, (giver,)).fetchall() if giver is not None else []
    gone: list[tuple[int, UUID]] = []
    for place, (number, guest) in enumerate(found):
        if guest in new:
            gone.append((number, new[guest]))
        elif others:
            gone.append((number, others[place % len(others)]))
    return gone


def _write(
    raw: Statements,
    giver: UUID | None,
    giver_name: str,
    handed: Sequence[tuple[int, UUID]],
    by: By,
    note: str,
) -> int:
    now = clock.now()
    values = (giver, giver_name[:80], note[:300], now, by.id, by.name[:80])
    number: int = raw.value(ADD, values)
    columns = {
        "guests": array([guest for guest, _ in handed]),
        "takers": array([str(taker) for _, taker in handed]),
        "transfer": number,
        "giver": giver,
        "now": now,
        "by_name": by.name[:80],
    }
    raw.execute(HAND, columns)
    raw.execute(OWN, columns)
    return number


@dataclass(frozen=True, slots=True)
class Done:
    """A transfer as the list has it; of each taker how many he got, and how many of these he has not seen yet."""

    id: int
    at: datetime
    giver: UUID | None
    giver_name: str
    note: str
    by_name: str
    takers: list[tuple[UUID, int, int]]


def listed(raw: Statements, *, limit: int, before: int | None = None) -> list[Done]:
    """What was handed over so far, the newest first."""
    found = raw.execute(LIST, {"before": before, "limit": limit}).fetchall()
    takers: dict[int, list[tuple[UUID, int, int]]] = {}
    for number, taker, n, unseen in raw.execute(TAKERS, ([row[0] for row in found],)):
        takers.setdefault(number, []).append((taker, n, unseen))
    return [
        Done(number, at, giver, giver_name, note, by_name, takers.get(number, []))
        for number, at, giver, giver_name, note, by_name in found
    ]


@dataclass(frozen=True, slots=True)
class News:
    """What one taker has not seen yet of a transfer: its guests as (id, name, visits), the most valuable first."""

    id: int
    at: datetime
    giver_name: str
    note: str
    by_name: str
    n: int
    guests: list[tuple[int, str, int]]


def unseen(raw: Statements, staff: UUID, *, secret: bool, most: int = 200) -> list[News]:
    """What was handed to this person and he has not seen; guests who asked for secrecy only for who may see them."""
    news: dict[int, News] = {}
    for number, at, giver_name, note, by_name, guest, name, visits, hidden in raw.execute(UNSEEN, (staff,)):
        kept = news.setdefault(number, News(number, at, giver_name, note, by_name, 0, []))
        if secret or not hidden:
            news[number] = kept = News(number, at, giver_name, note, by_name, kept.n + 1, kept.guests)
            if len(kept.guests) < most:
                kept.guests.append((guest, name, visits))
    return list(news.values())


def see(raw: Statements, staff: UUID, number: int) -> int:
    """This person has seen what this transfer brought him, now or before; how many guests that were."""
    return raw.execute(SEE, (clock.now(), staff, number)).rowcount


# What a guest is worth to whoever looks after him: what he spent, and what is still to come.
_WORTH = (
    "(g.spend_cents + coalesce((SELECT s.future_cents FROM lifecycle_state s WHERE s.guest_id = g.id), 0))"
)
OWNED = f"""
SELECT g.id, {_WORTH} AS worth
  FROM owners_owner o JOIN guests_guest p ON p.id = o.guest_id
  JOIN guests_guest g ON g.id = coalesce(p.merged_into_id, p.id)
 WHERE o.staff = %s AND {HOLDS} ORDER BY worth DESC, g.id
"""  # noqa: S608 (constants)
UNOWNED = f"""
SELECT g.id, {_WORTH} AS worth FROM guests_guest g
 WHERE {WITHOUT} ORDER BY worth DESC, g.id
"""  # noqa: S608
COMPLAINTS = """
SELECT i.id, coalesce(p.merged_into_id, p.id)
  FROM guests_interaction i JOIN guests_guest p ON p.id = i.guest_id
 WHERE i.owner = %s AND i.kind IN ('complaint', 'request') AND i.settled_at IS NULL ORDER BY i.due_at NULLS LAST, i.id
"""
HAND_COMPLAINTS = """
UPDATE guests_interaction i SET owner = x.owner::uuid, owner_name = x.name
  FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS x(id, owner, name) WHERE i.id = x.id AND i.settled_at IS NULL
"""
ADD = """
INSERT INTO owners_transfer (giver, giver_name, note, at, by, by_name) VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""
HAND = """
INSERT INTO owners_handed (transfer_id, guest_id, taker)
SELECT %(transfer)s, guest, taker::uuid FROM unnest(%(guests)s::bigint[], %(takers)s::text[]) AS x(guest, taker)
"""
# The person's owner now; and of his other rows whoever the giver still stood at.
OWN = """
INSERT INTO owners_owner AS o (guest_id, staff, department, by_hand, reason, since, by_name)
SELECT r.id, x.taker::uuid, '', false, 'transfer', %(now)s, %(by_name)s
  FROM unnest(%(guests)s::bigint[], %(takers)s::text[]) AS x(guest, taker)
  JOIN guests_guest r ON r.id = x.guest
       OR r.merged_into_id = x.guest AND EXISTS (SELECT FROM owners_owner k WHERE k.guest_id = r.id)
ON CONFLICT (guest_id) DO UPDATE SET staff = EXCLUDED.staff, department = '', by_hand = false, reason = 'transfer',
       since = EXCLUDED.since, by_name = EXCLUDED.by_name
"""
STANDS_SO = """
SELECT 1 FROM owners_owner WHERE guest_id = %(standing)s AND by_hand AND staff IS NOT DISTINCT FROM %(staff)s::uuid
   AND department = %(department)s
"""
TAKE_AWAY = "DELETE FROM owners_owner WHERE guest_id = ANY(%(guests)s::bigint[])"
CHANGED = """
INSERT INTO owners_change (guest_id, at, giver, giver_department, taker, taker_department, reason, note, by_name)
VALUES (%(standing)s, %(now)s, %(giver)s::uuid, %(giver_department)s, %(staff)s::uuid, %(department)s, 'hand', %(note)s,
        %(by_name)s)
"""
SET = """
INSERT INTO owners_owner (guest_id, staff, department, by_hand, reason, since, by_name)
SELECT r.id, %(staff)s::uuid, %(department)s, true, 'hand', %(now)s, %(by_name)s
  FROM guests_guest r
 WHERE r.id = %(standing)s
    OR r.id = ANY(%(guests)s::bigint[]) AND EXISTS (SELECT FROM owners_owner k WHERE k.guest_id = r.id)
ON CONFLICT (guest_id) DO UPDATE SET staff = EXCLUDED.staff, department = EXCLUDED.department, by_hand = EXCLUDED.by_hand,
       reason = EXCLUDED.reason, since = EXCLUDED.since, by_name = EXCLUDED.by_name
"""
LIST = """
SELECT id, at, giver, giver_name, note, by_name FROM owners_transfer
 WHERE %(before)s::bigint IS NULL OR id < %(before)s::bigint ORDER BY id DESC LIMIT %(limit)s
"""
TAKERS = """
SELECT transfer_id, taker, count(*), count(*) FILTER (WHERE seen_at IS NULL) FROM owners_handed
 WHERE transfer_id = ANY(%s::bigint[]) GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
UNSEEN = """
SELECT t.id, t.at, t.giver_name, t.note, t.by_name, g.id, g.name, g.visits, g.secret
  FROM owners_handed h JOIN owners_transfer t ON t.id = h.transfer_id
  JOIN guests_guest p ON p.id = h.guest_id JOIN guests_guest g ON g.id = coalesce(p.merged_into_id, p.id)
 WHERE h.taker = %s AND h.seen_at IS NULL ORDER BY t.id DESC, g.spend_cents DESC, g.id
"""
SEE = "UPDATE owners_handed SET seen_at = coalesce(seen_at, %s) WHERE taker = %s AND transfer_id = %s"
