"""What a coupon says, and what a guest is told of it, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from kernel import money
from loyalty.programme.coupons.terms import CouponKind

STATES = {
    "open": ("可用", "Valid"),
    "redeemed": ("已使用", "Redeemed"),
    "refunded": ("已退回", "Refunded"),
    "void": ("已作废", "Cancelled"),
    "expired": ("已过期", "Expired"),
}


def sum_of(amount: str) -> str:
    """'40.00' -> '40'; '9.90' stays."""
    return amount.removesuffix(".00")


def says(terms: CouponKind) -> dict[str, str]:
    """What the coupon is good for, made from its terms; the house's own words stand beside it."""
    zh, en = _gift(terms)
    if money.cents(terms.min_spend):
        zh += f"，需消费满{sum_of(terms.min_spend)}元"
        en += f", on a bill of {sum_of(terms.min_spend)} or more"
    if terms.stackable:
        zh += "，可叠加使用"
        en += ", beside other such coupons"
    return {"zh": zh, "en": en}


def _gift(terms: CouponKind) -> tuple[str, str]:
    amount = sum_of(terms.amount or "0.00")
    if terms.kind == "fixed":
        return f"立减{amount}元", f"{amount} off"
    if terms.kind == "percent":
        zh, en = f"减{terms.percent}%", f"{terms.percent}% off"
        most = (f"，最多减{amount}元", f", at most {amount}") if terms.amount else ("", "")
        return zh + most[0], en + most[1]
    if terms.kind == "threshold":
        steps = sorted(terms.steps, key=lambda step: money.cents(step.over))
        zh = "，".join(f"满{sum_of(step.over)}元减{sum_of(step.off)}元" for step in steps)
        return zh, ", ".join(f"{sum_of(step.off)} off from {sum_of(step.over)}" for step in steps)
    if terms.kind == "upgrade":
        room = terms.room_type
        return (
            (f"免费升级至{room}", f"free upgrade to {room}")
            if room
            else ("免费升级房型", "free room upgrade")
        )
    return f"价值{amount}元的免费房晚", f"a free night worth {amount}"


def _expiring(facts: Mapping[str, Any]) -> tuple[str, str]:
    return (
        f"您的优惠券“{facts['name']}”将于 {facts['expires_on']} 到期（当天仍可使用），券码 {facts['code']}。",
        f"Your coupon “{facts['name_en']}” expires after {facts['expires_on']}; its code is {facts['code']}.",
    )


TEXTS = {"coupon_expiring": _expiring}
