"""A rule read aloud, in Chinese and English, so that whoever approves a campaign knows whom it is for."""

from datetime import date
from typing import Any

from loyalty.segments.catalogue import ALL, GROUPS
from loyalty.segments.compiling import resolved
from loyalty.segments.fields import Field
from loyalty.segments.operators import Asked, Operator, span_words
from loyalty.segments.rules import And, Leaf, Not, Rule


def told(rule: Rule, today: date) -> dict[str, str]:
    """What a checked rule says."""
    zh, en = _told(rule, today, top=True)
    return {"zh": zh, "en": en}


def catalogue() -> list[dict[str, Any]]:
    """Every field with its words, operators and choices: what the console builds its editor from."""
    return [
        {
            "field": field.name,
            "group": field.group,
            "group_zh": GROUPS[field.group][0],
            "group_en": GROUPS[field.group][1],
            "type": field.type,
            "zh": field.zh,
            "en": field.en,
            "operators": [operator.name for operator in field.operators],
            "choices": [{"value": k, "zh": zh, "en": en} for k, (zh, en) in (field.choices or {}).items()],
            "within": ("ahead" if field.ahead else "back") if field.window else None,
            "of": {"zh": field.of_zh, "en": field.of_en} if field.of else None,
            "unit_zh": field.unit_zh.strip(),
            "unit_en": field.unit_en.strip(),
        }
        for field in ALL
    ]


def _told(rule: Rule, today: date, *, top: bool = False) -> tuple[str, str]:
    if isinstance(rule, Leaf):
        return _leaf(rule, today)
    if isinstance(rule, Not):
        zh, en = _told(rule.of, today, top=True)
        return f"不满足（{zh}）", f"not ({en})"
    parts = [_told(part, today) for part in rule.of]
    joint = ("，并且", ", and ") if isinstance(rule, And) else ("，或者", ", or ")
    zh, en = joint[0].join(zh for zh, _ in parts), joint[1].join(en for _, en in parts)
    return (zh, en) if top or len(parts) == 1 else (f"（{zh}）", f"({en})")


def _leaf(leaf: Leaf, today: date) -> tuple[str, str]:
    field, operator, asked = resolved(leaf, today)
    zh, en = _named(field, leaf)
    value_zh, value_en = _valued(field, operator, asked, leaf)
    return (
        operator.zh.replace("{field}", zh).replace("{value}", value_zh),
        operator.en.replace("{field}", en).replace("{value}", value_en),
    )


def _named(field: Field, leaf: Leaf) -> tuple[str, str]:
    zh, en = field.zh, field.en
    if leaf.of is not None:
        zh, en = f"{zh}（{field.of_zh}：{'、'.join(leaf.of)}）", f"{en} ({field.of_en}: {', '.join(leaf.of)})"
    if leaf.within is not None:
        span_zh, span_en = span_words(leaf.within)
        zh = f"{'今后' if field.ahead else '最近'} {span_zh}内的{zh}"
        en = f"{en} within the {'next' if field.ahead else 'last'} {span_en}"
    return zh, en


def _valued(field: Field, operator: Operator, asked: Asked, leaf: Leaf) -> tuple[str, str]:
    if field.choices and isinstance(leaf.value, list):
        chosen = [field.choices[word] for word in leaf.value]
        return "、".join(zh for zh, _ in chosen), ", ".join(en for _, en in chosen)
    return asked.zh + field.unit_zh, asked.en
