"""What happened at a chain, in order: a vendor that missed something reads on from the last it knows."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import query
from api.rendering import answer
from api.v1.event_words import TYPES
from api.views import ChainView, Needs, OpenView
from partners import events
from partners.models import Event
from staff.roles import Ability

MOST = 500


class EventQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    after: Annotated[str, Meta(pattern="^evt_[0-9]{1,18}$")] | None = None
    type: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=30)] = []
    property: Annotated[str, Meta(max_length=40)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 100


class EventOut(msgspec.Struct):
    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]  # property and ids, as in a webhook


class EventPage(msgspec.Struct):
    results: list[EventOut]
    next: str | None  # where to read on at once; null: that was all for now, ask again after the last id


class EventTypeOut(msgspec.Struct):
    code: str
    zh: str
    en: str
    example: dict[str, Any]


class EventTypeList(msgspec.Struct):
    results: list[EventTypeOut]


class EventsView(ChainView):
    needs: ClassVar[Needs] = Ability.SEE_EVENTS

    @extend_schema(
        parameters=parameters(EventQuery),
        responses={200: EventPage},
        summary="What happened in the last 30 days, oldest first: read on after the last id you know",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, EventQuery)
        after = int(asked.after.removeprefix("evt_")) if asked.after else 0
        if asked.property is not None:
            places: list[int] | None = self.property_ids([asked.property])
        else:
            bound = self.grant.property_ids
            places = None if bound is None else sorted(bound)
        wanted = events.Asked(after, asked.type, places)
        found = events.read(self.chain.pk, wanted, asked.limit + 1)
        shown = [event_out(event) for event in found[: asked.limit]]
        return answer(EventPage(shown, shown[-1].id if len(found) > asked.limit else None))


class EventTypesView(OpenView):
    @extend_schema(
        responses={200: EventTypeList}, auth=[], summary="The types of events, with an example of each"
    )
    def get(self, request: Request) -> HttpResponse:
        return answer(
            EventTypeList([EventTypeOut(code, zh, en, example) for code, (zh, en, example) in TYPES.items()])
        )


def event_out(event: Event) -> EventOut:
    return EventOut(f"evt_{event.pk}", event.type, event.at, event.data)
