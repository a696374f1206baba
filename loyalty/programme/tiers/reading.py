"""What evaluating looks at, read for many guests at once: memberships, visits that count, base points, merged rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kernel.statements import Statements, array
from loyalty.programme.document import Programme
from loyalty.programme.tiers import rows
from loyalty.programme.tiers.history import NOTHING, History
from loyalty.programme.tiers.state import Held, State


@dataclass(slots=True)
class Scene:
    """Members who stand for a person, with their visits and the rows merged into them."""

    states: dict[int, State]
    histories: dict[int, History] = field(default_factory=dict)
    merged: dict[int, list[tuple[int, Held]]] = field(default_factory=dict)

    def history(self, guest: int) -> History:
        return self.histories.get(guest, NOTHING)


def read(raw: Statements, programme: Programme, guest_ids: Sequence[int], day: date, *, lock: bool) -> Scene:
    """The scene on `day`. Only guests who are members and were not merged away are in it."""
    ids = sorted(set(guest_ids))
    states = rows.read(raw, ids, lock=lock)
    merged: dict[int, list[tuple[int, Held]]] = defaultdict(list)
    for standing, *row in raw.execute(MERGED, (array(ids), array(ids))):
        if standing in states and row[0] is not None:
            merged[standing].append((row[0], rows.state_of(row).held))
        elif row[0] is None:
            states.pop(standing, None)  # merged away: it waits for the merge to be taken back
    return Scene(states, histories(raw, programme, list(states), day), dict(merged))


def histories(
    raw: Statements, programme: Programme, guest_ids: Sequence[int], day: date
) -> dict[int, History]:
    """What counts of these guests by the end of this day."""
    ids = array(guest_ids)
    found = {
        guest: History(days, nights, cents)
        for guest, days, nights, cents in raw.execute(VISITS, (ids, day), binary=True)
    }
    if asks_base_points(programme):
        for guest, days, points in raw.execute(BASE_POINTS, (ids, ids, ids, day), binary=True):
            known = found.get(guest, NOTHING)
            found[guest] = History(known.days, known.nights, known.cents, days, points)
    return found


def asks_base_points(programme: Programme) -> bool:
    return any(
        rule.measure == "base_points"
        for tier in programme.tiers.levels
        for rule in [*tier.qualify, *tier.keep]
    )


# Rows merged into these guests (with their memberships), and those of these guests that are merged away themselves.
_OF_MERGED = ", ".join(f"m.{name}" for name in rows.COLUMNS)
MERGED = f"""
SELECT g.merged_into_id, {_OF_MERGED} FROM guests_guest g JOIN tiers_membership m ON m.guest_id = g.id
 WHERE g.merged_into_id = ANY(%s::bigint[])
UNION ALL
SELECT g.id, {", ".join("NULL" for _ in rows.COLUMNS)} FROM guests_guest g
 WHERE g.id = ANY(%s::bigint[]) AND g.merged_into_id IS NOT NULL
"""  # noqa: S608 (put together from constants)
_ORDINAL = "(check_in_on - DATE '0001-01-01' + 1)"
VISITS = f"""
SELECT guest_id, array_agg({_ORDINAL} ORDER BY ordinal), array_agg(nights ORDER BY ordinal),
       array_agg(greatest(room_cents + other_cents, 0) ORDER BY ordinal)
  FROM stays_visit
 WHERE guest_id = ANY(%s::bigint[]) AND checked_out_at IS NOT NULL AND check_in_on <= %s GROUP BY guest_id
"""  # noqa: S608 (put together from constants)
# Base points count on the day they were earned, also after they were spent; what was taken back counts no more. Points
# that pay what a guest owes do not count again: they counted when they were spent before they were taken back.
BASE_POINTS = """
WITH rows AS (
  SELECT id AS row, id AS guest FROM unnest(%s::bigint[]) AS g(id)
  UNION ALL SELECT id, merged_into_id FROM guests_guest WHERE merged_into_id = ANY(%s::bigint[])
), earned AS (
  SELECT r.guest, l.earned_on, l.amount FROM rows r
    JOIN ledger_account a ON a.guest_id = r.row AND a.kind = 'base' JOIN ledger_lot l ON l.account_id = a.id
    LEFT JOIN ledger_lot s ON s.id = l.source_id
   WHERE l.source_id IS NULL OR s.kind = 'pending'
  UNION ALL
  SELECT r.guest, l.earned_on, -e.amount FROM rows r
    JOIN ledger_account a ON a.guest_id = r.row AND a.kind = 'base'
    JOIN ledger_entry e ON e.from_account = a.id AND e.to_house IN ('issuance', 'adjustment')
    JOIN ledger_lot l ON l.id = e.from_lot
)
SELECT guest, array_agg(day ORDER BY day), array_agg(points ORDER BY day)
  FROM (SELECT guest, (earned_on - DATE '0001-01-01' + 1) AS day, sum(amount)::bigint AS points
          FROM earned WHERE guest = ANY(%s::bigint[]) AND earned_on <= %s GROUP BY 1, 2) byday
 GROUP BY guest
"""
