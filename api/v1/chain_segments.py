"""Segments that headquarters keeps, and gives to its properties."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Forbidden, NotFound
from api.rendering import answer
from api.v1.segment_shapes import (
    ChainSegmentChange,
    ChainSegmentChangeBody,
    ChainSegmentList,
    ChainSegmentOut,
    SegmentBody,
    SegmentIn,
    SegmentPushed,
    SegmentPushedOut,
    SegmentPushIn,
    SegmentRefused,
)
from api.v1.segments import mapping, ruled, told_of
from api.views import ChainView, Needs
from kernel import clock
from loyalty.segments import pushing
from sharing.models import ChainSegment
from staff.roles import Ability
from tenants.models import Property


class ChainSegmentBase(ChainView):
    """What every view of a chain's segments needs."""

    def demand_whole_chain(self) -> None:
        """What every property gets is headquarters' word, not of who works at some of them."""
        if self.grant.property_ids is not None:
            raise Forbidden(needs=Ability.APPROVE_CAMPAIGNS.value)

    def shown(self, kept: ChainSegment, places: list[Property] | None = None) -> ChainSegmentOut:
        places = self.properties() if places is None else places
        return ChainSegmentOut(
            code=kept.code,
            name=kept.name,
            note=kept.note,
            rule=dict(kept.rule),
            told=told_of(kept.rule, clock.today(self.chain.time_zone)),
            number=kept.number,
            pushed=[
                SegmentPushed(place.slug, place.name, number)
                for place in places
                if (number := kept.pushed.get(str(place.pk)))
            ],
            made_at=kept.made_at,
            made_by_name=kept.made_by_name,
            changed_at=kept.changed_at,
            archived_at=kept.archived_at,
        )


class ChainSegmentsView(ChainSegmentBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CAMPAIGNS, "post": Ability.APPROVE_CAMPAIGNS}

    @extend_schema(
        responses={200: ChainSegmentList}, summary="The chain's segments, and which properties have them"
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        places = self.properties()
        return answer(ChainSegmentList([self.shown(kept, places) for kept in pushing.listed(self.chain)]))

    @extend_schema(request=SegmentBody, responses={201: ChainSegmentOut}, summary="Keep a rule for the chain")
    def post(self, request: Request, chain: str) -> HttpResponse:
        self.demand_whole_chain()
        given = parse(request, SegmentIn)
        with transaction.atomic(), ruled("/rule"):
            made = pushing.make(
                self.chain,
                code=given.code or "",
                name=given.name,
                note=given.note,
                rule=mapping(given.rule),
                by=self.caller.actor(),
            )
            self.record("chain.segment_made", subject=made.code, name=made.name)
        return answer(self.shown(made), status=201)


class ChainSegmentView(ChainSegmentBase):
    needs: ClassVar[Needs] = Ability.APPROVE_CAMPAIGNS

    @extend_schema(
        request=ChainSegmentChangeBody,
        responses={200: ChainSegmentOut},
        summary="Another name, note or rule of a chain's segment; put it away",
        description="Properties have what they were given until it is pushed again.",
    )
    def patch(self, request: Request, chain: str, code: str) -> HttpResponse:
        self.demand_whole_chain()
        given = parse(request, ChainSegmentChange)
        named: dict[str, Any] = {
            name: value for name in ("name", "note", "rule") if (value := getattr(given, name)) is not UNSET
        }
        with transaction.atomic(), ruled("/rule"):
            kept = pushing.get(self.chain, code)
            if "rule" in named:
                named["rule"] = mapping(named["rule"])
            if named:
                kept = pushing.change(kept, named)
            if given.archived is not UNSET:
                kept = pushing.archive(kept, away=given.archived)
            fields = [name for name in given.__struct_fields__ if getattr(given, name) is not UNSET]
            if fields:
                self.record("chain.segment_changed", subject=kept.code, fields=fields, number=kept.number)
        return answer(self.shown(kept))


class ChainSegmentPushView(ChainSegmentBase):
    needs: ClassVar[Needs] = Ability.APPROVE_CAMPAIGNS

    @extend_schema(
        request=SegmentPushIn,
        responses={200: SegmentPushedOut},
        summary="Give a chain's segment to properties",
        description="Where a property has a segment of its own under this code nothing changes, and that is told.",
    )
    def post(self, request: Request, chain: str, code: str) -> HttpResponse:
        self.demand_whole_chain()
        given = parse(request, SegmentPushIn)
        kept, places = pushing.get(self.chain, code), self.open_places(given.properties)
        told = pushing.push(kept, places, by=self.caller.actor())
        self.record(
            "chain.segment_pushed",
            subject=kept.code,
            number=kept.number,
            properties=[each.place.slug for each in told if not each.problem],
        )
        return answer(
            SegmentPushedOut(
                self.shown(kept),
                [
                    SegmentPushed(each.place.slug, each.place.name, each.number)
                    for each in told
                    if not each.problem
                ],
                [
                    SegmentRefused(each.place.slug, each.place.name, each.problem)
                    for each in told
                    if each.problem
                ],
            )
        )

    def open_places(self, slugs: list[str] | None) -> list[Property]:
        """The named properties, 404 when one is not the caller's; all but sandboxes when none are named."""
        known = {place.slug: place for place in self.properties() if place.state == "open"}
        if slugs is None:
            return [place for place in known.values() if not place.sandbox]
        if not known.keys() >= set(slugs):
            raise NotFound
        return [known[slug] for slug in dict.fromkeys(slugs)]
