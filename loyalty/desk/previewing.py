"""What a rule of surprises would have come to over the last 90 days, and what it will on those who are booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kernel.statements import Statements, array
from loyalty.desk import expecting, preparing, surprise_rules, wanting
from loyalty.desk.planning import YEARLY
from loyalty.desk.surprise_rules import COUNTED_DAYS
from loyalty.desk.surprising import YEARLY as YEARLY_OCCASIONS
from loyalty.desk.surprising import Known, Rule, fits
from loyalty.guests.persons import ALL_OF_G
from loyalty.programme.tiers import membership

COMING_DAYS = 30
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """`cost_cents` is None where a product's cost is not known; examples are who comes, then who came last."""

    past: int
    cost_cents: int | None
    coming: int
    examples: list[tuple[int, str]]


def preview(raw: Statements, rule: Rule, today: date) -> Preview:
    """Without writing anything; secret guests are not counted."""
    past = _once_a_year(rule, _past(raw, rule, today))
    coming = _once_a_year(rule, _coming(raw, rule, today))
    cost = surprise_rules.total(rule, surprise_rules.costs(raw))
    guests = dict.fromkeys([guest for guest, _ in coming] + [guest for guest, _ in reversed(past)])
    shown = list(guests)[:EXAMPLES]
    names = dict(raw.execute(NAMES, (array(shown),)).fetchall())
    return Preview(
        len(past),
        None if cost is None else cost * len(past),
        len(coming),
        [(guest, names[guest]) for guest in shown if guest in names],
    )


def _past(raw: Statements, rule: Rule, today: date) -> list[tuple[int, date]]:
    asked = {
        "from": today - timedelta(days=COUNTED_DAYS),
        "to": today,
        "complaints": rule.occasion == "after_complaint",
    }
    rows = raw.execute(VISITS, asked).fetchall()
    tiers: dict[tuple[int, date], str] = {}
    if rule.occasion == "tier":
        tiers = membership.tier_on(raw, [row[0] for row in rows], [row[2] for row in rows])
    return [
        (guest, known[1])
        for guest, *known, complaint_on in rows
        if fits(rule, _known(known, tiers.get((guest, known[1]), ""), complaint_on))
    ]


def _known(values: Sequence[Any], tier: str, complaint_on: date | None) -> Known:
    return Known(*values)._replace(tier=tier, complaint_on=complaint_on)


def _coming(raw: Statements, rule: Rule, today: date) -> list[tuple[int, date]]:
    until = today + timedelta(days=COMING_DAYS)
    guests = [guest for (guest,) in raw.execute(BOOKED, {"from": today, "to": until})]
    comings = expecting.read(raw, guests, today)
    found: list[tuple[int, date]] = []
    for person in preparing.people(raw, guests, today).values():
        for coming in comings.get(person.id, ()):
            known = wanting.facts_of(coming, person, preparing.complained(person, coming))
            if today <= coming.day <= until and fits(rule, known):
                found.append((person.id, coming.day))
    return sorted(found, key=lambda each: (each[1], each[0]))


def _once_a_year(rule: Rule, found: Iterable[tuple[int, date]]) -> Sequence[tuple[int, date]]:
    """Of what is given once a year, the first of each guest's visits around it."""
    if rule.occasion not in YEARLY_OCCASIONS:
        return list(found)
    kept: dict[int, date] = {}
    once: list[Any] = []
    for guest, day in sorted(found, key=lambda each: each[1]):
        if guest not in kept or day - kept[guest] >= YEARLY:
            kept[guest] = day
            once.append((guest, day))
    return once


VISITS = f"""
SELECT g.id, v.ordinal, v.check_in_on, v.check_out_on, g.birthday, g.first_visit_on, t.joined_on,
       CASE WHEN %(complaints)s::boolean THEN
         (SELECT max(i.day) FROM guests_interaction i
           WHERE i.kind = 'complaint' AND i.day >= v.prev_on AND i.day < v.check_in_on
             AND i.guest_id = ANY({ALL_OF_G}))
       END
  FROM stays_visit v
  JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN tiers_membership t ON t.guest_id = g.id
 WHERE v.check_in_on BETWEEN %(from)s AND %(to)s AND NOT g.secret
 ORDER BY v.check_in_on, v.id
"""  # noqa: S608 (constants)
BOOKED = """
SELECT DISTINCT s.guest_id FROM stays_stay s
 WHERE s.status = 'booked' AND s.check_in_on BETWEEN %(from)s AND %(to)s
"""
NAMES = "SELECT id, name FROM guests_guest WHERE id = ANY(%s::bigint[]) AND NOT secret"
