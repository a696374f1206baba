"""SMS templates as vendors want them filed: only a text that was approved can be sent, with short values put in.

So a text with clauses that drop out is filed once for every combination, and what is sent is the number of one of
them with its values. Two clauses, four texts at most.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from kernel.errors import Refused
from loyalty.messaging.rendering import Clause, Hole, Unsayable, spoken, tidied

CLAUSES_MAX = 2
LENGTH_MAX = 500
MARK = "\ue000"  # stands for a hole while the text is tidied; private use, so no text has it


@dataclass(frozen=True, slots=True)
class Vendor:
    """What a vendor asks of marketing texts (its pages of 2024–2025; checked by hand before filing)."""

    name: str
    opt_out: str  # what the text must end with
    value_max: int  # signs of one value
    numbered: bool  # {1} {2}, else ${name}
    once: bool  # a variable may stand only once


ALIYUN = Vendor("aliyun", "拒收请回复R", 35, numbered=False, once=True)
# Its page says six signs for a value other than a code; the console may grant more: then it is a setting.
TENCENT = Vendor("tencent", "回复TD退订", 6, numbered=True, once=False)


class Unfilable(Refused):
    code = "sms_template_unfilable"
    status = 422
    zh = "短信服务商不会接受这个模板：{what}。"
    en = "The SMS vendor will not take this template: {what}."


@dataclass(frozen=True, slots=True)
class Variant:
    """One text to be filed. `keeps`: which of the clauses stand in it."""

    keeps: tuple[bool, ...]
    text: str
    variables: tuple[str, ...]


def variants(template: Clause, vendor: Vendor) -> list[Variant]:
    """Every text that has to be approved before this template can be sent. Raises Unfilable."""
    clauses = [part for part in template.parts if isinstance(part, Clause)]
    if len(clauses) > CLAUSES_MAX or any(
        isinstance(part, Clause) for clause in clauses for part in clause.parts
    ):
        raise Unfilable(what=f"more than {CLAUSES_MAX} clauses, or a clause in a clause")
    return [_variant(template, keeps, vendor) for keeps in product((True, False), repeat=len(clauses))]


def bound(
    template: Clause, facts: Mapping[str, Any], vendor: Vendor, locale: str = "zh"
) -> tuple[tuple[bool, ...], list[str]]:
    """Which variant is sent, and its values in order, cut to what the vendor takes. Raises Unsayable."""
    clauses = [part for part in template.parts if isinstance(part, Clause)]
    said = {name: words for name, value in facts.items() if (words := spoken(name, value, locale))}
    keeps = tuple(
        all(_said(hole, said) for hole in clause.parts if isinstance(hole, Hole)) for clause in clauses
    )
    kept = _kept(template, keeps)
    if missing := sorted({hole.name for hole in kept if isinstance(hole, Hole) and not _said(hole, said)}):
        raise Unsayable(fields=", ".join(missing))
    return keeps, [
        (said.get(hole.name) or hole.default or "")[: vendor.value_max]
        for hole in kept
        if isinstance(hole, Hole)
    ]


def _variant(template: Clause, keeps: tuple[bool, ...], vendor: Vendor) -> Variant:
    kept = _kept(template, keeps)
    names = tuple(part.name for part in kept if isinstance(part, Hole))
    plain = tidied("".join(part if isinstance(part, str) else MARK for part in kept))
    if MARK * 2 in plain.replace(" ", ""):
        raise Unfilable(what="two fields side by side")
    if not re.search(r"\w", plain.replace(MARK, "")):
        raise Unfilable(what="nothing but fields")
    if re.search("[【】]", plain):
        raise Unfilable(what="【 】 are the signature's")
    if vendor.once and len(set(names)) < len(names):
        raise Unfilable(what="a field stands twice")
    order = iter(range(1, len(names) + 1))
    text = re.sub(MARK, lambda _: _mark(next(order), names, vendor), plain)
    text = text if text.endswith(vendor.opt_out) else f"{text.rstrip('，, ')} {vendor.opt_out}"
    if len(text) > LENGTH_MAX:
        raise Unfilable(what=f"longer than {LENGTH_MAX}")
    return Variant(keeps, text, names)


def _kept(template: Clause, keeps: tuple[bool, ...]) -> list[str | Hole]:
    wanted = iter(keeps)
    kept: list[str | Hole] = []
    for part in template.parts:
        if not isinstance(part, Clause):
            kept.append(part)
        elif next(wanted):
            kept += [inner for inner in part.parts if not isinstance(inner, Clause)]
    return kept


def _said(hole: Hole, said: Mapping[str, str]) -> bool:
    return hole.name in said or hole.default is not None


def _mark(number: int, names: tuple[str, ...], vendor: Vendor) -> str:
    return f"{{{number}}}" if vendor.numbered else f"${{{names[number - 1]}}}"
