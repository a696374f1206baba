"""Why something was sent, waits or is not sent: stable codes, and the words staff read."""

from enum import StrEnum


class Reason(StrEnum):
    # never
    SECRET = "secret"  # noqa: S105 (a guest, not a password)
    MINOR = "minor"
    GONE = "gone"
    STOPPED = "stopped"
    ALREADY_SENT = "already_sent"
    UNKNOWN_BEFORE = "unknown_before"
    EXPIRED = "expired"
    TOO_LATE = "too_late"
    VISITED = "visited"
    TAKEN_BACK = "taken_back"
    LEFT_ALONE = "left_alone"
    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    UNREACHABLE = "unreachable"
    CHANNEL_OFF = "channel_off"
    NOT_FOR_CHANNEL = "not_for_channel"
    BUDGET_SPENT = "budget_spent"
    MISSING_FACT = "missing_fact"
    # later
    NOT_YET = "not_yet"
    PAUSED = "paused"
    SWITCHED_OFF = "switched_off"
    DOUBTFUL_REPLY = "doubtful_reply"
    FREQUENCY = "frequency"
    MORE_IMPORTANT = "more_important"
    QUIET_HOURS = "quiet_hours"
    PREFERRED_HOUR = "preferred_hour"
    SPEND_CAP = "spend_cap"
    QUOTA = "quota"
    SUBSCRIPTION = "subscription"
    NOT_FILED = "not_filed"
    THROTTLED = "throttled"
    STOCK_GONE = "stock_gone"
    # it went, or may have
    SETTLED = "settled"


WORDS: dict[Reason, tuple[str, str]] = {
    Reason.SECRET: ("客人在 PMS 中标为保密，不向其发送任何消息。", "The PMS marks the guest secret: nothing is ever sent."),
    Reason.MINOR: ("客人是未成年人，不做营销。", "The guest is a minor: no marketing."),
    Reason.GONE: ("客人资料已删除或已合并到另一位客人。", "The guest was erased, or merged into another."),
    Reason.STOPPED: ("活动已停止。", "The campaign was stopped."),
    Reason.ALREADY_SENT: ("这条消息已经发给该客人。", "This was sent to the guest already."),
    Reason.UNKNOWN_BEFORE: ("上一次发送的结果不明，不会自动重发，请人工确认。",
                            "It is not known whether it arrived the first time. It is not sent again by itself; please check."),
    Reason.EXPIRED: ("消息已过有效期。", "The message is past its day."),
    Reason.TOO_LATE: ("等到可以发送时，消息已经过期。", "By the time it could be sent it would be past its day."),
    Reason.VISITED: ("客人已经来过，不再需要这条消息。", "The guest has come meanwhile: it is not needed any more."),
    Reason.TAKEN_BACK: ("触发这条消息的入住已撤销或更正。", "The visit that set it off was taken back or corrected."),
    Reason.LEFT_ALONE: ("员工在召回板上选择了不打扰这位客人。", "On the win-back board somebody chose to leave the guest alone."),
    Reason.NO_CONSENT: ("客人没有同意接收这类消息。", "The guest has not agreed to messages of this kind."),
    Reason.OPTED_OUT: ("客人已退订。", "The guest has opted out."),
    Reason.UNREACHABLE: ("没有可用的联系方式。", "There is no address at which the guest can be reached."),
    Reason.CHANNEL_OFF: ("门店没有启用可用的通道。", "No channel that would do is switched on at this property."),
    Reason.NOT_FOR_CHANNEL: ("这个通道不允许发送这类内容。", "This channel must not carry such content."),
    Reason.BUDGET_SPENT: ("活动预算已用完。", "The campaign's budget is spent."),
    Reason.MISSING_FACT: ("缺少消息里必须有的信息。", "Something is not known without which the message makes no sense."),
    Reason.NOT_YET: ("还没到计划的时间。", "Its time has not come."),
    Reason.PAUSED: ("活动已暂停。", "The campaign is paused."),
    Reason.SWITCHED_OFF: ("门店的消息发送已关闭。", "Sending is switched off at this property."),
    Reason.DOUBTFUL_REPLY: ("客人的回复可能是退订，等待人工确认。", "The guest's reply may be an opt-out: it waits for somebody to read it."),
    Reason.FREQUENCY: ("刚给这位客人发过消息，间隔未到。", "The guest had a message not long ago."),
    Reason.MORE_IMPORTANT: ("有更重要的消息要发给这位客人。", "A more important message is waiting for this guest."),
    Reason.QUIET_HOURS: ("现在是免打扰时段。", "These are quiet hours."),
    Reason.PREFERRED_HOUR: ("等到客人习惯看消息的时间。", "It waits for the hour the guest prefers."),
    Reason.SPEND_CAP: ("已到发送费用上限。", "The limit on what sending may cost is reached."),
    Reason.SUBSCRIPTION: ("连锁当前的订阅状态不允许发送消息。", "The chain's subscription does not allow sending at present."),
    Reason.NOT_FILED: ("短信文案还没有通过服务商审核。", "The SMS vendor has not approved this text yet."),
    Reason.THROTTLED: ("服务商要求稍后再发。", "The vendor asked to be tried again later."),
    Reason.STOCK_GONE: ("活动的名额已用完。", "The campaign's stock is gone."),
    Reason.SETTLED: ("发送结果由员工确认。", "Somebody of the staff said whether it went."),
    Reason.QUOTA: ("已到通道的接收上限。", "The channel lets no more through to this guest for now."),
}  # fmt: skip

CHANNELS: dict[str, tuple[str, str]] = {
    "wecom": ("企业微信", "WeCom"),
    "sms": ("短信", "SMS"),
    "email": ("邮件", "e-mail"),
    "wechat": ("公众号模板消息", "WeChat template message"),
}
