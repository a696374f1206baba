"""The document's part on benefits."""

from typing import Literal

from loyalty.programme.terms import Code, Money, Name, Part, Period, Words


class Benefit(Part, frozen=True):
    """Something a tier gives. `price` is what a guest would pay for it, `cost` what it costs the house."""

    code: Code
    name: Name
    name_en: Name
    price: Money
    kind: Literal[
        "breakfast",
        "late_checkout",
        "afternoon_tea",
        "gift",
        "booking_hold",
        "discount",
        "upgrade",
        "line",
        "other",
    ] = "other"
    cost: Money | None = None
    period: Period = "month"  # in which an allowance is used up and renewed
    says: Words = ""


__all__ = ["Benefit"]
