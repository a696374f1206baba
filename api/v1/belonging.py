"""Whom a segment holds for, as far as the caller may know it: for lists of guests."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.segments import compiling, keeping, rules
from loyalty.segments.keeping import Segment
from loyalty.segments.rules import Rule


class SensitiveRule(Refused):
    """Who may not see a sensitive word on a guest may not find out by asking for it either."""

    code = "sensitive_rule"
    status = 403
    zh = "这个条件用到了敏感标签，您的权限不能查看。"
    en = "This rule asks for sensitive words that you may not see."


def found(raw: Statements, segment: str) -> Segment:
    """By its code, or by its number: no code begins with a digit. Raises NoSuchSegment."""
    numbered = segment.isascii() and segment.isdigit() and len(segment) <= 18
    return keeping.get(raw, int(segment) if numbered else segment.replace("\x00", ""))


def seen(rule: Rule, unseen: frozenset[str]) -> Rule:
    """The rule, once the caller may know whom it holds for. Raises SensitiveRule."""
    for _, leaf in rules.leaves(rule) if unseen else ():
        words = leaf.value if isinstance(leaf.value, list) else ()
        if leaf.field in ("tags", "preferences") and unseen.intersection(words):
            raise SensitiveRule
    return rule


def condition(
    raw: Statements, segment: Segment, today: date, unseen: frozenset[str]
) -> tuple[str, Mapping[str, Any]]:
    """Who is in it, as a condition on guests_guest g. Raises SensitiveRule, RuleRefused."""
    seen(rules.converted(segment.rule), unseen)
    return compiling.condition(keeping.rule_of(raw, segment.id, today), today, "sg")
