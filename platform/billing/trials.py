"""Before a trial ends, its owner hears of it: seven days before, and the day before. Once each."""

from datetime import datetime, timedelta

from django.db import transaction

from billing import errands
from billing.models import Account, Errand

DAYS_BEFORE = (7, 1)


def remind(now: datetime) -> int:
    """Write the letters that are due; how many."""
    soon = now + timedelta(days=max(DAYS_BEFORE))
    ending = Account.objects.filter(
        state="trialing", subscription=None, trial_ends_at__gt=now, trial_ends_at__lte=soon
    )
    return sum(_remind(number, now) for number in ending.values_list("pk", flat=True))


@transaction.atomic
def _remind(chain_id: int, now: datetime) -> int:
    account = Account.objects.select_for_update().get(pk=chain_id)
    if account.state != "trialing" or account.subscription or account.trial_ends_at is None:
        return 0
    left = account.trial_ends_at - now
    # Only the nearest: who was away for a week needs no letter about last week.
    days = min((days for days in DAYS_BEFORE if left <= timedelta(days=days)), default=None)
    if days is None:
        return 0
    wanted = {"about": "trial_ends", "days": days, "until": account.trial_ends_at.isoformat()}
    if Errand.objects.filter(chain_id=chain_id, kind="letter", wanted=wanted).exists():
        return 0
    errands.want(chain_id, "letter", wanted)
    return 1
