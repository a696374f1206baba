"""What guests are to be told, for the desk, until messages can be sent."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.words import Words
from api.views import Needs, PropertyView
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme import notices
from loyalty.programme.notices import Kept
from staff.roles import Ability
from tenants.context import raw_connection


class ToldAlready(Refused):
    code = "told_already"
    zh = "已经告诉过客人了。"
    en = "The guest has been told."


class NoticeGuest(msgspec.Struct):
    id: str
    name: str


class NoticeOut(msgspec.Struct):
    id: str
    guest: NoticeGuest
    kind: str
    says: Words
    day: date
    until: date | None
    told_at: datetime | None
    told_by: str


class NoticePage(msgspec.Struct):
    results: list[NoticeOut]
    next: str | None


class NoticesAsked(Paged, kw_only=True):
    state: Literal["open", "told", "all"] = "open"
    kind: Annotated[str, Meta(max_length=40)] | None = None


class NoticesView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(NoticesAsked), responses={200: NoticePage}, summary="What guests are to be told"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, NoticesAsked)
        after = read(asked.cursor, tuple[int])
        found = notices.listed(
            Statements(raw_connection()),
            state=asked.state,
            kind=asked.kind,
            today=clock.today(self.property.time_zone),
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda pair: [pair[0].id])
        return answer({"results": [_told(kept, name) for kept, name in shown], "next": following})


class NoticeToldView(PropertyView):
    needs: ClassVar[Needs] = Ability.EDIT_GUESTS

    @extend_schema(request=None, responses={200: NoticeOut}, summary="Somebody told the guest")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        raw = Statements(raw_connection())
        before = notices.one(raw, id) if id < 2**63 else None
        if before is None:
            raise NotFound
        kept, name = before
        told_at = notices.told(raw, id, by=self.caller.name)
        if told_at is None:
            raise ToldAlready
        self.record("notice.told", subject=str(kept.guest), notice=str(id), kind=kept.kind)
        return answer(_told(replace(kept, told_at=told_at, told_by=self.caller.name[:80]), name))


def _told(kept: Kept, name: str) -> dict[str, Any]:
    says = kept.says
    return {
        "id": str(kept.id),
        "guest": {"id": str(kept.guest), "name": name},
        "kind": kept.kind,
        "says": {"zh": says.zh, "en": says.en},
        "day": kept.day,
        "until": kept.until,
        "told_at": kept.told_at,
        "told_by": kept.told_by,
    }
