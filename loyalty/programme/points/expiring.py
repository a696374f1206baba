"""When points end, and when an earning moves that: pure. Days are the property's local days.

A lot can be used through the whole of its last day; what falls on a day that the month does not have ends with that
month (29 February, 31 April), so nothing ever ends earlier than a person would count.
"""

from calendar import monthrange
from datetime import date, timedelta

from loyalty.programme.periods import months_on
from loyalty.programme.points.terms import Expiry


def last_day(expiry: Expiry, earned_on: date) -> date | None:
    """The last local day on which points earned on this day can be used; None: they do not end."""
    if expiry.kind == "rolling":
        return through_months(earned_on, expiry.months)
    if expiry.kind == "year_end":
        return date(earned_on.year + expiry.years, 12, 31)
    if expiry.kind == "yearly":
        month, day = (int(part) for part in expiry.month_day.split("-"))
        cleared = _on_or_at_end(earned_on.year, month, day)
        # Earned on the very day of the clearing: kept until the next one.
        return cleared if cleared > earned_on else _on_or_at_end(earned_on.year + 1, month, day)
    return None


def extended(last: date) -> date:
    """One year later; the end of a February stays the end of February."""
    if (last.month, last.day) == (2, monthrange(last.year, 2)[1]):
        return date(last.year + 1, 2, monthrange(last.year + 1, 2)[1])
    return last.replace(year=last.year + 1)


def last_year_of(last: date) -> tuple[date, date]:
    """The first and the last day of a lot's last year: an earning on one of them moves the lot."""
    return _year_earlier(last) + timedelta(days=1), last


def moves(expiry: Expiry, lot_earned_on: date, last: date | None, earning_on: date, *, already: bool) -> bool:
    """Whether an earning on this day moves such a lot by a year: only a later one, in its last year, once per lot."""
    if not expiry.extension or last is None or already:
        return False
    first, end = last_year_of(last)
    return earning_on > lot_earned_on and first <= earning_on <= end


def through_months(first: date, months: int) -> date:
    """The last day of so many calendar months that begin on this day: from 10 July, 36 months run through 9 July."""
    same = months_on(first, months)
    return same - timedelta(days=1) if same.day == first.day else same


def _on_or_at_end(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _year_earlier(last: date) -> date:
    if (last.month, last.day) == (2, monthrange(last.year, 2)[1]):
        return date(last.year - 1, 2, monthrange(last.year - 1, 2)[1])
    return last.replace(year=last.year - 1)
