"""Complaints that nobody has settled yet, the soonest due first, as the shift that has the desk sees them."""

from datetime import datetime
from typing import Any

from kernel.statements import Statements
from loyalty.owners import reading as owners
from loyalty.touches import rules

MOST = 50


def listed(raw: Statements, now: datetime) -> list[dict[str, Any]]:
    """Of guests who are not secret; with whoever sees to them, by name."""
    rows = raw.execute(OPEN, (MOST,)).fetchall()
    topics = {rule.code: rule for rule in rules.listed(raw)} if rows else {}
    names = owners.names([row[-1] for row in rows])
    found = []
    for number, day, text, topic, due_at, room_no, guest, name, owner in rows:
        rule = topics.get(topic)
        found.append(
            {
                "id": str(number),
                "day": day,
                "text": text,
                "topic": topic,
                "topic_name": {"zh": rule.name, "en": rule.name_en or rule.name} if rule else None,
                "due_at": due_at,
                "overdue": due_at is not None and due_at < now,
                "owner_name": names.get(owner) if owner else None,
                "room_no": room_no,
                "guest": {"id": str(guest), "name": name},
            }
        )
    return found


OPEN = """
SELECT i.id, i.day, i.text, i.topic, i.due_at, coalesce(nullif(s.room_no, ''), i.facts->>'room_no', ''), g.id, g.name, i.owner
  FROM guests_interaction i
  JOIN guests_guest a ON a.id = i.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_stay s ON s.id = i.stay
 WHERE i.kind = 'complaint' AND i.settled_at IS NULL AND NOT g.secret
 ORDER BY i.due_at NULLS LAST, i.id LIMIT %s
"""
