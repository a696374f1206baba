"""The deliverer: numbers what happened, sends it, writes down what came of it; until it is told to end."""

import logging
from collections.abc import Callable
from time import monotonic

from django.db import Error, connection

from partners import deliveries, events
from partners.hands import Hands, Tried
from partners.posting import DEADLINE_S, Rules

log = logging.getLogger(__name__)

HANDS = 64
# Endpoints that are failing already may keep so many of them waiting, and never the rest.
FOR_FAILING = 32
PAUSE_S = 0.5
AFTER_TROUBLE_S = 1.0


class Deliverer:
    """One round after the other. `stopping` says that it shall end; `pause` waits so long."""

    def __init__(
        self, rules: Rules, *, stopping: Callable[[], bool], pause: Callable[[float], object]
    ) -> None:
        self.hands = Hands(HANDS, rules)
        self.stopping = stopping
        self.pause = pause
        # What came back and is not written down yet: the database may have been away.
        self.unwritten: list[Tried] = []
        self.next_look = 0.0

    def run(self) -> None:
        """Until told to end; then what is on its way is waited for and written down."""
        while not self.stopping():
            self.cautiously(self.round)
        end = monotonic() + DEADLINE_S + AFTER_TROUBLE_S
        while (self.hands.busy() or self.unwritten) and monotonic() < end:
            self.cautiously(self.collect)
        # Whatever is left has its lease, and is done again after it.
        self.hands.close()

    def round(self) -> None:
        """Look for news every half second, for free hands always."""
        in_flight = self.hands.at()
        more = False
        if monotonic() >= self.next_look:
            self.next_look = monotonic() + PAUSE_S / 2
            more = events.number() == events.AT_ONCE
            spare = min(self.hands.free(), FOR_FAILING - self.hands.with_failing())
            self.give(deliveries.take(spare, in_flight, failing=True), failing=True)
        self.give(deliveries.take(self.hands.free(), in_flight, failing=False), failing=False)
        if more:
            self.next_look = 0.0
        if self.hands.busy():
            self.collect(0.0 if more else PAUSE_S)
        elif not more:
            self.pause(PAUSE_S)

    def collect(self, timeout_s: float = PAUSE_S) -> None:
        """Write down what has come back, waiting so long for the first of it."""
        self.unwritten += self.hands.done(timeout_s)
        while self.unwritten:
            tried = self.unwritten[0]
            deliveries.settle(tried.job, tried.answer, tried.at)
            self.unwritten.pop(0)

    def give(self, jobs: list[deliveries.Job], *, failing: bool) -> None:
        for job in jobs:
            self.hands.give(job, failing=failing)

    def cautiously(self, act: Callable[[], None]) -> None:
        """A database that restarts is waited for: nothing is lost by it."""
        try:
            act()
        except Error as trouble:
            log.warning("deliverer: the database cannot be used: %s", str(trouble).partition("\n")[0])
            connection.close()
            self.pause(AFTER_TROUBLE_S)
