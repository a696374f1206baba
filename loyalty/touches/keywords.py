"""Which words make a text a complaint (or praise, or a request), whose it is then, and until when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from loyalty.guests.hearing import folded, heard


@dataclass(frozen=True, slots=True)
class Rule:
    """One topic. `changed`: the house says it otherwise than the standard, or made it."""

    code: str
    kind: str
    name: str
    name_en: str
    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    department: str = "management"
    due_hours: int = 24
    active: bool = True
    standard: bool = True
    changed: bool = False
    position: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that heard something, and the words it heard."""

    rule: Rule
    words: tuple[str, ...]


def find(text: str, rules: Iterable[Rule]) -> list[Found]:
    """What these rules hear in a text, what heard most words first, then in the rules' order.

    A word within another that was heard (臭 in 臭味) is no second one.
    """
    plain = folded(text)
    found = [
        Found(rule, words)
        for rule in rules
        if rule.active and (words := heard(plain, rule.words, rule.but_not))
    ]
    return sorted(found, key=lambda each: (-_count(each.words), each.rule.position))


def _count(words: Iterable[str]) -> int:
    kept = {folded(word) for word in words}
    return sum(not any(word in other for other in kept - {word}) for word in kept)


def complaint(text: str, rules: Iterable[Rule]) -> Found | None:
    """The complaint that a text makes, where it makes one."""
    return next((found for found in find(text, rules) if found.rule.kind == "complaint"), None)
