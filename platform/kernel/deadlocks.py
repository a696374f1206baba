"""Two transactions that wait for each other: PostgreSQL ends one, and what was ended is simply done again."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected, SerializationFailure

T = TypeVar("T")
log = logging.getLogger(__name__)

TRIES = 4
# Hot paths speak to psycopg itself; Django's own statements wrap what it raises.
WORTH_ANOTHER_TRY = (OperationalError, DeadlockDetected, SerializationFailure)


def met_another(error: BaseException) -> bool:
    """True for a deadlock, or a row that somebody else changed first."""
    return isinstance(error, (DeadlockDetected, SerializationFailure)) or isinstance(
        error.__cause__, (DeadlockDetected, SerializationFailure)
    )


def done_again(work: Callable[[], T]) -> T:
    """What `work` gives; done again, up to TRIES times, when it met another. It must be a whole transaction.

    Within a transaction of the caller's it is done once: only the whole can be done again.
    """
    if connection.in_atomic_block:
        return work()
    for attempt in range(1, TRIES):
        try:
            return work()
        except WORTH_ANOTHER_TRY as error:
            if not met_another(error):
                raise
            log.info("A deadlock was met; try %s of %s follows", attempt + 1, TRIES)
    return work()
