"""Scripts for a guest at the desk: what to say at check-in and check-out, whether it was said, and how often."""

from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.rendering import answer
from api.v1.guests import number, staff_id
from api.v1.reply_settings import texts_of
from api.v1.reply_suggestions import SayingBase
from api.v1.saying_shapes import (
    ScriptCounted,
    ScriptList,
    ScriptMarked,
    ScriptOut,
    ScriptsAsked,
    ScriptsOfStaff,
    ScriptsOut,
)
from api.views import Needs
from kernel import clock
from loyalty.desk.saying import scripts, templates, uses
from loyalty.desk.saying.script_texts import SCRIPTS
from staff.roles import Ability


class GuestScriptsView(SayingBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ScriptsAsked),
        responses={200: ScriptsOut},
        summary="What to say to this guest now: at most three, the most valuable first",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, ScriptsAsked)
        guest, raw = self.standing(id), self.raw()
        try:
            told = scripts.told(raw, self.property, guest, asked.moment, asked.stay, self.today())
        except scripts.NoStay:
            if asked.stay is not None:
                raise
            return answer(ScriptsOut(None, asked.moment, []))
        return answer(
            {"stay": str(told.staying.stay), "moment": told.moment, "scripts": told.scripts},
        )


class GuestScriptView(SayingBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=ScriptMarked,
        responses={200: ScriptOut},
        summary="The script was used, or was not; said anew, it changes",
    )
    def post(self, request: Request, property: str, id: int, code: str) -> HttpResponse:
        given = parse(request, ScriptMarked)
        stay = number(given.stay, "/stay")
        with transaction.atomic():
            guest, raw = self.standing(id), self.raw()
            told = scripts.told(raw, self.property, guest, given.moment, stay, self.today())
            marked = scripts.mark(
                raw,
                told,
                code,
                used=given.used,
                by=staff_id(self),
                by_name=self.caller.name,
                now=clock.now(),
                today=self.today(),
            )
        return answer(marked)


class ScriptsView(SayingBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        responses={200: ScriptList},
        summary="All scripts with their texts, and how often each was used in the last thirty days",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        raw, today = self.raw(), self.today()
        counts, own, nothing = uses.by_script(raw, today), templates.own(raw, "script."), uses.Count(0, 0)
        results = []
        for script in SCRIPTS:
            count = counts.get(script.code, nothing)
            results.append(
                ScriptCounted(
                    script.code,
                    script.moment,  # type: ignore[arg-type]  # the table knows no other
                    script.name.zh,
                    script.name.en,
                    texts_of(f"script.{script.code}", own),
                    count.answered,
                    count.used,
                    count.not_used,
                )
            )
        staff = [
            ScriptsOfStaff(str(who) if who else None, name, count.answered, count.used, count.not_used)
            for who, name, count in uses.by_staff(raw, today)
        ]
        return answer(ScriptList(results, staff, uses.DAYS))
