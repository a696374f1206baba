"""Latency 潜伏期: days from a guest's k-th check-in to the next, by ordinal and cohort, with those still away counted.

Sources: Kaplan & Meier 1958, "Nonparametric estimation from incomplete observations", JASA 53, for the curve; the
turning point is Jim Novo's latency rule as DOMAIN.md section 5 and CAPABILITIES.md C76 give it.

Two kinds of quartiles are kept, because a hotel needs both. `all_*` are the plain Kaplan–Meier percentiles over all
guests who made visit k: infinite where fewer than that share will come (most hotels' 1→2). `lower`, `median` and
`upper` are those of the guests who do come, F(t) ÷ F(end): the usual range, against which a guest deviates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Visits from here on share one norm: hardly a property has 30 guests at each single one of them.
ORDINALS = 10
# DOMAIN.md section 5: below this a cohort speaks with its parent's voice.
GUESTS_MIN = 30
# Quartiles of fewer returns than this are noise, however many guests are still away.
RETURNS_MIN = 5
# The curve is read to its end only while ten guests are still at risk, or each stands for no more than three:
# else the last guest of a long history, by coming, would say that everybody comes.
AT_RISK_MIN = 10
STANDS_FOR_MAX = 3.0
# A product of fractions may miss 0.25 in the last digit.
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Spells:
    """Times between visits. All arrays have shape [n].

    `ordinal` k ≥ 1 of the visit it began with; `days` ≥ 0 to visit k+1 where `returned`, else to today;
    `weight` how many guests had exactly this spell.
    """

    cohort: Ints
    ordinal: Ints
    days: Ints
    returned: Flags
    weight: Ints


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan–Meier curve at the days on which somebody came. All arrays have shape [days].

    `waiting` is the share still away after that day, `at_risk` who could have come on it, `came` who did.
    """

    day: Ints
    waiting: Floats
    at_risk: Ints
    came: Ints


@dataclass(frozen=True, slots=True)
class Latency:
    """What each cohort did after each visit. All arrays have shape [cohorts, ordinals + 1], days as unit.

    Column k-1 is the gap k→k+1; column `ordinals`-1 holds that ordinal and all later ones; the last column holds
    every gap from the second visit on. `guests` counts guests, not gaps. `share` ever comes, as far as can be seen.
    NaN where nobody came, or nobody was.
    """

    guests: Ints
    returns: Ints
    share: Floats
    lower: Floats
    median: Floats
    upper: Floats
    all_lower: Floats
    all_median: Floats
    all_upper: Floats


@dataclass(frozen=True, slots=True)
class Norms:
    """The usual range by cohort and ordinal, from the nearest ancestor with enough guests: [cohorts, ordinals], days.

    `taken_from` is the cohort whose figures these are (-1: nobody has enough, and all is NaN); `pooled` where they
    are over all gaps from the second visit on, because even the property has too few at that ordinal.
    """

    lower: Floats
    median: Floats
    upper: Floats
    share: Floats
    guests: Ints
    taken_from: Ints
    pooled: Flags


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The shortest gap goes from visit `ordinal` to the next; `act_upon` that next visit, before gaps grow again."""

    ordinal: int
    act_upon: int
    days: float


def spells_of(guest: ArrayLike, day: ArrayLike, cohort: ArrayLike, as_of: int) -> Spells:
    """Spells of visits [n] that are sorted by guest, then day. `cohort` [n]: that of the visit's guest.

    Visits after `as_of` are left out, so any past day can be asked about. Raises ValueError if the order is wrong or
    one guest has two visits on a day (they are one visit, DOMAIN.md section 1).
    """
    guests, days, cohorts = (np.asarray(each, dtype=np.int64) for each in (guest, day, cohort))
    same = guests[1:] == guests[:-1]
    if np.any(guests[1:] < guests[:-1]) or np.any(same & (days[1:] <= days[:-1])):
        raise ValueError("visits must be sorted by guest and day, one a day")
    seen = days <= as_of
    guests, days, cohorts = guests[seen], days[seen], cohorts[seen]
    returned = np.append(guests[1:] == guests[:-1], False)[: len(guests)]
    until = np.where(returned, np.append(days[1:], as_of)[: len(days)], as_of)
    return Spells(cohorts, ordinals_of(guests), until - days, returned, np.ones(len(guests), dtype=np.int64))


def ordinals_of(guests: Ints) -> Ints:
    """1, 2, 3 … within each run of equal guests. Shape [n] to [n]."""
    at = np.arange(len(guests))
    starts = np.append(True, guests[1:] != guests[:-1])[: len(guests)]
    return at - np.maximum.accumulate(np.where(starts, at, 0)) + 1


def compressed(spells: Spells) -> Spells:
    """The same spells with equal ones as one row of summed weight: every figure of it stays the same."""
    if not len(spells.days):
        return spells
    wide, far = int(spells.days.max()) + 1, int(spells.ordinal.max()) + 1
    key = ((spells.cohort * far + spells.ordinal) * wide + spells.days) * 2 + spells.returned
    kept, where = np.unique(key, return_inverse=True)
    weight = np.bincount(where, weights=spells.weight).astype(np.int64)
    left, returned = np.divmod(kept, 2)
    left, days = np.divmod(left, wide)
    cohort, ordinal = np.divmod(left, far)
    return Spells(cohort, ordinal, days, returned.astype(bool), weight)


def kaplan_meier(days: ArrayLike, returned: ArrayLike, weight: ArrayLike | None = None) -> Curve:
    """The curve of one group of spells [n]: S(t) = Π (1 - came ÷ at risk). Who is censored on a day was at risk on it.

    Raises ValueError on negative days.
    """
    at = np.asarray(days, dtype=np.int64)
    if np.any(at < 0):
        raise ValueError("nobody comes back before they came")
    weights = np.ones(len(at), dtype=np.int64) if weight is None else np.asarray(weight, dtype=np.int64)
    came, at_risk, waiting = _tables(np.zeros_like(at), at, np.asarray(returned, dtype=bool), weights, 1)
    on = np.flatnonzero(came[0])
    return Curve(on, waiting[0, on], at_risk[0, on], came[0, on])


def percentile(curve: Curve, share: float) -> float:
    """The first day by which `share` (0…1) of all guests have come; infinite if so many never do."""
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0, and at most at 1")
    reached = np.flatnonzero(1 - curve.waiting >= share - CLOSE)
    return float(curve.day[reached[0]]) if len(reached) else float("inf")


def latency(spells: Spells, parents: ArrayLike, ordinals: int = ORDINALS) -> Latency:
    """Figures of every cohort and ordinal, a cohort holding all guests of the cohorts below it.

    `parents` [cohorts]: the parent of each cohort, always of a lower number; -1 for the property itself, cohort 0.
    Raises ValueError on another order.
    """
    above = _checked(parents)
    shape = len(above), ordinals + 1
    guests, returns = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    found = Latency(guests, returns, *(np.full(shape, np.nan) for _ in range(7)))
    for cohort, own in _by_cohort(compressed(spells), above):
        column = np.minimum(own.ordinal, ordinals) - 1
        first = own.ordinal <= ordinals
        np.add.at(found.guests[cohort], column[first], own.weight[first])
        found.guests[cohort, ordinals] = own.weight[own.ordinal == 2].sum()
        later = own.ordinal >= 2
        # Every later gap twice: in its own column and in the one of all of them.
        columns = np.concatenate((column, np.full(int(later.sum()), ordinals)))
        rows = np.concatenate((np.arange(len(column)), np.flatnonzero(later)))
        _fill(
            found,
            cohort,
            *_tables(columns, own.days[rows], own.returned[rows], own.weight[rows], ordinals + 1),
        )
    return found


def curves(spells: Spells, parents: ArrayLike, days: Sequence[int], ordinals: int = ORDINALS) -> Floats:
    """The share who have come again by each of the days: [cohorts, ordinals, days], NaN where nobody was watched so long.

    Cohorts as in `latency`; the days ascend; the last ordinal holds all later ones.
    """
    above, at = _checked(parents), np.asarray(days, dtype=np.int64)
    found = np.full((len(above), ordinals, len(at)), np.nan)
    for cohort, own in _by_cohort(compressed(spells), above):
        column = np.minimum(own.ordinal, ordinals) - 1
        _, at_risk, waiting = _tables(column, own.days, own.returned, own.weight, ordinals)
        seen = at[at < waiting.shape[1]]
        found[cohort, :, : len(seen)] = np.where(at_risk[:, seen] > 0, 1.0 - waiting[:, seen], np.nan)
    return found


def norms(
    found: Latency, parents: ArrayLike, guests_min: int = GUESTS_MIN, returns_min: int = RETURNS_MIN
) -> Norms:
    """The usual ranges with the fallback: own figures, else the parent's, else the property's over all later gaps."""
    above = _checked(parents)
    columns = found.guests.shape[1] - 1
    enough = (found.guests >= guests_min) & (found.returns >= returns_min)
    taken = np.full((len(above), columns), -1, dtype=np.int64)
    for cohort, parent in enumerate(above):
        inherited = taken[parent] if parent >= 0 else -1
        taken[cohort] = np.where(enough[cohort, :columns], cohort, inherited)
    # Never for the first visit: who came once is another kind of guest.
    pooled = (taken < 0) & (np.arange(columns) > 0) & enough[0, columns]
    taken[pooled] = 0
    column = np.where(pooled, columns, np.arange(columns))
    none = taken < 0

    def read(figures: Floats) -> Floats:
        return np.where(none, np.nan, figures[np.maximum(taken, 0), column])

    people = np.where(none, 0, found.guests[np.maximum(taken, 0), column])
    return Norms(
        read(found.lower), read(found.median), read(found.upper), read(found.share), people, taken, pooled
    )


def turning_point(medians: Sequence[float] | Floats) -> TurningPoint | None:
    """Where gaps 1→2, 2→3 … stop getting shorter: 90, 60, 30, 60, 90, 120, 180 → act upon the fourth visit.

    Of equal shortest gaps the last one counts: only after it they grow. None where they are not seen to grow again.
    The series ends at its first NaN or infinity.
    """
    known: list[float] = []
    for days in medians:
        if isnan(days) or days == float("inf"):
            break
        known.append(float(days))
    if not known:
        return None
    shortest = max(at for at, days in enumerate(known) if days == min(known))
    if shortest == len(known) - 1:
        return None
    return TurningPoint(ordinal=shortest + 1, act_upon=shortest + 2, days=known[shortest])


def _checked(parents: ArrayLike) -> Ints:
    above = np.asarray(parents, dtype=np.int64)
    if not len(above) or above[0] != -1 or np.any(above[1:] < 0) or np.any(above >= np.arange(len(above))):
        raise ValueError("cohort 0 is the property, and every other cohort follows its parent")
    return above


def _by_cohort(spells: Spells, above: Ints) -> Iterator[tuple[int, Spells]]:
    """Every cohort with the spells of it and of all below it."""
    rows, codes = np.arange(len(spells.days)), spells.cohort
    if np.any((codes < 0) | (codes >= len(above))):
        raise ValueError("a spell of no known cohort")
    all_rows, all_codes = [rows], [codes]
    while len(rows):
        kept = above[codes] >= 0
        rows, codes = rows[kept], above[codes[kept]]
        all_rows.append(rows)
        all_codes.append(codes)
    row, code = np.concatenate(all_rows), np.concatenate(all_codes)
    order = np.argsort(code, kind="stable")
    row, code = row[order], code[order]
    bounds = np.searchsorted(code, np.arange(len(above) + 1))
    for cohort in range(len(above)):
        own = row[bounds[cohort] : bounds[cohort + 1]]
        if len(own):
            yield (
                cohort,
                Spells(
                    code[:0], spells.ordinal[own], spells.days[own], spells.returned[own], spells.weight[own]
                ),
            )


def _tables(
    column: Ints, days: Ints, returned: Flags, weight: Ints, columns: int
) -> tuple[Ints, Ints, Floats]:
    """Who came, who was at risk and the share still away: [columns, days 0…longest], by column and day."""
    length = int(days.max()) + 1 if len(days) else 1
    cell = column * length + days
    size = columns * length

    def counted(some: Ints, of: Ints) -> Ints:
        return np.bincount(some, weights=of, minlength=size).astype(np.int64).reshape(columns, length)

    came = counted(cell[returned], weight[returned])
    at_risk: Ints = np.cumsum(counted(cell, weight)[:, ::-1], axis=1)[:, ::-1]
    waiting: Floats = np.cumprod(1.0 - came / np.maximum(at_risk, 1), axis=1, dtype=np.float64)
    return came, at_risk, waiting


def _fill(found: Latency, cohort: int, came: Ints, at_risk: Ints, waiting: Floats) -> None:
    """One cohort's figures by column from its tables [columns, days]."""
    total = at_risk[:, :1]
    before = np.concatenate((np.ones_like(waiting[:, :1]), waiting[:, :-1]), axis=1)
    stands_for = before * total / np.maximum(at_risk, 1)
    trusted = (at_risk >= AT_RISK_MIN) | (stands_for <= STANDS_FOR_MAX + CLOSE)
    returned = 1.0 - waiting
    # Past the trusted part the curve stays where it was: both conditions, once broken, stay so.
    share = np.max(np.where(trusted, returned, 0.0), axis=1)
    some = total[:, 0] > 0
    found.returns[cohort] = came.sum(axis=1)
    found.share[cohort] = np.where(some, share, np.nan)
    for part, of_returned, of_all in (
        (0.25, found.lower, found.all_lower),
        (0.5, found.median, found.all_median),
        (0.75, found.upper, found.all_upper),
    ):
        of_returned[cohort] = np.where(share > 0, _first(returned, part * share), np.nan)
        of_all[cohort] = np.where(some, _first(returned, np.full_like(share, part)), np.nan)


def _first(returned: Floats, level: Floats) -> Floats:
    """The first day on which each row [columns, days] reaches its level [columns]; infinite if it never does."""
    reached = returned >= level[:, None] - CLOSE
    return np.where(reached[:, -1], np.argmax(reached, axis=1), np.inf)
