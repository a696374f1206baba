"""Reports as tables: which columns, called what, in Chinese and English. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chains.models import CHANNELS
from reports.exporting import Cell
from reports.measures import BANDS
from reports.remark_kpi import WORKS

# Name of a column -> Chinese, English. A report lists the names; what is not here is a mistake, and fails.
CALLED: dict[str, tuple[str, str]] = {
    "property": ("门店代码", "Property"),
    "name": ("门店", "Name"),
    "city": ("城市", "City"),
    "from": ("开始日期", "From"),
    "to": ("结束日期", "To"),
    "guests_to_date": ("累计客人", "Guests to date"),
    "repeat_guests_to_date": ("累计复购客人", "Repeat guests to date"),
    "repeat_guest_rate": ("复购率", "Repeat guest rate"),
    "visits": ("入住次数", "Visits"),
    "repeat_visits": ("复购入住次数", "Repeat visits"),
    "repeat_visit_share": ("复购入住占比", "Repeat visit share"),
    "active_guests": ("活跃客人", "Active guests"),
    "active_repeat_guests": ("活跃复购客人", "Active repeat guests"),
    "active_repeat_rate": ("活跃复购率", "Active repeat rate"),
    "nights": ("间夜", "Nights"),
    "room_revenue": ("房费收入", "Room revenue"),
    "adr": ("平均房价", "ADR"),
    "mix_gap": ("渠道偏差（百分点）", "Mix gap (pp)"),
    "chain_guests_to_date": ("累计客人（连锁去重）", "Guests to date (person counted once)"),
    "chain_repeat_guests_to_date": (
        "累计复购客人（连锁去重）",
        "Repeat guests to date (person counted once)",
    ),
    "chain_repeat_guest_rate": ("复购率（连锁去重）", "Repeat guest rate (person counted once)"),
    "staff": ("员工", "Staff"),
    "staff_number": ("员工编号", "Staff number"),
    "shift": ("班次", "Shift"),
    "work": ("工作", "Work"),
    "in_house": ("在住未到期", "In house"),
    "due": ("应完成", "Due"),
    "complete": ("已完成", "Complete"),
    "on_time": ("按时", "On time"),
    "late": ("超时", "Late"),
    "missing": ("未完成", "Missing"),
    "completion_rate": ("完成率", "Completion rate"),
    "on_time_rate": ("按时率", "On-time rate"),
    "nickname_rate": ("昵称完成率", "Nickname rate"),
    "tags_rate": ("标签完成率", "Tags rate"),
    "phone_rate": ("电话完成率", "Phone rate"),
    "description_rate": ("描述完成率", "Description rate"),
    "wrong_nickname": ("错误昵称", "Wrong nicknames"),
    "wrong_nickname_rate": ("错误昵称率", "Wrong nickname rate"),
    "none_noted": ("无特殊要求", "None noted"),
    "none_noted_share": ("无特殊要求占比", "None noted share"),
    "median_hours": ("完成用时中位数（小时）", "Median hours to completion"),
    "value": ("数值", "Value"),
    "share": ("占比", "Share"),
    "target": ("目标（%）", "Target (%)"),
    "gap_pp": ("偏差（百分点）", "Gap (pp)"),
    "guests": ("人", "guests"),
    "visits_unit": ("次", "visits"),
    "remarks": ("备注", "Remarks"),
    "profit": ("利润", "Profit"),
    "profit_share": ("利润率", "Profit share"),
}
CHANNEL = {
    "member": ("会员", "Member"),
    "corporate": ("协议", "Corporate"),
    "ota": ("OTA", "OTA"),
    "walk_in": ("散客", "Walk-in"),
}
WORK = {
    "nickname": ("昵称", "Nickname"),
    "tags": ("标签", "Tags"),
    "phone": ("电话", "Phone"),
    "description": ("描述", "Description"),
}
WHOLE = ("全连锁", "Whole chain")
TOTAL = ("合计", "Total")
UNASSIGNED = ("未分派", "Unassigned")
MEASURES = (
    *("guests_to_date", "repeat_guests_to_date", "repeat_guest_rate", "visits", "repeat_visits"),
    *("repeat_visit_share", "active_guests", "active_repeat_guests", "active_repeat_rate", "nights"),
    *("room_revenue", "adr", "mix_gap"),
)
PERSONS = ("chain_guests_to_date", "chain_repeat_guests_to_date", "chain_repeat_guest_rate")
TASKS = ("due", "complete", "on_time", "completion_rate", "on_time_rate")
KPIS = (
    *("in_house", "due", "complete", "on_time", "late", "missing", "completion_rate", "on_time_rate"),
    *(f"{work}_rate" for work in WORKS),
    *("wrong_nickname", "wrong_nickname_rate", "none_noted", "none_noted_share", "median_hours"),
)
MONEY = ("room_revenue", "adr", "profit")
PROFIT = ("profit", "profit_share")  # where the report has them
Table = tuple[list[str], list[list[Cell]]]


def comparison_table(report: dict[str, Any], locale: str) -> Table:
    language = _language(locale)
    headers = [CALLED[name][language] for name in ("property", "name", "city", *MEASURES)]
    for channel in CHANNELS:
        headers += [
            f"{CHANNEL[channel][language]} {CALLED[what][language]}" for what in ("value", "share", "gap_pp")
        ]
    headers += [f"{band} {CALLED['visits_unit'][language]}" for band in BANDS]
    headers += [f"{CALLED['remarks'][language]} {CALLED[name][language]}" for name in TASKS]
    headers += [CALLED[name][language] for name in PERSONS]
    chain = report["chain"]
    if report["properties"] and "profit" in report["properties"][0]:
        headers += [CALLED[name][language] for name in PROFIT]
    rows = [["", WHOLE[language], "", *_measures(chain)]] if chain else []
    return headers, rows + [
        [row["property"], row["name"], row["city"], *_measures(row)] for row in report["properties"]
    ]


def _measures(row: dict[str, Any]) -> list[Cell]:
    cells: list[Cell] = [_number(name, row[name]) for name in MEASURES]
    for channel in CHANNELS:
        cells += [row["channel_mix"][channel][what] for what in ("value", "share", "gap_pp")]
    cells += [row["visit_distribution"][band] for band in BANDS]
    cells += [row["remarks"][name] for name in TASKS]
    cells += [row.get(name) for name in PERSONS]
    return cells + [_number(name, row[name]) for name in PROFIT if name in row]


def remarks_table(report: dict[str, Any], locale: str) -> Table:
    language = _language(locale)
    group = report["group"]
    labels = {
        "property": ["property", "name"],
        "staff": ["property", "name", "staff_number", "staff", "shift"],
        "shift": ["shift"],
        "work": ["work"],
    }[group]
    columns = ["due", "complete", "missing", "completion_rate"] if group == "work" else list(KPIS)
    headers = [CALLED[name][language] for name in (*labels, *columns)]
    rows: list[list[Cell]] = [
        [*_labels(row, labels, language), *(row[name] for name in columns)] for row in report["rows"]
    ]
    if group != "work":
        rows.append(
            [TOTAL[language], *[""] * (len(labels) - 1), *(report["total"][name] for name in columns)]
        )
    return headers, rows


def _labels(row: dict[str, Any], labels: Sequence[str], language: int) -> list[Cell]:
    staff = row.get("staff")
    shown = {
        "staff_number": staff["external_id"] if staff else "",
        "staff": staff["name"] if staff else UNASSIGNED[language],
        "work": WORK[row["work"]][language] if "work" in row else "",
        "shift": row.get("shift") or UNASSIGNED[language],
    }
    return [shown[label] if label in shown else row[label] for label in labels]


def channel_mix_table(report: dict[str, Any], locale: str) -> Table:
    """One line for each place and bucket."""
    language = _language(locale)
    headers = [CALLED[name][language] for name in ("property", "name", "from", "to", "visits", "mix_gap")]
    for channel in CHANNELS:
        headers += [
            f"{CHANNEL[channel][language]} {CALLED[what][language]}"
            for what in ("value", "share", "target", "gap_pp")
        ]
    rows: list[list[Cell]] = []
    for place in _places(report, language):
        for bucket in place["buckets"]:
            line: list[Cell] = [place["property"], place["name"]]
            line += [bucket[name] for name in ("from", "to", "visits", "mix_gap")]
            for channel in CHANNELS:
                line += [
                    bucket["channel_mix"][channel][what] for what in ("value", "share", "target", "gap_pp")
                ]
            rows.append(line)
    return headers, rows


def repeat_table(report: dict[str, Any], locale: str) -> Table:
    """One line for each place and bucket; the distribution stands in the line of the last."""
    language = _language(locale)
    figures = ("to", "guests_to_date", "repeat_guests_to_date", "repeat_guest_rate")
    exact = [*map(str, range(1, 11)), "11+"]
    headers = [CALLED[name][language] for name in ("property", "name", *figures)]
    headers += [f"{number} {CALLED['visits_unit'][language]}" for number in exact]
    rows: list[list[Cell]] = []
    for place in _places(report, language):
        for bucket in place["buckets"]:
            is_last = bucket is place["buckets"][-1]
            counts = [place["exact_distribution"][number] if is_last else None for number in exact]
            rows.append([place["property"], place["name"], *(bucket[name] for name in figures), *counts])
    return headers, rows


def _places(report: dict[str, Any], language: int) -> list[dict[str, Any]]:
    """The chain first, then its properties; of one property alone only that."""
    whole = {**report, "property": "", "name": WHOLE[language]}
    return report["properties"] if len(report["properties"]) == 1 else [whole, *report["properties"]]


def _number(name: str, value: Any) -> Cell:
    """Money is told in strings, and is a number in a table."""
    return Decimal(value) if name in MONEY and value is not None else value


def _language(locale: str) -> int:
    return 0 if locale.startswith("zh") else 1


TABLES = {
    "comparison": comparison_table,
    "remarks": remarks_table,
    "channel-mix": channel_mix_table,
    "repeat": repeat_table,
}
# What a sheet and a file are called.
TITLES = {
    "comparison": ("门店对比", "Comparison"),
    "remarks": ("备注执行", "Remarks"),
    "channel-mix": ("渠道占比", "Channel mix"),
    "repeat": ("复购", "Repeat guests"),
}
