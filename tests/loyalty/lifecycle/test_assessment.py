"""The night over all guests, and one guest by its basis."""

from datetime import date

import numpy as np
import pytest

from loyalty.lifecycle import assessment, latency, stages
from loyalty.lifecycle.assessment import Facts
from loyalty.lifecycle.deviation import Deviation
from loyalty.lifecycle.rfm import Tier
from loyalty.lifecycle.stages import NEVER, Stage
from tests.loyalty.lifecycle import generator

PARENTS = [-1, 0, 0, 1, 1]
TODAY = stages.day_number(date(2025, 9, 30))


def facts_of(drawn, cohort):
    """What the database part will read by one grouped statement."""
    guest, day, cents = drawn.guest, drawn.day, drawn.cents
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1]))
    last = np.append(first[1:], len(guest)) - 1
    previous = np.where(last > first, day[np.maximum(last - 1, 0)], NEVER)
    return Facts(
        cohort,
        last - first + 1,
        day[first],
        previous,
        day[last],
        np.add.reduceat(cents, first),
        cents[first],
        np.zeros(len(first), dtype=bool),
    )


def property_of(guests, seed=1):
    drawn = generator.visits(guests, seed, days=1000, joined_over=900)
    moved = generator.Drawn(drawn.guest, drawn.day + TODAY - 999, drawn.cents)
    cohort = np.random.default_rng(seed).integers(2, 5, guests)
    spells = latency.spells_of(moved.guest, moved.day, cohort[moved.guest], TODAY)
    facts = facts_of(moved, cohort)
    return facts, assessment.learn(latency.compressed(spells), facts, PARENTS, TODAY)


@pytest.fixture(scope="module")
def night():
    return property_of(3000)


def test_every_guest_is_judged(night):
    facts, basis = night
    found = assessment.assess(facts, basis, TODAY)
    assert set(np.unique(found.stage)) == {each.value for each in Stage}
    assert set(np.unique(found.tier)) == {each.value for each in Tier}
    assert Deviation.LATE in found.deviation
    assert Deviation.EARLY in found.deviation
    assert np.all(found.away_days == TODAY - facts.last_on)
    assert np.all(found.worth.lifetime_cents == facts.spent_cents + found.worth.potential_cents)
    assert np.all((found.alive >= 0) & (found.alive <= 1))
    assert stages.churn(found.stage).guests == 3000


def test_one_guest_alone_is_judged_as_among_all(night):
    facts, basis = night
    everybody = assessment.assess(facts, basis, TODAY)
    for at in (0, 1, 17, 2999):
        one = Facts(*(getattr(facts, name)[at : at + 1] for name in Facts.__slots__))
        alone = assessment.assess(one, basis, TODAY)
        for name in ("stage", "deviation", "away_days", "late_on", "tier", "alive"):
            assert getattr(alone, name)[0] == getattr(everybody, name)[at]
        assert alone.expected_visits[0] == pytest.approx(everybody.expected_visits[at], rel=1e-12)
        assert alone.ranking.group[0] == everybody.ranking.group[at]


def test_who_is_late_was_told_the_day_before(night):
    facts, basis = night
    found = assessment.assess(facts, basis, TODAY)
    late = found.deviation == Deviation.LATE
    assert np.array_equal(late, (found.late_on >= 0) & (found.late_on <= TODAY))


def test_a_visit_makes_a_late_guest_stick_again(night):
    facts, basis = night
    found = assessment.assess(facts, basis, TODAY)
    at = int(np.flatnonzero(found.stage >= Stage.AT_RISK)[0])
    one = Facts(*(getattr(facts, name)[at : at + 1] for name in Facts.__slots__))
    back = Facts(
        one.cohort,
        one.visits + 1,
        one.first_on,
        one.last_on,
        one.last_on * 0 + TODAY,
        one.spent_cents,
        one.first_cents,
        one.in_house,
    )
    assert assessment.assess(back, basis, TODAY).stage[0] == Stage.STICKY


def test_a_property_of_few_guests_makes_no_claims():
    facts, basis = property_of(12)
    found = assessment.assess(facts, basis, TODAY)
    assert basis.visits is None
    assert basis.turns == (None,) * len(PARENTS)
    assert found.worth is None
    assert np.all(found.deviation == Deviation.UNKNOWN)
    assert Stage.AT_RISK not in found.stage  # only the calendar speaks: dormant or lost


def test_a_turn_is_a_cohorts_own():
    gaps, guests = [90, 60, 30, 60, 90, 120, 180], 40
    guest = np.repeat(np.arange(guests), 8)
    day = np.tile(np.cumsum([0, *gaps]), guests) + TODAY - 700
    drawn = generator.Drawn(guest, day, np.full(len(day), 20800))
    cohort = np.ones(guests, dtype=np.int64)
    spells = latency.spells_of(guest, day, cohort[guest], TODAY)
    basis = assessment.learn(spells, facts_of(drawn, cohort), [-1, 0, 0], TODAY)
    assert [turn and turn.act_upon for turn in basis.turns] == [4, 4, None]


def test_a_long_stay_is_no_absence(night):
    facts, basis = night
    at = int(np.flatnonzero(assessment.assess(facts, basis, TODAY).stage == Stage.LOST)[0])
    one = {name: getattr(facts, name)[at : at + 1] for name in Facts.__slots__}
    found = assessment.assess(Facts(**one | {"in_house": np.array([True])}), basis, TODAY)
    assert found.stage[0] in (Stage.NEW, Stage.STICKY)
    assert found.away_days[0] == 0
    assert found.deviation[0] != Deviation.LATE
