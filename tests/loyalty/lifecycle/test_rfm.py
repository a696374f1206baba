"""C86, C88: recency, frequency, money."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.lifecycle import rfm
from loyalty.lifecycle.rfm import Group, Tier

guests = st.lists(
    st.tuples(st.integers(0, 900), st.integers(1, 20), st.integers(0, 10**6)), min_size=1, max_size=80
)


def ranked(rows):
    columns = [np.array(each, dtype=np.int64) for each in zip(*rows, strict=True)]
    by = rfm.thresholds(*columns)
    return rfm.rank(*columns, by), by


def test_ten_guests_fall_into_fifths():
    found, by = ranked([(10 * n, n, 100 * n) for n in range(1, 11)])
    assert found.f.tolist() == found.m.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found.r.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert by.visits.tolist() == [2, 4, 6, 8]
    assert by.f_mean == 3


def test_equal_values_share_a_score():
    found, by = ranked([(30, 1, 20000)] * 8 + [(30, 2, 50000)] * 2)
    assert found.f.tolist() == [1] * 8 + [5] * 2
    assert found.r.tolist() == [1] * 10
    assert by.visits.tolist() == [1, 1, 1, 1]


@given(guests)
def test_more_is_never_worse_and_the_shown_thresholds_decide(rows):
    found, by = ranked(rows)
    days, visits, spent = (np.array(each) for each in zip(*rows, strict=True))
    for values, scores in ((-days, found.r), (visits, found.f), (spent, found.m)):
        order = np.argsort(values, kind="stable")
        assert np.all(np.diff(scores[order].astype(int)) >= 0)
        equal = np.diff(values[order]) == 0
        assert np.all(np.diff(scores[order].astype(int))[equal] == 0)
    for score in range(2, 6):
        assert np.array_equal(found.r >= score, days <= by.days[score - 2])
        assert np.array_equal(found.f >= score, visits > by.visits[score - 2])


@given(guests, st.integers(0, 79))
def test_one_guest_is_scored_as_among_all(rows, pick):
    found, by = ranked(rows)
    at = pick % len(rows)
    one = rfm.rank(*(np.array([each]) for each in rows[at]), by)
    assert (one.r[0], one.f[0], one.m[0], one.group[0]) == (
        found.r[at], found.f[at], found.m[at], found.group[at],
    )  # fmt: skip


def test_the_eight_groups():
    rows = [(days, visits, cents) for days in (400, 5) for visits in (1, 9) for cents in (10000, 90000)]
    found, _ = ranked(rows)
    assert [Group(each) for each in found.group] == [
        Group.LOW_REGAIN, Group.KEY_REGAIN, Group.LOW_KEEP, Group.KEY_KEEP,
        Group.LOW_GROW, Group.KEY_GROW, Group.LOW_VALUE, Group.KEY_VALUE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("f", "m", "away", "tier"),
    [
        (5, 5, False, Tier.PLATINUM), (5, 4, False, Tier.PLATINUM), (4, 4, False, Tier.GOLD),
        (3, 4, False, Tier.GOLD), (3, 3, False, Tier.SILVER), (1, 4, False, Tier.SILVER),
        (1, 3, False, Tier.POTENTIAL), (1, 3, True, Tier.POTENTIAL), (1, 4, True, Tier.CHURN_WARNING),
        (5, 5, True, Tier.CHURN_WARNING),
    ],
)  # fmt: skip
def test_value_tiers_by_table(f, m, away, tier):
    assert rfm.tiers(np.array([f], dtype=np.int8), np.array([m], dtype=np.int8), np.array([away]))[0] == tier


def test_nobody_cannot_be_compared():
    with pytest.raises(ValueError, match="nobody"):
        rfm.thresholds(*(np.array([], dtype=np.int64),) * 3)


def test_shares_below_are_shared_by_equals():
    assert rfm.share_below(np.array([1.0, 2.0, 2.0, 3.0])).tolist() == [0, 0.25, 0.25, 0.75]
