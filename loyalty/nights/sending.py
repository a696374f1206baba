"""Properties whose messages or campaigns are due, looked at one after the other; what is left is asked for again."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns import choosing
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.messaging import filings
from loyalty.messaging import sending as gate
from tenants import waking
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tenants.waking import What

log = logging.getLogger(__name__)
# After a failure: soon enough for a message, rarely enough for a log.
AGAIN = timedelta(minutes=1)
# No property is begun after that: a task is killed after five minutes, and one property may take a minute and a half.
FOR_SECONDS = 120.0


def send(hotel: Property) -> datetime | None:
    """What this property has due goes through the gate; when it is to be looked at next. Inside the property."""
    return gate.work(hotel, CampaignSponsor(hotel))


def choose(hotel: Property) -> datetime | None:
    """Campaigns that are due choose their guests; they say themselves when they are due again. Inside the property."""
    choosing.work(hotel)
    return None


# Texts that SMS vendors have to approve are handed in and asked after.
WORK: dict[What, Callable[[Property], datetime | None]] = {
    "messages": send,
    "campaigns": choose,
    "filings": filings.work,
}


def work(what: What) -> dict[str, int]:
    """Look at every property that is due; one that fails does not hold up the others, and is looked at again."""
    done = {"done": 0, "failed": 0}
    until = time.monotonic() + FOR_SECONDS
    due = waking.due(what)
    open_ones = Property.objects.filter(pk__in=due, state="open").select_related("chain")
    known = {place.pk: place for place in open_ones}
    for property_id in due:
        if (hotel := known.get(property_id)) is None:
            continue
        if time.monotonic() >= until:
            wake_again(what, hotel, soon=True)  # somebody else's slow vendor took the time
        else:
            done[_work(what, hotel)] += 1
    return done


def _work(what: What, hotel: Property) -> str:
    try:
        with in_property(hotel):
            if (following := WORK[what](hotel)) is not None:
                wake(hotel, what, following)
    except Exception:
        log.exception("What is due (%s) could not be done at property %s", what, hotel.pk)
        wake_again(what, hotel)
        return "failed"
    return "done"


def wake(hotel: Property, what: What, moment: datetime) -> None:
    """Have it looked at from then on. Inside the property."""
    waking.at(Statements(raw_connection()), hotel.pk, what, moment)


def wake_again(what: What, hotel: Property, *, soon: bool = False) -> None:
    try:
        with in_property(hotel):
            wake(hotel, what, clock.now() if soon else clock.now() + AGAIN)
    except Exception:
        # The hourly look at every property finds it.
        log.exception("Property %s could not be put back into the queue", hotel.pk)


def wake_all(hotel: Property) -> None:
    """Have both looked at now: what a crash took out of the queue and did not do. Inside the property."""
    for what in WORK:
        wake(hotel, what, clock.now())
