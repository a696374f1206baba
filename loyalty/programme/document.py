"""A whole programme: one document on one page, validated as a whole (loyalty.programme.checking)."""

from typing import Annotated, Literal

from msgspec import Meta

from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.points.terms import Points
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.rewards.terms import Game, Reward
from loyalty.programme.terms import Count, Money, Name, Part
from loyalty.programme.tiers.terms import Tier, Tiers
from loyalty.programme.wallet.terms import Wallet


class TwoPersons(Part, frozen=True):
    """From these amounts on a correction by hand needs a second person."""

    points: Count = 10_000
    money: Money = "1000.00"


class Programme(Part, frozen=True):
    name: Name
    tiers: Tiers
    # Who is a member: every guest from the first counted stay on, or only who signed up.
    joins: Literal["first_stay", "sign_up"] = "first_stay"
    benefits: Annotated[list[Benefit], Meta(max_length=60)] = []
    points: Points = Points()
    wallet: Wallet = Wallet()
    coupons: Annotated[list[CouponKind], Meta(max_length=100)] = []
    punch_cards: Annotated[list[PunchCard], Meta(max_length=10)] = []
    rewards: Annotated[list[Reward], Meta(max_length=200)] = []
    games: Annotated[list[Game], Meta(max_length=10)] = []
    two_persons: TwoPersons = TwoPersons()

    def tier(self, code: str) -> Tier | None:
        return next((tier for tier in self.tiers.levels if tier.code == code), None)

    def rank(self, code: str) -> int:
        """0 for the base tier; -1 for a code that this programme does not know."""
        return next((n for n, tier in enumerate(self.tiers.levels) if tier.code == code), -1)


# The parts that a chain may leave to its properties.
SECTIONS = (
    "tiers",
    "benefits",
    "points",
    "wallet",
    "coupons",
    "punch_cards",
    "rewards",
    "games",
    "two_persons",
)
