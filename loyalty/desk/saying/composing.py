"""Replies to one message: which kind it is, and what can be said to it with what is known. Nothing of it is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.desk.saying import (
    answering,
    days,
    facts,
    fields,
    intents,
    known,
    parting,
    recognising,
    templates,
)
from loyalty.desk.saying.days import Named
from loyalty.desk.saying.facts import Known
from loyalty.desk.saying.intents import Intent
from loyalty.desk.saying.known import Both, Facts
from loyalty.desk.saying.recognising import COMPLAINT, OTHER, Recognised
from loyalty.touches import keywords, rules
from loyalty.touches.keywords import Found

AVAILABILITY, BOOKED, BOOKING, EXTEND = "availability", "booked", "booking", "extend"
# Whoever lives here now is not spoken to of the room he had before.
OF_BEFORE = frozenset({"last_visit", "last_room", "last_room_type", "last_rate"})
# Where a room or its price is spoken of, and the PMS alone knows.
ASKS_THE_PMS = frozenset(
    {AVAILABILITY, "price", "discount", "early_check_in", "late_check_out", "extend", "change", "room_wish"}
)
CHECK = Both(
    "房态和房价不在这里，先在 PMS 看过再答应。",
    "Rooms and rates are not kept here: look in the PMS before you promise.",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One text, the facts in it as people may check them, and the fields that were left out for want of a fact."""

    text: str
    step: int
    facts: list[dict[str, Any]]
    left_out: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is proposed to staff. `unwritten`: this kind has no text in this language, so that nothing can be said.

    `answered`: what the reply answers, in the order asked; `unanswered`: what was surely asked too and it says nothing of.
    """

    intent: Intent | None
    others: list[Intent]
    sure: bool
    replies: list[Reply]
    complaint: Found | None
    check: Both | None
    aside: list[dict[str, Any]]  # what was noted of the guest and is not for the reply
    unwritten: bool = False
    answered: tuple[Intent, ...] = ()
    unanswered: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What this house looks for and says."""

    intents: Sequence[Intent]
    own: Mapping[templates.Key, str]


def house(raw: Statements) -> House:
    return House(intents.read(raw), templates.own(raw))


def answer(
    raw: Statements, message: str, about: Known, locale: str, today: date, intent: str | None = None
) -> Answer:
    """What to answer this message. `intent`: what staff say it is, whatever the words."""
    here = house(raw)
    heard = keywords.complaint(message, rules.listed(raw)) if message.strip() else None
    return composed(here, heard, message, about, locale, today, intent)


def composed(
    here: House,
    heard: Found | None,
    message: str,
    about: Known,
    locale: str,
    today: date,
    intent: str | None = None,
) -> Answer:
    """The same with everything read. Knows no database."""
    named = days.named(message, today)
    found = recognised(message, here, heard, named)
    codes = list(found.codes)
    if intent is not None:
        codes = [intent, *(code for code in codes if code != intent)]
    by_code = {each.code: each for each in here.intents}
    known_codes = [code for code in codes if code in by_code]
    chosen = known_codes[0] if known_codes else None
    said = {name: fact for name, fact in about.facts.items() if not (about.in_house and name in OF_BEFORE)}
    about = replace(about, facts={**said, **facts.of_message(named)})
    active = {each.code for each in here.intents if each.active}
    # What staff say it is, it is; only nobody is told of a booking that there is not.
    guessed = intent is None or intent == BOOKED
    spoken_of = _spoken_of(chosen, about, named, active) if guessed else chosen
    says = replies(here, spoken_of, about.facts, locale, today) if spoken_of else []
    one = Answer(
        by_code.get(spoken_of or ""),
        [by_code[code] for code in known_codes if code != spoken_of],
        intent is not None or (found.sure and not (spoken_of == EXTEND and chosen != EXTEND)),
        says,
        heard,
        CHECK if spoken_of in ASKS_THE_PMS else None,
        [{"text": each.text, "from": each.source.told()} for each in about.aside],
        spoken_of is not None and not written(here, spoken_of, locale),
        (by_code[spoken_of],) if spoken_of and says else (),
    )
    if intent is not None or chosen is None:
        return one
    wished = parting.wishes(message, intents.kinds(here.intents), found)
    spoken = [_spoken_of(code, about, named, active) or code for code in wished.codes]
    if chosen == COMPLAINT:
        # Nobody is told of the breakfast before he is heard; but staff are told what else he asked.
        return replace(one, unanswered=tuple(by_code[code] for code in spoken if code in by_code))
    if chosen not in wished.codes:
        return one
    sure = wished.all_sure and (EXTEND not in spoken or EXTEND in wished.codes)
    return _of_several(one, here, list(dict.fromkeys(spoken)), sure, about.facts, locale, today)


def _of_several(
    one: Answer, here: House, codes: Sequence[str], sure: bool, said: Facts, locale: str, today: date
) -> Answer:
    """The answer to all that was surely asked, made of the answer to the likeliest."""
    if len(codes) < 2:
        return one
    by_code = {each.code: each for each in here.intents}
    found = answering.whole(here.own, codes, said, locale, today)
    answered = tuple(by_code[code] for code in found.answered)
    unanswered = tuple(by_code[code] for code in found.unanswered)
    if not answered:
        return replace(one, answered=(), unanswered=unanswered)
    main = one.intent if one.intent in answered else answered[0]
    if found.text is None:
        # The booking's own text tells the price too, whichever was asked first.
        alone = BOOKED if BOOKED in found.answered else found.answered[0]
        says = replies(here, alone, said, locale, today)
    else:
        first = _reply(templates.Said(found.text, found.used, found.left_out), 1, said, locale, today)
        second = answering.after_yes(found.answered, here.own, locale)
        after = replies(here, second, said, locale, today) if second else []
        says = [first, *(each for each in after if each.step > 1)]
    codes_of_others = [each for each in (one.intent, *one.others) if each is not None and each != main]
    return replace(
        one,
        intent=main,
        others=codes_of_others,
        sure=sure,
        replies=says,
        check=CHECK if ASKS_THE_PMS.intersection(found.answered) else None,
        unwritten=False,
        answered=answered,
        unanswered=unanswered,
    )


def written(here: House, intent: str, locale: str) -> bool:
    """Whether there is a text for this kind in this language: one of the house's own kinds may have it in one only."""
    keys = [(intent, locale, step) for step in templates.STEPS]
    return any(key in here.own or key in templates.STANDARD for key in keys)


def recognised(message: str, here: House, heard: Found | None, named: Named | None) -> Recognised:
    """The kinds this message may be. Where its words say nothing, a rule that hears a complaint speaks, or a day."""
    kinds = intents.kinds(here.intents)
    found = recognising.recognise(message, kinds)
    courtesy = {kind.code for kind in kinds if kind.courtesy} | {OTHER}
    active = {each.code for each in here.intents if each.active}
    if found.codes and found.codes[0] not in courtesy:
        return found
    for code, speaks, sure in (
        (COMPLAINT, heard is not None, True),
        (AVAILABILITY, named is not None, False),
    ):
        if speaks and code in active:
            return Recognised((code, *(each for each in found.codes if each != OTHER)), sure)
    return found


def replies(here: House, intent: str, said: Facts, locale: str, today: date) -> list[Reply]:
    """The house's texts of this kind, filled: the answer, and what is said after the guest's yes."""
    found = []
    for step in templates.STEPS:
        key = (intent, locale, step)
        standard = templates.STANDARD.get(key)
        template = here.own.get(key, standard)
        if template is None:
            continue
        if filled := templates.say(template, intent, said, locale, today, standard):
            found.append(_reply(filled, step, said, locale, today))
    return found


def _spoken_of(chosen: str | None, about: Known, named: Named | None, active: Collection[str]) -> str | None:
    """A guest who asks for a room and has one booked is told that it stands, unless he asks for another day.

    Who lives here and asks for one most likely wants to stay on.
    """
    booked = about.booked
    if chosen == AVAILABILITY and about.in_house and booked is None and EXTEND in active:
        until = about.facts["stay_until"].value if "stay_until" in about.facts else None
        stays_on = named is None or (named.on is not None and isinstance(until, date) and named.on <= until)
        return EXTEND if stays_on else chosen
    if chosen == BOOKED:
        return BOOKED if booked else BOOKING
    if booked is None or chosen not in (AVAILABILITY, BOOKING):
        return chosen
    other_day = named is not None and (named.on is None or not booked.first <= named.on <= booked.last)
    return chosen if chosen == AVAILABILITY and other_day else BOOKED


def _reply(filled: templates.Said, step: int, said: Facts, locale: str, today: date) -> Reply:
    return Reply(
        filled.text,
        step,
        [fact_told(name, said, locale, today) for name in filled.used],
        [{"field": name, "label": fields.label(name)} for name in filled.left_out],
    )


def fact_told(name: str, said: Facts, locale: str, today: date) -> dict[str, Any]:
    """A fact that stands in a text: its field, its words, and where it is from."""
    fact = said[name]
    return {
        "field": name,
        "label": fields.label(name),
        "value": known.spoken(fact, locale, today),
        "from": fact.source.told(),
    }
