"""Reports of a chain or of one property: as JSON, and as CSV or XLSX."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, TypeVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta, Struct, field
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.refusals import Flaw, Forbidden, Malformed
from api.rendering import answer
from api.views import ChainView, Needs, PropertyView
from chains.models import Chain
from loyalty.figures.examples import wrong_examples
from reports import ranges, sheets
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

By = Literal["visits", "nights", "revenue", "guests"]
Bucket = Literal["day", "week", "month"]
Share = Annotated[float, Meta(description="0 to 1, six places; null over nothing")] | None
Money = Annotated[str, Meta(description="decimal string with two places", examples=["1248.50"])]
Distribution = Annotated[dict[str, int], Meta(examples=[{"1": 60, "2": 18, "3-5": 11, "6-10": 3, "11+": 1}])]


# --- what is asked ---


class RangeAsked(Struct, forbid_unknown_fields=True):
    start: Annotated[date, Meta(description="the first day, in the property's time zone")] = field(
        name="from"
    )
    end: Annotated[date, Meta(description="the last day, included")] = field(name="to")


class ComparisonAsked(RangeAsked):
    by: Annotated[By, Meta(description="what the channel mix is made of")] = "visits"


class RemarksAsked(RangeAsked):
    group: Literal["property", "staff", "shift", "work"] = "property"


class ChannelMixAsked(RangeAsked):
    by: By = "visits"
    bucket: Annotated[Bucket, Meta(description="weeks begin on Monday; all are clipped to the range")] = (
        "month"
    )


class RepeatAsked(RangeAsked):
    bucket: Bucket = "month"


# --- what is answered ---


class MixPart(Struct):
    value: float
    share: Share
    target: int
    gap_pp: float | None


class Mix(Struct):
    member: MixPart
    corporate: MixPart
    ota: MixPart
    walk_in: MixPart


class MixTargets(Struct):
    member: int
    corporate: int
    ota: int
    walk_in: int


class RemarkSums(Struct):
    due: int
    complete: int
    on_time: int
    completion_rate: Share
    on_time_rate: Share


class Measures(Struct):
    guests_to_date: int
    repeat_guests_to_date: int
    repeat_guest_rate: Share
    visits: int
    repeat_visits: int
    repeat_visit_share: Share
    active_guests: int
    active_repeat_guests: int
    active_repeat_rate: Share
    nights: int
    room_revenue: Money
    adr: Money | None
    channel_mix: Mix
    mix_gap: Annotated[float, Meta(description="0: on target, 100: disjoint")] | None
    visit_distribution: Distribution
    remarks: RemarkSums
    targets: MixTargets


class ChainMeasures(Measures):
    """Plain figures are sums over the properties; the three chain_ figures count a person once."""

    chain_guests_to_date: int
    chain_repeat_guests_to_date: int
    chain_repeat_guest_rate: Share


class PropertyMeasures(Measures, kw_only=True):
    property: str
    name: str
    city: str


class ComparisonOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    by: By
    as_of: Annotated[datetime, Meta(description="everything accepted before this moment is in the figures")]
    chain: ChainMeasures | None  # null in a property's own report
    properties: list[PropertyMeasures]


class RemarkKpi(Struct):
    in_house: int
    due: int
    complete: int
    on_time: int
    late: int
    missing: int
    completion_rate: Share
    on_time_rate: Share
    nickname_rate: Share
    tags_rate: Share
    phone_rate: Share
    description_rate: Share
    wrong_nickname: int
    wrong_nickname_rate: Annotated[float, Meta(description="of the nicknames that were written")] | None
    none_noted: int
    none_noted_share: Annotated[float, Meta(description="of the descriptions that are done")] | None
    median_hours: Annotated[float, Meta(description="from check-out to completion")] | None


class ClerkOut(Struct):
    id: str | None
    external_id: str
    name: str


class RemarkRow(Struct):
    """A row of the group asked for: a property, a member of staff, a shift, or one of the four works."""

    due: int
    complete: int
    missing: int
    completion_rate: Share
    property: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    staff: ClerkOut | msgspec.UnsetType | None = msgspec.UNSET  # null: nobody was assigned
    shift: str | msgspec.UnsetType = msgspec.UNSET
    work: Literal["nickname", "tags", "phone", "description"] | msgspec.UnsetType = msgspec.UNSET
    in_house: int | msgspec.UnsetType = msgspec.UNSET
    on_time: int | msgspec.UnsetType = msgspec.UNSET
    late: int | msgspec.UnsetType = msgspec.UNSET
    on_time_rate: Share | msgspec.UnsetType = msgspec.UNSET
    nickname_rate: Share | msgspec.UnsetType = msgspec.UNSET
    tags_rate: Share | msgspec.UnsetType = msgspec.UNSET
    phone_rate: Share | msgspec.UnsetType = msgspec.UNSET
    description_rate: Share | msgspec.UnsetType = msgspec.UNSET
    wrong_nickname: int | msgspec.UnsetType = msgspec.UNSET
    wrong_nickname_rate: float | msgspec.UnsetType | None = msgspec.UNSET
    none_noted: int | msgspec.UnsetType = msgspec.UNSET
    none_noted_share: float | msgspec.UnsetType | None = msgspec.UNSET
    median_hours: float | msgspec.UnsetType | None = msgspec.UNSET


class WrongExample(Struct):
    property: str
    guest_id: str
    written: str
    expected: str


class WrongKind(Struct):
    kind: Literal["count", "date", "rate", "source", "room", "name", "unparsed"]
    n: int
    examples: list[WrongExample]  # of guests the caller may see


class RemarksOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    group: Literal["property", "staff", "shift", "work"]
    as_of: datetime
    total: RemarkKpi
    rows: list[RemarkRow]
    wrong_examples: list[WrongKind] | msgspec.UnsetType = msgspec.UNSET  # with group=staff


class MixBucket(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    channel_mix: Mix
    mix_gap: float | None
    visits: int


class MixOfProperty(Struct):
    property: str
    name: str
    targets: MixTargets
    buckets: list[MixBucket]


class ChannelMixOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    by: By
    bucket: Bucket
    as_of: datetime
    targets: MixTargets
    buckets: list[MixBucket]
    properties: list[MixOfProperty]


class RepeatPoint(Struct):
    end: date = field(name="to")
    guests_to_date: int
    repeat_guests_to_date: int
    repeat_guest_rate: Share


class RepeatOfProperty(Struct):
    property: str
    name: str
    buckets: list[RepeatPoint]
    visit_distribution: Distribution
    exact_distribution: Annotated[dict[str, int], Meta(description='"1" … "10", "11+"')]


class RepeatOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    bucket: Bucket
    as_of: datetime
    buckets: list[RepeatPoint]
    visit_distribution: Distribution
    exact_distribution: dict[str, int]
    properties: list[RepeatOfProperty]
    chain_repeat_guest_rate: Share


# --- the reports ---

View = ChainView | PropertyView
T = TypeVar("T")
Made = dict[str, Any]


def make_comparison(view: View, request: Request) -> Made:
    asked = query(request, ComparisonAsked)
    return comparison(scope_of(view), days_of(asked), by=asked.by)


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
    return view.properties() if isinstance(view, ChainView) else [view.property]


def scope_of(view: View) -> Scope:
    chain: Chain = view.chain if isinstance(view, ChainView) else view.property.chain
    places = []
    for place in places_of(view):
        place.chain = chain  # for its targets, without a query each
        places.append(Place(place.pk, place.slug, place.name, place.city, place.targets))
    if isinstance(view, ChainView):
        return Scope(chain.pk, chain.time_zone, chain.targets, tuple(places))
    return Scope(None, view.property.time_zone, view.property.targets, tuple(places))


MAKERS: dict[str, Callable[[View, Request], Made]] = {
    "comparison": make_comparison,
    "remarks": make_remarks,
    "channel-mix": make_channel_mix,
    "repeat": make_repeat,
}


# --- the views ---


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
    headers, rows = sheets.TABLES[view.report](made, locale)
    title = sheets.TITLES[view.report][0 if locale == "zh-CN" else 1]
    body, content_type = file_bytes(form, headers, rows, title=title)
    name = f"{view.report}_{made['from']}_{made['to']}.{form}"
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
        parameters=parameters(RepeatAsked), responses={200: RepeatOut}, summary="Who came again, over time"
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
        @documented(report, form)
        def get(self, request: Request, chain: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


def property_file(report: str, form: Literal["csv", "xlsx"]) -> type[PropertyReport]:
    """The view of `…/properties/{property}/reports/<report>.<form>`."""

    class File(PropertyReport):
        @documented(report, form)
        def get(self, request: Request, property: str) -> HttpResponse:
            return show_file(self, request, form)

    File.report = report
    return File


def documented(report: str, form: Literal["csv", "xlsx"]) -> Any:
    kind = CSV_TYPE.partition(";")[0] if form == "csv" else XLSX_TYPE
    return extend_schema(
        parameters=parameters(ASKED[report]),
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY, "headers in the language of Accept-Language")
        },
        summary=f"The {report} report as {form.upper()}",
    )
