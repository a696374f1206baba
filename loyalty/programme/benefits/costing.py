"""What a tier's benefits would cost the house for one member in a year. An estimate; knows no database.

Assumed, always towards the dearer side: the member makes use of everything on every stay, alone in the room unless
the allowance is for more.
- breakfast and afternoon tea: every night; everything else: every visit;
- where the allowance is per stay or per day it is used up each time; over a longer period it caps what the visits
  would use, and no period counts in which the member cannot have been there;
- a benefit without a cost of its own costs its price (its cost is what the house would have got for it);
- the discount is taken off the room revenue when that is told.
Upgrades cost what the document says, since an empty better room costs little.
"""

from dataclasses import dataclass

from kernel import money
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.benefits.worth import PER_GUEST_AND_NIGHT, share_of
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier

# How often a period comes in a year; per stay and per day depend on the guest.
TIMES_A_YEAR = {"month": 12, "quarter": 4, "year": 1, "membership_year": 1, "ever": 1}


@dataclass(frozen=True, slots=True)
class Yearly:
    """One member's year: cents by benefit code, the discount as `discount`."""

    by_benefit: dict[str, int]

    @property
    def cost_cents(self) -> int:
        return sum(self.by_benefit.values())


def yearly(programme: Programme, tier: Tier, visits: int, nights: int, room_cents: int = 0) -> Yearly:
    """What this tier's benefits cost for a member with so many visits and nights (and room revenue) in a year."""
    benefits = {benefit.code: benefit for benefit in programme.benefits}
    found: dict[str, int] = {}
    for given in tier.benefits:
        benefit = benefits.get(given.benefit)
        if benefit is None or (benefit.kind == "discount" and tier.discount_percent):
            continue
        found[benefit.code] = cost_of(benefit) * times(benefit, given.allowance, visits, nights)
    if discount := share_of(room_cents, tier.discount_percent):
        found["discount"] = discount
    return Yearly(found)


def cost_of(benefit: Benefit) -> int:
    """What one costs the house, in cents."""
    return money.cents(benefit.price if benefit.cost is None else benefit.cost)


def times(benefit: Benefit, allowance: int | None, visits: int, nights: int) -> int:
    """How often a member with so many visits and nights in a year uses it."""
    natural = nights if benefit.kind in PER_GUEST_AND_NIGHT else visits
    if allowance is None or visits == 0:
        return natural
    if benefit.period == "stay":
        return allowance * visits
    if benefit.period == "day":
        return allowance * nights
    return min(natural, allowance * min(TIMES_A_YEAR[benefit.period], visits))
