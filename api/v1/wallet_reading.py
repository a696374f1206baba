"""What a guest holds of stored value, and may see of it: balances, limits, receipts, the statement."""

from decimal import Decimal
from typing import ClassVar, Literal

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import FILES, parameters
from api.errors import locale_of
from api.paging import page, read
from api.parsing import query
from api.refusals import NotFound
from api.rendering import answer
from api.v1 import wallet_shapes as shapes
from api.v1.guest_shapes import MoneyOut
from api.v1.guests import GuestBase, export
from api.v1.wallet_shapes import (
    ReceiptOut,
    RefundList,
    RefundOut,
    RefundsAsked,
    WalletAsked,
    WalletOut,
    sum_of,
)
from api.views import Needs
from billing.standing import Act
from kernel import clock, money
from loyalty.programme import versions
from loyalty.programme.versions import Published
from loyalty.programme.wallet import holding, limits, offers, paying_back, reading, receipts, topping_up
from loyalty.programme.wallet.paying_back import Refund
from loyalty.programme.wallet.refusals import WalletOff
from staff.roles import Ability

OWED_SHOWN = 200


class WalletBase(GuestBase):
    """What every view of stored value needs: the guest's rows, the day, the programme in force."""

    def published(self) -> Published:
        found = versions.in_force(self.raw(), self.today())
        if found is None:
            raise WalletOff
        return found

    def sums(self, cents: int) -> MoneyOut:
        return sum_of(cents, self.property.currency)


class WalletView(WalletBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        parameters=parameters(WalletAsked),
        responses={200: WalletOut},
        summary="A guest's stored value: balances, limits, what could be refunded, every movement",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, WalletAsked)
        after = read(asked.cursor, tuple[int])
        raw, rows, today = self.raw(), self.rows(id), self.today()
        found = versions.in_force(raw, today)
        terms = found.programme.wallet if found else None
        held = holding.usable(raw, rows, today)
        limit = None
        if terms is not None and terms.enabled:
            at_most = limits.limit_of(terms, named=topping_up.named(raw, rows[0]), balance_cents=held.balance)
            limit = shapes.LimitOut(
                at_most.named, self.sums(at_most.most_cents), self.sums(at_most.room_cents)
            )
        lines = reading.movements(raw, rows, before=after[0] if after else None, limit=asked.limit + 1)
        shown, following = page(lines, asked.limit, lambda line: (line.id,))
        currency = self.property.currency
        return answer(
            WalletOut(
                balances=shapes.sums(held, currency),
                offers=[
                    shapes.OfferOut(
                        money.amount(each.paid_cents), money.amount(each.gift_cents), float(each.discount)
                    )
                    for each in (offers.all_of(terms) if terms else [])
                ],
                any_amount=bool(terms and terms.enabled and terms.any_amount),
                limit=limit,
                refundable=[
                    shapes.due_out(due, currency)
                    for due in (reading.refundable(raw, terms, rows, today) if terms else [])
                ],
                refunds=[refund_out(each, currency) for each in paying_back.of_person(raw, rows)],
                entries=[shapes.entry(line, currency) for line in shown],
                next=following,
            )
        )


def refund_out(refund: Refund, currency: str) -> RefundOut:
    return RefundOut(
        str(refund.id),
        str(refund.guest),
        refund.cause,  # type: ignore[arg-type]  # written from a Cause
        sum_of(refund.amount_cents, currency),
        sum_of(refund.forfeited_cents, currency),
        refund.made_at,
        refund.made_by,
        str(refund.posting),
        refund.paid_at,
    )


class RefundListView(WalletBase):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        parameters=parameters(RefundsAsked),
        responses={200: RefundList},
        summary="Refunds that nobody has paid out yet, the oldest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        query(request, RefundsAsked)
        found = paying_back.owed(self.raw(), OWED_SHOWN, secret=self.sight().secret)
        return answer(RefundList([refund_out(each, self.property.currency) for each in found]))


class ReceiptView(WalletBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(responses={200: ReceiptOut}, summary="The receipt of a movement, to be printed")
    def get(self, request: Request, property: str, posting: int) -> HttpResponse:
        receipt = receipts.of_posting(self.raw(), posting) if posting < 2**63 else None
        if receipt is None:
            raise NotFound
        guest = self.standing(receipt.guest)
        name = self.raw().value("SELECT name FROM guests_guest WHERE id = %s", (guest,))
        return answer(shapes.receipt_out(receipt, self.property.name, name, self.property.currency))


STATEMENT: dict[str, tuple[str, str]] = {
    "at": ("时间", "Time"), "posting": ("流水号", "Number"), "what": ("事项", "Movement"),
    "principal": ("本金", "Principal"), "gift": ("赠金", "Gift"), "balance": ("余额", "Balance"),
    "stay": ("入住单号", "Stay"), "reference": ("凭证号", "Reference"), "note": ("原因", "Reason"),
    "actor": ("经手人", "By"),
}  # fmt: skip


class StatementView(WalletBase):
    # The desk hands it to the guest who asks for it: the law gives everybody his own statement.
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.BALANCE

    @extend_schema(
        responses=FILES,
        summary="All movements of a guest's wallet, with running balances",
    )
    def get(self, request: Request, property: str, id: int, form: Literal["csv", "xlsx"]) -> HttpResponse:
        rows = self.rows(id)
        chinese = locale_of(request.headers.get("Accept-Language", "")) == "zh-CN"
        zone = clock.zone(self.property.time_zone)
        lines = [
            {
                "at": f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
                "posting": line.posting,
                "what": line.says["zh" if chinese else "en"],
                "principal": Decimal(money.amount(line.principal_cents)),
                "gift": Decimal(money.amount(line.gift_cents)),
                "balance": Decimal(money.amount(line.after_cents)),
                "stay": line.facts.get("stay"),
                "reference": line.facts.get("reference"),
                "note": line.facts.get("reason"),
                "actor": line.actor,
            }
            for line in reading.statement(self.raw(), rows)
        ]
        return export(self, request, form, "wallet", STATEMENT, lines, guest=str(rows[0]))
