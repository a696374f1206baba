"""English words with one letter too many, too few or two changed about, as the phrases spell them."""

import re
from collections.abc import Iterable, Iterator

# A shorter word with one letter less is too often another word.
SHORTEST = 6

Words = tuple[frozenset[str], dict[str, str]]


def words(phrases: Iterable[str]) -> Words:
    """What the phrases spell, and the near misses of each of its longer words."""
    right = frozenset(word for phrase in phrases for word in re.findall("[a-z]+", phrase))
    near: dict[str, str] = {}
    for word in sorted(right):
        if len(word) >= SHORTEST:
            for miss in _misses(word):
                near.setdefault(miss, word)
    return right, near


def mended(text: str, known: Words) -> str:
    """The text with each near miss spelt right. What is a word of the phrases stays as it is."""
    right, near = known
    return re.sub(
        "[a-z]{5,}", lambda found: found[0] if found[0] in right else _word(found[0], right, near), text
    )


def _word(word: str, right: frozenset[str], near: dict[str, str]) -> str:
    if word in near:
        return near[word]
    # One letter too many, but not an ending: a charger is no charge.
    shorter = (word[:at] + word[at + 1 :] for at in range(1, len(word) - 2))
    return next((each for each in shorter if len(each) >= SHORTEST and each in right), word)


def _misses(word: str) -> Iterator[str]:
    """One letter too few or two changed about, never the first one, never a bare ending."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
