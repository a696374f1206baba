"""C48, C49, C72: stages, dormancy, motives."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.lifecycle import stages
from loyalty.lifecycle.deviation import Deviation
from loyalty.lifecycle.stages import NEVER, Habits, Motive, Stage, day_number

TODAY = day_number(date(2025, 9, 30))


def on(text):
    return NEVER if text is None else day_number(date.fromisoformat(text))


def stage(visits, previous, last, absent=Deviation.ON_PATTERN, upper=90.0, as_of=TODAY):
    one = [np.array([each]) for each in (visits, on(previous), on(last))]
    return Stage(stages.stages(*one, np.array([absent], dtype=np.int8), np.array([float(upper)]), as_of)[0])


@pytest.mark.parametrize(
    ("visits", "previous", "last", "absent", "upper", "expected"),
    [
        (1, None, "2025-09-01", Deviation.ON_PATTERN, 90, Stage.NEW),
        (1, None, "2025-06-01", Deviation.LATE, 90, Stage.AT_RISK),
        (1, None, "2025-02-01", Deviation.LATE, 90, Stage.AT_RISK),  # one visit is not steady: never dormant
        (1, None, "2024-09-29", Deviation.LATE, 90, Stage.LOST),
        (1, None, "2024-09-30", Deviation.LATE, 90, Stage.AT_RISK),  # twelve months to the day
        (2, "2025-08-01", "2025-09-01", Deviation.ON_PATTERN, 90, Stage.STICKY),
        (2, "2025-08-01", "2025-09-01", Deviation.EARLY, 90, Stage.STICKY),
        (9, "2025-05-01", "2025-06-01", Deviation.LATE, 90, Stage.AT_RISK),
        (2, "2024-12-01", "2025-03-29", Deviation.LATE, 90, Stage.DORMANT),
        (2, "2024-12-01", "2025-03-30", Deviation.LATE, 90, Stage.AT_RISK),  # six months to the day: not yet
        (2, "2024-03-30", "2025-03-01", Deviation.LATE, 90, Stage.DORMANT),
        (2, "2024-03-29", "2025-03-01", Deviation.LATE, 90, Stage.AT_RISK),  # not steady: two in 12 months
        (5, "2024-06-01", "2024-09-01", Deviation.LATE, 90, Stage.LOST),
        (
            5,
            "2024-06-01",
            "2024-09-01",
            Deviation.ON_PATTERN,
            400,
            Stage.DORMANT,
        ),  # not 2 × 400 days away yet
        (
            5,
            "2022-06-01",
            "2024-09-01",
            Deviation.ON_PATTERN,
            400,
            Stage.STICKY,
        ),  # a guest of every other year
        (1, None, "2025-03-01", Deviation.UNKNOWN, float("nan"), Stage.NEW),
        (1, None, "2024-03-01", Deviation.UNKNOWN, float("nan"), Stage.LOST),
    ],
)
def test_stages_by_table(visits, previous, last, absent, upper, expected):
    assert stage(visits, previous, last, absent, upper) == expected


def test_months_are_those_of_the_calendar():
    assert stages.months_before(day_number(date(2025, 8, 31)), 6) == day_number(date(2025, 2, 28))
    assert stages.months_before(day_number(date(2024, 8, 31)), 6) == day_number(date(2024, 2, 29))
    assert stages.months_before(day_number(date(2025, 1, 15)), 18) == day_number(date(2023, 7, 15))


@given(st.lists(st.integers(1, 1200), min_size=1, max_size=12, unique=True), st.integers(0, 900))
def test_dormancy_by_two_days_equals_dormancy_by_counting(ago, later):
    as_of = TODAY + later
    days = sorted(TODAY - each for each in ago)
    silent, steady = stages.months_before(as_of, 6), stages.months_before(as_of, 18)
    slow = not any(day >= silent for day in days) and sum(steady <= day < silent for day in days) >= 2
    previous = days[-2] if len(days) > 1 else NEVER
    assert bool(stages.dormant(np.array([previous]), np.array([days[-1]]), as_of)[0]) == slow


@given(st.integers(1, 9), st.integers(1, 900), st.integers(0, 900))
def test_silence_alone_brings_nobody_back(visits, ago, more):
    previous = None if visits == 1 else "2022-01-01"
    last = date.fromordinal(date(2025, 9, 30).toordinal() - ago).isoformat()
    absent = [Deviation.LATE if TODAY + days - on(last) >= 90 else Deviation.ON_PATTERN for days in (0, more)]
    before, after = (
        stage(visits, previous, last, state, as_of=TODAY + days)
        for state, days in zip(absent, (0, more), strict=True)
    )
    assert before <= after or (before, after) == (Stage.STICKY, Stage.STICKY)


def test_churn_is_who_is_away_of_all_who_ever_came():  # C84
    found = stages.churn(np.array([1, 2, 2, 3, 4, 5, 5, 5], dtype=np.int8))
    assert (found.guests, found.rate, found.lost_rate) == (8, 5 / 8, 3 / 8)
    assert found.by_stage == {
        Stage.NEW: 1, Stage.STICKY: 2, Stage.AT_RISK: 1, Stage.DORMANT: 1, Stage.LOST: 3,
    }  # fmt: skip
    assert stages.churn(np.array([], dtype=np.int8)).rate is None


@pytest.mark.parametrize(("visits", "last"), [(0, "2025-01-01"), (1, "2025-10-01")])
def test_a_guest_has_visits_and_none_in_the_future(visits, last):
    with pytest.raises(ValueError, match="a guest has visits"):
        stage(visits, None, last)


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        # visits, discounted, corporate, unplanned, own, rate rank
        ((4, 2, 0, 0, 4, 0.9), Motive.PRICE),
        ((4, 1, 0, 0, 2, 0.1), Motive.LOYAL),
        ((3, 1, 0, 0, 3, 0.1), Motive.NONE),
        ((4, 0, 3, 1, 0, 0.1), Motive.CAPTIVE),
        ((4, 0, 1, 1, 0, 0.8), Motive.QUALITY),
        ((4, 0, 0, 3, 0, 0.5), Motive.CONVENIENCE),
        ((1, 1, 1, 1, 1, 1.0), Motive.NONE),  # one visit says nothing
    ],
)
def test_motives_by_table(habits, expected):
    assert stages.motives(Habits(*(np.array([each]) for each in habits)))[0] == expected


@given(day=st.integers(0, 20_000), months=st.integers(1, 24))
def test_the_last_day_that_is_not_longer_ago_is_found_without_trying_all(day: int, months: int) -> None:
    last = stages.months_after(day, months)
    assert stages.months_before(last, months) <= day < stages.months_before(last + 1, months)
