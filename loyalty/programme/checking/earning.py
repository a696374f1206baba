"""Points: that they are earned, that they end, and that nobody can make money of them."""

from datetime import date
from fractions import Fraction

from kernel.money import cents
from loyalty.programme.checking.findings import Findings
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import EarnRule, Points

GIVES_BACK_HIGH = Fraction(15, 100)  # of what a guest spends


def check(programme: Programme, found: Findings) -> None:
    points = programme.points
    if points.enabled and not points.earn:
        found.wrong(
            "/points/earn",
            "empty",
            "积分已开启，但没有任何发放规则。",
            "Points are on, and nothing earns them.",
        )
    for n, rule in enumerate(points.earn):
        _rule(n, rule, found)
    if len(set(points.warn_days)) != len(points.warn_days):
        found.wrong("/points/warn_days", "twice", "提醒天数重复了。", "A day of warning stands here twice.")
    if points.enabled and not points.warn_days and points.expiry.kind != "never":
        found.doubt(
            "/points/warn_days",
            "no_warning",
            "积分到期前不会提醒客人。",
            "Guests are not warned before their points expire.",
        )
    if not points.enabled:
        _idle(programme, found)
    _worth(points, found)


def check_expiry(programme: Programme, found: Findings, *, hq: bool, stays: bool) -> None:
    """C67: points that never expire are refused, unless headquarters wants them and says why."""
    expiry = programme.points.expiry
    if expiry.kind == "never" and programme.points.enabled and not stays:
        if not hq:
            found.wrong(
                "/points/expiry/kind",
                "never_expires",
                "积分不能永久有效：会变成越来越大的负债。只有总部可以例外，并须写明原因。",
                "Points must expire: they are a debt that only grows. Only headquarters may decide otherwise.",
            )
        elif not expiry.reason.strip():
            found.wrong(
                "/points/expiry/reason",
                "reason_missing",
                "积分永久有效须写明原因。",
                "Say why these points should never expire.",
            )
        else:
            found.doubt(
                "/points/expiry/kind",
                "never_expires",
                "积分永不过期，负债会一直增长。",
                "These points never expire: what is owed only grows.",
            )
    if expiry.kind == "yearly":
        month, day = (int(part) for part in expiry.month_day.split("-"))
        try:
            date(2025, month, day)  # a year of 365 days: the day must be there every year
        except ValueError:
            found.wrong(
                "/points/expiry/month_day",
                "no_such_day",
                "不是每年都有这一天。",
                "Not every year has this day.",
            )


def _rule(n: int, rule: EarnRule, found: Findings) -> None:
    pointer = f"/points/earn/{n}"
    if rule.per == "action" and rule.action is None:
        found.wrong(
            f"{pointer}/action", "missing", "请写明是哪个动作。", "Say which action earns these points."
        )
    if rule.per != "action" and rule.action is not None:
        found.wrong(
            f"{pointer}/action",
            "unused",
            "只有按动作发放的规则才有动作。",
            "Only a rule per action has an action.",
        )
    if rule.per != "money" and rule.every != 1:
        found.wrong(
            f"{pointer}/every", "unused", "只有按消费发放才有“每多少元”。", "Only a rule per money has this."
        )
    if rule.cap is not None and rule.cap < rule.points:
        found.wrong(
            f"{pointer}/cap",
            "cap_too_low",
            "上限低于发放一次的积分。",
            "The cap is below what is given once.",
        )


def _idle(programme: Programme, found: Findings) -> None:
    """What needs points while there are none."""
    named = [
        ("/rewards", programme.rewards),
        ("/games", programme.games),
        ("/points/nine_offers", programme.points.nine_offers),
    ]
    named += [
        (f"/tiers/levels/{n}/points_price", tier.points_price)
        for n, tier in enumerate(programme.tiers.levels)
    ]
    for pointer, there in named:
        if there:
            found.doubt(
                pointer,
                "needs_points",
                "积分没有开启，这里不会生效。",
                "Points are off: nobody can use this.",
            )


def _worth(points: Points, found: Findings) -> None:
    bill = points.bill
    if bill.enabled and cents(bill.money) == 0:
        found.wrong(
            "/points/bill/money", "price_zero", "抵扣金额须大于 0。", "The points must be worth something."
        )
        return
    if bill.enabled and bill.max_percent == 0:
        found.wrong("/points/bill/max_percent", "zero", "须大于 0%。", "Of 0% of a bill nothing can be paid.")
    worth = Fraction(cents(bill.money), bill.points) if bill.enabled else None
    purchase = points.purchase
    if purchase.enabled:
        price = Fraction(cents(purchase.money), purchase.points)
        if price == 0:
            found.wrong(
                "/points/purchase/money", "price_zero", "购买价格须大于 0。", "Points cost something."
            )
        elif worth is not None and price < worth:
            found.wrong(
                "/points/purchase/money",
                "cheaper_than_worth",
                "购买积分比积分抵扣的价值还便宜，客人可以反复套利。",
                "Points are bought for less than they take off a bill: guests could make money of that.",
            )
    given = sum(
        Fraction(rule.points, rule.every * 100)
        for rule in points.earn
        if rule.per == "money" and not rule.channels
    )
    if worth is not None and points.enabled and given * worth > GIVES_BACK_HIGH:
        percent = round(float(given * worth) * 100)
        found.doubt(
            "/points/bill",
            "gives_much_back",
            f"按消费发放的积分相当于返还 {percent}%，请确认。",
            f"What a guest spends comes back as points worth {percent}% of it.",
        )
