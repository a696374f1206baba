"""The worker's part: figures every two seconds, the programme's and those on winning back every minute, and the check every night."""

import logging

from celery import shared_task

from chains.models import Chain
from loyalty.figures import programme, winning
from loyalty.figures.refreshing import refresh_dirty
from loyalty.figures.verifying import verify

log = logging.getLogger(__name__)


@shared_task(name="figures.refresh")  # type: ignore[untyped-decorator]  # celery carries no types
def refresh_figures() -> dict[str, int]:
    """Bring the figures of every property that waits up to date."""
    return refresh_dirty(for_seconds=60.0)


@shared_task(name="figures.programme")  # type: ignore[untyped-decorator]
def refresh_programmes() -> dict[str, int]:
    """Bring the programme's figures of every property up to date."""
    return programme.refresh_all()


@shared_task(name="figures.programme_anew")  # type: ignore[untyped-decorator]
def make_programmes_anew() -> dict[str, int]:
    """Make them all anew, every day of them: what came late to an earlier day is in them then."""
    return programme.refresh_all(full=True)


@shared_task(name="figures.winning")  # type: ignore[untyped-decorator]
def refresh_winning() -> dict[str, int]:
    """Bring the figures of every property on who slips away, on campaigns and on messages up to date."""
    return winning.refresh_all()


@shared_task(name="figures.winning_anew")  # type: ignore[untyped-decorator]
def make_winning_anew() -> dict[str, int]:
    """Make them all anew, every day of them."""
    return winning.refresh_all(full=True)


@shared_task(  # type: ignore[untyped-decorator]
    name="figures.verify", time_limit=4 * 3600, soft_time_limit=4 * 3600 - 60
)
def verify_figures() -> dict[str, int]:
    """Check the figures of every chain against its stays; each difference is an error in the log."""
    found = {}
    for chain in Chain.objects.order_by("pk"):
        report = verify(chain)
        found[chain.slug] = report.count
        for difference in report.differences:
            log.error("Reports of %s differ from the stays: %s", chain.slug, difference)
    return found
