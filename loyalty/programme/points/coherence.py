"""What a point is worth in each way to spend it, side by side: pure, over the document.

The sources' own offers differ by a factor of five (1,000 points off a bill are 50 yuan, 1,000 points and 10 yuan are
a breakfast of 38, 20,000 points are a tier that costs 219). That may be wanted, but somebody should see it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median_low

from kernel import money
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.rewards.terms import Game

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to spend points. `worth_cents` None: it has no price in money, so it cannot be compared."""

    way: str  # bill | reward | night | tier | nine | friend | game | purchase
    code: str
    name: str
    name_en: str
    points: int
    worth_cents: int | None

    @property
    def per_point(self) -> Decimal | None:
        """Units of money for one point, to four places, rounded half up."""
        if self.worth_cents is None:
            return None
        return (Decimal(self.worth_cents) / 100 / self.points).quantize(PLACES, ROUND_HALF_UP)


def ways(programme: Programme) -> list[Way]:
    """Every way to spend points that this programme opens; and what a point costs who buys it, last."""
    points = programme.points
    found: list[Way] = []
    if points.bill.enabled:
        worth = money.cents(points.bill.money)
        found.append(Way("bill", "", "抵扣账单", "Off the bill", points.bill.points, worth))
    if points.friend.enabled:
        worth = money.cents(points.bill.money)
        found.append(Way("friend", "", "为朋友付房费", "A friend's stay", points.bill.points, worth))
    found += _rewards(programme)
    found += [
        Way(
            "tier",
            tier.code,
            tier.name,
            tier.name_en,
            tier.points_price,
            tier_price_cents(programme, tier.code),
        )
        for tier in programme.tiers.levels
        if tier.points_price
    ]
    found += [
        Way(
            "nine",
            offer.code,
            offer.name,
            offer.name_en,
            offer.points,
            _coupon_worth(programme, offer.coupon),
        )
        for offer in points.nine_offers
    ]
    found += [
        Way("game", game.code, game.name, game.name_en, game.points, game_worth_cents(programme, game))
        for game in programme.games
    ]
    if points.purchase.enabled:
        price = money.cents(points.purchase.money)
        found.append(Way("purchase", "", "购买积分", "Points bought", points.purchase.points, price))
    return found


def spread(found: list[Way]) -> tuple[Way, Way] | None:
    """The ways that give least and most for a point; None while there is none with a price. Buying is no spending."""
    priced = [way for way in found if way.per_point is not None and way.way != "purchase"]
    if not priced:
        return None
    return min(priced, key=_rate), max(priced, key=_rate)


def sold_too_cheap(found: list[Way]) -> list[Way]:
    """The ways in which a bought point is worth more than it costs. Offers that need a condition are left out."""
    bought = next((way for way in found if way.way == "purchase"), None)
    if bought is None or bought.worth_cents is None:
        return []
    return [
        way
        for way in found
        if way.way not in ("purchase", "nine")
        and way.worth_cents is not None
        and way.worth_cents * bought.points > bought.worth_cents * way.points
    ]


def point_worth(programme: Programme) -> tuple[int, int] | None:
    """(cents, points): what outstanding points are reckoned at, whether or not guests are shown it.

    What they take off a bill, where they may; else the middle one of the catalogue's rewards. None: nothing to go by.
    """
    if programme.points.bill.enabled:
        return money.cents(programme.points.bill.money), programme.points.bill.points
    priced = [way for way in _rewards(programme) if way.worth_cents]
    if not priced:
        return None
    middle = median_low(_rate(way) for way in priced)
    found = next(way for way in priced if _rate(way) == middle)
    return found.worth_cents or 0, found.points


def _rate(way: Way) -> Decimal:
    return Decimal(way.worth_cents or 0) / way.points


def worth_cents(programme: Programme, points: int) -> int | None:
    """So many points in money, rounded half up."""
    rate = point_worth(programme)
    return None if rate is None else (2 * points * rate[0] + rate[1]) // (2 * rate[1])


def tier_price_cents(programme: Programme, code: str) -> int | None:
    """What the tier costs in money from the lowest one: at once, or step by step where that has no price."""
    prices = {(price.from_tier, price.to_tier): money.cents(price.price) for price in programme.tiers.prices}
    levels = [tier.code for tier in programme.tiers.levels]
    if (levels[0], code) in prices:
        return prices[levels[0], code]
    steps = [prices.get(pair) for pair in pairwise(levels[: levels.index(code) + 1])]
    known = [step for step in steps if step is not None]
    return sum(known) if known and len(known) == len(steps) else None


def coupon_worth_cents(kind: CouponKind) -> int | None:
    """What a coupon surely is worth to who uses it; None where that depends on the bill or the room."""
    if kind.kind == "threshold":
        return min((money.cents(step.off) for step in kind.steps), default=None)
    if kind.amount is not None and kind.kind != "percent":
        return money.cents(kind.amount)
    return None


def game_worth_cents(programme: Programme, game: Game) -> int | None:
    """What a play gives on average, from the published odds; None when a prize has no price."""
    total = 0
    for prize in game.prizes:
        if prize.gives == "points":
            worth = worth_cents_of_points(programme, prize.points)
        elif prize.gives == "coupon":
            worth = _coupon_worth(programme, prize.coupon or "")
        else:
            worth = money.cents(prize.cost)
        if worth is None:
            return None
        total += prize.per_10000 * worth
    return (total + 5_000) // 10_000


def worth_cents_of_points(programme: Programme, points: int) -> int | None:
    """Points as a prize: nothing when there are none, else what they are reckoned at."""
    return 0 if not points else worth_cents(programme, points)


def _rewards(programme: Programme) -> list[Way]:
    return [
        Way(
            "night" if reward.kind == "night" else "reward",
            reward.code,
            reward.name,
            reward.name_en,
            reward.points,
            money.cents(reward.price) - money.cents(reward.money),
        )
        for reward in programme.rewards
    ]


def _coupon_worth(programme: Programme, code: str) -> int | None:
    kind = next((each for each in programme.coupons if each.code == code), None)
    return None if kind is None else coupon_worth_cents(kind)
