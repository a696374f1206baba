"""How guests are shared out among several takers. Pure, in whole numbers."""

from collections.abc import Sequence


def quotas(n: int, shares: Sequence[float]) -> list[int]:
    """n guests by shares, by largest remainder; among equal remainders the first taker. The shares count against their sum."""
    whole = [round(share * 1_000_000) for share in shares]
    total = sum(whole)
    if not total:
        raise ValueError("shares of nothing")
    found = [n * share // total for share in whole]
    rests = sorted(range(len(whole)), key=lambda taker: (-(n * whole[taker] % total), taker))
    for taker in rests[: n - sum(found)]:
        found[taker] += 1
    return found


def deal(worth: Sequence[int], shares: Sequence[float]) -> list[int]:
    """The taker of each guest; `worth` is what each guest is worth, the most first.

    Of the first guests each taker has his share too, however far one counts: whoever is furthest behind takes the next,
    among equals who has got less worth so far. So nobody gets all the good ones.
    """
    n, wanted = len(worth), quotas(len(worth), shares)
    has, got = [0] * len(shares), [0] * len(shares)
    takers = []
    for place, value in enumerate(worth, 1):
        open_ = [taker for taker in range(len(shares)) if has[taker] < wanted[taker]]
        taker = min(open_, key=lambda t: (has[t] * n - place * wanted[t], got[t], t))
        has[taker] += 1
        got[taker] += value
        takers.append(taker)
    return takers
