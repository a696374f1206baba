"""Everything that passed with a guest, as one list."""

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
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.interactions import NEWEST
from api.v1.profile import ProfileBase
from api.v1.profile_shapes import Touched
from api.v1.words import Words
from api.views import Needs
from kernel import clock
from loyalty.touches import timeline
from loyalty.touches.timeline import Event, Place
from staff.roles import Ability

TimelineKind = Literal[
    "visit", "stay_booked", "complaint", "praise", "request", "conversation", "review", "habit", "service",
    "consumption", "remark", "message", "reply", "tier", "points", "coupon", "transfer", "task", "preference",
]  # fmt: skip


class TimelineEvent(msgspec.Struct, kw_only=True):
    """`facts` are plain: what the sentence was made of, and numbers by which more is found (interaction, visit …)."""

    id: str
    kind: TimelineKind
    touch: Touched
    at: datetime
    day: date
    says: Words
    text: str
    facts: dict[str, Any]
    by_name: str
    open: bool  # a complaint or a request that nobody settled


class TimelinePage(msgspec.Struct):
    results: list[TimelineEvent]
    next: str | None


class TimelineAsked(Paged, kw_only=True):
    kinds: Annotated[str, Meta(max_length=200, description="kinds, parted by commas; none: all")] = ""


class TimelineView(ProfileBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS}

    @extend_schema(
        parameters=parameters(TimelineAsked),
        responses={200: TimelinePage},
        summary="Everything that passed with a guest, at every touch point, the newest first",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, TimelineAsked)
        after = read(asked.cursor, tuple[datetime, str, int])
        found = timeline.of(
            self.raw(),
            self.property,
            self.rows(id),
            kinds=self.kinds(asked.kinds),
            hidden=self.unseen(),
            limit=asked.limit + 1,
            after=self.spot(*after) if after else None,
            costs=self.caller.may(Ability.SEE_PROFIT, self.property),
        )
        shown, following = page(found, asked.limit, lambda event: event.place)
        return answer(TimelinePage([_told(event) for event in shown], following))

    def kinds(self, written: str) -> set[str]:
        wanted = {kind for kind in written.split(",") if kind}
        if unknown := wanted - set(timeline.KINDS):
            names = "、".join(sorted(unknown))[:60]
            raise Malformed(
                Flaw("?kinds", "not_a_choice", f"没有这种记录：{names}。", f"There is no such kind: {names}.")
            )
        return wanted

    def spot(self, at: datetime, branch: str, number: int) -> Place:
        moment = at if at.tzinfo else at.replace(tzinfo=clock.zone("UTC"))
        return Place(moment, branch.replace("\x00", "")[:40], max(min(number, NEWEST), 0))


def _told(event: Event) -> TimelineEvent:
    return TimelineEvent(
        id=f"{event.place.branch}-{event.place.id}",
        kind=event.kind,  # type: ignore[arg-type]  # of KINDS
        touch=event.touch,  # type: ignore[arg-type]
        at=event.place.at,
        day=event.day,
        says=Words(event.zh, event.en),
        text=event.text,
        facts=event.facts,
        by_name=event.by_name,
        open=event.open,
    )
