"""Words made from a code and its facts, Chinese and English: for reasons, notices, explanations.

Only codes and facts are stored, so that everybody reads them in his own language. Each part keeps its texts in its
own `wording.py` as `TEXTS`: code -> (Chinese, English), each with {placeholders} for the facts, or a function of the
facts that gives the two.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

PARTS = ("tiers", "points", "wallet", "coupons", "benefits", "punchcards", "rewards")

Text = tuple[str, str] | Callable[[Mapping[str, Any]], tuple[str, str]]


class Said(NamedTuple):
    zh: str
    en: str


def say(code: str, facts: Mapping[str, Any]) -> Said:
    """The sentence; KeyError for a code that no part has, or a fact that the text needs and is not there."""
    text = texts()[code]
    if callable(text):
        return Said(*text(facts))
    return Said(text[0].format_map(facts), text[1].format_map(facts))


@cache
def texts() -> Mapping[str, Text]:
    """All codes of all parts; two parts with the same code are a mistake."""
    found: dict[str, Text] = {}
    for part in PARTS:
        module = f"loyalty.programme.{part}.wording"
        if find_spec(module) is None:
            continue
        own: Mapping[str, Text] = import_module(module).TEXTS
        if twice := found.keys() & own.keys():
            raise ValueError(f"{module} has texts that another part has: {sorted(twice)}")
        found.update(own)
    return found
