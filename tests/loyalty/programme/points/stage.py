"""A programme in force at acme-1, guests with points, and short words for what is asked of them."""

import itertools
from datetime import date
from typing import Any

from msgspec.structs import replace

from audit.recording import SYSTEM, Actor
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.ledger import reading
from loyalty.ledger.posting import Credit, Posting, post
from loyalty.programme import publishing
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.points import earning
from loyalty.programme.points.moving import Act
from loyalty.programme.points.terms import (
    Bill,
    EarnRule,
    Expiry,
    Family,
    Friend,
    Points,
    Purchase,
    Transfer,
)
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.tiers.terms import Tier, TierPrice, Tiers
from loyalty.programme.versions import Published
from tenants.context import raw_connection
from tenants.models import Property

TODAY = date(2026, 11, 23)
FAR = date(2029, 11, 22)
_number = itertools.count(1)

LEVELS = [
    Tier(code="basic", name="普通卡", name_en="Basic"),
    Tier(code="silver", name="银卡", name_en="Silver"),
    Tier(code="gold", name="金卡", name_en="Gold", bonus_percent=30, points_price=20_000),
    Tier(code="platinum", name="白金卡", name_en="Platinum", bonus_percent=50),
]
PRICES = [
    TierPrice(from_tier="basic", to_tier="silver", price="49.00"),
    TierPrice(from_tier="silver", to_tier="gold", price="170.00"),
    TierPrice(from_tier="basic", to_tier="gold", price="219.00"),
]
POINTS = Points(
    enabled=True,
    earn=[
        EarnRule(code="spend", per="money", points=1),
        EarnRule(
            code="review", per="action", action="review", points=50, kind="bonus", cap=100, cap_period="month"
        ),
    ],
    expiry=Expiry(),
    bill=Bill(enabled=True),
    transfer=Transfer(enabled=True, cap=500),
    family=Family(enabled=True, members_max=3, cap=300),
    purchase=Purchase(enabled=True, cap=1000),
    friend=Friend(enabled=True, cap=10_000),
)
COUPONS = [
    CouponKind(code="coffee", name="咖啡券", name_en="Coffee", kind="fixed", amount="30.00"),
    CouponKind(code="night", name="免费房晚", name_en="Free night", kind="free_night", amount="208.00"),
]
REWARDS = [
    Reward(
        code="breakfast",
        name="早餐",
        name_en="Breakfast",
        kind="service",
        points=1000,
        money="10.00",
        price="38.00",
    )
]


def programme(points: Points = POINTS, **changes: Any) -> Programme:
    whole = Programme(
        name="雅客会",
        tiers=Tiers(levels=LEVELS, prices=PRICES),
        points=points,
        coupons=COUPONS,
        rewards=REWARDS,
    )
    return replace(whole, **changes)


def raw() -> Statements:
    return Statements(raw_connection())


def publish(points: Points = POINTS, *, effective_on: date = date(2020, 1, 1), **changes: Any) -> Published:
    return publishing.write(raw(), programme(points, **changes), effective_on=effective_on, actor=SYSTEM)


def guest(name: str = "李四") -> int:
    return Guest.objects.get(name=name, merged_into=None).pk


def earn(hotel: Property, published: Published, *guests: int, today: date = TODAY) -> int:
    """What the journey does after stays came; all guests when none is named."""
    ids = guests or tuple(Guest.objects.order_by("id").values_list("pk", flat=True))
    return earning.follow(raw(), hotel, published, ids, today)


def held(*guests: int) -> tuple[int, int, int, int]:
    """base, bonus, pending, owed."""
    found = reading.balances(raw(), guests)
    return found.base, found.bonus, found.pending, found.owed


def grant(
    guest: int, points: int, account: str = "base", *, expires_on: date | None = FAR, earned_on: date = TODAY
) -> Posting:
    credit = Credit(guest, account, points, "issuance", earned_on=earned_on, expires_on=expires_on)
    return post(raw(), key=f"grant:{next(_number)}", kind="test", moves=[credit], on=earned_on, actor=SYSTEM)


def act(published: Published, *, key: str = "", today: date = TODAY, actor: Actor = SYSTEM) -> Act:
    return Act(raw(), published, actor, key or f"act:{next(_number)}", today)
