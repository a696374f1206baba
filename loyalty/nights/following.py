"""Stays are followed within seconds: who changed is judged anew, the desk prepares for him, and campaigns learn of it.

The order makes it safe. Marks are deleted first, in the transaction that then reads the property's tables: what is
committed in between leaves a mark of its own, which stays. A crash takes everything back. Whoever writes states holds
the property's lifecycle, so nobody writes by what he read before another wrote.
"""

import logging

from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns import outcomes, triggers
from loyalty.desk import preparing
from loyalty.lifecycle import assessing, marks
from loyalty.owners import assigning
from loyalty.touches import proposing
from tenants.context import SchemaLagging, in_property, in_public, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)


def follow(hotel: Property, most: int = marks.BATCH) -> int | None:
    """Take one batch of this property's marks and do what they ask for; of how many guests, None when others hold it."""
    with transaction.atomic():
        with in_property(hotel):
            if not assessing.alone(Statements(raw_connection()), wait=False):
                return None
        # The property's role may put marks, not take them.
        with in_public():
            guests = marks.take(hotel.pk, most)
        if guests:
            with in_property(hotel):
                _follow(hotel, guests)
        return len(guests)


def _follow(hotel: Property, guests: list[int]) -> None:
    raw, today = Statements(raw_connection()), clock.today(hotel.time_zone)
    assessing.follow(raw, hotel, guests, today)
    if hotel.state == "open":
        assigning.follow(raw, hotel, guests)
        proposing.follow(raw, hotel, guests, today)
        preparing.follow(raw, hotel, guests, today)
        triggers.follow(raw, hotel, guests, today)
        outcomes.credit(raw, hotel, guests)


def follow_all(hotel: Property) -> int:
    """Every mark this property has now, batch by batch; of how many guests."""
    done = 0
    while number := follow(hotel):
        done += number
    return done


def follow_marked(*, for_seconds: float = 60.0) -> dict[str, int]:
    """Follow every property that waits, the longest waiting first; one that fails does not hold up the others."""
    until = clock.real_now().timestamp() + for_seconds
    done = {"guests": 0, "busy": 0, "failed": 0, "left": 0}
    waiting = marks.waiting()
    # A closed property is still counted.
    known = {place.pk: place for place in Property.objects.filter(pk__in=waiting).select_related("chain")}
    for property_id in waiting:
        if property_id not in known:
            marks.drop(property_id)
            log.warning("Property %s is gone; what waited for it was dropped", property_id)
            continue
        while True:
            if clock.real_now().timestamp() > until:
                done["left"] += 1
                break
            try:
                number = follow(known[property_id])
            except SchemaLagging:
                number = None
            except Exception:
                # The marks are back: the next look finds them.
                log.exception("The visits of property %s could not be followed", property_id)
                done["failed"] += 1
                break
            if number is None:
                done["busy"] += 1
            else:
                done["guests"] += number
            if not number or number < marks.BATCH:
                break
    return done
