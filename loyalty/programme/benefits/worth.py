"""What membership gives this guest on this stay, in money. Knows no database.

Rules, so that the sum can be told to a guest without blushing:
- an upgrade is worth the difference a night between the next dearer room type and the booked one, for every night;
  without a dearer room type it is worth nothing and is not named;
- breakfast and afternoon tea count per guest and night, everything else once in a stay;
- never more of a benefit than is left of its allowance (per day: every night anew);
- the discount is taken off the rate as it was booked, for every night, where the house owes it (channels);
- points count only when the programme says openly what they are worth off a bill.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kernel import money
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.wording import Said

PER_GUEST_AND_NIGHT = frozenset({"breakfast", "afternoon_tea"})


@dataclass(frozen=True, slots=True)
class StayFacts:
    """The stay that is asked about."""

    id: int
    external_id: str
    room_type: str
    rate_cents: int
    check_in_on: date
    check_out_on: date
    guests: int
    channel: str = ""
    discounted: bool = True  # whether the member discount is owed on its bill

    @property
    def nights(self) -> int:
        return max(1, (self.check_out_on - self.check_in_on).days)


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    name: str
    name_en: str
    amount_cents: int
    says: Said


@dataclass(frozen=True, slots=True)
class Better:
    """The next dearer room type, and by how much a night."""

    room_type: str
    difference_cents: int


def of(
    stay: StayFacts,
    tier: Tier,
    programme: Programme,
    prices: Mapping[str, int],
    left: Mapping[str, int | None],
    points: int = 0,
) -> list[Item]:
    """What the tier gives on this stay, the dearest first.

    `prices`: cents a night by room type. `left`: how much of each benefit is left (None: as often as wanted).
    `points`: what the stay is going to earn.
    """
    benefits = {benefit.code: benefit for benefit in programme.benefits}
    items = [
        _benefit(benefits[given.benefit], stay, prices, left.get(given.benefit))
        for given in tier.benefits
        if given.benefit in benefits
        # the discount itself is the tier's; a benefit of that kind only speaks of it
        and not (
            benefits[given.benefit].kind == "discount" and (tier.discount_percent or not stay.discounted)
        )
    ]
    items += [_discount(stay, tier), _points(programme, points)]
    return sorted((item for item in items if item), key=lambda item: -item.amount_cents)


def total_cents(items: Sequence[Item]) -> int:
    return sum(item.amount_cents for item in items)


def better_room(stay: StayFacts, prices: Mapping[str, int]) -> Better | None:
    """标间 100 and 艺术主题房 300: the next dearer one, 200 more. The booked type without a price: the stay's rate."""
    booked = prices.get(stay.room_type, stay.rate_cents)
    dearer = [(cents, name) for name, cents in prices.items() if cents > booked and name != stay.room_type]
    if not dearer:
        return None
    cents, name = min(dearer)
    return Better(name, cents - booked)


def _benefit(benefit: Benefit, stay: StayFacts, prices: Mapping[str, int], left: int | None) -> Item | None:
    if left == 0:
        return None
    if benefit.kind == "upgrade":
        better = better_room(stay, prices)
        if better is None:
            return None
        cents = better.difference_cents * stay.nights
        a_night = plain(better.difference_cents)
        nights = "1 night" if stay.nights == 1 else f"{stay.nights} nights"
        says = Said(
            f"{stay.room_type}升级到{better.room_type}，每晚差价 {a_night} 元，{stay.nights} 晚",
            f"From {stay.room_type} to {better.room_type}: {a_night} a night, for {nights}",
        )
        return Item(benefit.code, benefit.name, benefit.name_en, cents, says)
    count = wanted(benefit, stay.guests, stay.nights)
    if left is not None:
        count = min(count, left * stay.nights if benefit.period == "day" else left)
    each = money.cents(benefit.price)
    if not each:
        return None
    says = Said(
        f"{benefit.name} {plain(each)} 元 × {count} 份",
        f"{benefit.name_en}: {plain(each)} each, {count} of them",
    )
    return Item(benefit.code, benefit.name, benefit.name_en, each * count, says)


def wanted(benefit: Benefit, guests: int, nights: int) -> int:
    """How many of a benefit a stay can make use of."""
    if benefit.kind in PER_GUEST_AND_NIGHT:
        return guests * nights
    return nights if benefit.period == "day" else 1


def _discount(stay: StayFacts, tier: Tier) -> Item | None:
    whole = stay.rate_cents * stay.nights
    cents = share_of(whole, tier.discount_percent)
    if not cents or not stay.discounted:
        return None
    fold = discount_in_words(tier.discount_percent)
    says = Said(
        f"房费 {plain(whole)} 元打 {fold} 折，省 {plain(cents)} 元",
        f"{tier.discount_percent}% off a room bill of {plain(whole)}",
    )
    return Item("discount", "房费折扣", "Room discount", cents, says)


def _points(programme: Programme, points: int) -> Item | None:
    terms = programme.points
    if not (terms.enabled and terms.value_shown and terms.bill.enabled):
        return None
    cents = points * money.cents(terms.bill.money) // terms.bill.points
    if cents <= 0:
        return None
    says = Said(
        f"预计得 {points} 积分，可抵 {plain(cents)} 元", f"About {points} points, {plain(cents)} off a bill"
    )
    return Item("points", "积分", "Points", cents, says)


def share_of(cents: int, percent: int) -> int:
    """So many percent, rounded half up to the cent."""
    return int((Decimal(cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def discount_in_words(percent: int) -> str:
    """12 -> '8.8' (折), 20 -> '8'."""
    return f"{(100 - percent) / 10:g}"


def plain(cents: int) -> str:
    """20000 -> '200', 3850 -> '38.50': as people say it."""
    return money.amount(cents).removesuffix(".00")
