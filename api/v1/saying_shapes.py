"""Shapes of replies and scripts: what is asked, what is answered."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.v1.words import Words

Locale = Literal["zh-CN", "en"]
IntentCode = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,24}$")]
TextCode = Annotated[str, Meta(pattern=r"^(script\.)?[a-z0-9_-]{1,24}$")]
Moment = Literal["check_in", "check_out"]
Message = Annotated[str, Meta(max_length=2_000)]
Template = Annotated[str, Meta(max_length=1_000)]
Phrase = Annotated[str, Meta(min_length=1, max_length=40)]


class ReplyAsked(msgspec.Struct, forbid_unknown_fields=True):
    """The message is read and forgotten. `intent`: what staff say it is, whatever its words."""

    message: Message = ""
    locale: Locale = "zh-CN"
    intent: IntentCode | None = None


class IntentNamed(msgspec.Struct):
    code: str
    name: str
    name_en: str


class FactSaid(msgspec.Struct):
    """A fact that stands in a text, and where it is from."""

    field: str
    label: Words
    value: str
    source: Words = msgspec.field(name="from")


class FieldNamed(msgspec.Struct):
    field: str
    label: Words


class ReplyProposed(msgspec.Struct):
    """`step` 2: what is said after the guest's yes. `left_out`: fields that are not known and so are not said."""

    text: str
    step: Literal[1, 2]
    facts: list[FactSaid]
    left_out: list[FieldNamed]


class ComplaintHeard(msgspec.Struct):
    topic: str
    name: Words
    words: list[str]


class NotedAside(msgspec.Struct):
    """Noted of the guest, for staff to know: nothing of it is promised."""

    text: str
    source: Words = msgspec.field(name="from")


class ReplySuggestions(msgspec.Struct):
    """`unwritten`: nobody has written a text for this kind in this language.

    `answered`: what the reply answers, in the order asked; `unanswered`: what was surely asked too and the reply says
    nothing of, most often because nothing of it is known.
    """

    intent: IntentNamed | None
    intents: list[IntentNamed]
    sure: bool
    replies: list[ReplyProposed]
    complaint: ComplaintHeard | None
    check: Words | None
    aside: list[NotedAside]
    unwritten: bool
    answered: list[IntentNamed]
    unanswered: list[IntentNamed]


class ReplyUsed(msgspec.Struct, forbid_unknown_fields=True):
    intent: IntentCode
    locale: Locale
    step: Literal[1, 2] = 1
    edited: bool = False
    guest: str | int | None = None


class TextOut(msgspec.Struct):
    """`standard`: not in the house's own words."""

    locale: Locale
    step: Literal[1, 2]
    text: str
    standard: bool


class IntentOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    phrases: list[str]
    but_not: list[str]
    active: bool
    standard: bool
    changed: bool
    templates: list[TextOut]


class IntentList(msgspec.Struct):
    results: list[IntentOut]


class IntentPut(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    name_en: Annotated[str, Meta(max_length=40)] = ""
    phrases: Annotated[list[Phrase], Meta(max_length=400)] = []
    but_not: Annotated[list[Phrase], Meta(max_length=200)] = []
    active: bool = True


class TextPut(msgspec.Struct, forbid_unknown_fields=True):
    text: Template


class TextTried(msgspec.Struct, forbid_unknown_fields=True):
    intent: TextCode
    text: Template
    locale: Locale = "zh-CN"
    step: Literal[1, 2] = 1
    guest: str | int | None = None


class TemplateProblem(msgspec.Struct):
    """What is wrong with a text; `at` counts its signs from 1."""

    code: str
    zh: str
    en: str
    at: int | None


class FieldOffered(msgspec.Struct):
    code: str
    label: Words


class TriedOut(msgspec.Struct):
    text: str | None
    facts: list[FactSaid]
    left_out: list[FieldNamed]
    problem: TemplateProblem | None
    fields: list[FieldOffered]


class HouseFactOut(msgspec.Struct):
    code: str
    label: Words
    zh: str
    en: str
    hint: Words


class HouseFacts(msgspec.Struct):
    """`ota_discount`: whether members have their discount on bills of OTA bookings too; until a house says so, no."""

    results: list[HouseFactOut]
    ota_discount: bool


class HouseFactIn(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[str, Meta(max_length=32)]
    zh: Annotated[str, Meta(max_length=200)] = ""
    en: Annotated[str, Meta(max_length=200)] = ""


class HouseFactsIn(msgspec.Struct, forbid_unknown_fields=True):
    """What is named here is written down; the others stay as they are."""

    results: Annotated[list[HouseFactIn], Meta(max_length=100)] = []
    ota_discount: bool | None = None


RoomType = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class RoomNameOut(msgspec.Struct):
    """`en`: '' where the house gave none. `silent`: then an English reply does not name the type."""

    room_type: str
    en: str
    stays: Annotated[int, Meta(description="of the last 400 days")]
    silent: bool


class RoomNames(msgspec.Struct):
    results: list[RoomNameOut]


class RoomNameIn(msgspec.Struct, forbid_unknown_fields=True):
    room_type: RoomType
    en: Annotated[str, Meta(max_length=60)] = ""


class RoomNamesIn(msgspec.Struct, forbid_unknown_fields=True):
    """What is named here is written down; the others stay as they are."""

    results: Annotated[list[RoomNameIn], Meta(max_length=300)]


class ScriptOut(msgspec.Struct):
    """`detail` is for staff. `used`: null while nobody said."""

    code: str
    says: Words
    detail: Words | None
    value: str | None
    facts: list[FactSaid]
    used: bool | None


class ScriptsAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Without them: the stay the guest is on, else the next one booked, and the moment that it calls for."""

    moment: Moment | None = None
    stay: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None


class ScriptsOut(msgspec.Struct):
    stay: str | None
    moment: Moment | None
    scripts: list[ScriptOut]


class ScriptMarked(msgspec.Struct, forbid_unknown_fields=True):
    used: bool
    stay: str | int
    moment: Moment


class ScriptCounted(msgspec.Struct):
    """`offered`: how often it was answered for in thirty days, used or not used. What passed unanswered is not counted."""

    code: str
    moment: Moment
    name: str
    name_en: str
    templates: list[TextOut]
    offered: int
    used: int
    not_used: int


class ScriptsOfStaff(msgspec.Struct):
    staff: str | None
    name: str
    offered: int
    used: int
    not_used: int


class ScriptList(msgspec.Struct):
    results: list[ScriptCounted]
    by_staff: list[ScriptsOfStaff]
    days: int
