"""Where a phrase stands in a message. In a phrase `…` is a few signs in between, `#` a number, `+` both in either order."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from loyalty.desk.saying import plain
from loyalty.desk.saying.plain import View, normal

GAP, NUMBER, EITHER = "…", "#", "+"
GAP_MAX, GAP_LATIN = 8, 15
DIGITS = "[0-9一二三四五六七八九十两半]+"
# More than so many beside `+` are looked for in the order they are written in.
MOST_EITHER = 3
_MARKS = re.compile(f"[{GAP}{EITHER}{NUMBER}]")
ANYWHERE = ""
# Whose phrase it is, and whether it counts for it or against it.
Key = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Text:
    """A message ready to be searched. `latin`: its Latin words alone, `views`: its signs, all of them and without fillers."""

    plain: str
    latin: str
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase ready to be looked for: as it stands, or by a pattern that can only fit where all the pieces are."""

    key: Key
    phrase: str
    pieces: tuple[str, ...]
    pattern: re.Pattern[str] | None
    latin: bool
    whole: bool  # it covers what it finds, without a gap
    bare: bool = False  # looked for where the fillers are gone


# By the sign or the Latin word that a message must have for any of them to be there.
Index = Mapping[str, Sequence[Sought]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands: its signs' places in the message, and how much of that is the phrase's own and no gap."""

    key: Key
    places: Sequence[int]
    share: float


def text(even: str) -> Text:
    """Evened-out text (`plain.normal`) as it is searched."""
    tight = plain.tight(even)
    return Text(even, f" {re.sub('[^a-z0-9]', ' ', even)} ", (tight, plain.bare(tight)))


def phrase_of(written: str) -> str:
    """A phrase as it is looked for; '' when nothing is left of it."""
    # NFKC makes three dots of the one sign.
    parts = [_kept(part, (EITHER, NUMBER)).strip() for part in written.split(GAP)]
    found = GAP.join(parts).strip(GAP + EITHER)
    return found if re.sub(rf"[{GAP}{EITHER}{NUMBER}\s]", "", found) else ""


def index(phrases: Iterable[tuple[Key, str]]) -> Index:
    """The phrases so that a message is searched only for what can be in it."""
    by_sign: dict[str, list[Sought]] = {}
    for key, phrase in phrases:
        sought = _sought(key, phrase)
        by_sign.setdefault(_sign(sought), []).append(sought)
        # A phrase that has small words of its own needs them: without them 那个房间 is any room.
        if not sought.latin and not plain.FILLERS.search(phrase):
            by_sign[_sign(sought)].append(replace(sought, bare=True))
    return by_sign


def found(sought: Index, message: Text) -> Iterator[Place]:
    """Each place where one of them stands."""
    words = set(message.latin.split())
    signs = {*message.views[0].text, *words, *(word[:-1] for word in words if word[-1] == "s"), ANYWHERE}
    full, bare = message.views
    for sign in signs:
        for each in sought.get(sign, ()):
            if each.latin:
                # The space before the first word makes up for the one put before the text.
                for start, end in _spans(each, message.latin):
                    yield Place(each.key, range(start, end - 1), _share(each, end - start))
            elif not each.bare or bare is not full:
                view = bare if each.bare else full
                for start, end in _spans(each, view.text):
                    yield Place(each.key, view.at[start:end], _share(each, end - start))


def _sign(sought: Sought) -> str:
    first = sought.pieces[0]
    if not sought.latin:
        return first[0]
    return ANYWHERE if NUMBER in sought.phrase else first.split()[0]


def _share(sought: Sought, length: int) -> float:
    return 1.0 if sought.whole else min(1.0, sum(map(len, sought.pieces)) / length)


def _spans(sought: Sought, text: str) -> Iterator[tuple[int, int]]:
    if not all(piece in text for piece in sought.pieces):
        return
    if sought.pattern is not None:
        yield from (found.span() for found in sought.pattern.finditer(text))
        return
    since = text.find(sought.phrase)
    while since >= 0:
        end = since + len(sought.phrase)
        if not sought.latin or text.startswith((" ", "s "), end):
            yield since, end
        since = text.find(sought.phrase, since + 1)


def _kept(part: str, signs: tuple[str, ...]) -> str:
    if not signs:
        return normal(part)
    return signs[0].join(_kept(piece, signs[1:]) for piece in part.split(signs[0]))


def _sought(key: Key, phrase: str) -> Sought:
    latin = phrase.replace(GAP, "").isascii()
    pieces = tuple(piece for piece in _MARKS.split(phrase) if piece)
    whole = GAP not in phrase and EITHER not in phrase
    if whole and NUMBER not in phrase:
        return Sought(key, f" {phrase}" if latin else phrase, pieces, None, latin, whole)
    return Sought(key, phrase, pieces, re.compile(_pattern(phrase, latin)), latin, whole)


def _pattern(phrase: str, latin: bool) -> str:
    # Atomic: the first place where a piece follows is taken. Tried otherwise, a phrase of many gaps never ends.
    gap = rf"(?>.{{0,{GAP_LATIN if latin else GAP_MAX}}}?%s)"
    number = f" ?{DIGITS} ?" if latin else DIGITS
    either = [
        [number.join(re.escape(piece) for piece in part.split(NUMBER)) for part in side.split(GAP)]
        for side in phrase.split(EITHER)
    ]
    orders = permutations(either) if len(either) <= MOST_EITHER else (either,)
    each = ([part for side in order for part in side] for order in orders)
    body = "|".join(first + "".join(gap % part for part in rest) for first, *rest in each)
    # Whole words, in the singular or the plural.
    return rf" (?:{body})(?=s? )" if latin else body
