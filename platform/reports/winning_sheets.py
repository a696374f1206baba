"""Reports on who slips away and on winning back as tables: which columns, called what. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reports.exporting import Cell

Table = tuple[list[str], list[list[Cell]]]
CALLED: dict[str, tuple[str, str]] = {
    "cohort": ("客群", "Cohort"),
    "gap": ("间隔", "Gap"),
    "guests": ("客人", "Guests"),
    "returns": ("再来", "Came again"),
    "share": ("会再来的占比", "Share that ever comes"),
    "lower": ("下四分位（天）", "Lower quartile (days)"),
    "median": ("中位数（天）", "Median (days)"),
    "upper": ("上四分位（天）", "Upper quartile (days)"),
    "norm_lower": ("采用下限（天）", "Norm from (days)"),
    "norm_upper": ("采用上限（天）", "Norm to (days)"),
    "from_name": ("采用谁的", "Norm taken from"),
    "turn": ("拐点", "Turning point"),
    "what": ("项目", "What"),
    "name": ("名称", "Name"),
    "new": ("新客", "New"),
    "sticky": ("黏度", "Sticky"),
    "at_risk": ("预警", "At risk"),
    "dormant": ("沉睡", "Dormant"),
    "lost": ("流失", "Lost"),
    "churn_rate": ("流失率（预警+沉睡+流失）", "Churn rate"),
    "at_risk_rate": ("预警占比", "At-risk rate"),
    "lost_rate": ("已流失占比", "Lost rate"),
    "first": ("首住", "First visits"),
    "second": ("第二次入住", "Second visits"),
    "rate": ("比率", "Rate"),
    "r": ("R 分", "R"),
    "f": ("F 分", "F"),
    "n": ("人数", "Guests"),
    "m": ("M 均分", "Mean M"),
    "spend": ("消费", "Spend"),
    "future": ("未来一年价值", "Value of the year ahead"),
    "current": ("已消费", "Spent so far"),
    "lifetime": ("终身价值", "Lifetime value"),
    "future_per_guest": ("人均未来价值", "Future value per guest"),
    "expected_visits": ("预计入住次数", "Visits expected"),
    "alive": ("仍会再来的概率", "Chance of being a guest still"),
    "property": ("门店代码", "Property"),
    "property_name": ("门店", "Property name"),
    "kind": ("类型", "Kind"),
    "first_on": ("首次选人", "First chosen"),
    "last_on": ("最近选人", "Last chosen"),
    "chosen": ("应联系", "To be contacted"),
    "sent": ("已发送", "Sent"),
    "held_out": ("对照组", "Held out"),
    "visited": ("来过", "Visited"),
    "holdout_rate": ("对照组来店率", "Holdout rate"),
    "uplift_pp": ("多来（百分点）", "Uplift (pp)"),
    "extra_visits": ("多来次数", "Extra visits"),
    "extra_revenue": ("多带来收入", "Extra revenue"),
    "cost": ("成本", "Cost"),
    "net": ("净增", "Net"),
    "return": ("回报率", "Return"),
    "answered": ("有回应", "Answered"),
    "given": ("发券", "Coupons given"),
    "redeemed": ("核销", "Redeemed"),
    "redemption_rate": ("核销率", "Redemption rate"),
    "restrained": ("克制未发", "Left alone"),
    "saved": ("省下的优惠", "Saved"),
    "profit": ("已得利润", "Profit so far"),
    "extra_profit": ("多带来利润", "Extra profit"),
    "net_profit": ("净利润", "Net profit"),
    "profit_complete": ("成本已设全", "All costs set"),
    "total": ("合计", "Total"),
    "month": ("月份", "Month"),
    "second_visit": ("二次入住", "Second visit"),
    "group": ("RFM 分组", "RFM group"),
    "tier": ("价值层级", "Value tier"),
    "channel": ("渠道", "Channel"),
    "cell": ("RFM 格", "RFM cell"),
    "decile": ("十分位", "Tenth"),
    "place": ("门店", "Property"),
}
MONEY = frozenset(
    [
        "spend",
        "future",
        "current",
        "lifetime",
        "future_per_guest",
        "extra_revenue",
        "cost",
        "net",
        "saved",
        "profit",
        "extra_profit",
        "net_profit",
    ]
)
STEP = ("guests", "returns", "share", "lower", "median", "upper", "norm_lower", "norm_upper", "from_name")
CHURN = ("guests", "new", "sticky", "at_risk", "dormant", "lost", "churn_rate", "at_risk_rate", "lost_rate")
VALUE = ("guests", "alive", "expected_visits", "current", "future", "lifetime", "future_per_guest")
CAMPAIGN = (
    "chosen", "sent", "held_out", "visited", "rate", "holdout_rate", "uplift_pp", "extra_visits", "extra_revenue", "cost",
    "net", "return", "answered", "given", "redeemed", "redemption_rate", "restrained", "saved",
)  # fmt: skip

# For who may see what is left of revenue.
PROFIT = ("profit", "profit_complete")
CAMPAIGN_PROFIT = ("extra_profit", "net_profit", "profit_complete")


def latency_table(report: dict[str, Any], locale: str) -> Table:
    """One line for each cohort and gap."""
    at = _language(locale)
    rows: list[list[Cell]] = []
    for cohort in (report["whole"], *report["cohorts"]):
        turn = cohort["turn"]["act_upon"] if cohort["turn"] else None
        for step in cohort["steps"]:
            if step["guests"]:
                gap = f"{step['ordinal']}→{step['ordinal'] + 1}"
                rows.append([cohort["name"], gap, *(step[name] for name in STEP), turn])
    return _headers(("cohort", "gap", *STEP, "turn"), at), rows


def churn_table(report: dict[str, Any], locale: str) -> Table:
    """The total, by what was asked, by month and by property; then second visits."""
    at = _language(locale)
    rows = [[CALLED["total"][at], "", *_cells(report["total"], CHURN)]]
    rows += [
        [CALLED.get(report["by"], CALLED["what"])[at], row["name"], *_cells(row, CHURN)]
        for row in report["rows"]
    ]
    rows += [[CALLED["month"][at], row["month"], *_cells(row, CHURN)] for row in report["trend"]]
    rows += [[CALLED["place"][at], row["name"], *_cells(row, CHURN)] for row in report["properties"]]
    blank: list[Cell] = [None] * len(CHURN)
    second = [
        [CALLED["second_visit"][at], row["month"], *blank, row["first"], row["second"], row["rate"]]
        for row in report["second_visit"]["months"]
    ]
    padded = [[*row, None, None, None] for row in rows]
    return _headers(("what", "name", *CHURN, "first", "second", "rate"), at), padded + second


def rfm_table(report: dict[str, Any], locale: str) -> Table:
    """The grid, the groups and the tiers."""
    at = _language(locale)
    left = PROFIT if "profit" in report["grid"][0] else ()
    rows: list[list[Cell]] = [
        [
            CALLED["cell"][at],
            "",
            *(cell[name] for name in "rfn"),
            *_cells(cell, ("spend", "m")),
            None,
            *_cells(cell, left, at),
        ]
        for cell in report["grid"]
    ]
    for what, lines in (("group", report["groups"]), ("tier", report["tiers"])):
        for line in lines:
            said = [CALLED[what][at], line["name"], None, None, *_cells(line, ("n", "spend"))]
            rows.append([*said, None, _money(line.get("future")), *_cells(line, left, at)])
    return _headers(("what", "name", "r", "f", "n", "spend", "m", "future", *left), at), rows


def value_table(report: dict[str, Any], locale: str) -> Table:
    at = _language(locale)
    names = (*VALUE, *(PROFIT if "profit" in report["total"] else ()))
    rows = [[CALLED["total"][at], "", *_cells(report["total"], names, at)]]
    for what, lines in (
        ("tier", report["tiers"]),
        ("channel", report["channels"]),
        ("place", report["properties"]),
    ):
        rows += [[CALLED[what][at], line["name"], *_cells(line, names, at)] for line in lines]
    for line in report["deciles"]:
        tenth = {"guests": line["guests"], "future": line["future"]}
        rows.append(
            [CALLED["decile"][at], line["decile"], *_cells({**dict.fromkeys(names), **tenth}, names, at)]
        )
    return _headers(("what", "name", *names), at), rows


def campaigns_table(report: dict[str, Any], locale: str) -> Table:
    at = _language(locale)
    first = ("name", "kind", "property", "first_on", "last_on")
    names = (*CAMPAIGN, *(CAMPAIGN_PROFIT if "extra_profit" in report["total"] else ()))
    rows = [[*_cells(row, first), *_cells(row, names, at)] for row in report["campaigns"]]
    rows.append([CALLED["total"][at], "", "", None, None, *_cells(report["total"], names, at)])
    return _headers((*first, *names), at), rows


def _headers(names: Iterable[str], language: int) -> list[str]:
    return [CALLED[name][language] for name in names]


def _cells(row: dict[str, Any], names: Iterable[str], language: int = 0) -> list[Cell]:
    return [_cell(name, row[name], language) for name in names]


def _cell(name: str, value: Any, language: int) -> Cell:
    if isinstance(value, bool):
        return (("否", "no"), ("是", "yes"))[value][language]
    return _money(value) if name in MONEY else value


def _money(value: str | None) -> Decimal | None:
    """Money is told in strings, and is a number in a table."""
    return None if value is None else Decimal(value)


def _language(locale: str) -> int:
    return 0 if locale.startswith("zh") else 1


TABLES = {
    "latency": latency_table,
    "churn": churn_table,
    "rfm": rfm_table,
    "value": value_table,
    "campaigns": campaigns_table,
}
TITLES = {
    "latency": ("入住间隔", "Latency"),
    "churn": ("流失", "Churn"),
    "rfm": ("RFM", "RFM"),
    "value": ("客人价值", "Guest value"),
    "campaigns": ("活动效果", "Campaigns"),
}
