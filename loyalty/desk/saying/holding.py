"""What a person holds of the programme, as replies and scripts speak of it: one shape, from the card or for many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import msgspec

from kernel import money
from kernel.statements import Statements
from loyalty.desk.saying.known import Both
from loyalty.desk.saying.staying import Staying
from loyalty.programme import periods
from loyalty.programme.benefits import reading as benefits
from loyalty.programme.benefits import rooms as beside
from loyalty.programme.benefits import staying as prices
from loyalty.programme.benefits import worth
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.coupons import wording as coupon_words
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.points import coherence
from loyalty.programme.recognition import holding as recognition
from loyalty.programme.tiers import reading as tier_reading
from loyalty.programme.tiers import rows as memberships
from loyalty.programme.tiers import standing
from loyalty.programme.tiers.history import NOTHING as NO_HISTORY
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.state import State
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.versions import Published

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Worth:
    """One thing that membership gives on the stay. `kind`: of the benefit, or 'discount', 'points'."""

    kind: str
    name: Both
    cents: int
    says: Both


@dataclass(frozen=True, slots=True)
class Left:
    """A benefit of the tier, and how much of it is left (None: as often as wanted)."""

    kind: str
    name: Both
    left: int | None


@dataclass(frozen=True, slots=True)
class Coupon:
    name: Both
    says: Both
    expires_on: date | None
    terms: CouponKind | None  # None: issued on terms that the programme does not have any more


@dataclass(frozen=True, slots=True)
class Next:
    """The tier above, by the way on which least is missing."""

    name: Both
    measure: str
    missing: int
    share: float
    brings: tuple[Both, ...]


@dataclass(frozen=True, slots=True)
class Punch:
    missing: int
    counts: str  # visits | nights
    gift: Both


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything empty: no programme, or nobody of it."""

    programme: Programme | None = None
    tier: Both | None = None
    tier_until: date | None = None
    discount_percent: int = 0
    next: Next | None = None
    worth: tuple[Worth, ...] = ()
    left: tuple[Left, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    points: int | None = None
    ending: tuple[date, int] | None = None  # the soonest points to expire
    wallet_cents: int | None = None
    punches: tuple[Punch, ...] = ()

    def points_cents(self, points: int) -> int | None:
        """What points are worth, where the programme says so openly."""
        if self.programme is None or not self.programme.points.value_shown:
            return None
        return coherence.worth_cents(self.programme, points)


NOBODY = Holding()


def of_card(published: Published | None, held: Mapping[str, Any], stay: int | None) -> Holding:
    """Of what the guest card has read already (loyalty.programme.card.parts)."""
    if published is None:
        return NOBODY
    programme = published.programme
    tier, points, wallet = held["tier"], held["points"], held["wallet"]
    given = held["worth"] if held["worth"] and held["worth"]["stay_id"] == str(stay) else None
    kinds = {benefit.code: benefit.kind for benefit in programme.benefits}
    counts = programme.tier((tier["elsewhere"] or tier)["code"]) if tier else None
    ending = points["expiring"] if points else []
    return Holding(
        programme=programme,
        tier=_named(tier) if tier else None,
        tier_until=tier["until"] if tier else None,
        discount_percent=counts.discount_percent if counts else 0,
        next=_next(tier),
        worth=tuple(
            Worth(
                kinds.get(item["code"], item["code"]),
                _named(item),
                money.cents(item["amount"]["amount"]),
                Both(**item["says"]),
            )
            for item in (given["items"] if given else ())
        ),
        left=tuple(Left(line["kind"], _named(line), line["left"]) for line in held["benefits"] or ()),
        coupons=tuple(_coupon(programme, each) for each in held["coupons"] or ()),
        points=points["balance"] if points else None,
        ending=(ending[0]["on"], ending[0]["points"]) if ending else None,
        wallet_cents=money.cents(wallet["balance"]["amount"]) if wallet else None,
        punches=tuple(
            Punch(card["missing"], card["counts"], _named(card["gives"]))
            for card in held["punch_cards"] or ()
        ),
    )


def with_worth(held: Holding, other: Holding) -> Holding:
    """What the one holds, with what the other says of the stay."""
    return replace(held, worth=other.worth, left=other.left)


@dataclass(frozen=True, slots=True)
class _Read:
    """What of_many has read, by guest row."""

    programme: Programme
    states: Mapping[int, State]
    histories: Mapping[int, History]
    elsewhere: Mapping[int, list[recognition.Elsewhere]]
    uses: Mapping[int, list[beside.Use]]
    coupons: Mapping[int, list[tuple[Any, ...]]]
    lots: Mapping[int, list[tuple[Any, ...]]]
    rooms: Mapping[str, int]
    today: date


def of_many(
    raw: Statements, published: Published | None, found: Sequence[Staying], today: date
) -> dict[int, Holding]:
    """By stay. A cheap look for the board: punch cards and stored value are not read."""
    if published is None or not found:
        return {}
    programme = published.programme
    rows = sorted({row for each in found for row in each.rows})
    states = memberships.read(raw, {each.guest for each in found})
    upgrades = states and any(benefit.kind == "upgrade" for benefit in programme.benefits)
    read = _Read(
        programme,
        states,
        tier_reading.histories(raw, programme, list(states), today) if states else {},
        _by_row((each.guest, each) for each in recognition.elsewhere(raw, rows)),
        _by_row((row[0], row[1:]) for row in raw.execute(USES, (rows,))) if programme.benefits else {},
        _by_row((row[0], row[1:]) for row in raw.execute(COUPONS, (rows, today))),
        _by_row((row[0], row[1:]) for row in raw.execute(POINTS, (rows, today))),
        prices.room_prices(raw, today) if upgrades else {},
        today,
    )
    return {each.stay: _of(read, each) for each in found}


def _of(read: _Read, each: Staying) -> Holding:
    lots = [lot for row in each.rows for lot in read.lots.get(row, ())]
    ending = min((until for until, _ in lots if until is not None), default=None)
    state = read.states.get(each.guest)
    held = Holding(
        programme=read.programme,
        coupons=_coupons(read, each),
        points=sum(count for _, count in lots) if read.programme.points.enabled or lots else None,
        ending=(ending, sum(count for until, count in lots if until == ending)) if ending else None,
    )
    if state is None:
        return held
    told = standing.fragment(read.programme, state, read.histories.get(each.guest, NO_HISTORY), read.today)
    others = [other for row in each.rows for other in read.elsewhere.get(row, ())]
    best = recognition.higher(read.programme, told["code"], others, read.today)
    held = replace(held, tier=_named(told), tier_until=told["until"], next=_next(told))
    tier = read.programme.tier(best.tier if best else told["code"])
    return _given(held, read, each, tier, state) if tier else held


def _given(held: Holding, read: _Read, each: Staying, tier: Tier, state: State) -> Holding:
    """With what the tier gives on this stay."""
    given = benefits.given(read.programme, tier)
    left = {
        benefit.code: None if allowance is None else max(0, allowance - _used(benefit, read, each, state))
        for benefit, allowance in given
    }
    stay = worth.StayFacts(
        each.stay,
        each.external_id,
        each.room_type,
        each.rate_cents,
        each.check_in_on,
        each.check_out_on,
        each.guests,
        each.channel,
        each.discounted,
    )
    kinds = {benefit.code: benefit.kind for benefit in read.programme.benefits}
    items = worth.of(stay, tier, read.programme, read.rooms, left)
    return replace(
        held,
        discount_percent=tier.discount_percent,
        worth=tuple(
            Worth(
                kinds.get(item.code, item.code),
                Both(item.name, item.name_en),
                item.amount_cents,
                Both(item.says.zh, item.says.en),
            )
            for item in items
        ),
        left=tuple(
            Left(benefit.kind, Both(benefit.name, benefit.name_en), left[benefit.code])
            for benefit, _ in given
        ),
    )


def _used(benefit: Benefit, read: _Read, each: Staying, state: State) -> int:
    """How many of a benefit were used in its period, or are kept for the guest's rooms before this one.

    What counts per stay, on this visit: rooms that the guest has at once are one.
    """
    began = periods.span(benefit.period, max(read.today, each.check_in_on), state.joined_on).began_on
    together = {*each.together, *(room.external_id for room in each.earlier)}
    uses = [use for row in each.rows for use in read.uses.get(row, ())]
    used = sum(
        count
        for code, day, stay, count in uses
        if code == benefit.code and day >= began and (benefit.period != "stay" or stay in together)
    )
    return used + beside.kept(benefit, each.earlier, uses, read.rooms, began, read.today)


def _coupons(read: _Read, each: Staying) -> tuple[Coupon, ...]:
    found = [
        Coupon(Both(terms.name, terms.name_en), Both(**coupon_words.says(terms)), until, terms)
        for row in each.rows
        for until, document in read.coupons.get(row, ())
        for terms in (msgspec.json.decode(document, type=CouponKind),)
    ]
    return tuple(sorted(found, key=lambda coupon: coupon.expires_on or date.max))


def _coupon(programme: Programme, told: Mapping[str, Any]) -> Coupon:
    """The card names the kind alone: its terms count where they still say what the coupon says."""
    kinds = (kind for kind in programme.coupons if kind.code == told["kind"])
    terms = next((kind for kind in kinds if coupon_words.says(kind) == told["says"]), None)
    return Coupon(_named(told), Both(**told["says"]), told["expires_on"], terms)


def _next(tier: Mapping[str, Any] | None) -> Next | None:
    above = tier["next"] if tier else None
    ways = [way for way in above["ways"] if way["missing"] > 0] if above else []
    if not above or not ways:
        return None
    nearest = max(ways, key=lambda way: way["share"])
    return Next(
        _named(above),
        nearest["measure"],
        nearest["missing"],
        nearest["share"],
        tuple(_named(each) for each in above["brings"]),
    )


def _named(told: Mapping[str, Any]) -> Both:
    return Both(told["name"], told["name_en"])


def _by_row(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row, value in pairs:
        found[row].append(value)
    return found


USES = """
SELECT guest_id, code, day, stay, count FROM benefits_use WHERE guest_id = ANY(%s::bigint[]) AND undone_at IS NULL
"""
COUPONS = """
SELECT c.guest_id, c.expires_on, t.document FROM coupons_coupon c JOIN coupons_terms t ON t.id = c.terms_id
 WHERE c.guest_id = ANY(%s::bigint[]) AND c.state = 'open' AND (c.expires_on IS NULL OR c.expires_on >= %s)
"""
POINTS = """
SELECT a.guest_id, l.expires_on, l.remaining
  FROM ledger_account a JOIN ledger_lot l ON l.account_id = a.id
 WHERE a.guest_id = ANY(%s::bigint[]) AND l.kind IN ('base', 'bonus') AND l.remaining > 0
   AND (l.expires_on IS NULL OR l.expires_on >= %s)
"""
