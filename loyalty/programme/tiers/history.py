"""What counts of one guest: visits on the local day of check-in, once they are checked out, and base points earned.

Room and everything else of a visit are its spend. Days are ordinals, in order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from loyalty.programme.tiers.terms import Measure


class History:
    """Sums of any measure between two days, in the time of two searches."""

    __slots__ = ("_sums", "cents", "days", "nights", "points", "points_days")

    def __init__(
        self,
        days: list[int],
        nights: list[int],
        cents: list[int],
        points_days: list[int] | None = None,
        points: list[int] | None = None,
    ) -> None:
        self.days, self.nights, self.cents = days, nights, cents
        self.points_days, self.points = points_days or [], points or []
        self._sums: dict[str, list[int]] = {}

    def days_of(self, measure: Measure) -> list[int]:
        return self.points_days if measure == "base_points" else self.days

    def sums(self, measure: Measure) -> list[int]:
        """What was reached before each of the measure's days; spend in cents."""
        found = self._sums.get(measure)
        if found is None:
            found = self._sums[measure] = [0, *accumulate(self._amounts(measure))]
        return found

    def _amounts(self, measure: Measure) -> Iterable[int]:
        if measure == "visits":
            return (1 for _ in self.days)
        if measure == "nights":
            return self.nights
        return self.cents if measure == "spend" else self.points

    def have(self, measure: Measure, first: int, last: int) -> int:
        """How much from `first` to `last`, both included: nights, visits, whole units of money, base points."""
        days, sums = self.days_of(measure), self.sums(measure)
        if last < first:
            return 0
        total = sums[bisect_right(days, last)] - sums[bisect_left(days, first)]
        return total // 100 if measure == "spend" else total

    def first_within(self, measure: Measure, first: int, last: int) -> int | None:
        """The earliest day of the measure between the two."""
        days = self.days_of(measure)
        at = bisect_left(days, first)
        return days[at] if at < len(days) and days[at] <= last else None


NOTHING = History([], [], [])


def of_visits(visits: Iterable[tuple[date, int, int]]) -> History:
    """(check-in day, nights, cents) of visits that are checked out."""
    rows = sorted(visits)
    return History([day.toordinal() for day, _, _ in rows], [n for _, n, _ in rows], [c for _, _, c in rows])
