"""What is heard in a message: the phrases of the kinds, as far as they are meant. Knows no database.

What a guest says he does not want counts for nothing (`declining`), what only sounds like a phrase for less
(`sounding`), and what stands inside a longer phrase of another kind is part of that.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loyalty.desk.saying import declining, finding, plain, sounding, spelling
from loyalty.desk.saying.finding import Text

COMPLAINT = "complaint"
LATIN_WEIGHT = 0.4  # a letter says less than a sign
# What is only sounded: less than one sign in all for a short word, so that it never decides alone.
SOUND_WEIGHT = 0.3
_ASKED = re.compile(r"[了的过]?[吗么]")
# 不要太吵的 wishes, 会不会吵 asks.
_WISHED = re.compile(r"(?:不要|别|不想|怕|担心|避免|最好不|尽量不|会不会|有没有)[太有安排给住那么这很]{0,3}$")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message, ready to be looked for. `refusable`: who says 不要 before it does not mean it."""

    code: str
    phrases: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    weight: float = 1.0
    courtesy: bool = False
    refusable: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase found in the message: its signs by their place there, each with what it says."""

    code: str
    places: Mapping[int, float]
    whole: bool  # no gap in it

    @property
    def span(self) -> tuple[int, int]:
        return min(self.places), max(self.places) + 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message says. `refused`: it also says what is not wanted; `size`: how much it says in all."""

    heard: Sequence[Heard]
    refused: bool
    size: float


@dataclass(frozen=True, slots=True)
class Sought:
    """All the kinds' phrases, ready to be looked for. What a kind is not stands among them as (code, False)."""

    written: finding.Index
    sounded: sounding.Index
    words: spelling.Words


@lru_cache(maxsize=64)
def _sought(kinds: tuple[Kind, ...]) -> Sought:
    phrases = [((kind.code, True), phrase) for kind in kinds for phrase in kind.phrases]
    barred = [((kind.code, False), phrase) for kind in kinds for phrase in kind.but_not]
    every = [*phrases, *barred]
    return Sought(
        finding.index(every),
        sounding.index((code, phrase) for (code, _), phrase in phrases),
        spelling.words(phrase for _, phrase in every),
    )


def meaning(message: str, kinds: Sequence[Kind]) -> Meaning:
    """What is heard in it and meant."""
    sought = _sought(tuple(kinds))
    text = finding.text(spelling.mended(plain.normal(message), sought.words))
    heard = _written(text, sought)
    heard += _sounded(text, sought, heard)
    heard = _outermost(heard)
    refusable = {kind.code for kind in kinds if kind.refusable and not kind.courtesy}
    refused = declining.declined(text.plain, {each.span for each in heard if each.code in refusable})
    meant = [each for each in heard if each.code not in refusable or each.span not in refused]
    return Meaning(
        [each for each in meant if each.code != COMPLAINT or not _asked(text.plain, each)],
        bool(refused),
        sum(_weight(sign) for sign in text.views[-1].text),
    )


def _written(text: Text, sought: Sought) -> list[Heard]:
    """The phrases that stand in the text, but not those within what their kind is not."""
    barred: dict[str, set[int]] = {}
    found: list[tuple[str, finding.Place]] = []
    for each in finding.found(sought.written, text):
        code, counts = each.key
        if counts:
            found.append((code, each))
        else:
            barred.setdefault(code, set()).update(each.places)
    return [
        Heard(
            code, {place: each.share * _weight(text.plain[place]) for place in each.places}, each.share == 1.0
        )
        for code, each in found
        if barred.get(code, set()).isdisjoint(each.places)
    ]


def _sounded(text: Text, sought: Sought, written: Sequence[Heard]) -> list[Heard]:
    """Phrases that are only sounded, where no other phrase stands."""
    taken = {place for each in written if each.whole for place in each.places}
    view, found = text.views[0], []
    for code, phrase, since in sounding.heard(sought.sounded, view.text):
        at = range(since, since + len(phrase))
        if taken.isdisjoint(
            view.at[here] for here, sign in zip(at, phrase, strict=True) if view.text[here] != sign
        ):
            found.append(Heard(code, dict.fromkeys((view.at[here] for here in at), SOUND_WEIGHT), False))
    return found


def _outermost(heard: Sequence[Heard]) -> list[Heard]:
    """Without what stands inside a longer phrase of another kind and says nothing of its own: 充电 in 充电线."""
    # By their places: each with each takes half a second where somebody writes two thousand signs.
    around: dict[int, list[Heard]] = {}
    for other in heard:
        for place in other.places if other.whole else ():
            around.setdefault(place, []).append(other)
    return [
        one
        for one in heard
        if not any(
            other.code != one.code and one.places.keys() < other.places.keys()
            for other in around.get(min(one.places), ())
        )
    ]


def _asked(text: str, one: Heard) -> bool:
    """房间吵吗 asks and 别太吵 wishes; 没人管吗 complains."""
    start, end = one.span
    if text[start] in "没不":
        return False
    return _ASKED.match(text, end) is not None or _WISHED.search(text[:start]) is not None


def _weight(sign: str) -> float:
    return 0.0 if sign == " " else LATIN_WEIGHT if sign.isascii() else 1.0
