"""What a movement of stored value is called, and what a guest is told, in Chinese and English."""

import re
from collections.abc import Mapping
from typing import Any

STORED_VALUE = re.compile(
    r"充值|储值|预付|购卡|办卡|礼品卡|top[\s_-]*up|wallet|stored[\s_-]*value|(gift|prepaid)[\s_-]*card"
)

# Why what is due for a cause is what it is, or is nothing.
RULES: dict[str, tuple[str, str]] = {
    "seven_days": (
        "付款后七日内没有用过的充值，全额退还本金",
        "a top-up not used within seven days of paying: all of the principal",
    ),
    "merchant": (
        "已用部分按充值折扣价计算",
        "what was used is priced with the top-up's discount",
    ),
    "guest": ("已用部分按原价计算", "what was used is priced without the discount"),
}
NOTHING_DUE: dict[str, tuple[str, str]] = {
    "seven_days": (
        "没有七日内付款且未用过的充值",
        "there is no top-up of the last seven days of which nothing was used",
    ),
    "merchant": ("充值已经用完", "the top-ups are used up"),
    "guest": ("已用部分按原价已超过所付的本金", "what was used comes to all that was paid, at full price"),
}
# Kinds of postings on a wallet's statement; `reversal` and `expiry` are the ledger's own.
KINDS: dict[str, tuple[str, str]] = {
    "wallet_top_up": ("储值充值", "Top-up"),
    "wallet_charge": ("储值消费", "Charge"),
    "wallet_refund": ("储值退款", "Refund"),
    "wallet_payout": ("退款付出", "Refund paid out"),
    "reversal": ("冲正", "Correction"),
    "expiry": ("赠金到期", "Gift expired"),
}
# What a charge may be for, besides whatever else somebody writes there.
WHAT: dict[str, tuple[str, str]] = {
    "room": ("房费", "room"),
    "food": ("餐饮", "food and drink"),
    "goods": ("商品", "goods"),
    "other": ("其他消费", "other"),
}
METHODS: dict[str, tuple[str, str]] = {
    "cash": ("现金", "cash"),
    "card": ("银行卡", "bank card"),
    "wechat": ("微信支付", "WeChat Pay"),
    "alipay": ("支付宝", "Alipay"),
    "bank": ("银行转账", "bank transfer"),
    "other": ("其他方式", "another way"),
}
CAUSES: dict[str, tuple[str, str]] = {
    "seven_days": ("七日内无理由退款", "within seven days, without a reason"),
    "merchant": ("门店原因退款", "caused by the house"),
    "guest": ("客人原因退款", "caused by the guest"),
}
WARNINGS: dict[str, tuple[str, str]] = {
    "over_legal_limit": (
        "余额超过单用途预付卡的法定限额（记名 5000 元、不记名 1000 元）。",
        "The balance is above the legal limit of a prepaid card (5,000 with a name, 1,000 without).",
    ),
    "total_principal": (
        "全部客人的储值本金已超过方案里设定的提醒线。",
        "All guests' principal together has passed the figure at which headquarters wants to hear of it.",
    ),
}


def both(texts: Mapping[str, tuple[str, str]], code: str) -> dict[str, str]:
    """The two texts of a code; a code without texts shows as itself."""
    zh, en = texts.get(code, (code, code))
    return {"zh": zh, "en": en}


def movement(kind: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """A line of a statement: what happened, and what for."""
    said = both(KINDS, kind)
    for name, texts in (("what", WHAT), ("cause", CAUSES), ("method", METHODS)):
        if facts.get(name):
            more = both(texts, facts[name])
            said = {"zh": f"{said['zh']}·{more['zh']}", "en": f"{said['en']}, {more['en']}"}
    return said


def names_stored_value(what: str) -> bool:
    """Whether these words say that something is bought with which one pays later."""
    return STORED_VALUE.search(what.casefold()) is not None


def _expiring(facts: Mapping[str, Any]) -> tuple[str, str]:
    return (
        f"您的储值赠金 {facts['amount']} 元将于 {facts['expires_on']} 到期（当天仍可使用），本金长期有效。",
        f"{facts['amount']} of your stored-value gift expires after {facts['expires_on']}; the principal does not expire.",
    )


TEXTS = {"gift_expiring": _expiring}
