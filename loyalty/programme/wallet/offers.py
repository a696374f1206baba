"""What a top-up buys. Knows no database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kernel import money
from loyalty.programme.wallet.refusals import NotOffered, WalletOff
from loyalty.programme.wallet.terms import Wallet


@dataclass(frozen=True, slots=True)
class Bought:
    """Principal and gift of one top-up, in cents."""

    paid_cents: int
    gift_cents: int

    @property
    def discount(self) -> Decimal:
        """The effective discount: 1,000 for 1,300 is 300 ÷ 1,300 = 0.231, shown as 23.1 %."""
        whole = self.paid_cents + self.gift_cents
        return (Decimal(self.gift_cents) / whole).quantize(Decimal("0.001"), ROUND_HALF_UP)


def bought(terms: Wallet, paid_cents: int, gift_cents: int | None = None) -> Bought:
    """What this sum buys: the best offer for exactly it, else the sum itself where any amount is taken.

    `gift_cents`: what the guest was told; refused when that is not what the programme gives.
    """
    if not terms.enabled:
        raise WalletOff
    gifts = [money.cents(offer.gift) for offer in terms.offers if money.cents(offer.pay) == paid_cents]
    if terms.any_amount:
        gifts.append(0)
    if not gifts or (gift_cents is not None and gift_cents not in gifts):
        raise NotOffered(pay=money.amount(paid_cents), gift=money.amount(gift_cents or 0))
    return Bought(paid_cents, max(gifts) if gift_cents is None else gift_cents)


def all_of(terms: Wallet) -> list[Bought]:
    """The offers on show, the smallest first."""
    shown = [Bought(money.cents(offer.pay), money.cents(offer.gift)) for offer in terms.offers]
    return sorted(shown, key=lambda each: (each.paid_cents, each.gift_cents)) if terms.enabled else []
