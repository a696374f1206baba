"""What Stripe says, in small things of our own: nobody but the gateway knows the SDK's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Nobody's subscription: it never was paid for once, and can become nothing any more or still become one.
NEVER_BEGAN = ("incomplete", "incomplete_expired")


class Away(Exception):
    """Stripe did not answer, or not now. Nobody knows whether it did what it was asked."""

    def __init__(self, why: str, after_s: float = 0.0, *, answered: bool = False) -> None:
        self.after_s = after_s
        # An answer of 5xx is stored under its idempotency key and would come again for a day.
        self.answered = answered
        super().__init__(why)


class SaidNo(Exception):
    """Stripe refuses, and will refuse again."""

    def __init__(self, code: str, says: str, param: str = "") -> None:
        self.code, self.param = code, param
        super().__init__(says)

    @property
    def missing(self) -> bool:
        return self.code == "resource_missing"


@dataclass(frozen=True, slots=True)
class Sub:
    """A subscription. Ours has one item: a plan, so many properties of it."""

    id: str
    status: str
    created: datetime
    item: str
    price: str
    plan: str
    interval: str
    quantity: int
    unit_cents: int | None
    trial_ends_at: datetime | None
    period_ends_at: datetime | None
    cancels_at_end: bool
    ended_at: datetime | None

    @property
    def lives(self) -> bool:
        return self.status != "canceled" and self.status not in NEVER_BEGAN


@dataclass(frozen=True, slots=True)
class Line:
    says: str
    amount_cents: int
    quantity: int | None
    proration: bool
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Inv:
    id: str
    number: str
    state: str
    currency: str
    total_cents: int
    due_cents: int
    issued_at: datetime
    lines: tuple[Line, ...]
    page: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Session:
    """A checkout that somebody can still go to."""

    id: str
    url: str
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """An event, as far as it is believed: that something of this customer's changed."""

    id: str
    kind: str
    customer: str


@dataclass(frozen=True, slots=True)
class Seen:
    """All there is of a customer at one moment."""

    subs: tuple[Sub, ...]
    invoices: tuple[Inv, ...] = field(default=())  # the newest hundred, drafts left out
    # What stands on invoices, in the shape of Account.details; empty texts where Stripe has none.
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PriceSeen:
    id: str
    lookup_key: str
    amount_cents: int | None
    currency: str
    interval: str
