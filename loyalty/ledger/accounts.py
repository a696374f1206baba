"""The accounts there are: what a guest may hold, and what stands against it."""

from typing import Literal

Unit = Literal["points", "cents"]
Member = Literal["base", "bonus", "pending", "owed", "principal", "gift"]
House = Literal[
    "issuance", "redemption", "expiry", "adjustment", "receivable", "cash", "revenue", "promotion",
    "liability", "forfeited", "clearing",
]  # fmt: skip

# What a guest's account is counted in. Money never mixes with points.
UNITS: dict[str, Unit] = {
    "base": "points",
    "bonus": "points",
    "pending": "points",
    "owed": "points",
    "principal": "cents",
    "gift": "cents",
}
# Accounts whose value stands in lots; what is owed is a plain sum.
IN_LOTS = frozenset(UNITS) - {"owed"}
SPENDABLE: dict[Unit, tuple[str, ...]] = {"points": ("base", "bonus"), "cents": ("principal", "gift")}

HOUSE_UNITS: dict[str, tuple[Unit, ...]] = {
    "issuance": ("points",),
    "redemption": ("points",),
    "expiry": ("points", "cents"),
    "adjustment": ("points", "cents"),
    "receivable": ("points",),
    "cash": ("cents",),
    "revenue": ("cents",),
    "promotion": ("cents",),
    "liability": ("cents",),
    "forfeited": ("points", "cents"),
    "clearing": ("points", "cents"),
}

NAMES: dict[str, tuple[str, str]] = {
    "base": ("基础积分", "base points"),
    "bonus": ("奖励积分", "bonus points"),
    "pending": ("待生效积分", "pending points"),
    "owed": ("欠回积分", "points owed"),
    "principal": ("储值本金", "stored value, principal"),
    "gift": ("储值赠金", "stored value, gift"),
    "issuance": ("积分发放", "points issued"),
    "redemption": ("积分使用", "points redeemed"),
    "expiry": ("到期作废", "expired"),
    "adjustment": ("人工调整", "adjusted by hand"),
    "receivable": ("应收欠回", "owed to the house"),
    "cash": ("收款", "cash"),
    "revenue": ("营业收入", "revenue"),
    "promotion": ("营销费用", "promotion"),
    "liability": ("应退款", "refunds payable"),
    "forfeited": ("作废收回", "forfeited"),
    "clearing": ("门店往来", "clearing with other properties"),
}
