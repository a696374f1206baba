"""Money by the second, periods on their anchor: pure tables."""

from datetime import UTC, datetime

import pytest

from config.local.stripe import periods
from config.local.stripe.proration import Part, discounted, lines, share


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("cents", "part", "whole", "expected"),
    [
        (39900, 0, 100, 0),
        (39900, 100, 100, 39900),
        (39900, 50, 100, 19950),
        (1, 1, 2, 1),  # a half goes away from zero
        (-1, 1, 2, -1),
        (100, 1, 3, 33),
        (100, 2, 3, 67),
        (39900, 1, 30 * 86400, 0),
        (39900, 1728000, 2592000, 26600),
        (399000, 10_000_003, 31_536_000, 126522),
    ],
)
def test_a_share_is_rounded_half_away_to_the_cent(cents: int, part: int, whole: int, expected: int) -> None:
    assert share(cents, part, whole) == expected


@pytest.mark.parametrize(
    ("cents", "off", "left"), [(39900, 0, 39900), (39900, 20, 31920), (101, 50, 51), (39900, 33.33, 26601)]
)
def test_a_percentage_leaves_the_rest(cents: int, off: float, left: int) -> None:
    assert discounted(cents, off) == left


def part(quantity: int, cents: int = 39900, item: str = "si") -> Part:
    return Part(item, "price", cents, quantity)


@pytest.mark.parametrize(
    ("old", "new", "moment", "expected"),
    [
        ([part(3)], [part(5)], 0, [-119700, 199500]),
        ([part(3)], [part(5)], 20, [-79800, 133000]),
        ([part(5)], [part(3)], 30, [-99750, 59850]),
        ([part(3)], [part(5)], 60, [0, 0]),  # nothing is left of the period
        ([part(3)], [part(3)], 20, []),
        ([part(3)], [part(3, 19900)], 30, [-59850, 29850]),
        ([part(3)], [], 30, [-59850]),
        ([], [part(2)], 30, [39900]),
        ([part(3), part(1, 1000, "b")], [part(4), part(1, 1000, "b")], 30, [-59850, 79800]),
        ([part(0)], [part(1)], 30, [19950]),  # of nothing, nothing is given back
    ],
)
def test_the_unused_old_is_given_back_and_the_new_is_charged(
    old: list[Part], new: list[Part], moment: int, expected: list[int]
) -> None:
    assert [line.cents for line in lines(old, new, at=moment, start=0, end=60)] == expected


def test_a_discount_counts_in_what_is_given_back_and_charged() -> None:
    made = lines([part(2)], [part(4)], at=30, start=0, end=60, percent_off=50)
    assert [line.cents for line in made] == [-19950, 39900]


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "steps", "expected"),
    [
        ("2026-01-31", "month", 1, 1, "2026-02-28"),
        ("2026-01-31", "month", 1, 2, "2026-03-31"),
        ("2027-12-31", "month", 1, 2, "2028-02-29"),
        ("2028-02-29", "year", 1, 1, "2029-02-28"),
        ("2028-02-29", "year", 1, 4, "2032-02-29"),
        ("2026-11-23", "month", 3, 1, "2027-02-23"),
        ("2026-11-23", "week", 2, 1, "2026-12-07"),
        ("2026-11-23", "day", 1, 40, "2027-01-02"),
    ],
)
def test_periods_keep_to_their_anchor(
    anchor: str, interval: str, count: int, steps: int, expected: str
) -> None:
    assert periods.after(at(anchor), interval, count, steps) == at(expected)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2026-02-28", "2026-03-31"),
        ("2026-03-31", "2026-04-30"),
        ("2026-01-15", "2026-01-31"),
        ("2031-06-01", "2031-06-30"),
    ],
)
def test_the_next_end_is_on_the_grid_of_the_anchor(moment: str, expected: str) -> None:
    assert periods.next_end(at("2026-01-31"), "month", 1, at(moment)) == at(expected)
