"""Which tiers a guest's visits lead to, and what is missing to the next: pure.

Whoever meets a rule of a tier on the day of a visit holds the tier from then on for one term. Any rule is enough,
and the highest tier that is met is taken at once, whatever lies between. Visits that led to a tier count for higher
ones too, and for what keeps it, but do not lead to the same tier a second time.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loyalty.programme.document import Programme
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.state import Basis
from loyalty.programme.tiers.terms import Measure, Rule, Tier
from loyalty.programme.tiers.windows import first_day, last_day, still_running

NEVER: Mapping[int, date] = {}
LONG_STAY = 31  # days between check-in, on which a visit counts, and check-out, from which it does


@dataclass(frozen=True, slots=True)
class Met:
    """A rule of a tier that was met: on which day, from when on its window ran, with how much."""

    rank: int
    rule: Rule
    first: int
    met_on: int
    have: int

    def basis(self) -> Basis:
        return Basis(
            self.rule.measure,
            self.rule.at_least,
            date.fromordinal(self.first),
            date.fromordinal(self.met_on),
            self.rule.months,
        )

    def facts(self) -> dict[str, Any]:
        return {
            "measure": self.rule.measure,
            "need": self.rule.at_least,
            "have": self.have,
            "months": self.rule.months,
            "first": str(date.fromordinal(self.first)),
            "last": str(date.fromordinal(self.met_on)),
        }


@dataclass(frozen=True, slots=True)
class Way:
    """How far a guest is on one way: so much of so much, between these days."""

    measure: Measure
    have: int
    need: int
    first: date
    last: date | None

    @property
    def missing(self) -> int:
        return max(self.need - self.have, 0)

    @property
    def share(self) -> float:
        return min(self.have / self.need, 1.0)


def met(
    history: History, rule: Rule, day: int, *, since: int, not_before: int, after: int = 0, rank: int = 0
) -> Met | None:
    """The latest day up to `day`, and not before `not_before`, on which the rule was met by visits after `after`.

    A rule without a window counts from `since` on.
    """
    days, need = history.days_of(rule.measure), rule.at_least * (100 if rule.measure == "spend" else 1)
    at = bisect_right(days, day)
    if not at or history.sums(rule.measure)[at] < need:
        return None
    for place in range(at - 1, -1, -1):
        last = days[place]
        if last < not_before:
            return None
        first = max(first_day(last, rule.months), after + 1) if rule.months else since
        have = history.have(rule.measure, first, last)
        if have >= rule.at_least:
            begins = history.first_within(rule.measure, first, last)
            return Met(rank, rule, first if begins is None else begins, last, have)
        if not rule.months:
            return None  # earlier there was less
    return None


def best(
    programme: Programme,
    history: History,
    day: int,
    *,
    since: int,
    above: int,
    recent: int,
    rank: int,
    used: Mapping[int, date] = NEVER,
) -> Met | None:
    """The highest tier from rank `above` on that a rule leads to and that still holds on `day`.

    Rules without a window count since the present tier (of `rank`) began, so they lead only above it. `recent`:
    from when on a visit may just have ended (see `_met_now`). `used`: the days up to which visits have led to a rank.
    """
    standing, levels = programme.tiers.standing, programme.tiers.levels
    by_term, begun = standing.checked == "at_term", still_running(standing, day)
    for number in range(len(levels) - 1, max(above, 1) - 1, -1):
        found = None
        after = max((used[each].toordinal() for each in used if each >= number), default=0)
        for rule in levels[number].qualify:
            if rule.months is None and number <= rank:
                continue
            if by_term or rule.months is None:
                one = met(history, rule, day, since=since, not_before=begun, after=after, rank=number)
            else:
                one = _met_now(history, rule, rule.months, day, recent, number)
            if one is not None and (found is None or one.met_on > found.met_on):
                found = one
        if found is not None:
            return found
    return None


def _met_now(history: History, rule: Rule, months: int, day: int, recent: int, rank: int) -> Met | None:
    """Checked at once: met within the window that ends today, or on the day on which a visit began that just ended."""
    have = history.have(rule.measure, first_day(day, months), day)
    not_before = 0 if have >= rule.at_least else max(recent, day - LONG_STAY)
    return met(history, rule, day, since=day, not_before=not_before, rank=rank)


def holds(history: History, basis: Basis) -> bool:
    """Whether the visits of then are still there."""
    have = history.have(basis.measure, basis.first.toordinal(), basis.met_on.toordinal())
    return have >= basis.at_least


def least(programme: Programme) -> dict[Measure, int]:
    """The least of each measure that any rule asks: whoever has less is led nowhere by it."""
    found: dict[Measure, int] = {}
    for tier in programme.tiers.levels[1:]:
        for rule in tier.qualify:
            found[rule.measure] = min(rule.at_least, found.get(rule.measure, rule.at_least))
    return found


def ways_to(tier: Tier, history: History, day: date, since: date) -> list[Way]:
    """How far the guest is on every way to a tier.

    With a window: the one that the earliest visit within reach has begun; when everything of it is to count, the
    last day is where that window ends.
    """
    found = []
    today = day.toordinal()
    for rule in tier.qualify:
        if rule.months is None:
            have = history.have(rule.measure, since.toordinal(), today)
            found.append(Way(rule.measure, have, rule.at_least, since, None))
            continue
        earliest = history.first_within(rule.measure, first_day(today, rule.months), today)
        first = today if earliest is None else earliest
        have = history.have(rule.measure, first, today)
        last = date.fromordinal(last_day(first, rule.months))
        found.append(Way(rule.measure, have, rule.at_least, date.fromordinal(first), last))
    return found


def nearest(ways: Sequence[Way]) -> Way | None:
    return max(ways, key=lambda way: way.share, default=None)
