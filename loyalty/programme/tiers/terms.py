"""The document's part on tiers."""

from typing import Annotated, Literal

from msgspec import Meta

from loyalty.programme.terms import Amount, Code, Count, Money, Months, Name, Part, Percent, Words

Measure = Literal["nights", "visits", "spend", "base_points"]


class Rule(Part, frozen=True):
    """One way to a tier, or to keep it: so much of a measure within so many calendar months.

    `at_least` counts nights, visits, whole units of money or base points. Without `months` the time since the
    present tier began counts (for keeping: the term of the status).
    """

    measure: Measure
    at_least: Count
    months: Months | None = None


class TierBenefit(Part, frozen=True):
    """A benefit that comes with the tier; no allowance: as often as wanted. The period is the benefit's."""

    benefit: Code
    allowance: Count | None = None


class Tier(Part, frozen=True):
    """One tier. `qualify`: any of these leads up to it; `keep`: any of these keeps it (none: as to qualify)."""

    code: Code
    name: Name
    name_en: Name
    qualify: list[Rule] = []
    keep: list[Rule] = []
    points_price: Count | None = None  # bought with points
    bonus_percent: Annotated[int, Meta(ge=0, le=500)] = 0  # bonus points on top of base points
    discount_percent: Percent = 0  # off the room: 12 is 8.8折
    benefits: list[TierBenefit] = []


class TierPrice(Part, frozen=True):
    """What it costs in money to come from one tier to another."""

    from_tier: Code
    to_tier: Code
    price: Money


class SecondChance(Part, frozen=True):
    """Soft landing: so many visits within so many calendar months of the downgrade bring the old tier back."""

    visits: Count
    within_months: Months
    gives_months: Months


class PartnerTier(Part, frozen=True):
    """A tier of a competitor or partner, and the own tier it is matched with."""

    partner: Name
    partner_tier: Name
    tier: Code


class Matching(Part, frozen=True):
    """A tier proved elsewhere: held on trial, kept by visits within the trial."""

    enabled: bool = False
    table: list[PartnerTier] = []
    trial_months: Months = 3
    keep_visits: Count = 2


class Standing(Part, frozen=True):
    """How a status lasts and falls."""

    valid_months: Months = 12
    # until: the same day after valid_months, or the end of the calendar year in which that day lies
    ends: Literal["same_day", "year_end"] = "same_day"
    grace_months: Annotated[int, Meta(ge=0, le=12)] = 0
    falls: Literal["one_level", "to_qualified"] = "one_level"
    # at the end of the term only, or as soon as what keeps it is not met any more
    checked: Literal["at_term", "at_once"] = "at_term"
    notice_months: Annotated[int, Meta(ge=2, le=12)] = 2
    near_percent: Annotated[int, Meta(ge=50, le=99)] = (
        70  # told of the next tier from this share of the way on
    )
    second_chances: list[SecondChance] = []


class Tiers(Part, frozen=True):
    """From the lowest, which is free, to the highest."""

    levels: Annotated[list[Tier], Meta(min_length=1, max_length=10)]
    prices: list[TierPrice] = []
    prices_free: bool = False  # the direct price need not be the sum of its steps
    standing: Standing = Standing()
    matching: Matching = Matching()
    says: Words = ""


__all__ = [
    "Amount", "Matching", "Measure", "PartnerTier", "Rule", "SecondChance", "Standing", "Tier", "TierBenefit",
    "TierPrice", "Tiers",
]  # fmt: skip
