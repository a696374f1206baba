"""What replies and scripts may say: the names of the fields, and what people call them."""

from loyalty.desk.saying.house import HOUSE
from loyalty.messaging.rendering import Fields

_OF_THE_GUEST = {
    "surname": ("姓", "surname"),
    "title": ("称呼", "title"),
    "name": ("姓名", "name"),
    "property": ("门店", "property"),
    "asked_day": ("客人说的日子", "the day the guest named"),
    "visits": ("入住次数", "visits"),
    "last_visit": ("上次入住", "last visit"),
    "last_room": ("上次房号", "last room"),
    "last_room_type": ("上次房型", "last room type"),
    "last_rate": ("上次房价", "last rate"),
    "booked_on": ("预订入住日", "booked from"),
    "booked_until": ("预订退房日", "booked until"),
    "booked_nights": ("预订晚数", "nights booked"),
    "booked_room_type": ("预订房型", "room type booked"),
    "booked_room": ("预订房号", "room booked"),
    "booked_rate": ("预订房价", "rate booked"),
    "stay_room": ("现住房号", "room now"),
    "stay_until": ("现住退房日", "leaves on"),
    "stay_rate": ("现住房价", "rate now"),
    "wishes": ("记得的要求", "wishes kept in mind"),
    "tier": ("会员等级", "tier"),
    "tier_until": ("等级有效期", "tier until"),
    "next_tier": ("下一等级", "next tier"),
    "missing": ("离下一等级", "what is missing"),
    "brings": ("下一等级的权益", "what the next tier brings"),
    "discount": ("会员折扣", "member discount"),
    "points": ("可用积分", "points"),
    "points_worth": ("积分可抵", "what the points are worth"),
    "points_ending": ("将到期积分", "points about to expire"),
    "points_end_on": ("积分到期日", "points expire on"),
    "wallet": ("储值余额", "stored value"),
    "coupon": ("优惠券", "coupon"),
    "coupon_says": ("券的用法", "what the coupon is good for"),
    "coupon_until": ("券有效期", "coupon until"),
    "breakfast_left": ("会员早餐", "member breakfast"),
    "late_left": ("会员延迟退房", "member late check-out"),
    "upgrade_left": ("会员升级房型", "member upgrade"),
}
_OF_A_SCRIPT = {
    "amount": ("值多少", "what it is worth"),
    "gift": ("礼物", "gift"),
    "benefits": ("会员权益", "member benefits"),
    "punch_missing": ("集次卡还差", "stamps missing"),
    "punch_gift": ("集满送", "what the full card gives"),
    "source": ("预订来源", "booked through"),
}


def _words(named: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str, str]]:
    return {code: ("words", zh, en) for code, (zh, en) in named.items()}


# How guests of companies are called is no sentence: it becomes a guest's title.
_HOUSE = {fact.code: (fact.zh, fact.en) for fact in HOUSE if fact.code != "corporate_title"}
REPLY: Fields = _words(_OF_THE_GUEST | _HOUSE)
SCRIPT: Fields = _words(_OF_THE_GUEST | _OF_A_SCRIPT | _HOUSE)


def of(intent: str) -> Fields:
    """The fields of a reply's template, or of a script's."""
    return SCRIPT if intent.startswith("script.") else REPLY


def label(name: str) -> dict[str, str]:
    _, zh, en = SCRIPT[name]
    return {"zh": zh, "en": en}
