"""Who arrives today, and what there is to do: the first page of the front desk."""

from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from kernel import money, phones
from loyalty.remarks.completion import own_words
from loyalty.remarks.worklist import OPEN

Raw = psycopg.Connection[tuple[Any, ...]]
LONGEST = timedelta(days=365)


def arrivals(raw: Raw, day: date) -> list[dict[str, Any]]:
    """Guests who are booked for this day or came on it and are in the house, by the hour of arrival."""
    return [_told(row) for row in raw.cursor(row_factory=dict_row).execute(ARRIVALS, {"day": day})]


def counts(raw: Raw, day: date, now: datetime) -> dict[str, int]:
    values = {"day": day, "now": now, "since": day - LONGEST}
    (row,) = raw.cursor(row_factory=dict_row).execute(COUNTS, values).fetchall()
    return row


def _told(row: dict[str, Any]) -> dict[str, Any]:
    last = None
    if row["last_on"] is not None:
        last = {
            "on": row["last_on"],
            "room_no": row["last_room"],
            "rate": money.amount(row["last_rate_cents"]),
        }
    return {
        "stay_id": str(row["stay_id"]),
        "external_id": row["external_id"],
        "guest": {
            "id": str(row["guest_id"]),
            "name": row["name"],
            "phone": phones.mask(row["phone"]),
            "visits": row["visits"],
            "tags": row["tags"],
        },
        "status": row["status"],
        "check_in": row["check_in"],
        "check_out": row["check_out"],
        "room_no": row["room_no"],
        "room_type": row["room_type"],
        "source": row["source"],
        "channel": row["channel"],
        "requests": row["requests"],
        "visit_ordinal_next": row["ordinal"] or row["visits"] + 1,
        "last_visit": last,
        "description": own_words(row["description"] or ""),
    }


ARRIVALS = """
SELECT s.id AS stay_id, s.external_id, s.status, s.check_in, s.check_out, s.room_no, s.room_type, s.source, s.channel,
       s.requests, g.id AS guest_id, g.name, g.phone, g.visits, g.tags, v.ordinal,
       l.check_in_on AS last_on, l.room_no AS last_room, l.rate_cents AS last_rate_cents, r.description
  FROM stays_stay s
  JOIN guests_guest a ON a.id = s.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_visit v ON v.id = s.visit_id
  LEFT JOIN stays_visit l ON l.guest_id = g.id AND l.ordinal = coalesce(v.ordinal - 1, g.visits)
  LEFT JOIN remarks_remark r ON r.guest_id = g.id
 WHERE s.check_in_on = %(day)s AND s.status IN ('booked', 'in_house') AND NOT g.secret
 ORDER BY s.check_in, s.id LIMIT 500
"""
COUNTS = f"""
SELECT (SELECT count(*) FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
         WHERE s.check_in_on = %(day)s AND s.status IN ('booked', 'in_house') AND NOT g.secret) AS arrivals,
       (SELECT count(*) FROM stays_stay s
         WHERE s.check_in_on BETWEEN %(since)s AND %(day)s AND s.status = 'in_house') AS in_house,
       (SELECT count(*) FROM stays_stay s
         WHERE s.check_in_on BETWEEN %(since)s AND %(day)s AND s.check_out_on = %(day)s
           AND s.status IN ('in_house', 'checked_out')) AS departures,
       t.open AS open_tasks, t.overdue AS overdue_tasks
  FROM (SELECT count(*) AS open, count(*) FILTER (WHERE t.due_at < %(now)s) AS overdue
          FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id JOIN guests_guest g ON g.id = v.guest_id
         WHERE {OPEN} AND t.due_at IS NOT NULL AND NOT g.secret) t
"""  # noqa: S608 (put together from constants)
