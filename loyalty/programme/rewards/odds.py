"""What a roll gives, what a prize costs, and when a game has to close. Knows no database.

A roll is a number from 0 to 9,999. The prizes share these numbers in the order of the document, `per_10000` each; the
numbers that are left give nothing. So odds, roll and outcome can be held against each other at any time.

The rule of fairness: every play that is taken has exactly the published odds. A game therefore closes, before any
points are taken, as soon as one of its prizes is out of stock or what is left of the budget does not pay the dearest.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel import money
from loyalty.programme.coupons import applying
from loyalty.programme.document import Programme
from loyalty.programme.rewards.terms import Game, Prize

ROLLS = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a game has given so far: of its budget in cents, of each prize by code."""

    cents: int
    prizes: Mapping[str, int]


def outcome(game: Game, roll: int) -> Prize | None:
    """The prize of this roll; None: nothing."""
    upto = 0
    for prize in game.prizes:
        upto += prize.per_10000
        if roll < upto:
            return prize
    return None


def nothing_per_10000(game: Game) -> int:
    return max(0, ROLLS - sum(prize.per_10000 for prize in game.prizes))


def cost_cents(programme: Programme, prize: Prize) -> int:
    """What a prize takes out of the budget: what it is said to cost, else what its coupon or its points are worth."""
    if said := money.cents(prize.cost):
        return said
    if prize.gives == "coupon":
        kind = next((each for each in programme.coupons if each.code == prize.coupon), None)
        return applying.cost_cents(kind) if kind else 0
    bill = programme.points.bill
    if prize.gives == "points" and bill.enabled:
        return -(-prize.points * money.cents(bill.money) // bill.points)  # rounded up
    return 0


def left(prize: Prize, taken: Taken) -> int | None:
    return None if prize.stock is None else max(0, prize.stock - taken.prizes.get(prize.code, 0))


def is_open(programme: Programme, game: Game, taken: Taken) -> bool:
    """Whether the next play can have the published odds."""
    dearest = max(cost_cents(programme, prize) for prize in game.prizes)
    in_stock = all(left(prize, taken) != 0 for prize in game.prizes)
    return in_stock and taken.cents + dearest <= money.cents(game.budget)
