"""Shapes of points: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.guest_shapes import MoneyOut
from api.v1.words import Words

Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Price = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9]{2}$")]
Number = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Signed = Annotated[int, Meta(ge=-1_000_000_000, le=1_000_000_000)]
Code = Annotated[str, Meta(min_length=1, max_length=40)]
StayId = Annotated[str, Meta(min_length=1, max_length=64)]
Id = str | int
Kind = Literal["base", "bonus"]


class PointLot(msgspec.Struct):
    id: str
    kind: Literal["base", "bonus", "pending"]
    points: int
    earned_on: date
    expires_on: date | None
    matures_on: date | None
    origin: Words


class PointsEnding(msgspec.Struct):
    on: date
    points: int


class PointsHeld(msgspec.Struct):
    """Points of one person. `balance` is what can be spent: base and bonus; pending ones come due later."""

    balance: int
    base: int
    bonus: int
    pending: int
    owed: int
    worth: MoneyOut | None
    lots: list[PointLot]
    expiring: list[PointsEnding]


class PointExpired(msgspec.Struct):
    """A lot that ended: `points` were taken, `left` of them have not been brought back."""

    lot: str
    kind: Literal["base", "bonus"]
    earned_on: date
    points: int
    left: int


class PointEntry(msgspec.Struct):
    """`expired`: the lots that ended, of an entry of ended points; otherwise empty."""

    id: str
    at: datetime
    on: date
    kind: str
    points: int
    base: int
    bonus: int
    after: int
    reason: Words
    actor: str
    posting_id: str
    corrects: str | None
    reversed_by: str | None
    by_hand: bool
    expired: list[PointExpired]


class FamilyMemberOut(msgspec.Struct):
    id: str
    name: str


class FamilyOut(msgspec.Struct):
    id: str
    members: list[FamilyMemberOut]
    points: int


class NineOfferOut(msgspec.Struct):
    """An offer for few points, and how far this guest is with its condition."""

    code: str
    name: str
    name_en: str
    points: int
    coupon: str
    until: date | None
    measure: str
    months: int
    have: int
    need: int
    met: bool


class PointsOfGuest(PointsHeld):
    family: FamilyOut | None
    offers: list[NineOfferOut]
    entries: list[PointEntry]
    next: str | None


class PointsAsked(Paged, kw_only=True):
    pass


class PointsExplainAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    on: date | None = None
    account: Literal["points", "base", "bonus", "pending", "owed"] = "points"


class PointsExplained(msgspec.Struct):
    on: date
    account: str
    balance: int
    entries: int
    says: list[Words]


class PointsEarn(msgspec.Struct, forbid_unknown_fields=True):
    """An action of the programme's rules, or points by hand with a reason (which needs adjust_value)."""

    action: Code | None = None
    points: Number | None = None
    kind: Kind = "bonus"
    reason: Reason | None = None


class PointsRedeem(msgspec.Struct, forbid_unknown_fields=True):
    """One way to spend: bill (bill, points?, stay?), reward (code, quantity?), tier (code), nine (code), friend
    (points, stay, friend), game (code)."""

    way: Literal["bill", "reward", "tier", "nine", "friend", "game"]
    bill: Price | None = None
    points: Number | None = None
    code: Code | None = None
    quantity: Annotated[int, Meta(ge=1, le=100)] | None = None
    stay: StayId | None = None
    friend: Id | None = None


class PointsAdjust(msgspec.Struct, forbid_unknown_fields=True):
    """Signed points; without a kind, bonus points are given and what expires soonest is taken."""

    points: Signed
    reason: Reason
    kind: Kind | None = None


class PointsTransfer(msgspec.Struct, forbid_unknown_fields=True):
    to: Id
    points: Number


class PointsReverse(msgspec.Struct, forbid_unknown_fields=True):
    posting: Id
    reason: Reason


class PointsPurchase(msgspec.Struct, forbid_unknown_fields=True):
    points: Number
    method: Annotated[str, Meta(min_length=1, max_length=20)] = "cash"


class PointsReinstate(msgspec.Struct, forbid_unknown_fields=True):
    """Until when they can be used again; not said: as long as points of today."""

    lot: Id
    reason: Reason
    until: date | None = None


class GapGift(msgspec.Struct, forbid_unknown_fields=True):
    reward: Code
    nights: Annotated[int, Meta(ge=1, le=2)] = 2


class PointPosting(msgspec.Struct):
    id: str
    kind: str
    at: datetime
    reason: Words


class PointsCoupon(msgspec.Struct):
    code: str
    kind: str
    name: str
    name_en: str
    says: Words
    expires_on: date | None
    state: str


class PointsFulfilment(msgspec.Struct):
    id: str
    state: str
    coupons: list[str]


class PointsNamed(msgspec.Struct):
    code: str
    name: str
    name_en: str


class GapOut(msgspec.Struct):
    reward: str
    price: int
    per_night: int
    nights: int
    gift: int


class PointsMoved(msgspec.Struct):
    """What was booked, the guest's balance before and after, and what came of it. What does not apply is left out.

    `points` is the change of the guest's own balance; `from_family` came from the family's other members.
    """

    posting: PointPosting
    before: int
    after: int
    points: int
    from_family: int | None = None
    money_off: MoneyOut | None = None
    to_pay: MoneyOut | None = None
    paid: MoneyOut | None = None
    coupon: PointsCoupon | None = None
    fulfilment: PointsFulfilment | None = None
    prize: PointsNamed | None = None
    roll: int | None = None
    tier: PointsNamed | None = None
    gap: GapOut | None = None
    until: date | None = None


class ApprovalGuest(msgspec.Struct):
    id: str
    name: str


class ApprovalOut(msgspec.Struct):
    id: str
    kind: str
    guest: ApprovalGuest
    amount: int
    unit: Literal["points", "cents"]
    says: Words
    reason: str
    asked_by: ApprovalGuest
    asked_at: datetime
    mine: bool
    decided_at: datetime | None
    approved: bool | None
    decided_by: str | None
    posting_id: str | None


class ApprovalWaiting(msgspec.Struct):
    approval: ApprovalOut


class ApprovalPage(msgspec.Struct):
    results: list[ApprovalOut]
    next: str | None


class ApprovalsAsked(Paged, kw_only=True):
    state: Literal["open", "decided"] = "open"


class ApprovalDecision(msgspec.Struct, forbid_unknown_fields=True):
    approve: bool


class FamilyPut(msgspec.Struct, forbid_unknown_fields=True):
    """Everybody of the family; the guest of the address belongs to it anyway."""

    members: Annotated[list[Id], Meta(min_length=1, max_length=10)]


class FamilyHeld(msgspec.Struct):
    family: FamilyOut | None


class CoherenceWay(msgspec.Struct):
    """`worth` is what `points` points are worth in this way; `per_point` is for one, to four places. Null: no price."""

    way: Literal["bill", "reward", "night", "tier", "nine", "friend", "game", "purchase"]
    code: str | None
    name: str
    name_en: str
    points: int
    worth: str | None
    per_point: str | None


class CoherenceSpread(msgspec.Struct):
    least: str
    most: str
    least_way: str
    most_way: str


class CoherenceOut(msgspec.Struct):
    currency: str
    ways: list[CoherenceWay]
    spread: CoherenceSpread | None
    sold_too_cheap: list[str]
