"""What goes in and out at the webhooks' pages."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import Paged
from partners import deliveries
from partners.models import Attempt, Delivery, Endpoint

Url = Annotated[str, Meta(min_length=8, max_length=500)]
Description = Annotated[str, Meta(max_length=120)]
Types = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=30)]
Slugs = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=500)]


class NewWebhook(msgspec.Struct, forbid_unknown_fields=True):
    url: Url
    description: Description = ""
    types: Types = []  # empty: all
    properties: Slugs = []  # empty: all


class WebhookChange(msgspec.Struct, forbid_unknown_fields=True):
    url: Url | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    types: Types | UnsetType = UNSET
    properties: Slugs | UnsetType = UNSET
    state: Annotated[str, Meta(pattern="^(on|off)$")] | UnsetType = UNSET


class SecretRotation(msgspec.Struct, forbid_unknown_fields=True):
    overlap_hours: Annotated[int, Meta(ge=0, le=720)] = 24


class WebhookReplay(msgspec.Struct, forbid_unknown_fields=True):
    since: Annotated[datetime, Meta(tz=True)]
    failed_only: bool = True


class DeliveryQuery(Paged, forbid_unknown_fields=True, kw_only=True):
    state: Annotated[str, Meta(pattern="^(waiting|delivered|failed)$")] | None = None


class WebhookOut(msgspec.Struct):
    id: int
    url: str
    description: str
    types: list[str]
    properties: list[str]
    state: str  # on | off | disabled
    why: str  # it was disabled: gone (410) | failing (five days of nothing else)
    created_at: datetime
    failing_since: datetime | None
    succeeded_at: datetime | None
    secret_before_until: datetime | None  # until then the secret before signs too
    waiting: int


class WebhookMade(WebhookOut):
    secret: str  # shown this once


class WebhookSecret(msgspec.Struct):
    secret: str  # shown this once
    secret_before_until: datetime


class WebhookList(msgspec.Struct):
    results: list[WebhookOut]
    next: str | None = None


class Replayed(msgspec.Struct):
    replayed: int


class LastAttempt(msgspec.Struct):
    at: datetime
    status: int | None
    error: str
    duration_ms: int


class AttemptOut(LastAttempt):
    answer: str


class DeliveryOut(msgspec.Struct):
    id: int
    event: str | None  # null: a test
    type: str
    state: str
    tries: int
    next_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None
    replays: int
    last: LastAttempt | None


class DeliveryInFull(DeliveryOut):
    payload: dict[str, Any]
    attempts: list[AttemptOut]


class DeliveryPage(msgspec.Struct):
    results: list[DeliveryOut]
    next: str | None


def webhook_fields(endpoint: Endpoint, slugs: dict[int, str], waiting: int) -> dict[str, Any]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "description": endpoint.description,
        "types": endpoint.types,
        "properties": [slugs[place] for place in endpoint.property_ids if place in slugs],
        "state": endpoint.state,
        "why": endpoint.why,
        "created_at": endpoint.created_at,
        "failing_since": endpoint.failing_since,
        "succeeded_at": endpoint.succeeded_at,
        "secret_before_until": endpoint.secret_before_until,
        "waiting": waiting,
    }


def delivery_fields(delivery: Delivery, last: Attempt | None) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "event": None if delivery.event_id is None else deliveries.message_of(delivery),
        "type": "ping" if delivery.event is None else delivery.event.type,
        "state": delivery.state,
        "tries": delivery.tries,
        "next_at": delivery.next_at,
        "created_at": delivery.created_at,
        "delivered_at": delivery.delivered_at,
        "replays": delivery.replays,
        "last": None if last is None else LastAttempt(last.at, last.status, last.error, last.duration_ms),
    }


def delivery_in_full(delivery: Delivery, attempts: list[Attempt]) -> DeliveryInFull:
    return DeliveryInFull(
        **delivery_fields(delivery, attempts[-1] if attempts else None),
        payload=deliveries.payload(delivery),
        attempts=[
            AttemptOut(each.at, each.status, each.error, each.duration_ms, each.answer) for each in attempts
        ],
    )
