"""Campaigns ready to be looked over: what this property's numbers say is worth doing, as whole documents.

Texts are as a good manager would write them: they greet, they name what is known, and leave out what is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kernel.statements import Statements
from loyalty.campaigns import offers
from loyalty.campaigns.document import (
    CampaignAudience,
    CampaignTexts,
    CouponOffer,
    Document,
    GapOffer,
    Kind,
    Letter,
    Locale,
    Offer,
    Once,
    OnEvent,
    PointsOffer,
    Saying,
    Trigger,
    Variant,
)
from loyalty.lifecycle import reading as lifecycle
from loyalty.programme.document import Programme
from loyalty.programme.versions import in_force
from loyalty.segments import compiling, rules


@dataclass(frozen=True, slots=True)
class Suggested:
    """One campaign to begin from. `n`: guests it would look at now; None where time has to bring them."""

    code: str
    zh: str
    en: str
    n: int | None
    document: Document


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: the short text goes by SMS, the long one by WeCom and e-mail."""

    subject: str
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A suggestion before this property's programme and figures are put in."""

    code: str
    kind: Kind
    name: str
    why: tuple[str, str]
    zh: Words
    en: Words
    trigger: Trigger
    rule: Mapping[str, Any] | None = None
    pretext: Literal["birthday", "anniversary"] | None = None
    offer: Offer | None = None


def suggested(raw: Statements, today: date) -> list[Suggested]:
    """What fits this property: without a programme no offers, without a turning point no turn. Inside it."""
    published = in_force(raw, today)
    programme = published.programme if published else None
    found = []
    for plan in (*GREETINGS, *_with_offers(programme), *_turn(raw, programme)):
        found.append(Suggested(plan.code, *plan.why, _count(raw, plan, today), document(plan)))
    return found


def document(plan: Plan) -> Document:
    """The plan as a draft: WeCom first, then e-mail; by SMS only where no offer is in it, which vendors refuse."""
    by_sms = plan.offer is None
    texts: dict[Locale, CampaignTexts] = {"zh-CN": _texts(plan.zh, by_sms), "en": _texts(plan.en, by_sms)}
    return Document(
        name=plan.name,
        kind=plan.kind,
        audience=CampaignAudience(rule=rules.converted(plan.rule) if plan.rule else None),
        trigger=plan.trigger,
        channels=["wecom", "sms", "email"] if by_sms else ["wecom", "email"],
        variants=[Variant(code="A", texts=texts, offer=plan.offer)],
        pretext=plan.pretext,
    )


def _texts(words: Words, by_sms: bool) -> CampaignTexts:
    return CampaignTexts(
        sms=Saying(words.short) if by_sms else None,
        wecom=Saying(words.long),
        email=Letter(words.subject, words.long),
    )


def _count(raw: Statements, plan: Plan, today: date) -> int | None:
    if plan.rule is None:
        return None
    sql, parameters = compiling.counting(rules.converted(plan.rule), today)
    row = raw.execute(sql, parameters, prepare=False).fetchone()
    return int(row[0]) if row else None


def _is(field: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value, **more}


def _all(*of: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": "and", "of": list(of)}


LATE = _all(_is("deviation", "is_any_of", ["late"]), _is("visits", "at_least", 2))
DORMANT = _is("stage", "is_any_of", ["dormant"])
# Two fields side by side no SMS vendor approves: there it is the name alone.
DEAR_ZH, DEAR_EN = "[{surname}{title}，]您好", "Dear {name}"

GREETINGS: tuple[Plan, ...] = (
    Plan(
        "greet-late", "greeting", "问候逾期的老客人",
        ("按自己的规律早该来了：先问候，不打折，打折会把本来会来的客人也便宜了。这里数的是全部逾期的常客，召回页只列逾期不到 14 天的。",
         "By their own rhythm they should have been here. Greet first: a discount would go to those who come anyway. All who are late count here; the win-back page lists those late by up to 14 days."),
        Words("好久不见", "{name}您好，好久没见到您了，一切都好吗？有需要随时找我们。",
              DEAR_ZH + "，好久没见到您了[，上次您住的是{last_room}房]。最近一切都好吗？上次入住有什么我们可以做得更好的，欢迎直接告诉我们。[有需要随时来电{phone}。]"),
        Words("It has been a while", "Dear {name}, we have not seen you for a while. Is all well? We are here whenever you need us.",
              DEAR_EN + ", we have not seen you for a while[; last time you had room {last_room}]. Is all well? If there was anything we could have done better, please tell us.[ Our telephone: {phone}.]"),
        OnEvent(event="deviation", direction="late"), LATE,
    ),
    Plan(
        "second-visit", "second_visit", "欢迎再来第二次",
        ("来过第二次的客人才容易成为常客：离店两周后问候一次。", "Who comes twice is likely to come again: a word two weeks after the first stay."),
        Words("感谢您的首次入住", "{name}您好，感谢您上次入住，住得还习惯吗？期待再次见到您。",
              DEAR_ZH + "，感谢您第一次入住{property}。住得还习惯吗？下次来，我们会[按上次{last_room}房的喜好]提前为您准备好。期待再次见到您。"),
        Words("Thank you for your first stay", "Dear {name}, thank you for staying with us. We would be glad to see you again.",
              DEAR_EN + ", thank you for your first stay at {property}. Was everything as you like it? Next time we shall have things ready for you[, as in room {last_room}]. We would be glad to see you again."),
        OnEvent(event="days_after_visit", ordinal=1, days=14), None,
    ),
    Plan(
        "near-tier", "near_tier", "快升级了",
        ("离下一等级只差一步，告诉他还差多少，比给折扣更管用。", "One step short of the next tier: saying how little is missing does more than a discount."),
        Words("您快升级了", "{name}您好，您{missing}即可升级为{next_tier}，期待您的光临。",
              DEAR_ZH + "，您{missing}，就是我们的{next_tier}了。下次来的时候提醒一下前台，我们替您看着。"),
        Words("The next tier is near", "Dear {name}, {missing} and you are {next_tier}. We look forward to your visit.",
              DEAR_EN + ", {missing} and you are {next_tier}. We keep an eye on it for you: just ask at the desk when you come."),
        OnEvent(event="near_tier"), None,
    ),
    Plan(
        "coupon-ending", "coupon_ending", "优惠券快到期",
        ("已经给出去的优惠券快到期，提醒一次，别让它白白过期。", "A coupon that is his already is about to end: one reminder before it is lost."),
        Words("您的优惠券快到期了", "您的{coupon}将于{ends_on}到期，券码{coupon_code}。",
              DEAR_ZH + "，您的{coupon}将于{ends_on}到期，券码 {coupon_code}，当天仍可使用。"),
        Words("Your coupon is about to end", "Your {coupon} ends after {ends_on}. Code {coupon_code}.",
              DEAR_EN + ", your {coupon} ends after {ends_on}; it is good on that day too. Its code is {coupon_code}."),
        OnEvent(event="coupon_ending", days=7), None,
    ),
    Plan(
        "points-ending", "points_ending", "积分快到期",
        ("积分到期前告诉客人，是他该知道的事，不算打扰。", "Guests ought to know before their points end."),
        Words("您的积分快到期了", "您有{points_ending}积分将于{ends_on}后到期，欢迎来店使用。",
              DEAR_ZH + "，您有 {points_ending} 积分将于{ends_on}后到期（当天仍可使用）。可以抵房费，也可以换礼品，前台随时为您办理。"),
        Words("Your points are about to end", "{points_ending} of your points end after {ends_on}.",
              DEAR_EN + ", {points_ending} of your points end after {ends_on}, that day included. They pay for a stay or for something from our list; ask at the desk."),
        OnEvent(event="points_ending"), None,
    ),
    Plan(
        "birthday", "birthday", "生日祝福",
        ("生日当天一句祝福，不带优惠。", "A wish on the day itself, without an offer."),
        Words("生日快乐", "{name}，生日快乐！{property}祝您一切顺心。", "[{surname}{title}，]生日快乐！{property}全体同事祝您平安顺心。"),
        Words("Happy birthday", "Happy birthday, {name}! All the best from {property}.", "Happy birthday, {name}! All of us at {property} wish you well."),
        OnEvent(event="birthday", days=0), None,
    ),
)  # fmt: skip


def _with_offers(programme: Programme | None) -> Sequence[Plan]:
    if programme is None:
        return ()
    plans: list[Plan] = []
    if (upgrade := _coupon(programme, "upgrade")) is not None:
        plans.append(_birthday_upgrade(upgrade))
    if (voucher := _coupon(programme, "free_night", "fixed", least=offers.BIG_CENTS)) is not None:
        plans.append(_anniversary(voucher))
    if programme.points.enabled and programme.rewards:
        plans.append(_gap())
    if (price := _coupon(programme, "threshold", "fixed", "percent", most=offers.BIG_CENTS - 1)) is not None:
        plans.append(_save(price))
    if programme.points.enabled:
        plans.append(_welcome())
    return plans


def _coupon(programme: Programme, *kinds: str, least: int = 0, most: int | None = None) -> str | None:
    """The programme's first coupon of one of these kinds, the worthier kind first."""
    for kind in kinds:
        for terms in programme.coupons:
            worth = offers.worth(CouponOffer(terms.code), programme)
            face = worth.face_cents if worth else 0
            if terms.kind == kind and face >= least and (most is None or face <= most):
                return terms.code
    return None


def _birthday_upgrade(coupon: str) -> Plan:
    return Plan(
        "birthday-upgrade", "birthday", "沉睡客人的生日升级",
        ("大礼只给沉睡客人，用生日当月做由头：免费升级一次房型。", "The big present is for the dormant only, under a pretext: one free upgrade in the birthday's month."),
        Words("生日礼遇", "", DEAR_ZH + "，这个月是您的生日。我们为您备了一份{coupon}，券码 {coupon_code}，来的时候出示即可。祝您生日快乐！"),
        Words("A birthday present", "", DEAR_EN + ", your birthday is this month. We have a present for you: {coupon}, code {coupon_code}. Show it when you come, and many happy returns!"),
        OnEvent(event="birthday", days=7), DORMANT, "birthday", CouponOffer(coupon),
    )  # fmt: skip


def _anniversary(coupon: str) -> Plan:
    return Plan(
        "anniversary-voucher", "anniversary", "入会周年抵用券",
        ("入会满周年、又很久没来的客人：一张抵用券，请他回来看看。", "An anniversary of joining, and long away: a voucher that asks him back."),
        Words("入会{years}周年", "", DEAR_ZH + "，您成为会员已经{years}年了。我们为您准备了{coupon}，券码 {coupon_code}，欢迎回来看看。"),
        Words("Thank you for {years} years", "", DEAR_EN + ", you have been a member for {years} years. With our thanks: {coupon}, code {coupon_code}. Do come and see us."),
        OnEvent(event="anniversary"), DORMANT, "anniversary", CouponOffer(coupon),
    )  # fmt: skip


def _gap() -> Plan:
    return Plan(
        "gap-gift", "dormant", "补差积分唤回",
        ("逐个计算：送的积分刚好让他再住一两晚就能换到礼品。", "Reckoned guest by guest: just the points that leave him one or two nights short of a reward."),
        Words("只差{nights_short}晚", "", DEAR_ZH + "，我们给您的账户添了 {gift_points} 积分，再住 {nights_short} 晚就可以兑换{reward}了。"),
        Words("Only {nights_short} nights to go", "", DEAR_EN + ", we have added {gift_points} points to your account: {nights_short} more nights and {reward} is yours."),
        Once(), DORMANT, None, GapOffer(nights=2, most=5_000),
    )  # fmt: skip


def _save(coupon: str) -> Plan:
    return Plan(
        "save-price-sensitive", "win_back", "留住快流失的价格敏感客人",
        ("快要流失、又确实看重价格的客人，优惠才有用。", "About to be lost, and known to look at prices: only there a discount changes something."),
        Words("给您留了一张券", "", DEAR_ZH + "，有段时间没见了。给您留了{coupon}，券码 {coupon_code}，需要订房随时找我们。"),
        Words("We kept something for you", "", DEAR_EN + ", it has been a while. We kept {coupon} for you, code {coupon_code}. Let us know when you need a room."),
        OnEvent(event="deviation", direction="late"), _all(LATE, _is("price_sensitive", "is_any_of", ["yes"])), None, CouponOffer(coupon),
    )  # fmt: skip


def _welcome() -> Plan:
    return Plan(
        "welcome", "sign_up", "入会欢迎",
        ("入会当天打个招呼，说清楚会员有什么用。", "A word on the day of joining: what it is good for."),
        Words("欢迎入会", "", DEAR_ZH + "，欢迎成为{property}的会员。送您 {gift_points} 积分，下次入住就能用上。"),
        Words("Welcome", "", DEAR_EN + ", welcome as a member of {property}. Here are {gift_points} points to begin with; they are good on your next stay."),
        OnEvent(event="sign_up"), None, None, PointsOffer(points=200),
    )  # fmt: skip


def _turn(raw: Statements, programme: Programme | None) -> Sequence[Plan]:
    """C76: the shortest gap leads to the visit that is to be acted upon, right when it is over."""
    basis = lifecycle.basis(raw)
    turn = basis.cohorts[0].turn if basis is not None and basis.cohorts else None
    if turn is None:
        return ()
    upon = turn.act_upon
    offer = PointsOffer(points=300) if programme is not None and programme.points.enabled else None
    gift_zh = "送您 {gift_points} 积分，" if offer else ""
    gift_en = " Here are {gift_points} points for it." if offer else ""
    return (
        Plan(
            "turn", "turn", f"第 {upon} 次入住后立即跟进",
            (f"间隔从第 {upon} 次之后开始变长：第 {turn.ordinal} 到 {turn.ordinal + 1} 次最短（{round(turn.days)} 天）。在第 {upon} 次离店时就行动。",
             f"Gaps grow after visit {upon}: the shortest is from {turn.ordinal} to {turn.ordinal + 1} ({round(turn.days)} days). Act as visit {upon} ends."),
            Words("谢谢您又来了", "{name}您好，感谢您第{visits}次入住，期待很快再见。",
                  DEAR_ZH + f"，感谢您第 {{visits}} 次入住。{gift_zh}下次来我们还给您留老位置[，{{last_room}}房]。期待很快再见。"),
            Words("Thank you for coming again", "Dear {name}, thank you for your visit number {visits}. See you soon.",
                  DEAR_EN + f", thank you for your visit number {{visits}}.{gift_en} We keep your usual room for you[, {{last_room}}]. See you soon."),
            OnEvent(event="visit", ordinal=upon), None, None, offer,
        ),
    )  # fmt: skip
