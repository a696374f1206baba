"""What an offer is: what it is worth and costs, and how it becomes a guest's, once per target, and is taken back.

Offers are issued when the message is claimed, not when a guest is chosen: who is never reached costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.recording import SYSTEM
from kernel import money
from kernel.statements import Statements, array
from loyalty.campaigns.document import CouponOffer, GapOffer, Offer, PointsOffer
from loyalty.campaigns.restraining import Worth
from loyalty.ledger.posting import post
from loyalty.ledger.reversing import reverse
from loyalty.programme.coupons import applying, codes, issuing, redeeming, wording
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.points import gap, giving, turns
from loyalty.programme.points.moving import Act
from loyalty.programme.points.refusals import NoGiftNeeded
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.versions import Published
from tenants.telling import tell

# From here on an offer is a big one, for the dormant under a pretext; upgrades and free nights are, whatever they cost.
BIG_CENTS = 20_000
PRICES = ("fixed", "percent", "threshold")
CAMPAIGN = "points.campaign"


@dataclass(frozen=True, slots=True)
class Given:
    """An offer that is a guest's now: how to find it again, what it costs, and what a text can say of it."""

    ref: str
    cost_cents: int
    offer: dict[str, Any]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Purse:
    """What the gap gift of one guest is reckoned from."""

    balance: int = 0  # points he has or is about to have
    rate_cents: int = 0
    channel: str = ""
    room_type: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class GapGift:
    reward: Reward
    points: int


@dataclass(frozen=True, slots=True)
class Wanting:
    """For whom, by whose rules, under which key."""

    raw: Statements
    published: Published
    guest: int
    key: str  # of the target: the same again is the same offer
    today: date
    campaign: str  # its code
    ref: str = ""  # what was issued for this target before


def kind_of(offer: Offer, programme: Programme) -> CouponKind | None:
    """The coupon's terms; None for another offer, or a kind that is not in the programme."""
    if not isinstance(offer, CouponOffer):
        return None
    return next((kind for kind in programme.coupons if kind.code == offer.coupon), None)


def worth(offer: Offer | None, programme: Programme | None) -> Worth | None:
    """What restraint has to know of it; None for no offer."""
    if offer is None:
        return None
    if programme is None:
        return Worth()
    if isinstance(offer, GapOffer):
        # As much as it takes, so only for those who stopped coming; no pretext: the points are the pretext (C74).
        return Worth(
            big=True,
            face_cents=points_cents(programme, offer.most),
            cost_cents=points_cents(programme, offer.most),
        )
    if isinstance(offer, PointsOffer):
        cents = points_cents(programme, offer.points)
        return Worth(face_cents=cents, cost_cents=cents)
    terms = kind_of(offer, programme)
    if terms is None:
        return Worth()
    face = applying.face_cents(terms)
    big = face >= BIG_CENTS or terms.kind in ("upgrade", "free_night")
    percent = (terms.percent or 0) if terms.kind == "percent" and not face else 0
    return Worth(terms.kind in PRICES, big, big, face, percent, applying.cost_cents(terms))


def points_cents(programme: Programme, points: int) -> int:
    """What points are worth to the house: by the price at which they pay a bill."""
    bill = programme.points.bill
    return points * money.cents(bill.money) // bill.points


def says(offer: Offer | None, programme: Programme | None) -> tuple[str, str]:
    """What is offered, in Chinese and English; '' for nothing."""
    if offer is None or programme is None:
        return "", ""
    if isinstance(offer, PointsOffer):
        return f"赠送 {offer.points} 积分", f"{offer.points} points"
    if isinstance(offer, GapOffer):
        return (
            f"补差积分：让客人再住 {offer.nights} 晚就能兑换（最多 {offer.most} 积分）",
            f"Points that leave the guest {offer.nights} night(s) short of a reward (at most {offer.most})",
        )
    terms = kind_of(offer, programme)
    if terms is None:
        return "", ""
    told = wording.says(terms)
    return f"{terms.name}：{told['zh']}", f"{terms.name_en}: {told['en']}"


def gap_gift(offer: GapOffer, programme: Programme, purse: Purse) -> GapGift | None:
    """The gift that leaves this guest `nights` short of the nearest reward he has not reached (C74): pure."""
    tier = programme.tier(purse.tier) or programme.tiers.levels[0]
    per_night = gap.points_a_night(
        programme.points, purse.rate_cents, tier.bonus_percent, purse.channel, purse.room_type
    )
    for reward in sorted(programme.rewards, key=lambda each: each.points):
        found = gap.gap_gift(
            balance=purse.balance, price=reward.points, per_night=per_night, nights=offer.nights
        )
        if found is not None:
            return GapGift(reward, found.gift) if found.gift <= offer.most else None
    return None


def gap_facts(offer: GapOffer, gift: GapGift) -> dict[str, Any]:
    return {"gift_points": gift.points, "nights_short": offer.nights, "reward": gift.reward.name}


def known_facts(offer: Offer | None, programme: Programme | None) -> dict[str, Any]:
    """What texts can say of an offer before it is issued."""
    if isinstance(offer, PointsOffer):
        return {"gift_points": offer.points}
    terms = kind_of(offer, programme) if offer is not None and programme is not None else None
    return {"coupon": terms.name} if terms is not None else {}


def give(offer: Offer, wanting: Wanting) -> Given:
    """Make it the guest's, once per key. Raises the programme's refusals with nothing done."""
    if isinstance(offer, CouponOffer):
        return _give_coupon(offer, wanting)
    return _give_points(offer, wanting)


def cost_cents(offer: Offer | None, programme: Programme, gift_points: int | None = None) -> int:
    """What it costs the house, at most: what budgets count."""
    if isinstance(offer, GapOffer) and gift_points is not None:
        return points_cents(programme, gift_points)
    found = worth(offer, programme)
    return max(found.cost_cents, 0) if found else 0


def take_back(raw: Statements, ref: str, *, key: str, today: date) -> bool:
    """Void what nobody heard of; False when there is nothing, or it was used already."""
    kind, _, name = ref.partition(":")
    if kind == "coupon":
        found = redeeming.locked(raw, [name])
        if not found or found[0].state != "open":
            return False
        redeeming.cancel(raw, name, reason=NEVER_SENT, by=SYSTEM.name)
        return True
    if kind == "posting":
        reverse(raw, int(name), key=f"{key}:back", on=today, actor=SYSTEM, reason=NEVER_SENT, spent="forgive")
        return True
    return False


def _give_coupon(offer: CouponOffer, wanting: Wanting) -> Given:
    programme = wanting.published.programme
    terms = issuing.kind_of(programme, offer.coupon)
    code = wanting.ref.removeprefix("coupon:")
    # A coupon of this target that was voided because its message did not go: nobody has seen it, so it is his again.
    if code and redeeming.revive(wanting.raw, code, reason=NEVER_SENT, today=wanting.today):
        return _coupon_given(code, terms, applying.cost_cents(terms))
    issued = issuing.issue(
        wanting.raw,
        programme,
        offer.coupon,
        wanting.guest,
        origin=f"campaign:{wanting.campaign}",
        actor=SYSTEM,
        today=wanting.today,
        key=wanting.key,
    )
    return _coupon_given(issued.code, terms, applying.cost_cents(terms))


def _coupon_given(code: str, terms: CouponKind, cost: int) -> Given:
    offer = {"kind": "coupon", "coupon": terms.code, "code": code, "face_cents": applying.face_cents(terms)}
    return Given(f"coupon:{code}", cost, offer, {"coupon": terms.name, "coupon_code": codes.printed(code)})


def _give_points(offer: PointsOffer | GapOffer, wanting: Wanting) -> Given:
    programme = wanting.published.programme
    act = Act(wanting.raw, wanting.published, SYSTEM, wanting.key, wanting.today)
    rows = turns.take(wanting.raw, [wanting.guest])[wanting.guest]
    facts: dict[str, Any] = {"campaign": wanting.campaign}
    kind, points, said = CAMPAIGN, 0, {}
    if isinstance(offer, GapOffer):
        # Reckoned with what he has now: he may have come, or spent some, since he was chosen.
        gift = gap_gift(offer, programme, purses(wanting.raw, [wanting.guest], wanting.today)[wanting.guest])
        if gift is None:
            raise NoGiftNeeded(nights=offer.nights)
        reward = gift.reward
        kind, points, said = giving.GIFT, gift.points, gap_facts(offer, gift)
        facts |= {
            "reward": reward.code,
            "name": reward.name,
            "name_en": reward.name_en,
            "nights": offer.nights,
        }
    else:
        points, said = offer.points, {"gift_points": offer.points}
    posting = post(
        wanting.raw,
        key=wanting.key,
        kind=kind,
        moves=[giving.credit(act, rows, "bonus", points, CAMPAIGN, paying=False)],
        on=wanting.today,
        actor=SYSTEM,
        reason=kind,
        facts=facts,
    )
    tell(wanting.raw, "points.changed", [wanting.guest])
    told = {"kind": "gap" if isinstance(offer, GapOffer) else "points", "points": points}
    return Given(f"posting:{posting.id}", points_cents(programme, points), told, said)


def purses(raw: Statements, guests: Sequence[int], today: date) -> dict[int, Purse]:
    """What gap gifts of these (standing) guests are reckoned from, in two statements for all of them."""
    ids = array(sorted(guests))
    held = dict(raw.execute(HELD, {"ids": ids, "today": today}).fetchall())
    return {
        guest: Purse(held.get(guest, 0), rate or 0, channel or "", room_type or "", tier or "")
        for guest, rate, channel, room_type, tier in raw.execute(LAST_VISITS, {"ids": ids})
    }


NEVER_SENT = "campaign message was not sent"
HELD = """
SELECT p.person, sum(l.remaining)::bigint
  FROM (SELECT id, coalesce(merged_into_id, id) AS person FROM guests_guest
         WHERE id = ANY(%(ids)s::bigint[]) OR merged_into_id = ANY(%(ids)s::bigint[])) p
  JOIN ledger_account a ON a.guest_id = p.id JOIN ledger_lot l ON l.account_id = a.id
 WHERE a.kind IN ('base', 'bonus', 'pending') AND l.remaining > 0 AND (l.expires_on IS NULL OR l.expires_on >= %(today)s)
 GROUP BY 1
"""
LAST_VISITS = """
SELECT g.id, v.rate_cents, v.channel, v.room_type, m.tier
  FROM guests_guest g LEFT JOIN tiers_membership m ON m.guest_id = g.id
  LEFT JOIN LATERAL (SELECT v.rate_cents, v.channel, v.room_type FROM stays_visit v
                      WHERE v.guest_id = g.id ORDER BY v.ordinal DESC LIMIT 1) v ON true
 WHERE g.id = ANY(%(ids)s::bigint[])
"""
