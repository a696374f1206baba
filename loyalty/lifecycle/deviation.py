"""Who leaves the pattern of their cohort: early, on pattern, late; DOMAIN.md section 5, CAPABILITIES.md C77–C79.

Who is on pattern gets no offer: discounting them gives away profit. A norm of 60 days: back after 30 → early, an
opportunity; 60 days gone without a visit → late, at risk.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from loyalty.lifecycle.latency import Flags, Floats, Ints, Norms

# "Much earlier than the lower bound": below it, and at most half the norm (60 met in 30).
MUCH = 0.5


class Deviation(IntEnum):
    """UNKNOWN is for guests whose cohort has no norm yet: they are treated as on pattern, never as late."""

    UNKNOWN = 0
    EARLY = 1
    ON_PATTERN = 2
    LATE = 3


Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Norm:
    """The usual range for each guest's next visit, all [n], in days; NaN where there is none.

    `taken_from` is the cohort whose figures these are, `pooled` as in latency.Norms: what the screen has to say.
    """

    lower: Floats
    median: Floats
    upper: Floats
    taken_from: Ints
    pooled: Flags


def norm_of(norms: Norms, cohort: Ints, ordinal: Ints) -> Norm:
    """The norm of the gap that begins with each guest's visit `ordinal` ≥ 1. Shapes [n]."""
    column = np.minimum(ordinal, norms.median.shape[1]) - 1
    at = cohort, column
    return Norm(norms.lower[at], norms.median[at], norms.upper[at], norms.taken_from[at], norms.pooled[at])


def of_return(days: Ints | Floats, norm: Norm, much: float = MUCH) -> Codes:
    """Judges gaps that ended with a visit, [n]: the upper bound itself is still on pattern."""
    early = (days < norm.lower) & (days <= much * norm.median)
    return _code(early, days > norm.upper, norm)


def of_absence(days: Ints | Floats, norm: Norm) -> Codes:
    """Judges gaps that go on, [n]: late once the upper bound is reached. Nobody is early before they come."""
    return _code(np.zeros(np.shape(days), dtype=bool), days >= norm.upper, norm)


def standing(absent: Codes, last_return: Codes) -> Codes:
    """What holds for a guest now, [n]: late by absence first, else early if the last visit came much too early."""
    early = (last_return == Deviation.EARLY) & (absent != Deviation.LATE)
    return np.where(early, np.int8(Deviation.EARLY), absent).astype(np.int8)


def late_on(last_on: Ints, norm: Norm) -> Ints:
    """The day on which each guest becomes late unless they come, [n]; -1 where there is no norm."""
    bound = np.ceil(norm.upper)
    return np.where(np.isnan(bound), -1, last_on + np.nan_to_num(bound)).astype(np.int64)


def deviates(deviation: Codes) -> Flags:
    """Who may be thought of for an offer at all (C78): [n]."""
    return np.isin(deviation, (Deviation.EARLY, Deviation.LATE))


def _code(early: Flags, late: Flags, norm: Norm) -> Codes:
    known = ~np.isnan(norm.upper)
    return np.select(
        [~known, early, late],
        [np.int8(Deviation.UNKNOWN), np.int8(Deviation.EARLY), np.int8(Deviation.LATE)],
        np.int8(Deviation.ON_PATTERN),
    ).astype(np.int8)
