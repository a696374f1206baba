"""What guests hold: stored value within the law's limits, coupons that are complete, benefits, punch cards."""

from datetime import date

from kernel.money import cents
from loyalty.programme.checking.findings import Findings
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme

# Single-purpose prepaid cards: at most so much on a card with a name, and on one without.
NAMED_MAX, UNNAMED_MAX = 5_000_00, 1_000_00
GIFT_HIGH_PERCENT = 50
PERCENT_HIGH = 60
# kind -> the fields that only such coupons have, and need
NEEDED = {
    "fixed": ("amount",),
    "percent": ("percent",),
    "threshold": ("steps",),
    "upgrade": ("room_type",),
    "free_night": ("amount",),
}
ALLOWED = {**NEEDED, "percent": ("percent", "amount")}


def check(programme: Programme, found: Findings, *, today: date) -> None:
    _wallet(programme, found)
    for n, kind in enumerate(programme.coupons):
        _coupon(f"/coupons/{n}", kind, found, today)
    _benefits(programme, found)
    for n, card in enumerate(programme.punch_cards):
        if card.every < 2:
            found.wrong(
                f"/punch_cards/{n}/every", "too_few", "至少住 2 次才送。", "A card has two holes or more."
            )


def _wallet(programme: Programme, found: Findings) -> None:
    wallet = programme.wallet
    if wallet.enabled and not wallet.offers and not wallet.any_amount:
        found.wrong(
            "/wallet/offers",
            "empty",
            "储值已开启，但没有任何档位。",
            "Stored value is on, and there is no offer.",
        )
    for n, offer in enumerate(wallet.offers):
        pay, gift = cents(offer.pay), cents(offer.gift)
        if pay == 0:
            found.wrong(
                f"/wallet/offers/{n}/pay", "price_zero", "充值金额须大于 0。", "A top-up is more than 0."
            )
        if pay > cents(wallet.named_max):
            found.wrong(
                f"/wallet/offers/{n}/pay",
                "above_limit",
                f"超过了单张记名卡的限额 {wallet.named_max}。",
                f"More than a card with a name may hold ({wallet.named_max}).",
            )
        if pay and gift * 100 > pay * GIFT_HIGH_PERCENT:
            found.doubt(
                f"/wallet/offers/{n}/gift",
                "high_gift",
                f"赠金超过充值金额的 {GIFT_HIGH_PERCENT}%。",
                f"The gift is more than {GIFT_HIGH_PERCENT}% of what is paid.",
            )
        if n and (
            pay <= cents(wallet.offers[n - 1].pay)
            or gift * cents(wallet.offers[n - 1].pay) < cents(wallet.offers[n - 1].gift) * pay
        ):
            found.wrong(
                f"/wallet/offers/{n}",
                "not_rising",
                "各档须按充值金额从低到高，赠送比例不能降低。",
                "Offers go from less to more, and whoever pays more gets no smaller share as a gift.",
            )
    for name, most in (("named_max", NAMED_MAX), ("unnamed_max", UNNAMED_MAX)):
        if cents(getattr(wallet, name)) > most:
            found.doubt(
                f"/wallet/{name}",
                "above_law",
                f"高于单用途预付卡的法定限额（{most // 100} 元）。",
                f"Above the limit that the law sets for prepaid cards ({most // 100} yuan).",
            )


def _coupon(pointer: str, kind: CouponKind, found: Findings, today: date) -> None:
    for name in NEEDED[kind.kind]:
        if not getattr(kind, name):
            found.wrong(
                f"{pointer}/{name}",
                "missing",
                "这种优惠券必须填写这一项。",
                f"A {kind.kind} coupon needs this.",
            )
    for name in ("amount", "percent", "steps", "room_type"):
        if getattr(kind, name) and name not in ALLOWED[kind.kind]:
            found.wrong(
                f"{pointer}/{name}",
                "unused",
                "这种优惠券没有这一项。",
                f"A {kind.kind} coupon does not have this.",
            )
    if kind.amount is not None and cents(kind.amount) == 0:
        found.wrong(f"{pointer}/amount", "price_zero", "金额须大于 0。", "The amount is more than 0.")
    if kind.percent is not None and kind.percent > PERCENT_HIGH:
        found.doubt(
            f"{pointer}/percent",
            "high_discount",
            f"减 {kind.percent}%，请确认不是折数。",
            f"{kind.percent}% off. 12 means 8.8折.",
        )
    _steps(pointer, kind, found)
    _validity(pointer, kind, found, today)
    face = cents(kind.amount) if kind.amount and kind.kind in ("fixed", "free_night") else 0
    if kind.budget is not None and cents(kind.budget) < max(1, face):
        found.wrong(f"{pointer}/budget", "too_low", "预算不够发一张。", "The budget does not pay for one.")
    if kind.kind == "fixed" and 0 < cents(kind.min_spend) <= face:
        found.doubt(
            f"{pointer}/min_spend",
            "pays_everything",
            "最低消费不高于面值，客人可能不用付钱。",
            "The least bill is no more than the coupon: a guest may pay nothing.",
        )


def _validity(pointer: str, kind: CouponKind, found: Findings, today: date) -> None:
    if kind.valid_days is None and kind.valid_until is None:
        found.wrong(
            f"{pointer}/valid_days",
            "missing",
            "请写明有效天数或截止日期。",
            "Say how long it is valid, or until when.",
        )
    if kind.valid_until is not None and kind.valid_until < today:
        found.doubt(
            f"{pointer}/valid_until",
            "past",
            "截止日期已经过去。",
            "This day is past: nobody can use one any more.",
        )


def _steps(pointer: str, kind: CouponKind, found: Findings) -> None:
    for n, step in enumerate(kind.steps):
        if cents(step.off) == 0 or cents(step.off) >= cents(step.over):
            found.wrong(
                f"{pointer}/steps/{n}/off",
                "off_too_much",
                "减的金额须大于 0，且小于满的金额。",
                "What is taken off is more than 0 and less than the bill it needs.",
            )
        if n and (
            cents(step.over) <= cents(kind.steps[n - 1].over)
            or cents(step.off) <= cents(kind.steps[n - 1].off)
        ):
            found.wrong(
                f"{pointer}/steps/{n}",
                "not_rising",
                "各档须从低到高，减得也越来越多。",
                "Steps go from less to more, and take more off each time.",
            )


def _benefits(programme: Programme, found: Findings) -> None:
    used = {given.benefit for tier in programme.tiers.levels for given in tier.benefits}
    for n, benefit in enumerate(programme.benefits):
        if benefit.code not in used:
            found.doubt(
                f"/benefits/{n}",
                "unused",
                f"没有任何等级有“{benefit.name}”。",
                f"No tier has {benefit.name_en}.",
            )
        if benefit.cost is not None and cents(benefit.cost) > cents(benefit.price):
            found.doubt(
                f"/benefits/{n}/cost",
                "dearer_than_worth",
                "成本高于客人眼中的价值。",
                "It costs the house more than a guest would pay for it.",
            )
