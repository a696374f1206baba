"""Texts with fields that drop out when they are not known, and never invent anything.

Who says other things than messages gives a table of fields of its own (loyalty.desk.saying).

`{name}` is a field, `{name|dear guest}` one with a word for when it is not known, `[…]` a clause that is left out whole
when a field right in it is not known; clauses may stand in clauses. A field outside of any clause that is not known
makes the text unsayable. `\\[`, `\\{` and so on are the signs themselves. What is put in is never read as a template.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel import money
from kernel.errors import Refused

DEPTH_MAX, LENGTH_MAX, VALUE_MAX = 3, 2_000, 60
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SIGNS = "\\[]{}"

# What may stand in a template: its kind, and how it is called in Chinese and English. Values of the kind `words` are
# said as they are given: whoever gives them has put them into words.
Fields = Mapping[str, tuple[str, str, str]]
FIELDS: Fields = {
    "name": ("text", "姓名", "name"),
    "surname": ("text", "姓", "surname"),
    "title": ("text", "称呼", "title"),
    "property": ("text", "门店", "property"),
    "visits": ("number", "入住次数", "visits"),
    "last_visit": ("day", "上次入住", "last visit"),
    "last_room": ("text", "上次房号", "last room"),
    "last_rate": ("money", "上次房价", "last rate"),
    "tier": ("text", "会员等级", "tier"),
    "next_tier": ("text", "下一等级", "next tier"),
    "missing": ("text", "还差多少", "what is missing"),
    "points": ("number", "可用积分", "points"),
    "points_ending": ("number", "将到期积分", "points about to expire"),
    "ends_on": ("day", "到期日", "last day"),
    "coupon": ("text", "优惠券", "coupon"),
    "coupon_code": ("text", "券码", "coupon code"),
    "gift_points": ("number", "赠送积分", "points given"),
    "nights_short": ("number", "还差几晚", "nights short of the reward"),
    "reward": ("text", "可兑换", "reward"),
    "years": ("number", "入会周年", "years a member"),
    "phone": ("text", "门店电话", "the property's phone"),
}


TROUBLES = {
    "too long": "太长",
    "unexpected ]": "多了一个 ]",
    "unexpected }": "多了一个 }",
    "[ without ]": "[ 没有对应的 ]",
    "clauses too deep": "方括号套得太深",
    "a clause without a field": "方括号里没有字段",
    "not a field": "这不是字段",
}


class Unreadable(Refused):
    """The template is not written as templates are."""

    code = "template_unreadable"
    status = 422
    zh = "模板有误：{what_zh}（第 {at} 个字符）。"
    en = "The template cannot be read: {what} (at character {at})."

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what=what, what_zh=TROUBLES[what], at=at)


class Unsayable(Refused):
    """Something is not known of the guest without which the text makes no sense."""

    code = "template_fact_missing"
    status = 422
    zh = "缺少必须有的信息：{fields}。"
    en = "Not known, and needed: {fields}."


@dataclass(frozen=True, slots=True)
class Hole:
    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    parts: "tuple[str | Hole | Clause, ...]"


Part = str | Hole | Clause


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str
    used: tuple[str, ...]  # fields that stand in the text, not those that went with a clause
    left_out: tuple[str, ...]  # fields for whose want a clause or a word was dropped


def parse(template: str) -> Clause:
    """The template, taken apart. Raises Unreadable."""
    if len(template) > LENGTH_MAX:
        raise Unreadable(what="too long", at=LENGTH_MAX)
    parts, at = _parse(template, 0, 0)
    if at < len(template):
        raise Unreadable(what="unexpected ]", at=at + 1)
    return Clause(parts)


def render(
    template: Clause, facts: Mapping[str, Any], locale: str = "zh", fields: Fields = FIELDS
) -> Rendered:
    """The text for one guest. Raises Unsayable."""
    said = {name: words for name, value in facts.items() if (words := spoken(name, value, locale, fields))}
    if missing := sorted(_needed(template) - said.keys()):
        raise Unsayable(fields=", ".join(missing))
    text = _joined(template, said)
    names = {hole.name for hole in holes(template)}
    used = {hole.name for hole in _kept(template, said) if hole.name in said}
    return Rendered(tidied(text), tuple(sorted(used)), tuple(sorted(names - said.keys())))


def spoken(name: str, value: Any, locale: str, fields: Fields = FIELDS) -> str:
    """A fact as it stands in a text; '' when it is not known."""
    if value is None or name not in fields:
        return ""
    kind = fields[name][0]
    if kind == "words":
        return str(value)
    if kind == "day" and isinstance(value, date):
        return f"{value.month}月{value.day}日" if locale.startswith("zh") else f"{value.day} {value:%B}"
    if kind == "money" and isinstance(value, int):
        return money.amount(value).removesuffix(".00")
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean(str(value)) if kind == "text" else ""


def clean(value: str) -> str:
    """A value without what could pass for something else: lines, signatures, addresses."""
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in value)
    plain = plain.replace("【", "〔").replace("】", "〕")
    plain = re.sub(r"(?i)(?:https?://|www\.)\S*", "", plain)
    return re.sub(r" {2,}", " ", plain).strip()[:VALUE_MAX]


def tidied(text: str) -> str:
    """Without the punctuation that a dropped clause leaves doubled or leading."""
    text = re.sub(r"[，、,;；]+(?=[。！？!?.，,；;])", "", text)
    text = re.sub(r"^[\s，、,;；。]+", "", text)
    return re.sub(r" {2,}", " ", text).strip()


def holes(clause: Clause) -> Iterator[Hole]:
    for part in clause.parts:
        if isinstance(part, Hole):
            yield part
        elif isinstance(part, Clause):
            yield from holes(part)


def unknown_fields(template: Clause, fields: Fields = FIELDS) -> list[str]:
    """Names that are no fields: told when the template is saved."""
    return sorted({hole.name for hole in holes(template)} - fields.keys())


def sms_parts(text: str) -> int:
    """As how many messages vendors bill it, signature and opt-out words included: 70 signs, or 67 each."""
    signs = len(text.encode("utf-16-le")) // 2
    return 1 if signs <= 70 else math.ceil(signs / 67)


def _needed(clause: Clause) -> set[str]:
    return {part.name for part in clause.parts if isinstance(part, Hole) and part.default is None}


def _kept(clause: Clause, said: Mapping[str, str]) -> Iterator[Hole]:
    """The fields of clauses that are not dropped."""
    for part in clause.parts:
        if isinstance(part, Hole):
            yield part
        elif isinstance(part, Clause) and _needed(part) <= said.keys():
            yield from _kept(part, said)


def _joined(clause: Clause, said: Mapping[str, str]) -> str:
    text = []
    for part in clause.parts:
        if isinstance(part, str):
            text.append(part)
        elif isinstance(part, Hole):
            text.append(said.get(part.name) or part.default or "")
        elif _needed(part) <= said.keys():
            text.append(_joined(part, said))
    return "".join(text)


def _parse(template: str, at: int, depth: int) -> tuple[tuple[Part, ...], int]:
    """Parts up to the end of the clause that is open, and where that is."""
    if depth > DEPTH_MAX:
        raise Unreadable(what="clauses too deep", at=at)
    parts: list[Part] = []
    text = ""
    while at < len(template) and template[at] != "]":
        sign = template[at]
        if sign == "\\" and template[at + 1 : at + 2] and template[at + 1] in SIGNS:
            text, at = text + template[at + 1], at + 2
            continue
        if sign not in "[{}":
            text, at = text + sign, at + 1
            continue
        if text:
            parts.append(text)
            text = ""
        if sign == "}":
            raise Unreadable(what="unexpected }", at=at + 1)
        part, at = _clause(template, at, depth) if sign == "[" else _hole(template, at)
        parts.append(part)
    if text:
        parts.append(text)
    return tuple(parts), at


def _clause(template: str, at: int, depth: int) -> tuple[Clause, int]:
    parts, end = _parse(template, at + 1, depth + 1)
    if end >= len(template):
        raise Unreadable(what="[ without ]", at=at + 1)
    clause = Clause(parts)
    if not any(True for _ in holes(clause)):
        raise Unreadable(what="a clause without a field", at=at + 1)
    return clause, end + 1


def _hole(template: str, at: int) -> tuple[Hole, int]:
    end = template.find("}", at)
    name, bar, default = template[at + 1 : end].partition("|")
    if end < 0 or not NAME.fullmatch(name) or "{" in default:
        raise Unreadable(what="not a field", at=at + 1)
    return Hole(name, default if bar else None), end + 1
