"""Training: what each person misses, with examples, and a short exercise. The desk sees itself; who manages it, everybody."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import parse, query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.guests import GuestBase, staff_id
from api.v1.training_shapes import (
    CaseAnswer,
    CaseJudged,
    ExamplesAsked,
    ExerciseAsked,
    ExerciseOut,
    TrainingAsked,
    TrainingExamples,
    TrainingOut,
)
from api.views import Needs
from loyalty.desk.training import examples, exercising, misses
from loyalty.desk.training.examples import Example
from loyalty.desk.training.exercising import Asked
from loyalty.desk.training.misses import WRONG, Misses, Words
from staff.roles import Ability

LONGEST_DAYS = 366
MONTH, WEEK = 30, 7
NOBODY = UUID(int=0)  # a key is nobody whose work is counted


class TrainingBase(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    def me(self) -> UUID:
        return staff_id(self) or NOBODY

    def everybody(self) -> bool:
        """Whether the caller sees more than himself."""
        return self.caller.may(Ability.MANAGE_DESK, self.property)

    def said(self, words: Words) -> str:
        """In the language the caller asked for."""
        chinese = locale_of(self.request.headers.get("Accept-Language", "")) == "zh-CN"
        return words.zh if chinese else words.en

    def days(self, asked: TrainingAsked, usual: int) -> tuple[date, date]:
        try:
            end = asked.end or self.today()
            start = asked.start or end - timedelta(days=usual - 1)
        except OverflowError:
            raise Malformed(_out_of_range("?to")) from None
        if start > end:
            raise Malformed(
                Flaw("?from", "reversed", "开始日期晚于结束日期。", "The first day is after the last.")
            )
        if (end - start).days >= LONGEST_DAYS or not 1900 <= start.year <= end.year <= 2999:
            raise Malformed(_out_of_range("?from"))
        return start, end


class TrainingView(TrainingBase):
    @extend_schema(
        parameters=parameters(TrainingAsked),
        responses={200: TrainingOut},
        summary="What each person misses; the desk sees itself only",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        start, end = self.days(query(request, TrainingAsked), MONTH)
        only = None if self.everybody() else self.me()
        rows = misses.listed(self.raw(), self.property, start, end, only=only)
        return answer(
            {"from": start, "to": end, "rows": [row_out(row) for row in rows if row.staff != NOBODY]}
        )


class TrainingExamplesView(TrainingBase):
    @extend_schema(
        parameters=parameters(ExamplesAsked),
        responses={200: TrainingExamples},
        summary="Real cases of what was missed, with masked names; the desk sees its own only",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ExamplesAsked)
        start, end = self.days(asked, WEEK)
        staff = asked.staff if self.everybody() else self.me()
        found = examples.listed(self.raw(), start, end, today=self.today(), staff=staff, hidden=self.hidden())
        return answer({"results": [self.example_out(each) for each in found]})

    def example_out(self, each: Example) -> dict[str, object]:
        return {
            "kind": each.kind,
            "what": each.what.told,
            "wrote": each.wrote,
            "expected": self.said(each.expected),
            "day": each.day,
            "visit_ordinal": each.ordinal,
            "name": each.name,
        }


class ExerciseView(TrainingBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        parameters=parameters(ExerciseAsked),
        responses={200: ExerciseOut},
        summary="Cases made from real past stays, names masked; none that was answered within 30 days",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ExerciseAsked)
        cases, few = exercising.ask(self.raw(), self.property, self.me(), asked.n)
        return answer({"cases": [self.case_out(each) for each in cases], "few": few and few.told})

    @extend_schema(
        request=CaseAnswer, responses={200: CaseJudged}, summary="Answer a case; the first answer counts"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, CaseAnswer)
        with transaction.atomic():
            judged = exercising.answer(self.raw(), self.property, self.me(), given.case, given.choice)
        return answer(
            {
                "right": judged.right,
                "expected": judged.expected_id,
                "expected_text": self.said(judged.expected),
                "because": judged.because.told,
                "counted": judged.counted,
            }
        )

    def case_out(self, asked: Asked) -> dict[str, object]:
        case = asked.case
        return {
            "id": asked.id,
            "kind": case.kind,
            "question": case.question.told,
            "facts": [{"label": label.told, "value": self.said(value)} for label, value in case.facts],
            "choices": [{"id": number, "text": self.said(choice.text)} for number, choice in asked.choices],
        }


def row_out(row: Misses) -> dict[str, object]:
    found = misses.most(row)
    return {
        "staff": row.staff,
        "clerk": str(row.clerk) if row.clerk else None,
        "name": row.name,
        "remarks": {
            "due": row.due,
            "complete": row.complete,
            "on_time": row.on_time,
            "missing": row.missing,
            "wrong": sum(row.wrong.values()),
            "wrong_kinds": [
                {"kind": kind, "says": WRONG[kind].told, "n": n}
                for kind, n in sorted(row.wrong.items(), key=lambda item: -item[1])
            ],
            "median_hours": None if row.median_minutes is None else round(row.median_minutes / 60, 2),
        },
        "scripts": {"offered": row.scripts[0], "used": row.scripts[1]},
        "surprises": {"due": row.surprises[0], "done": row.surprises[1]},
        "replies": row.replies,
        "exercises": {"n": row.exercises[0], "right": row.exercises[1]},
        "misses_most": found
        and {
            "what": found.what, "says": found.says.told, "missed": found.missed, "of": found.of, "share": found.share,
        },
    }  # fmt: skip


def _out_of_range(pointer: str) -> Flaw:
    return Flaw(
        pointer,
        "out_of_range",
        "日期范围不合理，最多一年。",
        "These days are out of range; at most one year.",
    )
