"""A small programme for tests, and members of it."""

from datetime import date
from typing import Any

from audit.recording import SYSTEM, Actor
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.guests.models import Guest
from loyalty.ledger.posting import Credit, post
from loyalty.programme import publishing
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, EarnRule, Points
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.rewards.terms import Game, Prize, Reward
from loyalty.programme.tiers import membership
from loyalty.programme.tiers.models import Membership
from loyalty.programme.tiers.terms import Tier, TierBenefit, Tiers
from loyalty.programme.versions import Published

TODAY = date(2026, 11, 23)
ANNA = Actor("staff", "9d0c6c4e-0000-4000-8000-000000000001", "王芳")

BENEFITS = [
    Benefit(
        "breakfast", "免费早餐", "Free breakfast", "38.00", kind="breakfast", cost="12.00", period="stay"
    ),
    Benefit(
        "upgrade", "免费升级房型", "Room upgrade", "200.00", kind="upgrade", cost="30.00", period="month"
    ),
    Benefit("gift", "随手礼", "Small gift", "20.00", kind="gift", period="month"),
    Benefit("late", "延迟退房", "Late check-out", "50.00", kind="late_checkout", period="ever"),
]
BASE = Tier("base", "普通", "Member", benefits=[TierBenefit("gift", 1)])
GOLD = Tier(
    "gold",
    "金卡",
    "Gold",
    bonus_percent=30,
    discount_percent=12,
    benefits=[
        TierBenefit("breakfast", 2),
        TierBenefit("upgrade", 1),
        TierBenefit("gift", 2),
        TierBenefit("late"),
    ],
)
NIGHT = CouponKind(
    "night", "免费房券", "Free night", "free_night", amount="300.00", cost="90.00", valid_days=180
)
EIGHT = PunchCard("eight", "住8送1", "Eight visits, one free", "night", every=8)
MEAL = Reward("meal", "早餐一份", "One breakfast", "service", 1000, "38.00", money="10.00", cost="12.00")
WHEEL = Game(
    "wheel",
    "幸运大转盘",
    "Wheel of fortune",
    100,
    "500.00",
    [
        Prize("night", "免费住一晚", "A free night", 100, "coupon", coupon="night", cost="90.00", stock=2),
        Prize("coffee", "咖啡一杯", "A coffee", 1900, "thing", cost="6.00", stock=50),
        Prize("points", "50 积分", "50 points", 3000, "points", points=50),
    ],
)


def programme(**parts: Any) -> Programme:
    given: dict[str, Any] = {
        "benefits": BENEFITS,
        "coupons": [NIGHT],
        "punch_cards": [EIGHT],
        "rewards": [MEAL],
        "games": [WHEEL],
        "points": Points(enabled=True, earn=[EarnRule("spend", "money", 1)], bill=Bill(enabled=True)),
        **parts,
    }
    return Programme("方案", given.pop("tiers", Tiers([BASE, GOLD])), **given)


def publish(raw: Statements, plan: Programme | None = None, day: date = date(2026, 1, 1)) -> Published:
    return publishing.write(raw, plan or programme(), effective_on=day, actor=SYSTEM)


def rows_of(raw: Statements, name: str) -> tuple[int, ...]:
    """The rows of the person of this name."""
    return persons.rows_of(raw, Guest.objects.get(name=name, merged_into=None).pk)


def member(
    raw: Statements, plan: Programme, guest: int, tier: str = "base", joined_on: date | None = None
) -> None:
    """This guest is a member of this tier."""
    membership.admit(raw, plan, guest, joined_on or TODAY)
    rank = plan.rank(tier)
    kind = "granted" if rank else "base"
    Membership.objects.filter(pk=guest).update(tier=tier, rank=rank, kind=kind, joined_on=joined_on or TODAY)


def give_points(raw: Statements, guest: int, points: int, key: str = "") -> None:
    post(
        raw,
        key=key or f"gift:{guest}:{points}",
        kind="points.granted",
        moves=[Credit(guest, "base", points, "issuance", earned_on=TODAY)],
        on=TODAY,
        actor=SYSTEM,
    )
