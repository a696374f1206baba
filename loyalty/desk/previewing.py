"""What a rule of surprises would have come to over the last 90 days, and whom of those booked it surprises, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kernel.statements import Statements, array
from loyalty.desk import expecting, preparing, surprise_rules, wanting
from loyalty.desk.planning import YEARLY
from loyalty.desk.surprise_rules import COUNTED_DAYS
from loyalty.desk.surprising import YEARLY as YEARLY_OCCASIONS
from loyalty.desk.surprising import Known, Rule, Why, fits
from loyalty.guests.persons import ALL_OF_G
from loyalty.programme.tiers import membership

COMING_DAYS = 30
EXAMPLES = 5
ARRIVALS = 8


class Fits(NamedTuple):
    """A visit that the rule meets."""

    guest: int
    day: date
    why: Why


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody booked, who would be surprised."""

    guest: int
    name: str
    day: date
    why: Why


@dataclass(frozen=True, slots=True)
class Preview:
    """Costs are None where a product's cost is not known; examples are who comes, then who came last."""

    past: int
    cost_cents: int | None
    coming: int
    coming_cost_cents: int | None
    arrivals: list[Arrival]  # the first of those who come
    examples: list[tuple[int, str]]


def preview(raw: Statements, rule: Rule, today: date) -> Preview:
    """Without writing anything; secret guests are not counted."""
    past = _once_a_year(rule, _past(raw, rule, today))
    coming = _once_a_year(rule, _coming(raw, rule, today))
    cost = surprise_rules.total(rule, surprise_rules.costs(raw))
    guests = dict.fromkeys([each.guest for each in coming] + [each.guest for each in reversed(past)])
    shown = list(guests)[:EXAMPLES]
    first = coming[:ARRIVALS]
    asked = sorted({*shown, *(each.guest for each in first)})
    names = dict(raw.execute(NAMES, (array(asked),)).fetchall())
    return Preview(
        len(past),
        None if cost is None else cost * len(past),
        len(coming),
        None if cost is None else cost * len(coming),
        [Arrival(each.guest, names[each.guest], each.day, each.why) for each in first if each.guest in names],
        [(guest, names[guest]) for guest in shown if guest in names],
    )


def _past(raw: Statements, rule: Rule, today: date) -> list[Fits]:
    asked = {
        "from": today - timedelta(days=COUNTED_DAYS),
        "to": today,
        "complaints": rule.occasion == "after_complaint",
    }
    rows = raw.execute(VISITS, asked).fetchall()
    held: dict[tuple[int, date], str] = {}
    if rule.occasion == "tier":
        held = membership.tier_on(raw, [row[0] for row in rows], [row[2] for row in rows])
    levels = preparing.tiers(raw, today) if held else {}
    found = []
    for guest, *values, complaint_on in rows:
        known = Known(*values)
        tier = held.get((guest, known.day), "")
        below = levels[tier][2] if tier in levels else ()
        if why := fits(rule, known._replace(tier=tier, below=below, complaint_on=complaint_on)):
            found.append(Fits(guest, known.day, why))
    return found


def _coming(raw: Statements, rule: Rule, today: date) -> list[Fits]:
    until = today + timedelta(days=COMING_DAYS)
    guests = [guest for (guest,) in raw.execute(BOOKED, {"from": today, "to": until})]
    comings = expecting.read(raw, guests, today)
    found: list[Fits] = []
    for person in preparing.people(raw, guests, today).values():
        for coming in comings.get(person.id, ()):
            known = wanting.facts_of(coming, person, preparing.complained(person, coming))
            if today <= coming.day <= until and (why := fits(rule, known)):
                found.append(Fits(person.id, coming.day, why))
    return sorted(found, key=lambda each: (each.day, each.guest))


def _once_a_year(rule: Rule, found: Iterable[Fits]) -> Sequence[Fits]:
    """Of what is given once a year, the first of each guest's visits around it."""
    if rule.occasion not in YEARLY_OCCASIONS:
        return list(found)
    kept: dict[int, date] = {}
    once: list[Fits] = []
    for each in sorted(found, key=lambda each: each.day):
        if each.guest not in kept or each.day - kept[each.guest] >= YEARLY:
            kept[each.guest] = each.day
            once.append(each)
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
