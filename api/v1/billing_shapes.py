"""Billing as it is shown: plans, the account, invoices. Money as decimal strings in the currency named beside it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.v1.standing_shapes import StandingOut, standing_out
from api.v1.words import Words
from billing import checkout, errands, gateway, heard, plans
from billing.limits import limits_for
from billing.models import Account, Errand, Invoice
from chains.models import Chain
from kernel.money import amount
from tenants import usage

PlanCode = Literal["starter", "chain", "group"]
Interval = Literal["month", "year"]


class PlanLimits(msgspec.Struct):
    """null: without a limit."""

    properties: int | None
    contacts: int | None
    messages: int | None
    seats: int | None
    requests: int  # of one key in ten seconds


class PlanOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    says: str
    says_en: str
    month: str  # of one property
    year: str
    limits: PlanLimits


class PlansOut(msgspec.Struct):
    trial_days: int
    currency: str
    results: list[PlanOut]


class Used(msgspec.Struct):
    used: int
    limit: int | None


class BillingUsage(msgspec.Struct):
    properties: Used
    contacts: Used
    messages: Used  # that went to guests in this calendar month
    seats: Used


class BillingAddress(msgspec.Struct, forbid_unknown_fields=True):
    line1: Annotated[str, Meta(max_length=200)] = ""
    city: Annotated[str, Meta(max_length=80)] = ""
    province: Annotated[str, Meta(max_length=80)] = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] = ""  # ISO 3166, CN


class BillingDetails(msgspec.Struct, forbid_unknown_fields=True):
    """As they are printed on invoices."""

    name: Annotated[str, Meta(max_length=120)] = ""
    tax_id: Annotated[str, Meta(max_length=30, pattern=r"^[0-9A-Za-z \-]*$")] = ""
    email: Annotated[str, Meta(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""
    address: BillingAddress = msgspec.field(default_factory=BillingAddress)


class Waiting(msgspec.Struct):
    """Asked of Stripe and not answered yet; it goes on by itself."""

    kind: str
    since: datetime
    says: Words


class BillingOut(msgspec.Struct):
    ready: bool  # false: no payment service is set up here, and nothing is charged
    mode: Literal["live", "test", "stand_in", "none"]
    state: str
    standing: StandingOut
    plan: str | None
    interval: str | None
    quantity: int  # properties paid for
    properties: int  # properties open
    amount: str | None  # per interval
    currency: str
    trial_ends_at: datetime | None
    period_ends_at: datetime | None
    cancels_at_end: bool
    usage: BillingUsage
    details: BillingDetails
    waiting: list[Waiting]
    read_at: datetime | None  # when Stripe was last asked


class BillingChange(msgspec.Struct, forbid_unknown_fields=True):
    details: BillingDetails


class PlanWish(msgspec.Struct, forbid_unknown_fields=True):
    plan: PlanCode
    interval: Interval


class PreviewQuery(msgspec.Struct, forbid_unknown_fields=True):
    plan: PlanCode
    interval: Interval
    quantity: Annotated[int, Meta(ge=1, le=10_000)] | None = None  # else the properties open


class PaymentPage(msgspec.Struct):
    url: str


class InvoiceLine(msgspec.Struct):
    says: str
    amount: str
    quantity: int | None
    proration: bool
    from_: datetime | None = msgspec.field(name="from", default=None)
    to: datetime | None = None


class BillingPreview(msgspec.Struct):
    due: str  # charged at once
    currency: str
    lines: list[InvoiceLine]


class InvoicePeriod(msgspec.Struct):
    from_: datetime = msgspec.field(name="from")
    to: datetime


class InvoiceOut(msgspec.Struct):
    id: str
    number: str
    state: str  # open | paid | void | uncollectible
    total: str
    due: str
    currency: str
    issued_at: datetime
    period: InvoicePeriod | None
    lines: list[InvoiceLine]
    page: str  # at Stripe, for paying and printing
    pdf: str


class InvoicePage(msgspec.Struct):
    results: list[InvoiceOut]
    next: str | None


WAITING = {
    "checkout": Words("正在准备付款页面。", "The payment page is being prepared."),
    "quantity": Words("正在更新付费门店数。", "The number of properties paid for is being changed."),
    "plan": Words("正在更换套餐。", "The plan is being changed."),
    "cancel": Words("正在取消重复的订阅。", "A second subscription is being cancelled."),
    "details": Words("正在更新开票信息。", "The details for invoices are being changed."),
}


def plans_out() -> PlansOut:
    return PlansOut(plans.TRIAL_DAYS, plans.CURRENCY, [plan_out(plan) for plan in plans.PLANS.values()])


def plan_out(plan: plans.Plan) -> PlanOut:
    room = plan.limits
    return PlanOut(
        plan.code,
        plan.name,
        plan.name_en,
        plan.says,
        plan.says_en,
        amount(plan.month_cents),
        amount(plan.year_cents),
        PlanLimits(room.properties, room.contacts, room.messages, room.seats, room.requests),
    )


def billing_out(chain: Chain, account: Account | None) -> BillingOut:
    used, room = usage.usage(chain), limits_for(account)
    state = account.state if account else "arranged"
    subscribed = checkout.subscribed(account)
    return BillingOut(
        ready=gateway.ready(),
        mode=gateway.mode(),  # type: ignore[arg-type]  # its four words
        state=state,
        standing=standing_out(chain),
        plan=(account.plan or None) if account else None,
        interval=(account.interval or None) if account else None,
        quantity=account.quantity if account and subscribed else 0,
        properties=used.properties,
        amount=_amount(account) if account and subscribed else None,
        currency=plans.CURRENCY,
        trial_ends_at=account.trial_ends_at if account and state == "trialing" else None,
        period_ends_at=account.period_ends_at if account and subscribed else None,
        cancels_at_end=bool(account and account.cancels_at_end),
        usage=BillingUsage(
            Used(used.properties, room.properties),
            Used(used.contacts, room.contacts),
            Used(used.messages, room.messages),
            Used(used.seats, room.seats),
        ),
        details=msgspec.convert(account.details if account else {}, BillingDetails),
        waiting=[waiting_out(errand) for errand in errands.waiting(chain.pk)],
        read_at=account.read_at if account else None,
    )


def _amount(account: Account) -> str | None:
    """Quantity times the price this chain subscribed at."""
    return None if account.unit_cents is None else amount(account.unit_cents * account.quantity)


def waiting_out(errand: Errand) -> Waiting:
    return Waiting(errand.kind, errand.created_at, WAITING[errand.kind])


def invoice_out(found: Invoice) -> InvoiceOut:
    period = (
        InvoicePeriod(found.period_from, found.period_to) if found.period_from and found.period_to else None
    )
    return InvoiceOut(
        id=found.invoice,
        number=found.number,
        state=found.state,
        total=amount(found.total_cents),
        due=amount(found.due_cents),
        currency=found.currency,
        issued_at=found.issued_at,
        period=period,
        lines=[stored_line(line) for line in found.lines],
        page=found.page,
        pdf=found.pdf,
    )


def stored_line(line: dict[str, object]) -> InvoiceLine:
    return msgspec.convert(
        {
            **{name: line[name] for name in ("says", "quantity", "proration", "from", "to")},
            "amount": amount(int(str(line["amount_cents"]))),
        },
        InvoiceLine,
    )


def line_of(line: heard.Line) -> InvoiceLine:
    return InvoiceLine(
        line.says, amount(line.amount_cents), line.quantity, line.proration, line.begins, line.ends
    )
