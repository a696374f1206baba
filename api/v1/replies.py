"""What guests wrote back, and what somebody says of those that may be opt-outs."""

from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.message_shapes import MessageGuest
from api.views import Needs, PropertyView
from billing.standing import Act
from kernel.statements import Statements
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.messaging import answering
from loyalty.messaging.answering import Written
from staff.roles import Ability
from tenants.context import raw_connection


class ReplyMessage(msgspec.Struct):
    id: str
    title: str


class ReplyOut(msgspec.Struct):
    """`read_as`: opt_out (honoured at once), doubtful (marketing waits until somebody settles it), other."""

    id: str
    channel: str
    text: str
    received_at: datetime
    read_as: str
    guest: MessageGuest | None
    message: ReplyMessage | None
    settled_at: datetime | None
    settled_as: str
    settled_by: str


class ReplyPage(msgspec.Struct):
    results: list[ReplyOut]
    next: str | None


class RepliesAsked(Paged, kw_only=True):
    """`open`: only those that wait for somebody (true), or only the others."""

    open: bool | None = None


class ReplySettled(msgspec.Struct, forbid_unknown_fields=True, rename={"read_as": "as"}):
    read_as: Literal["opt_out", "other"]


class RepliesView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(RepliesAsked),
        responses={200: ReplyPage},
        summary="What guests wrote back, the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, RepliesAsked)
        after: Any = read(asked.cursor, tuple[int])
        found = answering.listed(
            Statements(raw_connection()),
            unsettled=asked.open,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        some, following = page(found, asked.limit, lambda row: [row.id])
        return answer(ReplyPage([_shown(row) for row in some], following))


class ReplySettleView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES
    act = Act.SAFE  # an opt-out is honoured, paid or not

    @extend_schema(
        request=ReplySettled,
        responses={200: ReplyOut},
        summary="Say what a doubtful reply means: an opt-out, or something else",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, ReplySettled)
        if id >= 2**63:
            raise NotFound
        with transaction.atomic():
            raw = Statements(raw_connection())
            sponsor = CampaignSponsor(self.property)
            answering.settle(raw, id, asked.read_as, by=self.caller.actor(), sponsor=sponsor)
            self.record("reply.settled", reply=str(id), read_as=asked.read_as)
        found = answering.one(Statements(raw_connection()), id)
        if found is None:
            raise NotFound
        return answer(_shown(found))


def _shown(row: Written) -> ReplyOut:
    return ReplyOut(
        id=str(row.id),
        channel=row.channel,
        text=row.text,
        received_at=row.received_at,
        read_as=row.read_as,
        guest=MessageGuest(str(row.guest), row.name) if row.guest is not None else None,
        message=ReplyMessage(str(row.message), row.title) if row.message is not None else None,
        settled_at=row.settled_at,
        settled_as=row.settled_as,
        settled_by=row.settled_by,
    )
