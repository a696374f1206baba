"""What guests are told of their punch cards."""

from collections.abc import Mapping
from typing import Any

from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.wording import Text

UNITS = {"visits": ("次", "stay", "stays"), "nights": ("晚", "night", "nights")}


def gift(kind: CouponKind | None) -> tuple[str, str]:
    """What a full card brings, as people say it."""
    if kind is None:
        return "一张优惠券", "a coupon"
    return ("1 晚", "one free night") if kind.kind == "free_night" else (kind.name, kind.name_en)


def _progress(facts: Mapping[str, Any]) -> tuple[str, str]:
    unit, one, many = UNITS[facts["counts"]]
    missing = facts["missing"]
    left = f"{missing} more {one if missing == 1 else many}"
    return (
        f"您的「{facts['name']}」已住 {facts['have']} {unit}，再住 {missing} {unit}就送{facts['gift_zh']}。",
        f"“{facts['name_en']}”: {facts['have']} of {facts['need']}. After {left} you get {facts['gift_en']}.",
    )


def _full(facts: Mapping[str, Any]) -> tuple[str, str]:
    unit, _, many = UNITS[facts["counts"]]
    every, name = facts["every"], facts["name_en"]
    return (
        f"您已住满 {every} {unit}，「{facts['name']}」送您{facts['gift_zh']}，优惠券已在您的账户里。",
        f"{every} {many}: “{name}” is full and gives you {facts['gift_en']}. The coupon is in your account.",
    )


TEXTS: dict[str, Text] = {"punch_progress": _progress, "punch_full": _full}
