"""What Stripe tells us: kept once, answered at once, and then looked up at Stripe itself.

Nothing an event says is believed but whose it is. So duplicates, any order, and what is repeated days later all come
to the same: the account as Stripe has it now.
"""

import logging
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from msgspec import MsgspecError, json

from billing import errands, gateway, reading
from billing.heard import Away, SaidNo, Told
from billing.models import Account, StripeEvent
from billing.turns import turn
from kernel import clock

log = logging.getLogger(__name__)
# A customer may be known to Stripe a moment before he is to us.
SECOND_LOOK = timedelta(minutes=1)
KEPT_FOR = timedelta(days=40)  # Stripe itself forgets them after thirty
LOOKED_BACK = timedelta(hours=2)


class NotAnEvent(Exception):
    """Signed, and yet no event: not Stripe's version of itself that we know."""


def receive(body: bytes) -> bool:
    """Keep an event whose signature holds; false when it was here before."""
    try:
        whole = json.decode(body)
    except MsgspecError as error:
        raise NotAnEvent from error
    if not isinstance(whole, dict) or not isinstance(whole.get("id"), str) or "\x00" in whole["id"]:
        raise NotAnEvent
    return keep(gateway.told(whole), body)


def keep(told: Told, body: bytes) -> bool:
    """Put an event into the inbox, unless it is there; a worker is told of it."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_stripeevent"
            " (event, kind, customer, body, received_at, next_at, tries, error)"
            " VALUES (%s, %s, %s, %s, %s, %s, 0, '') ON CONFLICT (event) DO NOTHING RETURNING id",
            [told.id[:64], told.kind[:80], told.customer[:64], body, now, now if told.customer else None],
        )
        is_new = cursor.fetchone() is not None
    if is_new and told.customer:
        errands.ring()
    return is_new


def work(for_seconds: float = 60.0) -> int:
    """Apply what is due; how many events were."""
    end, applied = clock.now() + timedelta(seconds=for_seconds), 0
    while clock.now() < end:
        due = StripeEvent.objects.filter(next_at__lte=clock.now()).order_by("id")
        customers = list(dict.fromkeys(due.values_list("customer", flat=True)[:500]))
        if not customers:
            break
        for customer in customers:
            applied += apply(customer)
    return applied


def apply(customer: str) -> int:
    """Read this customer anew, for all that was told of him up to now; how many events that settled."""
    chain_id = Account.objects.filter(customer=customer).values_list("pk", flat=True).first()
    waiting = StripeEvent.objects.filter(customer=customer, next_at__isnull=False)
    if chain_id is None:
        return _of_no_concern(customer, clock.now())
    with turn(chain_id):
        # Told before we look: what is told from now on may be about something later.
        ids = list(waiting.values_list("pk", flat=True))
        if not ids:
            return 0  # somebody else did it while we waited for our turn
        told = StripeEvent.objects.filter(pk__in=ids)
        now = clock.now()
        try:
            reading.read(chain_id)
        except (Away, SaidNo) as error:
            if isinstance(error, SaidNo):
                log.error("Customer %s cannot be read at Stripe: %s", customer, error)
            tries = told.values_list("tries", flat=True).order_by("tries")[0]
            wait = max(getattr(error, "after_s", 0.0), errands.pause_s(tries + 1))
            told.update(tries=F("tries") + 1, next_at=now + timedelta(seconds=wait), error=str(error)[:300])
            return 0
        return told.update(next_at=None, applied_at=now, error="")


def _of_no_concern(customer: str, now: datetime) -> int:
    """Not one of ours. It is looked at a second time, a minute later, and then let be."""
    waiting = StripeEvent.objects.filter(customer=customer, next_at__lte=now)
    waiting.filter(tries__gte=1).update(next_at=None, error="No chain has this customer.")
    waiting.filter(tries=0).update(tries=1, next_at=now + SECOND_LOOK)
    return 0


def fetch_missed(now: datetime) -> int:
    """Keep what Stripe remembers of the last two hours and never reached us; how many that were."""
    since = now - LOOKED_BACK
    return sum(keep(told, body) for told, body in gateway.happened_since(since))


def forget_old(now: datetime) -> int:
    """Drop events that were settled long ago."""
    return StripeEvent.objects.filter(next_at__isnull=True, received_at__lt=now - KEPT_FOR).delete()[0]
