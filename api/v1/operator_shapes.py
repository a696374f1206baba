"""What the operator's console shows, and what an operator may change."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import Paged
from billing.standing import Level

Reason = Annotated[str, Meta(min_length=10, max_length=300, pattern=r"\S")]
Why = Annotated[str, Meta(min_length=4, max_length=300, pattern=r"\S")]
Slug = Annotated[str, Meta(min_length=1, max_length=40)]


class ChainsAsked(Paged, forbid_unknown_fields=True, kw_only=True):
    q: Annotated[str, Meta(max_length=100)] = ""  # of the chain, a property of it, or an owner
    level: Level | None = None
    state: Literal["open", "suspended", "erased"] | None = None


class OperatorOwner(msgspec.Struct):
    name: str
    email: str | None


class OperatorChain(msgspec.Struct, kw_only=True):
    slug: str
    name: str
    owner: OperatorOwner | None
    state: str  # open | suspended | erased
    level: Level
    reason: str  # the state of the subscription the level comes from; "trial_over", "arranged" …
    plan: str | None
    interval: Literal["month", "year"] | None
    quantity: int  # properties paid for
    properties: int  # open ones, sandboxes left out
    contacts: int
    stays_30d: int
    last_stay_on: date | None
    amount: str | None  # per interval; null where nothing is charged
    currency: str
    trial_ends_at: datetime | None
    created_at: datetime


class OperatorChainPage(msgspec.Struct):
    results: list[OperatorChain]
    next: str | None


class OperatorProperty(msgspec.Struct):
    slug: str
    name: str
    state: str
    sandbox: bool
    schema: str  # which migrations it has
    lagging: bool
    contacts: int
    stays_30d: int
    last_stay_on: date | None


class OperatorStaff(msgspec.Struct):
    id: str
    name: str
    role: str
    properties: list[str]  # empty: every property
    last_seen_at: datetime | None
    impersonable: bool


class OperatorKey(msgspec.Struct):
    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


class OperatorUsed(msgspec.Struct):
    used: int
    limit: int | None


class OperatorUsage(msgspec.Struct):
    properties: OperatorUsed
    contacts: OperatorUsed
    messages: OperatorUsed  # in this month
    seats: OperatorUsed


class OperatorErrand(msgspec.Struct):
    """Something we want of Stripe that is not done yet."""

    kind: str
    since: datetime
    tries: int
    next_at: datetime | None
    error: str


class OperatorWaiting(msgspec.Struct):
    outbox: int  # happened, and has no number yet
    deliveries: int  # to the chain's endpoints
    stripe_events: int


class ImpersonationOut(msgspec.Struct):
    id: int
    chain: str
    chain_name: str
    operator: str
    staff: str
    reason: str
    began_at: datetime
    until: datetime
    ended_at: datetime | None


class ImpersonationPage(msgspec.Struct):
    results: list[ImpersonationOut]
    next: str | None


class OperatorChainWhole(OperatorChain, kw_only=True):
    houses: list[OperatorProperty]
    staff: list[OperatorStaff]
    keys: list[OperatorKey]
    usage: OperatorUsage
    errands: list[OperatorErrand]
    waiting: OperatorWaiting
    impersonations: list[ImpersonationOut]  # the last twenty


class OperatorChainChange(msgspec.Struct, forbid_unknown_fields=True):
    state: Literal["open", "suspended"]
    reason: Why


class OperatorBilling(msgspec.Struct, forbid_unknown_fields=True):
    """One of the two: a contract outside Stripe, or a trial until then."""

    reason: Why
    arranged: Literal[True] | UnsetType = UNSET
    trial_ends_at: Annotated[datetime, Meta(tz=True)] | UnsetType = UNSET


class HealthSchemas(msgspec.Struct):
    ready: int
    lagging: list[str]


class HealthQueue(msgspec.Struct):
    code: str
    waiting: int | None
    oldest_s: int | None


class HealthOut(msgspec.Struct):
    database: Literal["ok", "unreachable"]
    redis: Literal["ok", "unreachable"]
    schemas: HealthSchemas
    spares: int
    queues: list[HealthQueue]
    version: str


class FigureLevels(msgspec.Struct):
    full: int
    grace: int
    read_only: int
    closed: int
    suspended: int


class FigureMoney(msgspec.Struct):
    currency: str
    amount: str


class FiguresOut(msgspec.Struct):
    chains: FigureLevels
    properties: int
    mrr: list[FigureMoney]
    sign_ups_30d: int
    sign_ups_asked_30d: int
    trials_ending: int  # within seven days


class NewImpersonation(msgspec.Struct, forbid_unknown_fields=True):
    chain: Slug
    staff: Annotated[str, Meta(max_length=36)]
    reason: Reason


class ImpersonationsAsked(Paged, forbid_unknown_fields=True, kw_only=True):
    chain: Annotated[str, Meta(max_length=40)] | None = None
