"""The document's part on coupons."""

from datetime import date
from typing import Literal

from loyalty.programme.terms import Code, Count, Days, Money, Name, Part, Percent, Words


class Step(Part, frozen=True):
    """满over减off: over this bill, so much off."""

    over: Money
    off: Money


class CouponKind(Part, frozen=True):
    """One kind of coupon, from which single coupons are issued.

    fixed: `amount` off; percent: `percent` off (at most `amount` when given); threshold: the greatest step whose
    `over` the bill reaches; upgrade: to `room_type`; free_night: a night worth `amount`.
    """

    code: Code
    name: Name
    name_en: Name
    kind: Literal["fixed", "percent", "threshold", "upgrade", "free_night"]
    amount: Money | None = None
    percent: Percent | None = None
    steps: list[Step] = []
    room_type: Name | None = None
    min_spend: Money = "0.00"
    # Valid so many days from its issue, or until a day; both: whichever comes first.
    valid_days: Days | None = 90
    valid_until: date | None = None
    stackable: bool = False  # beside other coupons that are
    stock: Count | None = None  # issued at most
    budget: Money | None = None  # face value issued at most
    per_guest: Count | None = None
    cost: Money | None = None  # what one costs the house; none: its face value
    says: Words = ""


__all__ = ["CouponKind", "Step"]
