"""Bodies of the log of messages: what was said to whom, what waits, and why something was not sent."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.words import Words
from kernel import money
from loyalty.messaging import reading
from loyalty.messaging.reading import Judged, Listed

State = Literal["waiting", "claimed", "sent", "delivered", "failed", "unknown", "dropped"]
Way = Literal["wecom", "sms", "email"]


class MessageGuest(msgspec.Struct):
    id: str
    name: str


class MessageOut(msgspec.Struct):
    """`says`: the state in words, of what waits or was dropped with the reason. `text`: what the guest reads."""

    id: str
    guest: MessageGuest
    campaign: str | None
    kind: str
    purpose: str
    title: str
    channels: list[str]
    state: str
    reason: str
    because: str
    says: Words
    due_at: datetime | None
    expires_at: datetime
    made_at: datetime
    channel: str
    vendor: str
    subject: str
    text: str
    parts: int
    cost: str
    sent_at: datetime | None
    delivered_at: datetime | None
    clicked_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    settled_by: str
    error: str


class MessagePage(msgspec.Struct):
    results: list[MessageOut]
    next: str | None


class JudgementOut(msgspec.Struct):
    """What the gate said, when it said something new."""

    at: datetime
    verdict: str
    reason: str
    until: datetime | None
    says: Words


class MessageDetail(MessageOut):
    judgements: list[JudgementOut]


class MessagesAsked(Paged, kw_only=True):
    """Without `guest` this needs see_campaigns."""

    guest: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    state: State | None = None
    campaign: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    channel: Way | None = None


class MessageIn(msgspec.Struct, forbid_unknown_fields=True):
    """One message to one guest. `purpose`: what it is to him, which decides the rules that hold."""

    guest: Annotated[str, Meta(pattern="^[0-9]{1,18}$")]
    channel: Way
    text: Annotated[str, Meta(min_length=1, max_length=1000)]
    purpose: Literal["asked", "service", "marketing"] = "marketing"
    subject: Annotated[str, Meta(max_length=120)] = ""


class VerdictOut(msgspec.Struct):
    """What the gate says now; it is asked again when the message's time comes."""

    verdict: str
    reason: str
    until: datetime | None
    says: Words


class MessagePut(msgspec.Struct):
    message: MessageOut
    verdict: VerdictOut | None


class MessageSettled(msgspec.Struct, forbid_unknown_fields=True):
    """Of a message whose outcome is unknown: whether it went, as somebody found out."""

    went: bool


def shown(row: Listed) -> MessageOut:
    return MessageOut(**_fields(row))


def detailed(row: Listed, judgements: list[Judged]) -> MessageDetail:
    return MessageDetail(**_fields(row), judgements=[_judgement(each) for each in judgements])


def two(said: tuple[str, str]) -> Words:
    return Words(*said)


def _fields(row: Listed) -> dict[str, Any]:
    rendered = row.rendered or {}
    return {
        "id": str(row.id),
        "guest": MessageGuest(str(row.guest), row.name),
        "campaign": str(row.campaign) if row.campaign is not None else None,
        "says": two(reading.why(row.state, row.reason, row.because)),
        "due_at": row.due_at if row.state == "waiting" else None,
        "subject": rendered.get("subject", ""),
        "text": rendered.get("text", ""),
        "cost": money.amount(row.cost_cents),
        **{name: getattr(row, name) for name in ALIKE},
    }


def _judgement(line: Judged) -> JudgementOut:
    channel = line.facts.get("channel", "")
    says = two(reading.said(line.verdict, line.reason, line.because, channel))
    return JudgementOut(line.at, line.verdict, line.reason, line.until, says)


ALIKE = (
    "kind", "purpose", "title", "channels", "state", "reason", "because", "expires_at", "made_at", "channel", "vendor",
    "parts", "sent_at", "delivered_at", "clicked_at", "answered_at", "settled_at", "settled_by", "error",
)  # fmt: skip
