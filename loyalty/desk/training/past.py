"""Past visits of this property as cases may show them: names masked, no numbers, no sensitive words, nobody secret."""

from datetime import date, timedelta
from typing import Any

from kernel.statements import Statements
from loyalty.desk.training import masking
from loyalty.desk.training.cases import Past
from loyalty.guests import tagging
from loyalty.remarks.proposals import spoken_for

LOOKS_BACK = timedelta(days=365)
MOST = 400


def recent(raw: Statements, today: date) -> dict[int, int]:
    """Visits that a case can be made of, the newest first -> which visit of the guest each is."""
    return dict(raw.execute(RECENT, (today - LOOKS_BACK, MOST)).fetchall())


def one(raw: Statements, visit: int) -> Past | None:
    """One visit with the visit before it; None when it is not there, or not to be shown."""
    found = raw.execute(ONE, (visit,)).fetchone()
    if found is None:
        return None
    name, requests, names, *rest = found
    asked = [masking.words(text, [name, *names]) for text in requests]
    called, now, before = masking.name(name), rest[:9], rest[9:]
    return _past(now, called, asked, _past(before, called, [], None) if before[0] else None)


def _past(row: Any, name: str, requests: list[str], before: Past | None) -> Past:
    visit, ordinal, check_in, check_out, source, short, room, rate_cents, nights = row
    tags = tuple(tag for tag in spoken_for(requests) if tag not in tagging.SENSITIVE)
    return Past(
        visit, name, ordinal, check_in, check_out, source, short, room, rate_cents, nights, tags,
        "；".join(requests), before,
    )  # fmt: skip


_VISIT = """{0}.id, {0}.ordinal, {0}.check_in_on, {0}.check_out_on, {0}.source, coalesce({1}.short, ''), {0}.room_no,
       {0}.rate_cents, {0}.nights"""
_SHOWN = "v.checked_out_at IS NOT NULL AND v.source <> '' AND v.room_no <> '' AND v.rate_cents > 0 AND NOT g.secret"
RECENT = f"""
SELECT v.id, v.ordinal FROM stays_visit v JOIN guests_guest g ON g.id = v.guest_id
 WHERE v.check_in_on >= %s AND {_SHOWN} ORDER BY v.check_in_on DESC, v.id DESC LIMIT %s
"""  # noqa: S608 (constants)
ONE = f"""
SELECT g.name, q.requests, q.names, {_VISIT.format("v", "s")}, {_VISIT.format("b", "r")}
  FROM stays_visit v JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN stays_source s ON s.name = v.source
  LEFT JOIN stays_visit b ON b.guest_id = v.guest_id AND b.ordinal = v.ordinal - 1
  LEFT JOIN stays_source r ON r.name = b.source
  CROSS JOIN LATERAL (
        SELECT coalesce((SELECT array_agg(DISTINCT u.request) FROM stays_stay y, unnest(y.requests) AS u(request)
                          WHERE y.visit_id = v.id), '{{}}') AS requests,
               coalesce((SELECT array_agg(DISTINCT y.guest_name) FROM stays_stay y WHERE y.visit_id = v.id), '{{}}') AS names) q
 WHERE v.id = %s AND {_SHOWN}
"""  # noqa: S608
