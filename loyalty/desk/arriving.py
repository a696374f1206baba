"""The arrivals board: who comes when, how often he was here, what to prepare and what to say. Reading it writes nothing.

A handful of statements, however many arrive. Its version is one cheap statement, so that a page may ask every few
seconds whether anything changed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kernel import clock, money, phones
from kernel.statements import Statements, array
from loyalty.desk import expecting, tasks
from loyalty.desk.expecting import LATE, Coming
from loyalty.desk.saying import scripts
from loyalty.desk.tasks import Seen, Task
from loyalty.desk.wanting import MORNING
from loyalty.guests import preferences
from loyalty.owners import reading as owners
from loyalty.programme import versions
from loyalty.remarks.completion import own_words
from loyalty.stays.incoming import LONGEST_STAY_DAYS
from tenants.models import Property

LONGEST = timedelta(days=LONGEST_STAY_DAYS)
# What is said rests on more than the version sees (points, coupons): so often the board is anew whatever it sees.
ANEW_S = 300


def version(raw: Statements, hotel: Property, day: date) -> str:
    """Opaque: another as soon as anything on the board of this day is another."""
    asked = {"day": day, "late": awaited_from(hotel, day), "since": day - LONGEST}
    return f"{raw.value(VERSION, asked)}.{int(clock.now().timestamp()) // ANEW_S:x}"


def board(
    raw: Statements, hotel: Property, day: date, seen: Seen, hidden_tags: Collection[str]
) -> dict[str, Any]:
    """The rows of the day by the hour of arrival, and its counts; at night also who is still awaited since yesterday."""
    today, late = clock.today(hotel.time_zone), awaited_from(hotel, day)
    rows = named(raw, ARRIVALS, {"day": day, "late": late})
    guests = sorted({row["guest_id"] for row in rows})
    comings = expecting.read(raw, guests, min(day, today))
    of_stay = {stay.id: coming for found in comings.values() for coming in found for stay in coming.stays}
    found = tasks.of_stays(raw, [*of_stay, *(row["stay_id"] for row in rows)])
    beside = _beside(raw, hotel, guests, today)
    pairs = [(row["guest_id"], row["stay_id"]) for row in rows]
    says = scripts.for_many(raw, hotel, pairs, "check_in", today)
    shown, listed = [], {row["stay_id"] for row in rows}
    for row in rows:
        coming = of_stay.get(row["stay_id"])
        own = _tasks_of(row, coming, found, listed, seen)
        shown.append(
            {
                **_stay(row, coming, hidden_tags),
                **beside.of(row["guest_id"], row, seen.hidden),
                "tasks": [seen.told(task) for task in own],
                "say": says.get(row["stay_id"], []),
            }
        )
    return {"rows": shown, "counts": day_counts(raw, day, late)}


def awaited_from(hotel: Property, day: date) -> date:
    """The day itself; until the morning the one before: who is booked for that may still come."""
    local = clock.now().astimezone(clock.zone(hotel.time_zone))
    return day - LATE if day == local.date() and local.hour < MORNING else day


def day_counts(raw: Statements, day: date, late: date | None = None) -> dict[str, int]:
    """How much comes and goes on this day, and for how many guests there is something to prepare.

    `late`: since when who is still booked is awaited.
    """
    (found,) = named(raw, COUNTS, {"day": day, "late": late or day, "since": day - LONGEST})
    return found


def _tasks_of(
    row: Mapping[str, Any],
    coming: Coming | None,
    found: Mapping[int, Sequence[Task]],
    listed: Collection[int],
    seen: Seen,
) -> list[Task]:
    """A visit's tasks stand with its first stay on the board, so that two rooms are not asked for two plates."""
    ids = [stay.id for stay in coming.stays] if coming else [row["stay_id"]]
    first = next((number for number in ids if number in listed), row["stay_id"])
    if first != row["stay_id"]:
        return []
    return [task for number in ids for task in found.get(number, ()) if seen.shows(task)]


def _stay(row: Mapping[str, Any], coming: Coming | None, hidden_tags: Collection[str]) -> dict[str, Any]:
    last = None
    if row["last_on"] is not None:
        last = {
            "on": row["last_on"],
            "room_no": row["last_room"],
            "rate": money.amount(row["last_rate_cents"]),
        }
    return {
        "stay_id": str(row["stay_id"]),
        **{name: row[name] for name in PLAIN},
        "nights": (row["check_out_on"] - row["check_in_on"]).days,
        "rate": money.amount(row["rate_cents"]),
        "guest": guest_told(row, hidden_tags),
        "ordinal": coming.ordinal if coming else row["ordinal"] or row["visits"] + 1,
        # Another room, or more nights, of a visit that has begun before: nobody new comes through the door.
        "continues": coming is not None and coming.day < row["check_in_on"],
        "last_visit": last,
        "stage": row["stage"],
        "description": own_words(row["description"] or ""),
    }


def guest_told(row: Mapping[str, Any], hidden_tags: Collection[str]) -> dict[str, Any]:
    return {
        "id": str(row["guest_id"]),
        "name": row["name"],
        "phone": phones.mask(row["phone"]),
        "visits": row["visits"],
        "tags": [tag for tag in row["tags"] if tag not in hidden_tags],
    }


class _Beside:
    """What stands beside each guest's row: tier, owner, complaints, preferences."""

    def __init__(self) -> None:
        self.tiers: dict[str, dict[str, str]] = {}
        self.owners: dict[int, dict[str, Any]] = {}
        self.complaints: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.liked: dict[int, list[dict[str, Any]]] = defaultdict(list)

    def of(self, guest: int, row: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
        return {
            "tier": self.tiers.get(row["tier"] or ""),
            "owner": self.owners.get(guest),
            "complaints": self.complaints[guest],
            "preferences": [each for each in self.liked[guest] if each["code"] not in hidden],
        }


def _beside(raw: Statements, hotel: Property, guests: Sequence[int], today: date) -> _Beside:
    found = _Beside()
    published = versions.in_force(raw, today)
    for level in published.programme.tiers.levels if published else ():
        found.tiers[level.code] = {"code": level.code, "name": level.name, "name_en": level.name_en}
    ids = array(list(guests))
    seen: set[tuple[int, str]] = set()
    for guest, code, value, doubtful in raw.execute(LIKED, (ids,)).fetchall():
        if (guest, code) not in seen:
            seen.add((guest, code))
            word = preferences.word(code)
            liked = {"code": code, "zh": word.zh, "en": word.en, "value": value, "doubtful": doubtful}
            found.liked[guest].append(liked)
    complaints = raw.execute(COMPLAINTS, (ids,)).fetchall()
    owned = owners.many(raw, guests)
    names = owners.names([*(each.staff for each in owned.values()), *(row[-1] for row in complaints)])
    for guest, number, day, text, topic, due_at, owner in complaints:
        told = {"id": str(number), "day": day, "text": text, "topic": topic, "due_at": due_at}
        found.complaints[guest].append({**told, "owner_name": _name(names, owner)})
    for guest, each in owned.items():
        if name := _name(names, each.staff):
            found.owners[guest] = {"staff": str(each.staff), "name": name}
    return found


def _name(names: Mapping[UUID, str], staff: UUID | None) -> str | None:
    return names.get(staff) if staff else None


def named(raw: Statements, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows by the names of their columns; prepared, for planning such a statement takes longer than running it."""
    cursor = raw.execute(sql, values)
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


PLAIN = (
    "external_id", "status", "check_in", "check_out", "room_no", "room_type", "source", "channel", "requests", "adults",
    "children",
)  # fmt: skip
# The visit before: a booking that touches the visit which is on is part of that (expecting.visits_of).
ARRIVALS = """
SELECT s.id AS stay_id, s.external_id, s.status, s.check_in, s.check_out, s.check_in_on, s.check_out_on, s.room_no,
       s.room_type, s.rate_cents, s.source, s.channel, s.requests, (s.details->>'adults')::int AS adults,
       (s.details->>'children')::int AS children, g.id AS guest_id, g.name, g.phone, g.visits, g.tags, v.ordinal,
       tm.tier, ls.stage, l.check_in_on AS last_on, l.room_no AS last_room, l.rate_cents AS last_rate_cents, r.description
  FROM stays_stay s
  JOIN guests_guest a ON a.id = s.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_visit v ON v.id = s.visit_id
  LEFT JOIN stays_visit l ON l.guest_id = g.id
   AND l.ordinal = coalesce(v.ordinal - 1, (SELECT max(e.ordinal) FROM stays_visit e
                                             WHERE e.guest_id = g.id AND e.check_out_on < s.check_in_on))
  LEFT JOIN tiers_membership tm ON tm.guest_id = g.id
  LEFT JOIN lifecycle_state ls ON ls.guest_id = g.id
  LEFT JOIN remarks_remark r ON r.guest_id = g.id
 WHERE s.check_in_on BETWEEN %(late)s AND %(day)s AND s.status IN ('booked', 'in_house') AND NOT g.secret
   AND (s.check_in_on = %(day)s OR s.status = 'booked')
 ORDER BY s.check_in, s.id LIMIT 500
"""
# Who is in the house, and who leaves: each by an index of its own, for the stays of years are many.
_HOUSE = """
SELECT (SELECT count(*) FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
         WHERE s.check_in_on BETWEEN %(since)s AND %(day)s AND s.status = 'in_house' AND NOT g.secret) AS in_house,
       (SELECT count(*) FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
         WHERE s.check_out_on = %(day)s AND s.status IN ('in_house', 'checked_out') AND NOT g.secret) AS departures
"""
# Guests who come on the day: the tasks of a visit are counted once, however many rooms it has.
# "IS TRUE": the guests of the day are looked up, not joined; of a WITH the planner guesses that it has few rows.
COUNTS = f"""
WITH day AS MATERIALIZED (
  SELECT s.id, s.status, g.id AS guest FROM stays_stay s
    JOIN guests_guest a ON a.id = s.guest_id
    JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
   WHERE s.check_in_on BETWEEN %(late)s AND %(day)s AND s.status IN ('booked', 'in_house', 'checked_out') AND NOT g.secret
     AND (s.check_in_on = %(day)s OR s.status = 'booked')
), asked AS (
  SELECT s.guest_id AS guest, bool_or(t.state = 'open') AS open
    FROM desk_task t JOIN stays_stay s ON s.id = t.stay
   WHERE t.day BETWEEN %(late)s AND %(day)s AND t.state <> 'withdrawn'
     AND (s.guest_id IN (SELECT guest FROM day)) IS TRUE {tasks.HOLDS}
   GROUP BY s.guest_id
), house AS ({_HOUSE})
SELECT (SELECT count(*) FROM day) AS arrivals,
       (SELECT count(*) FROM day WHERE status <> 'booked') AS arrived,
       house.in_house, house.departures,
       (SELECT count(*) FROM asked) AS to_prepare,
       (SELECT count(*) FROM asked WHERE NOT open) AS prepared,
       (SELECT count(*) FROM guests_interaction i JOIN guests_guest a ON a.id = i.guest_id
         WHERE i.kind = 'complaint' AND i.settled_at IS NULL
           AND (coalesce(a.merged_into_id, a.id) IN (SELECT guest FROM day)) IS TRUE) AS complaints
  FROM house
"""  # noqa: S608 (put together from constants)
_PERSON = """
  FROM (SELECT g.id AS person, g.id AS row FROM guests_guest g WHERE g.id = ANY(asked.ids)
        UNION ALL SELECT m.merged_into_id, m.id FROM guests_guest m WHERE m.merged_into_id = ANY(asked.ids)) p
"""
_PERSONS = f"FROM (SELECT %s::bigint[] AS ids) asked CROSS JOIN LATERAL (SELECT p.person, p.row {_PERSON}) p"
LIKED = f"""
SELECT p.person, x.code, x.value, x.expired_on IS NOT NULL {_PERSONS} JOIN guests_preference x ON x.guest_id = p.row
 ORDER BY x.noted_at DESC, x.id DESC
"""
COMPLAINTS = f"""
SELECT p.person, x.id, x.day, x.text, x.topic, x.due_at, x.owner {_PERSONS} JOIN guests_interaction x ON x.guest_id = p.row
 WHERE x.kind = 'complaint' AND x.settled_at IS NULL ORDER BY x.id
"""
# A row's version (xmin) and place (ctid) are others after every change: of what stands on the board, and of what its parts
# are read from.
VERSION = f"""
WITH day AS MATERIALIZED (
  SELECT s.id AS stay, g.id AS guest,
         concat_ws('.', s.id, s.xmin, s.ctid, g.id, g.xmin, g.ctid, v.xmin, v.ctid, tm.xmin, tm.ctid, ls.stage, r.xmin,
                   r.ctid) AS mark
    FROM stays_stay s
    JOIN guests_guest a ON a.id = s.guest_id
    JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
    LEFT JOIN stays_visit v ON v.id = s.visit_id
    LEFT JOIN tiers_membership tm ON tm.guest_id = g.id
    LEFT JOIN lifecycle_state ls ON ls.guest_id = g.id
    LEFT JOIN remarks_remark r ON r.guest_id = g.id
   WHERE s.check_in_on BETWEEN %(late)s AND %(day)s AND NOT g.secret
), people AS MATERIALIZED (
  SELECT DISTINCT guest AS row FROM day
  UNION SELECT m.id FROM guests_guest m WHERE m.merged_into_id IN (SELECT guest FROM day)
)
SELECT md5(string_agg(mark, ' ' ORDER BY mark)) FROM (
  SELECT mark FROM day
  UNION ALL SELECT concat_ws('.', 't', t.id, t.xmin, t.ctid) FROM people p JOIN desk_task t ON t.guest_id = p.row
   WHERE t.until >= %(day)s::date - 4
  UNION ALL SELECT concat_ws('.', 'p', x.id, x.xmin, x.ctid) FROM people p JOIN guests_preference x ON x.guest_id = p.row
  UNION ALL SELECT concat_ws('.', 'i', x.id, x.xmin, x.ctid) FROM people p JOIN guests_interaction x ON x.guest_id = p.row
   WHERE x.kind = 'complaint'
  UNION ALL SELECT concat_ws('.', 'o', o.guest_id, o.xmin, o.ctid) FROM people p JOIN owners_owner o ON o.guest_id = p.row
  UNION ALL SELECT concat_ws('.', 'u', u.id, u.xmin, u.ctid) FROM day d JOIN desk_scriptuse u ON u.stay = d.stay
  UNION ALL SELECT concat_ws('.', 'd', d.code, d.xmin, d.ctid) FROM owners_department d
  UNION ALL SELECT concat_ws('.', 'v', max(number)) FROM programme_version
  UNION ALL SELECT concat_ws('.', 'r', r.id, r.xmin, r.ctid) FROM desk_replytemplate r WHERE r.intent LIKE 'script.%%'
  UNION ALL SELECT concat_ws('.', 'h', h.in_house, h.departures) FROM ({_HOUSE}) h
) marks
"""  # noqa: S608 (put together from constants)
