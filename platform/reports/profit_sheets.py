"""The profit report as a table. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from reports.exporting import Cell

Table = tuple[list[str], list[list[Cell]]]
TITLE = ("利润", "Profit")
CALLED: dict[str, tuple[str, str]] = {
    "name": ("项目", "Name"),
    "visits": ("入住次数", "Visits"),
    "nights": ("间夜", "Nights"),
    "quantity": ("数量", "Quantity"),
    "revenue": ("收入", "Revenue"),
    "commission": ("佣金", "Commission"),
    "rooms": ("房间成本", "Room cost"),
    "goods": ("商品与餐饮成本", "Cost of goods"),
    "given": ("惊喜成本", "Surprises"),
    "profit": ("利润", "Profit"),
    "share": ("利润率", "Profit share"),
    "profit_per_visit": ("每次入住利润", "Profit per visit"),
    "profit_per_night": ("每间夜利润", "Profit per night"),
    "waiting": ("在住、房费未到", "In house, room not told"),
    "unknown": ("未设成本", "Costs not set"),
}
BY = {
    "property": ("门店", "Property"),
    "source": ("来源", "Source"),
    "channel": ("渠道", "Channel"),
    "room_type": ("房型", "Room type"),
    "month": ("月份", "Month"),
    "product": ("商品与服务", "Product or service"),
}
MONEY = frozenset(
    ("revenue", "commission", "rooms", "goods", "given", "profit", "profit_per_visit", "profit_per_night")
)
# What a cost that nobody has set is called.
UNKNOWN = {
    "commission": ("佣金", "commission"),
    "rooms": ("房间成本", "room cost"),
    "fnb": ("餐饮成本率", "cost share of restaurant revenue"),
    "other": ("其他成本率", "cost share of other revenue"),
    "product": ("商品成本", "cost of product"),
}
WITHOUT_A_VISIT = ("未住店的消费", "Without a stay")
NO_ROOM_TYPE = ("未注明房型", "No room type")
TOTAL = ("合计", "Total")


def table(report: dict[str, Any], locale: str) -> Table:
    """Headers and rows, the total last; money as numbers."""
    language = 0 if locale.startswith("zh") else 1
    names = [name for name in CALLED if name != "quantity" or report["by"] == "product"]
    headers = [BY[report["by"]][language], *(CALLED[name][language] for name in names[1:])]
    rows = [*report["rows"], {**report["total"], "name": TOTAL[language]}]
    return headers, [[_cell(name, row, language) for name in names] for row in rows]


def _cell(name: str, row: dict[str, Any], language: int) -> Cell:
    value = row.get(name)
    if name == "unknown":
        return unset(row["unknown"], language)
    return Decimal(value) if name in MONEY and value is not None else value


def unset(unknown: Iterable[Mapping[str, str]], language: int) -> str:
    """The costs that nobody has set, in words, in one cell."""
    return "、".join(
        " ".join(filter(None, (UNKNOWN[each["what"]][language], each["of"]))) for each in unknown
    )
