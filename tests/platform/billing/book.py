"""A Stripe of a few lines, for what is done thousands of times: subscriptions, invoices, and the events of both.

It stands in for billing.gateway's functions, not for Stripe's HTTP: tests/platform/billing/test_with_stripe.py drives
the real SDK. All events are of one second, so that no time says what came first.
"""

import json
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.heard import Inv, Line, SaidNo, Seen, Sub, Told
from kernel import clock

START = datetime(2026, 11, 1, tzinfo=UTC)
UNIT = {"starter": 199_00, "chain": 399_00, "group": 699_00}


class Book:
    """One customer as Stripe has him. `step` does one thing at random and gives the events of it."""

    def __init__(self, customer: str, seed: int) -> None:
        self.customer, self.rng = customer, random.Random(seed)
        self.lock = threading.Lock()
        self.subs: dict[str, Sub] = {}
        self.invoices: dict[str, Inv] = {}
        self.events: list[bytes] = []

    def seen(self) -> Seen:
        with self.lock:
            return Seen(tuple(self.subs.values()), tuple(self.invoices.values()))

    def cancel(self, subscription: str) -> None:
        with self.lock:
            sub = self.subs[subscription]
            if not sub.lives:
                raise SaidNo("resource_missing", "No such subscription")
            self._put(replace(sub, status="canceled", ended_at=clock.now()), "customer.subscription.deleted")

    def step(self) -> list[bytes]:
        with self.lock:
            begun = len(self.events)
            living = [sub for sub in self.subs.values() if sub.lives]
            waiting = [sub for sub in self.subs.values() if sub.status == "incomplete"]
            if waiting:
                self._first_payment(waiting[0])
            elif not living:
                self._subscribe()
            else:
                self.rng.choice(
                    [self._fail, self._fail, self._pay, self._quantity, self._plan, self._flag, self._end]
                )(living[0])
            return self.events[begun:]

    def _subscribe(self) -> None:
        number = len(self.subs)
        plan = self.rng.choice(list(UNIT))
        made = Sub(
            f"sub_{self.customer}_{number}", "incomplete", START + timedelta(days=number), f"si_{number}", f"price_{plan}",
            plan, "month", self.rng.randint(1, 9), UNIT[plan], None, START + timedelta(days=30), False, None,
        )  # fmt: skip
        self._put(made, "customer.subscription.created")
        self._invoice(made, "open")

    def _first_payment(self, sub: Sub) -> None:
        if self.rng.random() < 0.15:
            self._put(replace(sub, status="incomplete_expired"), "customer.subscription.updated")
            return
        self._settle(sub, "paid")
        self._put(replace(sub, status="active"), "customer.subscription.updated")

    def _fail(self, sub: Sub) -> None:
        if sub.status == "past_due":
            self._put(replace(sub, status="unpaid"), "customer.subscription.updated")
        elif sub.status == "active":
            self._invoice(sub, "open")
            self._put(replace(sub, status="past_due"), "customer.subscription.updated")

    def _pay(self, sub: Sub) -> None:
        self._settle(sub, "paid")
        if sub.status != "active":
            self._put(replace(sub, status="active"), "customer.subscription.updated")

    def _quantity(self, sub: Sub) -> None:
        self._invoice(sub, "paid")
        self._put(replace(sub, quantity=self.rng.randint(1, 9)), "customer.subscription.updated")

    def _plan(self, sub: Sub) -> None:
        plan = self.rng.choice(list(UNIT))
        changed = replace(sub, plan=plan, price=f"price_{plan}", unit_cents=UNIT[plan])
        self._put(changed, "customer.subscription.updated")

    def _flag(self, sub: Sub) -> None:
        self._put(replace(sub, cancels_at_end=not sub.cancels_at_end), "customer.subscription.updated")

    def _end(self, sub: Sub) -> None:
        if self.rng.random() < 0.4:
            self._put(replace(sub, status="canceled", ended_at=clock.now()), "customer.subscription.deleted")

    def _invoice(self, sub: Sub, state: str) -> None:
        number, cents = len(self.invoices), (sub.unit_cents or 0) * sub.quantity
        line = Line(sub.plan, cents, sub.quantity, False, START, START + timedelta(days=30))
        made = Inv(
            f"in_{self.customer}_{number}", f"N-{number}", state, "CNY", cents, cents if state == "open" else 0,
            START + timedelta(days=number), (line,), "", "",
        )  # fmt: skip
        self.invoices[made.id] = made
        self._tell("invoice.created", {"object": "invoice", "id": made.id, "status": state})

    def _settle(self, sub: Sub, state: str) -> None:
        for id, found in self.invoices.items():
            if found.state == "open":
                self.invoices[id] = replace(found, state=state, due_cents=0)
                self._tell("invoice.paid", {"object": "invoice", "id": id, "status": state})

    def _put(self, sub: Sub, kind: str) -> None:
        self.subs[sub.id] = sub
        shown = {"object": "subscription", "id": sub.id, "status": sub.status, "quantity": sub.quantity}
        self._tell(kind, shown)

    def _tell(self, kind: str, about: dict[str, Any]) -> None:
        event = {
            "object": "event",
            "id": f"evt_{self.customer}_{len(self.events)}",
            "type": kind,
            "created": int(START.timestamp()),
            "data": {"object": {**about, "customer": self.customer}},
        }
        self.events.append(json.dumps(event).encode())


def remembered(books: dict[str, Book]) -> Iterator[tuple[Told, bytes]]:
    """All events, as Stripe's list of them has them."""
    for book in books.values():
        for body in list(book.events):
            event = json.loads(body)
            yield Told(event["id"], event["type"], book.customer), body


def believed(deliveries: list[bytes]) -> dict[str, Any]:
    """The control: what an account comes to when each event is believed as it comes."""
    account: dict[str, Any] = {"state": "trialing", "quantity": 0}
    for body in deliveries:
        event = json.loads(body)
        about = event["data"]["object"]
        if about["object"] == "subscription" and about["status"] in (
            "active",
            "past_due",
            "unpaid",
            "canceled",
        ):
            account = {"state": about["status"], "quantity": about["quantity"]}
    return account
