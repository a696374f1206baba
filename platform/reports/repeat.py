"""Who came again, over time: guests to date and repeat guests to date at the end of each bucket."""

from collections import defaultdict
from datetime import date
from typing import Any

from reports import reading
from reports.channel_mix import beginning
from reports.measures import Tally, distribution, exact_distribution, share, total_of
from reports.ranges import Range, Span, bucket_start, buckets, spans
from reports.reading import Question, Scope

# property -> first day of the bucket -> [guests with a first, with a second visit in it]
Steps = dict[int, dict[date, list[int]]]


def repeat(scope: Scope, days: Range, *, bucket: str = "month") -> dict[str, Any]:
    cut = buckets(days, bucket)
    question = Question()
    reading.ask_reached(question, scope.ids, days.end)
    _ask_steps(question, scope.ids, days, bucket)
    reading.ask_age(question, scope.ids)
    if scope.chain_id is not None:
        reading.ask_persons(question, scope.chain_id, days.end)
    found = reading.answer(question, scope)
    steps = _steps(found.rest, days, bucket)
    chain = total_of(found.tallies.values())
    all_steps: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for by_start in steps.values():
        for start, (first, second) in by_start.items():
            all_steps[start][0] += first
            all_steps[start][1] += second
    first, second = found.persons
    return {
        **scope.heading(days, found.as_of, bucket=bucket),
        **_curve(chain, all_steps, cut),
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                **_curve(found.tallies[place.id], steps[place.id], cut),
            }
            for place in scope.places
        ],
        "chain_repeat_guest_rate": share(second, first) if scope.chain_id is not None else None,
    }


def _ask_steps(question: Question, ids: list[int], days: Range, bucket: str) -> None:
    """Part 'step': by property and the beginning of the bucket, first and second visits in it."""
    pieces = spans(days.start, days.until) if bucket == "month" else [Span("day", days.start, days.until)]
    source, parameters = reading.cells_over(ids, pieces, "ordinal1, ordinal2")
    question.add(
        f"SELECT 'step', property_id, {beginning('day', bucket)}::text, "  # noqa: S608
        f"ARRAY[sum(ordinal1), sum(ordinal2)]::bigint[] FROM {source} GROUP BY 2, 3",
        *parameters,
    )


def _steps(rows: list[tuple[str, int, Any, list[Any]]], days: Range, bucket: str) -> Steps:
    steps: Steps = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for _, property_id, begins, (first, second) in rows:
        step = steps[property_id][bucket_start(date.fromisoformat(begins), bucket, days.start)]
        step[0] += first
        step[1] += second
    return steps


def _curve(tally: Tally, steps: dict[date, list[int]], cut: list[Range]) -> dict[str, Any]:
    """Running totals at the end of each bucket, from the totals at the end of the range backwards."""
    guests, repeat_guests = tally.reached[1], tally.reached[2]
    points = []
    for piece in reversed(cut):
        points.append(
            {
                "to": str(piece.end),
                "guests_to_date": guests,
                "repeat_guests_to_date": repeat_guests,
                "repeat_guest_rate": share(repeat_guests, guests),
            }
        )
        first, second = steps.get(piece.start, (0, 0))
        guests, repeat_guests = guests - first, repeat_guests - second
    return {
        "buckets": points[::-1],
        "visit_distribution": distribution(tally.reached),
        "exact_distribution": exact_distribution(tally.reached),
    }
