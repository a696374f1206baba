"""Ranges of days, cut so that whole months come from month cells and only the edges from days. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from kernel.errors import Refused

DAY = timedelta(days=1)
LONGEST_YEARS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2999
MOST_BUCKETS = 1100
BUCKETS = ("day", "week", "month")


class BadRange(Refused):
    """These days cannot be reported on; `parameter` and `reason` say which and why."""

    code = "bad_range"
    status = 400
    # reason -> Chinese, English
    SAID: ClassVar[dict[str, tuple[str, str]]] = {
        "out_of_calendar": ("年份应在 1900 到 2999 之间。", "The year must lie between 1900 and 2999."),
        "reversed": ("开始日期晚于结束日期。", "The first day is after the last."),
        "too_long": (
            f"日期范围不能超过 {LONGEST_YEARS} 年。",
            f"At most {LONGEST_YEARS} years can be asked for.",
        ),
        "too_fine": (
            f"分段太细，不能超过 {MOST_BUCKETS} 段。",
            f"The range has more than {MOST_BUCKETS} buckets of this size.",
        ),
    }

    def __init__(self, parameter: str, reason: str) -> None:
        self.parameter, self.reason = parameter, reason
        super().__init__(parameter=parameter, reason=reason)

    def sentence(self, locale: str) -> str:
        zh, en = self.SAID[self.reason]
        return zh if locale.startswith("zh") else en


@dataclass(frozen=True)
class Range:
    """A closed range of days."""

    start: date
    end: date

    @property
    def until(self) -> date:
        """The first day after the range."""
        return self.end + DAY


@dataclass(frozen=True)
class Span:
    """Days from `start` up to and without `until`, of day cells or of whole-month cells."""

    grain: Literal["day", "month"]
    start: date
    until: date


@dataclass(frozen=True)
class PairTerm:
    """Pairs to add or to take away: first visit in [a_from, a_until), second in [b_from, b_until)."""

    grain: Literal["day", "month"]
    sign: Literal[1, -1]
    a_from: date
    a_until: date
    b_from: date
    b_until: date


def checked(start: date, end: date) -> Range:
    """The range from `start` to `end`, both in it, or BadRange."""
    for parameter, day in (("from", start), ("to", end)):
        # Beside the calendar's ends a month more or less would overflow.
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadRange(parameter, "out_of_calendar")
    if start > end:
        raise BadRange("from", "reversed")
    if (end.year - start.year, end.month, end.day) > (LONGEST_YEARS, start.month, start.day):
        raise BadRange("to", "too_long")
    return Range(start, end)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def nearest_month(day: date) -> date:
    """The beginning of this month or of the next, whichever is nearer."""
    before, after = month_of(day), next_month(day)
    return before if day - before <= after - day else after


def spans(start: date, until: date) -> list[Span]:
    """The range as whole months and the days at its edges."""
    if start >= until:
        return []
    first = start if start.day == 1 else next_month(start)
    last = month_of(until)
    if first >= last:
        return [Span("day", start, until)]
    cut = [Span("day", start, first), Span("month", first, last), Span("day", last, until)]
    return [span for span in cut if span.start < span.until]


def pair_terms(days: Range) -> list[PairTerm]:
    """How to count consecutive visits that both lie in the range.

    Both ends are moved to the nearest month, and the days between are added or taken away: so at most
    half a month of days is read at each end, however long the range is.
    """
    start, until = days.start, days.until
    first, last = nearest_month(start), nearest_month(until)
    if first >= last:
        return [PairTerm("day", 1, start, until, start, until)]
    terms = [PairTerm("month", 1, first, last, first, last)]
    if first != start:
        low, high = min(first, start), max(first, start)
        terms.append(PairTerm("day", 1 if first > start else -1, low, high, low, until))
    if last != until:
        low, high = min(last, until), max(last, until)
        terms.append(PairTerm("day", 1 if last < until else -1, first, high, low, high))
    return terms


def bucket_start(day: date, bucket: str, start: date) -> date:
    """The first day of the bucket that `day` belongs to, within a range that begins at `start`."""
    if bucket == "week":
        return max(day - timedelta(days=day.weekday()), start)
    return max(month_of(day), start) if bucket == "month" else day


def buckets(days: Range, bucket: str) -> list[Range]:
    """The range cut into days, ISO weeks or months; the first and the last are clipped to it."""
    made: list[Range] = []
    start = days.start
    while start <= days.end:
        if bucket == "week":
            end = start + timedelta(days=6 - start.weekday())
        else:
            end = next_month(start) - DAY if bucket == "month" else start
        made.append(Range(start, min(end, days.end)))
        start = end + DAY
        if len(made) > MOST_BUCKETS:
            raise BadRange("bucket", "too_fine")
    return made
