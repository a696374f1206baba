"""The nightly run as tasks: every hour the properties are found whose local day has turned."""

import logging

from celery import shared_task

from kernel import clock
from kernel.statements import Statements
from loyalty.programme import nightly
from loyalty.programme.nightly import RunUnderWay
from tenants.context import SchemaLagging, TenantTask, current_property, in_property, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)
HOURS = 3600


@shared_task(name="programme.dispatch")  # type: ignore[untyped-decorator]  # celery carries no types
def dispatch() -> int:
    """Send a run for every property that waits for one; how many. Sent twice is harmless: the second finds it done."""
    sent = 0
    for hotel in Property.objects.filter(state="open").select_related("chain").order_by("slug"):
        try:
            with in_property(hotel):
                due = nightly.due_days(Statements(raw_connection()), clock.today(hotel.time_zone))
        except SchemaLagging:
            continue  # the next hour finds it again
        if due:
            run_nights.delay(hotel.pk)
            sent += 1
    return sent


@shared_task(  # type: ignore[untyped-decorator]
    base=TenantTask, name="programme.published", time_limit=HOURS, soft_time_limit=HOURS - 60
)
def follow_publishing(property_id: int) -> None:
    """Members are made, and their tiers looked at, by the programme that was just published."""
    try:
        log.info(
            "After publishing at %s: %s", current_property().slug, nightly.look_again(current_property())
        )
    except RunUnderWay:
        log.info("A night is under way at %s, and sees the new programme", current_property().slug)


@shared_task(  # type: ignore[untyped-decorator]
    base=TenantTask, name="programme.nightly", time_limit=4 * HOURS, soft_time_limit=4 * HOURS - 60
)
def run_nights(property_id: int) -> None:
    """Make up every night that is due at this property."""
    hotel = current_property()
    try:
        done = nightly.catch_up(hotel)
    except RunUnderWay:
        return
    for day, told in done.items():
        log.info("Night of %s at %s: %s", day, hotel.slug, told)
