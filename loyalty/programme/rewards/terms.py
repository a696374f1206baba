"""The document's part on rewards and games: what points are spent on."""

from typing import Annotated, Literal

from msgspec import Meta

from loyalty.programme.terms import Amount, Code, Count, Money, Name, Part, Period, Words


class Reward(Part, frozen=True):
    """One thing of the catalogue, for points or for points and money. `price` is what it is worth to the guest."""

    code: Code
    name: Name
    name_en: Name
    kind: Literal["virtual", "physical", "service", "coupon", "night", "draw"]
    points: Count
    price: Money
    money: Money = "0.00"
    cost: Money | None = None
    coupon: Code | None = None  # for coupon and night
    game: Code | None = None  # for draw: a ticket of this game
    stock: Count | None = None
    per_guest: Count | None = None
    period: Period = "month"
    confirmed: bool = True  # staff confirm that it was handed over
    from_tier: Code | None = None
    says: Words = ""


class Prize(Part, frozen=True):
    """What a game may give; `per_10000` is its published chance."""

    code: Code
    name: Name
    name_en: Name
    per_10000: Annotated[int, Meta(ge=1, le=10_000)]
    gives: Literal["points", "coupon", "thing"]
    points: Amount = 0
    coupon: Code | None = None
    cost: Money = "0.00"
    stock: Count | None = None


class Game(Part, frozen=True):
    """A wheel or a scratch card: published odds, a daily limit and a budget that no play can pass."""

    code: Code
    name: Name
    name_en: Name
    points: Count
    budget: Money
    prizes: Annotated[list[Prize], Meta(min_length=1, max_length=12)]
    kind: Literal["wheel", "scratch"] = "wheel"
    daily: Count = 3


__all__ = ["Game", "Prize", "Reward"]
