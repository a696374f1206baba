"""One search box: guests, properties and staff of whatever the caller may see."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api import standing
from api.documents import parameters
from api.parsing import query
from api.refusals import NotFound
from api.rendering import answer
from api.views import CallerView, Needs
from chains.models import Chain
from kernel import clock
from loyalty.guests import searching
from staff.models import Membership
from staff.roles import Ability
from tenants.context import SchemaLagging, in_property, raw_connection
from tenants.models import Property

MOST_GUESTS, MOST_OTHERS, EACH = 20, 8, 8


class FoundGuest(msgspec.Struct):
    property: str
    property_name: str
    id: str
    name: str
    phone: str | None
    nickname: str
    visits: int
    room_no: str
    in_house: bool


class FoundProperty(msgspec.Struct):
    slug: str
    name: str
    city: str


class FoundStaff(msgspec.Struct):
    id: str
    name: str
    role: str
    chain: str


class Found(msgspec.Struct):
    guests: list[FoundGuest]
    properties: list[FoundProperty]
    staff: list[FoundStaff]


class SearchAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    q: Annotated[str, Meta(max_length=100)]
    chain: Annotated[str, Meta(max_length=60)] | None = None
    property: Annotated[str, Meta(max_length=60)] | None = None


class SearchView(CallerView):
    needs: ClassVar[Needs | None] = None

    @extend_schema(
        parameters=parameters(SearchAsked),
        responses={200: Found},
        summary="Guests by name, pinyin, initials, last digits of the phone, today's room or nickname",
    )
    def get(self, request: Request) -> HttpResponse:
        asked = query(request, SearchAsked)
        places = list(self.places(asked))
        text = asked.q.strip()
        guests = self.guests(places, text) if text else []
        like = text.casefold()
        properties = [
            {"slug": place.slug, "name": place.name, "city": place.city}
            for place in places
            if like and (like in place.name.casefold() or like in place.slug or like in place.city.casefold())
        ]
        staff = self.staff(asked, text) if text else []
        return answer({"guests": guests, "properties": properties[:MOST_OTHERS], "staff": staff})

    def places(self, asked: SearchAsked) -> Iterator[Property]:
        """The open properties the caller may see, of the chain or the property that was asked for."""
        found = Property.objects.select_related("chain__account").filter(
            chain_id__in=list(self.caller.grants), chain__state="open", state="open"
        )
        if asked.chain is not None:
            found = found.filter(chain__slug=asked.chain)
        if asked.property is not None:
            found = found.filter(slug=asked.property)
        places = [place for place in found.order_by("slug") if self.covers(place)]
        if not places and (asked.property is not None or not self.of_chain(asked.chain)):
            raise NotFound
        yield from places

    def covers(self, place: Property) -> bool:
        grant = self.caller.grant(place.chain_id)
        return grant is not None and grant.covers(place.pk)

    def of_chain(self, slug: str | None) -> bool:
        return slug is None or Chain.objects.filter(slug=slug, pk__in=list(self.caller.grants)).exists()

    def guests(self, places: list[Property], text: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for place in places:
            if len(found) >= MOST_GUESTS:
                break
            if not (self.caller.may(Ability.SEE_GUESTS, place) and standing.reads(place.chain)):
                continue
            limit = MOST_GUESTS if len(places) == 1 else EACH
            try:
                with in_property(place):
                    rows = searching.found(
                        raw_connection(), text, today=clock.today(place.time_zone), limit=limit
                    )
            except SchemaLagging:
                continue  # the others are found meanwhile
            found += [{"property": place.slug, "property_name": place.name, **row} for row in rows]
        return found[:MOST_GUESTS]

    def staff(self, asked: SearchAsked, text: str) -> list[dict[str, Any]]:
        """By name or e-mail, where the caller manages staff: of his own properties, if he is bound to some."""
        found: list[dict[str, Any]] = []
        for chain_id, grant in self.caller.grants.items():
            if Ability.MANAGE_STAFF not in grant.abilities:
                continue
            held = Membership.objects.select_related("staff", "chain").filter(
                Q(staff__name__icontains=text) | Q(staff__email__icontains=text),
                chain_id=chain_id,
                is_active=True,
            )
            if asked.chain is not None:
                held = held.filter(chain__slug=asked.chain)
            if grant.property_ids is not None:
                held = held.filter(property_ids__overlap=sorted(grant.property_ids))
            found += [
                {"id": str(m.staff_id), "name": m.staff.name, "role": m.role, "chain": m.chain.slug}
                for m in held.order_by("staff__name")[:MOST_OTHERS]
            ]
        return found[:MOST_OTHERS]
