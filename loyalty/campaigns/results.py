"""What came of one campaign: arm against arm, group by group, in all; how far messages went; what was saved."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kernel.statements import Statements
from loyalty.campaigns import profit
from loyalty.campaigns.uplift import Difference, Side, Uplift, difference, uplift

BY = {"stage": "t.stage", "tier": "t.tier", "channel": "t.channel", "arm": "t.arm"}
WINDOW_DAYS = 30
STAGES = ("new", "sticky", "at_risk", "dormant", "lost")


@dataclass(frozen=True, slots=True)
class Refrained:
    reason: str
    n: int
    saved_cents: int


@dataclass(frozen=True, slots=True)
class Results:
    """`groups` by key, in order; `arms` A and B, each against the same holdout; `duel` B less A of visited shares.

    `unknown`: the costs that nobody has set and the profit therefore still holds, where it was asked for.
    """

    window_days: int
    final: bool
    groups: dict[str, Uplift]
    total: Uplift
    arms: dict[str, Uplift]
    duel: Difference | None
    restrained: list[Refrained]
    funnel: dict[str, int]
    unknown: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Arms:
    contact: Side = field(default_factory=Side)
    holdout: Side = field(default_factory=Side)
    cost_cents: int = 0

    def against(self, holdout: Side | None = None) -> Uplift:
        return uplift(self.contact, self.holdout if holdout is None else holdout, self.cost_cents)


def read(
    raw: Statements, campaign: int, by: str, today: date, *, with_profit: bool = False
) -> Results | None:
    """Inside the property; None where there is no such campaign. Profit is reckoned only where it is asked for."""
    found = raw.execute(CAMPAIGN, (campaign,)).fetchone()
    if found is None:
        return None
    window = int(found[0] or WINDOW_DAYS)
    groups: dict[str, _Arms] = defaultdict(_Arms)
    arms: dict[str, _Arms] = defaultdict(_Arms)
    total = _Arms()
    last: date | None = None
    unknown: set[str] = set()
    left, joined = LEFT if with_profit else NOTHING
    sides = raw.execute(SIDES.format(key=BY[by], left=left, joined=joined), {"campaign": campaign})
    for key, arm, *sums, cost, chosen, names in sides.fetchall():
        side = Side(*sums)
        unknown |= profit.names(names)
        last = max(last or chosen, chosen)
        for told in (groups[key], total):
            if arm == "holdout":
                told.holdout += side
            else:
                told.contact += side
                told.cost_cents += cost
        if arm != "holdout":
            arms[arm].contact += side
            arms[arm].cost_cents += cost
    if by == "arm":
        groups.pop("holdout", None)
        for told in groups.values():
            told.holdout = total.holdout
    return Results(
        window,
        _over(last, window, today),
        {key: groups[key].against() for key in _in_order(groups, by)},
        total.against(),
        {arm: arms[arm].against(total.holdout) for arm in sorted(arms)},
        _duel(arms),
        [Refrained(*row) for row in raw.execute(REFRAINED, (campaign,)).fetchall()],
        _funnel(raw, campaign),
        unknown,
    )


def _over(last: date | None, window: int, today: date) -> bool:
    """Whether every window is."""
    return last is not None and last + timedelta(days=window) < today


def _in_order(groups: Mapping[str, _Arms], by: str) -> list[str]:
    if by == "stage":
        return sorted(groups, key=lambda key: STAGES.index(key) if key in STAGES else len(STAGES))
    return sorted(groups, key=lambda key: (-groups[key].contact.n, key))


def _duel(arms: Mapping[str, _Arms]) -> Difference | None:
    """B against A: both were written to, so no holdout is needed."""
    if not {"A", "B"} <= arms.keys():
        return None
    one, other = arms["A"].contact, arms["B"].contact
    return difference((other.n, other.visited, other.visited), (one.n, one.visited, one.visited))


def _funnel(raw: Statements, campaign: int) -> dict[str, int]:
    names = (
        "chosen",
        "sent",
        "delivered",
        "clicked",
        "answered",
        "visited",
        "redeemed",
        "failed",
        "unknown",
        "dropped",
    )
    row: Any = raw.execute(FUNNEL, {"campaign": campaign}).fetchone()
    return dict(zip(names, row, strict=True))


CAMPAIGN = "SELECT document ->> 'window_days' FROM campaigns_campaign WHERE id = %s"
SIDES = """
SELECT {key}, t.arm, count(*)::int, count(*) FILTER (WHERE t.visits > 0)::int, sum(t.visits)::int,
       sum(t.visits * t.visits)::bigint, sum(t.revenue_cents)::bigint,
       sum(t.revenue_cents::float8 * t.revenue_cents), {left[0]}, sum(t.cost_cents)::bigint, max(t.chosen_on), {left[1]}
  FROM campaigns_target t {joined}
 WHERE t.campaign_id = %(campaign)s::bigint AND t.decision IN ('contact', 'held_out') GROUP BY 1, 2
"""
# The sums of the profit and the names of unknown costs, and whence: with it, and without.
LEFT = (
    (
        "coalesce(sum(p.cents), 0)::bigint, coalesce(sum(p.cents::float8 * p.cents), 0)",
        "string_agg(p.names, E'\\x1f')",
    ),
    f"LEFT JOIN ({profit.OF_CAMPAIGN}) p ON p.id = t.id",
)
NOTHING = (("0, 0::float8", "NULL"), "")
REFRAINED = """
SELECT reason, count(*)::int, sum(saved_cents)::bigint FROM campaigns_target
 WHERE campaign_id = %s AND decision = 'refrained' GROUP BY 1 ORDER BY 2 DESC, 1
"""
# A guest counts once, however many channels were tried.
FUNNEL = """
SELECT count(*)::int, count(*) FILTER (WHERE sent)::int, count(*) FILTER (WHERE delivered)::int,
       count(clicked_at)::int, count(answered_at)::int, count(*) FILTER (WHERE visited AND sent)::int,
       count(*) FILTER (WHERE redeemed)::int, count(*) FILTER (WHERE failed AND NOT sent)::int,
       count(*) FILTER (WHERE unknown)::int, count(*) FILTER (WHERE dropped AND NOT sent)::int
  FROM (SELECT t.id, t.clicked_at, t.answered_at, t.visit_ordinal IS NOT NULL AS visited,
               coalesce(bool_or(m.state IN ('sent', 'delivered')), false) AS sent,
               bool_or(m.state = 'delivered') AS delivered, bool_or(m.state = 'failed') AS failed,
               bool_or(m.state = 'unknown') AS unknown, bool_or(m.state = 'dropped') AS dropped,
               bool_or(k.state = 'redeemed') AS redeemed
          FROM campaigns_target t
          LEFT JOIN messaging_message m ON m.campaign_id = t.campaign_id AND m.target_id = t.id
          LEFT JOIN coupons_coupon k ON t.offer_ref LIKE 'coupon:%%' AND k.code = substr(t.offer_ref, 8)
         WHERE t.campaign_id = %(campaign)s AND t.decision = 'contact' GROUP BY t.id) AS each
"""
