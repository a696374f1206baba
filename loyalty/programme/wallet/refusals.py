"""Why money is not put on a wallet, not taken from it, or not given back."""

from kernel.errors import Refused


class WalletOff(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案没有开通储值。"
    en = "The programme in force does not sell stored value."


class NotOffered(Refused):
    code = "not_eligible"
    status = 422
    zh = "没有“充值 {pay} 元送 {gift} 元”的方案。"
    en = "There is no offer to pay {pay} and get {gift} on top."


class PaysItself(Refused):
    code = "not_eligible"
    status = 422
    zh = "储值不能用来给储值充值。"
    en = "Stored value cannot pay for stored value."


class OverLimit(Refused):
    code = "not_eligible"
    status = 422
    zh = "充值后余额为 {would_be} 元，超过单张卡的限额 {most} 元，最多还可充入 {room} 元（含赠金）。"
    en = "The balance would be {would_be}; a card holds at most {most}: {room} more (gift included)."


class NoSuchMovement(Refused):
    code = "not_found"
    status = 404
    zh = "这位客人没有这笔储值记录。"
    en = "This guest has no such movement."


class NotCorrectable(Refused):
    code = "not_eligible"
    status = 422
    zh = "只能冲正储值消费和充值。"
    en = "Only charges and top-ups are corrected."


class RefundedSince(Refused):
    """The card of this movement was refunded: nothing flows back to it."""

    code = "already_used"
    status = 422
    zh = "这笔记录所用的充值已经退款，不能再冲正。"
    en = "The top-up behind this movement was refunded: it takes nothing back any more."


class UsedSince(Refused):
    code = "already_used"
    status = 422
    zh = "这笔充值已经用过，不能冲正，请按退款办理。"
    en = "This top-up has been used: refund it instead."


class NothingToRefund(Refused):
    code = "not_eligible"
    status = 422
    zh = "按这种退款原因没有可退的金额。"
    en = "By the rule for this cause there is nothing to refund."


class TooMuchAsked(Refused):
    code = "insufficient_funds"
    status = 422
    zh = "最多可退 {most} 元，申请退 {asked} 元。"
    en = "At most {most} can be refunded; {asked} was asked."


class PaidOutBefore(Refused):
    code = "already_used"
    status = 422
    zh = "这笔退款已经付出。"
    en = "This refund was paid out already."


class ChangedSince(Refused):
    code = "changed_since"
    zh = "申请时应退 {asked} 元，现在应退 {due} 元，请重新申请。"
    en = "{asked} was due when this was asked, {due} is now: ask again."


class StayUnknown(Refused):
    code = "not_eligible"
    status = 422
    zh = "没有这次入住：{stay}。"
    en = "There is no such stay: {stay}."
