"""What benefits did cost: of every member, by tier and benefit, over a range of local days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements


@dataclass(frozen=True, slots=True)
class Cost:
    """A member's uses of one benefit under one tier. Sums; undone uses are not in it."""

    guest: int
    name: str
    tier: str
    benefit: str
    uses: int
    price_cents: int
    cost_cents: int


@dataclass(frozen=True, slots=True)
class TierCost:
    """What one benefit cost under one tier, and for how many members."""

    tier: str
    benefit: str
    members: int
    uses: int
    price_cents: int
    cost_cents: int


def rows(raw: Statements, first: date, last: date) -> list[Cost]:
    """By member (the one who stands for the person), tier and benefit; both days included, the dearest first."""
    return [Cost(*row) for row in raw.execute(COSTS, (first, last)).fetchall()]


def by_tier(raw: Statements, first: date, last: date) -> list[TierCost]:
    """By tier and benefit, in the order of their codes."""
    return [TierCost(*row) for row in raw.execute(BY_TIER, (first, last)).fetchall()]


def total_cents(costs: Iterable[Cost | TierCost]) -> int:
    return sum(cost.cost_cents for cost in costs)


COSTS = """
SELECT g.id, g.name, u.tier, u.code, sum(u.count)::bigint, sum(u.count * u.price_cents)::bigint,
       sum(u.count * u.cost_cents)::bigint
  FROM benefits_use u
  JOIN guests_guest r ON r.id = u.guest_id
  JOIN guests_guest g ON g.id = coalesce(r.merged_into_id, r.id)
 WHERE u.day BETWEEN %s::date AND %s::date AND u.undone_at IS NULL
 GROUP BY g.id, g.name, u.tier, u.code
 ORDER BY sum(u.count * u.cost_cents) DESC, g.id, u.tier, u.code
"""
BY_TIER = """
SELECT u.tier, u.code, count(DISTINCT coalesce(r.merged_into_id, r.id)), sum(u.count)::bigint,
       sum(u.count * u.price_cents)::bigint, sum(u.count * u.cost_cents)::bigint
  FROM benefits_use u JOIN guests_guest r ON r.id = u.guest_id
 WHERE u.day BETWEEN %s::date AND %s::date AND u.undone_at IS NULL
 GROUP BY u.tier, u.code ORDER BY u.tier, u.code
"""
