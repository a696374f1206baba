"""Many at once, in transactions of their own, who all come as far as a certain point before one goes on."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, transaction

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme.document import Programme
from loyalty.programme.versions import Published
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house

AT_ONCE = 8


class Meeting:
    """A point in the code that all reach together, if no lock makes them take turns before it."""

    def __init__(self, count: int = AT_ONCE) -> None:
        self.barrier = threading.Barrier(count)

    def at(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        """Let everybody wait for the others after this function of the module has returned."""
        whole = getattr(module, name)

        def then_meet(*args: Any, **kwargs: Any) -> Any:
            found = whole(*args, **kwargs)
            # Who holds a lock waits in vain, a moment: the others stand before it.
            with contextlib.suppress(threading.BrokenBarrierError):
                self.barrier.wait(timeout=1.0)
            return found

        monkeypatch.setattr(module, name, then_meet)


def at_once(
    hotel: Property, act: Callable[[Statements, int], object], count: int = AT_ONCE, *, apart: bool = False
) -> Counter[str]:
    """What became of `act`, done so many times in the same moment: done, or the code of the refusal.

    `apart`: it makes its own transactions.
    """
    outcomes: list[str] = []

    def run(number: int) -> None:
        try:
            with in_property(hotel), contextlib.nullcontext() if apart else transaction.atomic():
                act(Statements(raw_connection()), number)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == count, "somebody failed"
    return Counter(outcomes)


def crowd(
    hotel: Property, plan: Programme, points: int = 1_000, count: int = AT_ONCE
) -> tuple[Published, Sequence[int]]:
    """The programme in force, and so many members with points. The stays are from before it."""
    with in_property(hotel):
        raw = Statements(raw_connection())
        for n in range(count):
            who = {"name": f"客{n}", "guest_number": f"C{n}", "phone": f"139000010{n:02d}"}
            follow(hotel, stay(f"C{n}", "2025-01-05", **who))
        guests = list(Guest.objects.order_by("id").values_list("pk", flat=True))
        published = house.publish(raw, plan)
        for guest in guests:
            house.member(raw, plan, guest, "gold")
            house.give_points(raw, guest, points)
        return published, guests
