"""Who leaves on a day, what of the remark is still to be finished, and what to say at check-out."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from kernel import clock
from kernel.statements import Statements
from loyalty.desk.arriving import guest_told, named
from loyalty.desk.saying import scripts
from loyalty.remarks.completion import WORKS
from tenants.models import Property


def departures(
    raw: Statements, hotel: Property, day: date, hidden_tags: Collection[str]
) -> list[dict[str, Any]]:
    """Stays that end on this day, by the hour; secret guests are left out."""
    now, today = clock.now(), clock.today(hotel.time_zone)
    rows = leaving(raw, day)
    pairs = [(row["guest_id"], row["stay_id"]) for row in rows]
    says = scripts.for_many(raw, hotel, pairs, "check_out", today)
    return [
        {
            "stay_id": str(row["stay_id"]),
            "guest": guest_told(row, hidden_tags),
            **{
                name: row[name] for name in ("room_no", "check_out", "status", "ordinal", "source", "channel")
            },
            "remark": remark_told(row, now),
            "say": says.get(row["stay_id"], []),
        }
        for row in rows
    ]


def leaving(raw: Statements, day: date) -> list[dict[str, Any]]:
    return named(raw, DEPARTURES, {"day": day})


def counts(raw: Statements, day: date, now: datetime) -> dict[str, int]:
    """How many stays end, and how many remarks are to be finished: of two rooms of one visit it is one."""
    rows = leaving(raw, day)
    told = [remark_told(row, now) for row in rows]
    states = list({each["task"]: each["state"] for each in told if each["task"]}.values())
    overdue = states.count("overdue")
    return {"n": len(rows), "remarks_open": states.count("open") + overdue, "remarks_overdue": overdue}


def remark_told(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What is left of the visit's remark; of a visit before the last one nothing can be written any more."""
    if row["task"] is None or (row["completed_at"] is None and row["ordinal"] != row["visits"]):
        return {"task": None, "state": "none", "missing": [], "due_at": None}
    if row["completed_at"] is not None:
        return {"task": str(row["task"]), "state": "done", "missing": [], "due_at": row["due_at"]}
    late = row["due_at"] is not None and row["due_at"] < now
    return {
        "task": str(row["task"]),
        "state": "overdue" if late else "open",
        "missing": [work for work in WORKS if not row[f"{work}_done"]],
        "due_at": row["due_at"],
    }


DEPARTURES = """
SELECT s.id AS stay_id, s.status, s.check_out, s.room_no, s.source, s.channel, g.id AS guest_id, g.name, g.phone, g.visits,
       g.tags, coalesce(v.ordinal, g.visits) AS ordinal, t.id AS task, t.due_at, t.completed_at, t.nickname_done,
       t.tags_done, t.phone_done, t.description_done
  FROM stays_stay s
  JOIN guests_guest a ON a.id = s.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_visit v ON v.id = s.visit_id
  LEFT JOIN remarks_task t ON t.visit_id = v.id
 WHERE s.check_out_on = %(day)s AND s.status IN ('in_house', 'checked_out') AND NOT g.secret
 ORDER BY s.check_out, s.id LIMIT 500
"""
