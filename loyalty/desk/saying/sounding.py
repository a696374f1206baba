"""What sounds like a phrase: 发飘 for 发票, 押今 for 押金. People type by sound and take the first sign offered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

SHORTEST, LONGEST = 2, 5
# Signs that stand in every other message: that one of them is right tells nothing.
COMMON = frozenset("吗么呢吧了的不没有在能要个一我你到是再住点")
# By each of its signs: code, phrase, its syllables.
Index = Mapping[str, Sequence[tuple[str, str, str]]]


def index(phrases: Iterable[tuple[str, str]]) -> Index:
    """The phrases that can be known by their sound, so that only what shares a sign with a message is looked at."""
    by_sign: dict[str, list[tuple[str, str, str]]] = {}
    for code, phrase in phrases:
        if SHORTEST <= len(phrase) <= LONGEST and all(_is_sign(sign) for sign in phrase):
            for sign in set(phrase):
                by_sign.setdefault(sign, []).append((code, phrase, _syllables(phrase)[0]))
    return by_sign


def heard(sought: Index, text: str) -> Iterator[tuple[str, str, int]]:
    """Which phrase the text sounds like without having it, and where.

    Half of the signs must be the phrase's own, or half of the language sounds like it.
    """
    syllables, begins = _syllables(text)
    for code, phrase, sound in {each for sign in set(text) for each in sought.get(sign, ())}:
        since = syllables.find(sound)
        while since >= 0:
            place = begins[since]
            alike = [one for one, other in zip(phrase, text[place:], strict=False) if one == other]
            if len(phrase) > len(alike) >= len(phrase) / 2 and not COMMON.issuperset(alike):
                yield code, phrase, place
            since = syllables.find(sound, since + 1)


def _syllables(text: str) -> tuple[str, dict[int, int]]:
    """The text by syllables, and which sign of it begins where in that."""
    told = [_syllable(sign) for sign in text]
    begins, length = {}, 0
    for place, syllable in enumerate(told):
        begins[length] = place
        length += len(syllable) + 1
    return f" {' '.join(told)} ", begins


def _is_sign(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


@lru_cache(maxsize=10_000)
def _syllable(sign: str) -> str:
    return "".join(lazy_pinyin(sign, style=Style.NORMAL)) if _is_sign(sign) else sign
