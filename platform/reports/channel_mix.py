"""The channel mix over time: by days, ISO weeks or months, of each property and of the chain."""

from collections import defaultdict
from datetime import date
from typing import Any

from chains.models import CHANNELS
from reports import reading
from reports.measures import mix
from reports.ranges import Range, Span, bucket_start, buckets, spans
from reports.reading import Question, Scope

VALUE = {"visits": "visits", "nights": "nights", "revenue": "revenue_cents", "guests": "visits"}
# property -> first day of the bucket -> channel -> [value, visits]
Counts = dict[int, dict[date, dict[str, list[int]]]]


def channel_mix(scope: Scope, days: Range, *, by: str = "visits", bucket: str = "month") -> dict[str, Any]:
    cut = buckets(days, bucket)
    question = Question()
    _ask(question, scope.ids, days, bucket, by)
    if by == "guests":
        _ask_followed(question, scope.ids, days, bucket)
    reading.ask_age(question, scope.ids)
    found = reading.answer(question, scope)
    counts = _counted(found.rest, days, bucket)
    chain = _summed(counts)
    return {
        **scope.heading(days, found.as_of, by=by, bucket=bucket),
        "targets": dict(scope.targets),
        "buckets": [_bucket(piece, chain[piece.start], scope.targets, by) for piece in cut],
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                "targets": dict(place.targets),
                "buckets": [
                    _bucket(piece, counts[place.id][piece.start], place.targets, by) for piece in cut
                ],
            }
            for place in scope.places
        ],
    }


def _ask(question: Question, ids: list[int], days: Range, bucket: str, by: str) -> None:
    """Part 'mix': by property, channel and the beginning of the bucket, its value and its visits."""
    pieces = spans(days.start, days.until) if bucket == "month" else [Span("day", days.start, days.until)]
    source, parameters = reading.cells_over(ids, pieces, f"{VALUE[by]} AS value, visits")
    question.add(
        f"SELECT 'mix', property_id, channel || ' ' || {beginning('day', bucket)}, "  # noqa: S608
        f"ARRAY[sum(value), sum(visits)]::bigint[] FROM {source} GROUP BY 2, 3",
        *parameters,
    )


def _ask_followed(question: Question, ids: list[int], days: Range, bucket: str) -> None:
    """Part 'followed': visits followed by another one of the same guest in the same bucket."""
    pieces = spans(days.start, days.until) if bucket == "month" else [Span("day", days.start, days.until)]
    for span in pieces:
        if span.grain == "month":
            source = (
                "public.reports_pairmonth, LATERAL (VALUES "
                + ", ".join(f"('{name}', {name})" for name in CHANNELS)
                + ") AS wide(channel_a, n)"
            )
            same = "day_a = day_b"
        else:
            source = "public.reports_pairday"
            same = f"{beginning('day_a', bucket)} = {beginning('day_b', bucket)}"
        question.add(
            f"SELECT 'followed', property_id, channel_a || ' ' || {beginning('day_b', bucket)}, "  # noqa: S608
            f"ARRAY[-sum(n), 0]::bigint[] FROM {source} WHERE property_id = ANY(%s) "
            f"AND day_b >= %s AND day_b < %s AND day_a >= %s AND {same} GROUP BY 2, 3",
            ids,
            span.start,
            span.until,
            span.start,
        )


def beginning(day: str, bucket: str) -> str:
    """The bucket's first day before it is clipped to the range, in SQL."""
    if bucket == "week":
        return f"({day} - (extract(isodow FROM {day})::int - 1))"
    return f"({day} - (extract(day FROM {day})::int - 1))" if bucket == "month" else day


def _counted(rows: list[tuple[str, int, Any, list[Any]]], days: Range, bucket: str) -> Counts:
    counts = _nothing()
    for _, property_id, key, numbers in rows:
        channel, _, begins = key.partition(" ")
        start = bucket_start(date.fromisoformat(begins), bucket, days.start)
        cell = counts[property_id][start][channel]
        cell[0] += numbers[0]
        cell[1] += numbers[1]
    return counts


def _nothing() -> Counts:
    return defaultdict(lambda: defaultdict(lambda: {channel: [0, 0] for channel in CHANNELS}))


def _summed(counts: Counts) -> dict[date, dict[str, list[int]]]:
    total = _nothing()[0]
    for by_start in counts.values():
        for start, channels in by_start.items():
            for channel, (value, visits) in channels.items():
                total[start][channel][0] += value
                total[start][channel][1] += visits
    return total


def _bucket(piece: Range, channels: dict[str, list[int]], targets: dict[str, int], by: str) -> dict[str, Any]:
    rows, gap = mix({name: value for name, (value, _) in channels.items()}, targets, by=by)
    return {
        "from": str(piece.start),
        "to": str(piece.end),
        "channel_mix": rows,
        "mix_gap": gap,
        "visits": sum(visits for _, visits in channels.values()),
    }
