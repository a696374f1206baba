"""Guests of one family who spend from one pool. Nobody is in two; balances stay with whom they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty.guests.persons import rows_of
from loyalty.programme.points import turns
from loyalty.programme.points.refusals import FamilyTooLarge, InAnotherFamily, SwitchedOff
from loyalty.programme.points.terms import Family

# Of several families, which is only so after a merge, the first counts.
OF_PERSON = "SELECT min(family_id) FROM points_familymember WHERE guest_id = ANY(%s::bigint[])"
MEMBERS = """
SELECT DISTINCT coalesce(g.merged_into_id, g.id) AS standing
  FROM points_familymember m JOIN guests_guest g ON g.id = m.guest_id WHERE m.family_id = %s ORDER BY 1
"""
OTHERS = """
WITH family AS (SELECT min(family_id) AS id FROM points_familymember WHERE guest_id = ANY(%(rows)s::bigint[])),
standing AS (
  SELECT DISTINCT coalesce(g.merged_into_id, g.id) AS id
    FROM family f JOIN points_familymember m ON m.family_id = f.id JOIN guests_guest g ON g.id = m.guest_id
)
SELECT id FROM (
  SELECT s.id FROM standing s UNION SELECT g.id FROM standing s JOIN guests_guest g ON g.merged_into_id = s.id
) AS everybody WHERE id <> ALL(%(rows)s::bigint[]) ORDER BY id
"""
MAKE = "INSERT INTO points_family (made_at, made_by) VALUES (%s, %s) RETURNING id"
JOIN = (
    "INSERT INTO points_familymember (guest_id, family_id) SELECT g, %s FROM unnest(%s::bigint[]) AS new (g)"
)
LEAVE = "DELETE FROM points_familymember WHERE guest_id = ANY(%s::bigint[])"
DISSOLVE = "DELETE FROM points_familymember WHERE family_id = %s"
REMOVE = "DELETE FROM points_family WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Pool:
    """A family: its members' standing rows, and all rows from which its points can be spent."""

    id: int
    members: list[int]
    rows: list[int]


def of(raw: Statements, rows: Sequence[int]) -> Pool | None:
    """The family of this person; None when there is none."""
    family = raw.value(OF_PERSON, (list(rows),))
    if family is None:
        return None
    members = [standing for (standing,) in raw.execute(MEMBERS, (family,))]
    return Pool(family, members, [row for member in members for row in rows_of(raw, member)])


def others(raw: Statements, rows: Sequence[int]) -> list[int]:
    """All rows of the other members of this person's family."""
    return [row for (row,) in raw.execute(OTHERS, {"rows": list(rows)})]


def unite(raw: Statements, terms: Family, guests: Sequence[int], actor: Actor) -> Pool:
    """Make these guests one family, in place of the one that the first was in. All hold their turn until the end."""
    if not terms.enabled:
        raise SwitchedOff(what_zh="家庭积分", what="a family's points")
    persons = turns.take(raw, guests)
    members = {rows[0]: rows for rows in persons.values()}
    if not 2 <= len(members) <= terms.members_max:
        raise FamilyTooLarge(members_max=terms.members_max)
    own = raw.value(OF_PERSON, (list(persons[guests[0]]),))
    for standing, rows in members.items():
        family = raw.value(OF_PERSON, (list(rows),))
        if family is not None and family != own:
            raise InAnotherFamily(guest=str(standing))
    family = own if own is not None else raw.value(MAKE, (clock.now(), actor.name[:80]))
    raw.execute(DISSOLVE, (family,))
    raw.execute(JOIN, (family, sorted(members)))
    return Pool(family, sorted(members), [row for rows in members.values() for row in rows])


def leave(raw: Statements, guest: int) -> bool:
    """This person leaves the family, which ends when only one would be left; False when there was none."""
    rows = turns.take(raw, [guest])[guest]
    found = of(raw, rows)
    if found is None:
        return False
    raw.execute(LEAVE, (list(rows),))
    if len(found.members) <= 2:
        raw.execute(DISSOLVE, (found.id,))
        raw.execute(REMOVE, (found.id,))
    return True
