"""The document's part on punch cards."""

from typing import Literal

from loyalty.programme.terms import Code, Count, Months, Name, Part


class PunchCard(Part, frozen=True):
    """住N送1: every so many visits or nights bring a coupon (a free night)."""

    code: Code
    name: Name
    name_en: Name
    coupon: Code  # what a full card brings
    counts: Literal["visits", "nights"] = "visits"
    every: Count = 8
    tell: Literal["month", "quarter", "no"] = "month"  # progress is told
    months: Months | None = None  # a card not full by then begins anew; none: never


__all__ = ["PunchCard"]
