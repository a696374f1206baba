"""Everything about guests in one go: what a property's history teaches, and what that says of one guest or of all.

The night learns a Basis from all visits and judges everybody by it; a visit during the day judges one guest by last
night's Basis, through the same code. Shapes [n] are guests unless said.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from loyalty.lifecycle import deviation, latency, rfm, stages, value
from loyalty.lifecycle.deviation import Codes, Norm
from loyalty.lifecycle.latency import Flags, Floats, Ints, Latency, Norms, Spells, TurningPoint
from loyalty.lifecycle.value import CannotFit, SpendModel, VisitModel, Worth

YEAR_DAYS = 364  # 52 weeks


@dataclass(frozen=True, slots=True)
class Facts:
    """What the stays say of each guest, all [n]; see NOTES.md for the columns they come from.

    `visits` ≥ 1; days as numbers, `previous_on` is stages.NEVER for one visit; `spent_cents` on all visits,
    `first_cents` of it on the first. `in_house` on the day asked about: a guest of sixty nights is not sixty days away.
    """

    cohort: Ints
    visits: Ints
    first_on: Ints
    previous_on: Ints
    last_on: Ints
    spent_cents: Ints
    first_cents: Ints
    in_house: Flags


@dataclass(frozen=True, slots=True)
class Basis:
    """What a night learned of a property. The models are None where there was too little to learn from."""

    as_of: int
    latency: Latency
    norms: Norms
    turns: tuple[TurningPoint | None, ...]  # by cohort
    ranks: rfm.Thresholds
    visits: VisitModel | None
    spend: SpendModel | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What holds for each guest on a day, all [n]. Codes by their enums.

    `away_days` since the last check-in (0 in house), `norm` the usual range until the next, `late_on` the day they
    become late (-1: no norm). `expected_visits`, `worth` and `alive` are None where the property's models are.
    """

    stage: Codes
    deviation: Codes
    away_days: Ints
    norm: Norm
    late_on: Ints
    ranking: rfm.Ranking
    tier: Codes
    alive: Floats | None
    expected_visits: Floats | None
    worth: Worth | None


def histories(facts: Facts, as_of: int) -> value.Histories:
    """The guests as the visit model sees them."""
    return value.Histories(facts.visits - 1, facts.last_on - facts.first_on, as_of - facts.first_on)


def last_seen(facts: Facts, as_of: int) -> Ints:
    """The day from which absence counts: the last check-in, as every latency; today for who is in house."""
    return np.where(facts.in_house, as_of, facts.last_on)


def learn(spells: Spells, facts: Facts, parents: ArrayLike, as_of: int) -> Basis:
    """All that is learned from a property's spells (any compression) and guests. Raises ValueError for no guest."""
    found = latency.latency(spells, parents)
    return Basis(
        as_of=as_of,
        latency=found,
        norms=latency.norms(found, parents),
        turns=tuple(_turn(found, cohort) for cohort in range(found.median.shape[0])),
        ranks=rfm.thresholds(as_of - last_seen(facts, as_of), facts.visits, facts.spent_cents),
        visits=_visits(facts, as_of),
        spend=_spend(facts),
    )


def assess(
    facts: Facts,
    basis: Basis,
    as_of: int,
    *,
    days_ahead: int = YEAR_DAYS,
    limits: stages.Limits | None = None,
) -> Assessment:
    """Judges guests by a basis, which may be of an earlier day. Raises ValueError for a visit after `as_of`."""
    seen = last_seen(facts, as_of)
    away = as_of - seen
    norm = deviation.norm_of(basis.norms, facts.cohort, facts.visits)
    absent = deviation.of_absence(away, norm)
    stage = stages.stages(facts.visits, facts.previous_on, seen, absent, norm.upper, as_of, limits)
    ranking = rfm.rank(away, facts.visits, facts.spent_cents, basis.ranks)
    living, ahead, worth = _future(facts, basis, as_of, days_ahead)
    return Assessment(
        stage=stage,
        deviation=deviation.standing(absent, _last_return(facts, basis.norms)),
        away_days=away,
        norm=norm,
        late_on=deviation.late_on(seen, norm),
        ranking=ranking,
        tier=rfm.tiers(ranking.f, ranking.m, stage >= stages.Stage.AT_RISK),
        alive=living,
        expected_visits=ahead,
        worth=worth,
    )


def _last_return(facts: Facts, norms: Norms) -> Codes:
    """How the last visit came, against the norm of its own gap."""
    again = facts.visits >= 2
    norm = deviation.norm_of(norms, facts.cohort, np.maximum(facts.visits - 1, 1))
    gap = np.where(again, facts.last_on - facts.previous_on, 0)
    unknown = np.int8(deviation.Deviation.UNKNOWN)
    return np.where(again, deviation.of_return(gap, norm), unknown).astype(np.int8)


def _turn(found: Latency, cohort: int) -> TurningPoint | None:
    """A cohort's own turn: a series made of other guests' figures would show none that is its."""
    # Neither the column of all later gaps nor the pooled one is a step of the series.
    steps = found.median.shape[1] - 2
    enough = (found.guests[cohort] >= latency.GUESTS_MIN) & (found.returns[cohort] >= latency.RETURNS_MIN)
    return latency.turning_point(np.where(enough, found.median[cohort], np.nan)[:steps])


def _visits(facts: Facts, as_of: int) -> VisitModel | None:
    try:
        return value.fit_visits(histories(facts, as_of))
    except CannotFit:
        return None


def _spend(facts: Facts) -> SpendModel | None:
    try:
        return value.fit_spend(facts.visits - 1, facts.spent_cents - facts.first_cents)
    except CannotFit:
        return None


def _future(
    facts: Facts, basis: Basis, as_of: int, days_ahead: int
) -> tuple[Floats | None, Floats | None, Worth | None]:
    if basis.visits is None:
        return None, None, None
    lives = histories(facts, as_of)
    ahead = value.expected_visits(basis.visits, lives, days_ahead)
    living = value.alive(basis.visits, lives)
    if basis.spend is None:
        return living, ahead, None
    yuan = value.expected_spend(basis.spend, lives.repeats, facts.spent_cents - facts.first_cents)
    return living, ahead, value.worth(ahead, yuan, facts.spent_cents)
