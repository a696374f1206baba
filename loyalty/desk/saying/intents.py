"""The kinds of messages as this house has them: the standard ones, changed or switched off, and its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.saying import phrases
from loyalty.desk.saying.finding import phrase_of
from loyalty.desk.saying.hearing import Kind
from loyalty.desk.saying.phrases import BOOKED, COURTESY, NEVER_REFUSED, STANDARD, Standard

MOST_PHRASES, MOST_OWN = 200, 60
BY_CODE = {intent.code: intent for intent in (*STANDARD, BOOKED)}


class BadPhrase(Refused):
    code = "bad_phrase"
    status = 422
    zh = "第 {at} 个关键词“{phrase}”不能用：至少要有一个字。"
    en = "Phrase number {at}, “{phrase}”, cannot be used: it needs at least one sign."


class TooManyIntents(Refused):
    code = "too_many_intents"
    status = 409
    zh = "自己的意图最多 {most} 个。"
    en = "At most {most} intents of one's own."


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of message. `standard`: it has a standard form; `changed`: which this house changed."""

    code: str
    name: str
    name_en: str
    phrases: tuple[str, ...]
    but_not: tuple[str, ...]
    active: bool = True
    standard: bool = True
    changed: bool = False
    weight: float = 1.0


def standard_of(intent: Standard) -> Intent:
    return Intent(
        intent.code,
        intent.name,
        intent.name_en,
        tuple(phrases.split(intent.phrases)),
        tuple(phrases.split(intent.but_not)),
        weight=intent.weight,
    )


STANDARDS = tuple(standard_of(intent) for intent in (*STANDARD, BOOKED))


def read(raw: Statements) -> list[Intent]:
    """All of them, the standard ones first, each in the house's own form where it has one."""
    rows = {row[0]: row for row in raw.execute(READ).fetchall()}
    found = [_merged(intent, rows.pop(intent.code, None)) for intent in STANDARDS]
    return [*found, *(_own(row) for row in rows.values())]


def kinds(intents: Sequence[Intent]) -> tuple[Kind, ...]:
    """What is looked for: the active ones that have a phrase."""
    return _kinds(tuple(intents))


@lru_cache(maxsize=64)
def _kinds(intents: tuple[Intent, ...]) -> tuple[Kind, ...]:
    return tuple(
        Kind(
            intent.code,
            tuple(found for phrase in intent.phrases if (found := phrase_of(phrase))),
            tuple(found for phrase in intent.but_not if (found := phrase_of(phrase))),
            intent.weight,
            intent.code in COURTESY,
            intent.code not in NEVER_REFUSED,
        )
        for intent in intents
        if intent.active and intent.phrases
    )


def put(raw: Statements, intent: Intent, *, by_name: str, now: datetime) -> bool:
    """Keep the house's form of one, or one of its own; whether anything changed. Raises BadPhrase, TooManyIntents."""
    for given in (intent.phrases, intent.but_not):
        for at, phrase in enumerate(given, 1):
            if not phrase_of(phrase):
                raise BadPhrase(at=at, phrase=phrase)
    held = {each.code: each for each in read(raw)}
    own = [each for each in held.values() if not each.standard]
    if intent.code not in held and len(own) >= MOST_OWN:
        raise TooManyIntents(most=MOST_OWN)
    before = held.get(intent.code)
    if before is not None and _same(before, intent):
        return False
    if intent.code in BY_CODE and _same(standard_of(BY_CODE[intent.code]), intent):
        return drop(raw, intent.code)
    values = (
        intent.code,
        intent.name,
        intent.name_en,
        list(intent.phrases),
        list(intent.but_not),
        intent.active,
    )
    raw.execute(PUT, (*values, now, by_name[:80]))
    return True


def drop(raw: Statements, code: str) -> bool:
    """A standard one back to what it was; one of the house's own goes, with its texts. Whether there was one."""
    found = raw.execute(DROP, (code,)).rowcount > 0
    if found and code not in BY_CODE:
        raw.execute(DROP_TEXTS, (code,))
    return found


def _same(one: Intent, other: Intent) -> bool:
    names = ("name", "name_en", "phrases", "but_not", "active")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _merged(intent: Intent, row: tuple[Any, ...] | None) -> Intent:
    return intent if row is None else replace(_own(row), standard=True, weight=intent.weight)


def _own(row: tuple[Any, ...]) -> Intent:
    code, name, name_en, words, but_not, active = row
    return Intent(
        code, name, name_en, tuple(words), tuple(but_not), active=active, standard=False, changed=True
    )


READ = "SELECT code, name, name_en, phrases, but_not, active FROM desk_intent ORDER BY position, code"
PUT = """
INSERT INTO desk_intent (code, name, name_en, phrases, but_not, active, position, changed_at, changed_by_name)
VALUES (%s, %s, %s, %s, %s, %s, 100, %s, %s)
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, phrases = EXCLUDED.phrases,
    but_not = EXCLUDED.but_not, active = EXCLUDED.active, changed_at = EXCLUDED.changed_at,
    changed_by_name = EXCLUDED.changed_by_name
"""
DROP = "DELETE FROM desk_intent WHERE code = %s"
DROP_TEXTS = "DELETE FROM desk_replytemplate WHERE intent = %s"
