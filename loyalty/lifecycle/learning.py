"""From a property's history to what is kept of it, and from what is kept back to what guests are judged by.

Everybody is judged by the document, the night's own guests too: who is judged later by the same one comes to the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import numpy as np

from loyalty.lifecycle import assessment, cohorts, latency, rfm, stages
from loyalty.lifecycle.assessment import Facts
from loyalty.lifecycle.basis import CURVE_DAYS, Cohort, Document, Range, Ranks, SpendFit, Step, Turn, VisitFit
from loyalty.lifecycle.cohorts import Named
from loyalty.lifecycle.gathering import Seen
from loyalty.lifecycle.latency import Floats, Ints, Latency, Norms, Spells
from loyalty.lifecycle.stages import Stage
from loyalty.lifecycle.value import SpendModel, VisitModel

FIGURES = ("share", "lower", "median", "upper", "all_lower", "all_median", "all_upper")


def with_cohorts(seen: Seen, cohort: Ints) -> tuple[Facts, Spells]:
    """Facts and spells of guests whose cohorts are known."""
    return replace(seen.facts, cohort=cohort), replace(seen.spells, cohort=cohort[seen.spell_of])


def learn(seen: Seen, sources: dict[int, str], day: date) -> Document:
    """What the property's guests teach on this day. Raises ValueError for no guest."""
    as_of, split = stages.day_number(day), cohorts.split_of(seen)
    kinds = cohorts.named(seen, sources, split)
    facts, spells = with_cohorts(seen, cohorts.assign(kinds, seen, split))
    parents = [each.parent for each in kinds]
    found = assessment.learn(spells, facts, parents, as_of)
    curves = latency.curves(spells, parents, CURVE_DAYS)
    churn = stages.churn(assessment.assess(facts, found, as_of).stage)
    return Document(
        as_of=day,
        guests=len(seen.guest),
        cohorts=[_cohort(at, kinds, found, curves) for at in range(len(kinds))],
        ranks=_ranks(found.ranks),
        visits=_fit(found.visits, VisitFit),
        spend=_fit(found.spend, SpendFit),
        stages={each.name.lower(): churn.by_stage[each] for each in Stage},
        churn=round(churn.rate or 0.0, 6),
        lost=round(churn.lost_rate or 0.0, 6),
        rates=[
            int(each) for each in np.quantile(seen.rate_cents, np.arange(101) / 100, method="inverted_cdf")
        ],
        money_split_cents=split,
    )


def basis_of(document: Document) -> assessment.Basis:
    """What guests are judged by, from what was kept."""
    parents = np.array([each.parent for each in document.cohorts], dtype=np.int64)
    rows = [[*each.steps, each.later] for each in document.cohorts]
    guests = np.array([[step.guests for step in row] for row in rows], dtype=np.int64)
    returns = np.array([[step.returns for step in row] for row in rows], dtype=np.int64)
    figures: dict[str, Floats] = {
        name: np.array([[_number(getattr(step, name)) for step in row] for row in rows], dtype=np.float64)
        for name in FIGURES
    }
    for name in ("all_lower", "all_median", "all_upper"):
        figures[name][np.isnan(figures[name]) & (guests > 0)] = np.inf
    found = Latency(guests, returns, **figures)
    ranks = document.ranks
    return assessment.Basis(
        as_of=stages.day_number(document.as_of),
        latency=found,
        norms=latency.norms(found, parents),
        turns=tuple(
            None
            if each.turn is None
            else latency.TurningPoint(each.turn.ordinal, each.turn.act_upon, each.turn.days)
            for each in document.cohorts
        ),
        ranks=rfm.Thresholds(
            np.array(ranks.days, dtype=np.int64),
            np.array(ranks.visits, dtype=np.int64),
            np.array(ranks.spent_cents, dtype=np.int64),
            ranks.r_mean,
            ranks.f_mean,
            ranks.m_mean,
        ),
        visits=None if document.visits is None else VisitModel(**msgspec.structs.asdict(document.visits)),
        spend=None if document.spend is None else SpendModel(**msgspec.structs.asdict(document.spend)),
    )


def rate_rank(rates: Sequence[int], rate_cents: Ints) -> Floats:
    """The share of the property's guests with a lower average rate, in whole percents."""
    return np.minimum(np.searchsorted(np.array(rates), rate_cents, side="left"), 100) / 100


def _cohort(at: int, kinds: Sequence[Named], found: assessment.Basis, curves: Floats) -> Cohort:
    own, turn, columns = kinds[at], found.turns[at], found.norms.median.shape[1]
    steps = [_step(at, column, kinds, found, curves) for column in range(columns + 1)]
    return Cohort(
        code=own.code,
        kind=own.kind,
        parent=own.parent,
        guests=int(found.latency.guests[at, 0]),
        steps=steps[:-1],
        later=steps[-1],
        turn=None if turn is None else Turn(turn.ordinal, turn.act_upon, turn.days),
        channel=own.channel,
        source=own.source,
        high=own.high,
    )


def _step(at: int, column: int, kinds: Sequence[Named], found: assessment.Basis, curves: Floats) -> Step:
    own = found.latency
    enough = own.guests[at, column] >= latency.GUESTS_MIN
    judged = column < found.norms.median.shape[1]
    return Step(
        ordinal=column + 1 if judged else 0,
        guests=int(own.guests[at, column]),
        returns=int(own.returns[at, column]),
        **{name: _told(getattr(own, name)[at, column]) for name in FIGURES},
        norm=_range(found.norms, at, column, kinds) if judged else None,
        curve=[_told(each) for each in curves[at, column]] if judged and enough else None,
    )


def _range(norms: Norms, at: int, column: int, kinds: Sequence[Named]) -> Range | None:
    if norms.taken_from[at, column] < 0:
        return None
    return Range(
        lower=float(norms.lower[at, column]),
        median=float(norms.median[at, column]),
        upper=float(norms.upper[at, column]),
        share=round(float(norms.share[at, column]), 6),
        guests=int(norms.guests[at, column]),
        taken_from=kinds[int(norms.taken_from[at, column])].code,
        pooled=bool(norms.pooled[at, column]),
    )


def _ranks(ranks: rfm.Thresholds) -> Ranks:
    days, visits, cents = (
        [int(each) for each in cuts] for cuts in (ranks.days, ranks.visits, ranks.spent_cents)
    )
    return Ranks(days, visits, cents, ranks.r_mean, ranks.f_mean, ranks.m_mean)


def _fit(model: VisitModel | SpendModel | None, shape: Any) -> Any:
    if model is None:
        return None
    return shape(**{name: getattr(model, name) for name in shape.__struct_fields__})


def _told(figure: np.float64) -> float | None:
    return round(float(figure), 6) if np.isfinite(figure) else None


def _number(figure: float | None) -> float:
    return float("nan") if figure is None else figure
