"""The queue of what is to be sent: taken under a lease, written back, replayed."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from audit import recording
from kernel import clock
from kernel.errors import Refused
from partners import endpoints, retrying
from partners.events import KEPT, WANTED
from partners.models import Attempt, Delivery, Endpoint
from partners.posting import Answer

# Longer than any try takes. Who crashes between sending and writing has his tries done again after it, under the
# same webhook-id: at least once, and recognisable.
LEASE = timedelta(seconds=60)
PER_ENDPOINT = 2
GONE = 410

_random = random.SystemRandom()


class WebhookOff(Refused):
    code = "webhook_off"
    zh = "这个推送地址已停用，请先启用。"
    en = "This webhook is off: switch it on first."


@dataclass(frozen=True, slots=True)
class Job:
    """All that a try needs; whoever carries it out knows no database."""

    delivery: int
    endpoint: int
    url: str
    message: str
    body: bytes
    secrets: tuple[str, ...]


def take(most: int, in_flight: Mapping[int, int], *, failing: bool) -> list[Job]:
    """Lease what is due, at most so much, of endpoints that are failing or of the others.

    Of each endpoint only as much as it has slots left: one that hangs holds up its own, and nobody else's.
    """
    if most <= 0:
        return []
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "now": now,
                "lease": now + LEASE,
                "most": most,
                "each": PER_ENDPOINT,
                "failing": failing,
                "busy": list(in_flight),
                "flying": list(in_flight.values()),
            },
        )
        taken = [delivery for (delivery,) in cursor.fetchall()]
        found = Delivery.objects.select_related("endpoint", "event").filter(pk__in=taken).order_by("pk")
        return [_job(delivery, now) for delivery in found]


def payload(delivery: Delivery) -> dict[str, Any]:
    """What is sent. Every try of it is the same, byte for byte."""
    if delivery.event is None:
        return {
            "type": "ping",
            "timestamp": delivery.created_at.isoformat(),
            "data": {"webhook": str(delivery.endpoint_id)},
        }
    return {
        "type": delivery.event.type,
        "timestamp": delivery.event.at.isoformat(),
        "data": delivery.event.data,
    }


def message_of(delivery: Delivery) -> str:
    """The webhook-id: the receiver's key to tell what it has had already."""
    return f"ping_{delivery.pk}" if delivery.event_id is None else f"evt_{delivery.event_id}"


def settle(job: Job, answer: Answer, at: datetime) -> None:
    """Write down what came of a try, and what follows. Nothing when the delivery is gone."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=job.endpoint).first()
        delivery = Delivery.objects.select_for_update(no_key=True).filter(pk=job.delivery).first()
        if endpoint is None or delivery is None:
            return
        Attempt.objects.create(
            delivery=delivery,
            at=at,
            status=answer.status,
            error=answer.error[:200],
            duration_ms=answer.duration_ms,
            answer=answer.text,
        )
        delivery.tries += 1
        _follow(delivery, endpoint, answer)
        delivery.save(update_fields=["state", "next_at", "tries", "delivered_at"])
        if answer.status == GONE and delivery.event_id is not None:
            _give_up(endpoint, "gone")
        elif not answer.is_good and retrying.is_given_up(endpoint.failing_since, clock.now()):
            _give_up(endpoint, "failing")


def replay(delivery: Delivery) -> None:
    """Send it again now, with all its tries anew and under the same webhook-id."""
    _must_be_on(delivery.endpoint)
    delivery.state, delivery.next_at, delivery.tries = "waiting", clock.now(), 0
    delivery.replays = min(delivery.replays + 1, 32_767)
    delivery.save(update_fields=["state", "next_at", "tries", "replays"])


def replay_since(endpoint: Endpoint, since: datetime, *, failed_only: bool) -> int:
    """Send again what failed since then, or everything since that it wants, sent before or not. How many."""
    _must_be_on(endpoint)
    # The oldest are being dropped tonight: none of them may be queued while that happens.
    since = max(since, clock.now() - KEPT + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute(
            REPLAY_FAILED if failed_only else REPLAY_ALL,
            {"endpoint": endpoint.pk, "now": clock.now(), "since": since},
        )
        return int(cursor.rowcount)


def ping(endpoint: Endpoint) -> Delivery:
    """A test, sent like everything else, once. One that still waits is the answer to a second click."""
    waiting = Delivery.objects.filter(endpoint=endpoint, event=None, state="waiting").first()
    now = clock.now()
    return waiting or Delivery.objects.create(endpoint=endpoint, event=None, next_at=now, created_at=now)


def last_attempts(deliveries: Sequence[Delivery]) -> dict[int, Attempt]:
    """By delivery: the newest try."""
    found = Attempt.objects.filter(delivery__in=[each.pk for each in deliveries])
    return {attempt.delivery_id: attempt for attempt in found.order_by("pk")}


def _follow(delivery: Delivery, endpoint: Endpoint, answer: Answer) -> None:
    """What the answer means for the delivery and its endpoint."""
    now = clock.now()
    if answer.is_good:
        delivery.state, delivery.next_at, delivery.delivered_at = "delivered", None, now
        endpoint.failing_since, endpoint.throttled_until, endpoint.succeeded_at = None, None, now
    elif delivery.event_id is None:  # a test is tried once, and proves nothing about the endpoint's days
        delivery.state, delivery.next_at = "failed", None
        return
    else:
        endpoint.failing_since = endpoint.failing_since or now
        later = retrying.next_try(delivery.tries, now, _random.random())
        if waiting := retrying.asked_to_wait(answer.status, answer.retry_after, now):
            endpoint.throttled_until = waiting
            later = later and max(later, waiting)
        is_off = endpoint.state == "disabled"  # by another delivery's answer, while this one was on its way
        delivery.next_at = None if is_off else later
        delivery.state = "waiting" if delivery.next_at else "failed"
    endpoint.save(update_fields=["failing_since", "throttled_until", "succeeded_at"])


def _give_up(endpoint: Endpoint, why: str) -> None:
    if endpoint.state != "on":
        return
    endpoints.disable(endpoint, why)
    recording.record(
        recording.SYSTEM,
        "webhook.disabled",
        chain_id=endpoint.chain_id,
        subject=str(endpoint.pk),
        url=endpoint.url,
        why=why,
    )


def _job(delivery: Delivery, now: datetime) -> Job:
    return Job(
        delivery.pk,
        delivery.endpoint_id,
        delivery.endpoint.url,
        message_of(delivery),
        json.dumps(payload(delivery), ensure_ascii=False, separators=(",", ":")).encode(),
        tuple(endpoints.live_secrets(delivery.endpoint, now)),
    )


def _must_be_on(endpoint: Endpoint) -> None:
    if endpoint.state != "on":
        raise WebhookOff


# By endpoint, not by age alone: a thousand due at one that hangs would hide the one due at another.
TAKE = """
UPDATE partners_delivery SET next_at = %(lease)s WHERE id IN (
    SELECT due.id
      FROM partners_endpoint endpoint
      LEFT JOIN unnest(%(busy)s::bigint[], %(flying)s::bigint[]) AS busy (endpoint_id, flying)
        ON busy.endpoint_id = endpoint.id
     CROSS JOIN LATERAL (
        SELECT id, next_at
          FROM partners_delivery delivery
         WHERE delivery.endpoint_id = endpoint.id
           AND delivery.next_at <= %(now)s
           AND (delivery.event_id IS NULL
                OR endpoint.state = 'on'
                   AND (endpoint.throttled_until IS NULL OR endpoint.throttled_until <= %(now)s))
         ORDER BY delivery.next_at, delivery.id
         LIMIT greatest(0, %(each)s - coalesce(busy.flying, 0))
           FOR UPDATE SKIP LOCKED
     ) due
     WHERE (endpoint.failing_since IS NOT NULL) = %(failing)s
     ORDER BY due.next_at, due.id
     LIMIT %(most)s
)
RETURNING id
"""
REPLAY_FAILED = """
UPDATE partners_delivery delivery
   SET state = 'waiting', next_at = %(now)s, tries = 0, replays = least(replays + 1, 32767)
  FROM partners_event event
 WHERE delivery.endpoint_id = %(endpoint)s AND delivery.state = 'failed'
   AND event.id = delivery.event_id AND event.at >= %(since)s
"""
REPLAY_ALL = f"""
INSERT INTO partners_delivery (endpoint_id, event_id, state, next_at, tries, created_at, replays)
SELECT endpoint.id, event.id, 'waiting', %(now)s, 0, %(now)s, 0
  FROM partners_endpoint endpoint
  JOIN partners_event event ON event.chain_id = endpoint.chain_id AND event.at >= %(since)s
 WHERE endpoint.id = %(endpoint)s AND {WANTED}
 ORDER BY event.id
ON CONFLICT ON CONSTRAINT delivery_once
DO UPDATE SET state = 'waiting', next_at = %(now)s, tries = 0, replays = least(partners_delivery.replays + 1, 32767)
"""  # noqa: S608  (constants)
