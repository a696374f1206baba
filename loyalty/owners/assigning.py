"""Guests get an owner by the property's rules. Only who has none: neither a person's choice nor a transfer is undone.

The most valuable guests are given first, and among equals the older number, so that the same guests and rules give the
same owners whoever counts; within a department each next guest goes to who has the fewest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel import clock
from kernel.statements import Statements, array
from loyalty.guests.persons import ALL_OF_G
from loyalty.owners import departments, people, rules, turns
from loyalty.owners.deciding import Facts, Given, House, Rule, decide
from loyalty.owners.reading import HOLDS, WITHOUT
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules would do now."""

    given: list[Given]
    unowned: int  # of how many guests without an owner

    @property
    def nobody(self) -> int:
        return self.unowned - len(self.given)


def follow(raw: Statements, hotel: Property, guests: Sequence[int]) -> int:
    """Give these guests owners where they have none, by the rules; how many got one. Merged ones count as their person."""
    known = _active(raw)
    # Nearly everybody has one already: then nobody's turn is waited for.
    if not known or not guests or not raw.value(ANYBODY, {"guests": array(guests)}):
        return 0
    here = list(people.here(hotel))
    turns.take(raw, hotel.pk)
    return _write(raw, _plan(raw, known, here, guests).given)


def night(raw: Statements, hotel: Property) -> dict[str, int]:
    """Everybody who has no owner; what it came to."""
    plan = apply(raw, hotel)
    return {"assigned": len(plan.given), "nobody": plan.nobody}


def apply(raw: Statements, hotel: Property) -> Plan:
    """Do now what preview() says."""
    known, here = _active(raw), list(people.here(hotel))
    turns.take(raw, hotel.pk)
    plan = _plan(raw, known, here, None)
    _write(raw, plan.given)
    return plan


def preview(raw: Statements, hotel: Property) -> Plan:
    """What the rules would do with everybody who has no owner; nothing is changed."""
    return _plan(raw, _active(raw), list(people.here(hotel)), None)


def _active(raw: Statements) -> list[Rule]:
    return [rule for rule in rules.listed(raw) if rule.active]


def _plan(raw: Statements, known: Sequence[Rule], here: list[UUID], guests: Sequence[int] | None) -> Plan:
    facts = _unowned(raw, known, guests)
    if not facts:
        return Plan([], 0)
    groups = {each.code: each.members for each in departments.listed(raw)}
    has = dict(raw.execute(HAS, (here,)).fetchall()) if any(r.gives == "department" for r in known) else {}
    return Plan(decide(known, facts, House(frozenset(here), groups, has)), len(facts))


def _unowned(raw: Statements, known: Sequence[Rule], guests: Sequence[int] | None) -> list[Facts]:
    """Persons without an owner, with what the rules ask about them. Whom the PMS marks secret is given by hand only."""
    asked = {rule.fits for rule in known}
    values = {
        "guests": None if guests is None else array(guests),
        "contact": "added_contact" in asked,
        "clerk": "checked_in" in asked,
        "tags": [rule.value for rule in known if rule.fits == "tag"],
    }
    rows = raw.execute(UNOWNED, values, prepare=False)
    return [Facts(guest, *rest) for guest, *rest in rows]


def _write(raw: Statements, given: Sequence[Given]) -> int:
    if not given:
        return 0
    values = {
        "guests": array([each.guest for each in given]),
        "staff": array([str(each.staff) for each in given]),
        "departments": array([each.department for each in given]),
        "reasons": array([each.reason for each in given]),
        "now": clock.now(),
    }
    return raw.execute(GIVE, values).rowcount


_THESE = """g.id = ANY(ARRAY(
        SELECT coalesce(a.merged_into_id, a.id) FROM guests_guest a WHERE a.id = ANY(%(guests)s::bigint[])))"""
ANYBODY = f"SELECT EXISTS (SELECT FROM guests_guest g WHERE {_THESE} AND {WITHOUT})"  # noqa: S608 (constants)
UNOWNED = f"""
SELECT g.id,
       CASE WHEN %(contact)s THEN coalesce(
           (SELECT t.completed_by FROM remarks_task t WHERE t.guest_id = g.id AND t.completed_by IS NOT NULL
             ORDER BY t.completed_at, t.id LIMIT 1),
           (SELECT r.written_by FROM remarks_remark r
             WHERE r.guest_id = ANY({ALL_OF_G}) AND r.written_by IS NOT NULL ORDER BY r.written_at LIMIT 1)) END,
       CASE WHEN %(clerk)s THEN (SELECT c.staff FROM stays_visit v JOIN stays_clerk c ON c.external_id = v.clerk
                                  WHERE v.guest_id = g.id AND v.ordinal = g.visits) END,
       coalesce(m.tier, ''), g.channel,
       ARRAY(SELECT unnest(g.tags) INTERSECT SELECT unnest(%(tags)s::text[]))
  FROM guests_guest g
  LEFT JOIN tiers_membership m ON m.guest_id = g.id
 WHERE {WITHOUT} AND (%(guests)s::bigint[] IS NULL OR {_THESE})
 ORDER BY g.spend_cents DESC, g.id
"""  # noqa: S608 (constants)
HAS = f"""
SELECT o.staff, count(*) FROM owners_owner o JOIN guests_guest p ON p.id = o.guest_id
 WHERE o.staff = ANY(%s::uuid[]) AND {HOLDS} GROUP BY o.staff
"""  # noqa: S608
# Whoever wrote in between, without waiting for his turn, is not written over.
GIVE = """
WITH given AS (
  INSERT INTO owners_owner (guest_id, staff, department, by_hand, reason, since, by_name)
  SELECT guest, staff::uuid, department, false, reason, %(now)s, ''
    FROM unnest(%(guests)s::bigint[], %(staff)s::text[], %(departments)s::text[], %(reasons)s::text[])
         AS x(guest, staff, department, reason)
  ON CONFLICT (guest_id) DO NOTHING RETURNING guest_id, staff, department, reason)
INSERT INTO owners_change (guest_id, at, giver_department, taker, taker_department, reason, note, by_name)
SELECT guest_id, %(now)s, '', staff, department, reason, '', '' FROM given
"""
