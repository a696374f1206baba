"""Ranges cut into months and days give the same sums as the days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ranges import (
    BadRange,
    PairTerm,
    Range,
    Span,
    bucket_start,
    buckets,
    checked,
    month_of,
    pair_terms,
    spans,
)

DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))


def covered(span: Span) -> list[date]:
    return [span.start + timedelta(days=k) for k in range((span.until - span.start).days)]


@given(DAYS, DAYS)
def test_spans_cover_every_day_of_the_range_once_and_months_only_whole(first: date, second: date) -> None:
    days = Range(min(first, second), max(first, second))
    cut = spans(days.start, days.until)
    assert [day for span in cut for day in covered(span)] == covered(Span("day", days.start, days.until))
    assert all(span.start.day == span.until.day == 1 for span in cut if span.grain == "month")


def counted(term: PairTerm, pairs: list[tuple[date, date]]) -> int:
    """As the cells count: of a month only its first day is known."""
    cells = [(month_of(a), month_of(b)) for a, b in pairs] if term.grain == "month" else pairs
    inside = [1 for a, b in cells if term.a_from <= a < term.a_until and term.b_from <= b < term.b_until]
    return term.sign * len(inside)


@given(DAYS, DAYS, st.lists(st.tuples(DAYS, st.integers(1, 400)), max_size=30))
def test_pairs_by_months_and_edge_days_are_those_with_both_visits_in_the_range(
    first: date, second: date, drawn: list[tuple[date, int]]
) -> None:
    days = Range(min(first, second), max(first, second))
    pairs = [(a, a + timedelta(days=gap)) for a, gap in drawn]
    terms = pair_terms(days)
    told = sum(days.start <= a and b <= days.end for a, b in pairs)
    assert sum(counted(term, pairs) for term in terms) == told
    read = sum(
        (term.b_until - term.b_from).days
        for term in terms
        if term.grain == "day" and term.b_from > term.a_from
    )
    assert len(terms) <= 3 and read <= 62


@given(DAYS, DAYS, st.sampled_from(["day", "week", "month"]))
def test_buckets_cover_the_range_without_gaps_and_each_day_finds_its_own(
    first: date, second: date, bucket: str
) -> None:
    days = Range(min(first, second), max(first, second))
    cut = buckets(days, bucket)
    whole = covered(Span("day", days.start, days.until))
    assert [day for piece in cut for day in covered(Span("day", piece.start, piece.until))] == whole
    assert all(bucket_start(day, bucket, days.start) in {piece.start for piece in cut} for day in whole[::17])


def test_weeks_are_iso_weeks_clipped_to_the_range() -> None:
    cut = buckets(Range(date(2025, 1, 1), date(2025, 1, 14)), "week")
    assert [(str(piece.start), str(piece.end)) for piece in cut] == [
        ("2025-01-01", "2025-01-05"),
        ("2025-01-06", "2025-01-12"),
        ("2025-01-13", "2025-01-14"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "parameter", "reason"),
    [
        (date(2025, 3, 2), date(2025, 3, 1), "from", "reversed"),
        (date(2015, 3, 1), date(2025, 3, 2), "to", "too_long"),
        (date(1, 1, 1), date(2025, 3, 2), "from", "out_of_calendar"),
        (date(2025, 1, 1), date(9999, 12, 31), "to", "out_of_calendar"),
    ],
)
def test_ranges_that_cannot_be_reported_on_are_refused(
    start: date, end: date, parameter: str, reason: str
) -> None:
    with pytest.raises(BadRange) as refusal:
        checked(start, end)
    assert (refusal.value.parameter, refusal.value.reason) == (parameter, reason)


def test_ten_years_to_the_day_are_allowed() -> None:
    assert checked(date(2015, 3, 1), date(2025, 3, 1)).until == date(2025, 3, 2)


def test_too_many_buckets_are_refused_before_any_is_counted() -> None:
    with pytest.raises(BadRange):
        buckets(Range(date(2015, 1, 1), date(2024, 12, 31)), "day")
