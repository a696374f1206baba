"""Shapes of rewards and games: what is asked, what is answered."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.benefit_shapes import Reason
from api.v1.guest_shapes import MoneyOut

State = Literal["open", "handed_over", "cancelled"]


class RewardOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    kind: str
    points: int
    money: MoneyOut
    price: MoneyOut
    stock: int | None
    left: int | None
    per_guest: int | None
    period: str
    from_tier: str | None
    confirmed: bool
    coupon: str | None
    game: str | None
    says: str


class RewardsOut(msgspec.Struct):
    results: list[RewardOut]


class PrizeOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    per_10000: int
    chance: float
    gives: str
    points: int
    left: int | None


class GameOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    kind: str
    points: int
    daily: int
    version: int
    open: bool
    budget: MoneyOut
    budget_left: MoneyOut
    prizes: list[PrizeOut]
    nothing_per_10000: int


class GamesOut(msgspec.Struct):
    results: list[GameOut]


class FulfilmentGuest(msgspec.Struct):
    id: str
    name: str


class RewardNamed(msgspec.Struct):
    code: str
    name: str
    name_en: str


class FulfilmentOut(msgspec.Struct):
    id: str
    guest: FulfilmentGuest
    reward: RewardNamed
    kind: str
    game: str | None
    quantity: int
    points: int
    money: MoneyOut | None
    coupons: list[str]
    state: State
    ordered_at: datetime
    ordered_by: str
    settled_at: datetime | None
    settled_by: str | None
    reason: str | None
    posting_id: str | None


class FulfilmentPage(msgspec.Struct):
    results: list[FulfilmentOut]
    next: str | None


class FulfilmentsAsked(Paged, kw_only=True):
    state: State | None = None
    guest: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None


class FulfilmentCancel(msgspec.Struct, forbid_unknown_fields=True):
    reason: Reason


class FulfilmentCancelled(msgspec.Struct):
    fulfilment: FulfilmentOut
    points_back: int


class FulfilmentConfirmed(msgspec.Struct):
    fulfilment: FulfilmentOut
