"""What the law gives back of a prepaid sum: a table of rules. Knows no database.

After 法释〔2025〕4号 on disputes over prepaid consumption (in force since 1 May 2025), per top-up:

* seven_days (art. 14): within seven days of paying (the day of paying is not counted), when nothing of the top-up
  was used: all that was paid. The article excepts a consumer who had received the same service of this merchant
  before the contract; the house is asked to be more generous here and does not ask.
* merchant (art. 18): the refund is caused by the house. The used part is priced at the discounted ratio,
  paid ÷ (paid + gift), rounded down to the cent: for the guest.
* guest (art. 19): the refund is caused by the guest. The used part is priced without the discount.
* Never more than was paid, and never less than nothing (art. 20). The gift is never paid out: what is left of it is
  forfeited with the refund.

Interest (arts 16-17) is left to the house's own agreement and not computed.

A refund of less than all closes that share of the top-up: the same share of what was paid, of the gift, of what was
used and of what is left leaves the books, so that what remains obeys the same rules as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Cause = Literal["seven_days", "merchant", "guest"]
SEVEN_DAYS = 7


@dataclass(frozen=True, slots=True)
class TopUp:
    """One top-up as far as it is still open: sums in cents. `touched`: something of it was ever used."""

    id: int
    paid_on: date
    paid: int
    gift: int
    used: int
    principal_left: int
    gift_left: int
    touched: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one top-up gives to a refund, in cents.

    to_guest = from_principal + from_revenue. What of the principal is left but not due pays the used part's full
    price (kept); what is due beyond the principal that is left comes back out of revenue.
    """

    top_up: int
    to_guest: int
    from_principal: int
    from_revenue: int
    kept: int
    gift_forfeited: int
    # By how much the open top-up shrinks.
    paid: int
    gift: int
    used: int


def claim_cents(top_up: TopUp, cause: Cause, today: date, days: int = SEVEN_DAYS) -> int:
    """What of this top-up is due back for this cause."""
    if cause == "seven_days":
        in_time = today <= top_up.paid_on + timedelta(days=days)
        return top_up.paid if in_time and not top_up.touched else 0
    price = top_up.used
    if cause == "merchant" and top_up.paid:
        price = top_up.used * top_up.paid // (top_up.paid + top_up.gift)
    return max(0, min(top_up.paid, top_up.paid - price))


def plan(
    top_ups: Sequence[TopUp],
    cause: Cause,
    today: date,
    *,
    amount_cents: int | None = None,
    days: int = SEVEN_DAYS,
) -> list[Part]:
    """Which top-ups give how much: all that is due, or this amount, out of the newest first.

    Less than `amount_cents` is planned when less is due.
    """
    parts: list[Part] = []
    left = amount_cents
    for top_up in sorted(top_ups, key=lambda each: (each.paid_on, each.id), reverse=True):
        due = claim_cents(top_up, cause, today, days)
        share = due if left is None else min(due, left)
        if share > 0:
            parts.append(part_of(top_up, due, share))
            left = None if left is None else left - share
    return parts


def part_of(top_up: TopUp, due: int, share: int) -> Part:
    """`share` of the `due` cents of this top-up; all of it closes the top-up."""
    principal = _nearest(top_up.principal_left, share, due)
    from_principal = min(principal, share)
    return Part(
        top_up=top_up.id,
        to_guest=share,
        from_principal=from_principal,
        from_revenue=share - from_principal,
        kept=principal - from_principal,
        gift_forfeited=-(-top_up.gift_left * share // due),
        paid=_nearest(top_up.paid, share, due),
        gift=_nearest(top_up.gift, share, due),
        used=top_up.used * share // due,
    )


def _nearest(whole: int, share: int, due: int) -> int:
    return (2 * whole * share + due) // (2 * due)
