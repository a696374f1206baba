"""Today at the front desk: who arrives, and what there is to do."""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.remark_shapes import Channel
from api.views import Needs
from kernel import clock
from loyalty.remarks import today
from staff.roles import Ability
from tenants.context import raw_connection


class ArrivingGuest(msgspec.Struct):
    id: str
    name: str
    phone: str | None
    visits: int
    tags: list[str]


class VisitBefore(msgspec.Struct):
    on: date
    room_no: str
    rate: str


class Arrival(msgspec.Struct):
    stay_id: str
    external_id: str
    guest: ArrivingGuest
    status: Literal["booked", "in_house"]
    check_in: datetime
    check_out: datetime
    room_no: str
    room_type: str
    source: str
    channel: Channel
    requests: list[str]
    visit_ordinal_next: int
    last_visit: VisitBefore | None
    description: str


class DayCounts(msgspec.Struct):
    arrivals: int
    in_house: int
    departures: int
    open_tasks: int
    overdue_tasks: int


class Today(msgspec.Struct):
    date: date
    arrivals: list[Arrival]
    counts: DayCounts


class TodayView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: Today}, summary="Today's arrivals, and how much there is to do")
    def get(self, request: Request, property: str) -> HttpResponse:
        raw, day, hidden = raw_connection(), self.today(), self.hidden()
        arrivals = today.arrivals(raw, day)
        for arrival in arrivals:
            guest = arrival["guest"]
            guest["tags"] = [tag for tag in guest["tags"] if tag not in hidden]
        return answer({"date": day, "arrivals": arrivals, "counts": today.counts(raw, day, clock.now())})
