"""What is to be prepared for arrivals, and who did it."""

from datetime import timedelta
from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.desk_shapes import DeskTask, DeskTasks, DeskTasksAsked, DeskTaskSettled
from api.v1.desk_today import DeskBase
from api.views import Needs
from kernel import money
from kernel.statements import Statements
from loyalty.desk import tasks
from staff.roles import Ability
from tenants.context import raw_connection

DAYS_MOST = timedelta(days=31)


class DeskTasksView(DeskBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(DeskTasksAsked),
        responses={200: DeskTasks},
        summary="What is to be prepared, by department; today also what is open for guests in the house",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, DeskTasksAsked)
        raw, start = Statements(raw_connection()), self.day(asked.day)
        end = self.day(asked.to or start, "?to")
        if not start <= end <= start + DAYS_MOST:
            raise Malformed(
                Flaw("?to", "out_of_range", "一次最多看 31 天。", "From the same day to 31 days later.")
            )
        seen = self.seen(raw)
        found = tasks.of_days(raw, start, end, carried=start == self.today())
        found = [task for task in found if seen.shows(task) and asked.kind in (None, task.kind)]
        shown = [
            task
            for task in found
            if (task.state == asked.state if asked.state else task.state != "withdrawn")
            and asked.department in (None, task.department)
        ]
        cost = sum(task.spent_cents for task in found)
        return answer(
            {
                "results": [seen.told(task) for task in shown],
                "counts": tasks.counts(found),
                "cost": money.amount(cost) if seen.costs else None,
            }
        )


class DeskTaskView(DeskBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=DeskTaskSettled,
        responses={200: DeskTask},
        summary="It was done, left out, or is open again; the same again changes nothing",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        body = parse(request, DeskTaskSettled)
        raw = Statements(raw_connection())
        if id >= 2**63:
            raise NotFound
        seen = self.seen(raw)
        if not seen.shows(tasks.one(raw, id)):
            raise NotFound
        author = self.author()
        with transaction.atomic():
            task, changed = tasks.settle(raw, id, body.state, body.note, by=author.id, by_name=author.name)
            if changed:
                self.record(
                    "desk_task.settled",
                    subject=str(task.guest),
                    task=str(id),
                    state=task.state,
                    kind=task.kind,
                )
        return answer(seen.told(task))
