"""The guide for vendors, as a program reads it: its commands in order, and the answers it shows."""

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

import msgspec

from config.local.folders import PROJECT

ENGLISH = PROJECT / "docs" / "vendors.md"
CHINESE = PROJECT / "docs" / "vendors.zh-CN.md"
FENCE = re.compile(r"(?ms)^( *)```(\w*)\n(.*?)^\1```$")
# Stands in an answer for what differs from day to day.
ANYTHING = "…"


@dataclass(frozen=True, slots=True)
class Block:
    kind: str  # sh | json | text | python | js
    text: str


def blocks(text: str) -> list[Block]:
    return [Block(found[2], dedent(found[3])) for found in FENCE.finditer(text)]


def programs(text: str) -> list[Block]:
    """What is run: commands and the receivers of webhooks."""
    return [block for block in blocks(text) if block.kind in ("sh", "python", "js")]


def differences(shown: Any, answer: Any, at: str = "") -> list[str]:
    """Where an answer is not what the guide shows of it. What the guide leaves out may be anything."""
    if shown == ANYTHING:
        return []
    if isinstance(shown, dict) and isinstance(answer, dict):
        missing = [f"{at}/{name} is not there" for name in shown.keys() - answer.keys()]
        return missing + [
            each
            for name in shown.keys() & answer.keys()
            for each in differences(shown[name], answer[name], f"{at}/{name}")
        ]
    if isinstance(shown, list) and isinstance(answer, list):
        if len(answer) < len([one for one in shown if one != ANYTHING]):
            return [f"{at} has {len(answer)} items"]
        pairs = zip(shown, answer, strict=False)
        return [each for n, (one, other) in enumerate(pairs) for each in differences(one, other, f"{at}/{n}")]
    if isinstance(shown, str) and isinstance(answer, str):
        return [] if like(shown, answer) else [f"{at}: {shown!r} is {answer!r}"]
    return [] if shown == answer and type(shown) is type(answer) else [f"{at}: {shown!r} is {answer!r}"]


def like(shown: str, said: str) -> bool:
    """The same text, where … stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split(ANYTHING))), said, re.DOTALL) is not None


def unlike(shown: Block, said: str) -> list[str]:
    """Where what a command printed is not what the guide shows."""
    if shown.kind == "json":
        return differences(msgspec.json.decode(shown.text), msgspec.json.decode(said))
    lines = [line.strip() for line in said.splitlines()]
    return [line for line in shown.text.splitlines() if not any(like(line.strip(), one) for one in lines)]
