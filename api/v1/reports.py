"""Reports of a chain or of one property: as JSON, and as CSV or XLSX."""

from collections.abc import Callable
from typing import Any, ClassVar, Literal, TypeVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.refusals import Flaw, Forbidden, Malformed
from api.rendering import answer
from api.v1.report_shapes import (
    ChannelMixAsked,
    ChannelMixOut,
    ComparisonAsked,
    ComparisonOut,
    RangeAsked,
    RemarksAsked,
    RemarksOut,
    RepeatAsked,
    RepeatOut,
)
from api.views import ChainView, Needs, PropertyView
from billing.standing import Act
from chains.models import Chain
from loyalty.figures.examples import wrong_examples
from reports import programme_sheets, ranges, sheets
from reports.channel_mix import channel_mix
from reports.comparison import comparison
from reports.exporting import CSV_TYPE, XLSX_TYPE, file_bytes
from reports.ranges import BadRange, Range
from reports.reading import Place, Scope
from reports.remark_kpi import remarks, wrong_kinds
from reports.repeat import repeat
from staff.roles import Ability
from tenants.context import in_public
from tenants.models import Property

View = ChainView | PropertyView
T = TypeVar("T")
Handler = TypeVar("Handler", bound=Callable[..., HttpResponse])
Made = dict[str, Any]


def make_comparison(view: View, request: Request) -> Made:
    asked = query(request, ComparisonAsked)
    place = view.chain if isinstance(view, ChainView) else view.property
    sees = view.caller.may(Ability.SEE_PROFIT, place)
    return comparison(scope_of(view), days_of(asked), by=asked.by, with_profit=sees)


def make_remarks(view: View, request: Request) -> Made:
    asked = query(request, RemarksAsked)
    scope, days = scope_of(view), days_of(asked)
    report = remarks(scope, days, group=asked.group)
    if asked.group == "staff":
        # Examples name guests: only of properties whose guests the caller may see.
        seen = [place for place in places_of(view) if view.caller.may(Ability.SEE_GUESTS, place)]
        report["wrong_examples"] = wrong_examples(seen, days, wrong_kinds(scope, days))
    return report


def make_channel_mix(view: View, request: Request) -> Made:
    asked = query(request, ChannelMixAsked)
    return within(lambda: channel_mix(scope_of(view), days_of(asked), by=asked.by, bucket=asked.bucket))


def make_repeat(view: View, request: Request) -> Made:
    asked = query(request, RepeatAsked)
    return within(lambda: repeat(scope_of(view), days_of(asked), bucket=asked.bucket))


def days_of(asked: RangeAsked) -> Range:
    return within(lambda: ranges.checked(asked.start, asked.end))


def within(make: Callable[[], T]) -> T:
    """What it makes; days that cannot be reported on are told as the parameter they came in."""
    try:
        return make()
    except BadRange as bad:
        said = bad.sentence("zh"), bad.sentence("en")
        raise Malformed(Flaw("?" + bad.parameter, bad.reason, *said)) from bad


def places_of(view: View) -> list[Property]:
    """What a report is about. Sandboxes have reports of their own, and no part in the chain's."""
    if isinstance(view, ChainView):
        return [place for place in view.properties() if not place.sandbox]
    return [view.property]


def scope_of(view: View) -> Scope:
    chain: Chain = view.chain if isinstance(view, ChainView) else view.property.chain
    places = []
    for place in places_of(view):
        place.chain = chain  # for its targets, without a query each
        places.append(Place(place.pk, place.slug, place.name, place.city, place.targets))
    if isinstance(view, ChainView):
        return Scope(chain.pk, chain.time_zone, chain.targets, tuple(places))
    return Scope(None, view.property.time_zone, view.property.targets, tuple(places))


Maker = Callable[[View, Request], Made]
MAKERS: dict[str, Maker] = {
    "comparison": make_comparison,
    "remarks": make_remarks,
    "channel-mix": make_channel_mix,
    "repeat": make_repeat,
}


# --- the views ---


MIX_EXAMPLE = {
    "member": {"value": 8, "share": 0.4, "target": 40, "gap_pp": 0.0},
    "corporate": {"value": 3, "share": 0.15, "target": 20, "gap_pp": -5.0},
    "ota": {"value": 8, "share": 0.4, "target": 35, "gap_pp": 5.0},
    "walk_in": {"value": 1, "share": 0.05, "target": 5, "gap_pp": 0.0},
}
CHANNEL_MIX_EXAMPLE = OpenApiExample(
    "One property in March",
    {
        "from": "2025-03-01",
        "to": "2025-03-31",
        "by": "visits",
        "bucket": "month",
        "as_of": "2026-01-06T03:00:00+08:00",
        "targets": {"member": 40, "corporate": 20, "ota": 35, "walk_in": 5},
        "buckets": [
            {
                "from": "2025-03-01",
                "to": "2025-03-31",
                "channel_mix": MIX_EXAMPLE,
                "mix_gap": 5.0,
                "visits": 20,
            }
        ],
        "properties": [],
    },
    response_only=True,
)
REPEAT_EXAMPLE = OpenApiExample(
    "Two months",
    {
        "from": "2025-03-01",
        "to": "2025-04-30",
        "bucket": "month",
        "as_of": "2026-01-06T03:00:00+08:00",
        "buckets": [
            {"to": "2025-03-31", "guests_to_date": 80, "repeat_guests_to_date": 16, "repeat_guest_rate": 0.2},
            {
                "to": "2025-04-30",
                "guests_to_date": 93,
                "repeat_guests_to_date": 18,
                "repeat_guest_rate": 0.193548,
            },
        ],
        "visit_distribution": {"1": 75, "2": 10, "3-5": 6, "6-10": 1, "11+": 1},
        "exact_distribution": {"1": 75, "2": 10, "3": 4, "4": 1, "5": 1, "6": 1, "11+": 1},
        "properties": [],
        "chain_repeat_guest_rate": 0.21,
    },
    response_only=True,
)


class ChainReport(ChainView):
    """Over all properties of the chain; who is bound to some of them reads those properties' own reports."""

    needs: ClassVar[Needs] = Ability.SEE_REPORTS_CHAIN
    report: ClassVar[str]

    def find(self, request: Request, **kwargs: Any) -> None:
        super().find(request, **kwargs)
        if self.grant.property_ids is not None:
            raise Forbidden(needs=Ability.SEE_REPORTS_CHAIN.value)


class PropertyReport(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_REPORTS_PROPERTY
    report: ClassVar[str]


def show(view: ChainReport | PropertyReport, request: Request) -> HttpResponse:
    # Cells lie in the public schema, where a property's own role reads nothing.
    with in_public():
        return answer(MAKERS[view.report](view, request))


def show_file(
    view: ChainReport | PropertyReport, request: Request, form: Literal["csv", "xlsx"]
) -> HttpResponse:
    """The report as a table, in the language asked for; that it was taken away is recorded."""
    locale = locale_of(request.headers.get("Accept-Language", ""))
    with in_public():
        made = MAKERS[view.report](view, request)
        view.record("report.exported", subject=f"{view.report}.{form}", days=[made["from"], made["to"]])
    headers, rows = TABLES[view.report](made, locale)
    title = TITLES[view.report][0 if locale == "zh-CN" else 1]
    body, content_type = file_bytes(form, headers, rows, title=title)
    return as_file(body, content_type, f"{view.report}_{made['from']}_{made['to']}.{form}", locale)


TABLES = {**sheets.TABLES, **programme_sheets.TABLES}
TITLES = {**sheets.TITLES, **programme_sheets.TITLES}


def as_file(body: bytes, content_type: str, name: str, locale: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": locale}
    return HttpResponse(body, content_type=content_type, headers={**disposition, "Vary": "Accept-Language"})


class ChainComparison(ChainReport):
    report = "comparison"

    @extend_schema(
        parameters=parameters(ComparisonAsked),
        responses={200: ComparisonOut},
        summary="All properties compared",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show(self, request)


class PropertyComparison(PropertyReport):
    report = "comparison"

    @extend_schema(
        parameters=parameters(ComparisonAsked),
        responses={200: ComparisonOut},
        summary="One property's measures",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return show(self, request)


class ChainRemarks(ChainReport):
    report = "remarks"

    @extend_schema(
        parameters=parameters(RemarksAsked), responses={200: RemarksOut}, summary="How well remarks are kept"
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show(self, request)


class PropertyRemarks(PropertyReport):
    report = "remarks"

    @extend_schema(
        parameters=parameters(RemarksAsked),
        responses={200: RemarksOut},
        summary="How well remarks are kept at one property",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return show(self, request)


class ChainChannelMix(ChainReport):
    report = "channel-mix"

    @extend_schema(
        parameters=parameters(ChannelMixAsked),
        responses={200: ChannelMixOut},
        examples=[CHANNEL_MIX_EXAMPLE],
        summary="The channel mix over time",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show(self, request)


class PropertyChannelMix(PropertyReport):
    report = "channel-mix"

    @extend_schema(
        parameters=parameters(ChannelMixAsked),
        responses={200: ChannelMixOut},
        summary="One property's channel mix over time",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return show(self, request)


class ChainRepeat(ChainReport):
    report = "repeat"

    @extend_schema(
        parameters=parameters(RepeatAsked),
        responses={200: RepeatOut},
        examples=[REPEAT_EXAMPLE],
        summary="Who came again, over time",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show(self, request)


class PropertyRepeat(PropertyReport):
    report = "repeat"

    @extend_schema(
        parameters=parameters(RepeatAsked),
        responses={200: RepeatOut},
        summary="Who came again to one property, over time",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return show(self, request)


FORMS: tuple[Literal["csv"], Literal["xlsx"]] = ("csv", "xlsx")
ASKED: dict[str, type[RangeAsked]] = {
    "comparison": ComparisonAsked,
    "remarks": RemarksAsked,
    "channel-mix": ChannelMixAsked,
    "repeat": RepeatAsked,
}
CHAIN: dict[str, type[ChainReport]] = {
    view.report: view for view in (ChainComparison, ChainRemarks, ChainChannelMix, ChainRepeat)
}
PROPERTY: dict[str, type[PropertyReport]] = {
    view.report: view for view in (PropertyComparison, PropertyRemarks, PropertyChannelMix, PropertyRepeat)
}


def chain_file(report: str, form: Literal["csv", "xlsx"]) -> type[ChainReport]:
    """The view of `…/chains/{chain}/reports/<report>.<form>`."""

    class File(ChainReport):
        act = Act.EXPORT

        @documented(report, form)
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


def property_file(report: str, form: Literal["csv", "xlsx"]) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/<report>.<form>`."""

    class File(PropertyReport):
        act = Act.EXPORT

        @documented(report, form)
        def get(self, request: Request, property: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


def documented(
    report: str, form: Literal["csv", "xlsx"], asked: type[msgspec.Struct] | None = None
) -> Callable[[Handler], Handler]:
    kind = CSV_TYPE.partition(";")[0] if form == "csv" else XLSX_TYPE
    decorate: Callable[[Handler], Handler] = extend_schema(
        parameters=parameters(asked or ASKED[report]),
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY, "headers in the language of Accept-Language")
        },
        summary=f"The {report} report as {form.upper()}",
    )
    return decorate
