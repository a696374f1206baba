"""Reports on who slips away and what winning back brought: latency, churn, RFM, value, campaigns; each also as a file."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.rendering import answer
from api.v1 import reports as stays_reports
from api.v1.campaign_report_shapes import CampaignsReport
from api.v1.report_shapes import RangeAsked
from api.v1.reports import ChainReport, PropertyReport, days_of, scope_of
from api.v1.slipping_shapes import (
    ChurnAsked,
    ChurnReport,
    LatencyAsked,
    LatencyReport,
    NoneAsked,
    RfmReport,
    ValueReport,
)
from billing.standing import Act
from kernel import clock
from loyalty.figures.told import campaigns, churn, latency, rfm, value
from reports import winning_sheets
from reports.exporting import file_bytes
from staff.roles import Ability
from tenants.context import in_public

Form = Literal["csv", "xlsx"]
View = ChainReport | PropertyReport
Make = Callable[[View, Request, date, str], dict[str, Any]]


def make_latency(view: View, request: Request, today: date, locale: str) -> dict[str, Any]:
    return latency.latency(scope_of(view), query(request, LatencyAsked).cohort, locale)


def make_churn(view: View, request: Request, today: date, locale: str) -> dict[str, Any]:
    asked = query(request, ChurnAsked)
    return churn.churn(scope_of(view), days_of(asked), asked.by, today, locale)


def make_rfm(view: View, request: Request, today: date, locale: str) -> dict[str, Any]:
    query(request, NoneAsked)
    return rfm.rfm(scope_of(view), locale, sees_profit=sees_profit(view))


def make_value(view: View, request: Request, today: date, locale: str) -> dict[str, Any]:
    query(request, NoneAsked)
    return value.value(scope_of(view), locale, sees_profit=sees_profit(view))


def make_campaigns(view: View, request: Request, today: date, locale: str) -> dict[str, Any]:
    days = days_of(query(request, RangeAsked))
    return campaigns.campaigns(scope_of(view), days, locale, sees_profit=sees_profit(view))


def sees_profit(view: View) -> bool:
    """Whether profit stands beside revenue. Who is bound to some properties reads no report of the chain at all."""
    return view.caller.may(Ability.SEE_PROFIT, view.chain if isinstance(view, ChainReport) else view.property)


REPORTS: dict[str, tuple[Make, type[msgspec.Struct], type[msgspec.Struct], str]] = {
    "latency": (make_latency, LatencyAsked, LatencyReport, "When guests come again, by visit and cohort, with the turning point"),
    "churn": (make_churn, ChurnAsked, ChurnReport, "Guests at risk, dormant and lost, by month; who comes a second time"),
    "rfm": (make_rfm, NoneAsked, RfmReport, "Recency, frequency, money: the grid, its thresholds, groups and value tiers"),
    "value": (make_value, NoneAsked, ValueReport, "What guests have brought and will bring, and the models behind it"),
    "campaigns": (
        make_campaigns,
        RangeAsked,
        CampaignsReport,
        "What campaigns brought beyond their holdouts, what they cost, what restraint saved",
    ),
}  # fmt: skip


def made(view: View, request: Request) -> tuple[dict[str, Any], str]:
    """The report with its moments in the place's time zone, and the language it was asked in."""
    locale = locale_of(request.headers.get("Accept-Language", ""))
    zone = view.chain.time_zone if isinstance(view, ChainReport) else view.property.time_zone
    today = clock.today(zone)  # a sandbox's own; the public schema knows none
    # Cells lie in the public schema, where a property's own role reads nothing.
    with in_public():
        report = REPORTS[view.report][0](view, request, today, locale)
    if isinstance(report.get("as_of"), datetime):
        report["as_of"] = report["as_of"].astimezone(ZoneInfo(zone)).replace(microsecond=0)
    return report, locale


def show(view: View, request: Request) -> HttpResponse:
    return answer(made(view, request)[0])


def show_file(view: View, request: Request, form: Form) -> HttpResponse:
    """The report as a table, in the language asked for; that it was taken away is recorded."""
    report, locale = made(view, request)
    days = [str(report.get("from") or report["day"]), str(report.get("to") or report["day"])]
    view.record("report.exported", subject=f"{view.report}.{form}", days=days)
    headers, rows = winning_sheets.TABLES[view.report](report, locale)
    title = winning_sheets.TITLES[view.report][0 if locale == "zh-CN" else 1]
    body, content_type = file_bytes(form, headers, rows, title=title)
    return stays_reports.as_file(body, content_type, f"{view.report}_{days[0]}_{days[1]}.{form}", locale)


def chain_view(report: str) -> type[ChainReport]:
    """The view of `…/chains/{chain}/reports/<report>`."""
    _, asked, shape, summary = REPORTS[report]

    class View(ChainReport):
        @extend_schema(parameters=parameters(asked), responses={200: shape}, summary=summary)
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show(self, request)

    View.report = report
    return View


def property_view(report: str) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/<report>`."""
    _, asked, shape, summary = REPORTS[report]

    class View(PropertyReport):
        @extend_schema(parameters=parameters(asked), responses={200: shape}, summary=summary)
        def get(self, request: Request, property: str) -> HttpResponse:
            return show(self, request)

    View.report = report
    return View


def chain_file(report: str, form: Form) -> type[ChainReport]:
    """The view of `…/chains/{chain}/reports/<report>.<form>`."""

    class File(ChainReport):
        act = Act.EXPORT

        @stays_reports.documented(report, form, REPORTS[report][1])
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


def property_file(report: str, form: Form) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/<report>.<form>`."""

    class File(PropertyReport):
        act = Act.EXPORT

        @stays_reports.documented(report, form, REPORTS[report][1])
        def get(self, request: Request, property: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


CHAIN = {report: chain_view(report) for report in REPORTS}
PROPERTY = {report: property_view(report) for report in REPORTS}
