"""The monthly settlement between properties: who owes whom for points spent away from home.

A property that issued points earned the money for them; the one that took them gave a room for it. So home owes
the spender the value of the points, at home's own rate. Over all pairs the sums are zero by construction.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import combinations

from django.db.models import Count, Sum

from kernel import clock
from sharing.models import Transfer


@dataclass(frozen=True, slots=True)
class Flow:
    """Points of `home` spent at `spender` in the month."""

    home: int
    spender: int
    transfers: int
    points: int
    value_cents: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Both directions between two properties; net_cents > 0: `one` owes `other`."""

    one: int
    other: int
    there: Flow | None  # points of `one` spent at `other`
    back: Flow | None

    @property
    def net_cents(self) -> int:
        return (self.there.value_cents if self.there else 0) - (self.back.value_cents if self.back else 0)


def month_of(day: date) -> tuple[date, date]:
    """The first day of the day's month, and of the next."""
    first = day.replace(day=1)
    return first, (
        first.replace(year=first.year + 1, month=1)
        if first.month == 12
        else first.replace(month=first.month + 1)
    )


def flows(chain_id: int, month: date, time_zone: str) -> list[Flow]:
    """What was done in the month (of the chain's time zone), by direction."""
    first, following = month_of(month)
    zone = clock.zone(time_zone)
    rows = (
        Transfer.objects.filter(
            chain_id=chain_id,
            state="done",
            done_at__gte=datetime.combine(first, time(), zone),
            done_at__lt=datetime.combine(following, time(), zone),
        )
        .values("home_id", "spender_id")
        .annotate(n=Count("pk"), points_sum=Sum("points"), value_sum=Sum("value_cents"))
        .order_by("home_id", "spender_id")
    )
    return [
        Flow(row["home_id"], row["spender_id"], row["n"], row["points_sum"], row["value_sum"]) for row in rows
    ]


def pairs(found: list[Flow]) -> list[Pair]:
    """One sheet per two properties that had anything to do with each other."""
    by_direction: dict[tuple[int, int], Flow] = {(flow.home, flow.spender): flow for flow in found}
    houses = sorted({house for direction in by_direction for house in direction})
    sheets = [
        Pair(one, other, by_direction.get((one, other)), by_direction.get((other, one)))
        for one, other in combinations(houses, 2)
    ]
    return [sheet for sheet in sheets if sheet.there or sheet.back]


def balances(found: list[Flow]) -> dict[int, int]:
    """What each property is owed in all (below zero: owes), in cents. The sum over the properties is 0."""
    owed: dict[int, int] = {}
    for flow in found:
        owed[flow.spender] = owed.get(flow.spender, 0) + flow.value_cents
        owed[flow.home] = owed.get(flow.home, 0) - flow.value_cents
    return owed


def open_transfers(chain_id: int) -> int:
    """How many were asked for and are not finished; the sweeper will."""
    return Transfer.objects.filter(chain_id=chain_id, state__in=("asked", "taken")).count()
