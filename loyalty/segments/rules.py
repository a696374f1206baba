"""What a segment's rule is: and, or, not over typed fields, as JSON; small enough that counting it stays cheap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kernel.errors import Refused

BYTES_MAX = 32_768
DEPTH_MAX = 6
LEAVES_MAX = 50
VALUES_MAX = 200  # in one list
TEXT_MAX = 200

Word = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX)]
Words = Annotated[list[Word], Meta(min_length=1, max_length=VALUES_MAX)]


class Node(msgspec.Struct, forbid_unknown_fields=True, frozen=True, tag_field="kind"):
    """One part of a rule."""


class And(Node, tag="and", frozen=True):
    of: Annotated[list["Rule"], Meta(min_length=1, max_length=LEAVES_MAX)]


class Or(Node, tag="or", frozen=True):
    of: Annotated[list["Rule"], Meta(min_length=1, max_length=LEAVES_MAX)]


class Not(Node, tag="not", frozen=True):
    of: "Rule"


class Span(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """So many days, or so many calendar months; exactly one of the two."""

    days: Annotated[int, Meta(ge=1, le=3_660)] | None = None
    months: Annotated[int, Meta(ge=1, le=120)] | None = None

    def __post_init__(self) -> None:
        if (self.days is None) == (self.months is None):
            raise ValueError("Either days or months")


class Leaf(Node, tag="field", frozen=True):
    """One field against one value. `within`: only what happened in that time; `of`: only of these kinds."""

    field: Annotated[str, Meta(min_length=1, max_length=40)]
    op: Annotated[str, Meta(min_length=1, max_length=20)]
    value: Any
    within: Span | None = None
    of: Words | None = None


Rule = And | Or | Not | Leaf


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a rule: a JSON pointer into it, a stable code, and words."""

    pointer: str
    code: str
    zh: str
    en: str


class RuleRefused(Refused):
    code = "segment_rule_refused"
    status = 422
    zh = "这个人群条件有误。"
    en = "There is something wrong with this rule."

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(findings=[f"{f.pointer}: {f.code}" for f in findings])


def read(body: bytes) -> Rule:
    """A rule as it was sent. Raises RuleRefused."""
    if len(body) > BYTES_MAX:
        raise RuleRefused(
            [Finding("", "too_long", f"条件超过 {BYTES_MAX} 字节。", f"More than {BYTES_MAX} bytes.")]
        )
    try:
        return _bounded(_DECODER.decode(body))
    except RecursionError:
        raise RuleRefused([TOO_DEEP]) from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise RuleRefused([unreadable(error)]) from None


def converted(value: object) -> Rule:
    """A rule out of what was decoded already (a column of the table). Raises RuleRefused."""
    try:
        return _bounded(msgspec.convert(value, Rule))
    except RecursionError:
        raise RuleRefused([TOO_DEEP]) from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise RuleRefused([unreadable(error)]) from None


def unreadable(error: Exception) -> Finding:
    """msgspec's sentence, with its path made a JSON pointer."""
    said, _, path = str(error).partition(" - at `$")
    pointer = path.rstrip("`").replace("[", ".").replace("]", "").replace(".", "/")
    return Finding(pointer, "unreadable", "条件的格式不正确。", said[:200])


def leaves(rule: Rule, pointer: str = "") -> list[tuple[str, Leaf]]:
    """Every leaf with its JSON pointer, in reading order."""
    if isinstance(rule, Leaf):
        return [(pointer, rule)]
    if isinstance(rule, Not):
        return leaves(rule.of, f"{pointer}/of")
    return [found for n, part in enumerate(rule.of) for found in leaves(part, f"{pointer}/of/{n}")]


def depth(rule: Rule) -> int:
    if isinstance(rule, Leaf):
        return 1
    parts = [rule.of] if isinstance(rule, Not) else rule.of
    return 1 + max(depth(part) for part in parts)


def _bounded(rule: Rule) -> Rule:
    if depth(rule) > DEPTH_MAX:
        raise RuleRefused([TOO_DEEP])
    if len(leaves(rule)) > LEAVES_MAX:
        raise RuleRefused([TOO_MANY])
    return rule


TOO_DEEP = Finding("", "too_deep", f"条件最多嵌套 {DEPTH_MAX} 层。", f"Nested more than {DEPTH_MAX} deep.")
TOO_MANY = Finding("", "too_many", f"最多 {LEAVES_MAX} 个条件。", f"More than {LEAVES_MAX} conditions.")
_DECODER: msgspec.json.Decoder[Rule] = msgspec.json.Decoder(Rule)
