"""Shapes of coupons: what is asked, what is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.guest_shapes import MoneyOut
from api.v1.report_shapes import Share
from api.v1.wallet_shapes import Amount, Id, Reason
from api.v1.words import Words
from kernel import money
from loyalty.programme.coupons import codes, wording
from loyalty.programme.coupons.batching import MOST, Made
from loyalty.programme.coupons.effects import Row
from loyalty.programme.coupons.reading import Coupon
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.terms import Code

State = Literal["open", "redeemed", "refunded", "void", "expired"]
Typed = Annotated[str, Meta(min_length=1, max_length=40)]


class CouponsAsked(Paged, kw_only=True):
    state: Literal["all", "open", "redeemed", "refunded", "void", "expired"] = "all"


class IssueIn(msgspec.Struct, forbid_unknown_fields=True):
    kind: Code
    reason: Reason


class RedeemIn(msgspec.Struct, forbid_unknown_fields=True, rename={"beside": "with"}):
    """`with`: the codes of other coupons used on the same bill; `guest` or `stay` say whose bill it is."""

    bill: Amount
    stay: Annotated[str, Meta(max_length=64)] | None = None
    guest: Id | None = None
    beside: Annotated[list[Typed], Meta(max_length=10)] = []


class EndIn(msgspec.Struct, forbid_unknown_fields=True):
    reason: Reason


class BatchIn(msgspec.Struct, forbid_unknown_fields=True):
    """`expires_on` may only shorten what the kind says."""

    kind: Code
    count: Annotated[int, Meta(ge=1, le=MOST)]
    expires_on: date | None = None


class CouponGuest(msgspec.Struct):
    id: str
    name: str


class CouponOut(msgspec.Struct):
    """A coupon with its history. `kind` is the code of its kind, `type` what that does."""

    code: str
    kind: str
    type: Literal["fixed", "percent", "threshold", "upgrade", "free_night"]
    name: str
    name_en: str
    says: Words
    state: State
    issued_on: date
    expires_on: date | None
    stackable: bool
    least_bill: str
    origin: str
    issued_by: str
    guest: CouponGuest | None
    batch: str | None
    redeemed_at: datetime | None
    redeemed_by: str | None
    stay: str | None
    bill: str | None
    off: str | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None


class CouponPage(msgspec.Struct):
    results: list[CouponOut]
    next: str | None


class UsedOut(msgspec.Struct):
    """One of the coupons used, and what it took off the bill. An upgrade takes nothing off and names its room."""

    code: str
    kind: str
    name: str
    name_en: str
    off: MoneyOut
    room_type: str | None


class CouponUsed(msgspec.Struct):
    coupon: CouponOut
    bill: MoneyOut
    off: MoneyOut
    to_pay: MoneyOut
    coupons: list[UsedOut]


class BatchOut(msgspec.Struct):
    id: str
    kind: str
    name: str
    name_en: str
    says: Words
    count: int
    redeemed: int
    issued_on: date
    expires_on: date | None
    made_at: datetime
    made_by: str


class BatchList(msgspec.Struct):
    results: list[BatchOut]


def coupon_out(coupon: Coupon, day: date, guest: CouponGuest | None, least_bill_cents: int) -> CouponOut:
    terms = coupon.terms
    return CouponOut(
        code=codes.printed(coupon.code),
        kind=terms.code,
        type=terms.kind,
        name=terms.name,
        name_en=terms.name_en,
        says=says(terms),
        state=coupon.state_on(day),  # type: ignore[arg-type]  # the column's CHECK and `expired`
        issued_on=coupon.issued_on,
        expires_on=coupon.expires_on,
        stackable=terms.stackable,
        least_bill=money.amount(least_bill_cents),
        origin=coupon.origin,
        issued_by=coupon.issued_by,
        guest=guest,
        batch=str(coupon.batch) if coupon.batch else None,
        redeemed_at=coupon.redeemed_at,
        redeemed_by=coupon.redeemed_by,
        stay=coupon.stay,
        bill=_amount(coupon.bill_cents),
        off=_amount(coupon.discount_cents),
        ended_at=coupon.ended_at,
        ended_by=coupon.ended_by,
        ended_reason=coupon.ended_reason,
    )


def batch_out(made: Made) -> BatchOut:
    return BatchOut(
        id=str(made.id),
        kind=made.kind,
        name=made.terms.name,
        name_en=made.terms.name_en,
        says=says(made.terms),
        count=made.count,
        redeemed=made.redeemed,
        issued_on=made.issued_on,
        expires_on=made.expires_on,
        made_at=made.made_at,
        made_by=made.made_by,
    )


def says(terms: CouponKind) -> Words:
    return Words(**wording.says(terms))


def _amount(cents: int | None) -> str | None:
    return None if cents is None else money.amount(cents)


class EffectRow(msgspec.Struct):
    """A kind (batch null, whole_kind true), or what was given to guests or printed in one batch of it.

    `spend_with` and `spend_without` are per visit; `spend_change` is how much more that is: 0.395 for 29.6 to 41.3.
    """

    kind: str
    name: str
    name_en: str
    batch: str | None
    whole_kind: bool
    issued: int
    redeemed: int
    refunded: int
    redemption_rate: Share
    discount: str
    cost: str
    visits_with: int
    visits_without: int
    spend_with: str | None
    spend_without: str | None
    spend_change: float | None


class EffectsOut(msgspec.Struct):
    """Coupons issued in the range and what became of them; visits that began in it, with one and without any."""

    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")
    reference_rate: float  # what is usual in the field
    rows: list[EffectRow]


def effect_row(row: Row) -> EffectRow:
    effect = row.effect
    return EffectRow(
        kind=row.kind,
        name=row.name,
        name_en=row.name_en,
        batch=str(row.batch) if row.batch else None,
        whole_kind=row.whole_kind,
        issued=row.issued,
        redeemed=row.redeemed,
        refunded=row.refunded,
        redemption_rate=_share(effect.redemption_rate),
        discount=money.amount(row.discount_cents),
        cost=money.amount(row.cost_cents),
        visits_with=row.visits_with,
        visits_without=row.visits_without,
        spend_with=_amount(effect.spend_with_cents),
        spend_without=_amount(effect.spend_without_cents),
        spend_change=_share(effect.spend_change),
    )


def _share(share: Decimal | None) -> float | None:
    return None if share is None else float(share)
