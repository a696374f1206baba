"""What a house's costs are: rooms, shares of restaurant and other revenue, and what each source takes."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UnsetType
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.profit_shapes import CommissionRow, CostsOut, CostsPut, RoomCostRow
from api.v1.words import Words
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.statements import Statements
from loyalty.products import costs
from loyalty.products.costs import Change
from loyalty.products.profit import OWN_CHANNELS
from reports.profit import COSTS_HOLD
from staff.roles import Ability
from tenants.context import raw_connection

WHOLE = 10_000  # basis points


class CostsView(PropertyView):
    # Who sets costs must see them, and answer for the property as well.
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROFIT, "put": Ability.MANAGE_PROPERTY}

    @extend_schema(
        responses={200: CostsOut}, summary="Costs that profit is reckoned with, and those nobody has set"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.told())

    @extend_schema(
        request=CostsPut,
        responses={200: CostsOut},
        summary="Set costs; they hold for the whole past, whose profit is made anew",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, CostsPut)
        self.demand(Ability.SEE_PROFIT, self.property)
        change = _change(given)
        with transaction.atomic():
            if change.fields:
                costs.change(Statements(raw_connection()), self.property, change, self.caller.name)
                self.record("costs.changed", subject=self.property.slug, fields=change.fields)
        return answer(self.told())

    def told(self) -> CostsOut:
        found = costs.listed(Statements(raw_connection()), clock.today(self.property.time_zone))
        rooms = [
            RoomCostRow(kind, None if cents is None else money.amount(cents), visits)
            for kind, cents, visits in found["rooms"]
        ]
        if all(row.room_type for row in rooms):
            rooms.append(RoomCostRow("", None))  # every other type: there to be set
        return CostsOut(
            rooms=rooms,
            fnb_cost_share=_share(found["fnb_bp"]),
            other_cost_share=_share(found["other_bp"]),
            commissions=[
                CommissionRow(name, _share(bp), channel, visits, not (mapped and channel in OWN_CHANNELS))
                for name, channel, bp, visits, mapped in found["sources"]
            ],
            changed_at=found["changed_at"],
            changed_by_name=found["changed_by_name"],
            costs_hold=Words(**COSTS_HOLD),
        )


def _change(given: CostsPut) -> Change:
    shares = {
        name: _bp(f"/{name}_cost_share", part)
        for name, part in (("fnb", given.fnb_cost_share), ("other", given.other_cost_share))
        if not isinstance(part, UnsetType)
    }
    rooms = commissions = None
    if not isinstance(given.rooms, UnsetType):
        _demand_once("/rooms", [row.room_type for row in given.rooms], "room_type")
        rooms = {row.room_type: money.cents(row.cost) for row in given.rooms if row.cost is not None}
    if not isinstance(given.commissions, UnsetType):
        _demand_once("/commissions", [row.source.strip() for row in given.commissions], "source")
        commissions = {
            _named(n, row.source): _bp(f"/commissions/{n}/share", row.share)
            for n, row in enumerate(given.commissions)
        }
    return Change(rooms, shares or None, commissions)


def _named(place: int, source: str) -> str:
    if not source.strip():
        raise Malformed(
            Flaw(
                f"/commissions/{place}/source",
                "bad_format",
                "来源的名称无效。",
                "This cannot be the name of a source.",
            )
        )
    return source.strip()


def _demand_once(pointer: str, names: Sequence[str], field: str) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise Malformed(
                Flaw(f"{pointer}/{place}/{field}", "twice", "出现了两次。", "This stands here twice.")
            )


def _bp(pointer: str, part: float | None) -> int | None:
    if part is None:
        return None
    if abs(part * WHOLE - round(part * WHOLE)) > 1e-6:
        raise Malformed(Flaw(pointer, "too_fine", "最多四位小数（0.01%）。", "At most four places (0.01 %)."))
    return round(part * WHOLE)


def _share(bp: int | None) -> float | None:
    return None if bp is None else bp / WHOLE
