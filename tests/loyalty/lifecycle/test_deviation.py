"""C77–C79: early, on pattern, late."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.lifecycle import deviation
from loyalty.lifecycle.deviation import Deviation, Norm

EARLY, ON, LATE, UNKNOWN = Deviation.EARLY, Deviation.ON_PATTERN, Deviation.LATE, Deviation.UNKNOWN
NAN = float("nan")


def norm(lower, median, upper):
    one = [np.array([float(each)]) for each in (lower, median, upper)]
    return Norm(*one, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=bool))


@pytest.mark.parametrize(
    ("days", "bounds", "back", "away"),
    [
        (30, (60, 60, 60), EARLY, ON),  # C77: a norm of 60 met in 30
        (60, (60, 60, 60), ON, LATE),  # C77: 60 days gone and no visit
        (59, (60, 60, 60), ON, ON),
        (61, (60, 60, 60), LATE, LATE),
        (31, (60, 60, 60), ON, ON),  # earlier, not much earlier
        (40, (45, 60, 80), ON, ON),
        (30, (45, 60, 80), EARLY, ON),
        (28, (20, 60, 80), ON, ON),  # inside the usual range
        (80, (45, 60, 80), ON, LATE),
        (81, (45, 60, 80), LATE, LATE),
        (500, (NAN, NAN, NAN), UNKNOWN, UNKNOWN),
    ],
)
def test_gaps_are_judged_by_their_norm(days, bounds, back, away):
    assert deviation.of_return(np.array([days]), norm(*bounds))[0] == back
    assert deviation.of_absence(np.array([days]), norm(*bounds))[0] == away


@given(st.integers(0, 2000), st.integers(0, 2000), st.lists(st.integers(1, 900), min_size=3, max_size=3))
def test_longer_away_is_never_less_late(days, more, bounds):
    by = norm(*sorted(bounds))
    for judge in (deviation.of_absence, deviation.of_return):
        first, later = (int(judge(np.array([each]), by)[0]) for each in (days, days + more))
        assert first <= later


def test_only_who_deviates_may_be_thought_of():  # C78
    assert deviation.deviates(np.array(list(Deviation), dtype=np.int8)).tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    ("absent", "last", "now"),
    [(ON, EARLY, EARLY), (LATE, EARLY, LATE), (ON, LATE, ON), (ON, ON, ON), (UNKNOWN, UNKNOWN, UNKNOWN)],
)
def test_what_holds_now_is_the_absence_first(absent, last, now):
    found = deviation.standing(np.array([absent], dtype=np.int8), np.array([last], dtype=np.int8))
    assert found[0] == now


def test_the_day_somebody_becomes_late_is_known_ahead():
    assert deviation.late_on(np.array([1000]), norm(45, 60, 80))[0] == 1080
    assert deviation.late_on(np.array([1000]), norm(NAN, NAN, NAN))[0] == -1
    assert deviation.of_absence(np.array([1080 - 1000]), norm(45, 60, 80))[0] == LATE
