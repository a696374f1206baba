"""Reports on programmes as tables: which columns, called what, in Chinese and English. Pure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reports.exporting import Cell

Table = tuple[list[str], list[list[Cell]]]
CALLED: dict[str, tuple[str, str]] = {
    "property": ("门店代码", "Property"),
    "name": ("门店", "Name"),
    "day": ("日期", "Day"),
    "points": ("可用积分", "Points"),
    "base": ("基础积分", "Base points"),
    "bonus": ("奖励积分", "Bonus points"),
    "pending": ("待生效积分", "Pending points"),
    "owed": ("欠回积分", "Points owed"),
    "worth": ("积分价值", "Worth of points"),
    "principal": ("储值本金", "Principal"),
    "gift": ("储值赠金", "Gift"),
    "total": ("合计", "Total"),
    "issued": ("发放", "Issued"),
    "redeemed": ("使用", "Redeemed"),
    "expired": ("过期", "Expired"),
    "redeemed_worth": ("使用价值", "Worth of redeemed"),
    "redemption_rate": ("使用率", "Redemption rate"),
    "uses": ("使用次数", "Uses"),
    "price": ("面值", "Price"),
    "cost": ("成本", "Cost"),
    "members": ("会员", "Members"),
    "cost_per_member": ("人均成本", "Cost per member"),
    "benefit": ("权益", "Benefit"),
    "tier": ("会员等级", "Tier"),
    "before": ("期初", "Before"),
    "from": ("原等级", "From"),
    "to": ("新等级", "To"),
    "kind": ("原因", "Way"),
    "count": ("人数", "Guests"),
    "wallets": ("储值客人", "Wallets"),
    "topped_up": ("充值", "Topped up"),
    "gift_given": ("赠送", "Gift given"),
    "charged_principal": ("消费本金", "Principal charged"),
    "charged_gift": ("消费赠金", "Gift charged"),
    "refunded": ("退款", "Refunded"),
    "forfeited": ("作废赠金", "Forfeited"),
    "top_ups": ("充值笔数", "Top-ups"),
    "charges": ("消费笔数", "Charges"),
    "coupon": ("优惠券", "Coupon"),
    "face": ("面额", "Face value"),
    "discount": ("优惠金额", "Discount"),
    "one": ("门店甲", "One"),
    "other": ("门店乙", "Other"),
    "there_points": ("甲的积分在乙使用", "Points of one at other"),
    "there_value": ("甲应付乙", "One owes other"),
    "back_points": ("乙的积分在甲使用", "Points of other at one"),
    "back_value": ("乙应付甲", "Other owes one"),
    "net": ("净额（正：甲付乙）", "Net (above 0: one pays)"),
}
MONEY = frozenset(
    [
        "worth",
        "principal",
        "gift",
        "total",
        "redeemed_worth",
        "price",
        "cost",
        "cost_per_member",
        "topped_up",
        "gift_given",
        "charged_principal",
        "charged_gift",
        "refunded",
        "forfeited",
        "face",
        "discount",
        "there_value",
        "back_value",
        "net",
    ]
)
WHOLE = ("全部门店", "All properties")
OWED = ("points", "base", "bonus", "pending", "owed", "worth", "principal", "gift", "total")
FLOWS = (
    "principal", "gift", "wallets", "topped_up", "gift_given", "charged_principal", "charged_gift", "refunded",
    "forfeited", "top_ups", "charges",
)  # fmt: skip
SPENT = ("issued", "redeemed", "expired", "redeemed_worth", "redemption_rate")
USED = ("uses", "price", "cost")
COUPON = ("issued", "redeemed", "redemption_rate", "face", "discount", "cost")


def liability_table(report: dict[str, Any], locale: str) -> Table:
    """One line for each day."""
    language = _language(locale)
    return _headers(("day", *OWED), language), [_cells(day, ("day", *OWED)) for day in report["days"]]


def _by_place(columns: tuple[str, ...]) -> Callable[[dict[str, Any], str], Table]:
    """One line for each property, and one for all."""

    def table(report: dict[str, Any], locale: str) -> Table:
        language = _language(locale)
        shown = ("property", "name", *columns)
        whole = {**report, **report.get("total", {}), "property": "", "name": WHOLE[language]}
        places = report["properties"]
        rows = places if len(places) == 1 else [whole, *places]
        return _headers(shown, language), [_cells(row, shown) for row in rows]

    return table


def benefits_table(report: dict[str, Any], locale: str) -> Table:
    language = _language(locale)
    rows = [[_named(row, language), *_cells(row, USED)] for row in report["rows"]]
    return _headers(("benefit", *USED), language), rows


def tiers_table(report: dict[str, Any], locale: str) -> Table:
    """Members of every tier before and now, then every move."""
    language = _language(locale)
    rows: list[list[Cell]] = [
        [_named(tier, language), tier["before"], tier["members"], "", "", "", ""] for tier in report["tiers"]
    ]
    for move in report["moves"]:
        start = _named(move["from"], language) if move["from"] else ""
        rows.append(["", "", "", start, _named(move["to"], language), move["kind"], move["count"]])
    return _headers(("tier", "before", "members", "from", "to", "kind", "count"), language), rows


def coupons_table(report: dict[str, Any], locale: str) -> Table:
    language = _language(locale)
    rows = [[_named(row, language), *_cells(row, COUPON)] for row in report["rows"]]
    return _headers(("coupon", *COUPON), language), rows


def settlement_table(report: dict[str, Any], locale: str) -> Table:
    language = _language(locale)
    shown = ("one", "other", "there_points", "there_value", "back_points", "back_value", "net")
    rows: list[list[Cell]] = []
    for pair in report["pairs"]:
        there, back = (pair[way] or {"points": 0, "value": "0.00"} for way in ("there", "back"))
        rows.append(
            [
                pair["one"]["name"],
                pair["other"]["name"],
                there["points"],
                Decimal(there["value"]),
                back["points"],
                Decimal(back["value"]),
                Decimal(pair["net"]),
            ]
        )
    return _headers(shown, language), rows


def _headers(names: tuple[str, ...], language: int) -> list[str]:
    return [CALLED[name][language] for name in names]


def _cells(row: dict[str, Any], names: tuple[str, ...]) -> list[Cell]:
    """Money is told in strings, and is a number in a table."""
    return [Decimal(row[name]) if name in MONEY and row[name] is not None else row[name] for name in names]


def _named(row: dict[str, Any], language: int) -> str:
    return str(row["name_en"] if language else row["name"])


def _language(locale: str) -> int:
    return 0 if locale.startswith("zh") else 1


TABLES = {
    "liability": liability_table,
    "redemption": _by_place(SPENT),
    "benefits": benefits_table,
    "tiers": tiers_table,
    "wallet": _by_place(FLOWS),
    "coupons": coupons_table,
}
TITLES = {
    "liability": ("负债", "Liability"),
    "redemption": ("积分使用", "Redemption"),
    "benefits": ("权益成本", "Benefit cost"),
    "tiers": ("等级变动", "Tier movements"),
    "wallet": ("储值", "Stored value"),
    "coupons": ("优惠券", "Coupons"),
    "settlement": ("门店结算", "Settlement"),
}
