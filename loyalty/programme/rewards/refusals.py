"""Why a reward is not given, or a game not played."""

from kernel.errors import Refused


class NoSuchReward(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案里没有这项奖品：{reward}。"
    en = "The programme in force has no such reward: {reward}."


class NoSuchGame(Refused):
    code = "not_eligible"
    status = 422
    zh = "现行会员方案里没有这个游戏：{game}。"
    en = "The programme in force has no such game: {game}."


class NotAMember(Refused):
    code = "not_eligible"
    status = 422
    zh = "这位客人还不是会员。"
    en = "This guest is not a member."


class TierTooLow(Refused):
    code = "not_eligible"
    status = 422
    zh = "「{name}」从{tier_name}起才可兑换。"
    en = "{name_en} is for {tier_name_en} and above."


class SoldOut(Refused):
    code = "exhausted"
    status = 422
    zh = "「{name}」库存不足：还剩 {left} 份，需要 {asked} 份。"
    en = "{name_en} is out of stock: {left} left, {asked} asked for."


class EnoughOfThese(Refused):
    code = "already_used"
    status = 422
    zh = "「{name}」每位客人本期限兑 {per_guest} 份，已兑 {taken} 份。"
    en = "{name_en}: {per_guest} for each guest in this period, {taken} taken."


class OneTicketAtATime(Refused):
    code = "not_eligible"
    status = 422
    zh = "抽奖一次只能抽一次。"
    en = "One ticket is drawn at a time."


class PlayedEnough(Refused):
    code = "already_used"
    status = 422
    zh = "「{name}」每天限玩 {daily} 次，今天的次数已用完。"
    en = "{name_en}: {daily} plays a day, and today's are used."


class GameClosed(Refused):
    """Said before any points are taken: the published odds could not be kept."""

    code = "exhausted"
    status = 422
    zh = "「{name}」已结束：奖品或预算已用完。"
    en = "{name_en} is over: a prize or the budget is used up."


class NotOpen(Refused):
    code = "already_used"
    status = 422
    zh = "这笔兑换已经交付或取消。"
    en = "This was handed over or cancelled before."
