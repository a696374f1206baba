"""Within what time an allowance, a cap or a limit counts, in the property's local days. Knows no database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from loyalty.programme.terms import Period

EVER = date.min


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day on, until the day on which everything begins anew; None: it never does."""

    began_on: date
    renews_on: date | None


def span(period: Period, day: date, joined_on: date | None = None) -> Span:
    """The span of this period in which the day lies.

    A membership year begins on the day of joining and on each anniversary of it (29 February: on the 28th where
    there is none); for who has not joined it is the calendar year. A stay has no days of its own: whoever counts
    per stay counts by the stay, over all days.
    """
    if period == "day":
        return Span(day, day + timedelta(days=1))
    if period == "month":
        return Span(day.replace(day=1), months_on(day.replace(day=1), 1))
    if period == "quarter":
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        return Span(first, months_on(first, 3))
    if period == "membership_year" and joined_on is not None:
        years = day.year - joined_on.year
        if months_on(joined_on, 12 * years) > day:
            years -= 1
        return Span(months_on(joined_on, 12 * years), months_on(joined_on, 12 * (years + 1)))
    if period in ("year", "membership_year"):
        return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    return Span(EVER, None)  # ever, and per stay


def months_on(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last of that month when it is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
