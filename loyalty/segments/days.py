"""Calendar days and months as rules count them: from 31 January one month runs to the last day of February."""

from calendar import monthrange
from datetime import date, timedelta

from loyalty.segments.rules import Span

ONE = timedelta(days=1)


def after(day: date, span: Span) -> date:
    """The last day of a span that begins on `day`. Raises OverflowError beyond the calendar."""
    if span.days is not None:
        return day + span.days * ONE
    return _months(day, span.months or 0)


def since(today: date, span: Span) -> date:
    """The first day whose span has not run out today: what lies before it is older than the span."""
    if span.days is not None:
        return today - span.days * ONE
    day = _months(today, -(span.months or 0))
    # At the ends of months several days lead to the same one, and some to none.
    while after(day - ONE, span) >= today:
        day -= ONE
    while after(day, span) < today:
        day += ONE
    return day


def month_days(today: date, days: int) -> list[int]:
    """Today and the next `days` days as month × 100 + day; 29 February is kept on the 28th in other years."""
    found = set()
    for n in range(min(days, 366) + 1):
        day = today + n * ONE
        found.add(day.month * 100 + day.day)
        if (day.month, day.day) == (2, 28) and monthrange(day.year, 2)[1] == 28:
            found.add(229)
    return sorted(found)


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
