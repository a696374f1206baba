"""Shapes of stored value: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.guest_shapes import MoneyOut
from api.v1.words import Words
from kernel import money
from loyalty.programme.wallet import printing
from loyalty.programme.wallet.reading import Due, Movement
from loyalty.programme.wallet.receipts import Held, Receipt
from loyalty.programme.wallet.refunding import Cause
from loyalty.programme.wallet.wording import NOTHING_DUE, RULES, WARNINGS, both

Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$", examples=["1000.00"])]
Id = Annotated[str, Meta(pattern=r"^[0-9]{1,18}$")]
Method = Literal["cash", "card", "wechat", "alipay", "bank", "other", "wallet"]
PaidBy = Literal["cash", "card", "wechat", "alipay", "bank", "other"]
Reason = Annotated[str, Meta(min_length=1, max_length=200)]
Reference = Annotated[str, Meta(max_length=64)]


class TopUpIn(msgspec.Struct, forbid_unknown_fields=True):
    """`gift_offer`: the `pay` of the offer that the guest was told, to be refused when it is none any more."""

    pay: Amount
    method: Method
    gift_offer: Amount | None = None
    reference: Reference = ""


class ChargeIn(msgspec.Struct, forbid_unknown_fields=True):
    """`what`: room, food, goods, other, or words of the house's own."""

    amount: Amount
    what: Annotated[str, Meta(min_length=1, max_length=60)]
    stay: Annotated[str, Meta(max_length=64)] | None = None
    reference: Reference = ""


class RefundIn(msgspec.Struct, forbid_unknown_fields=True):
    """One of `amount`, `all` and `top_up` (the posting of the one top-up that is refunded whole).

    `paid`: how the guest gets the money now; without it the refund is owed until POST wallet/refunds/{id}/payout.
    """

    cause: Cause
    reason: Reason
    amount: Amount | None = None
    all: bool = False
    top_up: Id | None = None
    paid: PaidBy | None = None


class ReverseIn(msgspec.Struct, forbid_unknown_fields=True):
    posting: Id
    reason: Reason


class PayoutIn(msgspec.Struct, forbid_unknown_fields=True):
    method: PaidBy
    reference: Reference = ""


class WalletSums(msgspec.Struct):
    balance: MoneyOut
    principal: MoneyOut
    gift: MoneyOut


class OfferOut(msgspec.Struct):
    """`discount`: the effective one; 1,000 with 300 on top is 300 ÷ 1,300 = 0.231."""

    pay: str
    gift: str
    discount: float


class LimitOut(msgspec.Struct):
    """What this guest's card may hold by the programme (named: name and phone are known), and what may be added."""

    named: bool
    most: MoneyOut
    room: MoneyOut


class DueOut(msgspec.Struct):
    cause: Cause
    most: MoneyOut
    gift_lost: MoneyOut
    allowed: bool
    says: Words


class WalletEntry(msgspec.Struct):
    id: str
    posting_id: str
    at: datetime
    on: date
    kind: str
    principal: MoneyOut
    gift: MoneyOut
    after: MoneyOut
    reason: Words
    note: str
    stay: str | None
    reference: str
    actor: str
    approved_by: str | None
    corrects: str | None
    reversed_by: str | None


class WalletAsked(Paged, kw_only=True):
    pass


class RefundOut(msgspec.Struct):
    """A refund; owed until it is paid."""

    id: str
    guest_id: str
    cause: Cause
    amount: MoneyOut
    gift_forfeited: MoneyOut
    made_at: datetime
    made_by: str
    posting_id: str
    paid_at: datetime | None


class WalletOut(msgspec.Struct):
    balances: WalletSums
    offers: list[OfferOut]
    any_amount: bool
    limit: LimitOut | None
    refundable: list[DueOut]
    refunds: list[RefundOut]
    entries: list[WalletEntry]
    next: str | None


class RefundsAsked(msgspec.Struct, forbid_unknown_fields=True):
    state: Literal["owed"] = "owed"


class RefundList(msgspec.Struct):
    results: list[RefundOut]


class PostingOut(msgspec.Struct):
    id: str
    kind: str
    at: datetime
    reason: Words | None


class WarningOut(msgspec.Struct):
    code: str
    says: Words


class MoneyMoved(msgspec.Struct):
    """`principal` and `gift`: how much of each was moved."""

    posting: PostingOut
    receipt: str
    before: WalletSums
    after: WalletSums
    principal: MoneyOut
    gift: MoneyOut
    discount: float | None = None
    refund: str | None = None
    warnings: list[WarningOut] = []


class ReceiptLine(msgspec.Struct):
    says: Words
    amount: MoneyOut


class ReceiptOut(msgspec.Struct):
    """A receipt as it is printed; numbers run without gaps in a property's year."""

    number: str
    posting_id: str
    kind: Literal["topup", "charge", "refund", "payout", "reversal"]
    at: datetime
    property_name: str
    guest_id: str
    guest_name: str
    lines: list[ReceiptLine]
    before: WalletSums
    balance: WalletSums
    stay: str | None
    reference: str
    reason: str
    corrects: str | None
    actor: str


def sum_of(cents: int, currency: str) -> MoneyOut:
    return MoneyOut(money.amount(cents), currency)


def sums(held: Held, currency: str) -> WalletSums:
    return WalletSums(
        sum_of(held.balance, currency), sum_of(held.principal, currency), sum_of(held.gift, currency)
    )


def warnings(codes: list[str]) -> list[WarningOut]:
    return [WarningOut(code, Words(**both(WARNINGS, code))) for code in codes]


def moved(receipt: Receipt, currency: str) -> MoneyMoved:
    """What a movement answers."""
    before, after = receipt.before, receipt.after
    return MoneyMoved(
        PostingOut(str(receipt.posting), receipt.kind, receipt.at, None),
        receipt.printed_number,
        sums(before, currency),
        sums(after, currency),
        sum_of(abs(after.principal - before.principal), currency),
        sum_of(abs(after.gift - before.gift), currency),
    )


def entry(movement: Movement, currency: str) -> WalletEntry:
    return WalletEntry(
        id=str(movement.id),
        posting_id=str(movement.posting),
        at=movement.at,
        on=movement.on,
        kind=movement.kind,
        principal=sum_of(movement.principal_cents, currency),
        gift=sum_of(movement.gift_cents, currency),
        after=sum_of(movement.after_cents, currency),
        reason=Words(**movement.says),
        note=movement.facts.get("reason") or "",
        stay=movement.facts.get("stay"),
        reference=movement.facts.get("reference") or "",
        actor=movement.actor,
        approved_by=movement.facts.get("approved_by"),
        corrects=str(movement.corrects) if movement.corrects else None,
        reversed_by=str(movement.reversed_by) if movement.reversed_by else None,
    )


def due_out(due: Due, currency: str) -> DueOut:
    allowed = due.most_cents > 0
    return DueOut(
        due.cause,
        sum_of(due.most_cents, currency),
        sum_of(due.gift_lost_cents, currency),
        allowed,
        Words(**both(RULES if allowed else NOTHING_DUE, due.cause)),
    )


def receipt_out(receipt: Receipt, property_name: str, guest_name: str, currency: str) -> ReceiptOut:
    return ReceiptOut(
        number=receipt.printed_number,
        posting_id=str(receipt.posting),
        kind=printing.KINDS[receipt.kind],  # type: ignore[arg-type]  # the table's values are the Literal's
        at=receipt.at,
        property_name=property_name,
        guest_id=str(receipt.guest),
        guest_name=guest_name,
        lines=[
            ReceiptLine(Words(**says), sum_of(cents, currency)) for says, cents in printing.lines(receipt)
        ],
        before=sums(receipt.before, currency),
        balance=sums(receipt.after, currency),
        stay=receipt.facts.get("stay"),
        reference=receipt.facts.get("reference") or "",
        reason=receipt.facts.get("reason") or "",
        corrects=str(receipt.facts["of"]) if "of" in receipt.facts else None,
        actor=receipt.actor_name,
    )
