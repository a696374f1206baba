"""When a delivery is tried again, and when an endpoint is given up. Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# After the first try and each one that failed; then the delivery has failed, and is there to be replayed.
DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
TRIES = len(DELAYS) + 1
JITTER = 0.1
# Nothing but failure for so long: the endpoint is disabled, and its owners are told.
GIVEN_UP_AFTER = timedelta(days=5)
# These ask for less at a time, rather than saying that something is wrong.
THROTTLING = frozenset({429, 502, 503, 504})
WAIT_DEFAULT = timedelta(seconds=10)
WAIT_MAX = timedelta(hours=24)


def next_try(tries: int, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many tries; None: that was the last. `chance` (0 to 1) spreads it by ±10 %."""
    if tries >= TRIES:
        return None
    return now + DELAYS[tries - 1] * (1 - JITTER + 2 * JITTER * chance)


def asked_to_wait(status: int | None, retry_after: str, now: datetime) -> datetime | None:
    """Until when the endpoint asks for nothing at all; None when it does not."""
    if status not in THROTTLING:
        return None
    return now + min(_wait(retry_after, now) or WAIT_DEFAULT, WAIT_MAX)


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    return failing_since is not None and now - failing_since >= GIVEN_UP_AFTER


def _wait(retry_after: str, now: datetime) -> timedelta | None:
    """Retry-After in seconds or as a date; None for what is neither, or is over."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), int(WAIT_MAX.total_seconds()))) or None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return until if until > timedelta(0) else None
