"""Guests, rules and vendors for the gate at work on real tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.guests.models import Consent, Guest
from loyalty.messaging import outbox, settings
from loyalty.messaging.outbox import Draft
from loyalty.messaging.settings import Mail, Rules, Sms
from loyalty.messaging.transports.protocol import Accepted, Answer, Heard, Parcel
from tenants.context import raw_connection

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 10 o'clock in Hangzhou
RULES = Rules(on=True, sms=Sms("outbox"), email=Mail("outbox"))
TEXTS = {"zh-CN": {"sms": {"text": "{name|客人}您好，秋天的西湖很美。"},
                   "email": {"subject": "秋天的西湖", "body": "{name|客人}您好，秋天的西湖很美。"}}}  # fmt: skip


@dataclass
class Vendor:
    """A way to guests that remembers what it took."""

    channel: str
    answer: Callable[[Parcel], Answer] = lambda parcel: Accepted(f"p-{parcel.claim.hex[:12]}")
    took: list[Parcel] = field(default_factory=list)
    knows: dict[UUID, Heard] = field(default_factory=dict)
    vendor: str = "fake"

    def send(self, parcel: Parcel) -> Answer:
        answer = self.answer(parcel)
        if isinstance(answer, Accepted):
            self.took.append(parcel)
        return answer

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        return self.knows.get(claim)


def raw() -> Statements:
    return Statements(raw_connection())


def rules(**changes: Any) -> None:
    settings.write(raw(), msgspec.structs.replace(RULES, **changes), by="test")


def guest(number: int = 1, *, consent: bool = True, **fields: Any) -> Guest:
    """Somebody with a telephone and a mailbox of his own, who agreed to be written to."""
    now = clock.now()
    made = Guest.objects.create(
        **{
            "name": "李四",
            "phone": f"+86138{number:08}",
            "email": f"g{number}@example.com",
            "person": number.to_bytes(16, "big"),
            "created_at": now,
            "changed_at": now,
            **fields,
        }
    )
    if consent:
        agrees(made.pk)
    return made


def agrees(guest_id: int, given: bool = True, channel: str = "") -> None:
    Consent.objects.create(
        guest_id=guest_id, purpose="marketing", channel=channel, given=given, wording="…", through="desk",
        at=clock.now(), by_name=SYSTEM.name,
    )  # fmt: skip


def draft(guest_id: int, key: str = "", **changes: Any) -> Draft:
    fields: dict[str, Any] = {
        "key": key or f"k:{guest_id}",
        "guest": guest_id,
        "kind": "marketing",
        "title": "秋天",
        "channels": ("sms",),
        "texts": TEXTS,
        "expires_at": clock.now() + timedelta(days=5),
        **changes,
    }
    return Draft(**fields)


def put(*drafts: Draft) -> int:
    return outbox.put(raw(), drafts)
