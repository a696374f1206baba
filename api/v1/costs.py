"""What a house's costs are: rooms, shares of restaurant and other revenue, and what each source takes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UnsetType
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.profit_shapes import CommissionRow, CostBefore, CostsOut, CostsPut, RoomCostRow, ShareBefore
from api.v1.words import Words
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.statements import Statements
from loyalty.products import costs
from loyalty.products.costs import FROM_TODAY, Change, Step
from loyalty.products.models import ALWAYS
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
        summary="Set costs from a day on, or for ever; the profit since then is made anew",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, CostsPut)
        self.demand(Ability.SEE_PROFIT, self.property)
        change = _change(given, clock.today(self.property.time_zone))
        with transaction.atomic():
            if change.fields:
                costs.change(Statements(raw_connection()), self.property, change, self.caller.name)
                self.record(
                    "costs.changed", subject=self.property.slug, fields=change.fields, since=_since(given)
                )
        return answer(self.told())

    def told(self) -> CostsOut:
        found = costs.listed(Statements(raw_connection()), clock.today(self.property.time_zone))
        held = found["held"]
        rooms = []
        for kind, visits in found["rooms"]:
            cost, since, before = _told(held.get(("rooms", kind), ()), _amount, CostBefore)
            rooms.append(RoomCostRow(kind, cost, visits, since, before))
        if all(row.room_type for row in rooms):
            rooms.append(RoomCostRow("", None))  # every other type: there to be set
        commissions = []
        for name, channel, visits, mapped in found["sources"]:
            share, since, before = _told(held.get(("commission", name), ()), _share, ShareBefore)
            needed = not (mapped and channel in OWN_CHANNELS)
            commissions.append(CommissionRow(name, share, channel, visits, needed, since, before))
        fnb, other = (_told(held.get(("share", what), ()), _share, ShareBefore) for what in ("fnb", "other"))
        return CostsOut(
            rooms=rooms,
            fnb_cost_share=fnb[0],
            fnb_cost_since=fnb[1],
            fnb_cost_earlier=fnb[2],
            other_cost_share=other[0],
            other_cost_since=other[1],
            other_cost_earlier=other[2],
            commissions=commissions,
            changed_at=found["changed_at"],
            changed_by_name=found["changed_by_name"],
            costs_hold=Words(**COSTS_HOLD),
        )


def _told(steps: Sequence[Step], say: Callable[[int | None], Any], shape: Callable[..., Any]) -> Any:
    """What it is, since when, and what it was before, the newest first."""
    told = [(None if step.valid_from == ALWAYS else step.valid_from, say(step.value)) for step in steps]
    if not told:
        return None, None, []
    since, value = told.pop()
    return value, since, [shape(*before) for before in reversed(told)]


def _change(given: CostsPut, today: date) -> Change:
    since = FROM_TODAY if isinstance(given.from_, UnsetType) else given.from_
    if isinstance(since, date) and since > today:
        raise Malformed(
            Flaw(
                "/from",
                "in_future",
                "这一天还没到。",
                "This day has not come yet: costs are set when they begin.",
            )
        )
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
    return Change(rooms, shares or None, commissions, since)


def _since(given: CostsPut) -> str:
    """As the record of what was done says it."""
    if isinstance(given.from_, UnsetType):
        return "today"
    return given.from_.isoformat() if given.from_ else "always"


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


def _amount(cents: int | None) -> str | None:
    return None if cents is None else money.amount(cents)


def _share(bp: int | None) -> float | None:
    return None if bp is None else bp / WHOLE
