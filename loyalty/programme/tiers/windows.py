"""Windows of calendar months, and how long a status lasts. Pure, in the property's local days.

From 15 March one month runs to 15 April, both included; from 31 January to the last day of February. Inside, days
are ordinals (`date.toordinal`): whole numbers are what a hundred thousand guests are decided with.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

from loyalty.programme.periods import months_on
from loyalty.programme.tiers.terms import Standing

MANY = 200_000


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(MANY)
def last_day(first: int, months: int) -> int:
    """The last day of the window of so many calendar months that begins on `first`."""
    return months_on(date.fromordinal(first), months).toordinal()


@lru_cache(MANY)
def first_day(last: int, months: int) -> int:
    """The earliest day whose window of so many calendar months still contains `last`."""
    day = months_before(date.fromordinal(last), months).toordinal()
    # Only where months differ in length: 31 March less one month is 28 February, whose month ends on 28 March.
    while last_day(day, months) < last:
        day += 1
    return day


def term_end(standing: Standing, day: date) -> date:
    """The last day of a status that begins, or begins anew, on `day`."""
    end = months_on(day, standing.valid_months)
    return date(end.year, 12, 31) if standing.ends == "year_end" else end


def still_running(standing: Standing, day: int) -> int:
    """The earliest day on which a status of one term may have begun that still runs on `day`."""
    if standing.ends == "year_end":
        day = date(date.fromordinal(day).year, 1, 1).toordinal()
    return first_day(day, standing.valid_months)


def told_from(standing: Standing, until: date) -> date:
    """The day from which a guest is told that a status ends: at least so many calendar months before."""
    return months_before(until, standing.notice_months)
