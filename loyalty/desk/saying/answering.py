"""One reply to several wishes, in the order asked, made of what is known; a wish of which nothing is known is named.

Knows no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from loyalty.desk.saying import joining, known, templates
from loyalty.desk.saying.known import Fact, Facts
from loyalty.desk.saying.templates import Key, Said
from loyalty.messaging import rendering

# More in one text is an essay: the others are named to staff.
MOST = 3
BOOKED, PRICE, CANCEL = "booked", "price", "cancel"
_OF_THE_GREETING = frozenset({"surname", "title", "name", "property", "asked_day"})
# Their words for when they are not known ask the guest back, which is an answer.
_ASKED_BACK = frozenset({"asked_day", "stay_room", "last_room", "last_room_type"})


class Part(NamedTuple):
    code: str
    said: Said


@dataclass(frozen=True, slots=True)
class Whole:
    """`text` is None where there are not two wishes of which something is known."""

    text: str | None
    used: tuple[str, ...]
    left_out: tuple[str, ...]
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]


def whole(own: Mapping[Key, str], codes: Sequence[str], facts: Facts, locale: str, today: date) -> Whole:
    """The first answer to all of these kinds."""
    words = known.in_words(facts, locale, today)
    marks = joining.marked(sorted(words))
    hidden = {name: Fact(mark, facts[name].source) for name, mark in marks.items()}
    parts: list[Part] = []
    unanswered: list[str] = []
    covered: list[str] = []
    for code in codes:
        said = _said(own, code, hidden, locale, today)
        if code == PRICE and BOOKED in codes:
            # Who has booked is told his price with the booking, and is not asked when he comes.
            booked = _said(own, BOOKED, hidden, locale, today)
            (covered if booked and "booked_rate" in booked.used else unanswered).append(code)
        elif said is None or len(parts) == MOST:
            unanswered.append(code)
        else:
            parts.append(Part(code, said))
    told = [part.code for part in parts]
    answered = tuple(code for code in codes if code in told or (code in covered and BOOKED in told))
    left = tuple(code for code in codes if code not in answered)
    if len(parts) < 2:
        return Whole(None, (), (), answered, left)
    joint = joining.joined(
        [part.said.text for part in parts], locale == known.ZH, marks.get("asked_day"), BOOKED in told
    )
    used = tuple(name for name, mark in sorted(marks.items()) if mark in joint.kept)
    lacking = {name for part in parts for name in part.said.left_out}
    text = joining.filled(joint.text, {mark: words[name] for name, mark in marks.items()})
    return Whole(text, used, tuple(sorted(lacking - words.keys())), answered, left)


def after_yes(answered: Sequence[str], own: Mapping[Key, str], locale: str) -> str | None:
    """Whose second step stands after the guest's yes: the first that has one. A yes to a cancelling must be no other's."""
    having = [
        code for code in answered if any((code, locale, 2) in texts for texts in (own, templates.STANDARD))
    ]
    return None if not having or (CANCEL in having and len(having) > 1) else having[0]


def _said(own: Mapping[Key, str], code: str, facts: Facts, locale: str, today: date) -> Said | None:
    """The text of one kind; None when there is none, or it only says that somebody will find out."""
    key = (code, locale, 1)
    for text in (own.get(key), templates.STANDARD.get(key)):
        if text is None or joining.MARKS.search(text):
            continue
        if said := templates.say(text, code, facts, locale, today):
            return None if _knows_nothing(text, said) else said
    return None


def _knows_nothing(text: str, said: Said) -> bool:
    lacking = {hole.name for hole in rendering.holes(templates.taken_apart(text)) if hole.default is not None}
    return bool((lacking & set(said.left_out)) - _ASKED_BACK) and not set(said.used) - _OF_THE_GREETING
