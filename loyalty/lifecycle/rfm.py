"""Recency, frequency, money: quintile scores, the eight classic groups, five value tiers; DOMAIN.md section 6, C86–C88.

A score depends on the value alone, so equal values share it, and what separates two scores can be shown: the
thresholds are values that guests really have (the inverted empirical distribution at 20, 40, 60 and 80 %).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from loyalty.lifecycle.latency import Flags, Floats, Ints

Scores = NDArray[np.int8]
QUINTILES = (0.2, 0.4, 0.6, 0.8)


class Group(IntEnum):
    """R, F and M each high or low: bit 4, 2, 1."""

    LOW_REGAIN = 0  # 一般挽留: away, seldom, little
    KEY_REGAIN = 1  # 重要挽留: away, seldom, much
    LOW_KEEP = 2  # 一般保持: away, often, little
    KEY_KEEP = 3  # 重要保持: away, often, much
    LOW_GROW = 4  # 一般发展: here, seldom, little
    KEY_GROW = 5  # 重要发展: here, seldom, much
    LOW_VALUE = 6  # 一般价值: here, often, little
    KEY_VALUE = 7  # 重要价值: here, often, much


class Tier(IntEnum):
    """Value tiers; not the membership's."""

    POTENTIAL = 1  # 潜力
    SILVER = 2  # 白银
    GOLD = 3  # 黄金
    PLATINUM = 4  # 铂金
    CHURN_WARNING = 5  # 流失预警


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the screen shows and one guest is scored by. Each array [4]: above the i-th means at least score i + 2.

    `days` since the last visit go the other way: at most the i-th means at least score i + 2 … so they fall.
    `r_mean`, `f_mean`, `m_mean`: the property's mean scores; above them a guest is high.
    """

    days: Ints
    visits: Ints
    spent_cents: Ints
    r_mean: float
    f_mean: float
    m_mean: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores 1 (worst) to 5 and the group, all [n]."""

    r: Scores
    f: Scores
    m: Scores
    group: Scores


def thresholds(days: Ints, visits: Ints, spent_cents: Ints) -> Thresholds:
    """The property's thresholds from all its guests, [n] each. Raises ValueError for no guest."""
    if not len(days):
        raise ValueError("nobody to compare")
    cuts = [_cuts(-days), _cuts(visits), _cuts(spent_cents)]
    means = [
        float(_scores(values, cut).mean())
        for values, cut in zip((-days, visits, spent_cents), cuts, strict=True)
    ]
    # "-days > cut" is "days < -cut": shown as the last day that still gets the better score.
    return Thresholds(-cuts[0] - 1, cuts[1], cuts[2], *means)


def rank(days: Ints, visits: Ints, spent_cents: Ints, by: Thresholds) -> Ranking:
    """Scores and group of any guests, [n], one or all, by the property's thresholds."""
    r = _scores(-days, -by.days - 1)
    f = _scores(visits, by.visits)
    m = _scores(spent_cents, by.spent_cents)
    group = 4 * (r > by.r_mean) + 2 * (f > by.f_mean) + (m > by.m_mean)
    return Ranking(r, f, m, group.astype(np.int8))


def tiers(f: Scores, m: Scores, away: Flags) -> Scores:
    """Value tiers, [n], by what a guest has shown: F + M of 9 platinum, 7 gold, 5 silver, below that potential.

    `away`: at risk, dormant or lost. Who is away and was at least silver is a warning; who was never worth much is not.
    """
    shown = f.astype(np.int64) + m
    return np.select(
        [away & (shown >= 5), shown >= 9, shown >= 7, shown >= 5],
        [np.int8(each) for each in (Tier.CHURN_WARNING, Tier.PLATINUM, Tier.GOLD, Tier.SILVER)],
        np.int8(Tier.POTENTIAL),
    ).astype(np.int8)


def share_below(values: Floats) -> Floats:
    """The share (0…1) of all with a lower value, [n]; equal values share it. For Habits.rate_rank."""
    return np.searchsorted(np.sort(values), values, side="left") / max(len(values), 1)


def _cuts(values: Ints) -> Ints:
    return np.asarray(np.quantile(values, QUINTILES, method="inverted_cdf"), dtype=np.int64)


def _scores(values: Ints, cuts: Ints) -> Scores:
    """1 + how many cuts lie below."""
    return (np.searchsorted(cuts, values, side="left") + 1).astype(np.int8)
