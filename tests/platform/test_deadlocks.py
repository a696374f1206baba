"""What met a deadlock is done again, and nothing else is."""

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, QueryCanceled

from kernel.deadlocks import TRIES, done_again


class Work:
    """Fails so many times, and counts."""

    def __init__(self, times: int, error: type[Exception] = DeadlockDetected) -> None:
        self.times, self.error, self.done = times, error, 0

    def __call__(self) -> str:
        self.done += 1
        if self.done <= self.times:
            raise self.error("met another")
        return "done"


def wrapped() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected("deadlock detected")
    return error


def test_a_transaction_of_the_callers_is_not_done_again_in_part(db: None) -> None:
    work = Work(1)
    with transaction.atomic(), pytest.raises(DeadlockDetected):
        done_again(work)
    assert work.done == 1


def test_up_to_the_last_try() -> None:
    work = Work(TRIES - 1)
    assert (done_again(work), work.done) == ("done", TRIES)
    work = Work(TRIES)
    with pytest.raises(DeadlockDetected):
        done_again(work)
    assert work.done == TRIES


def test_what_django_wraps_is_a_deadlock_too() -> None:
    met = iter([wrapped()])

    def work() -> str:
        for error in met:
            raise error
        return "done"

    assert done_again(work) == "done"


def test_another_error_is_not_done_again() -> None:
    work = Work(1, QueryCanceled)
    with pytest.raises(QueryCanceled):
        done_again(work)
    assert work.done == 1
