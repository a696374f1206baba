"""What is said of points, in Chinese and English: why they came or went, and what a guest is told."""

from collections.abc import Mapping
from typing import Any

from kernel import money
from loyalty.programme import wording

Pair = tuple[str, str]


def origin(code: str) -> Pair:
    """Where a lot came from."""
    if code in ORIGINS:
        return ORIGINS[code]
    text = wording.texts().get(code)
    return text if isinstance(text, tuple) else (code, code)


def reason(kind: str, code: str, facts: Mapping[str, Any]) -> Pair:
    """Why a movement happened: by its reason where some part has words for it, else by its kind."""
    texts = wording.texts()
    for each in (code, kind):
        if each in texts:
            said = wording.say(each, facts)
            return said.zh, said.en
    return KINDS.get(kind, (kind, kind))


def asked(kind: str, amount: int, unit: str) -> Pair:
    """What somebody asks a second person for."""
    zh, en = ASKED.get(kind, (kind, kind))
    shown = f"{amount:+,}" if unit == "points" else money.amount(abs(amount))
    unit_zh, unit_en = ("积分", "points") if unit == "points" else ("元", "yuan")
    return f"{zh}：{shown} {unit_zh}", f"{en}: {shown} {unit_en}"


def stay(facts: Mapping[str, Any]) -> Pair:
    """Each rule's share, and the tier's."""
    zh = f"入住 {facts['stay']}（{facts['check_out_on']} 离店）：基础 {facts['base']} 分"
    en = f"Stay {facts['stay']} (checked out {facts['check_out_on']}): {facts['base']} base points"
    if facts["tier_bonus"]:
        zh += f"，等级奖励 {facts['percent']}% 共 {facts['tier_bonus']} 分"
        en += f", {facts['tier_bonus']} for the tier ({facts['percent']}%)"
    if other := facts["bonus"] - facts["tier_bonus"]:
        zh += f"，其他奖励 {other} 分"
        en += f", {other} other bonus"
    capped = [share for share in facts["shares"] if share[2] < share[3]]
    for rule, _, given, uncapped in capped:
        zh += f"（规则 {rule} 封顶：{uncapped} → {given}）"
        en += f" (rule {rule} capped: {uncapped} to {given})"
    return zh, en


def _bill(facts: Mapping[str, Any]) -> Pair:
    off, bill = money.amount(facts["off_cents"]), money.amount(facts["bill_cents"])
    return f"抵扣账单 {bill} 元中的 {off} 元", f"{off} off a bill of {bill}"


def _friend(facts: Mapping[str, Any]) -> Pair:
    off = money.amount(facts["off_cents"])
    return (
        f"为朋友（客人 {facts['friend']}）的入住 {facts['stay']} 抵扣 {off} 元",
        f"{off} off stay {facts['stay']} of a friend (guest {facts['friend']})",
    )


def _purchase(facts: Mapping[str, Any]) -> Pair:
    paid = money.amount(facts["paid_cents"])
    return f"以 {paid} 元购买积分", f"Bought for {paid}"


def _action(facts: Mapping[str, Any]) -> Pair:
    zh, en = ACTIONS.get(facts["action"], (facts["action"], facts["action"]))
    return f"{zh}，得积分", f"Points for {en}"


def _by_hand(zh: str, en: str) -> Any:
    def say(facts: Mapping[str, Any]) -> Pair:
        second = facts.get("approved_by")
        return (
            f"{zh}：{facts.get('reason', '')}" + (f"（{second} 复核）" if second else ""),
            f"{en}: {facts.get('reason', '')}" + (f" (approved by {second})" if second else ""),
        )

    return say


def _expiring(facts: Mapping[str, Any]) -> Pair:
    return (
        f"您有 {facts['points']} 积分将在 {facts['last']} 之后到期（当天仍可使用），还剩 {facts['days']} 天。",
        f"{facts['points']} of your points end after {facts['last']} (that day included): {facts['days']} days left.",
    )


TEXTS: dict[str, wording.Text] = {
    "points.stay": stay,
    "points.stay_undone": (
        "入住 {stay} 有变更，原积分冲正",
        "Stay {stay} changed: its points are taken back",
    ),
    "points.action": _action,
    "points.purchase": _purchase,
    "points.transfer": ("积分转赠：客人 {from} → 客人 {to}", "Given by guest {from} to guest {to}"),
    "points.gift": (
        "赠送积分：再住 {nights} 晚即可兑换“{name}”",
        "A gift: {nights} more nights and “{name_en}” is reached",
    ),
    "points.campaign": ("活动赠送", "Given by a campaign"),
    "points.bill": _bill,
    "points.friend": _friend,
    "points.nine": ("兑换“{name}”，券码 {coupon}", "Redeemed for “{name_en}”, coupon {coupon}"),
    "points.adjust": _by_hand("手工调整", "Adjusted by hand"),
    "points.reverse": _by_hand("手工冲正", "Reversed by hand"),
    "points.reinstate": _by_hand("恢复过期积分", "Expired points reinstated"),
    "points_expiring": _expiring,
}
# What houses reward most; a code of their own is said as it is written.
ACTIONS: dict[str, Pair] = {
    "review": ("写点评", "a review"),
    "birthday": ("生日", "a birthday"),
    "profile": ("完善资料", "a complete profile"),
}
ASKED: dict[str, Pair] = {
    "points.adjust": ("手工调整积分", "Points by hand"),
    "points.reverse": ("冲正积分", "Take points back"),
    "points.reinstate": ("恢复过期积分", "Reinstate expired points"),
    "wallet.refund": ("储值退款", "Refund of stored value"),
    "wallet.reverse": ("储值冲正", "Correction of stored value"),
}
ORIGINS: dict[str, Pair] = {
    "points.stay": ("入住", "A stay"),
    "points.action": ("活动行为", "An action"),
    "points.purchase": ("购买", "Bought"),
    "points.gift": ("赠送", "A gift"),
    "points.campaign": ("活动赠送", "Given by a campaign"),
    "points.adjust": ("手工调整", "Given by hand"),
    "points.reinstate": ("恢复过期积分", "Reinstated"),
    "": ("", ""),
}
# The ledger's own movements, which no part asks for.
KINDS: dict[str, Pair] = {
    "expiry": ("积分到期作废", "Expired"),
    "maturing": ("待生效积分转为可用", "Pending points came due"),
    "extension": ("有新的积分，到期日顺延一年", "Kept a year longer: points were earned"),
    "reversal": ("冲正", "Reversed"),
    "spent_elsewhere": ("在本集团其他门店使用", "Spent at another property of the chain"),
}
