"""Where bookings came from: what a property has met, and what each source counts for."""

from typing import Annotated, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.views import Needs, PropertyView
from kernel import clock
from kernel.statements import Statements
from loyalty.journey import remapping
from loyalty.products import costs
from loyalty.stays import telling
from staff.roles import Ability
from tenants.context import raw_connection

Channel = Literal["member", "corporate", "ota", "walk_in"]


class SourceOut(msgspec.Struct):
    source: str
    channel: Channel
    short: str  # one character, for the fitted nickname
    mapped: bool  # false: nobody has said what it is, so it counts as walk_in
    counted: bool  # false: rooms nobody pays for
    stays: int
    last_seen_on: str | None
    # What it takes of the room revenue, 0 to 1; null: nobody has said. For who may see profit.
    commission: float | msgspec.UnsetType | None = msgspec.UNSET


class Sources(msgspec.Struct):
    results: list[SourceOut]


class SourcesAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    mapped: bool | None = None


class SourceMapping(msgspec.Struct, forbid_unknown_fields=True):
    channel: Channel
    short: Annotated[str, Meta(max_length=2)] | None = None


class Mapped(msgspec.Struct):
    source: str
    channel: Channel
    short: str
    mapped: bool
    corrected_visits: int


class SourcesView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(SourcesAsked), responses={200: Sources}, summary="Sources met, most used first"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, SourcesAsked)
        found = telling.sources(Statements(raw_connection()), mapped=asked.mapped)
        if self.caller.may(Ability.SEE_PROFIT, self.property):
            taken = costs.of().on(clock.today(self.property.time_zone)).commission_bp
            for source in found:
                bp = taken.get(source["source"])
                source["commission"] = None if bp is None else bp / 10_000
        return answer({"results": found})


class SourceView(PropertyView):
    needs: ClassVar[Needs] = Ability.MAP_SOURCES

    @extend_schema(
        request=SourceMapping,
        responses={200: Mapped},
        summary="Say what a source is; the past is corrected with it",
    )
    def put(self, request: Request, property: str, source: str) -> HttpResponse:
        given = parse(request, SourceMapping)
        if not source.strip() or len(source) > 60 or "\x00" in source:
            raise Malformed(
                Flaw("", "bad_format", "来源的名称无效。", "This cannot be the name of a source.")
            )
        short = given.short.strip() if given.short else remapping.default_short(source)
        done = remapping.remap(self.property, source.strip(), given.channel, short)
        self.record(
            "source.mapped", subject=done.source, channel=done.channel, corrected_visits=done.corrected_visits
        )
        return answer(
            Mapped(
                done.source, given.channel, done.short, mapped=True, corrected_visits=done.corrected_visits
            )
        )
