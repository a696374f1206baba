"""Who is surprised on arrival, and why: rules without a database.

The standard rules are offered and do nothing until the manager turns them on: they cost money.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import msgspec

Occasion = Literal[
    "visit_from", "every_visits", "first_visit", "birthday", "anniversary", "after_complaint", "tier"
]
# Once in a year of the guest's, whichever of two visits is nearer.
YEARLY = ("birthday", "anniversary")


class Gift(msgspec.Struct, frozen=True):
    """So many of one product."""

    product: str
    quantity: int = 1


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be surprised, with what, by which department. `n`: of which visit, or days around the stay.

    `higher`: of this tier or of one above it.
    """

    code: str
    name: str
    name_en: str = ""
    occasion: Occasion
    n: int | None = None
    tier: str = ""
    higher: bool = False
    does: str
    does_en: str = ""
    department: str
    announced: bool = False
    products: list[Gift] = []
    cost_cents: int = 0  # of what is no product
    active: bool = True
    position: int = 100


class Known(NamedTuple):
    """What the rules ask of one visit."""

    ordinal: int
    day: date
    until: date
    birthday: date | None = None
    first_on: date | None = None
    joined_on: date | None = None
    tier: str = ""
    tier_name: str = ""
    tier_name_en: str = ""
    complaint_on: date | None = None  # the last one since the visit before began
    below: tuple[str, ...] = ()  # the tiers that stand below the guest's


class Why(NamedTuple):
    zh: str
    en: str


def fits(rule: Rule, known: Known) -> Why | None:
    """Why this visit is one to be surprised at by this rule; None: it is not."""
    return _JUDGES[rule.occasion](rule, known)


def _visit_from(rule: Rule, known: Known) -> Why | None:
    return _nth(known) if rule.n and known.ordinal >= rule.n else None


def _every_visits(rule: Rule, known: Known) -> Why | None:
    return _nth(known) if rule.n and known.ordinal % rule.n == 0 else None


def _first_visit(rule: Rule, known: Known) -> Why | None:
    return Why("首次入住", "First visit") if known.ordinal == 1 else None


def _birthday(rule: Rule, known: Known) -> Why | None:
    if known.birthday is None:
        return None
    around = timedelta(days=rule.n or 0)
    for _, day in returns(known.birthday, known.day - around, known.until + around):
        return Why(f"生日 {_zh(day)}", f"Birthday on {_en(day)}")
    return None


def _anniversary(rule: Rule, known: Known) -> Why | None:
    around = timedelta(days=rule.n or 0)
    for first, zh, en in (
        (known.first_on, "首次入住", "the first visit"),
        (known.joined_on, "入会", "joining"),
    ):
        if first is None:
            continue
        for years, day in returns(first, known.day - around, known.until + around):
            if years > 0:
                plural = "year" if years == 1 else "years"
                return Why(f"{_zh(day)} {zh}满 {years} 周年", f"{years} {plural} since {en} on {_en(day)}")
    return None


def _after_complaint(rule: Rule, known: Known) -> Why | None:
    if known.complaint_on is None:
        return None
    return Why(f"上次有过投诉（{_zh(known.complaint_on)}）", f"Complained on {_en(known.complaint_on)}")


def _tier(rule: Rule, known: Known) -> Why | None:
    if not rule.tier or not (known.tier == rule.tier or (rule.higher and rule.tier in known.below)):
        return None
    return Why(known.tier_name or rule.tier, known.tier_name_en or known.tier_name or rule.tier)


_JUDGES = {
    "visit_from": _visit_from,
    "every_visits": _every_visits,
    "first_visit": _first_visit,
    "birthday": _birthday,
    "anniversary": _anniversary,
    "after_complaint": _after_complaint,
    "tier": _tier,
}


def returns(first: date, start: date, end: date) -> Iterator[tuple[int, date]]:
    """(years since, day) of each return of this day from `start` to `end`; 29 February returns on the 28th otherwise."""
    for year in range(start.year, end.year + 1):
        try:
            day = first.replace(year=year)
        except ValueError:
            day = date(year, 2, 28)
        if start <= day <= end:
            yield year - first.year, day


def _nth(known: Known) -> Why:
    return Why(f"第 {known.ordinal} 次入住", f"Visit {known.ordinal}")


def _zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _en(day: date) -> str:
    return f"{day:%-d %B}"


def _standard(position: int, **values: Any) -> Rule:
    return Rule(active=False, position=position, **values)


STANDARD: tuple[Rule, ...] = (
    _standard(
        10, code="eighth_visit", name="老客惊喜", name_en="Regular's surprise", occasion="visit_from", n=8,
        does="果盘、睡眠牛奶", does_en="Fruit plate and sleep milk", department="housekeeping",
    ),
    _standard(
        20, code="birthday", name="生日", name_en="Birthday", occasion="birthday", n=3,
        does="生日贺卡和小蛋糕", does_en="A birthday card and a small cake", department="fnb",
    ),
    _standard(
        30, code="anniversary", name="周年", name_en="Anniversary", occasion="anniversary", n=3,
        does="手写卡片和一份随手礼", does_en="A handwritten card and a small gift", department="front_desk",
    ),
    _standard(
        40, code="after_complaint", name="投诉后再来", name_en="Back after a complaint", occasion="after_complaint",
        does="店长写的致歉卡和果盘", does_en="A card from the manager and a fruit plate", department="management",
    ),
    _standard(
        50, code="first_visit", name="首次入住", name_en="First visit", occasion="first_visit",
        does="欢迎卡和一瓶水", does_en="A welcome card and a bottle of water", department="housekeeping", announced=True,
    ),
)  # fmt: skip
