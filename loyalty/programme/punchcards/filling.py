"""How visits fill punch cards. Knows no database.

A visit is one stamp, or as many as its nights; it counts once everybody has checked out. Stamps fill one card after
the other: what is left over from a full card begins the next. A card with a limit in months that is not full by then
begins anew with the next visit.

A card once given keeps the size it had, so that a change of the programme never takes one back. When visits are
taken back afterwards, cards that were given are not full any more: they are owed. A card that is owed and cannot be
taken back is filled again before the next one is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from loyalty.programme.periods import months_on
from loyalty.programme.punchcards.terms import PunchCard


@dataclass(frozen=True, slots=True)
class Visit:
    """A finished visit, by its first day."""

    day: date
    nights: int


@dataclass(frozen=True, slots=True)
class Size:
    """What fills a card."""

    counts: str
    every: int
    months: int | None = None

    @classmethod
    def of(cls, card: PunchCard) -> "Size":
        return cls(card.counts, card.every, card.months)

    def stamps(self, visit: Visit) -> int:
        return visit.nights if self.counts == "nights" else 1

    def over(self, begun_on: date, day: date) -> bool:
        """Whether a card begun on that day is too old on this one: one month from 15 March runs through 15 April."""
        return self.months is not None and day > months_on(begun_on, self.months)


@dataclass(frozen=True, slots=True)
class Full:
    begun_on: date
    filled_on: date


@dataclass(frozen=True, slots=True)
class Filling:
    """All full cards in order, and the open one: `have` of `need`; owed stamps are still missing for cards given."""

    full: list[Full]
    given: int
    begun_on: date | None
    have: int
    need: int
    owed: int

    @property
    def missing(self) -> int:
        return self.need - self.have + self.owed


def fill(visits: Iterable[Visit], given: Sequence[Size], card: Size, today: date | None = None) -> Filling:
    """Where the visits, in order, have led: first through the cards already given, then through further ones."""
    full: list[Full] = []
    begun_on: date | None = None
    have, size = 0, given[0] if given else card
    for visit in visits:
        if begun_on is not None and size.over(begun_on, visit.day):
            begun_on, have = None, 0
        first = begun_on = begun_on or visit.day
        have += size.stamps(visit)
        while have >= size.every:
            full.append(Full(first, visit.day))
            following = given[len(full)] if len(full) < len(given) else card
            # Nights left over say nothing about visits, and the other way round.
            have = have - size.every if following.counts == size.counts else 0
            first, size = visit.day, following
            begun_on = first if have else None
    if begun_on is not None and today is not None and size.over(begun_on, today):
        begun_on, have = None, 0
    owed = sum(each.every for each in given[len(full) :])
    if owed:
        return Filling(full, len(given), begun_on, 0, card.every, owed - have)
    return Filling(full, len(given), begun_on, have, card.every, 0)


def count_full(visits: Iterable[Visit], card: PunchCard) -> int:
    """How many cards these visits fill from nothing: for what a programme would have cost."""
    return len(fill(visits, (), Size.of(card)).full)


def share_free(every: int) -> float:
    """What the house gives away: 8+1 is one of nine, 11.1 %."""
    return round(1 / (every + 1), 6)
