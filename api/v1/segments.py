"""Segments of a property: what can be asked, how many it is, rules with a name, and whoever they hold for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw
from api.rendering import answer, nothing
from api.v1 import belonging
from api.v1.guest_shapes import GuestPage
from api.v1.guests import GuestBase, without
from api.v1.segment_shapes import (
    FieldChoice,
    PreviewIn,
    SampleGuest,
    SegmentBody,
    SegmentChange,
    SegmentChangeBody,
    SegmentField,
    SegmentFields,
    SegmentFinding,
    SegmentIn,
    SegmentOut,
    SegmentPage,
    SegmentPreview,
    SegmentPreviewBody,
    SegmentsAsked,
    SuggestedSegment,
    SuggestedSegments,
    segment_out,
)
from api.v1.words import Words
from api.views import Needs
from billing.standing import Act
from loyalty.guests import searching
from loyalty.guests.searching import Filters
from loyalty.segments import compiling, counting, keeping, knowing, rules, suggesting, wording
from loyalty.segments.counting import SegmentTooSlow
from loyalty.segments.keeping import Segment
from loyalty.segments.rules import Finding, RuleRefused
from staff.roles import Ability
from tenants.context import raw_connection


@contextmanager
def ruled(pointer: str) -> Iterator[None]:
    """A refused rule names its places in the body that was sent."""
    try:
        yield
    except RuleRefused as error:
        found = [Flaw(pointer + each.pointer, each.code, each.zh, each.en) for each in error.findings]
        error.facts["errors"] = found
        raise


def told_of(rule: Mapping[str, Any], today: date) -> Words | None:
    """The rule read aloud; None for one that asks what can no longer be asked."""
    try:
        read_rule = rules.converted(rule)
        if compiling.findings(read_rule, today):
            return None
    except RuleRefused:
        return None
    return Words(**wording.told(read_rule, today))


class SegmentBase(GuestBase):
    """What every view of segments needs."""

    def segment(self, segment: str) -> Segment:
        return belonging.found(self.raw(), segment)

    def counted(self, segment: Segment) -> Segment:
        """The segment with how many it is now; as it was counted last where that takes too long."""
        try:
            count = counting.count(keeping.rule_of(self.raw(), segment.id, self.today()), self.today())
        except (RuleRefused, SegmentTooSlow):
            return segment
        keeping.counted(self.raw(), segment, count)
        return keeping.get(self.raw(), segment.id)

    def shown(self, segment: Segment) -> SegmentOut:
        return segment_out(segment, told_of(segment.rule, self.today()))


class SegmentFieldsView(SegmentBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        responses={200: SegmentFields},
        summary="What a segment can ask of a guest, with this property's words",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        known = knowing.known(self.raw(), self.today(), self.unseen())
        kinds = knowing.kinds(self.raw(), self.today())
        return answer(
            SegmentFields(
                [
                    SegmentField(
                        **{
                            **field,
                            "choices": [FieldChoice(**choice) for choice in field["choices"]],
                            "of": Words(**field["of"]) if field["of"] else None,
                        },
                        known=[FieldChoice(*value) for value in known.get(field["field"], ())],
                        kinds=[FieldChoice(*value) for value in kinds.get(field["field"], ())],
                    )
                    for field in wording.catalogue()
                ]
            )
        )


class SegmentSuggestionsView(SegmentBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        responses={200: SuggestedSegments}, summary="Segments that most houses want, ready to be kept"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        today = self.today()
        held = {each.code for each in keeping.listed(self.raw())}
        return answer(
            SuggestedSegments(
                [
                    SuggestedSegment(
                        each.code,
                        Words(each.zh, each.en),
                        Words(each.use_zh, each.use_en),
                        dict(each.rule),
                        Words(**wording.told(rules.converted(each.rule), today)),
                        each.code in held,
                    )
                    for each in suggesting.SUGGESTIONS
                ]
            )
        )


class SegmentPreviewView(SegmentBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS
    act: ClassVar[Mapping[str, Act]] = {"post": Act.READ}

    @extend_schema(
        request=SegmentPreviewBody,
        responses={200: SegmentPreview},
        summary="How many guests a rule holds for, and some of them",
        description="For an editor, while the rule is being written: what is wrong with it is told, not refused.",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given, today = parse(request, PreviewIn), self.today()
        try:
            rule = belonging.seen(keeping.rule_of(self.raw(), mapping(given.rule), today), self.unseen())
        except RuleRefused as refused:
            found = [SegmentFinding(each.pointer, each.code, each.zh, each.en) for each in refused.findings]
            return answer(
                SegmentPreview(count=None, total=None, sample=[], told=None, took_ms=None, findings=found)
            )
        seen = counting.preview(rule, today, given.limit)
        sample = [
            SampleGuest(
                each.id, each.name, each.phone, each.visits, each.last_visit_on, each.channel, each.source
            )
            for each in seen.sample
        ]
        return answer(
            SegmentPreview(
                count=seen.count,
                total=seen.of,
                sample=sample,
                told=Words(**wording.told(rule, today)),
                took_ms=seen.took_ms,
                findings=[],
            )
        )


class SegmentsView(SegmentBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CAMPAIGNS, "post": Ability.EDIT_CAMPAIGNS}

    @extend_schema(
        parameters=parameters(SegmentsAsked),
        responses={200: SegmentPage},
        summary="The segments in use, or those that were put away",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        found = keeping.listed(self.raw(), archived=query(request, SegmentsAsked).archived)
        return answer(SegmentPage([self.shown(each) for each in found]))

    @extend_schema(request=SegmentBody, responses={201: SegmentOut}, summary="Keep a rule under a name")
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, SegmentIn)
        with transaction.atomic(), ruled("/rule"):
            made = keeping.make(
                self.raw(),
                code=given.code or "",
                name=given.name,
                note=given.note,
                rule=mapping(given.rule),
                today=self.today(),
                by=self.caller.actor(),
            )
            self.record("segment.made", subject=made.code, name=made.name)
        return answer(self.shown(self.counted(made)), status=201)


class SegmentView(SegmentBase):
    needs: ClassVar[Needs] = {
        "get": Ability.SEE_CAMPAIGNS,
        "patch": Ability.EDIT_CAMPAIGNS,
        "delete": Ability.EDIT_CAMPAIGNS,
    }

    @extend_schema(responses={200: SegmentOut}, summary="One segment, by its code or number")
    def get(self, request: Request, property: str, code: str) -> HttpResponse:
        return answer(self.shown(self.segment(code)))

    @extend_schema(
        request=SegmentChangeBody,
        responses={200: SegmentOut},
        summary="Another name, note or rule; thaw it; take it out again",
    )
    def patch(self, request: Request, property: str, code: str) -> HttpResponse:
        given = parse(request, SegmentChange)
        named: dict[str, Any] = {
            name: value for name in ("name", "note") if (value := getattr(given, name)) is not UNSET
        }
        with transaction.atomic(), ruled("/rule"):
            kept, raw = self.segment(code), self.raw()
            if given.frozen is not UNSET:
                kept = keeping.freeze(raw, kept, self.today()) if given.frozen else keeping.thaw(raw, kept)
            if given.rule is not UNSET:
                named["rule"] = mapping(given.rule)
            if named:
                kept = keeping.change(raw, kept, self.today(), **named)
            if given.archived is not UNSET:
                kept = keeping.archive(raw, kept, away=given.archived)
            fields = [name for name in given.__struct_fields__ if getattr(given, name) is not UNSET]
            if fields:
                self.record("segment.changed", subject=kept.code, fields=fields)
        recount = kept.count_last is None or given.frozen is not UNSET
        return answer(self.shown(self.counted(kept) if recount else kept))

    @extend_schema(
        responses={204: None},
        summary="Put a segment away",
        description="Campaigns that name it go on; it is no longer offered, and can be taken out again.",
    )
    def delete(self, request: Request, property: str, code: str) -> HttpResponse:
        with transaction.atomic():
            kept = self.segment(code)
            if kept.archived_at is None:
                keeping.archive(self.raw(), kept, away=True)
                self.record("segment.archived", subject=kept.code)
        return nothing()


class SegmentFreezeView(SegmentBase):
    needs: ClassVar[Needs] = Ability.EDIT_CAMPAIGNS

    @extend_schema(
        request=None, responses={200: SegmentOut}, summary="Make a list of whoever belongs to the segment now"
    )
    def post(self, request: Request, property: str, code: str) -> HttpResponse:
        with transaction.atomic():
            kept = self.segment(code)
            if kept.frozen_at is None:
                kept = keeping.freeze(self.raw(), kept, self.today())
                self.record("segment.frozen", subject=kept.code, guests=kept.count_last)
        return answer(self.shown(kept))


class SegmentGuestsView(SegmentBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(Paged),
        responses={200: GuestPage},
        summary="Who is in the segment, the last visit first",
    )
    def get(self, request: Request, property: str, code: str) -> HttpResponse:
        self.demand(Ability.SEE_GUESTS, self.property)
        asked = query(request, Paged)
        rows = searching.listed(
            raw_connection(),
            Filters(also=self.belonging(code)),
            today=self.today(),
            limit=asked.limit + 1,
            after=read(asked.cursor, tuple[date, int]),
        )
        shown, following = page(rows, asked.limit, lambda row: row[0])
        hidden = self.hidden()
        guests = self.beside_spend([without(guest, hidden) for _, guest in shown])
        return answer({"results": guests, "next": following})


def mapping(rule: Any) -> Mapping[str, Any]:
    """A rule as it was sent. Raises RuleRefused for what is no object."""
    if not isinstance(rule, dict):
        raise RuleRefused([Finding("", "unreadable", "条件应为对象。", "A rule is an object.")])
    return rule
