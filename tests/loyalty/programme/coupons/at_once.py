"""Several transactions at once, each with a connection of its own, that meet between reading and writing."""

import contextlib
import threading
from collections.abc import Callable

from django.db import connection, transaction

from kernel.errors import Refused
from kernel.statements import Statements
from tenants.context import in_property, raw_connection
from tenants.models import Property

MANY = 8


class Meeting:
    """Where those who are at it wait for one another, or for a moment in which nobody else comes.

    Where a lock makes them take turns, the first waits in vain, and nobody after it waits at all.
    """

    def __init__(self) -> None:
        self._barrier = threading.Barrier(MANY)

    def meet(self) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            self._barrier.wait(timeout=1.0)


def at_once(hotel: Property, act: Callable[[Statements, int], object]) -> list[str]:
    """Run `act` in so many transactions at once; "done" or the code of the refusal of each, sorted."""
    outcomes: list[str] = []

    def run(number: int) -> None:
        try:
            with in_property(hotel), transaction.atomic():
                act(Statements(raw_connection()), number)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
