"""What a tier costs in money, from whatever tier the guest holds: pure."""

from kernel import money
from loyalty.programme.document import Programme


def price_cents(programme: Programme, from_tier: str, to_tier: str) -> int | None:
    """The direct price where the table has one, else the cheapest way by steps; None: it is not for sale.

    C41: 49 to silver, 170 more to gold, 219 straight to gold.
    """
    table = {(price.from_tier, price.to_tier): money.cents(price.price) for price in programme.tiers.prices}
    low, high = programme.rank(from_tier), programme.rank(to_tier)
    if low < 0 or high <= low:
        return None
    if (from_tier, to_tier) in table:
        return table[from_tier, to_tier]
    codes = [tier.code for tier in programme.tiers.levels[low : high + 1]]
    cheapest: dict[str, int] = {from_tier: 0}
    for n, code in enumerate(codes[1:], 1):
        sums = [
            cheapest[before] + table[before, code]
            for before in codes[:n]
            if before in cheapest and (before, code) in table
        ]
        if sums:
            cheapest[code] = min(sums)
    return cheapest.get(to_tier)
