"""The report on profit: of a property, of a chain, and as files."""

from datetime import date
from typing import Any, ClassVar, Literal

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.rendering import answer
from api.v1.profit_shapes import ChainProfitAsked, ProfitAsked, ProfitReport
from api.v1.reports import ChainReport, PropertyReport, as_file, days_of, documented, scope_of
from api.views import Needs
from billing.standing import Act
from kernel import clock
from kernel.statements import Statements
from loyalty.products import telling
from reports import profit, profit_sheets, ranges
from reports.exporting import file_bytes
from reports.profit import NONE
from reports.ranges import Range
from reports.sheets import CHANNEL
from staff.roles import Ability
from tenants.context import in_public, raw_connection

Form = Literal["csv", "xlsx"]
View = ChainReport | PropertyReport
Made = dict[str, Any]
REPORT = "profit"


def made(view: View, request: Request) -> tuple[Made, str]:
    """The report with a name for every row, and the language it was asked in."""
    locale = locale_of(request.headers.get("Accept-Language", ""))
    asked: ChainProfitAsked | ProfitAsked = (
        query(request, ChainProfitAsked) if isinstance(view, ChainReport) else query(request, ProfitAsked)
    )
    days = days_of(asked)
    if asked.by == "product":
        report = _by_product(view, days)
    else:
        # Cells lie in the public schema, where a property's own role reads nothing.
        with in_public():
            report = profit.profit(scope_of(view), days, asked.by)
    return _named(view, report, days, 0 if locale == "zh-CN" else 1), locale


def _by_product(view: View, days: Range) -> Made:
    """What each product brought: read where it was sold, so it is of this moment."""
    scope, now = scope_of(view), clock.now()
    found, whole = telling.by_product(Statements(raw_connection()), days.start, days.end)
    rows = [
        {**profit.row(each.code or "", each.sums), "name": each.name, "quantity": each.quantity}
        for each in found
    ]
    total = profit.total([whole.sums])
    total["total"]["quantity"] = whole.quantity
    return {**scope.heading(days, now, by="product"), "rows": rows, **total}


def _named(view: View, report: Made, days: Range, language: int) -> Made:
    names = {NONE: profit_sheets.WITHOUT_A_VISIT[language], "": profit_sheets.NO_ROOM_TYPE[language]}
    by = report["by"]
    if by == "property":
        names = {place.slug: place.name for place in scope_of(view).places}
    elif by == "channel":
        names |= {channel: words[language] for channel, words in CHANNEL.items()}
    for row in report["rows"]:
        row.setdefault("name", names.get(row["key"], row["key"]))
        row["drill"] = _drill(view, by, row["key"], days)
    report["total"] |= {"name": profit_sheets.TOTAL[language], "drill": None}
    return report


def _drill(view: View, by: str, key: str, days: Range) -> Made | None:
    """The parameters of the list of visits that shows the visits behind a row; None where no list does."""
    span: Made = {"from": days.start, "to": days.end}
    if by == "property":
        return {**span, "property": key}
    if by == "product" or key == NONE or isinstance(view, ChainReport):
        return None
    if by == "month":
        first = date.fromisoformat(f"{key}-01")
        last = ranges.next_month(first) - ranges.DAY
        return {"from": max(first, days.start), "to": min(last, days.end)}
    return {**span, by: key}


def show(view: View, request: Request) -> HttpResponse:
    return answer(made(view, request)[0])


def show_file(view: View, request: Request, form: Form) -> HttpResponse:
    """The report as a table, in the language asked for; that it was taken away is recorded."""
    report, locale = made(view, request)
    days = [report["from"], report["to"]]
    view.record("report.exported", subject=f"{REPORT}.{form}", days=days)
    headers, rows = profit_sheets.table(report, locale)
    title = profit_sheets.TITLE[0 if locale == "zh-CN" else 1]
    body, content_type = file_bytes(form, headers, rows, title=title)
    return as_file(body, content_type, f"{REPORT}_{days[0]}_{days[1]}.{form}", locale)


class ChainProfit(ChainReport):
    needs: ClassVar[Needs] = Ability.SEE_PROFIT
    report = REPORT

    @extend_schema(
        parameters=parameters(ChainProfitAsked),
        responses={200: ProfitReport},
        summary="What is left of revenue over all properties",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show(self, request)


class PropertyProfit(PropertyReport):
    needs: ClassVar[Needs] = Ability.SEE_PROFIT
    report = REPORT

    @extend_schema(
        parameters=parameters(ProfitAsked),
        responses={200: ProfitReport},
        summary="What is left of a property's revenue, by source, channel, room type, product or month",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return show(self, request)


def chain_file(form: Form) -> type[ChainReport]:
    """The view of `…/chains/{chain}/reports/profit.<form>`."""

    class File(ChainReport):
        needs: ClassVar[Needs] = Ability.SEE_PROFIT
        act = Act.EXPORT
        report = REPORT

        @documented(REPORT, form, ChainProfitAsked)
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show_file(self, request, form)

    return File


def property_file(form: Form) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/profit.<form>`."""

    class File(PropertyReport):
        needs: ClassVar[Needs] = Ability.SEE_PROFIT
        act = Act.EXPORT
        report = REPORT

        @documented(REPORT, form, ProfitAsked)
        def get(self, request: Request, property: str) -> HttpResponse:
            return show_file(self, request, form)

    return File
