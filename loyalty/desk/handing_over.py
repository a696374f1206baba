"""A shift and its hand-over: what it leaves is counted once, when it is handed over, and stays as it was then.

A shift belongs to the day on which it begins: at two in the morning the night shift of yesterday has the desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk import departing, tasks
from loyalty.desk.notes import By
from loyalty.remarks.shifts import USUAL, Watch, covers
from tenants.models import Property

LOOKS_BACK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


class NoSuchShift(Refused):
    code = "no_such_shift"
    status = 422
    zh = "没有这个班次：{shift}。"
    en = "There is no such shift: {shift}."


class NotThisDay(Refused):
    code = "not_this_day"
    status = 422
    zh = "只能交接最近 7 天、已经开始的班次。"
    en = "Only shifts that have begun, of the last 7 days, are handed over."


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of one day: who handed it over, with what, and who took it over."""

    handed_at: datetime | None
    handed_name: str
    left: dict[str, int]
    taken_at: datetime | None
    taken_name: str


def watches(raw: Statements) -> list[tuple[Watch, str | None]]:
    """The property's shifts, else the usual ones, each with its holder's name."""
    found = [
        (Watch(name, starts, ends, holder), named)
        for name, starts, ends, holder, named in raw.execute(SHIFTS)
    ]
    return found or [(Watch(name, starts, ends, ""), None) for name, starts, ends in USUAL]


def at(shifts: Sequence[Watch], local: datetime) -> tuple[date, Watch]:
    """The shift that has the desk at this local moment, and the day it belongs to; between shifts the last one's."""
    moment, today = local.time(), local.date()
    for shift in shifts:
        if covers(shift.starts, shift.ends, moment):
            return (today if shift.starts <= moment else today - ONE_DAY), shift
    begun = [shift for shift in shifts if shift.starts <= moment]
    if begun:
        return today, max(begun, key=lambda shift: shift.starts)
    return today - ONE_DAY, max(shifts, key=lambda shift: shift.starts)


def chosen(
    shifts: Sequence[Watch], hotel: Property, day: date | None, name: str | None
) -> tuple[date, Watch]:
    """Of these the shift asked for; what is not said is as it is now. Raises NoSuchShift."""
    now_day, now_shift = at(shifts, clock.now().astimezone(clock.zone(hotel.time_zone)))
    if name is None:
        return day or now_day, now_shift
    shift = next((each for each in shifts if each.name == name), None)
    if shift is None:
        raise NoSuchShift(shift=name)
    if day is None:
        day = now_day if shift == now_shift else clock.today(hotel.time_zone)
    return day, shift


def of(raw: Statements, day: date, shift: str) -> Turn | None:
    row = raw.execute(OF, (day, shift)).fetchone()
    return None if row is None else Turn(row[0], row[1], msgspec.json.decode(row[2]), *row[3:])


def hand_over(raw: Statements, hotel: Property, day: date, shift: str, by: By) -> tuple[Turn, bool]:
    """Hand this shift over with what is open now; the turn, and whether it was just done. Who was first stands."""
    return _done(raw, hotel, day, shift, by, HAND)


def take_over(raw: Statements, hotel: Property, day: date, shift: str, by: By) -> tuple[Turn, bool]:
    """Take over what this shift left, handed over or not. Who was first stands."""
    return _done(raw, hotel, day, shift, by, TAKE)


def _done(
    raw: Statements, hotel: Property, day: date, shift: str, by: By, statement: str
) -> tuple[Turn, bool]:
    day, watch = chosen([each for each, _ in watches(raw)], hotel, day, shift)
    local = clock.now().astimezone(clock.zone(hotel.time_zone))
    begun = datetime.combine(day, watch.starts, local.tzinfo) <= local
    if not begun or day < local.date() - LOOKS_BACK:
        raise NotThisDay
    before = of(raw, day, watch.name)
    left = before.left if before and before.left else counted(raw, day)
    values = {"day": day, "shift": watch.name, "by": by.staff, "name": by.name[:80], "now": clock.now()}
    changed = raw.execute(statement, {**values, "left": msgspec.json.encode(left).decode()}).rowcount
    found = of(raw, day, watch.name)
    if found is None:
        raise NoSuchShift(shift=shift)
    return found, changed > 0


def counted(raw: Statements, day: date) -> dict[str, int]:
    """What is open now: tasks of who is here or comes on this day, remarks, complaints, notes, arrivals still awaited."""
    now = clock.now()
    names = ("tasks", "complaints", "notes", "arrivals")
    found: Any = raw.execute(LEFT, {"day": day}).fetchone()
    leaves = departing.counts(raw, day, now)
    return {
        **dict(zip(names, found, strict=True)),
        "remarks": leaves["remarks_open"],
        "remarks_overdue": leaves["remarks_overdue"],
    }


SHIFTS = """
SELECT s.name, s.starts, s.ends, coalesce(c.external_id, ''), nullif(c.name, '')
  FROM remarks_shift s LEFT JOIN stays_clerk c ON c.id = s.holder_id ORDER BY s.starts, s.id
"""
OF = """
SELECT handed_at, handed_name, "left"::text, taken_at, taken_name FROM desk_turn WHERE day = %s AND shift = %s
"""
HAND = """
INSERT INTO desk_turn (day, shift, handed_at, handed_by, handed_name, "left", taken_name)
VALUES (%(day)s, %(shift)s, %(now)s, %(by)s::uuid, %(name)s, %(left)s::jsonb, '')
ON CONFLICT (day, shift) DO UPDATE SET handed_at = EXCLUDED.handed_at, handed_by = EXCLUDED.handed_by,
    handed_name = EXCLUDED.handed_name
 WHERE desk_turn.handed_at IS NULL
"""
TAKE = """
INSERT INTO desk_turn (day, shift, handed_name, "left", taken_at, taken_by, taken_name)
VALUES (%(day)s, %(shift)s, '', %(left)s::jsonb, %(now)s, %(by)s::uuid, %(name)s)
ON CONFLICT (day, shift) DO UPDATE SET taken_at = EXCLUDED.taken_at, taken_by = EXCLUDED.taken_by,
    taken_name = EXCLUDED.taken_name
 WHERE desk_turn.taken_at IS NULL
"""
LEFT = f"""
SELECT (SELECT count(*) FROM desk_task t JOIN stays_stay s ON s.id = t.stay JOIN guests_guest g ON g.id = s.guest_id
         WHERE t.state = 'open' AND t.day BETWEEN %(day)s::date - 14 AND %(day)s AND t.until >= %(day)s AND NOT g.secret
           AND (s.status = 'booked' OR {tasks.STAYS_ON}) {tasks.HOLDS}),
       (SELECT count(*) FROM guests_interaction i JOIN guests_guest a ON a.id = i.guest_id
          JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
         WHERE i.kind = 'complaint' AND i.settled_at IS NULL AND NOT g.secret),
       (SELECT count(*) FROM desk_note n LEFT JOIN guests_guest a ON a.id = n.guest_id
          LEFT JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
         WHERE n.settled_at IS NULL AND g.secret IS NOT TRUE),
       (SELECT count(*) FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
         WHERE s.check_in_on = %(day)s AND s.status = 'booked' AND NOT g.secret)
"""  # noqa: S608 (put together from constants)
