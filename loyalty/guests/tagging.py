"""The words that staff put on guests: a standard set that every property has, and its own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import psycopg

LONGEST = 40
MOST = 30  # on one guest


class Word(NamedTuple):
    name: str
    sensitive: bool = False


# Offered everywhere. A sensitive one is never proposed, and shown only to those who need it.
STANDARD = (
    Word("金卡会员"), Word("银卡会员"), Word("普通会员"), Word("首住"), Word("回头客"), Word("商务"), Word("学生"),
    Word("有宝宝"), Word("带老人"), Word("怕吵"), Word("高楼层"), Word("低楼层"), Word("不吸烟"), Word("加枕头"),
    Word("价格敏感"), Word("要发票"), Word("晚退房"), Word("早到"), Word("开车"), Word("英文"),
    Word("未成年", sensitive=True), Word("健康需求", sensitive=True), Word("宗教饮食", sensitive=True),
)  # fmt: skip
SENSITIVE = frozenset(word.name for word in STANDARD if word.sensitive)
_standard = frozenset(word.name for word in STANDARD)


def clean(tags: Iterable[str]) -> list[str]:
    """Each word once, in the order given, spaces tidied."""
    return list(dict.fromkeys(word for tag in tags if (word := " ".join(tag.split())[:LONGEST])))[:MOST]


def meet(raw: "psycopg.Connection[Any]", words: Iterable[str]) -> None:
    """Words used for the first time become the property's own."""
    if new := sorted(set(words) - _standard):
        raw.execute(MEET, [new])


def vocabulary(raw: "psycopg.Connection[Any]") -> list[dict[str, Any]]:
    """Standard words first, then the property's own, each with whether it is sensitive."""
    found = [{"name": word.name, "kind": "standard", "sensitive": word.sensitive} for word in STANDARD]
    own = raw.execute("SELECT name, sensitive FROM guests_tag WHERE kind = 'own' ORDER BY position, name")
    return found + [{"name": name, "kind": "own", "sensitive": sensitive} for name, sensitive in own]


def sensitive_words(raw: "psycopg.Connection[Any]") -> list[str]:
    """Every sensitive word of this property."""
    own = raw.execute("SELECT name FROM guests_tag WHERE sensitive")
    return sorted(SENSITIVE.union(name for (name,) in own))


MEET = """
INSERT INTO guests_tag (name, kind, sensitive, position)
SELECT word, 'own', false, 100 FROM unnest(%s::text[]) AS w(word) ON CONFLICT (name) DO NOTHING
"""
