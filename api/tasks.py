"""What the interface does at night."""

from celery import shared_task

from api import idempotency
from staff.tidying import tidy


@shared_task(name="api.tidy")  # type: ignore[untyped-decorator]  # celery carries no types
def tidy_up() -> dict[str, int]:
    """Drop answers kept for Idempotency-Keys after 30 days, and sessions, links and tries that are over."""
    return {**tidy(), "keyed_requests": idempotency.forget_old()}
