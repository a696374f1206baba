"""Thresholds from the visits that were made: how many a tier may ask so that so many guests reach it.

H5: the smallest k for which the share of guests with at least k visits is at most the share wanted. The share that
one visit fewer would give is told beside it, so that whoever decides sees both sides.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from kernel import money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme.benefits import costing
from loyalty.programme.document import Programme
from loyalty.programme.tiers.windows import months_before
from loyalty.programme.versions import Published
from tenants.models import Property

BANDS = 10  # histogram: 1, 2 … 9, 10+


class SharesFall(Refused):
    code = "shares_must_fall"
    status = 422
    zh = "等级越高，希望覆盖的比例应越小。"
    en = "The higher a tier, the smaller the share it is to hold."


class NoSuchTier(Refused):
    code = "no_such_tier"
    status = 422
    zh = "会员计划里没有等级“{tier}”。"
    en = "The programme has no tier {tier}."


@dataclass(frozen=True, slots=True)
class Threshold:
    """k visits, the share of guests who made as many, and the share who made at least k - 1."""

    visits: int
    share: float
    share_below: float


@dataclass(frozen=True, slots=True)
class Year:
    """What one guest did in the months looked at."""

    visits: int
    nights: int
    room_cents: int


def threshold(counts: Sequence[int], wanted: float) -> Threshold:
    """`counts`: the visits of every guest, in any order."""
    rising = sorted(counts)
    total = len(rising)
    if not total:
        return Threshold(1, 0.0, 0.0)
    k = 1
    while reaching(rising, k) / total > wanted:
        k += 1
    return Threshold(k, reaching(rising, k) / total, reaching(rising, k - 1) / total)


def reaching(rising: Sequence[int], k: int) -> int:
    """How many made at least k visits."""
    return len(rising) - bisect_left(rising, k)


def histogram(counts: Sequence[int]) -> list[dict[str, Any]]:
    """Guests by the visits they made: 1, 2 … 9, 10+ (C44)."""
    total = len(counts)
    bands = [0] * (BANDS + 1)
    for count in counts:
        bands[min(count, BANDS)] += 1
    return [
        {
            "visits": f"{BANDS}+" if band == BANDS else str(band),
            "guests": bands[band],
            "share": round(bands[band] / total, 4) if total else 0.0,
        }
        for band in range(1, BANDS + 1)
    ]


def advice(
    raw: Statements,
    hotel: Property,
    published: Published | None,
    shares: Mapping[str, float],
    months: int,
    today: date,
) -> dict[str, Any]:
    """What thresholds these shares ask for, by the visits of the last months up to today."""
    first = months_before(today, months) + timedelta(days=1)
    years = [Year(*row) for row in raw.execute(YEARS, (first, today))]
    counts = [year.visits for year in years]
    programme = published.programme if published else None
    wanted = _in_order(programme, shares)
    found = [(code, share, threshold(counts, share)) for code, share in wanted]
    if any(higher[1] > lower[1] for lower, higher in pairwise(found)):
        raise SharesFall
    return {
        "from": first,
        "to": today,
        "guests": len(counts),
        "histogram": histogram(counts),
        "tiers": [
            _tier(programme, years, code, share, at, found[n + 1][2].visits if n + 1 < len(found) else None)
            for n, (code, share, at) in enumerate(found)
        ],
    }


def _in_order(programme: Programme | None, shares: Mapping[str, float]) -> list[tuple[str, float]]:
    """From the lowest tier up; without a programme by falling share."""
    if programme is None:
        return sorted(shares.items(), key=lambda one: -one[1])
    for code in shares:
        if programme.rank(code) < 0:
            raise NoSuchTier(tier=code)
    return sorted(shares.items(), key=lambda one: programme.rank(one[0]))


def _tier(
    programme: Programme | None,
    years: Sequence[Year],
    code: str,
    share: float,
    at: Threshold,
    next_at: int | None,
) -> dict[str, Any]:
    """One line of the advice: members are those who reach this tier and none above it."""
    members = [
        year for year in years if at.visits <= year.visits and (next_at is None or year.visits < next_at)
    ]
    tier = programme.tier(code) if programme else None
    cost = (
        sum(costing.yearly(programme, tier, *_of(year)).cost_cents for year in members)
        if programme and tier
        else 0
    )
    return {
        "code": code,
        "share_wanted": share,
        "threshold": at.visits,
        "share": round(at.share, 4),
        "share_below": round(at.share_below, 4),
        "members": len(members),
        "benefits_cost": money.amount(cost),
    }


def _of(year: Year) -> tuple[int, int, int]:
    return year.visits, year.nights, year.room_cents


YEARS = """
SELECT count(*)::int, sum(nights)::int, sum(greatest(room_cents, 0))::bigint FROM stays_visit
 WHERE checked_out_at IS NOT NULL AND check_in_on BETWEEN %s AND %s GROUP BY guest_id
"""
