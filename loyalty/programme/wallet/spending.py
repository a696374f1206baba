"""Out of which pocket a charge is paid. Knows no database.

`gift_last`: the principal first, the gift when there is no principal left. `proportion`: in the proportion of what is
there; the gift's share is rounded half down to the cent and the principal pays the rest, so that the two always come
to the charge, and neither pays more than it has.
"""

from typing import Literal, NamedTuple

Order = Literal["proportion", "gift_last"]


class Split(NamedTuple):
    principal_cents: int
    gift_cents: int


def split(principal_cents: int, gift_cents: int, amount_cents: int, order: Order) -> Split:
    """The charge in two parts; it must not be more than both together."""
    if not 0 <= amount_cents <= principal_cents + gift_cents:
        raise ValueError(f"{amount_cents} is not within {principal_cents} + {gift_cents}")
    if order == "gift_last":
        from_gift = max(0, amount_cents - principal_cents)
    else:
        whole = principal_cents + gift_cents
        # Half down: (2ab + c - 1) // 2c is a·b/c rounded to the nearest, a half to the lower.
        from_gift = (2 * amount_cents * gift_cents + whole - 1) // (2 * whole) if whole else 0
    return Split(amount_cents - from_gift, from_gift)
