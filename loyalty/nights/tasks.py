"""The worker's part: visits followed every two seconds, the gate and the campaigns every five, the nights by the hour."""

import logging

from celery import shared_task

from kernel.statements import Statements
from loyalty.nights import following, nightly, sending
from loyalty.nights.nightly import NightUnderWay
from tenants.context import SchemaLagging, TenantTask, current_property, in_property, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)
HOURS = 3600


@shared_task(name="nights.follow")  # type: ignore[untyped-decorator]  # celery carries no types
def follow() -> dict[str, int]:
    """Judge anew whoever had a visit, and let campaigns know."""
    return following.follow_marked(for_seconds=60.0)


@shared_task(name="nights.send")  # type: ignore[untyped-decorator]
def send() -> dict[str, int]:
    """Let through the gate what is due."""
    return sending.work("messages")


@shared_task(name="nights.choose")  # type: ignore[untyped-decorator]
def choose() -> dict[str, int]:
    """Let campaigns that are due choose their guests."""
    return sending.work("campaigns")


@shared_task(name="nights.file")  # type: ignore[untyped-decorator]
def file() -> dict[str, int]:
    """Hand in texts that SMS vendors have to approve, and ask how their reviews stand."""
    return sending.work("filings")


@shared_task(name="nights.dispatch")  # type: ignore[untyped-decorator]
def dispatch() -> int:
    """Send a night for every property that waits for one, and look at what each has due; how many nights.

    Sent twice is harmless: the second finds it done.
    """
    sent = 0
    for hotel in Property.objects.filter(state="open").select_related("chain").order_by("slug"):
        try:
            with in_property(hotel):
                sending.wake_all(hotel)
                due = nightly.ready(Statements(raw_connection()), hotel)
        except SchemaLagging:
            continue  # the next hour finds it again
        except Exception:
            log.exception("The night of property %s could not be looked for", hotel.pk)
            continue
        if due:
            run_nights.delay(hotel.pk)
            sent += 1
    return sent


@shared_task(  # type: ignore[untyped-decorator]
    base=TenantTask, name="nights.run", time_limit=4 * HOURS, soft_time_limit=4 * HOURS - 60
)
def run_nights(property_id: int) -> None:
    """Make up the nights that are due at this property."""
    hotel = current_property()
    try:
        done = nightly.catch_up(hotel)
    except NightUnderWay:
        return
    for day, told in done.items():
        log.info("Guests of %s on %s: %s", hotel.slug, day, told)
