"""What to do with a guest on the win-back board, and why he stands there, in Chinese and English. Pure.

Greet first (C13): nothing is given unasked, and a price offer is only ever named for who looks at prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.campaigns.board import POINTS_DAYS, Row
from loyalty.lifecycle.basis import Cohort


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do with a guest, and why he stands here: Chinese and English."""

    act: str
    says: tuple[str, str]
    why: tuple[str, str]
    detail: tuple[str, str]
    offer: bool


def advise(row: Row, turn: int | None) -> Advice:
    """`turn`: the visit upon which to act, of the guest's cohort. Pure: greet first, never a coupon unasked."""
    offer = row.group == "late" and row.price_sensitive == "yes" and not row.in_house
    if row.group == "early":
        return _early(row)
    why = (f"逾期 {row.by_days} 天", f"{row.by_days} days late") if row.by_days else ("今天到期", "due today")
    act, says, detail = _late(row, turn)
    return Advice(act, says, why, detail, offer)


Said = tuple[str, tuple[str, str], tuple[str, str]]


def _late(row: Row, turn: int | None) -> Said:
    if row.complaint_on is not None:
        said = f"{row.complaint_on.month} 月 {row.complaint_on.day} 日的投诉还没有回访"
        return (
            "call",
            ("先回访投诉", "Settle the complaint first"),
            (said, f"a complaint of {row.complaint_on} is open"),
        )
    if row.points_ending:
        return (
            "points",
            ("提醒积分到期", "Remind of points that end"),
            (
                f"积分 {POINTS_DAYS} 天内到期 {row.points_ending:,}",
                f"{row.points_ending:,} points end within {POINTS_DAYS} days",
            ),
        )
    if row.channel == "corporate":
        return (
            "call",
            ("请店长打电话", "Have the manager call"),
            _habit(row, ("协议客人，可能换了酒店", "corporate: the company may have moved on")),
        )
    if turn is not None and row.visits == turn - 1:
        said = f"第 {row.visits} → {row.visits + 1} 次最要紧"
        return (
            "upgrade",
            ("问候 + 免费升级", "Greet, and offer an upgrade"),
            (said, f"visit {row.visits + 1} is the one that decides"),
        )
    if row.visits == 1:
        return (
            "greet",
            ("问候，不送券", "Greet, no coupon"),
            ("首住后未再来", "has not come again after the first stay"),
        )
    return "greet", ("问候，不送券", "Greet, no coupon"), _habit(row, None)


def _habit(row: Row, otherwise: tuple[str, str] | None) -> tuple[str, str]:
    """How he used to come, where that says something."""
    gap, before = row.last_gap_days, row.previous_gap_days
    if gap is not None and before is not None and row.away_days > gap > before:
        return (f"间隔从 {before} 天起逐次拉长", f"gaps have grown from {before} days")
    if otherwise is not None:
        return otherwise
    if gap is not None:
        return (f"上次隔 {gap} 天就来了", f"came after {gap} days the time before")
    day = row.last_visit_on
    return (f"上次入住 {day.month} 月 {day.day} 日", f"last came on {day}")


def _early(row: Row) -> Advice:
    gap = row.last_gap_days or 0
    why = (
        (f"提前 {row.by_days} 天", f"{row.by_days} days early") if row.by_days else ("略早", "a little early")
    )
    median = round(row.median) if row.median is not None else None
    if row.visits == 2:
        detail = (f"首住 {gap} 天后就回来", f"came back {gap} days after the first stay")
    elif median is not None:
        detail = (
            f"上次只隔 {gap} 天，来得比同类客人勤",
            f"came after {gap} days, more often than others of the kind",
        )
    else:
        detail = (f"上次只隔 {gap} 天", f"came after {gap} days")
    if row.in_house:
        return Advice("thank", ("当面谢，记喜好", "Thank in person, note what is liked"), why, detail, False)
    if row.visits >= 3:
        return Advice("upgrade", ("下次升级房型一次", "An upgrade next time"), why, detail, False)
    return Advice("thank", ("道谢，请下次再来", "Thank, and ask back"), why, detail, False)


def turn_of(cohorts: Sequence[Cohort], code: str) -> int | None:
    """The visit upon which to act, of this cohort or the nearest above that shows a turn."""
    by_code = {cohort.code: cohort for cohort in cohorts}
    cohort = by_code.get(code)
    while cohort is not None:
        if cohort.turn is not None:
            return cohort.turn.act_upon
        cohort = cohorts[cohort.parent] if cohort.parent >= 0 else None
    return None
