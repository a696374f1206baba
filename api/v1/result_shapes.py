"""Shapes of what a campaign brought.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].

Profit is there for who may see it, and absent for everybody else. It is what is left of the revenue of the very visits
that are counted: commission, rooms, goods and surprises are off it. What the campaign cost (messages, coupons, points) is
not: that is `cost`, and is taken off once, in `net` from the revenue and in `net_profit` from the profit. Costs nobody has
set are still in it, and named.
"""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from api.v1.profit_shapes import UnknownCost
from api.v1.programme_report_shapes import Sum
from api.v1.report_shapes import Share


class ResultsAsked(Struct, forbid_unknown_fields=True):
    by: Literal["stage", "tier", "channel", "arm"] = "stage"


class ResultSide(Struct, kw_only=True):
    """All who were assigned to it, reached or not. `visited`: with a visit within the window."""

    n: int
    visited: int
    visits: int
    revenue: Sum
    profit: Sum | UnsetType = UNSET


class ResultAdvice(Struct):
    code: Literal["exclude", "widen", "wait"]
    says: str


class ResultGroup(Struct, kw_only=True):
    """`uplift_pp`: visited share of contact less holdout. `return`: net ÷ cost (5 that bring 10: 1.0; 5 that bring 1: -0.8).

    Null where one of the two has fewer than two guests (or the cost is 0).
    """

    key: str
    name: str
    contact: ResultSide
    holdout: ResultSide
    rate: Share
    holdout_rate: Share
    uplift_pp: float | None
    uplift_ci: list[float] | None
    extra_visits: float | None
    extra_visits_ci: list[float] | None
    extra_revenue: Sum | None
    extra_revenue_ci: list[Sum] | None
    cost: Sum
    net: Sum | None
    gain: float | None = field(name="return")
    extra_profit: Sum | UnsetType | None = UNSET
    extra_profit_ci: list[Sum] | UnsetType | None = UNSET
    net_profit: Sum | UnsetType | None = UNSET
    advice: ResultAdvice | None


class ResultRestraint(Struct, kw_only=True):
    reason: str
    says: str
    n: int
    saved: Sum


class ResultRestrained(Struct, kw_only=True):
    n: int
    saved: Sum
    reasons: list[ResultRestraint]


class ResultFunnel(Struct, kw_only=True):
    """Of those to be contacted. `dropped` will never go; `unknown` may have gone, and is not sent again."""

    chosen: int
    sent: int
    delivered: int
    clicked: int
    answered: int
    visited: int
    redeemed: int
    failed: int
    unknown: int
    dropped: int


class ResultDuel(Struct, kw_only=True):
    """B less A of an A/B test; `better` where the interval leaves no doubt."""

    uplift_pp: float | None
    uplift_ci: list[float] | None
    better: str | None
    says: str


class CampaignResults(Struct, kw_only=True):
    window_days: int
    as_of: datetime
    final: bool
    by: str
    groups: list[ResultGroup]
    total: ResultGroup
    arms: list[ResultGroup]
    duel: ResultDuel | None
    restrained: ResultRestrained
    funnel: ResultFunnel
    profit_unknown: list[UnknownCost] | UnsetType = UNSET
