"""The visits behind a number."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import FILES, parameters
from api.paging import DEFAULT, MOST, page, read
from api.parsing import query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1 import card_profit
from api.v1.guests import GuestBase, export, number
from api.v1.remark_shapes import Channel, Person
from api.views import Needs
from kernel.statements import Statements
from loyalty.products import profit
from loyalty.remarks import behind
from loyalty.remarks.behind import Wanted
from staff.roles import Ability
from tenants.context import raw_connection

RemarkState = Literal["due", "complete", "missing", "on_time", "late", "wrong", "none_noted", "in_house"]


class VisitGuest(msgspec.Struct):
    id: str
    name: str
    phone: str | None


class VisitOut(msgspec.Struct):
    id: str
    guest: VisitGuest
    ordinal: int
    check_in_on: date
    check_out_on: date
    nights: int
    source: str
    channel: Channel
    room_no: str
    rate: str
    revenue_room: str
    assignee: Person | None
    remark_complete: bool
    remark_completed_at: datetime | None
    remark_due_at: datetime | None
    # Of the whole visit, for who may see it; null while he is in house and nobody has told what the room brings.
    profit: str | msgspec.UnsetType | None = msgspec.UNSET


class VisitPage(msgspec.Struct):
    results: list[VisitOut]
    next: str | None


class VisitFilters(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    from_: date = msgspec.field(name="from")
    to: date
    channel: Channel | None = None
    source: Annotated[str, Meta(max_length=60)] | None = None
    room_type: Annotated[str, Meta(max_length=60)] | None = None
    ordinal_min: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    ordinal_max: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    remark: RemarkState | None = None
    assignee: Annotated[str, Meta(max_length=20)] | None = None  # unassigned | a clerk's id
    shift: Annotated[str, Meta(max_length=20)] | None = None


class VisitsAsked(VisitFilters, kw_only=True):
    limit: Annotated[int, Meta(ge=1, le=MOST)] = DEFAULT
    cursor: Annotated[str, Meta(max_length=400)] | None = None


class VisitsBase(GuestBase):
    def wanted(self, asked: VisitFilters) -> Wanted:
        if asked.from_ > asked.to:
            raise Malformed(
                Flaw("?to", "reversed", "结束日期早于开始日期。", "The last day is before the first.")
            )
        return Wanted(
            asked.from_,
            asked.to,
            channel=asked.channel,
            source=asked.source,
            room_type=asked.room_type,
            ordinal_min=asked.ordinal_min,
            ordinal_max=asked.ordinal_max,
            remark=asked.remark,
            clerk=self.clerk(asked.assignee),
            shift=asked.shift,
        )

    def with_profit(self, visits: list[dict[str, Any]]) -> bool:
        """Beside each visit's revenue what is left of it, for who may see that; whether it was put there."""
        if not self.caller.may(Ability.SEE_PROFIT, self.property):
            return False
        left = profit.of_visits(Statements(raw_connection()), [int(visit["id"]) for visit in visits])
        for visit in visits:
            visit["profit"] = card_profit.of_visit(left[int(visit["id"])])
        return True

    def clerk(self, assignee: str | None) -> str | None:
        if assignee is None:
            return None
        if assignee == "unassigned":
            return ""
        clerk_id = number(assignee, "?assignee")
        found = raw_connection().execute("SELECT external_id FROM stays_clerk WHERE id = %s", [clerk_id])
        row = found.fetchone()
        if row is None:
            raise Malformed(
                Flaw("?assignee", "no_such_clerk", "没有这个前台员工。", "There is no such clerk.")
            )
        return str(row[0])


class VisitsView(VisitsBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(VisitsAsked),
        responses={200: VisitPage},
        summary="The visits behind a number, newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, VisitsAsked)
        after = read(asked.cursor, tuple[date, int])
        rows = behind.listed(raw_connection(), self.wanted(asked), limit=asked.limit + 1, after=after)
        shown, following = page(rows, asked.limit, lambda row: row[0])
        visits = [visit for _, visit in shown]
        self.with_profit(visits)
        return answer({"results": visits, "next": following})


VISIT_COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("入住编号", "Visit"), "guest_id": ("客人编号", "Guest"), "guest_name": ("姓名", "Name"),
    "guest_phone": ("电话", "Phone"), "ordinal": ("第几次", "Ordinal"), "check_in_on": ("入住日期", "Check-in"),
    "check_out_on": ("离店日期", "Check-out"), "nights": ("间夜", "Nights"), "source": ("来源", "Source"),
    "channel": ("渠道", "Channel"), "room_no": ("房号", "Room"), "rate": ("房价", "Rate"),
    "revenue_room": ("房费", "Room revenue"), "assigned": ("备注负责人", "Remark by"),
    "remark_complete": ("备注完成", "Remark complete"),
}  # fmt: skip


PROFIT_COLUMN = {"profit": ("利润", "Profit")}


class VisitFileView(VisitsBase):
    needs: ClassVar[Needs] = Ability.EXPORT_DATA

    @extend_schema(
        parameters=parameters(VisitFilters),
        responses=FILES,
        summary="The same visits as a file",
    )
    def get(self, request: Request, property: str, form: Literal["csv", "xlsx"]) -> HttpResponse:
        asked = query(request, VisitFilters)
        rows = behind.listed(raw_connection(), self.wanted(asked), limit=None)
        flat = [flattened(visit) for _, visit in rows]
        columns = VISIT_COLUMNS | (PROFIT_COLUMN if self.with_profit(flat) else {})
        days = f"{asked.from_}/{asked.to}"
        return export(self, request, form, "visits", columns, flat, days=days)


def flattened(visit: dict[str, Any]) -> dict[str, Any]:
    guest, assignee = visit["guest"], visit["assignee"]
    return {
        **visit,
        "guest_id": guest["id"],
        "guest_name": guest["name"],
        "guest_phone": guest["phone"],
        "assigned": assignee["name"] if assignee else "",
    }
