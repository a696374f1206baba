"""What to answer a guest's message. The message is read and forgotten: it is neither kept nor logged."""

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer, nothing
from api.v1.guests import GuestBase, number, staff_id
from api.v1.saying_shapes import (
    ComplaintHeard,
    IntentNamed,
    ReplyAsked,
    ReplySuggestions,
    ReplyUsed,
)
from api.v1.words import Words
from api.views import Needs
from billing.standing import Act
from kernel import clock
from loyalty.desk.saying import composing, facts, intents, uses
from loyalty.desk.saying.composing import Answer
from loyalty.desk.saying.facts import Known
from loyalty.desk.saying.intents import Intent
from staff.roles import Ability

NO_SUCH_INTENT = Flaw("/intent", "not_a_choice", "没有这个意图。", "There is no such intent.")


class SayingBase(GuestBase):
    """What every view of replies and scripts needs."""

    def known(self, guest_id: int) -> Known:
        """What may be said of this guest by who asks; 404 for nobody, and for a secret guest as everywhere."""
        rows = self.rows(guest_id)
        return facts.of_guest(self.raw(), self.property, rows, self.unseen(), self.today())

    def suggest(self, request: Request, known: Known) -> HttpResponse:
        asked = parse(request, ReplyAsked)
        if asked.intent is None and not asked.message.strip():
            raise Malformed(Flaw("/message", "missing", "请填写客人的消息。", "What did the guest write?"))
        raw = self.raw()
        if asked.intent is not None and asked.intent not in {intent.code for intent in intents.read(raw)}:
            raise Malformed(NO_SUCH_INTENT)
        found = composing.answer(raw, asked.message, known, asked.locale, self.today(), asked.intent)
        return answer(told(found), headers={"Cache-Control": "no-store"})


class GuestReplyView(SayingBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=ReplyAsked,
        responses={200: ReplySuggestions},
        summary="What to answer a guest's message, only with what is known; the message is not kept",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.suggest(request, self.known(id))


class ReplyView(SayingBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=ReplyAsked,
        responses={200: ReplySuggestions},
        summary="What to answer somebody who is not known, with what the house says of itself",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        return self.suggest(request, Known(facts.of_house(self.raw(), self.property)))


class ReplyUsesView(SayingBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=ReplyUsed, responses={204: None}, summary="A proposed reply was copied; its text is not kept"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, ReplyUsed)
        if given.intent not in {intent.code for intent in intents.read(self.raw())}:
            raise Malformed(NO_SUCH_INTENT)
        guest = self.standing(number(given.guest, "/guest")) if given.guest is not None else None
        uses.copied(
            self.raw(),
            guest=guest,
            intent=given.intent,
            step=given.step,
            locale=given.locale,
            edited=given.edited,
            by=staff_id(self),
            by_name=self.caller.name,
            now=clock.now(),
        )
        return nothing()


def told(found: Answer) -> ReplySuggestions:
    heard = found.complaint
    return ReplySuggestions(
        intent=_named(found.intent) if found.intent else None,
        intents=[_named(each) for each in found.others],
        sure=found.sure,
        replies=found.replies,  # type: ignore[arg-type]  # dataclasses and dicts of the same shape
        complaint=ComplaintHeard(
            heard.rule.code, Words(heard.rule.name, heard.rule.name_en), list(heard.words)
        )
        if heard
        else None,
        check=Words(found.check.zh, found.check.en) if found.check else None,
        aside=found.aside,  # type: ignore[arg-type]
        unwritten=found.unwritten,
        answered=[_named(each) for each in found.answered],
        unanswered=[_named(each) for each in found.unanswered],
    )


def _named(intent: Intent) -> IntentNamed:
    return IntentNamed(intent.code, intent.name, intent.name_en or intent.name)
