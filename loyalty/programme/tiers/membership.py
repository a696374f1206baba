"""Who is a member, and which tier a member held on a day."""

from collections.abc import Iterable, Sequence
from datetime import date

from kernel.statements import Statements, array
from loyalty.programme.document import Programme
from loyalty.programme.tiers import rows
from loyalty.programme.tiers.moving import begun, named
from loyalty.programme.tiers.state import Change, State

# For lists of guests: a condition on guests_guest g.
TIER_FILTER = "EXISTS (SELECT FROM tiers_membership tm WHERE tm.guest_id = g.id AND tm.tier = %(tier)s)"


def join(raw: Statements, programme: Programme, guest_ids: Iterable[int], today: date) -> dict[int, State]:
    """The memberships of these guests, locked in the order of their ids.

    Where every guest is a member from the first counted stay on, those who have one are made members; everywhere
    those are into whom a member was merged.
    """
    ids = sorted(set(guest_ids))
    join_unlocked(raw, programme, ids, today)
    return rows.read(raw, ids, lock=True)


def join_unlocked(raw: Statements, programme: Programme, guest_ids: Sequence[int], today: date) -> None:
    """The same for a night's many, who are not locked."""
    by_stay = programme.joins == "first_stay"
    _admit(raw, programme, raw.execute(NEW, (array(guest_ids), by_stay)).fetchall(), today)


def admit(raw: Statements, programme: Programme, guest_id: int, today: date) -> State:
    """This guest is a member, from now on if not before: who signs up, buys or is given a tier. Locked."""
    _admit(raw, programme, raw.execute(ONE_NEW, (guest_id,)).fetchall(), today)
    return rows.read(raw, [guest_id], lock=True)[guest_id]


def _admit(
    raw: Statements, programme: Programme, new: Sequence[tuple[int, date | None]], today: date
) -> None:
    """Visits made before count for rules without a window."""
    states = {
        guest: begun(programme, today, counts_from=min(first, today) if first else today)
        for guest, first in new
    }
    base = programme.tiers.levels[0]
    joined = Change("", base.code, 0, "base", today, None, today, "tier_joined", named(base))
    rows.put_down(raw, [rows.Written(guest, joined) for guest in rows.add(raw, states)])


def tier_on(raw: Statements, guest_ids: Sequence[int], days: Sequence[date]) -> dict[tuple[int, date], str]:
    """The tier by which each guest earned on that day (the two lists go together); no entry: not a member yet.

    A tier reached by visits counts from the day after, so that the stay that lifts does not earn by what it lifts to;
    what was bought or given counts on the same day.
    """
    found = raw.execute(TIER_ON, (array(guest_ids), array([day.isoformat() for day in days])))
    return {(guest, day): tier for guest, day, tier in found}


NEW = """
SELECT id, first_visit_on FROM guests_guest g
 WHERE id = ANY(%s::bigint[]) AND merged_into_id IS NULL
   AND NOT EXISTS (SELECT FROM tiers_membership m WHERE m.guest_id = g.id)
   AND (%s AND visits > 0
        OR EXISTS (SELECT FROM guests_guest r JOIN tiers_membership m ON m.guest_id = r.id WHERE r.merged_into_id = g.id))
"""
ONE_NEW = """
SELECT id, first_visit_on FROM guests_guest g
 WHERE id = %s AND NOT EXISTS (SELECT FROM tiers_membership m WHERE m.guest_id = g.id)
"""
TIER_ON = """
SELECT asked.guest, asked.day, c.to_tier
  FROM (SELECT DISTINCT * FROM unnest(%s::bigint[], %s::date[]) AS a(guest, day)) asked
 CROSS JOIN LATERAL (SELECT to_tier FROM tiers_change
                      WHERE guest_id = asked.guest AND counted_from <= asked.day
                      ORDER BY counted_from DESC, id DESC LIMIT 1) c
"""
