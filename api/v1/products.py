"""Products and services, and what a guest had of them."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from api import idempotency
from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer, nothing
from api.v1.guests import GuestBase, number
from api.v1.profit_shapes import (
    ConsumptionAsked,
    ConsumptionCycle,
    ConsumptionIn,
    ConsumptionList,
    ConsumptionOut,
    ConsumptionTotals,
    CycleOut,
    ProductList,
    ProductOut,
    ProductPut,
    ProductsAsked,
)
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.statements import Statements
from loyalty.products import consuming, keeping, telling
from loyalty.products.consuming import Item
from loyalty.products.keeping import KEEP, Kept, ProductIn
from loyalty.products.refusals import NoSuchConsumption, OfAnother
from loyalty.products.telling import Told
from reports.measures import share
from staff.roles import Ability
from tenants.context import raw_connection


class ProductBase(PropertyView):
    def shown(self, product: dict[str, Any]) -> ProductOut:
        """The product; its cost and margin for who may see what is earned."""
        sees = self.caller.may(Ability.SEE_PROFIT, self.property)
        cost, price = product["cost_cents"] if sees else None, product["price_cents"]
        return ProductOut(
            **{name: product[name] for name in PLAIN},
            price=money.amount(price),
            cost=None if cost is None else money.amount(cost),
            margin=None if cost is None else share(price - cost, price),
            amount_90=money.amount(product["amount_90_cents"]),
            cost_hidden=UNSET if sees else True,
        )

    def raw(self) -> Statements:
        return Statements(raw_connection())


PLAIN = ("code", "name", "name_en", "kind", "category", "unit", "stock", "active", "sold_90")


class ProductsView(ProductBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ProductsAsked),
        responses={200: ProductList},
        summary="Products and services, with what was sold in the last ninety days",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked, today = query(request, ProductsAsked), clock.today(self.property.time_zone)
        found = keeping.listed(self.raw(), today, active=asked.active, q=asked.q, category=asked.category)
        return answer(ProductList([self.shown(product) for product in found]))


class ProductView(ProductBase):
    needs: ClassVar[Needs] = Ability.MANAGE_PROPERTY

    @extend_schema(
        request=ProductPut,
        responses={200: ProductOut},
        summary="Put a product or service; what was sold before keeps the cost it had",
    )
    def put(self, request: Request, property: str, code: str) -> HttpResponse:
        given, code = parse(request, ProductPut), _code(code)
        name = " ".join(given.name.split())
        if not name:
            raise Malformed(Flaw("/name", "too_short", "名称不能为空。", "A name cannot be empty."))
        # Who does not see costs does not set them either.
        hidden = not self.caller.may(Ability.SEE_PROFIT, self.property)
        product = ProductIn(
            code=code,
            name=name,
            price_cents=money.cents(given.price),
            name_en=given.name_en.strip(),
            kind=given.kind,
            category=given.category.strip(),
            unit=given.unit.strip(),
            cost_cents=KEEP if hidden else _cost(given.cost),
            stock=KEEP if isinstance(given.stock, UnsetType) else given.stock,
            active=given.active,
        )
        with transaction.atomic():
            result = keeping.put(self.raw(), product, self.caller.name)
            if result != "unchanged":
                self.record("product.put", subject=code, result=result)
        return answer(self.shown(keeping.one(self.raw(), code, clock.today(self.property.time_zone))))

    @extend_schema(responses={204: None}, summary="Sell a product or service no more; what was sold stays")
    def delete(self, request: Request, property: str, code: str) -> HttpResponse:
        with transaction.atomic():
            if keeping.drop(self.raw(), _code(code), self.caller.name):
                self.record("product.dropped", subject=code)
        return nothing()


def _cost(given: str | UnsetType | None) -> int | Kept | None:
    if isinstance(given, UnsetType):
        return KEEP
    return None if given is None else money.cents(given)


def _code(code: str) -> str:
    if not code.strip() or len(code) > 40 or not code.isprintable():
        raise Malformed(Flaw("", "bad_format", "商品代码无效。", "This cannot be the code of a product."))
    return code.strip()


# --- what a guest had ---


class ConsumptionBase(GuestBase):
    def sees(self) -> bool:
        return self.caller.may(Ability.SEE_PROFIT, self.property)

    def shown(self, told: Told) -> ConsumptionOut:
        cost = None if told.cost_cents is None else money.amount(told.cost_cents)
        return ConsumptionOut(
            id=str(told.id),
            product=told.product,
            name=told.name,
            name_en=told.name_en,
            quantity=told.quantity,
            amount=money.amount(told.amount_cents),
            on_folio=told.on_folio,
            day=told.day,
            at=told.at,
            source=told.source,  # type: ignore[arg-type]  # the column keeps nothing else
            by_name=told.by_name,
            stay=None if told.stay is None else str(told.stay),
            visit=None if told.visit is None else str(told.visit),
            visit_no=told.ordinal,
            taken_back=told.taken_back,
            cost=cost if self.sees() else UNSET,
        )

    def one(self, rows: tuple[int, ...], consumption: int) -> ConsumptionOut:
        found = telling.one(self.raw(), rows, consumption)
        if found is None:
            raise NoSuchConsumption
        return self.shown(found)


class ConsumptionView(ConsumptionBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.SERVE_GUESTS}

    @extend_schema(
        parameters=parameters(ConsumptionAsked),
        responses={200: ConsumptionList},
        summary="What a guest had, its sums, and how often it is bought",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, ConsumptionAsked)
        after = read(asked.cursor, tuple[int])
        rows, raw = self.rows(id), self.raw()
        found = telling.listed(raw, rows, limit=asked.limit + 1, before=after[0] if after else None)
        shown, following = page(found, asked.limit, lambda each: (each.id,))
        sums = telling.totals(raw, rows)
        totals = ConsumptionTotals(
            sums["times"],
            sums["quantity"],
            money.amount(sums["amount_cents"]),
            money.amount(sums["cost_cents"]) if self.sees() else UNSET,
            money.amount(sums["given_cents"]) if self.sees() else UNSET,
        )
        results = [self.shown(each) for each in shown]
        return answer(ConsumptionList(results, following, totals, self.cycle(raw, rows)))

    def cycle(self, raw: Statements, rows: tuple[int, ...]) -> ConsumptionCycle:
        found = telling.cycles(telling.bought(raw, rows))
        if not found:
            return ConsumptionCycle(0, None, None, [])
        whole, *parts = found  # everything together stands first
        by = [
            CycleOut(each.kind, each.name, each.times, each.median_days, each.last_on)
            for each in parts
            if each.kind != "all"
        ]
        return ConsumptionCycle(whole.times, whole.median_days, whole.last_on, by)

    @extend_schema(
        request=ConsumptionIn,
        responses={201: ConsumptionOut},
        summary="Put down at the desk what a guest had",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ConsumptionIn)
        with transaction.atomic():
            rows = self.rows(id)
            item = Item(
                product=given.product,
                quantity=given.quantity,
                amount_cents=None if given.amount is None else money.cents(given.amount),
                on_folio=given.on_folio,
                folio=given.folio if given.on_folio else "",
            )
            stay, at = self.stay(rows, given)
            key = self.key(request)
            made = consuming.write(self.raw(), rows[0], stay, [item], at, "desk", key, self.caller.name)
            if made:
                self.record("consumption.put", subject=str(rows[0]), consumption=str(made[0]))
            elif key is not None:  # written, and the answer was lost before it could be kept
                made = consuming.written(self.raw(), key)
        return answer(self.one(rows, made[0]), 201)

    def key(self, request: Request) -> str | None:
        """Under which the consumption itself stands once; None where no key was sent."""
        asked = idempotency.asked(request._request, self.caller)
        return None if asked is None else f"desk:{asked.owner}:{asked.key.hex()}"

    def stay(self, rows: tuple[int, ...], given: ConsumptionIn) -> tuple[int | None, datetime]:
        """The stay named, or the last of the visit named, which must be of this person; and when it was had."""
        now = clock.now()
        if given.visit is not None:
            if given.stay is not None:
                raise Malformed(
                    Flaw("/visit", "one_of_two", "入住单和入住只填一个。", "Name a stay or a visit.")
                )
            found = consuming.last_of(self.raw(), rows, number(given.visit, "/visit"), now)
            if found is None:
                raise OfAnother
            return found
        if given.stay is None:
            return None, now
        stay = number(given.stay, "/stay")
        if not self.is_stay_of(rows, stay):
            raise OfAnother
        return stay, now


class ConsumptionTakeBackView(ConsumptionBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=None,
        responses={200: ConsumptionOut},
        summary="Take back what was put down; its stock comes back with it",
    )
    def post(self, request: Request, property: str, id: int, consumption: int) -> HttpResponse:
        if consumption >= 2**63:
            raise NotFound
        with transaction.atomic():
            rows = self.rows(id)
            consuming.take_back_one(self.raw(), rows, consumption, self.caller.name)
            self.record("consumption.taken_back", subject=str(rows[0]), consumption=str(consumption))
        return answer(self.one(rows, consumption))
