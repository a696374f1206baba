"""The document's part on points."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from loyalty.programme.terms import (
    Amount,
    Code,
    Count,
    Days,
    Money,
    Months,
    Name,
    Part,
    Percent,
    Period,
    Words,
)


class EarnRule(Part, frozen=True):
    """So many points per yuan, night, visit or action; several rules add up.

    Per yuan: `points` for every whole `every` units of money of `on`. A visit is rewarded once, whatever its rooms.
    """

    code: Code
    per: Literal["money", "night", "visit", "action"]
    points: Count
    every: Count = 1
    on: Literal["room", "all"] = "room"
    kind: Literal["base", "bonus"] = "base"
    action: Code | None = None  # e.g. review, birthday, profile; for per = action
    channels: list[Literal["member", "corporate", "ota", "walk_in"]] = []  # none: all
    room_types: list[Name] = []  # none: all
    cap: Count | None = None  # most points by this rule …
    cap_period: Period = "stay"  # … in this time


class Expiry(Part, frozen=True):
    """When points end. rolling: `months` after the day they were earned; year_end: 31 December of year + `years`;
    yearly: everything on the same day each year; never: only with the reason that HQ gives."""

    kind: Literal["rolling", "year_end", "yearly", "never"] = "rolling"
    months: Months = 36
    years: Annotated[int, Meta(ge=1, le=10)] = 3
    month_day: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] = "12-31"
    # an earning within the last year of a lot moves it by one year, once per lot
    extension: bool = False
    reason: Words = ""  # for never


class Bill(Part, frozen=True):
    """Points off the bill: `points` are worth `money`."""

    enabled: bool = False
    points: Count = 1000
    money: Money = "50.00"
    max_percent: Percent = 100  # of the bill


class Transfer(Part, frozen=True):
    """Points given to another guest."""

    enabled: bool = False
    cap: Count = 5000
    cap_period: Period = "month"


class Family(Part, frozen=True):
    """A pool that several guests of one family spend from: one's own points first, then at most `cap` of the others'.

    Off bills, for friends' stays, rewards and 9-points offers. Tiers and games are paid with one's own points.
    """

    enabled: bool = False
    members_max: Annotated[int, Meta(ge=2, le=10)] = 5
    cap: Count = 10000
    cap_period: Period = "month"


class Purchase(Part, frozen=True):
    """Points for money; they are bonus points."""

    enabled: bool = False
    points: Count = 100
    money: Money = "5.00"
    cap: Count = 10000
    cap_period: Period = "year"


class Friend(Part, frozen=True):
    """A member's points pay for a friend's stay."""

    enabled: bool = False
    cap: Count = 10000
    cap_period: Period = "year"


class Condition(Part, frozen=True):
    """What a guest must have done: so much of a measure within so many months."""

    measure: Literal["visits", "nights", "spend"]
    at_least: Count
    months: Months


class NineOffer(Part, frozen=True):
    """An offer of high value for few points (9分享兑) to whoever met a condition."""

    code: Code
    name: Name
    name_en: Name
    coupon: Code
    condition: Condition
    points: Count = 9
    per_guest: Count = 1
    period: Period = "month"
    until: date | None = None


class Points(Part, frozen=True):
    enabled: bool = False
    earn: list[EarnRule] = []
    # pending until check-out plus so many days; 0: at check-out
    pending_days: Annotated[int, Meta(ge=0, le=60)] = 0
    # a stay that is taken back after its points were spent: owed and taken from the next earnings, or forgiven
    spent_reversal: Literal["owe", "forgive"] = "owe"
    expiry: Expiry = Expiry()
    warn_days: list[Days] = field(default_factory=lambda: [30, 7])
    value_shown: bool = True
    bill: Bill = Bill()
    transfer: Transfer = Transfer()
    family: Family = Family()
    purchase: Purchase = Purchase()
    friend: Friend = Friend()
    nine_offers: list[NineOffer] = []


__all__ = [
    "Amount", "Bill", "Condition", "EarnRule", "Expiry", "Family", "Friend", "NineOffer", "Points", "Purchase",
    "Transfer",
]  # fmt: skip
