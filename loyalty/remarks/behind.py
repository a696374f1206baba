"""The visits behind a number of a report."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row

from kernel import money, phones

Raw = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Visits with check-in from `start` to `end`, and of these the ones that were counted."""

    start: date
    end: date
    channel: str | None = None
    source: str | None = None
    room_type: str | None = None
    ordinal_min: int | None = None
    ordinal_max: int | None = None
    remark: str | None = None  # of REMARKS
    clerk: str | None = None  # '': tasks that nobody was assigned
    shift: str | None = None


def listed(
    raw: Raw, wanted: Wanted, *, limit: int | None, after: tuple[date, int] | None = None
) -> list[tuple[tuple[date, int], dict[str, Any]]]:
    """(place, visit), the newest check-in first."""
    conditions = ["v.check_in_on BETWEEN %(start)s AND %(end)s", "NOT g.secret"]
    values: dict[str, Any] = {"start": wanted.start, "end": wanted.end}
    for name, condition in CONDITIONS.items():
        if (value := getattr(wanted, name)) is not None:
            conditions.append(condition)
            values[name] = value
    if wanted.remark is not None:
        conditions.append(REMARKS[wanted.remark])
    if after is not None:
        conditions.append("(v.check_in_on, v.id) < (%(day)s::date, %(id)s::bigint)")
        values |= {"day": after[0], "id": after[1]}
    sql = f"{VISITS} WHERE {' AND '.join(conditions)} ORDER BY v.check_in_on DESC, v.id DESC"
    if limit is not None:
        sql += " LIMIT %(limit)s"
        values["limit"] = limit
    rows = raw.cursor(row_factory=dict_row).execute(sql, values)
    return [((row["check_in_on"], row["id"]), _told(row)) for row in rows]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    assignee = None
    if row["clerk_id"]:
        assignee = {"id": str(row["clerk_id"]), "name": row["clerk_name"] or row["clerk"]}
    return {
        "id": str(row["id"]),
        "guest": {"id": str(row["guest_id"]), "name": row["name"], "phone": phones.mask(row["phone"])},
        **{name: row[name] for name in PLAIN},
        "rate": money.amount(row["rate_cents"]),
        "revenue_room": money.amount(row["room_cents"]),
        "assignee": assignee,
        "remark_complete": row["completed_at"] is not None,
        "remark_completed_at": row["completed_at"],
        "remark_due_at": row["due_at"],
    }


PLAIN = ("ordinal", "check_in_on", "check_out_on", "nights", "source", "channel", "room_no")
CONDITIONS = {
    "channel": "v.channel = %(channel)s",
    "source": "v.source = %(source)s",
    "room_type": "v.room_type = %(room_type)s",
    "ordinal_min": "v.ordinal >= %(ordinal_min)s",
    "ordinal_max": "v.ordinal <= %(ordinal_max)s",
    "clerk": "coalesce(t.clerk, '') = %(clerk)s",
    "shift": "coalesce(t.shift, '') = %(shift)s",
}
_DUE = "v.checked_out_at IS NOT NULL"
REMARKS = {
    "due": _DUE,
    "complete": f"{_DUE} AND t.completed_at IS NOT NULL",
    "missing": f"{_DUE} AND t.completed_at IS NULL",
    "on_time": f"{_DUE} AND t.completed_at <= t.due_at",
    "late": f"{_DUE} AND t.completed_at > t.due_at",
    "wrong": f"{_DUE} AND t.wrong <> ''",
    "none_noted": f"{_DUE} AND t.none_noted",
    "in_house": "v.checked_out_at IS NULL",
}
VISITS = """
SELECT v.id, v.ordinal, v.check_in_on, v.check_out_on, v.nights, v.source, v.channel, v.room_no, v.rate_cents,
       v.room_cents, g.id AS guest_id, g.name, g.phone, t.clerk, t.completed_at, t.due_at,
       c.id AS clerk_id, c.name AS clerk_name
  FROM stays_visit v
  JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN remarks_task t ON t.visit_id = v.id
  LEFT JOIN stays_clerk c ON c.external_id = t.clerk
"""
