"""Within what days an allowance counts."""

from datetime import date

import pytest

from loyalty.programme.periods import EVER, Span, months_on, span
from loyalty.programme.terms import Period

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("period", "began_on", "renews_on"),
    [
        ("day", date(2026, 11, 23), date(2026, 11, 24)),
        ("month", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1)),
        ("year", date(2026, 1, 1), date(2027, 1, 1)),
        ("ever", EVER, None),
        ("stay", EVER, None),
    ],
)
def test_a_period_is_the_one_in_which_the_day_lies(
    period: Period, began_on: date, renews_on: date | None
) -> None:
    assert span(period, DAY) == Span(began_on, renews_on)


@pytest.mark.parametrize(
    ("joined_on", "day", "began_on", "renews_on"),
    [
        (date(2024, 3, 5), date(2026, 3, 4), date(2025, 3, 5), date(2026, 3, 5)),
        (date(2024, 3, 5), date(2026, 3, 5), date(2026, 3, 5), date(2027, 3, 5)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 27), date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23), date(2027, 11, 23)),
    ],
)
def test_a_membership_year_begins_on_the_day_of_joining(
    joined_on: date, day: date, began_on: date, renews_on: date
) -> None:
    assert span("membership_year", day, joined_on) == Span(began_on, renews_on)


def test_who_has_not_joined_has_calendar_years() -> None:
    assert span("membership_year", DAY) == span("year", DAY)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_with_their_own_last_day(day: date, months: int, then: date) -> None:
    assert months_on(day, months) == then
