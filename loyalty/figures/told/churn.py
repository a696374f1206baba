"""The churn report: who is at risk, dormant and lost, now and by month; and who comes a second time (C82, C84)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from loyalty.figures.told import names
from reports import winning as cells
from reports.measures import share
from reports.models import DayCell, PairDay, StageCell
from reports.ranges import Range, month_of, next_month
from reports.reading import Scope

STAGES = ("new", "sticky", "at_risk", "dormant", "lost")
AWAY = ("at_risk", "dormant", "lost")
# C82: who has not come again in so many days counts as not having come.
WITHIN_DAYS = 180
KNOWN_MONTHS = 3
DAY = timedelta(days=1)

# property -> day -> stage -> guests
Counts = dict[int, dict[date, dict[str, int]]]


def churn(scope: Scope, days: Range, by: str, today: date, locale: str) -> dict[str, Any]:
    """In the public schema. Stages are those of the last day known in each month, and in the range."""
    counts, reckoned = _counts(scope, days)
    ends = {place.id: _newest(counts[place.id], days.end) for place in scope.places}
    total = _summed(counts[place.id].get(ends[place.id] or days.end, {}) for place in scope.places)
    start = {place.id: _newest(counts[place.id], days.start - DAY) for place in scope.places}
    before = _summed(
        counts[place.id].get(start[place.id] or days.end, {}) for place in scope.places if start[place.id]
    )
    seconds = second_visits(scope, Range(_known_from(days, today), days.end))
    told = figures(total)
    return {
        "from": str(days.start),
        "to": str(days.end),
        "by": by,
        "as_of": cells.as_of(scope.ids),
        "day": max((day for day in ends.values() if day), default=None),
        "total": told,
        "before": figures(before) if before else None,
        "rows": _rows(scope, ends, by, total, locale),
        "trend": _trend(scope, days, counts, reckoned),
        "second_visit": _second(seconds[None], today),
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                **figures(counts[place.id].get(ends[place.id] or days.end, {})),
                "second_visit_rate": _second(seconds[place.id], today)["rate"],
            }
            for place in scope.places
        ],
        "says": _says(told, names.language(locale)),
    }


def figures(counts: Mapping[str, int]) -> dict[str, Any]:
    """At risk, dormant and lost, and what share of the guests that is."""
    by_stage = {stage: counts.get(stage, 0) for stage in STAGES}
    guests = sum(by_stage.values())
    return {
        "guests": guests,
        **by_stage,
        "churn_rate": share(sum(by_stage[stage] for stage in AWAY), guests),
        "at_risk_rate": share(by_stage["at_risk"], guests),
        "lost_rate": share(by_stage["lost"], guests),
    }


def _counts(scope: Scope, days: Range) -> tuple[Counts, set[date]]:
    """By property and day; from a month before the range on, to have something to compare with."""
    first = month_of(month_of(days.start) - DAY)
    rows = (
        StageCell.objects.filter(property_id__in=scope.ids, day__gte=first, day__lte=days.end)
        .values_list("property_id", "day", "stage", "reckoned")
        .annotate(guests=Sum("n"))
    )
    counts: Counts = defaultdict(lambda: defaultdict(dict))
    reckoned = set()
    for place, day, stage, afterwards, n in rows:
        counts[place][day][stage] = n
        if afterwards:
            reckoned.add(day)
    return counts, reckoned


def _newest(by_day: Mapping[date, Any], until: date) -> date | None:
    return max((day for day in by_day if day <= until), default=None)


def _summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for part in parts:
        for stage, n in part.items():
            total[stage] += n
    return dict(total)


def _trend(scope: Scope, days: Range, counts: Counts, reckoned: set[date]) -> list[dict[str, Any]]:
    """One point for each month of the range: the last day of it that is known at all properties that are known."""
    told, month = [], month_of(days.start)
    while month <= days.end:
        until = min(next_month(month) - DAY, days.end)
        known = {place.id: _newest(counts[place.id], until) for place in scope.places}
        ends = {place: day for place, day in known.items() if day and day >= month}
        if ends:
            total = _summed(counts[place][day] for place, day in ends.items())
            told.append(
                {
                    "month": f"{month:%Y-%m}",
                    "day": max(ends.values()),
                    "reckoned": any(day in reckoned for day in ends.values()),
                    **figures(total),
                }
            )
        month = next_month(month)
    return told


def _rows(
    scope: Scope, ends: Mapping[int, date | None], by: str, total: Mapping[str, int], locale: str
) -> list[dict[str, Any]]:
    if by == "stage":
        return [
            {"key": stage, "name": names.of("stage", stage, locale), **figures({stage: total.get(stage, 0)})}
            for stage in STAGES
        ]
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day in {day for day in ends.values() if day}:
        ids = [place for place, end in ends.items() if end == day]
        rows = StageCell.objects.filter(property_id__in=ids, day=day).values_list(by, "stage")
        for key, stage, n in rows.annotate(guests=Sum("n")):
            groups[key][stage] += n
    told = [
        {"key": key, "name": names.of(by, key, locale), **figures(counts)} for key, counts in groups.items()
    ]
    return sorted(told, key=lambda row: (-row["guests"], row["key"]))


def _known_from(days: Range, today: date) -> date:
    """The range's first day, or earlier: so that of three months it is known who came again in time.

    A quarter that is hardly over has no month of which that is known, and its share so far would read as a loss.
    """
    known = month_of(today - WITHIN_DAYS * DAY)  # not over by then: those before it are
    for _ in range(KNOWN_MONTHS):
        known = month_of(known - DAY)
    return min(days.start, known)


Months = dict[date, list[int]]  # first of the month -> [first visits, followed by a second in time]


def second_visits(scope: Scope, days: Range) -> dict[int | None, Months]:
    """By property (None: all), of first visits in the months of the range: how many had a second within the days."""
    first, until = month_of(days.start), next_month(days.end)
    told: dict[int | None, Months] = {place: defaultdict(lambda: [0, 0]) for place in (None, *scope.ids)}
    firsts = DayCell.objects.filter(property_id__in=scope.ids, day__gte=first, day__lt=until)
    for place, day, n in firsts.values_list("property_id", "day").annotate(n=Sum("ordinal1")):
        for key in (None, place):
            told[key][month_of(day)][0] += n or 0
    # Pairs whose first visit was no repeat: first visits with their second.
    pairs = PairDay.objects.filter(
        property_id__in=scope.ids, day_a__gte=first, day_a__lt=until, repeat_a=False
    ).values_list("property_id", "day_a", "day_b", "n")
    for place, day, second, n in pairs:
        if (second - day).days <= WITHIN_DAYS:
            for key in (None, place):
                told[key][month_of(day)][1] += n
    return told


def _second(months: Months, today: date) -> dict[str, Any]:
    told = []
    for month in sorted(months):
        first, second = months[month]
        final = next_month(month) - DAY + WITHIN_DAYS * DAY <= today
        told.append(
            {
                "month": f"{month:%Y-%m}",
                "first": first,
                "second": second,
                "rate": share(second, first),
                "final": final,
            }
        )
    done: list[Any] = [month for month in told if month["final"]] or told
    first, second = (sum(month[name] for month in done) for name in ("first", "second"))
    return {
        "within_days": WITHIN_DAYS,
        "first": first,
        "second": second,
        "rate": share(second, first),
        "months": told,
    }


def _says(told: Mapping[str, Any], at: int) -> str:
    if not told["guests"]:
        return ("还没有分析过客人。", "No guests have been assessed yet.")[at]
    rate = f"{told['churn_rate'] * 100:.1f}"
    return (
        f"每 100 位客人里有 {rate} 位正在离开或已经离开：预警 {told['at_risk']:,}，沉睡 {told['dormant']:,}，流失 {told['lost']:,}。",
        f"{rate} of 100 guests are leaving or gone: {told['at_risk']:,} at risk, {told['dormant']:,} dormant, {told['lost']:,} lost.",
    )[at]
