"""Is what we wrote down still what Stripe holds? Asked regularly, for events that were lost on the way."""

import logging
from datetime import timedelta

from billing import gateway, inbox, prices, reading
from billing.heard import Away, SaidNo
from billing.models import Account
from kernel import clock

log = logging.getLogger(__name__)
A_FEW = 50


def reconcile(*, everything: bool = False) -> dict[str, int]:
    """Fetch events that never came, and read accounts anew: those not read for longest, or all of them."""
    if not gateway.ready():
        return {"missed": 0, "read": 0, "failed": 0}
    if not prices.complete():
        prices.sync()
    now = clock.now()
    missed = inbox.fetch_missed(now)
    inbox.work()
    accounts = Account.objects.filter(customer__isnull=False)
    if not everything:
        accounts = accounts.exclude(read_at__gt=now - timedelta(minutes=10))
    ids = accounts.order_by("read_at").values_list("pk", flat=True)
    read = failed = 0
    for chain_id in list(ids if everything else ids[:A_FEW]):
        try:
            reading.read(chain_id)
            read += 1
        except Away as away:
            log.warning("Stripe does not answer; the rest is read another time: %s", away)
            break
        except SaidNo as no:
            log.error("Chain %s cannot be read at Stripe: %s", chain_id, no)
            failed += 1
    return {"missed": missed, "read": read, "failed": failed}
