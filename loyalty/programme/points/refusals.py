"""Why points are not moved. That there are not enough of them, the ledger says itself."""

from kernel.errors import Refused


class NoProgramme(Refused):
    code = "not_eligible"
    status = 422
    zh = "本店还没有生效的会员方案。"
    en = "No programme is in force at this property."


class SwitchedOff(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案没有开通：{what_zh}。"
    en = "The programme in force does not offer this: {what}."


class OverCap(Refused):
    """`left` and `asked` count points, or times where the cap counts times."""

    code = "exhausted"
    status = 422
    zh = "超过上限：本期还可 {left}，需要 {asked}。"
    en = "Over the cap: {left} left in this period, {asked} asked."


class NotMet(Refused):
    code = "not_eligible"
    status = 422
    zh = "还不满足条件：近 {months} 个月需 {at_least}（{measure_zh}），现有 {have}。"
    en = "The condition is not met: {at_least} {measure} within {months} months needed, {have} so far."


class Over(Refused):
    code = "expired"
    status = 422
    zh = "这项活动已于 {until} 结束。"
    en = "This offer ended on {until}."


class UnknownCode(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案里没有这一项：{asked}。"
    en = "The programme in force knows nothing of this: {asked}."


class NotWhole(Refused):
    code = "not_eligible"
    status = 422
    zh = "积分须是 {multiple} 的整数倍。"
    en = "Points come in multiples of {multiple}."


class TooMuchForTheBill(Refused):
    code = "not_eligible"
    status = 422
    zh = "这张账单最多可用 {most} 积分抵扣 {most_off} 元。"
    en = "At most {most} points, worth {most_off}, can be taken off this bill."


class NothingToPay(Refused):
    code = "not_eligible"
    status = 422
    zh = "没有可以抵扣的金额。"
    en = "There is nothing that points could pay."


class SamePerson(Refused):
    code = "not_eligible"
    status = 422
    zh = "对方是同一位客人。"
    en = "That is the same guest."


class NotTheFriends(Refused):
    code = "not_eligible"
    status = 422
    zh = "这次入住不是这位朋友的，或已取消：{stay}。"
    en = "This stay is not this friend's, or it was cancelled: {stay}."


class NotReversedByHand(Refused):
    code = "not_eligible"
    status = 422
    zh = "这类记录不能手工冲正：{kind_zh}。"
    en = "Movements of this kind are not reversed by hand: {kind}."


class NotTheGuests(Refused):
    code = "not_found"
    status = 404
    zh = "这位客人没有这笔记录。"
    en = "This guest has no such movement."


class NothingExpired(Refused):
    code = "already_used"
    status = 422
    zh = "这批积分没有可恢复的过期部分。"
    en = "Nothing of these points has expired that could be reinstated."


class InAnotherFamily(Refused):
    code = "not_eligible"
    status = 422
    zh = "客人 {guest} 已在另一个家庭账户中。"
    en = "Guest {guest} belongs to another family."


class FamilyTooLarge(Refused):
    code = "not_eligible"
    status = 422
    zh = "家庭账户须有 2 至 {members_max} 位客人。"
    en = "A family has 2 to {members_max} guests."


class NoGiftNeeded(Refused):
    code = "not_eligible"
    status = 422
    zh = "不赠送积分，再住 {nights} 晚也够兑换，或无法算出每晚积分。"
    en = "No gift is needed: {nights} more nights are enough, or a night brings no points."


class NoSuchApproval(Refused):
    code = "not_found"
    status = 404
    zh = "没有这条待复核的申请。"
    en = "There is no such request for approval."


class DecidedBefore(Refused):
    code = "already_used"
    status = 422
    zh = "这条申请已经处理过了。"
    en = "This request was decided before."


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    status = 403
    zh = "不能复核自己提出的申请，请由另一位有权限的同事处理。"
    en = "Nobody approves his own request: somebody else has to."
