"""C75, C76, C80–C82: how long guests stay away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_time

from loyalty.lifecycle import latency
from loyalty.lifecycle.latency import Spells, TurningPoint

NAN, NEVER = float("nan"), float("inf")

spans = st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=200)


def spells(rows, cohort=0, ordinal=1):
    """(days, returned) of one cohort and ordinal."""
    days, returned = (np.array(each) for each in zip(*rows, strict=True))
    same = np.ones(len(days), dtype=np.int64)
    return Spells(same * cohort, same * ordinal, days.astype(np.int64), returned.astype(bool), same)


def together(*parts):
    names = ("cohort", "ordinal", "days", "returned", "weight")
    return Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@pytest.mark.parametrize(
    ("series", "turn"),
    [
        ([90, 60, 30, 60, 90, 120, 180], TurningPoint(ordinal=3, act_upon=4, days=30)),  # DOMAIN.md 5, C76
        ([30, 60, 90], TurningPoint(1, 2, 30)),
        ([60, 30, 30, 45], TurningPoint(3, 4, 30)),
        ([90, 60, 30], None),  # still getting shorter: no turn is seen
        ([60], None),
        ([], None),
        ([NAN, 30, 60], None),
        ([90, 30, 60, NAN, 10, 20], TurningPoint(2, 3, 30)),
        ([90, 30, 60, NEVER, 10], TurningPoint(2, 3, 30)),
    ],
)
def test_the_turn_comes_where_gaps_grow_again(series, turn):
    assert latency.turning_point(series) == turn


def test_the_worked_series_is_found_in_the_visits_themselves():
    gaps = [90, 60, 30, 60, 90, 120, 180]
    guests, days = [], []
    for guest in range(40):
        guests += [guest] * 8
        days += list(guest + np.cumsum([0, *gaps]))
    found = latency.latency(latency.spells_of(guests, days, [0] * 320, 2000), [-1])
    assert list(found.median[0, :7]) == gaps
    assert latency.turning_point(found.median[0, :7]) == TurningPoint(3, 4, 30)
    assert found.share[0, :8].tolist() == [1.0] * 7 + [0.0]


def test_spells_begin_at_every_visit_and_the_last_is_open():
    found = latency.spells_of([1, 1, 1, 2], [0, 30, 100, 50], [5, 5, 5, 6], as_of=120)
    assert found.ordinal.tolist() == [1, 2, 3, 1]
    assert found.days.tolist() == [30, 70, 20, 70]
    assert found.returned.tolist() == [True, True, False, False]
    assert found.cohort.tolist() == [5, 5, 5, 6]


def test_a_past_day_knows_nothing_of_what_came_after():
    found = latency.spells_of([1, 1, 2], [0, 30, 50], [0, 0, 0], as_of=29)
    assert (found.days.tolist(), found.returned.tolist()) == ([29], [False])
    assert latency.spells_of([1], [5], [0], as_of=4).days.tolist() == []


@pytest.mark.parametrize(("guests", "days"), [([2, 1], [0, 0]), ([1, 1], [5, 5]), ([1, 1], [6, 5])])
def test_visits_out_of_order_are_refused(guests, days):
    with pytest.raises(ValueError, match="sorted"):
        latency.spells_of(guests, days, [0, 0], 10)


@settings(max_examples=100, deadline=None)
@given(spans)
def test_the_curve_is_that_of_lifelines(rows):
    days, returned = zip(*rows, strict=True)
    ours = latency.kaplan_meier(days, returned)
    theirs = KaplanMeierFitter().fit(days, returned)
    np.testing.assert_allclose(ours.waiting, theirs.predict(ours.day), rtol=1e-9, atol=1e-12)
    for share in (0.25, 0.5, 0.75):
        # lifelines compares floats with 1 - share as they are: ask it where both mean the same.
        exact = theirs.survival_function_.iloc[:, 0]
        if not np.any(np.abs(exact - (1 - share)) < 1e-9):
            assert latency.percentile(ours, share) == qth_survival_time(1 - share, exact)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 14), st.integers(0, 60), st.booleans()), min_size=1)
)
def test_compression_changes_nothing(rows):
    cohort, ordinal, days, returned = (np.array(each) for each in zip(*rows, strict=True))
    plain = Spells(cohort, ordinal, days, returned, np.ones(len(rows), dtype=np.int64))
    packed = latency.compressed(plain)
    assert packed.weight.sum() == len(rows)
    assert len(packed.days) == len(set(rows))
    first, second = (latency.latency(each, [-1, 0, 0, 1]) for each in (plain, packed))
    for name in (
        "guests",
        "returns",
        "share",
        "lower",
        "median",
        "upper",
        "all_lower",
        "all_median",
        "all_upper",
    ):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@given(spans)
def test_a_curve_never_rises_and_quartiles_are_in_order(rows):
    curve = latency.kaplan_meier(*zip(*rows, strict=True))
    assert np.all(np.diff(curve.waiting) <= 0)
    assert np.all((curve.waiting >= 0) & (curve.waiting <= 1))
    assert (
        latency.percentile(curve, 0.25) <= latency.percentile(curve, 0.5) <= latency.percentile(curve, 0.75)
    )
    found = latency.latency(spells(rows), [-1])
    if found.returns[0, 0] and found.share[0, 0] > 0:
        assert found.lower[0, 0] <= found.median[0, 0] <= found.upper[0, 0]


@given(spans, st.integers(1, 100))
def test_who_stays_away_longer_never_makes_more_come(rows, more):
    before = latency.kaplan_meier(*zip(*rows, strict=True))
    longer = [(days if returned else days + more, returned) for days, returned in rows]
    after = latency.kaplan_meier(*zip(*longer, strict=True))
    np.testing.assert_array_less(before.waiting, after.waiting + 1e-12)


def test_guests_still_away_count_as_away_not_as_gone():
    # Ten came after 10 days; of twenty more, ten are away 5 days (they may yet come), ten 100.
    rows = [(10, True)] * 10 + [(5, False)] * 10 + [(100, False)] * 10
    found = latency.latency(spells(rows), [-1])
    assert found.share[0, 0] == pytest.approx(0.5)  # 10 of the 20 who were at risk, not 10 of 30
    assert found.median[0, 0] == 10
    assert found.all_upper[0, 0] == NEVER


def test_the_last_guest_of_a_long_history_does_not_say_that_everybody_comes():
    rows = [(10, True)] * 30 + [(200, False)] * 65 + [(300, False)] * 4 + [(900, True)]
    found = latency.latency(spells(rows), [-1])
    assert found.share[0, 0] == pytest.approx(0.3)
    assert found.upper[0, 0] == 10
    # The plain curve says so, because that is its definition.
    assert latency.kaplan_meier(*zip(*rows, strict=True)).waiting[-1] == 0


def test_where_all_are_seen_to_come_the_share_is_one():
    assert latency.latency(spells([(day, True) for day in range(1, 31)]), [-1]).share[0, 0] == pytest.approx(
        1
    )


def test_a_cohort_under_thirty_guests_speaks_with_its_parents_voice():
    # property 0 ⊃ channel 1 ⊃ sources 2 (29 guests) and 3 (30 guests)
    parents = [-1, 0, 1, 1]
    all_of = together(
        spells([(20, True)] * 29, cohort=2),
        spells([(50, True)] * 30, cohort=3),
        spells([(90, True)] * 60, cohort=0),
    )
    found = latency.latency(all_of, parents)
    assert found.guests[:, 0].tolist() == [119, 59, 29, 30]
    norm = latency.norms(found, parents)
    assert norm.taken_from[:, 0].tolist() == [0, 1, 1, 3]
    assert norm.median[:, 0].tolist() == [90, 50, 50, 50]
    assert norm.guests[:, 0].tolist() == [119, 59, 59, 30]
    assert found.median[2, 0] == 20  # its own figures are still there to look at


def test_late_visits_of_a_small_property_share_the_norm_of_all_later_gaps():
    all_of = together(
        spells([(30, True)] * 40, ordinal=1),
        spells([(60, True)] * 40, ordinal=2),
        spells([(70, True)], ordinal=3),
    )
    norm = latency.norms(latency.latency(all_of, [-1]), [-1])
    assert norm.pooled[0].tolist() == [False, False] + [True] * 8
    assert norm.median[0, :4].tolist() == [30, 60, 60, 60]


def test_nobody_has_a_norm_where_nobody_is_known():
    norm = latency.norms(latency.latency(spells([(9, True)] * 29), [-1]), [-1])
    assert np.all(norm.taken_from == -1)
    assert np.all(np.isnan(norm.upper))
    few_returns = latency.latency(spells([(9, True)] * 4 + [(50, False)] * 96), [-1])
    assert latency.norms(few_returns, [-1]).taken_from[0, 0] == -1
    assert few_returns.share[0, 0] == pytest.approx(0.04)


@pytest.mark.parametrize("parents", [[], [0], [-1, 1], [-1, -1], [-1, 2, 0]])
def test_cohorts_follow_their_parents(parents):
    with pytest.raises(ValueError, match="cohort 0"):
        latency.latency(spells([(1, True)]), parents)


def test_a_spell_of_no_known_cohort_is_refused():
    with pytest.raises(ValueError, match="no known cohort"):
        latency.latency(spells([(1, True)], cohort=7), [-1])


def test_channels_differ_where_their_average_hides_it():  # C80, C81
    all_of = together(spells([(20, True)] * 40, cohort=1), spells([(200, True)] * 40, cohort=2))
    norm = latency.norms(latency.latency(all_of, [-1, 0, 0]), [-1, 0, 0])
    assert norm.median[1:, 0].tolist() == [20, 200]
