"""Stages of a guest's life with a property, and why they come; DOMAIN.md section 5, CAPABILITIES.md C48, C49, C72.

Both are computed from few columns a guest, so that a visit moves one guest and a night moves all by the same code.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from loyalty.lifecycle.deviation import Codes, Deviation
from loyalty.lifecycle.latency import Floats, Ints

EPOCH: Final = date(1970, 1, 1)
# No previous visit.
NEVER: Final = -(10**6)


class Stage(IntEnum):
    NEW = 1  # 新
    STICKY = 2  # 黏度
    AT_RISK = 3  # 预警
    DORMANT = 4  # 沉睡
    LOST = 5  # 流失


class Motive(IntEnum):
    """Why a guest comes, and what would make them stop."""

    NONE = 0
    CAPTIVE = 1  # 商圈独霸: goes when somebody else opens nearby
    CONVENIENCE = 2  # 便利: goes when the way there changes
    QUALITY = 3  # 软硬件: goes to the newer house, or after a slip of service
    PRICE = 4  # 价格敏感: goes to whoever is cheaper
    LOYAL = 5  # 忠诚: goes only when let down


@dataclass(frozen=True, slots=True)
class Limits:
    """When silence means what. Months are calendar months.

    Dormant: no visit for `silent_months`, and at least two in the `steady_months` before those. Lost: no visit for
    `lost_months`, and at least `lost_times` the cohort's upper bound, so that who comes once a year is not lost
    before they are late.
    """

    silent_months: int = 6
    steady_months: int = 12
    lost_months: int = 12
    lost_times: float = 2.0


@dataclass(frozen=True, slots=True)
class Churn:
    """Guests by stage, and the shares beyond the thresholds; None of nobody."""

    guests: int
    by_stage: dict[Stage, int]

    @property
    def rate(self) -> float | None:
        """At risk, dormant and lost, of all who ever came."""
        away = sum(self.by_stage[stage] for stage in (Stage.AT_RISK, Stage.DORMANT, Stage.LOST))
        return away / self.guests if self.guests else None

    @property
    def lost_rate(self) -> float | None:
        return self.by_stage[Stage.LOST] / self.guests if self.guests else None


@dataclass(frozen=True, slots=True)
class Habits:
    """How each guest comes; all [n]. The counts are of visits, at most `visits`.

    `discounted`: a coupon or discount was used; `corporate`: by that channel; `unplanned`: walked in or booked on the
    day; `own`: by the member channel. `rate_rank`: the share (0…1) of the property's guests with a lower average rate.
    """

    visits: Ints
    discounted: Ints
    corporate: Ints
    unplanned: Ints
    own: Ints
    rate_rank: Floats


@dataclass(frozen=True, slots=True)
class MotiveRules:
    """What a suggestion needs: so many visits, such a share of them."""

    visits_min: int = 2
    share_min: float = 0.5
    quality_rank: float = 0.75
    loyal_visits: int = 4


def day_number(day: date) -> int:
    """Whole days since 1970-01-01."""
    return (day - EPOCH).days


def months_after(day: int, months: int) -> int:
    """The last day that is not more than so many months after this one, as months_before counts."""
    on = EPOCH + timedelta(days=day)
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    most = monthrange(year, month + 1)[1]
    # From the last day of a short month back one comes to the same day as from all that the longer one has more.
    last = most if on.day == monthrange(on.year, on.month)[1] and on.day < most else min(on.day, most)
    return day_number(date(year, month + 1, last))


def months_before(day: int, months: int) -> int:
    """The same day of the month so many months earlier; the month's last day where it has no such day."""
    on = EPOCH + timedelta(days=day)
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return day_number(date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])))


def dormant(previous_on: Ints, last_on: Ints, as_of: int, limits: Limits | None = None) -> NDArray[np.bool_]:
    """A steady guest who stopped: the last visit lies before the silent months, the one before it in the steady ones.

    Shapes [n]; `previous_on` is NEVER for one visit. The last two visits decide, because whoever has not come in the
    silent months has them both in the steady ones, or has fewer than two there.
    """
    limits = limits or Limits()
    silent_from = months_before(as_of, limits.silent_months)
    steady_from = months_before(as_of, limits.silent_months + limits.steady_months)
    return (last_on < silent_from) & (previous_on >= steady_from)


def stages(
    visits: Ints,
    previous_on: Ints,
    last_on: Ints,
    absent: Codes,
    upper: Floats,
    as_of: int,
    limits: Limits | None = None,
) -> Codes:
    """Each guest's stage, [n]: lost before dormant before at risk before sticky and new.

    `absent` from deviation.of_absence, `upper` the norm's upper bound in days (NaN: none). Raises ValueError for a
    guest without a visit, or with one after `as_of`.
    """
    if np.any(visits < 1) or np.any(last_on > as_of):
        raise ValueError("a guest has visits, and none after the day asked about")
    limits = limits or Limits()
    bound = limits.lost_times * np.nan_to_num(upper, nan=0.0)
    lost = (last_on < months_before(as_of, limits.lost_months)) & (as_of - last_on >= bound)
    return np.select(
        [lost, dormant(previous_on, last_on, as_of, limits), absent == Deviation.LATE, visits >= 2],
        [np.int8(Stage.LOST), np.int8(Stage.DORMANT), np.int8(Stage.AT_RISK), np.int8(Stage.STICKY)],
        np.int8(Stage.NEW),
    ).astype(np.int8)


def churn(stage: Codes) -> Churn:
    """Who is away, of all guests with at least one visit (DOMAIN.md section 4)."""
    counts = np.bincount(stage, minlength=max(Stage) + 1)
    return Churn(int(counts.sum()), {each: int(counts[each]) for each in Stage})


def motives(habits: Habits, rules: MotiveRules | None = None) -> Codes:
    """A suggestion for each guest, [n]; NONE where the visits do not say. Staff decide.

    DOMAIN.md gives the rule for price (the share of visits on coupons or discounts), which goes first: it alone opens
    the way to price offers. The other four are ours: quality pays more than most, captive comes by contract, loyal
    books with the property itself again and again, convenience comes unplanned.
    """
    rules = rules or MotiveRules()

    def mostly(some: Ints) -> NDArray[np.bool_]:
        return some >= rules.share_min * habits.visits

    conditions = [
        habits.visits < rules.visits_min,
        mostly(habits.discounted),
        mostly(habits.own) & (habits.visits >= rules.loyal_visits),
        mostly(habits.corporate),
        habits.rate_rank >= rules.quality_rank,
        mostly(habits.unplanned),
    ]
    answers = [Motive.NONE, Motive.PRICE, Motive.LOYAL, Motive.CAPTIVE, Motive.QUALITY, Motive.CONVENIENCE]
    return np.select(conditions, [np.int8(each) for each in answers], np.int8(Motive.NONE)).astype(np.int8)
