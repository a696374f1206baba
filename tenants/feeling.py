"""How the platform feels: what is reachable, which schemas lag, what waits in which queue and for how long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Min
from django.db.models.query import QuerySet

from audit.models import Outbox
from billing.models import Errand, StripeEvent
from kernel import clock
from partners.models import Delivery
from reports.models import DirtyGuest, DirtyLife, DirtyMonth
from sharing.models import Transfer
from tenants import provisioning, versions
from tenants.models import Property, Spare, Wake

REDIS_TIMEOUT_S = 2
TASKS = "celery"  # the list in Redis in which background work waits


@dataclass(frozen=True, slots=True)
class Queue:
    code: str
    waiting: int | None  # None: cannot be asked at present
    oldest_s: int | None  # None: nothing waits, or nobody knows since when


def queues() -> list[Queue]:
    """Everything that is done later, and how long the first of it has been waiting."""
    return [
        _queue("stripe_events", StripeEvent.objects.filter(next_at__isnull=False), "received_at"),
        _queue("errands", Errand.objects.filter(next_at__isnull=False), "created_at"),
        _queue("outbox", Outbox.objects.all(), "entry__at"),
        # A delivery that is tried again in ten hours is not late before that.
        _queue("deliveries", Delivery.objects.filter(next_at__isnull=False), "next_at"),
        _queue("cells", DirtyMonth.objects.all(), "at"),
        _queue("guest_cells", DirtyGuest.objects.all(), "at"),
        _queue("visits", DirtyLife.objects.all(), "at"),
        # A wake is put down for when it is due.
        _queue("messages", Wake.objects.filter(what="messages", at__lte=clock.now()), "at"),
        _queue("campaigns", Wake.objects.filter(what="campaigns", at__lte=clock.now()), "at"),
        _queue("transfers", Transfer.objects.filter(state__in=("asked", "taken")), "asked_at"),
        Queue("tasks", tasks_waiting(), None),
    ]


def _queue(code: str, waiting: QuerySet[Any], since: str) -> Queue:
    found = waiting.aggregate(number=Count("pk"), first=Min(since))
    first: datetime | None = found["first"]
    oldest = None if first is None else max(0, int((clock.now() - first).total_seconds()))
    return Queue(code, found["number"], oldest)


def tasks_waiting() -> int | None:
    """Background work (imports, letters, nights) that no worker has taken yet."""
    client = _redis()
    try:
        return int(client.llen(TASKS))
    except redis.RedisError:
        return None
    finally:
        client.close()


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def redis_answers() -> bool:
    client = _redis()
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S
    )


def schemas() -> tuple[int, list[str]]:
    """How many properties' schemas are up to date, and the slugs of those that wait for a migration."""
    known = Property.objects.exclude(state="closed").order_by("slug").values_list("slug", "schema_version")
    lagging = [slug for slug, version in known if versions.lags(version)]
    return len(known) - len(lagging), lagging


def spares() -> int:
    """Schemas a new property can take at once."""
    return Spare.objects.filter(version=provisioning.spare_version()).count()
