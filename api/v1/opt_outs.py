"""Out of messages: at the desk, and by the link in a message, for who holds it. And the one place a click leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.rendering import answer
from api.v1.balances import locale_of_member
from api.v1.guests import GuestBase
from api.v1.message_shapes import Way, two
from api.v1.words import Words
from api.views import Needs, OpenView
from audit.recording import SYSTEM
from billing.standing import Act
from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.messaging import links, opting_out, settings
from loyalty.messaging.opting_out import OptOut
from loyalty.messaging.reasons import CHANNELS
from loyalty.programme.balance import masked
from staff.links import DeadLink
from staff.roles import Ability
from tenants.context import in_property, raw_connection
from tenants.models import Property

ALL = ("所有消息", "all messages")


class OptOutOut(msgspec.Struct):
    """`channel`: null is all of them."""

    channel: str | None
    at: datetime
    through: str
    wording: str
    by_name: str


class OptOutList(msgspec.Struct):
    results: list[OptOutOut]


class OptOutIn(msgspec.Struct, forbid_unknown_fields=True):
    """`channel`: null for all of them."""

    channel: Way | None = None
    wording: Annotated[str, Meta(max_length=500)] = ""


class OptOutEnded(msgspec.Struct, forbid_unknown_fields=True):
    """`wording`: how the guest agreed anew; it becomes a consent. Without `channel`: the opt-out of all of them."""

    wording: Annotated[str, Meta(min_length=1, max_length=500)]
    channel: Way | None = None


class OptOutPage(msgspec.Struct):
    """What the holder of the link is shown: whose messages, by what they came, and whether he is out of them."""

    property_name: str
    chain_name: str
    name: str
    channel: str
    says: Words
    opted_out: bool
    locale: str


class OptOutAsked(msgspec.Struct, forbid_unknown_fields=True):
    """`all`: out of every channel, not only the one the message came by."""

    all: bool = False


class ClickOut(msgspec.Struct):
    url: str


class GuestOptOutsView(GuestBase):
    needs: ClassVar[Needs] = Ability.EDIT_GUESTS
    act: ClassVar[Mapping[str, Act]] = {"post": Act.SAFE}

    @extend_schema(
        request=OptOutIn,
        responses={200: OptOutList},
        summary="A guest wants no more by a channel, or by any",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        told = parse(request, OptOutIn)
        guest = self.standing(id)
        through = "api" if self.caller.kind == "key" else "desk"
        said = OptOut(guest, told.channel or "", through, told.wording)
        with transaction.atomic():
            raw = Statements(raw_connection())
            opting_out.put(
                raw, self.property, said, by=self.caller.actor(), sponsor=CampaignSponsor(self.property)
            )
        return self.list_of(guest)

    @extend_schema(
        parameters=parameters(OptOutEnded),
        responses={200: OptOutList},
        summary="The guest agreed anew: the opt-out ends, and how he agreed is put down as a consent",
    )
    def delete(self, request: Request, property: str, id: int) -> HttpResponse:
        told = query(request, OptOutEnded)
        guest = self.standing(id)
        with transaction.atomic():
            raw = Statements(raw_connection())
            opting_out.end(
                raw, self.property, guest, told.channel or "", wording=told.wording, by=self.caller.actor()
            )
            self.record("guest.opt_out_ended", subject=str(guest), channel=told.channel or "")
        return self.list_of(guest)

    def list_of(self, guest: int) -> HttpResponse:
        raw = Statements(raw_connection())
        kept = opting_out.of_person(raw, self.property, guest)
        return answer(
            OptOutList([OptOutOut(each.channel or None, each.at, each.through, each.wording, each.by_name) for each in kept])
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """The message whose link somebody holds."""

    id: int
    guest: int
    channel: str
    address_hash: bytes
    name: str
    language: str


class OptOutView(OpenView):
    """Whatever the property's or the chain's state: who wants no more is heard."""

    @extend_schema(
        responses={200: OptOutPage}, summary="What the link would end; it changes nothing", auth=[]
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        place, message = place_of(links.OUT, token)
        with in_property(place):
            held = held_by(message)
            return private(_page(place, held))

    @extend_schema(
        request=OptOutAsked,
        responses={200: OptOutPage},
        summary="No more of these messages; a mail program says the same by itself (RFC 8058)",
        auth=[],
    )
    def post(self, request: Request, token: str) -> HttpResponse:
        place, message = place_of(links.OUT, token)
        # Mail programs send a form that says what the address says already.
        asked = parse(request, OptOutAsked) if _is_json(request) else OptOutAsked()
        with in_property(place):
            held = held_by(message)
            channel = "" if asked.all else held.channel
            with transaction.atomic():
                said = OptOut(held.guest, channel, "link", address_hash=held.address_hash)
                opting_out.put(
                    Statements(raw_connection()), place, said, by=SYSTEM, sponsor=CampaignSponsor(place)
                )
            return private(_page(place, held))


class ClickView(OpenView):
    @extend_schema(responses={200: ClickOut}, summary="Where a link in a message leads", auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        place, message = place_of(links.CLICK, token)
        with in_property(place):
            held = held_by(message)
            raw = Statements(raw_connection())
            url = settings.read(raw).booking_url
            if not url:
                raise DeadLink
            raw.execute(CLICKED, (clock.now(), held.id))
        return private(ClickOut(url))


def place_of(salt: str, token: str) -> tuple[Property, int]:
    """The property and the message of a token; what we did not sign is a dead link."""
    slug, message = links.opened(salt, token) or ("", 0)
    place = Property.objects.select_related("chain").filter(slug=slug).first()
    if place is None:
        raise DeadLink
    return place, message


def held_by(message: int) -> Held:
    """The message, once it went; inside its property."""
    found = Statements(raw_connection()).execute(HELD, (message,)).fetchone() if message < 2**63 else None
    if found is None:
        raise DeadLink
    return Held(found[0], found[1], found[2], bytes(found[3]), found[4], found[5])


def private(body: msgspec.Struct) -> HttpResponse:
    """A page of one person: no cache between us and him keeps it."""
    response = answer(body)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(place: Property, held: Held) -> OptOutPage:
    raw = Statements(raw_connection())
    out = {each.channel for each in opting_out.of_person(raw, place, held.guest)}
    return OptOutPage(
        property_name=place.name,
        chain_name=place.chain.name,
        name=masked(held.name),
        channel=held.channel,
        says=two(CHANNELS.get(held.channel, ALL)),
        opted_out=bool(out & {"", held.channel}),
        locale=locale_of_member(held.language, place.chain.locale),
    )


def _is_json(request: Request) -> bool:
    return bool(request._request.body) and "json" in request.content_type.lower()


HELD = """
SELECT m.id, s.id, m.channel, m.address_hash, s.name, s.language FROM messaging_message m
  JOIN guests_guest g ON g.id = m.guest_id JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
 WHERE m.id = %s AND m.address_hash IS NOT NULL
"""
CLICKED = "UPDATE messaging_message SET clicked_at = coalesce(clicked_at, %s) WHERE id = %s"
