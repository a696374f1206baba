"""Why a tier cannot be had this way."""

from kernel.errors import Refused


class NotEligible(Refused):
    """The family of what this guest cannot have. `why` says which rule."""

    code = "not_eligible"
    status = 422


class UnknownTier(NotEligible):
    zh = "会员计划里没有等级“{tier}”。"
    en = "The programme has no tier {tier}."


class HeldAlready(NotEligible):
    zh = "客人已经是{held}，不需要{tier}。"
    en = "The guest holds {held} already, which is no lower than {tier}."


class NotForSale(NotEligible):
    zh = "从{held}不能直接购买{tier}。"
    en = "{tier} is not for sale to who holds {held}."


class NotForPoints(NotEligible):
    zh = "{tier}不能用积分购买。"
    en = "{tier} cannot be bought with points."


class WrongPrice(Refused):
    code = "wrong_price"
    status = 422
    zh = "价格应为 {price} 元，不是 {pay} 元。"
    en = "The price is {price}, not {pay}."


class EarnedByStays(NotEligible):
    zh = "客人凭住店达到了{held}，不能手动降级。"
    en = "The guest reached {held} by staying; it is not lowered by hand."


class UntilPassed(Refused):
    code = "expired"
    status = 422
    zh = "截止日 {until} 已经过去。"
    en = "{until} is over."


class MatchingOff(NotEligible):
    zh = "会员计划没有开启等级匹配。"
    en = "The programme does not match tiers of others."


class NoMatch(NotEligible):
    zh = "对照表里没有{partner}的“{partner_tier}”。"
    en = "The table has no {partner_tier} of {partner}."


class ClaimedAlready(Refused):
    code = "already_used"
    status = 422
    zh = "这位客人已经用{partner}匹配过一次。"
    en = "This guest was matched with {partner} before."


class ProofUsed(Refused):
    code = "already_used"
    status = 422
    zh = "这份证明已被另一位客人使用。"
    en = "Another guest has shown this proof."


class Reviewed(Refused):
    code = "settled_already"
    zh = "这一项已经有人处理了。"
    en = "Somebody has settled this already."
