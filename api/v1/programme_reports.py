"""Reports on programmes, of a chain or of one property, beside those on stays; and the settlement between properties."""

from datetime import date
from typing import Any, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.rendering import answer
from api.v1 import reports as stays_reports
from api.v1.programme_report_shapes import (
    BenefitsReport,
    CouponsReport,
    LiabilityOut,
    RedemptionOut,
    SettledBalance,
    SettledFlow,
    SettledPair,
    SettledPlace,
    SettlementAsked,
    SettlementOut,
    TiersReport,
    WalletReport,
)
from api.v1.report_shapes import RangeAsked
from api.v1.reports import ChainReport, PropertyReport, show
from api.views import PropertyView
from billing.standing import Act
from kernel import money
from loyalty.figures.members import dearest
from reports import programme, programme_sheets
from reports.exporting import file_bytes
from sharing import settlement
from sharing.settlement import Flow
from staff.roles import Ability
from tenants.context import in_property
from tenants.models import Property

REPORTS: dict[str, tuple[Any, type[msgspec.Struct], str]] = {
    "liability": (programme.liability, LiabilityOut, "What the programme owes its members, by day"),
    "redemption": (programme.redemption, RedemptionOut, "Points given, spent and expired"),
    "benefits": (programme.benefits, BenefitsReport, "What benefits cost, by benefit, tier and property"),
    "tiers": (programme.tiers, TiersReport, "Members by tier, and who went up or down"),
    "wallet": (programme.wallet, WalletReport, "Stored value: what stands, what came in and went out"),
    "coupons": (
        programme.coupons,
        CouponsReport,
        "Coupons given and redeemed, and what a visit brings with one",
    ),
}


def _maker(report: str) -> stays_reports.Maker:
    def make(view: stays_reports.View, request: Request) -> dict[str, Any]:
        days = stays_reports.days_of(query(request, RangeAsked))
        made: dict[str, Any] = REPORTS[report][0](stays_reports.scope_of(view), days)
        if report == "benefits" and isinstance(view, PropertyView) and seen(view):
            with in_property(view.property):
                made["members"] = dearest(days)
        return made

    return make


def seen(view: PropertyView) -> bool:
    """Who used most is told to who may see guests."""
    return view.caller.may(Ability.SEE_GUESTS, view.property)


def chain_view(report: str) -> type[ChainReport]:
    """The view of `…/chains/{chain}/reports/<report>`."""
    _, shape, summary = REPORTS[report]

    class View(ChainReport):
        @extend_schema(parameters=parameters(RangeAsked), responses={200: shape}, summary=summary)
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show(self, request)

    View.report = report
    return View


def property_view(report: str) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/<report>`."""
    _, shape, summary = REPORTS[report]

    class View(PropertyReport):
        @extend_schema(parameters=parameters(RangeAsked), responses={200: shape}, summary=summary)
        def get(self, request: Request, property: str) -> HttpResponse:
            return show(self, request)

    View.report = report
    return View


# Beside the other reports: their files are made by the same views.
stays_reports.MAKERS.update({report: _maker(report) for report in REPORTS})
stays_reports.ASKED.update(dict.fromkeys(REPORTS, RangeAsked))
CHAIN = {report: chain_view(report) for report in REPORTS}
PROPERTY = {report: property_view(report) for report in REPORTS}


class SettlementView(ChainReport):
    report: ClassVar[str] = "settlement"

    @extend_schema(
        parameters=parameters(SettlementAsked),
        responses={200: SettlementOut},
        summary="Who owes whom for points spent away from home, by month",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return answer(self.sheet(query(request, SettlementAsked).month))

    def sheet(self, month: str) -> SettlementOut:
        properties = self.properties()
        places = {place.pk: SettledPlace(place.slug, place.name) for place in properties}
        first = date.fromisoformat(f"{month}-01")
        found = settlement.flows(self.chain.pk, first, self.chain.time_zone)
        balances = settlement.balances(found)
        pairs = [
            SettledPair(
                places[pair.one],
                places[pair.other],
                _flow(pair.there),
                _flow(pair.back),
                money.amount(pair.net_cents),
                (places[pair.one if pair.net_cents > 0 else pair.other].property if pair.net_cents else None),
            )
            for pair in settlement.pairs(found)
        ]
        return SettlementOut(
            month,
            (properties or [Property()])[0].currency,
            pairs,
            [
                SettledBalance(places[house].property, places[house].name, money.amount(cents))
                for house, cents in sorted(balances.items())
            ],
            money.amount(sum(balances.values())),
            settlement.open_transfers(self.chain.pk),
        )


def settlement_file(form: Literal["csv", "xlsx"]) -> type[SettlementView]:
    """The view of `…/chains/{chain}/reports/settlement.<form>`."""

    class File(SettlementView):
        act = Act.EXPORT

        @stays_reports.documented("settlement", form, SettlementAsked)
        def get(self, request: Request, chain: str) -> HttpResponse:
            month = query(request, SettlementAsked).month
            locale = locale_of(request.headers.get("Accept-Language", ""))
            self.record("report.exported", subject=f"settlement.{form}", days=[month])
            made = msgspec.to_builtins(self.sheet(month))
            headers, rows = programme_sheets.settlement_table(made, locale)
            title = programme_sheets.TITLES["settlement"][0 if locale == "zh-CN" else 1]
            body, content_type = file_bytes(form, headers, rows, title=title)
            return stays_reports.as_file(body, content_type, f"settlement_{month}.{form}", locale)

    return File


def _flow(flow: Flow | None) -> SettledFlow | None:
    return SettledFlow(flow.transfers, flow.points, money.amount(flow.value_cents)) if flow else None
