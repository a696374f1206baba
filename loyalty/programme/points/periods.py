"""The periods in which caps and allowances begin anew: pure, in the property's local days."""

from calendar import monthrange
from datetime import date
from typing import assert_never

from loyalty.programme.terms import Period

FIRST = date(1990, 1, 1)  # before anything the product takes


def began(period: Period, day: date, joined_on: date | None = None) -> date:
    """The first day of the period in which this day lies. A membership year begins on the day of joining each year.

    A stay's own period is known by the stay, not by days: asked for by day it is that day.
    """
    match period:
        case "stay" | "day":
            return day
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
        case "membership_year":
            return _anniversary_before(joined_on, day) if joined_on else date(day.year, 1, 1)
        case "ever":
            return FIRST
        case _:
            assert_never(period)


def _anniversary_before(joined_on: date, day: date) -> date:
    """The last anniversary of joining on or before this day; 29 February falls on the 28th of other years."""
    anniversary = _in_year(joined_on, day.year)
    return anniversary if anniversary <= day else _in_year(joined_on, day.year - 1)


def _in_year(joined_on: date, year: int) -> date:
    return date(year, joined_on.month, min(joined_on.day, monthrange(year, joined_on.month)[1]))
