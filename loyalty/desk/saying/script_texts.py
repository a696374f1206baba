"""The standard scripts: when they are said, and in which words. A house may write its own (loyalty.desk.saying.templates)."""

from typing import NamedTuple

from loyalty.desk.saying.known import EN, ZH, Both


class Script(NamedTuple):
    """A script; the order of the table is the order among those that are worth the same."""

    code: str
    moment: str  # check_in | check_out
    name: Both
    zh: str
    en: str


SCRIPTS = (
    Script(
        "complaint", "check_in", Both("上次的投诉", "the complaint of last time"),
        "上次有让您不满意的地方，我们一直记着。这次有什么不合适，请马上告诉我。",
        "We have not forgotten that something was wrong for you. If anything is not right this time, please tell me at once.",
    ),
    Script(
        "upgrade", "check_in", Both("免费升级房型", "free upgrade"),
        "凭您的{tier}，有空房就给您免费升级房型，差价{amount}不用您出。",
        "With your {tier} tier the upgrade is free if we have a room: a difference of {amount}.",
    ),
    Script(
        "discount", "check_in", Both("会员折扣", "member discount"),
        "凭您的{tier}，这次房费打{discount}，省{amount}。",
        "With your {tier} tier the room is {discount}: you save {amount}.",
    ),
    Script(
        "direct_in", "check_in", Both("下次直接订", "next time directly"),
        "下次直接跟我们订，按会员价，像这次能省{amount}。",
        "Next time you can simply book with us: your member price on a stay like this saves you {amount}.",
    ),
    Script(
        "month_gift", "check_in", Both("本月第一次入住的礼物", "first stay of the month"),
        "这个月您第一次来住，送您一份{gift}。",
        "It is your first stay this month: here is {gift} for you.",
    ),
    Script(
        "benefits", "check_in", Both("会员权益", "member benefits"),
        "凭您的{tier}，这次还有{benefits}，您记得用。",
        "With your {tier} tier you also have: {benefits}.",
    ),
    Script(
        "coupon", "check_in", Both("可用的优惠券", "a coupon to use"),
        "您有一张{coupon}（{coupon_says}），这次就能用[，{coupon_until}前有效]。",
        "You have a coupon, {coupon} ({coupon_says}), and can use it now[; it is valid until {coupon_until}].",
    ),
    Script(
        "points_ending", "check_in", Both("快到期的积分", "points about to expire"),
        "您有{points_ending}积分{points_end_on}到期[，可以抵{points_worth}]，这次要不要用掉？",
        "{points_ending} of your points expire on {points_end_on}[ (worth {points_worth})]. Would you like to use them now?",
    ),
    Script(
        "next_tier", "check_in", Both("离下一等级", "near the next tier"),
        "{missing}就升{next_tier}了[，到时有{brings}]。",
        "{missing} and you reach {next_tier}[, which brings {brings}].",
    ),
    Script(
        "punch", "check_in", Both("集次卡", "punch card"),
        "再住{punch_missing}就住满了，送您{punch_gift}。",
        "{punch_missing} more and your card is full: it gives you {punch_gift}.",
    ),
    Script(
        "birthday", "check_in", Both("生日", "birthday"),
        "祝您生日快乐！", "Happy birthday!",
    ),
    Script(
        "join", "check_in", Both("邀请入会", "invite to join"),
        "您还不是我们的会员，现在加入不用花钱，要帮您办一下吗？",
        "You are not a member yet. Joining is free: shall I sign you up?",
    ),
    Script(
        "ask_phone", "check_in", Both("问电话", "ask for the phone"),
        "方便留个手机号吗？有事能马上找到您。",
        "May I have your mobile number, so that we can reach you?",
    ),
    Script(
        "add_wechat", "check_in", Both("加微信", "add on WeChat"),
        "加个微信吧，有事直接发消息给我们就行。",
        "May we add you on WeChat? Then you can simply write to us.",
    ),
    Script(
        "complaint_out", "check_out", Both("这次的投诉", "the open complaint"),
        "您提的问题我们还在跟进，有结果马上告诉您。实在抱歉。",
        "We are still seeing to what you told us and will let you know. We are sorry.",
    ),
    Script(
        "book_direct", "check_out", Both("下次直接订", "next time directly"),
        "下次来直接跟我们订就行[，凭您的{tier}房费打{discount}][，像这次能省{amount}]。",
        "Next time you can simply book with us[: with your {tier} tier the room is {discount}][; on a stay like this you save {amount}].",
    ),
    Script(
        "coupon_next", "check_out", Both("下次可用的优惠券", "a coupon for next time"),
        "您还有一张{coupon}（{coupon_says}）[，{coupon_until}前有效]，下次记得用。",
        "You still have a coupon, {coupon} ({coupon_says})[, valid until {coupon_until}], for your next stay.",
    ),
    Script(
        "points_out", "check_out", Both("快到期的积分", "points about to expire"),
        "您有{points_ending}积分{points_end_on}到期[，可以抵{points_worth}]，别忘了用。",
        "{points_ending} of your points expire on {points_end_on}[ (worth {points_worth})]: do not forget them.",
    ),
    Script(
        "next_out", "check_out", Both("离下一等级", "near the next tier"),
        "{missing}就升{next_tier}了[，到时有{brings}]。",
        "{missing} and you reach {next_tier}[, which brings {brings}].",
    ),
    Script(
        "punch_out", "check_out", Both("集次卡", "punch card"),
        "再住{punch_missing}就住满了，送您{punch_gift}。",
        "{punch_missing} more and your card is full: it gives you {punch_gift}.",
    ),
    Script(
        "ask_wishes", "check_out", Both("问描述", "ask what to remember"),
        "这次住得习惯吗？有什么要我们记住的，下次提前给您备好。",
        "Was everything as you like it? Tell us what to remember for your next stay.",
    ),
    Script(
        "phone_out", "check_out", Both("问电话", "ask for the phone"),
        "方便留个手机号吗？有东西落下了能马上找到您。",
        "May I have your mobile number, in case you leave something behind?",
    ),
    Script(
        "wechat_out", "check_out", Both("加微信", "add on WeChat"),
        "加个微信吧，下次订房发条消息就行。",
        "May we add you on WeChat? Next time a message is enough to book.",
    ),
    Script(
        "review", "check_out", Both("请客人写评价", "ask for a review"),
        "要是住得还满意，方便的话在{source}给我们写两句。",
        "If you liked it here, a few words on {source} would help us.",
    ),
)  # fmt: skip
BY_CODE = {script.code: script for script in SCRIPTS}
ORDER = {script.code: place for place, script in enumerate(SCRIPTS)}
TEXTS = {
    (f"script.{script.code}", locale, 1): text
    for script in SCRIPTS
    for locale, text in ((ZH, script.zh), (EN, script.en))
}
