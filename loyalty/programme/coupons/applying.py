"""What coupons take off a bill. Knows no database.

Order of application, whatever order the codes were typed in: upgrade (no money), free night, percent, threshold,
fixed; each takes from what the ones before it left, and together never more than the bill. Whether a bill is great
enough (`min_spend`, 满…减…) is judged on the bill as it was before any coupon. A percent is rounded half up to the
cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel import money
from loyalty.programme.coupons.terms import CouponKind

ORDER = ("upgrade", "free_night", "percent", "threshold", "fixed")


@dataclass(frozen=True, slots=True)
class Applied:
    """What each coupon takes off, in the order in which they were given, and what is left to pay."""

    off_cents: tuple[int, ...]
    to_pay_cents: int


def least_bill_cents(terms: CouponKind) -> int:
    """The smallest bill on which this coupon may be used: its min_spend, or its lowest step when that is more."""
    least = money.cents(terms.min_spend)
    if terms.kind == "threshold":
        least = max(least, min((money.cents(step.over) for step in terms.steps), default=0))
    return least


def apply(bill_cents: int, coupons: Sequence[CouponKind]) -> Applied:
    """The discount of each coupon on this bill; every one must be allowed on it."""
    off = [0] * len(coupons)
    left = bill_cents
    for place in sorted(range(len(coupons)), key=lambda n: (ORDER.index(coupons[n].kind), n)):
        off[place] = min(left, _off(coupons[place], bill_cents, left))
        left -= off[place]
    return Applied(tuple(off), left)


def _off(terms: CouponKind, bill_cents: int, left_cents: int) -> int:
    amount = money.cents(terms.amount) if terms.amount is not None else None
    if terms.kind in ("fixed", "free_night"):
        return amount or 0
    if terms.kind == "percent":
        off = (left_cents * (terms.percent or 0) + 50) // 100
        return off if amount is None else min(off, amount)
    if terms.kind == "threshold":
        return _step_off(terms, bill_cents)
    return 0  # an upgrade is no money off


def _step_off(terms: CouponKind, bill_cents: int) -> int:
    """满150送8 before 满40送4: the greatest step that the bill reaches."""
    reached = [step for step in terms.steps if money.cents(step.over) <= bill_cents]
    return money.cents(max(reached, key=lambda step: money.cents(step.over)).off) if reached else 0


def face_cents(terms: CouponKind) -> int:
    """What one is worth at most, which is what budgets count: an upgrade, and a percentage without a limit, are
    worth what the programme says that they cost, or nothing."""
    if terms.kind == "threshold":
        return max((money.cents(step.off) for step in terms.steps), default=0)
    if terms.kind != "upgrade" and terms.amount is not None:
        return money.cents(terms.amount)
    return money.cents(terms.cost) if terms.cost is not None else 0


def cost_cents(terms: CouponKind) -> int:
    """What one costs the house when it is used."""
    return money.cents(terms.cost) if terms.cost is not None else face_cents(terms)


def expires_on(terms: CouponKind, issued_on: date) -> date | None:
    """The last day on which it is taken: so many days after its issue, or the kind's own end; whichever is first."""
    ends = [terms.valid_until] if terms.valid_until else []
    if terms.valid_days is not None:
        ends.append(issued_on + timedelta(days=terms.valid_days))
    return min(ends, default=None)
