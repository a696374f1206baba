"""The worker's part in billing."""

from celery import shared_task

from billing import errands, gateway, inbox, reconciling, trials
from kernel import clock


@shared_task(name="billing.work")  # type: ignore[untyped-decorator]  # celery carries no types
def work() -> dict[str, int]:
    """Apply what Stripe told, and do what we want of it; every ten seconds, and at once when there is something."""
    return {"events": inbox.work() if gateway.ready() else 0, "errands": errands.work()}


@shared_task(name="billing.reconcile")  # type: ignore[untyped-decorator]
def reconcile() -> dict[str, int]:
    """Repair what was lost on the way."""
    return reconciling.reconcile()


@shared_task(name="billing.nightly", time_limit=3600, soft_time_limit=3540)  # type: ignore[untyped-decorator]
def nightly() -> dict[str, int]:
    """Read every account anew, and drop events of long ago."""
    forgotten = inbox.forget_old(clock.now())
    return {**reconciling.reconcile(everything=True), "forgotten": forgotten}


@shared_task(name="billing.trials")  # type: ignore[untyped-decorator]
def remind_of_trials() -> int:
    """Write to those whose trial ends soon."""
    return trials.remind(clock.now())
