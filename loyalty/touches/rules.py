"""The keyword rules of a house: the standard ones as it changed them, and its own."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.touches.keywords import Rule
from loyalty.touches.standard import BY_CODE, STANDARD

MOST = 60  # of one house


class NoSuchRule(Refused):
    code = "no_such_keyword_rule"
    status = 404
    zh = "没有这条关键词规则。"
    en = "There is no such keyword rule."


class TooManyRules(Refused):
    code = "too_many_keyword_rules"
    status = 409
    zh = "最多 {most} 条关键词规则。"
    en = "At most {most} keyword rules."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as somebody puts it."""

    kind: str
    name: str
    name_en: str
    words: Sequence[str]
    but_not: Sequence[str]
    department: str
    due_hours: int
    active: bool


def listed(raw: Statements) -> list[Rule]:
    """All of them in order, those that are switched off too."""
    kept = {row[0]: _rule(*row) for row in raw.execute(ROWS).fetchall()}
    found = [kept.pop(rule.code, rule) for rule in STANDARD]
    return sorted([*found, *kept.values()], key=lambda rule: (rule.position, rule.code))


def put(raw: Statements, code: str, wanted: Wanted, *, by_name: str, now: datetime) -> Rule:
    """This is the rule of this code from now on. Raises TooManyRules."""
    known = listed(raw)
    if code not in {rule.code for rule in known} and len(known) >= MOST:
        raise TooManyRules(most=MOST)
    position = BY_CODE[code].position if code in BY_CODE else 100
    values = {
        "code": code,
        "kind": wanted.kind,
        "name": wanted.name.strip(),
        "name_en": wanted.name_en.strip(),
        "words": clean(wanted.words),
        "but_not": clean(wanted.but_not),
        "department": wanted.department,
        "due_hours": wanted.due_hours,
        "active": wanted.active,
        "position": position,
        "now": now,
        "by_name": by_name[:80],
    }
    raw.execute(PUT, values)
    return next(rule for rule in listed(raw) if rule.code == code)


def drop(raw: Statements, code: str) -> Rule | None:
    """Back to the standard rule; a rule of the house's own is gone (None). Raises NoSuchRule."""
    if (
        raw.execute("DELETE FROM touches_keywordrule WHERE code = %s", (code,)).rowcount == 0
        and code not in BY_CODE
    ):
        raise NoSuchRule
    return BY_CODE.get(code)


def clean(words: Sequence[str]) -> list[str]:
    """Each once, without outer blanks."""
    plain = (" ".join(unicodedata.normalize("NFKC", word).replace("...", "…").split()) for word in words)
    return list(dict.fromkeys(word for word in plain if word.strip("…")))


def _rule(
    code: str, kind: str, name: str, name_en: str, words: list[str], but_not: list[str], department: str,
    due_hours: int, active: bool, position: int,
) -> Rule:  # fmt: skip
    return Rule(
        code, kind, name, name_en or name, tuple(words), tuple(but_not), department, due_hours, active,
        standard=code in BY_CODE, changed=True, position=position,
    )  # fmt: skip


ROWS = """
SELECT code, kind, name, name_en, words, but_not, department, due_hours, active, position FROM touches_keywordrule
"""
PUT = """
INSERT INTO touches_keywordrule (code, kind, name, name_en, words, but_not, department, due_hours, active, position,
       changed_at, changed_by_name)
VALUES (%(code)s, %(kind)s, %(name)s, %(name_en)s, %(words)s, %(but_not)s, %(department)s, %(due_hours)s, %(active)s,
        %(position)s, %(now)s, %(by_name)s)
ON CONFLICT (code) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, name_en = EXCLUDED.name_en,
    words = EXCLUDED.words, but_not = EXCLUDED.but_not, department = EXCLUDED.department, due_hours = EXCLUDED.due_hours,
    active = EXCLUDED.active, changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
"""
