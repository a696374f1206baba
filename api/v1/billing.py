"""A chain's subscription: plan, payment pages, invoices. Stripe is the truth; here is what was last read of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec
from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.rendering import answer
from api.v1 import billing_shapes as shapes
from api.views import ChainView, Needs, OpenView
from billing import changing, checkout
from billing.models import Account, Invoice
from billing.standing import Act
from chains.models import Chain
from kernel.money import amount
from staff.links import console_link
from staff.roles import Ability
from tenants import usage


class PlansView(OpenView):
    @extend_schema(auth=[], responses={200: shapes.PlansOut}, summary="The plans and their prices")
    def get(self, request: Request) -> HttpResponse:
        return answer(shapes.plans_out())


class PaymentView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_BILLING
    act: ClassVar[Act] = Act.SAFE

    def account(self) -> Account | None:
        return Account.objects.filter(pk=self.chain.pk).first()

    def shown(self) -> HttpResponse:
        """The billing as it is now, whatever this request changed."""
        chain = Chain.objects.select_related("account").get(pk=self.chain.pk)
        return answer(shapes.billing_out(chain, self.account()))


class BillingView(PaymentView):
    needs: ClassVar[Mapping[str, Ability]] = {
        "get": Ability.MANAGE_BILLING,
        "patch": Ability.MANAGE_BILLING,
    }

    @extend_schema(responses={200: shapes.BillingOut}, summary="Plan, state and usage of a chain")
    def get(self, request: Request, chain: str) -> HttpResponse:
        return self.shown()

    @extend_schema(
        request=shapes.BillingChange,
        responses={200: shapes.BillingOut},
        summary="Change what is printed on invoices",
    )
    def patch(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, shapes.BillingChange)
        changing.change_details(self.chain, msgspec.to_builtins(given.details))
        self.record("billing.details_changed", subject=self.chain.slug)
        return self.shown()


class CheckoutView(PaymentView):
    @extend_schema(
        request=shapes.PlanWish, responses={201: shapes.PaymentPage}, summary="Begin paying for a plan"
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        wish = parse(request, shapes.PlanWish)
        checkout.demand_ready()
        number = usage.properties(self.chain)
        account = self.account()
        changing.demand_room(wish.plan, number, now_on=account.plan if account else "")
        url = checkout.begin(self.chain, plan=wish.plan, interval=wish.interval, quantity=number)
        self.record("billing.checkout_begun", subject=wish.plan, interval=wish.interval, quantity=number)
        return answer(shapes.PaymentPage(url), 201)


class PortalView(PaymentView):
    @extend_schema(
        request=None, responses={201: shapes.PaymentPage}, summary="Open the payment pages at Stripe"
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        back = console_link(f"c/{self.chain.slug}/billing")
        url = changing.portal(self.chain, self.account(), back=back)
        return answer(shapes.PaymentPage(url), 201)


class PlanChangeView(PaymentView):
    @extend_schema(
        request=shapes.PlanWish,
        responses={200: shapes.BillingOut},
        summary="Change the plan of a subscription; the rest of the period is charged or credited at once",
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        wish = parse(request, shapes.PlanWish)
        checkout.demand_ready()
        account = self.account()
        if account is None:
            raise checkout.NotSubscribed
        changing.demand_room(wish.plan, usage.properties(self.chain), now_on=account.plan)
        changing.change_plan(account, plan=wish.plan, interval=wish.interval)
        self.record("billing.plan_chosen", subject=wish.plan, interval=wish.interval)
        return self.shown()


class PreviewView(PaymentView):
    @extend_schema(
        parameters=parameters(shapes.PreviewQuery),
        responses={200: shapes.BillingPreview},
        summary="What a plan or a number of properties would be charged at once",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, shapes.PreviewQuery)
        number = asked.quantity or max(usage.properties(self.chain), 1)
        due, currency, lines = changing.preview(
            self.account(), plan=asked.plan, interval=asked.interval, quantity=number
        )
        return answer(shapes.BillingPreview(amount(due), currency, [shapes.line_of(line) for line in lines]))


class RefreshView(PaymentView):
    @extend_schema(
        request=None, responses={200: shapes.BillingOut}, summary="Read the subscription from Stripe now"
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        changing.refresh(self.account())
        return self.shown()


class InvoicesView(PaymentView):
    @extend_schema(
        parameters=parameters(Paged),
        responses={200: shapes.InvoicePage},
        summary="A chain's invoices, newest first",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, Paged)
        after = read(asked.cursor, tuple[datetime, str])
        found = Invoice.objects.filter(chain=self.chain).order_by("-issued_at", "-invoice")
        if after is not None:
            found = found.filter(Q(issued_at__lt=after[0]) | Q(issued_at=after[0], invoice__lt=after[1]))
        rows = list(found[: asked.limit + 1])
        shown, following = page(rows, asked.limit, lambda each: (each.issued_at, each.invoice))
        return answer(shapes.InvoicePage([shapes.invoice_out(each) for each in shown], following))
