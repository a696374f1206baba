"""A chain's programme: what headquarters sets for its properties, and what it leaves to them."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.errors import locale_of
from api.parsing import parse
from api.refusals import NotFound
from api.rendering import answer
from api.v1.programme import told_at, whole
from api.v1.programme_shapes import FindingOut, Note
from api.views import ChainView, Needs
from chains.models import ChainProgramme
from loyalty.programme import pushing
from loyalty.programme.document import Programme
from loyalty.programme.pushing import Stand
from loyalty.programme.tasks import follow_publishing
from staff.roles import Ability
from tenants.context import on_commit
from tenants.models import Property

Section = Literal[
    "tiers", "benefits", "points", "wallet", "coupons", "punch_cards", "rewards", "games", "two_persons"
]


class PushedOut(msgspec.Struct):
    property: str
    name: str
    version: int  # in force there; 0: none
    adjusted: list[str]  # parts that are the property's own


class RefusedOut(msgspec.Struct):
    property: str
    name: str
    problems: list[FindingOut]


class ChainProgrammeOut(msgspec.Struct):
    number: int  # 0: the chain has none
    programme: Programme | None
    adjustable: list[str]
    published_at: datetime | None
    published_by: str | None
    note: str
    pushed: list[PushedOut]  # of a GET: how every property stands
    refused: list[RefusedOut]  # where the property's own parts do not fit to it: there nothing changed


class ChainProgrammeIn(msgspec.Struct, forbid_unknown_fields=True):
    programme: Any
    adjustable: list[Section] = []
    properties: list[str] | None = None  # none: all but sandboxes
    note: Note = ""


class ChainProgrammeBody(ChainProgrammeIn):
    """ChainProgrammeIn, as the interface's document shows it."""

    programme: Programme


class ChainProgrammeView(ChainView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROGRAMME, "put": Ability.MANAGE_CHAIN}

    @extend_schema(
        responses={200: ChainProgrammeOut}, summary="A chain's programme, and how its properties stand to it"
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        stands = pushing.stands(self.chain, self.open_places(None))
        return self.told(pushing.newest(self.chain), stands, request)

    @extend_schema(
        request=ChainProgrammeBody,
        responses={200: ChainProgrammeOut},
        summary="Set the chain's programme and give it to properties",
        description="Each gets a new version. Parts that a property made its own and may keep are kept.",
    )
    def put(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, ChainProgrammeIn)
        programme = whole(given.programme, "/programme")
        places = self.open_places(given.properties)
        with told_at("/programme"):
            kept = pushing.put(
                self.chain,
                programme,
                adjustable=given.adjustable,
                actor=self.caller.actor(),
                note=given.note,
            )
        self.record(
            "chain.programme_published",
            subject=str(kept.number),
            adjustable=kept.adjustable,
            properties=[place.slug for place in places],
            note=given.note,
        )
        stands = pushing.push(kept, places, actor=self.caller.actor())
        for stand in stands:
            if not stand.problems:
                on_commit(partial(follow_publishing.delay, stand.place.pk), robust=True)
        return self.told(kept, stands, request)

    def open_places(self, slugs: list[str] | None) -> list[Property]:
        """The named properties, 404 when one is not the caller's; all but sandboxes when none are named."""
        known = {place.slug: place for place in self.properties() if place.state == "open"}
        if slugs is None:
            return [place for place in known.values() if not place.sandbox]
        if not known.keys() >= set(slugs):
            raise NotFound
        return [known[slug] for slug in dict.fromkeys(slugs)]

    def told(self, kept: ChainProgramme | None, stands: list[Stand], request: Request) -> HttpResponse:
        locale = locale_of(request.headers.get("Accept-Language", ""))
        return answer(
            ChainProgrammeOut(
                number=kept.number if kept else 0,
                programme=msgspec.convert(kept.document, Programme) if kept else None,
                adjustable=kept.adjustable if kept else [],
                published_at=kept.published_at if kept else None,
                published_by=kept.published_by_name if kept else None,
                note=kept.note if kept else "",
                pushed=[
                    PushedOut(each.place.slug, each.place.name, each.version, each.adjusted)
                    for each in stands
                    if not each.problems
                ],
                refused=[_refused(each, locale) for each in stands if each.problems],
            )
        )


def _refused(stand: Stand, locale: str) -> RefusedOut:
    said = [
        FindingOut(each.pointer, each.code, each.zh if locale.startswith("zh") else each.en)
        for each in stand.problems
    ]
    return RefusedOut(stand.place.slug, stand.place.name, said)
