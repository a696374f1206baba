"""What the keys of these reports are called, in Chinese and English."""

from datetime import date

from kernel.statements import Statements
from loyalty.lifecycle import wording
from loyalty.programme import versions

Words = tuple[str, str]
CHANNELS: dict[str, Words] = {
    "member": ("会员", "Member"),
    "corporate": ("协议", "Corporate"),
    "ota": ("OTA", "OTA"),
    "walk_in": ("散客", "Walk-in"),
}
ARMS: dict[str, Words] = {"A": ("方案 A", "Version A"), "B": ("方案 B", "Version B")}
KINDS: dict[str, Words] = {
    "win_back": ("召回", "Win-back"),
    "greeting": ("问候", "Greeting"),
    "birthday": ("生日", "Birthday"),
    "anniversary": ("入会周年", "Anniversary"),
    "second_visit": ("第二次入住", "Second visit"),
    "near_tier": ("接近升级", "Near a tier"),
    "before_loss": ("保级提醒", "Before a loss"),
    "points_ending": ("积分到期", "Points ending"),
    "punch_card": ("住送进度", "Punch card"),
    "dormant": ("唤醒沉睡", "Dormant"),
    "review": ("点评之后", "After a review"),
    "coupon_ending": ("券到期", "Coupon ending"),
    "sign_up": ("新会员", "Sign-up"),
    "turn": ("拐点", "Turning point"),
    "other": ("其他", "Other"),
}
OFFERS: dict[str, Words] = {
    "coupon": ("送券", "Coupon"),
    "points": ("送积分", "Points"),
    "gap": ("补差积分", "Points to the next reward"),
    "none": ("只问候，不送", "A greeting, no offer"),
}
TOTAL: Words = ("合计", "Total")
WHOLE: Words = ("全连锁", "Whole chain")
NONE: Words = ("未知", "Unknown")
TABLES: dict[str, dict[str, Words]] = {
    "channel": CHANNELS,
    "arm": ARMS,
    "kind": KINDS,
    "offer": OFFERS,
    "stage": wording.STAGES,
    "value_tier": wording.TIERS,
    "rfm_group": wording.GROUPS,
}


def of(table: str, key: str, locale: str) -> str:
    """The key in words; what has none stands for itself."""
    at = language(locale)
    return TABLES.get(table, {}).get(key, (key, key) if key else NONE)[at]


def tiers(raw: Statements, today: date, locale: str) -> list[tuple[str, str]]:
    """(code, name) of the programme in force."""
    published = versions.in_force(raw, today)
    if published is None:
        return []
    at = language(locale)
    return [(tier.code, (tier.name, tier.name_en)[at]) for tier in published.programme.tiers.levels]


def language(locale: str) -> int:
    """0 for Chinese, 1 for English."""
    return 0 if locale.startswith("zh") else 1
