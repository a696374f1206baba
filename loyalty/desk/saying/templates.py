"""The texts of replies and scripts: the standard ones, and what a house wrote in their place.

Written as loyalty.messaging.rendering reads them. What stands outside of a clause must be known of every guest, or
carry a word for when it is not: so a text can always be said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.saying import fields, known, script_texts, texts
from loyalty.desk.saying.known import Facts
from loyalty.messaging import rendering
from loyalty.messaging.rendering import Clause, Hole, Unreadable

LONGEST = 1_000
STEPS = (1, 2)
Key = tuple[str, str, int]  # intent, locale, step
STANDARD: Mapping[Key, str] = texts.TEXTS | script_texts.TEXTS
# Known whoever writes; and what the reply that a booking stands is said with.
ALWAYS = frozenset({"property"})
OF_A_BOOKING = frozenset({"booked_on", "booked_until", "booked_nights"})


class UnknownField(Refused):
    code = "template_field_unknown"
    status = 422
    zh = "没有 {field} 这个字段（第 {at} 个字符）。"
    en = "There is no field {field} (at character {at})."


class FieldMayLack(Refused):
    """A field that is not known of everybody stands where the text needs it."""

    code = "template_field_may_lack"
    status = 422
    zh = "{field} 不是每位客人都有（第 {at} 个字符）：请放进 [ ] 里，或写成 {{{field}|没有时说的话}}。"
    en = "{field} is not known of everybody (at character {at}): put it in [ ], or write {{{field}|words for without}}."


class SaysNothing(Refused):
    code = "template_empty"
    status = 422
    zh = "话不能是空的（第 {at} 个字符）。"
    en = "There must be something to say (at character {at})."


@dataclass(frozen=True, slots=True)
class Said:
    """A text for one guest; `used` and `left_out` are fields."""

    text: str
    used: tuple[str, ...]
    left_out: tuple[str, ...]


def check(intent: str, text: str) -> Clause:
    """The text, taken apart. Raises Unreadable, UnknownField, FieldMayLack, SaysNothing: each says where."""
    if not text.strip():
        raise SaysNothing(at=1)
    if len(text) > LONGEST:
        raise Unreadable(what="too long", at=LONGEST)
    template, table = rendering.parse(text), fields.of(intent)
    for name in rendering.unknown_fields(template, table):
        raise UnknownField(field=name, at=place(text, name))
    given = ALWAYS | _sure(intent)
    for part in template.parts:
        if isinstance(part, Hole) and part.default is None and part.name not in given:
            raise FieldMayLack(field=part.name, at=place(text, part.name))
    return template


def place(text: str, field: str) -> int:
    """Where a field first stands, counted from 1."""
    found = [at for at in (text.find("{" + field + end) for end in "}|") if at >= 0]
    return min(found, default=0) + 1


def say(
    template: str, intent: str, facts: Facts, locale: str, today: date, standard: str | None = None
) -> Said | None:
    """The text with what is known. A house's own that cannot be said (any more) gives way to the standard one."""
    words = known.in_words(facts, locale, today)
    for text in (template, standard):
        if text is None:
            continue
        try:
            found = rendering.render(taken_apart(text), words, locale[:2], fields.of(intent))
        except Refused:
            continue
        if found.text:
            return Said(found.text, found.used, found.left_out)
    return None


@lru_cache(maxsize=2_000)
def taken_apart(text: str) -> Clause:
    """A board says the same few texts to sixty guests."""
    return rendering.parse(text)


def own(raw: Statements, prefix: str = "") -> dict[Key, str]:
    """What this house wrote itself, of the intents that begin so."""
    found = raw.execute(OWN, (prefix,)).fetchall()
    return {(intent, locale, step): text for intent, locale, step, text in found}


def put(raw: Statements, key: Key, text: str, *, by_name: str, now: datetime) -> None:
    """Write one. The standard words put in are no words of one's own. Raises what `check` does."""
    check(key[0], text)
    if text == STANDARD.get(key):
        drop(raw, key)
        return
    raw.execute(PUT, (*key, text, now, by_name[:80]))


def drop(raw: Statements, key: Key) -> bool:
    """Back to the standard text; whether there was one of the house's own."""
    return raw.execute(DROP, key).rowcount > 0


def _sure(intent: str) -> frozenset[str]:
    """What is known whenever this is said: of a script, what its standard text cannot do without."""
    if intent == "booked":
        return OF_A_BOOKING
    standard = STANDARD.get((intent, known.ZH, 1))
    if not intent.startswith("script.") or standard is None:
        return frozenset()
    parts = rendering.parse(standard).parts
    return frozenset(part.name for part in parts if isinstance(part, Hole) and part.default is None)


OWN = "SELECT intent, locale, step, text FROM desk_replytemplate WHERE starts_with(intent, %s::text)"
PUT = """
INSERT INTO desk_replytemplate (intent, locale, step, text, changed_at, changed_by_name) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (intent, locale, step) DO UPDATE SET text = EXCLUDED.text, changed_at = EXCLUDED.changed_at,
    changed_by_name = EXCLUDED.changed_by_name
"""
DROP = "DELETE FROM desk_replytemplate WHERE intent = %s AND locale = %s AND step = %s"
