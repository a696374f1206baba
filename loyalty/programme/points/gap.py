"""A gift of exactly the points that leave a guest one or two nights short of a reward (C74): pure.

Meant for guests who stopped coming: with the gift, the next night or two are all that is missing.
"""

from dataclasses import dataclass

from loyalty.programme.points.reckoning import fits
from loyalty.programme.points.terms import Points


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, what a night brings, and the gift that leaves just the nights."""

    price: int
    balance: int
    per_night: int
    nights: int
    gift: int


def gap_gift(*, balance: int, price: int, per_night: int, nights: int) -> Gap | None:
    """The gift after which exactly `nights` more nights reach the price; None when no gift can do that."""
    if per_night <= 0:
        return None
    gift = price - balance - nights * per_night
    return Gap(price, balance, per_night, nights, gift) if gift > 0 else None


def points_a_night(points: Points, rate_cents: int, tier_percent: int, channel: str, room_type: str) -> int:
    """What one more night at this rate brings in base and bonus points together, before any cap by time.

    What is given once per visit is left out: two nights may be one visit, and the promise must hold either way.
    """
    base = bonus = 0
    for rule in points.earn:
        if rule.per not in ("money", "night") or not fits(rule, channel, room_type):
            continue
        units = 1 if rule.per == "night" else rate_cents // 100
        given = units // rule.every * rule.points
        given = given if rule.cap is None else min(given, rule.cap)
        if rule.kind == "base":
            base += given
        else:
            bonus += given
    return base + bonus + base * tier_percent // 100
