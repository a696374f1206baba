"""Hearing words in what people write: how a word is looked for, and when it is not meant. Pure.

A word is found anywhere in Chinese and as a whole word in English. “早餐…差” is both parts in this order within one
sentence and REACH signs of each other. What stands in `but_not` is taken out of the text before the words are looked
for, and so is a word that is denied (不吵, 不太脏, not dirty) or only asked about (吵吗, 会不会吵).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

REACH = 10
SENTENCE_END = "。！？!?；;\n"
# Before a word: it is denied. The longer ones first.
DENIED = (
    r"(?:一点(?:都|也)不|没有那么|没那么|不是很|不怎么|算不上|谈不上|不算|不太|不会|不是|并不|并非|毫不|没有|从不|别|勿|不|没|无"
    r"|\bnot (?:very |too |so |at all |that )?|\bno (?:more )?|\bnever |\bisn't |\bwasn't |\bweren't |\baren't |\bwithout )\s*$"
    # … or somebody asks about it.
    r"|(?:会不会|有没有|会|是否|\bis it|\bis the room|\bare there|\bis there|\bwill it be)(?:很|太|特别| very| too| any)?\s*$"
)
# After a word: somebody asks.
ASKED = re.compile(r"^(?:不|吗|么|嘛|没|与否)")
_DENIED = re.compile(DENIED)


def says(text: str, words: Sequence[str], but_not: Sequence[str] = ()) -> bool:
    """Whether a text says one of these words, not denied and not asked."""
    return bool(heard(folded(text), words, but_not))


def folded(text: str) -> str:
    """As texts are compared: full-width letters folded, case dropped, blanks as one."""
    return re.sub(r"[ \t\r\u3000]+", " ", unicodedata.normalize("NFKC", text).casefold()).replace("’", "'")


def heard(plain: str, words: Sequence[str], but_not: Sequence[str] = ()) -> tuple[str, ...]:
    """Which of these words a folded text says."""
    for phrase in sorted(but_not, key=len, reverse=True):
        plain = pattern(phrase).sub("\x00", plain)
    return tuple(
        word for word in words if any(_meant(plain, match) for match in pattern(word).finditer(plain))
    )


def _meant(plain: str, match: re.Match[str]) -> bool:
    """Neither denied before it nor asked after it; “有没有热水” asks too."""
    before = plain[max(match.start() - 12, 0) : match.start()]
    if match[0].startswith("没") and before.endswith("有"):
        return False
    return not _DENIED.search(before) and not ASKED.match(plain[match.end() :])


@lru_cache(maxsize=5_000)
def pattern(word: str) -> re.Pattern[str]:
    """A word as it is looked for."""
    # Taken apart first: folding would make three dots of it.
    parts = [part for part in (folded(part).strip() for part in word.split("…")) if part]
    within = f"[^{SENTENCE_END}]{{0,{REACH}}}?"
    return re.compile(within.join(_bounded(part) for part in parts) or r"(?!)")


def _bounded(part: str) -> str:
    """English words stand alone; Chinese knows no blanks."""
    start = r"(?<![a-z0-9])" if part[0].isascii() and part[0].isalnum() else ""
    end = r"(?![a-z0-9])" if part[-1].isascii() and part[-1].isalnum() else ""
    return start + re.escape(part) + end
