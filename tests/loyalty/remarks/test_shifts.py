"""Which shift a moment of the local day belongs to."""

from datetime import time

import pytest

from loyalty.remarks.shifts import Watch, shift_at

DAY = [
    Watch("早班", time(7), time(15), "S01"),
    Watch("中班", time(15), time(23), "S02"),
    Watch("夜班", time(23), time(7), ""),
]


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (time(7), "早班"),
        (time(14, 59, 59), "早班"),
        (time(15), "中班"),
        (time(23), "夜班"),
        (time(0), "夜班"),
        (time(6, 59), "夜班"),
    ],
)
def test_a_shift_holds_from_its_start_until_the_next_one_also_over_midnight(moment: time, name: str) -> None:
    found = shift_at(DAY, moment)
    assert found is not None and found.name == name


def test_a_moment_outside_every_shift_belongs_to_nobody() -> None:
    assert shift_at(DAY[:1], time(3)) is None
    assert shift_at([], time(3)) is None


def test_a_shift_that_ends_when_it_starts_runs_all_day() -> None:
    assert shift_at([Watch("全天", time(8), time(8), "S01")], time(7, 59)) is not None
