"""Kinds of coupons for the tests, and a programme that has them."""

from typing import Any

from loyalty.programme.coupons.terms import CouponKind, Step
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier, Tiers


def kind(what: str = "fixed", **changes: Any) -> CouponKind:
    terms: dict[str, Any] = {
        "fixed": {"amount": "20.00"},
        "percent": {"percent": 10},
        "threshold": {"steps": [Step("40.00", "4.00"), Step("150.00", "8.00")]},
        "upgrade": {"room_type": "豪华大床房"},
        "free_night": {"amount": "300.00"},
    }[what]
    return CouponKind(**{"code": what, "name": "券", "name_en": "Coupon", "kind": what, **terms, **changes})


def programme(*kinds: CouponKind, **parts: Any) -> Programme:
    levels = [Tier(code="base", name="普通", name_en="Member")]
    return Programme(name="方案", tiers=Tiers(levels=levels), coupons=list(kinds), **parts)
