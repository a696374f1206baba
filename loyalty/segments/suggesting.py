"""Segments that most houses want, ready to be kept or to begin from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`code` and name are what it is kept under unless somebody says otherwise."""

    code: str
    zh: str
    en: str
    use_zh: str  # what it is good for
    use_en: str
    rule: Mapping[str, Any]


def _is(field: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value, **more}


def _all(*of: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "and", "of": list(of)}


def _not(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "not", "of": of}


# Who is here or has booked comes anyway.
AWAY = (_is("in_house", "is", False), _is("next_arrival", "known", False))

SUGGESTIONS = (
    Suggestion(
        "ctrip-gone-quiet", "携程来过两次以上、房价 300 以上、三个月没来", "Ctrip, twice or more, rate from 300, three months away",
        "有消费力的平台客，正在变淡，适合企微一对一问候。", "Good guests of an OTA who are cooling: greet them one by one.",
        _all(_is("sources", "has_any", ["携程"]), _is("visits", "at_least", 2), _is("last_rate", "at_least", "300.00"),
             _is("last_visit", "older_than", {"months": 3})),
    ),
    Suggestion(
        "late-regulars", "逾期的常客", "Regulars who are late",
        "按他自己的入住间隔早该来了，今天就该有人联系。", "By their own rhythm they should have been here: somebody should call today.",
        _all(_is("visits", "at_least", 3), _is("deviation", "is_any_of", ["late"]), *AWAY),
    ),
    Suggestion(
        "dormant", "沉睡客人", "Dormant guests",
        "以前常来，半年以上没来。可以给大一点的理由，但要有由头。", "Steady once, away for half a year: a strong reason, under a pretext.",
        _all(_is("stage", "is_any_of", ["dormant"]), *AWAY),
    ),
    Suggestion(
        "first-stay-not-back", "首住未再来", "Stayed once, not back",
        "来第二次的人才会再来：一到两周内问候，比打折有用。", "Who comes twice comes again: greet within weeks, before any discount.",
        _all(_is("visits", "is", 1), _is("last_visit", "older_than", {"days": 14}), _is("last_visit", "within", {"months": 12}),
             *AWAY),
    ),
    Suggestion(
        "early-birds", "提前回来的客人", "Back sooner than usual",
        "比规律来得早，可能成为金卡客人：感谢和升级，不用降价。", "Sooner than the pattern, a likely gold guest: thank and upgrade, no discount.",
        _is("deviation", "is_any_of", ["early"]),
    ),
    Suggestion(
        "near-next-tier", "快到下一等级", "Close to the next tier",
        "差一两次就升级，告诉他还差多少。", "One or two stays short: tell them how little is missing.",
        _is("near_tier", "known", True),
    ),
    Suggestion(
        "valuable-at-risk", "高价值预警", "Valuable and at risk",
        "铂金和黄金价值的客人开始偏离规律，先由店长联系。", "Platinum or gold by value and drifting away: the manager calls first.",
        _all(_is("value_tier", "is_any_of", ["platinum", "gold"]), _is("stage", "is_any_of", ["at_risk", "dormant"]), *AWAY),
    ),
    Suggestion(
        "price-sensitive", "价格敏感", "Price-sensitive",
        "多数入住都用了优惠：价格优惠只对他们有用。", "Most of their stays were on a discount: price offers are for them alone.",
        {"kind": "or", "of": [_is("price_sensitive", "is_any_of", ["yes"]), _is("motive", "is_any_of", ["price"])]},
    ),
    Suggestion(
        "birthday-month", "生日本月", "Birthday this month",
        "祝福为主，礼遇为辅。", "A wish first, a treat second.",
        _all(_is("birthday", "this_month", True), _is("visits", "at_least", 1)),
    ),
    Suggestion(
        "points-ending", "积分 30 天内到期", "Points expire within 30 days",
        "提醒他用掉，是服务，不是促销。", "Remind them to use what is theirs: a service, no promotion.",
        _is("points_ending", "at_least", 1, within={"days": 30}),
    ),
    Suggestion(
        "coupons-ending", "优惠券 7 天内到期", "Coupons expire within 7 days",
        "手里有券还没用，提醒比再发一张便宜。", "They hold one already: a reminder is cheaper than another coupon.",
        _all(_is("coupons_ending", "at_least", 1, within={"days": 7}), *AWAY),
    ),
    Suggestion(
        "ota-regulars-not-members", "平台回头客，还不是会员", "OTA regulars who are not members",
        "反复从平台来的人，最值得请进会员。", "They keep coming through an OTA: the first to invite.",
        _all(_is("visits_in", "at_least", 2, of=["ota"]), _is("member", "is", False)),
    ),
    Suggestion(
        "weekend-families", "周末带孩子的客人", "Weekend families",
        "周末套餐、亲子活动先告诉他们。", "Tell them first of weekends and of what children like.",
        _all(_is("with_children", "is", True), _is("weekend_share", "at_least", 0.5)),
    ),
    Suggestion(
        "leave-alone", "两次召回没回应（建议排除）", "Two win-backs unanswered (to exclude)",
        "不再花钱打扰，把预算留给会回应的人。", "Leave them alone: money goes to those who respond.",
        _is("winbacks_unanswered", "at_least", 2),
    ),
    Suggestion(
        "open-complaints", "投诉未处理（建议排除）", "Open complaints (to exclude)",
        "先把事情处理好，再谈营销。", "Put it right before anything is offered.",
        _is("complaints_open", "at_least", 1),
    ),
)  # fmt: skip
