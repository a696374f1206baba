"""When a scheduled campaign is due, by the property's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from loyalty.campaigns.document import Once, OnEvent, Schedule
from loyalty.campaigns.scheduling import first, following, gap_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday, 10:00


@pytest.mark.parametrize(
    ("schedule", "local"),
    [
        (Schedule(every="day", hour=10), "2026-11-24 10:00"),
        (Schedule(every="day", hour=11), "2026-11-23 11:00"),
        (Schedule(every="week", on=1, hour=9), "2026-11-30 09:00"),
        (Schedule(every="week", on=3, hour=9), "2026-11-25 09:00"),
        (Schedule(every="month", on=31, hour=9), "2026-11-30 09:00"),
        (Schedule(every="month", on=1, hour=9), "2026-12-01 09:00"),
    ],
)
def test_the_next_moment_of_a_schedule(schedule: Schedule, local: str) -> None:
    assert f"{following(schedule, NOW, SHANGHAI).astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == local


def test_where_the_clock_jumps_the_hour_that_is_not_there_is_kept_close() -> None:
    # 02:00 does not exist in New York on 14 March 2027.
    found = following(
        Schedule(every="day", hour=2), datetime(2027, 3, 14, 5, tzinfo=UTC), ZoneInfo("America/New_York")
    )
    assert found.date().isoformat() == "2027-03-14"


def test_once_is_now_or_when_it_says_and_events_have_no_moment() -> None:
    later = datetime(2026, 12, 1, tzinfo=UTC)
    assert first(Once(), NOW, SHANGHAI) == NOW
    assert first(Once(at=later), NOW, SHANGHAI) == later
    assert first(Once(at=later), datetime(2026, 12, 2, tzinfo=UTC), SHANGHAI) > later
    assert first(OnEvent(event="birthday"), NOW, SHANGHAI) is None


def test_nobody_is_chosen_again_within_the_window_but_by_next_months() -> None:
    assert gap_days(Schedule(every="week", on=1), 30) == 30
    assert gap_days(Schedule(every="month", on=1), 30) == 27
