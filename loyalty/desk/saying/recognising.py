"""Which kinds of messages a message may be, the likeliest first. Knows no database.

Width and case are evened out (NFKC), signs between words count for nothing. What is asked goes before how it is
asked, a greeting or a thank-you only counts where nothing else is said, and a complaint goes before everything.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

COMPLAINT, OTHER = "complaint", "other"
GAP, NUMBER = "…", "#"
GAP_MAX = 6
DIGITS = "[0-9一二三四五六七八九十两半]+"
LATIN_WEIGHT = 0.4  # a letter says less than a sign
# Sure: as much as a sign or a short word, and nothing else says nearly as much.
ENOUGH, CLEAR = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message, ready to be looked for."""

    code: str
    phrases: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    weight: float = 1.0
    courtesy: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """`codes`: the likeliest first; `sure`: staff need not choose."""

    codes: tuple[str, ...]
    sure: bool


def recognise(message: str, kinds: Sequence[Kind]) -> Recognised:
    """What this message may be. Nothing that fits: 'other', where the house has it, and not sure."""
    plain = normal(message)
    tight = _tight(plain)
    order = {kind.code: place for place, kind in enumerate(kinds)}
    courtesy = {kind.code for kind in kinds if kind.courtesy}
    scores = {kind.code: score for kind in kinds if (score := _score(kind, plain, tight))}
    ranked = sorted(
        scores, key=lambda code: (code != COMPLAINT, code in courtesy, -scores[code], order[code])
    )
    if not ranked:
        return Recognised((OTHER,) if OTHER in order else (), False)
    first = ranked[0]
    # A courtesy beside a question, and how something is asked, make nobody doubt what it is about.
    lesser = {kind.code for kind in kinds if kind.courtesy or kind.weight < 1}
    rivals = [code for code in ranked[1:] if first in lesser or code not in lesser]
    clear = first == COMPLAINT or all(scores[code] <= CLEAR * scores[first] for code in rivals)
    return Recognised(tuple(ranked), scores[first] >= ENOUGH and clear and first != OTHER)


def normal(text: str) -> str:
    """Small letters, one width, one space between words, no other signs."""
    even = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(
        sign if unicodedata.category(sign)[0] in "LNM" or sign in "👍🌹🙏" else " " for sign in even
    )
    return " ".join(kept.split())


def phrase_of(written: str) -> str:
    """A phrase as it is looked for; '' when nothing is left of it."""
    parts = [NUMBER.join(normal(piece) for piece in part.split(NUMBER)) for part in written.split(GAP)]
    # NFKC makes three dots of the one sign.
    found = GAP.join(part.strip() for part in parts).strip(GAP)
    return found if found.replace(NUMBER, "").replace(GAP, "").strip() else ""


def _tight(plain: str) -> str:
    """Without the spaces that stand beside signs which need none."""
    return re.sub(r"(?<![a-z0-9]) | (?![a-z0-9])", "", plain)


def _score(kind: Kind, plain: str, tight: str) -> float:
    """How much of the message this kind accounts for."""
    total = 0.0
    for text, latin in ((tight, False), (plain, True)):
        barred = [span for phrase in kind.but_not for span in _spans(phrase, text, latin)]
        covered: set[int] = set()
        for phrase in kind.phrases:
            for start, end in _spans(phrase, text, latin):
                if not any(start < until and since < end for since, until in barred):
                    covered.update(range(start, end))
        total += sum(LATIN_WEIGHT if text[at].isascii() else 1.0 for at in covered if text[at] != " ")
    return total * kind.weight


def _spans(phrase: str, text: str, latin: bool) -> Iterator[tuple[int, int]]:
    if phrase.isascii() != latin:
        return
    for found in _pattern(phrase).finditer(text):
        yield found.span()


@lru_cache(maxsize=20_000)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = [DIGITS.join(re.escape(piece) for piece in part.split(NUMBER)) for part in phrase.split(GAP)]
    body = rf".{{0,{GAP_MAX}}}?".join(parts)
    # Whole words, in the singular or the plural.
    return re.compile(rf"(?<![a-z0-9]){body}s?(?![a-z0-9])" if phrase.isascii() else body)
