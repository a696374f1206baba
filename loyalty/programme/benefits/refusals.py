"""Why a benefit is not given, or its use not undone."""

from kernel.errors import Refused


class NotAMember(Refused):
    code = "not_eligible"
    status = 422
    zh = "这位客人还不是会员。"
    en = "This guest is not a member."


class NotOfThisTier(Refused):
    code = "not_eligible"
    status = 422
    zh = "{tier_name}没有这项权益。"
    en = "The tier {tier_name_en} does not have this benefit."


class NoSuchStay(Refused):
    code = "not_eligible"
    status = 422
    zh = "这位客人没有可用的入住：{stay}。"
    en = "This guest has no such stay to use it on: {stay}."


class StayNeeded(Refused):
    code = "not_eligible"
    status = 422
    zh = "这项权益按每次入住计算，客人现在没有在住；请写明是哪一次入住。"
    en = "This benefit is counted per stay, and the guest is not in house: say which stay."


class UsedUp(Refused):
    code = "already_used"
    status = 422
    zh = "「{name}」本期共 {allowance} 次，已用 {used} 次，不够再用 {asked} 次。"
    en = "{name_en}: {used} of {allowance} used in this period, not enough for {asked} more."


class AlreadyUndone(Refused):
    code = "already_used"
    status = 422
    zh = "这次使用已经撤销过。"
    en = "This use was undone before."
