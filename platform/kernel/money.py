"""Money as integer minor units (`_cents`): 208.00 yuan is 20800. Decimal strings only at the edges."""

import re
from decimal import ROUND_HALF_UP, Decimal

AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


def cents(amount: str) -> int:
    """'208.5' -> 20850. Raises ValueError when it is not a plain decimal with at most two places."""
    if not AMOUNT.fullmatch(amount):
        raise ValueError(f"{amount!r} is not an amount like 208.00")
    whole, _, fraction = amount.partition(".")
    value = int(whole.lstrip("-") or 0) * 100 + int((fraction + "00")[:2])
    return -value if amount.startswith("-") else value


def amount(cents: int) -> str:
    """20850 -> '208.50'."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def whole(cents: int) -> int:
    """Whole units, rounded half up: 20850 -> 209."""
    return int((Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def average(total_cents: int, count: int) -> str | None:
    """total ÷ count as a decimal string with two places, rounded half up; None over nothing."""
    if not count:
        return None
    return str((Decimal(total_cents) / 100 / count).quantize(Decimal("0.01"), ROUND_HALF_UP))
