"""What is told of stays: one with its guest's remark, and the list."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.statements import Statements
from loyalty.stays.sources import uncounted

Raw = Statements


def told(raw: Raw, external_id: str) -> dict[str, Any] | None:
    """The stay and its guest as the answer to a PUT has them; None when there is no such stay."""
    found = raw.execute(TOLD, (external_id,), binary=True).fetchone()
    return json.loads(found[0]) if found else None


def one(raw: Raw, external_id: str) -> dict[str, Any] | None:
    """One stay as the API shows it, without who the guest is beyond the name; None when there is no such stay."""
    found = raw.execute(ONE, (external_id,)).fetchone()
    return found[0] if found else None


def sources(raw: Raw, *, mapped: bool | None) -> list[dict[str, Any]]:
    """Sources this property has met, with how many stays came from each, most first."""
    rows = raw.execute(SOURCES, {"mapped": mapped})
    return [
        {
            "source": name,
            "channel": channel,
            "short": short,
            "mapped": known,
            "counted": not uncounted(name),
            "stays": stays,
            "last_seen_on": last.isoformat() if last else None,
        }
        for name, channel, short, known, stays, last in rows
    ]


def listed(
    raw: Raw,
    *,
    after: tuple[datetime, int] | None,
    since: datetime | None,
    filters: Mapping[str, str],
    limit: int,
) -> list[tuple[datetime, int, dict[str, Any]]]:
    """Stays in the order in which Huike received their newest state: (received_at, id, stay)."""
    rows = raw.execute(
        LISTED,
        {
            "at": after[0] if after else None,
            "id": after[1] if after else None,
            "since": since,
            "status": filters.get("status"),
            "source": filters.get("source"),
            "limit": limit,
        },
    )
    return [(at, number, stay) for at, number, stay in rows]


_REMARK = """
json_build_object('nickname', nullif(g.nickname, ''), 'complete', g.remark_complete, 'missing',
   CASE WHEN g.visits = 0 OR g.remark_complete THEN '[]'::json ELSE coalesce((
     SELECT to_json(array_remove(ARRAY[
       CASE WHEN NOT t.nickname_done THEN 'nickname' END, CASE WHEN NOT t.tags_done THEN 'tags' END,
       CASE WHEN NOT t.phone_done THEN 'phone' END, CASE WHEN NOT t.description_done THEN 'description' END], NULL))
       FROM stays_visit l JOIN remarks_task t ON t.visit_id = l.id WHERE l.guest_id = g.id AND l.ordinal = g.visits
     ), '[]'::json) END)
"""
TOLD = f"""
SELECT json_build_object(
  'stay', json_build_object('id', s.id::text, 'counted', s.visit_id IS NOT NULL, 'visit_ordinal', v.ordinal, 'channel', s.channel),
  'guest', json_build_object('id', g.id::text, 'visits', g.visits, 'remark', {_REMARK}))::text
  FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE s.external_id = %s
"""  # noqa: S608 (put together from constants)
SHAPE = """
json_build_object(
  'id', s.id::text, 'external_id', s.external_id, 'updated_at', s.updated_at, 'status', s.status,
  'booked_at', s.booked_at, 'check_in', s.check_in, 'check_out', s.check_out, 'room_no', s.room_no,
  'room_type', s.room_type, 'rate', (s.rate_cents / 100.0)::numeric(14, 2)::text, 'currency', s.currency,
  'revenue', json_build_object('room', (s.room_cents / 100.0)::numeric(14, 2)::text,
     'fnb', (s.fnb_cents / 100.0)::numeric(14, 2)::text, 'other', (s.other_cents / 100.0)::numeric(14, 2)::text),
  'source', s.source, 'channel', s.channel, 'counted', s.visit_id IS NOT NULL, 'visit_ordinal', v.ordinal,
  'checked_in_by', nullif(s.clerk, ''), 'requests', s.requests, 'guest_id', s.guest_id::text,
  'guest_name', s.guest_name, 'received_at', s.received_at)
"""
ONE = f"""
SELECT {SHAPE} FROM stays_stay s LEFT JOIN stays_visit v ON v.id = s.visit_id
  JOIN guests_guest g ON g.id = s.guest_id WHERE s.external_id = %s
"""  # noqa: S608
LISTED = f"""
SELECT s.received_at, s.id, {SHAPE} FROM stays_stay s LEFT JOIN stays_visit v ON v.id = s.visit_id
  JOIN guests_guest g ON g.id = s.guest_id
 WHERE NOT g.secret
   AND (%(at)s::timestamptz IS NULL OR (s.received_at, s.id) > (%(at)s::timestamptz, %(id)s::bigint))
   AND (%(since)s::timestamptz IS NULL OR s.received_at >= %(since)s::timestamptz)
   AND (%(status)s::text IS NULL OR s.status = %(status)s) AND (%(source)s::text IS NULL OR s.source = %(source)s)
 ORDER BY s.received_at, s.id LIMIT %(limit)s
"""  # noqa: S608
SOURCES = """
SELECT o.name, o.channel, o.short, o.mapped, count(s.id), max(s.check_in_on)
  FROM stays_source o LEFT JOIN stays_stay s ON s.source = o.name
 WHERE %(mapped)s::boolean IS NULL OR o.mapped = %(mapped)s
 GROUP BY o.id ORDER BY count(s.id) DESC, o.name
"""
