"""Stored value at the desk: top-ups, charges, corrections, refunds and what a guest may see of them."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1 import wallet_shapes as shapes
from api.v1.approvals import told_of
from api.v1.point_shapes import ApprovalWaiting
from api.v1.wallet_reading import WalletBase
from api.v1.wallet_shapes import (
    ChargeIn,
    MoneyMoved,
    PayoutIn,
    RefundIn,
    ReverseIn,
    TopUpIn,
)
from api.value import ValueView
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.statements import Statements
from loyalty.programme.wallet import (
    asking,
    charging,
    correcting,
    paying_back,
    topping_up,
)
from loyalty.programme.wallet.refusals import NotOffered, StayUnknown
from loyalty.programme.wallet.terms import TopUpOffer
from staff.roles import Ability

OWED_SHOWN = 200


class WalletMoves(WalletBase, ValueView):
    """A view that moves stored value."""


class TopUpsView(WalletMoves):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.WRITE

    @extend_schema(
        request=TopUpIn,
        responses={201: MoneyMoved},
        summary="The guest pays money onto the wallet, and gets the offer's gift on top",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, TopUpIn)
        paid = cents(given.pay, "/pay")
        raw, rows, terms = self.raw(), self.rows(id), self.published().programme.wallet
        if given.gift_offer is not None and not _offered(terms.offers, paid, given.gift_offer):
            raise NotOffered(pay=money.amount(paid), gift="…")
        done = topping_up.top_up(
            raw,
            terms,
            rows,
            paid_cents=paid,
            method=given.method,
            reference=given.reference,
            today=self.today(),
            actor=self.caller.actor(),
            key=self.value_key(),
        )
        self.record(
            "wallet.topped_up",
            subject=str(rows[0]),
            posting=done.receipt.posting,
            paid_cents=paid,
            gift_cents=done.bought.gift_cents,
        )
        made = shapes.moved(done.receipt, self.property.currency)
        made.discount = float(done.bought.discount)
        made.warnings = shapes.warnings(done.warnings)
        return answer(made, status=201)


class ChargesView(WalletMoves):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(request=ChargeIn, responses={201: MoneyMoved}, summary="A bill is paid from the wallet")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ChargeIn)
        amount = cents(given.amount, "/amount")
        raw, rows, terms = self.raw(), self.rows(id), self.published().programme.wallet
        if given.stay is not None and not _stay_known(raw, given.stay):
            raise StayUnknown(stay=given.stay)
        receipt = charging.charge(
            raw,
            terms,
            rows,
            amount,
            what=given.what,
            stay=given.stay,
            reference=given.reference,
            today=self.today(),
            actor=self.caller.actor(),
            key=self.value_key(),
        )
        self.record("wallet.charged", subject=str(rows[0]), posting=receipt.posting, cents=amount)
        return answer(shapes.moved(receipt, self.property.currency), status=201)


class ReverseView(WalletMoves):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=ReverseIn,
        responses={201: MoneyMoved, 202: ApprovalWaiting},
        summary="Take a charge back, or a top-up of which nothing was used; a large one waits for a second person",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ReverseIn)
        raw, rows, today, actor = self.raw(), self.rows(id), self.today(), self.caller.actor()
        wrong = int(given.posting)
        asked = asking.ask_correction(
            raw, self.published().programme, rows, wrong, reason=given.reason, today=today, actor=actor
        )
        if asked is not None:
            self.record("wallet.reverse_asked", subject=str(rows[0]), approval=asked.id, of=wrong)
            return answer({"approval": told_of(asked, actor)}, status=202)
        receipt = correcting.correct(
            raw, rows, wrong, reason=given.reason, today=today, actor=actor, key=self.value_key()
        )
        self.record("wallet.reversed", subject=str(rows[0]), posting=receipt.posting, of=wrong)
        return answer(shapes.moved(receipt, self.property.currency), status=201)


class RefundsView(WalletMoves):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=RefundIn,
        responses={201: MoneyMoved, 202: ApprovalWaiting},
        summary="Give principal back by the law's rules; a large refund waits for a second person",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, RefundIn)
        amount, top_up = _how_much(given)
        raw, rows, today = self.raw(), self.rows(id), self.today()
        programme, actor = self.published().programme, self.caller.actor()
        asked = asking.ask_refund(
            raw,
            programme,
            rows,
            given.cause,
            amount_cents=amount,
            top_up=top_up,
            reason=given.reason,
            today=today,
            actor=actor,
        )
        if asked is not None:
            self.record("wallet.refund_asked", subject=str(rows[0]), approval=asked.id, cents=-asked.amount)
            return answer({"approval": told_of(asked, actor)}, status=202)
        refund_id, receipt = paying_back.refund(
            raw,
            programme.wallet,
            rows,
            given.cause,
            amount_cents=amount,
            top_up=top_up,
            reason=given.reason,
            today=today,
            actor=actor,
            key=self.value_key(),
        )
        self.record("wallet.refunded", subject=str(rows[0]), posting=receipt.posting, cause=given.cause)
        made = shapes.moved(receipt, self.property.currency)
        made.refund = str(refund_id)
        if given.paid is not None:
            self.pay(refund_id, given.paid, today)
        return answer(made, status=201)

    def pay(self, refund_id: int, method: str, today: date) -> None:
        paying_back.pay_out(
            self.raw(),
            refund_id,
            method=method,
            today=today,
            actor=self.caller.actor(),
            key=self.value_key("payout"),
        )
        self.record("wallet.refund_paid", subject=str(refund_id), method=method)


class PayoutView(WalletMoves):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=PayoutIn, responses={201: MoneyMoved}, summary="The guest got the money of a refund; once"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, PayoutIn)
        receipt = paying_back.pay_out(
            self.raw(),
            id if id < 2**63 else 0,
            method=given.method,
            reference=given.reference,
            today=self.today(),
            actor=self.caller.actor(),
            key=self.value_key(),
        )
        self.standing(receipt.guest)
        self.record("wallet.refund_paid", subject=str(id), method=given.method)
        return answer(shapes.moved(receipt, self.property.currency), status=201)


def cents(written: str, pointer: str) -> int:
    """An amount above zero."""
    found = money.cents(written)
    if found <= 0:
        raise Malformed(Flaw(pointer, "too_small", "金额须大于 0。", "More than nothing."))
    return found


def _offered(known: Sequence[TopUpOffer], paid: int, offer: str) -> bool:
    return money.cents(offer) == paid and any(money.cents(each.pay) == paid for each in known)


def _stay_known(raw: Statements, external_id: str) -> bool:
    return bool(raw.value("SELECT EXISTS (SELECT FROM stays_stay WHERE external_id = %s)", (external_id,)))


def _how_much(given: RefundIn) -> tuple[int | None, int | None]:
    """The amount and the top-up asked for: all of one, an amount, or all there is."""
    if (given.amount is not None) + given.all + (given.top_up is not None) != 1:
        raise Malformed(
            Flaw(
                "",
                "one_of",
                "amount、all、top_up 须填其中一个。",
                "Exactly one of amount, all and top_up.",
            )
        )
    amount = cents(given.amount, "/amount") if given.amount is not None else None
    return amount, int(given.top_up) if given.top_up is not None else None
