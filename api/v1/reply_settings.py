"""What a house says: the kinds of messages and their phrases, the texts, and the facts of the house."""

from collections.abc import Mapping
from typing import ClassVar, Literal, cast

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer, nothing
from api.v1.guests import number
from api.v1.reply_suggestions import SayingBase
from api.v1.saying_shapes import (
    FactSaid,
    FieldNamed,
    FieldOffered,
    HouseFactOut,
    HouseFacts,
    HouseFactsIn,
    IntentList,
    IntentOut,
    IntentPut,
    Locale,
    RoomNameOut,
    RoomNames,
    RoomNamesIn,
    TemplateProblem,
    TextOut,
    TextPut,
    TextTried,
    TriedOut,
)
from api.v1.words import Words
from api.views import Needs
from billing.standing import Act
from kernel import clock
from kernel.errors import Refused
from loyalty.desk.saying import composing, facts, fields, house, intents, known, rooms, templates
from loyalty.desk.saying.intents import Intent
from loyalty.desk.saying.known import Both
from loyalty.desk.saying.script_texts import BY_CODE as SCRIPTS
from loyalty.desk.saying.templates import Key
from loyalty.messaging import rendering
from loyalty.programme.benefits import channels
from staff.roles import Ability

SETTINGS: Needs = {
    "get": Ability.SEE_GUESTS,
    **dict.fromkeys(("put", "delete"), Ability.MANAGE_DESK),
}


class IntentsView(SayingBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        responses={200: IntentList},
        summary="The kinds of messages guests write, by which phrases each is known, and what is answered",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        raw = self.raw()
        own = templates.own(raw)
        return answer(IntentList([intent_out(each, own) for each in intents.read(raw)]))


class IntentView(SayingBase):
    needs: ClassVar[Needs] = SETTINGS

    @extend_schema(
        request=IntentPut, responses={200: IntentOut}, summary="Change a kind of message, or make one"
    )
    def put(self, request: Request, property: str, code: str) -> HttpResponse:
        given = parse(request, IntentPut)
        if not _is_code(code):
            raise NotFound
        if not given.name.strip():
            raise Malformed(Flaw("/name", "missing", "请填写名称。", "It needs a name."))
        wanted = Intent(
            code,
            given.name.strip(),
            given.name_en.strip(),
            tuple(given.phrases),
            tuple(given.but_not),
            given.active,
        )
        raw = self.raw()
        with transaction.atomic():
            if intents.put(raw, wanted, by_name=self.caller.name, now=clock.now()):
                self.record("reply_intent.changed", subject=code, active=given.active)
        return answer(self.told(code))

    @extend_schema(
        responses={200: IntentOut, 204: None},
        summary="Back to the standard phrases; a kind of the house's own goes",
    )
    def delete(self, request: Request, property: str, code: str) -> HttpResponse:
        with transaction.atomic():
            if _is_code(code) and intents.drop(self.raw(), code):
                self.record("reply_intent.removed", subject=code)
        return answer(self.told(code)) if code in intents.BY_CODE else nothing()

    def told(self, code: str) -> IntentOut:
        raw = self.raw()
        found = next(each for each in intents.read(raw) if each.code == code)
        return intent_out(found, templates.own(raw))


class ReplyTemplateView(SayingBase):
    needs: ClassVar[Needs] = SETTINGS

    @extend_schema(
        request=TextPut,
        responses={200: TextOut},
        summary="Write what is answered, in one language; scripts are under script.<code>",
    )
    def put(self, request: Request, property: str, intent: str, locale: str, step: int) -> HttpResponse:
        key, given = self.key(intent, locale, step), parse(request, TextPut)
        with transaction.atomic():
            templates.put(self.raw(), key, given.text, by_name=self.caller.name, now=clock.now())
            self.record("reply_template.changed", subject=f"{intent}/{locale}/{step}")
        return self.told(key)

    @extend_schema(responses={200: TextOut, 204: None}, summary="Back to the standard text")
    def delete(self, request: Request, property: str, intent: str, locale: str, step: int) -> HttpResponse:
        key = self.key(intent, locale, step)
        with transaction.atomic():
            if templates.drop(self.raw(), key):
                self.record("reply_template.removed", subject=f"{intent}/{locale}/{step}")
        return self.told(key) if key in templates.STANDARD else nothing()

    def key(self, intent: str, locale: str, step: int) -> Key:
        """404 for what is neither a kind of message nor a script of this house."""
        if locale not in known.LOCALES or step not in templates.STEPS:
            raise NotFound
        if intent.startswith("script."):
            if intent.removeprefix("script.") not in SCRIPTS or step != 1:
                raise NotFound
        elif intent not in {each.code for each in intents.read(self.raw())}:
            raise NotFound
        return intent, locale, step

    def told(self, key: Key) -> HttpResponse:
        own = templates.own(self.raw(), key[0])
        return answer(next(text for text in texts_of(key[0], own) if (text.locale, text.step) == key[1:]))


class TryTemplateView(SayingBase):
    needs: ClassVar[Needs] = Ability.MANAGE_DESK
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=TextTried,
        responses={200: TriedOut},
        summary="What a text would say to this guest, or what is wrong with it; nothing is kept",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, TextTried)
        raw = self.raw()
        if given.guest is None:
            said = facts.of_house(raw, self.property)
        else:
            said = self.known(number(given.guest, "/guest")).facts
        offered = [FieldOffered(name, Words(zh, en)) for name, (_, zh, en) in fields.of(given.intent).items()]
        words = known.in_words(said, given.locale, self.today())
        try:
            template = templates.check(given.intent, given.text)
            found = rendering.render(template, words, given.locale[:2], fields.of(given.intent))
        except Refused as error:
            return answer(TriedOut(None, [], [], _problem(error), offered))
        return answer(
            TriedOut(
                found.text,
                [_fact(composing.fact_told(name, said, given.locale, self.today())) for name in found.used],
                [FieldNamed(name, Words(**fields.label(name))) for name in found.left_out],
                None,
                offered,
            )
        )


class HouseFactsView(SayingBase):
    needs: ClassVar[Needs] = SETTINGS

    @extend_schema(responses={200: HouseFacts}, summary="What the house says of itself")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.told())

    @extend_schema(
        request=HouseFactsIn,
        responses={200: HouseFacts},
        summary="Write facts of the house down; what is empty in both languages is forgotten",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, HouseFactsIn)
        wanted = {
            each.code: Both(" ".join(each.zh.split()), " ".join(each.en.split())) for each in given.results
        }
        name, now, owed = self.caller.name, clock.now(), given.ota_discount
        with transaction.atomic():
            changed = house.put(self.raw(), wanted, by_name=name, now=now)
            if owed is not None and channels.put_ota_discount(self.raw(), owed=owed, by_name=name, now=now):
                changed.append("ota_discount")
            if changed:
                self.record("house_facts.changed", fields=changed)
        return answer(self.told())

    def told(self) -> HouseFacts:
        said = house.read(self.raw())
        return HouseFacts(
            [
                HouseFactOut(
                    each.code,
                    Words(each.zh, each.en),
                    said[each.code].zh if each.code in said else "",
                    said[each.code].en if each.code in said else "",
                    Words(each.hint_zh, each.hint_en),
                )
                for each in house.HOUSE
            ],
            channels.ota_discount(self.raw()),
        )


class RoomNamesView(SayingBase):
    needs: ClassVar[Needs] = SETTINGS

    @extend_schema(
        responses={200: RoomNames}, summary="The room types of the PMS, and what each is called in English"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.told())

    @extend_schema(
        request=RoomNamesIn,
        responses={200: RoomNames},
        summary="Name room types in English; an empty name is taken away",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, RoomNamesIn)
        wanted = {" ".join(each.room_type.split()): " ".join(each.en.split()) for each in given.results}
        for at, each in enumerate(given.results):
            if rooms.CHINESE.search(each.en):
                raise Malformed(
                    Flaw(
                        f"/results/{at}/en", "not_english", "英文名里不能有中文或全角符号。",
                        "An English name has no Chinese signs.",
                    )
                )  # fmt: skip
        with transaction.atomic():
            if changed := rooms.put(self.raw(), wanted, by_name=self.caller.name, now=clock.now()):
                self.record("room_names.changed", rooms=len(changed))
        return answer(self.told())

    def told(self) -> RoomNames:
        return RoomNames(
            [
                RoomNameOut(
                    each.room_type, each.en, each.stays, not rooms.said(each.room_type, {}).en and not each.en
                )
                for each in rooms.listed(self.raw(), self.today())
            ]
        )


def intent_out(intent: Intent, own: Mapping[Key, str]) -> IntentOut:
    return IntentOut(
        intent.code,
        intent.name,
        intent.name_en or intent.name,
        list(intent.phrases),
        list(intent.but_not),
        intent.active,
        intent.standard,
        intent.changed,
        texts_of(intent.code, own),
    )


def texts_of(intent: str, own: Mapping[Key, str]) -> list[TextOut]:
    """What is said of this kind, by language and step; nothing where there is no text."""
    found = []
    for locale in known.LOCALES:
        for step in templates.STEPS:
            key = (intent, locale, step)
            text = own.get(key, templates.STANDARD.get(key))
            if text is not None:
                found.append(
                    TextOut(cast(Locale, locale), cast(Literal[1, 2], step), text, standard=key not in own)
                )
    return found


def _is_code(code: str) -> bool:
    return 0 < len(code) <= 24 and code.isascii() and code.replace("_", "").replace("-", "").isalnum()


def _problem(error: Refused) -> TemplateProblem:
    at = error.facts.get("at")
    return TemplateProblem(error.code, error.sentence("zh"), error.sentence("en"), at)


def _fact(told: dict[str, object]) -> FactSaid:
    label, source = cast(dict[str, str], told["label"]), cast(dict[str, str], told["from"])
    return FactSaid(str(told["field"]), Words(**label), str(told["value"]), Words(**source))
