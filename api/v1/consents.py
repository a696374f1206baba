"""What guests agreed to, per purpose and channel, with time and wording."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.parsing import parse
from api.rendering import answer
from api.v1.guests import GuestBase
from api.views import Needs
from billing.standing import Act
from kernel.statements import Statements
from loyalty.guests import consents, persons
from staff.roles import Ability
from tenants.context import raw_connection


class ConsentOut(msgspec.Struct):
    purpose: str
    given: bool
    wording: str
    through: str
    at: datetime
    by_name: str
    channel: str  # of which it was said; empty: all


class ConsentList(msgspec.Struct):
    results: list[ConsentOut]


class ConsentIn(msgspec.Struct, forbid_unknown_fields=True):
    purpose: Annotated[str, Meta(min_length=1, max_length=24)]
    given: bool
    wording: Annotated[str, Meta(max_length=500)] = ""
    channel: Literal["", "sms", "email", "wecom", "wechat"] = ""


class ConsentsView(GuestBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.EDIT_GUESTS}
    act: ClassVar[Mapping[str, Act]] = {"post": Act.SAFE}

    @extend_schema(
        responses={200: ConsentList},
        summary="What the guest agreed to: the newest word per purpose and channel",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.list_of(self.standing(id))

    @extend_schema(
        request=ConsentIn, responses={200: ConsentList}, summary="Put down that the guest agreed or withdrew"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        told = parse(request, ConsentIn)
        guest = self.standing(id)
        through = "api" if self.caller.kind == "key" else "desk"
        with transaction.atomic():
            consents.note(
                Statements(raw_connection()),
                guest,
                told.purpose,
                given=told.given,
                through=through,
                by=self.caller.actor(),
                wording=told.wording,
                channel=told.channel,
            )
            facts = {"channel": told.channel} if told.channel else {}
            self.record("guest.consent", subject=str(guest), purpose=told.purpose, given=told.given, **facts)
        return self.list_of(guest)

    def list_of(self, guest: int) -> HttpResponse:
        raw = Statements(raw_connection())
        words = consents.words(raw, persons.rows_of(raw, guest))
        return answer({"results": words})
