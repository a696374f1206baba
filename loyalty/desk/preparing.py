"""What is to be done for the arrivals of today and the next two days becomes tasks, never twice for one visit.

Upon visits within seconds, and every night for all. One writer at a time per property: the lock is taken before
anything is read, so what a second worker reads is what the first one wrote. The database says it again
(desk_task_once).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.statements import Statements, array
from loyalty.desk import expecting, surprise_rules, wanting
from loyalty.desk.expecting import LATE, Coming
from loyalty.desk.moving import Doing
from loyalty.desk.planning import AHEAD, LOOKS_BACK, Kept, Plan, plan
from loyalty.desk.surprising import Rule
from loyalty.desk.wanting import Complaint, Given, Liked, Wanted
from loyalty.guests import preferences
from loyalty.programme import versions
from tenants.models import Property

BATCH = 1_000


@dataclass(slots=True)
class Person:
    """What one guest's arrivals are prepared by, over all rows of the person."""

    id: int
    rows: list[int]
    visits: int
    birthday: date | None
    first_on: date | None
    joined_on: date | None
    tier: str
    tier_name: str = ""
    tier_name_en: str = ""
    below: tuple[str, ...] = ()
    liked: list[Liked] = field(default_factory=list)
    complaints: list[tuple[Complaint, bool]] = field(default_factory=list)  # each with whether it is open
    kept: list[Kept] = field(default_factory=list)


def follow(raw: Statements, hotel: Property, guests: Sequence[int], today: date) -> int:
    """Prepare for these guests' arrivals anew; how many tasks changed. Inside the property."""
    with transaction.atomic():
        alone(raw)
        return sum(_prepare(raw, hotel, today, guests).values())


def night(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """The same for everybody who comes soon or has something open."""
    with transaction.atomic():
        alone(raw)
        return _prepare(raw, hotel, day, None)


def alone(raw: Statements) -> None:
    """Hold this property's preparing until the transaction ends; its own statement, before the first read."""
    raw.execute(LOCK)


def _prepare(raw: Statements, hotel: Property, today: date, guests: Sequence[int] | None) -> dict[str, int]:
    done = {"made": 0, "changed": 0, "withdrawn": 0}
    asked = {"from": today - LATE, "to": today + AHEAD, "since": today - LOOKS_BACK}
    if guests is None:
        due = [guest for (guest,) in raw.execute(DUE, asked)]
    else:
        due = [guest for (guest,) in raw.execute(DUE_OF, {**asked, "guests": array(list(guests))})]
    rules, costs = surprise_rules.active(raw), surprise_rules.costs(raw)
    zone = clock.zone(hotel.time_zone)
    for start in range(0, len(due), BATCH):
        ids = due[start : start + BATCH]
        comings, found = expecting.read(raw, ids, today), Plan()
        for person in people(raw, ids, today).values():
            asking = [
                (coming, wanted_of(hotel, person, coming, rules, costs))
                for coming in comings.get(person.id, ())
            ]
            found.add(plan(person.id, asking, person.kept, today, zone))
        _write(raw, found, done)
        _withdraw_secret(raw, ids, done)
    return done


def wanted_of(
    hotel: Property, person: Person, coming: Coming, rules: Iterable[Rule], costs: dict[str, int | None]
) -> list[Wanted]:
    """Everything that this visit asks for."""
    known = wanting.facts_of(coming, person, complained(person, coming))
    asked = [request for stay in coming.stays for request in stay.requests]
    found = wanting.surprises(rules, known, costs)
    found += wanting.preferences(person.liked, asked)
    if coming.ordinal == 1:
        found += wanting.first_visit(coming, clock.zone(hotel.time_zone))
    found += wanting.requests(coming)
    found += wanting.complaints((each for each, is_open in person.complaints if is_open), coming.day)
    return found


def complained(person: Person, coming: Coming) -> date | None:
    """The last complaint since the visit before this one began, and before this one."""
    if coming.prev_on is None:
        return None
    days = [each.day for each, _ in person.complaints if coming.prev_on <= each.day < coming.day]
    return max(days, default=None)


def people(raw: Statements, guests: Sequence[int], today: date) -> dict[int, Person]:
    """What preparing needs to know of these guests (standing ones); secret ones are left out."""
    found: dict[int, Person] = {}
    of_row: dict[int, Person] = {}
    names = tiers(raw, today)
    for row in raw.execute(PEOPLE, (array(list(guests)),)):
        person = Person(*row)
        person.tier_name, person.tier_name_en, person.below = names.get(person.tier, ("", "", ()))
        found[person.id] = person
        of_row |= dict.fromkeys(person.rows, person)
    rows = array(sorted(of_row))
    seen: dict[int, set[str]] = defaultdict(set)
    for row, code, value, expired in raw.execute(LIKED, (rows,)):
        person = of_row[row]
        if code not in seen[person.id]:
            seen[person.id].add(code)
            if not expired:
                person.liked.append(Liked(preferences.word(code), value))
    for row, number, day, text, department, is_open in raw.execute(COMPLAINTS, (rows,)):
        of_row[row].complaints.append((Complaint(number, day, text, department), is_open))
    for task in _kept(raw, rows):
        if (of := of_row.get(task.guest)) is not None:
            of.kept.append(task)
    return found


def _kept(raw: Statements, rows: str) -> Iterable[Kept]:
    found = raw.execute(KEPT, (rows,))
    for standing, number, guest, stay, day, until, state, *values, products, cost, done, earlier in found:
        said: list[Any] = [*values, _gives(products), cost]
        # A task goes where its stay goes: records that were told apart take theirs along.
        whose = standing or guest
        doings = msgspec.json.decode(earlier, type=tuple[Doing, ...])
        last = msgspec.json.decode(done, type=Doing) if done else None
        yield Kept(number, whose, stay, day, until, state, Wanted(*said), last, doings)


def _gives(told: str) -> tuple[Given, ...]:
    return tuple(Given(**each) for each in msgspec.json.decode(told))


def tiers(raw: Statements, today: date) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Of each tier its names, and the tiers below it."""
    published = versions.in_force(raw, today)
    levels = published.programme.tiers.levels if published else ()
    codes = tuple(level.code for level in levels)
    return {level.code: (level.name, level.name_en, codes[:at]) for at, level in enumerate(levels)}


def _write(raw: Statements, found: Plan, done: dict[str, int]) -> None:
    now = clock.now()
    if found.new:
        done["made"] += raw.execute(MAKE, (now, _told(found.new))).rowcount
    if found.again:
        done["changed"] += raw.execute(AGAIN, (_told(found.again),)).rowcount
    if found.reopened:
        done["changed"] += raw.execute(REOPEN, (_told(found.reopened),)).rowcount
    if found.restored:
        done["changed"] += raw.execute(RESTORE, (_told(found.restored),)).rowcount
    if found.met:
        raw.execute(MET, (array(found.met),))
    if found.withdrawn:
        done["withdrawn"] += raw.execute(WITHDRAW, (now, array(found.withdrawn))).rowcount


def _withdraw_secret(raw: Statements, guests: Sequence[int], done: dict[str, int]) -> None:
    done["withdrawn"] += raw.execute(OF_HIDDEN, (clock.now(), array(list(guests)))).rowcount


def _told(tasks: Sequence[Kept]) -> str:
    rows: list[dict[str, Any]] = []
    for task in tasks:
        wanted = task.wanted
        rows.append(
            {
                **{name: getattr(task, name) for name in ("id", "guest", "stay", "day", "until")},
                **{name: getattr(wanted, name) for name in COLUMNS},
                "products": [each._asdict() for each in wanted.gives],
                "cost_cents": wanted.cost_cents,
                "done_at": task.done and task.done.at,
            }
        )
    return msgspec.json.encode(rows).decode()


COLUMNS = ("kind", "code", "department", "says", "says_en", "why", "why_en", "announced")
_RECORD = """jsonb_to_recordset(%s::jsonb) AS new (id bigint, guest bigint, stay bigint, day date, until date, kind text,
       code text, department text, says text, says_en text, why text, why_en text, announced boolean, products jsonb,
       cost_cents bigint, done_at timestamptz)"""
_AS_WANTED = """guest_id = new.guest, stay = new.stay, day = new.day, until = new.until, department = new.department,
       says = new.says, says_en = new.says_en, why = new.why, why_en = new.why_en, announced = new.announced,
       products = new.products, cost_cents = new.cost_cents"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('preparing ' || current_schema(), 0))"
DUE = """
SELECT DISTINCT coalesce(g.merged_into_id, g.id) FROM guests_guest g JOIN (
  SELECT s.guest_id FROM stays_stay s
   WHERE s.check_in_on BETWEEN %(from)s AND %(to)s AND s.status IN ('booked', 'in_house')
  UNION ALL
  SELECT coalesce(s.guest_id, t.guest_id) FROM desk_task t LEFT JOIN stays_stay s ON s.id = t.stay
   WHERE t.state = 'open' AND t.until >= %(since)s
) d ON d.guest_id = g.id ORDER BY 1
"""
DUE_OF = """
SELECT g.id FROM guests_guest g
 WHERE g.id = ANY(%(guests)s::bigint[]) AND g.merged_into_id IS NULL
   AND (EXISTS (SELECT FROM stays_stay s WHERE s.guest_id = g.id AND s.status IN ('booked', 'in_house')
                   AND s.check_in_on BETWEEN %(from)s AND %(to)s)
        OR EXISTS (SELECT FROM desk_task t WHERE t.guest_id = g.id AND t.state = 'open' AND t.until >= %(since)s)
        OR EXISTS (SELECT FROM stays_stay s JOIN desk_task t ON t.stay = s.id
                    WHERE s.guest_id = g.id AND t.state = 'open' AND t.until >= %(since)s)
        OR EXISTS (SELECT FROM guests_guest m JOIN desk_task t ON t.guest_id = m.id
                    WHERE m.merged_into_id = g.id AND t.state = 'open' AND t.until >= %(since)s))
 ORDER BY g.id
"""
PEOPLE = """
SELECT g.id, ARRAY[g.id] || ARRAY(SELECT m.id FROM guests_guest m WHERE m.merged_into_id = g.id ORDER BY m.id),
       g.visits, g.birthday, g.first_visit_on, t.joined_on, coalesce(t.tier, '')
  FROM guests_guest g LEFT JOIN tiers_membership t ON t.guest_id = g.id
 WHERE g.id = ANY(%s::bigint[]) AND NOT g.secret
"""
# The newest word on a preference is the one that holds.
LIKED = """
SELECT guest_id, code, value, expired_on IS NOT NULL FROM guests_preference
 WHERE guest_id = ANY(%s::bigint[]) ORDER BY noted_at DESC, id DESC
"""
COMPLAINTS = """
SELECT guest_id, id, day, text, department, settled_at IS NULL FROM guests_interaction
 WHERE guest_id = ANY(%s::bigint[]) AND kind = 'complaint' ORDER BY id
"""
_TASK = """
SELECT s.guest_id, t.id, t.guest_id, t.stay, t.day, t.until, t.state, t.kind, t.code, t.department, t.says, t.says_en,
       t.why, t.why_en, t.announced, t.products::text, t.cost_cents,
       CASE WHEN t.state = 'done' AND t.done_day IS NOT NULL THEN jsonb_build_object('at', t.settled_at, 'day', t.done_day,
         'room_no', t.done_room, 'met', t.met)::text END, t.earlier::text
  FROM desk_task t LEFT JOIN stays_stay s ON s.id = t.stay
"""
KEPT = f"""
WITH asked AS MATERIALIZED (SELECT unnest(%s::bigint[]) AS guest)
{_TASK} WHERE t.guest_id IN (SELECT guest FROM asked)
UNION
{_TASK} JOIN asked a ON a.guest = s.guest_id
"""  # noqa: S608 (put together from constants)
MAKE = f"""
INSERT INTO desk_task (made_at, kind, code, guest_id, stay, day, until, department, says, says_en, why, why_en, announced,
       products, cost_cents, state, note, settled_name)
SELECT %s, kind, code, guest, stay, day, until, department, says, says_en, why, why_en, announced, products, cost_cents,
       'open', '', ''
  FROM {_RECORD}
ON CONFLICT (stay, kind, code) DO NOTHING
"""  # noqa: S608
AGAIN = f"""
UPDATE desk_task t SET {_AS_WANTED}, state = 'open', settled_at = NULL, settled_by = NULL, settled_name = ''
  FROM {_RECORD} WHERE t.id = new.id AND t.state IN ('open', 'withdrawn')
"""  # noqa: S608
# Who has opened it or done it anew meanwhile has said the last word.
REOPEN = f"""
UPDATE desk_task t SET {_AS_WANTED}, state = 'open', settled_at = NULL, settled_by = NULL, settled_name = '', note = '',
       done_day = NULL, done_room = '',
       earlier = t.earlier || jsonb_build_object('day', t.done_day, 'room_no', t.done_room, 'at', t.settled_at,
         'by', t.settled_by, 'name', t.settled_name, 'note', t.note, 'cost_cents', t.cost_cents)
  FROM {_RECORD} WHERE t.id = new.id AND t.state = 'done' AND NOT t.met AND t.settled_at = new.done_at
"""  # noqa: S608
RESTORE = f"""
UPDATE desk_task t SET day = new.day, until = new.until, state = 'done', earlier = t.earlier - -1,
       settled_at = (t.earlier->-1->>'at')::timestamptz, settled_by = (t.earlier->-1->>'by')::uuid,
       settled_name = t.earlier->-1->>'name', note = t.earlier->-1->>'note', done_day = (t.earlier->-1->>'day')::date,
       done_room = t.earlier->-1->>'room_no', cost_cents = (t.earlier->-1->>'cost_cents')::bigint
  FROM {_RECORD} WHERE t.id = new.id AND t.state = 'open' AND t.earlier <> '[]'
"""  # noqa: S608
MET = "UPDATE desk_task SET met = true WHERE id = ANY(%s::bigint[]) AND state = 'done'"
WITHDRAW = """
UPDATE desk_task SET state = 'withdrawn', settled_at = %s WHERE id = ANY(%s::bigint[]) AND state = 'open'
"""
OF_HIDDEN = """
UPDATE desk_task t SET state = 'withdrawn', settled_at = %s FROM guests_guest g
 WHERE g.id = t.guest_id AND g.id = ANY(%s::bigint[]) AND g.secret AND t.state = 'open'
"""
