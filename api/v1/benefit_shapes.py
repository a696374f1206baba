"""Shapes of benefits: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from api.v1.guest_shapes import MoneyOut

Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]


class BenefitLeft(msgspec.Struct):
    code: str
    name: str
    name_en: str
    price: MoneyOut
    kind: str
    period: str
    left: int | None
    allowance: int | None
    renews_on: date | None
    says: str


class BenefitUseOut(msgspec.Struct):
    id: str
    guest: str
    code: str
    tier: str
    stay: str | None
    day: date
    count: int
    price: MoneyOut
    used_at: datetime
    used_by: str
    undone_at: datetime | None
    undone_by: str | None
    undone_reason: str | None


class BenefitsOfGuest(msgspec.Struct):
    tier: str | None
    benefits: list[BenefitLeft]
    uses: list[BenefitUseOut]


class BenefitUse(msgspec.Struct, forbid_unknown_fields=True):
    stay: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    count: Annotated[int, Meta(ge=1, le=99)] = 1


class BenefitUsed(msgspec.Struct):
    use: BenefitUseOut
    left: int | None
    renews_on: date | None


class BenefitUndo(msgspec.Struct, forbid_unknown_fields=True):
    reason: Reason


class BenefitUndone(msgspec.Struct):
    use: BenefitUseOut
