"""The document as a whole, before anybody launches it: what is wrong, and what somebody should know.

A draft may be kept however it is; submitting and launching it are refused while there is a problem.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kernel import clock, money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import offers, restraining, saying
from loyalty.campaigns.document import (
    CouponOffer,
    Document,
    GapOffer,
    Offer,
    Once,
    OnEvent,
    Schedule,
)
from loyalty.messaging import settings
from loyalty.programme.checking import Findings
from loyalty.programme.checking.findings import Finding
from loyalty.programme.document import Programme
from loyalty.segments import keeping as segments
from loyalty.segments.keeping import NoSuchSegment
from loyalty.segments.rules import RuleRefused
from tenants.models import Property

FAR = timedelta(days=3 * 365)
# Quiet hours and the frequency may keep a message for longer.
SHORT_HOURS = 13


class CampaignUnsound(Refused):
    """The document is not fit to go out; `findings` says where."""

    code = "campaign_unsound"
    status = 422
    zh = "活动有 {count} 处问题，暂不能提交或启动。"
    en = "The campaign has {count} problems: it cannot be submitted or launched yet."

    def __init__(self, findings: Findings) -> None:
        super().__init__(count=len(findings.problems), errors=findings.problems)
        self.findings = findings


def demand(raw: Statements, hotel: Property, document: Document, programme: Programme | None) -> None:
    """Raise CampaignUnsound for a document with problems."""
    found = check(raw, hotel, document, programme)
    if found.problems:
        raise CampaignUnsound(found)


def check(raw: Statements, hotel: Property, document: Document, programme: Programme | None) -> Findings:
    """Every problem and warning, in the order of the document's parts. Inside the property."""
    found = Findings()
    _audience(raw, hotel, document, found)
    _trigger(document, found)
    _channels(raw, hotel, document, found)
    _variants(document, found)
    saying.check(document, found)
    for n, variant in enumerate(document.variants):
        if variant.offer is not None:
            _offer(document, variant.offer, programme, f"/variants/{n}/offer", found)
    _limits(document, found)
    return found


def _audience(raw: Statements, hotel: Property, document: Document, found: Findings) -> None:
    asked, today = document.audience, clock.today(hotel.time_zone)
    named = [("/audience/segment", asked.segment)] if asked.segment is not None else []
    named += [(f"/audience/exclude/{n}", code) for n, code in enumerate(asked.exclude)]
    for pointer, code in named:
        try:
            segments.rule_of(raw, code, today)
        except NoSuchSegment:
            found.wrong(pointer, "no_such_segment", f"没有人群“{code}”。", f"There is no segment {code!r}.")
        except RuleRefused:
            found.wrong(
                pointer, "segment_broken", f"人群“{code}”的条件有误。", f"The rule of {code!r} is not right."
            )
    if asked.rule is not None:
        found.problems += _of_rule(raw, document, today)
    if asked.segment is None and asked.rule is None and not isinstance(document.trigger, OnEvent):
        found.doubt(
            "/audience",
            "everybody",
            "没有设定人群：所有客人都在范围内。",
            "No segment is set: everybody is meant.",
        )


def _of_rule(raw: Statements, document: Document, today: date) -> Iterator[Finding]:
    try:
        segments.rule_of(raw, msgspec.to_builtins(document.audience.rule), today)
    except RuleRefused as refused:
        for each in refused.findings:
            yield Finding(f"/audience/rule{each.pointer}", each.code, each.zh, each.en)


def _trigger(document: Document, found: Findings) -> None:
    trigger, now = document.trigger, clock.now()
    if isinstance(trigger, OnEvent):
        _event(trigger, found)
    elif isinstance(trigger, Schedule):
        _schedule(trigger, found)
    elif trigger.at is not None:
        _moment("/trigger/at", trigger.at - now, found)
        if trigger.at < now:
            found.doubt(
                "/trigger/at",
                "past",
                "计划时间已过，启动后立即执行。",
                "This moment is past: it begins when launched.",
            )
    if document.ends_at is not None:
        _moment("/ends_at", document.ends_at - now, found)
        if document.ends_at <= now:
            found.wrong("/ends_at", "past", "结束时间已过。", "The end is past.")
        if isinstance(trigger, Once) and trigger.at is not None and trigger.at >= document.ends_at:
            found.wrong(
                "/ends_at", "before_it_begins", "结束时间早于开始时间。", "It would end before it begins."
            )


def _moment(pointer: str, ahead: timedelta, found: Findings) -> None:
    if ahead > FAR:
        found.wrong(pointer, "too_far", "时间最多在三年之内。", "At most three years ahead.")


def _event(trigger: OnEvent, found: Findings) -> None:
    needs = {"visit": "ordinal", "days_after_visit": "days", "deviation": "direction"}
    takes = {
        "ordinal": ("visit", "days_after_visit", "anniversary"),
        "days": (
            "days_after_visit",
            "birthday",
            "anniversary",
            "deviation",
            "dormant",
            "before_loss",
            "points_ending",
            "coupon_ending",
        ),
        "direction": ("deviation",),
    }
    for name, events in takes.items():
        value = getattr(trigger, name)
        if value is None and needs.get(trigger.event) == name:
            found.wrong(f"/trigger/{name}", "missing", "这个触发条件需要填写此项。", "This event needs it.")
        if value is not None and trigger.event not in events:
            found.wrong(
                f"/trigger/{name}", "not_for_event", "这个触发条件没有此项。", "This event does not take it."
            )


def _schedule(trigger: Schedule, found: Findings) -> None:
    if trigger.every == "day" and trigger.on is not None:
        found.wrong("/trigger/on", "not_for_day", "每天执行不需要选日期。", "Every day takes no day.")
    if trigger.every != "day" and trigger.on is None:
        found.wrong("/trigger/on", "missing", "请选择星期几或几号。", "Say on which day.")
    if trigger.every == "week" and trigger.on is not None and trigger.on > 7:
        found.wrong("/trigger/on", "not_a_weekday", "星期只能是 1 到 7。", "A day of the week is 1 to 7.")


def _channels(raw: Statements, hotel: Property, document: Document, found: Findings) -> None:
    ready = settings.ready(settings.read(raw), hotel)
    for n, channel in enumerate(document.channels):
        pointer = f"/channels/{n}"
        if channel in document.channels[:n]:
            found.wrong(pointer, "twice", "通道重复。", "This channel stands here twice.")
        elif channel not in ready:
            found.doubt(pointer, "channel_off", "门店还没有启用这个通道，不会通过它发送。",
                        "This channel is not switched on at the property: nothing goes by it.")  # fmt: skip
    if "sms" in document.channels and (_offers(document) or document.kind in ("win_back", "dormant")):
        found.doubt(
            "/channels", "sms_refuses_offers",
            "短信服务商通常拒绝召回、优惠券、邀请到店类内容的模板。建议短信只发问候，优惠走企业微信或邮件。",
            "SMS vendors usually refuse texts that win guests back, give coupons or invite them. Greet by SMS; send offers by WeCom or e-mail.",
        )  # fmt: skip


def _variants(document: Document, found: Findings) -> None:
    codes = [variant.code for variant in document.variants]
    if codes not in (["A"], ["A", "B"]):
        found.wrong("/variants", "codes", "方案依次为 A、B。", "Variants are A, then B.")
    shares = [variant.share for variant in document.variants]
    if len(shares) > 1 and (min(shares) < 0.05 or abs(sum(shares) - 1) > 0.001):
        found.wrong("/variants", "shares", "两个方案的比例之和应为 100%，且各不少于 5%。",
                    "The two shares must add up to one, each at least 5 %.")  # fmt: skip
    elif len(shares) == 1 and not shares[0]:
        found.wrong("/variants/0/share", "shares", "比例不能为 0。", "The share cannot be 0.")


def _offer(
    document: Document, offer: Offer, programme: Programme | None, pointer: str, found: Findings
) -> None:
    if programme is None:
        found.wrong(pointer, "no_programme", "门店还没有生效的会员计划，不能发放优惠。",
                    "No programme is in force: there is nothing to give.")  # fmt: skip
        return
    if isinstance(offer, CouponOffer):
        terms = offers.kind_of(offer, programme)
        if terms is None:
            found.wrong(f"{pointer}/coupon", "no_such_coupon", f"现行会员计划里没有优惠券“{offer.coupon}”。",
                        f"The programme in force has no coupon {offer.coupon!r}.")  # fmt: skip
            return
        if terms.valid_until is not None and terms.valid_until < clock.now().date():
            found.wrong(f"{pointer}/coupon", "coupon_over", "这种优惠券已截止。", "This coupon has ended.")
    elif not programme.points.enabled:
        found.wrong(pointer, "no_points", "会员计划没有启用积分。", "The programme has no points.")
    if isinstance(offer, GapOffer) and not programme.rewards:
        found.wrong(pointer, "no_rewards", "会员计划没有可兑换的礼品，无法计算补差积分。",
                    "The programme has no rewards to be near to.")  # fmt: skip
    worth = offers.worth(offer, programme)
    if worth is not None:
        _restraint(document, worth, pointer, found)


def _restraint(document: Document, worth: restraining.Worth, pointer: str, found: Findings) -> None:
    if worth.pretext and document.pretext is None:
        found.wrong("/pretext", "no_pretext", "大额优惠需要有针对本人的由头：当月生日或入会周年。",
                    "A big offer needs a personal pretext: the birthday's month or an anniversary.")  # fmt: skip
    if worth.big:
        found.doubt(pointer, "big_offer", "大额优惠：只会发给沉睡客人，其他人会被自动留下。",
                    "A big offer: only the dormant get it, the others are left alone.")  # fmt: skip
    if worth.price:
        found.doubt(pointer, "price_offer", "价格优惠：只会发给偏离规律且对价格敏感的客人。",
                    "Money off: only guests off their pattern who look at prices get it.")  # fmt: skip


def _limits(document: Document, found: Findings) -> None:
    if document.holdout == 0:
        found.doubt(
            "/holdout",
            "no_holdout",
            "没有对照组，活动效果将无法衡量。",
            "Without a holdout the effect cannot be measured.",
        )
    if document.budget is not None and not money.cents(document.budget):
        found.wrong("/budget", "nothing", "预算不能为 0。", "The budget cannot be 0.")
    if _offers(document) and document.budget is None and document.stock is None:
        found.doubt(
            "/budget",
            "no_limit",
            "有优惠但没有预算或数量上限。",
            "There is an offer, and neither a budget nor a stock.",
        )
    if document.expires_hours < SHORT_HOURS:
        found.doubt("/expires_hours", "short", "有效时间很短：赶上免打扰时段就发不出去。",
                    "So short that quiet hours may outlast it.")  # fmt: skip


def _offers(document: Document) -> bool:
    return any(variant.offer is not None for variant in document.variants)


__all__ = ["CampaignUnsound", "check", "demand"]
