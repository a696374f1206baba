"""When a delivery is tried again: the table, its jitter, and what the other side asks for."""

from datetime import UTC, datetime, timedelta

import pytest

from partners import retrying

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]


@pytest.mark.parametrize(("tries", "seconds"), list(enumerate(SECONDS, 1)))
def test_the_schedule_with_a_tenth_either_way(tries: int, seconds: int) -> None:
    for chance, factor in ((0.0, 0.9), (0.5, 1.0), (1.0, 1.1)):
        later = retrying.next_try(tries, NOW, chance)
        assert later is not None
        assert (later - NOW).total_seconds() == pytest.approx(seconds * factor)


def test_the_tenth_try_is_the_last() -> None:
    assert retrying.TRIES == 10
    assert retrying.next_try(10, NOW, 0.5) is None


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (429, "30", 30),
        (503, "120", 120),
        (502, "", 10),
        (504, "soon", 10),
        (429, "0", 10),
        (429, "-5", 10),
        (429, "99999999999999", 86_400),
        (429, "Mon, 23 Nov 2026 08:01:00 GMT", 60),
        (429, "Mon, 23 Nov 2026 07:00:00 GMT", 10),
        (429, "Fri, 23 Nov 2096 07:00:00 GMT", 86_400),
        (429, "Mon, 99 Nov 2026 07:00:00 GMT", 10),
        (500, "30", None),
        (404, "30", None),
        (200, "30", None),
        (None, "", None),
    ],
)
def test_who_asks_for_time_gets_it(status: int | None, said: str, seconds: int | None) -> None:
    until = retrying.asked_to_wait(status, said, NOW)
    assert until == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_an_endpoint_is_given_up_after_five_days_of_nothing_but_failure() -> None:
    almost = NOW - timedelta(days=5) + timedelta(seconds=1)
    assert not retrying.is_given_up(None, NOW)
    assert not retrying.is_given_up(almost, NOW)
    assert retrying.is_given_up(NOW - timedelta(days=5), NOW)
