"""Who comes and who leaves: the boards of the desk."""

from datetime import date, timedelta
from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.desk_shapes import Arrivals, ArrivalsAsked, DayAsked, Departures
from api.v1.guests import GuestBase
from api.views import Needs
from kernel import clock
from kernel.statements import Statements
from loyalty.desk import arriving, departing
from loyalty.desk.tasks import Seen
from loyalty.owners import departments
from staff.roles import Ability
from tenants.context import raw_connection

BACK, AHEAD = timedelta(days=3 * 365), timedelta(days=365)


class DeskBase(GuestBase):
    """What the pages of the desk share: which days there are, and how the caller sees tasks."""

    def day(self, asked: date | None, pointer: str = "?day") -> date:
        """The day asked for, else today; 400 for one that no desk works with."""
        today = self.today()
        day = asked or today
        if not today - BACK <= day <= today + AHEAD:
            raise Malformed(
                Flaw(
                    pointer,
                    "out_of_range",
                    "日期不在最近三年到未来一年之间。",
                    "Not a day of the last three years or the next one.",
                )
            )
        return day

    def seen(self, raw: Statements) -> Seen:
        costs = self.caller.may(Ability.SEE_PROFIT, self.property)
        return Seen(departments.named(raw), costs, self.unseen())


class ArrivalsView(DeskBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ArrivalsAsked),
        responses={200: Arrivals},
        summary="The arrivals of a day; with `since`, whether anything changed",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ArrivalsAsked)
        raw, day = Statements(raw_connection()), self.day(asked.day)
        # Before the rows: what changes meanwhile is told by the next version.
        version = arriving.version(raw, self.property, day)
        head = {"day": day, "as_of": clock.now(), "version": version, "unchanged": asked.since == version}
        if head["unchanged"]:
            return answer(head)
        return answer({**head, **arriving.board(raw, self.property, day, self.seen(raw), self.hidden())})


class DeparturesView(DeskBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(DayAsked),
        responses={200: Departures},
        summary="Who leaves on a day, and whose remark is to be finished",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        raw, day = Statements(raw_connection()), self.day(query(request, DayAsked).day)
        return answer({"day": day, "rows": departing.departures(raw, self.property, day, self.hidden())})
