"""The document's part on stored value."""

from typing import Annotated, Literal

from msgspec import Meta

from loyalty.programme.terms import Money, Months, Part


class TopUpOffer(Part, frozen=True):
    """Pay so much, get so much on top as a gift."""

    pay: Money
    gift: Money = "0.00"


class Wallet(Part, frozen=True):
    """Principal never expires and can be refunded; the gift cannot be refunded, and may expire."""

    enabled: bool = False
    offers: list[TopUpOffer] = []
    any_amount: bool = False  # other amounts than the offers', without a gift
    spends: Literal["proportion", "gift_last"] = "proportion"
    gift_months: Months | None = None  # how long a gift lasts; none: as long as the principal
    # Limits of the law on single-purpose prepaid cards: yuan on a named card, and on one without a name.
    named_max: Money = "5000.00"
    unnamed_max: Money = "1000.00"
    refund_days: Annotated[int, Meta(ge=7, le=365)] = 7  # without a reason, when nothing of it was used
    warn_total: Money | None = None  # warn HQ when all principal together passes this


__all__ = ["TopUpOffer", "Wallet"]
