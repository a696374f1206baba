"""What happened, in the order in which vendors hear of it.

One record of what happened is enough: the audit log's. What is told outside waits in the outbox beside it, and gets
its number here, after its commit and from one writer at a time. The log's own ids would not do: they are given
before the commit, so whoever has read up to one may have passed a smaller one that was not there yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from audit import outward
from audit.models import Entry
from kernel import clock
from partners.models import Event

KEPT = timedelta(days=30)
AT_ONCE = 500
DROPPED_AT_ONCE = 5_000
LOCK = 0x6875_6576  # one number-giver at a time: any constant that nobody else locks


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events of a chain: of these types and properties (None: all), after a number."""

    after: int = 0
    types: Sequence[str] = ()
    property_ids: Sequence[int] | None = None


def number() -> int:
    """Give numbers to what has happened and been committed since, and queue it for the endpoints that want it.

    How many. The lock is held until the commit: an event becomes visible only when all of smaller number are.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(TAKE, [AT_ONCE])
        taken = [entry for (entry,) in cursor.fetchall()]
        if not taken:
            return 0
        made = Event.objects.bulk_create(_event(entry) for entry in _entries(taken))
        cursor.execute(QUEUE, [clock.now(), clock.now(), [event.pk for event in made]])
    return len(taken)


def read(chain_id: int, asked: Asked, limit: int) -> list[Event]:
    """In the order of their numbers, so that the last one read is where to go on."""
    found = Event.objects.filter(chain_id=chain_id, pk__gt=asked.after).order_by("pk")
    if asked.types:
        found = found.filter(type__in=asked.types)
    if asked.property_ids is not None:
        found = found.filter(property_id__in=asked.property_ids)
    return list(found[:limit])


def drop_old() -> dict[str, int]:
    """Drop events of more than 30 days with their deliveries, and tests as old."""
    before = clock.now() - KEPT
    dropped = {"events": 0, "tests": 0}
    with connection.cursor() as cursor:
        for name, statement in (("events", DROP_EVENTS), ("tests", DROP_TESTS)):
            while True:
                cursor.execute(statement, [before, DROPPED_AT_ONCE])
                count = cursor.rowcount
                dropped[name] += count
                if count < DROPPED_AT_ONCE:
                    break
    return dropped


def forget_chain(chain_id: int) -> None:
    """Drop everything a chain's vendors were told, and where they were told it (for a chain that is erased)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for statement in FORGET:
            cursor.execute(statement, [chain_id])


def _entries(ids: Iterable[int]) -> list[Entry]:
    # What belongs to no chain is nobody's to hear; and a release may tell less than the one before.
    return list(
        Entry.objects.filter(pk__in=ids, chain_id__isnull=False, action__in=list(outward.OUTWARD)).order_by(
            "pk"
        )
    )


def _event(entry: Entry) -> Event:
    return Event(
        entry_id=entry.pk,
        chain_id=entry.chain_id or 0,  # never: _entries has looked
        property_id=entry.property_id,
        type=outward.OUTWARD[entry.action].type,
        at=entry.at,
        data=outward.data(entry.action, entry.subject, entry.facts),
    )


# Rows that somebody holds are not waited for: they belong to nobody's commit that we could see.
TAKE = """
DELETE FROM audit_outbox WHERE id IN (SELECT id FROM audit_outbox ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING entry_id
"""
WANTED = """
(cardinality(endpoint.types) = 0 OR event.type = ANY(endpoint.types))
    AND (cardinality(endpoint.property_ids) = 0 OR event.property_id = ANY(endpoint.property_ids))
"""
QUEUE = f"""
INSERT INTO partners_delivery (endpoint_id, event_id, state, next_at, tries, created_at, replays)
SELECT endpoint.id, event.id, 'waiting', %s, 0, %s, 0
  FROM partners_event event
  JOIN partners_endpoint endpoint ON endpoint.chain_id = event.chain_id AND endpoint.state = 'on'
 WHERE event.id = ANY(%s) AND {WANTED}
 ORDER BY event.id, endpoint.id
"""  # noqa: S608  (constants)
# Attempts hang on deliveries, deliveries on events: all in one statement, the foreign keys look at its end.
DROP_EVENTS = """
WITH old AS MATERIALIZED (SELECT id FROM partners_event WHERE at < %s ORDER BY at LIMIT %s),
told AS MATERIALIZED (SELECT id FROM partners_delivery WHERE event_id IN (SELECT id FROM old)),
tried AS (DELETE FROM partners_attempt WHERE delivery_id IN (SELECT id FROM told)),
queued AS (DELETE FROM partners_delivery WHERE id IN (SELECT id FROM told))
DELETE FROM partners_event WHERE id IN (SELECT id FROM old)
"""
DROP_TESTS = """
WITH old AS MATERIALIZED (
    SELECT id FROM partners_delivery WHERE event_id IS NULL AND created_at < %s ORDER BY id LIMIT %s
),
tried AS (DELETE FROM partners_attempt WHERE delivery_id IN (SELECT id FROM old))
DELETE FROM partners_delivery WHERE id IN (SELECT id FROM old)
"""
_ENDPOINTS = "(SELECT id FROM partners_endpoint WHERE chain_id = %s)"
FORGET = (
    "SELECT id FROM partners_endpoint WHERE chain_id = %s ORDER BY id FOR UPDATE",
    f"""DELETE FROM partners_attempt WHERE delivery_id IN (
        SELECT id FROM partners_delivery WHERE endpoint_id IN {_ENDPOINTS})""",  # noqa: S608
    f"DELETE FROM partners_delivery WHERE endpoint_id IN {_ENDPOINTS}",  # noqa: S608
    "DELETE FROM partners_endpoint WHERE chain_id = %s",
    "DELETE FROM partners_event WHERE chain_id = %s",
    "DELETE FROM audit_outbox WHERE entry_id IN (SELECT id FROM audit_entry WHERE chain_id = %s)",
)
