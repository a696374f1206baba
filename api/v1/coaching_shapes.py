"""Shapes of the channel-mix coach and the pool of contacts.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from api.v1.programme_report_shapes import Sum
from api.v1.remark_shapes import Channel
from api.v1.report_shapes import Share


class CoachPart(Struct, kw_only=True):
    channel: Channel
    visits: int
    share: Share
    target: int
    gap_pp: float | None


class CoachMonth(Struct, kw_only=True):
    month: str
    visits: int
    member: Share
    corporate: Share
    ota: Share
    walk_in: Share


class CoachAdvice(Struct, kw_only=True):
    code: Literal["grow", "alarm", "ease", "few_visits", "nothing"]
    says: str


class CoachCrossover(Struct, kw_only=True):
    """When private share overtakes OTA, if both go on as they did. Only where the trend is `clear`."""

    clear: bool
    on: date | None
    member_pp_month: float | None
    ota_pp_month: float | None
    says: str


class ChannelCoach(Struct, kw_only=True):
    day: date
    start: str = field(name="from")
    end: str = field(name="to")
    visits: int
    parts: list[CoachPart]
    mix_gap: float | None
    alarm: bool
    alarm_above: float
    advice: CoachAdvice
    more: list[CoachAdvice]
    crossover: CoachCrossover
    trend: list[CoachMonth]
    few_visits_share: Share
    benchmarks: dict[str, float]


_Decimal = Annotated[str, Meta(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]


class ContactPoolAsked(Struct, forbid_unknown_fields=True, kw_only=True):
    daily: Annotated[int, Meta(ge=0, le=100_000, description="contacts added a day")] = 20
    visits: Annotated[float, Meta(ge=0, le=365, description="visits of one a year")] = 2.0
    rate: Annotated[_Decimal, Meta(description="average rate of a visit, in whole currency units")] = "150"
    cost: Annotated[_Decimal, Meta(description="what an OTA takes for one contact")] = "3"
    rooms: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    occupancy: Annotated[float, Meta(ge=0, le=1)] | None = None


class PoolPlan(Struct, kw_only=True):
    contacts_a_month: int
    contacts_a_year: int
    visits_a_year: float
    revenue_a_year: Sum
    saved: Sum


class PoolAccount(Struct, kw_only=True):
    """The day an account that holds so many contacts is full, counted from today."""

    holds: int
    full_in_days: int | None
    full_on: date | None


class PoolCapture(Struct, kw_only=True):
    rooms_a_night: float
    capture_rate: Share


class PoolMeasured(Struct, kw_only=True):
    """What really was, over the last `days` days: new guests a day, visits a guest and year, average rate."""

    days: int
    new_guests: int
    new_guests_a_day: float
    active_guests: int
    visits: int
    visits_a_guest_year: float | None
    average_rate: Sum | None
    revenue_a_year: Sum | None


class ContactPool(Struct, kw_only=True):
    day: date
    plan: PoolPlan
    accounts: list[PoolAccount]
    capture: PoolCapture | None
    measured: PoolMeasured
    says: str
