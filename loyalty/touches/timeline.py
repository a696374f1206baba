"""Everything that ever passed with a person, at every touch point and over all rows: one list, the newest first.

One statement: each kind of event is a branch of it. What a page shows is cut by (moment, branch, number), so that it
neither repeats nor leaves out what happened in the same second.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.touches import telling
from tenants.models import Property

KINDS = (
    "visit", "stay_booked", "complaint", "praise", "request", "conversation", "review", "habit", "service", "consumption",
    "remark", "message", "reply", "tier", "points", "coupon", "transfer", "task", "preference",
)  # fmt: skip


class Place(NamedTuple):
    """Where an event stands in the list."""

    at: datetime
    branch: str
    id: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of it."""

    place: Place
    kind: str
    touch: str
    day: date
    zh: str
    en: str
    text: str
    facts: dict[str, Any]
    by_name: str
    open: bool


def of(
    raw: Statements,
    hotel: Property,
    rows: Sequence[int],
    *,
    kinds: Collection[str] = (),
    hidden: Collection[str] = (),
    limit: int,
    after: Place | None = None,
    costs: bool = False,
) -> list[Event]:
    """The person with these rows (the standing guest's first); all kinds, or these; `costs`: what things cost too."""
    values = {
        "rows": list(rows),
        "zone": hotel.time_zone,
        "hidden": sorted(hidden),
        "all": not kinds,
        "kinds": sorted(kinds),
        "at": after.at if after else None,
        "branch": after.branch if after else None,
        "id": after.id if after else None,
        "limit": limit,
        "costs": costs,
    }
    found = raw.execute(TIMELINE, values).fetchall()
    words = telling.Words(raw, clock.today(hotel.time_zone))
    told = [msgspec.json.decode(row[6]) for row in found]
    owners = telling.Owners(
        raw, (facts for row, facts in zip(found, told, strict=True) if row[3] == "transfer")
    )
    return [_event(row, facts, hotel, words, owners) for row, facts in zip(found, told, strict=True)]


def _event(
    row: Sequence[Any], facts: dict[str, Any], hotel: Property, words: telling.Words, owners: telling.Owners
) -> Event:
    branch, number, at, kind, touch, text, _, by_name, open_ = row
    if kind == "transfer":
        owners.name(facts)
    zh, en = words.say(branch, kind, facts)
    kept = {
        name: value for name, value in facts.items() if name not in telling.INNER and value not in (None, "")
    }
    return Event(
        Place(at, branch, number),
        kind,
        touch,
        clock.local_day(at, hotel.time_zone),
        zh,
        en,
        text,
        kept,
        by_name,
        open_,
    )


# Each gives: branch, id, at, kind, touch, text, facts, by_name, open.
_BRANCHES = (
    # Visits, by the hour of the first stay.
    """
SELECT 'visit' AS branch, v.id, coalesce(s.check_in, (v.check_in_on + time '14:00') AT TIME ZONE %(zone)s::text) AS at,
       'visit' AS kind, ''::text AS touch, ''::text AS text,
       jsonb_build_object('visit', v.id::text, 'ordinal', v.ordinal, 'room_no', v.room_no, 'room_type', v.room_type,
         'nights', v.nights, 'source', v.source, 'rate_cents', v.rate_cents, 'check_in_on', v.check_in_on,
         'check_out_on', v.check_out_on, 'in_house', v.checked_out_at IS NULL) AS facts, '' AS by_name, false AS open
  FROM stays_visit v
  LEFT JOIN (SELECT visit_id, min(check_in) AS check_in FROM stays_stay
              WHERE guest_id = ANY(%(rows)s::bigint[]) AND visit_id IS NOT NULL GROUP BY visit_id) s ON s.visit_id = v.id
 WHERE v.guest_id = ANY(%(rows)s::bigint[])
""",
    """
SELECT 'stay', s.id, coalesce(s.booked_at, s.received_at), 'stay_booked', '', '',
       jsonb_build_object('stay', s.id::text, 'check_in_on', s.check_in_on, 'check_out_on', s.check_out_on,
         'room_type', s.room_type, 'source', s.source), '', false
  FROM stays_stay s WHERE s.guest_id = ANY(%(rows)s::bigint[]) AND s.status = 'booked'
""",
    """
SELECT 'interaction', i.id, coalesce(i.at, CASE WHEN (i.made_at AT TIME ZONE %(zone)s::text)::date = i.day THEN i.made_at
         ELSE (i.day + time '12:00') AT TIME ZONE %(zone)s::text END),
       i.kind, i.touch, i.text,
       i.facts || jsonb_build_object('interaction', i.id::text, 'topic', i.topic, 'source', i.source,
         'stay', i.stay::text, 'owner_name', i.owner_name, 'due_at', i.due_at, 'settled_at', i.settled_at,
         'settled_name', i.settled_name, 'outcome', i.outcome, 'department', i.department),
       i.by_name, i.kind IN ('complaint', 'request') AND i.settled_at IS NULL
  FROM guests_interaction i WHERE i.guest_id = ANY(%(rows)s::bigint[])
""",
    # What came with a touch point stands with it.
    """
SELECT 'consumption', c.id, c.at, 'consumption', '', '',
       jsonb_build_object('consumption', c.id::text, 'name', c.name, 'name_en', nullif(p.name_en, ''), 'quantity', c.quantity,
         'amount_cents', c.amount_cents, 'cost_cents', CASE WHEN %(costs)s::boolean THEN c.cost_cents END, 'given', c.source = 'surprise',
         'taken_back', EXISTS (SELECT FROM products_consumption b WHERE b.takes_back_id = c.id)), c.by_name, false
  FROM products_consumption c LEFT JOIN products_product p ON p.id = c.product_id
 WHERE c.guest_id = ANY(%(rows)s::bigint[]) AND c.takes_back_id IS NULL AND coalesce(c.key, '') NOT LIKE 'touch:%%'
""",
    """
SELECT 'remark', r.guest_id, r.written_at, 'remark', '', r.description, jsonb_build_object('nickname', r.nickname), r.writer,
       false
  FROM remarks_remark r
 WHERE r.guest_id = ANY(%(rows)s::bigint[])
   AND NOT EXISTS (SELECT FROM remarks_task t WHERE t.guest_id = r.guest_id AND t.completed_at = r.written_at)
""",
    """
SELECT 'remarked', t.id, t.completed_at, 'remark', '', '', jsonb_build_object('complete', true), t.completed_name, false
  FROM remarks_task t WHERE t.guest_id = ANY(%(rows)s::bigint[]) AND t.completed_at IS NOT NULL
""",
    """
SELECT 'message', m.id, m.sent_at, 'message', 'message', '',
       jsonb_build_object('message', m.id::text, 'title', m.title, 'channel', m.channel, 'state', m.state), '', false
  FROM messaging_message m WHERE m.guest_id = ANY(%(rows)s::bigint[]) AND m.sent_at IS NOT NULL
""",
    """
SELECT 'reply', r.id, r.received_at, 'reply', 'message', r.text, jsonb_build_object('channel', r.channel,
         'opted_out', coalesce(nullif(r.settled_as, ''), r.read_as) = 'opt_out'), '', false
  FROM messaging_reply r WHERE r.guest_id = ANY(%(rows)s::bigint[])
""",
    """
SELECT 'tier', c.id, c.at, 'tier', '', '',
       jsonb_build_object('from', c.from_tier, 'to', c.to_tier, 'reason', c.reason, 'because', c.facts), c.actor_name, false
  FROM tiers_change c WHERE c.guest_id = ANY(%(rows)s::bigint[])
""",
    """
SELECT 'points', p.id, p.at, 'points', '', '',
       jsonb_build_object('points', x.points, 'reason', p.reason, 'posting_kind', p.kind, 'because', p.facts),
       p.actor_name, false
  FROM (SELECT y.posting_id, sum(y.amount)::bigint AS points FROM (
          SELECT e.posting_id, -e.amount AS amount FROM ledger_account a JOIN ledger_entry e ON e.from_account = a.id
           WHERE a.guest_id = ANY(%(rows)s::bigint[]) AND a.kind IN ('base', 'bonus')
          UNION ALL
          SELECT e.posting_id, e.amount FROM ledger_account a JOIN ledger_entry e ON e.to_account = a.id
           WHERE a.guest_id = ANY(%(rows)s::bigint[]) AND a.kind IN ('base', 'bonus')) y
         GROUP BY y.posting_id HAVING sum(y.amount) <> 0) x
  JOIN ledger_posting p ON p.id = x.posting_id
""",
    """
SELECT z.branch, z.id, z.at, 'coupon', '', '', jsonb_build_object('coupon', z.code, 'name', z.name, 'name_en', z.name_en,
         'expires_on', z.expires_on, 'discount_cents', z.discount_cents), coalesce(z.by_name, ''), false
  FROM (SELECT w.branch, c.id, w.at, w.by_name, c.code, c.expires_on, t.document ->> 'name' AS name,
               t.document ->> 'name_en' AS name_en, CASE WHEN w.branch = 'coupon_used' THEN c.discount_cents END AS discount_cents
          FROM coupons_coupon c JOIN coupons_terms t ON t.id = c.terms_id
          CROSS JOIN LATERAL (VALUES
               ('coupon', (c.issued_on + time '12:00') AT TIME ZONE %(zone)s::text, c.issued_by),
               ('coupon_used', c.redeemed_at, c.redeemed_by),
               ('coupon_ended', c.ended_at, c.ended_by)) AS w(branch, at, by_name)
         WHERE c.guest_id = ANY(%(rows)s::bigint[]) AND w.at IS NOT NULL) z
""",
    """
SELECT 'transfer', h.id, t.at, 'transfer', '', t.note,
       jsonb_build_object('from_name', t.giver_name, 'taker', h.taker, 'note', t.note), t.by_name, false
  FROM owners_handed h JOIN owners_transfer t ON t.id = h.transfer_id WHERE h.guest_id = ANY(%(rows)s::bigint[])
""",
    """
SELECT 'owner', c.id, c.at, 'transfer', '', c.note,
       jsonb_build_object('giver', c.giver, 'giver_department', c.giver_department, 'taker', c.taker,
         'taker_department', c.taker_department, 'reason', c.reason), c.by_name, false
  FROM owners_change c WHERE c.guest_id = ANY(%(rows)s::bigint[])
""",
    # A task is its stay's guest's: records that were told apart take theirs along.
    """
SELECT d.branch, d.id, d.at, 'task', '', '',
       jsonb_build_object('task', k.id::text, 'what', k.kind, 'says', k.says, 'says_en', k.says_en, 'note', d.note,
         'announced', k.announced, 'moved_from', d.moved), d.name, false
  FROM desk_task k CROSS JOIN LATERAL (
    SELECT 'task' AS branch, k.id, k.settled_at AS at, k.note, k.settled_name AS name, '' AS moved
     WHERE k.state = 'done' AND k.settled_at IS NOT NULL
    UNION ALL
    SELECT 'task_moved', k.id * 1000 + n, (e->>'at')::timestamptz, e->>'note', e->>'name',
           concat_ws(' ', e->>'day', nullif(e->>'room_no', ''))
      FROM jsonb_array_elements(k.earlier) WITH ORDINALITY AS x(e, n)) d
 WHERE k.id = ANY(ARRAY(
         SELECT t.id FROM stays_stay s JOIN desk_task t ON t.stay = s.id WHERE s.guest_id = ANY(%(rows)s::bigint[])
         UNION ALL SELECT t.id FROM desk_task t WHERE t.guest_id = ANY(%(rows)s::bigint[])
           AND NOT EXISTS (SELECT FROM stays_stay s WHERE s.id = t.stay)))
   AND NOT (k.kind = 'preference' AND k.code = ANY(%(hidden)s::text[]))
""",
    """
SELECT 'preference', p.id, p.noted_at, 'preference', '', '',
       jsonb_build_object('code', p.code, 'value', p.value, 'origin', p.origin, 'expired_on', p.expired_on), p.by_name, false
  FROM guests_preference p WHERE p.guest_id = ANY(%(rows)s::bigint[]) AND p.code <> ALL(%(hidden)s::text[])
""",
)
TIMELINE = f"""
SELECT x.branch, x.id, x.at, x.kind, x.touch, x.text, x.facts::text, x.by_name, x.open
  FROM ({" UNION ALL ".join(_BRANCHES)}) x
 WHERE (%(all)s::boolean OR x.kind = ANY(%(kinds)s::text[])
        OR x.touch = 'review' AND x.branch = 'interaction' AND 'review' = ANY(%(kinds)s::text[]))
   AND (%(at)s::timestamptz IS NULL OR (x.at, x.branch COLLATE "C", x.id)
        < (%(at)s::timestamptz, %(branch)s::text COLLATE "C", %(id)s::bigint))
 ORDER BY x.at DESC, x.branch COLLATE "C" DESC, x.id DESC LIMIT %(limit)s
"""  # noqa: S608 (constants)
