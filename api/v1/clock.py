"""The clock of a sandbox property: what time it is there, and moving it forward."""

from datetime import date, datetime
from typing import ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.rendering import answer
from api.v1.notices import NoticeGuest
from api.v1.words import Words
from api.views import Needs, PropertyView
from kernel import clock
from loyalty.programme.advancing import Day
from staff.roles import Ability


class ClockOut(msgspec.Struct):
    sandbox: bool
    now: datetime  # in the property's time zone
    today: date
    ahead_s: int  # of the real time


class HappeningOut(msgspec.Struct):
    what: str  # notice | tier
    guest: NoticeGuest
    code: str
    says: Words


class DayOut(msgspec.Struct):
    day: date
    told: dict[str, dict[str, int]]  # by step of the night: what it came to
    happened: list[HappeningOut]  # the first 50


class ClockMoved(ClockOut):
    days: list[DayOut]


class ClockIn(msgspec.Struct, forbid_unknown_fields=True):
    to: date


class ClockView(PropertyView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROGRAMME, "post": Ability.EDIT_PROGRAMME}

    @extend_schema(responses={200: ClockOut}, summary="What time it is at this property")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.shown())

    @extend_schema(
        request=ClockIn,
        responses={200: ClockMoved},
        summary="Move a sandbox forward in time",
        description="Every night on the way happens, in order. At most 92 days at a time, and never back.",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        to = parse(request, ClockIn).to
        before = self.shown()
        # What judges guests takes half a second to load, and is needed here alone of all pages.
        from loyalty.nights import advancing

        days = [_day(each) for each in advancing.advance(self.property, to)]
        self.record("clock.moved", subject=self.property.slug, before=str(before.today), to=str(to))
        with clock.ahead(self.property.clock_ahead):
            shown = self.shown()
        return answer(ClockMoved(shown.sandbox, shown.now, shown.today, shown.ahead_s, days))

    def shown(self) -> ClockOut:
        local = clock.now().astimezone(clock.zone(self.property.time_zone)).replace(microsecond=0)
        ahead_s = self.property.clock_shift_s if self.property.sandbox else 0
        return ClockOut(self.property.sandbox, local, local.date(), ahead_s)


def _day(each: Day) -> DayOut:
    return DayOut(
        each.day,
        each.told,
        [
            HappeningOut(
                found.what, NoticeGuest(str(found.guest), found.name), found.code, Words(*found.says)
            )
            for found in each.happened
        ],
    )
