"""Series of thresholds, made instead of thought up one by one: 等差, 等比, 相对时间. Pure.

arithmetic: every step the same (8 visits in 6 months lift by one tier each: 8, 16, 24 …);
geometric: every threshold a multiple of the one before (1,000 → 2,000 → 4,000 → 8,000): easy at first, hard later;
relative: one short window, the same number of visits more for every tier (6 visits in 2 months → gold).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kernel.errors import Refused
from loyalty.programme.tiers.terms import Measure, Rule

How = Literal["arithmetic", "geometric", "relative"]

RATIO_LOW, RATIO_HIGH = Fraction(3, 2), Fraction(3)
STEP_LOW, STEP_HIGH = Fraction(1, 4), Fraction(3)
RELATIVE_MONTHS_MAX = 3
# Visits have a night between them: more than this in a month cannot be.
VISITS_A_MONTH = 16
MOST = 1_000_000_000


class BadSeries(Refused):
    """A series that no document could hold."""

    code = "bad_series"
    status = 422
    zh = "按这些数生成的门槛超出范围，或没有逐级升高。"
    en = "These numbers give thresholds that are out of range or do not rise."


@dataclass(frozen=True, slots=True)
class Warning_:
    """What is doubtful about a series."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Series:
    rules: list[tuple[str, Rule]]  # tier code, what leads to it
    warnings: list[Warning_]


def generate(
    how: How,
    measure: Measure,
    tiers: Sequence[str],
    *,
    first: int,
    months: int | None,
    step: int | None = None,
    ratio: str | None = None,
) -> Series:
    """The rules that lead to these tiers, lowest first. `step` is added (default: `first`), `ratio` multiplies."""
    if how == "geometric":
        factor = Fraction(ratio or "2")
        thresholds = [int(first * factor**n) for n in range(len(tiers))]
    else:
        thresholds = [first + n * (first if step is None else step) for n in range(len(tiers))]
    if any(not 1 <= each <= MOST for each in thresholds) or sorted(set(thresholds)) != thresholds:
        raise BadSeries
    rules = [
        (code, Rule(measure=measure, at_least=each, months=months))
        for code, each in zip(tiers, thresholds, strict=True)
    ]
    return Series(rules, _doubts(how, measure, thresholds, months, ratio))


def _doubts(
    how: How, measure: Measure, thresholds: Sequence[int], months: int | None, ratio: str | None
) -> list[Warning_]:
    found = []
    if how == "geometric":
        found += _ratio_doubts(Fraction(ratio or "2"))
    elif len(thresholds) > 1:
        found += _step_doubts(thresholds)
    if how == "relative" and (months is None or months > RELATIVE_MONTHS_MAX):
        found.append(
            Warning_(
                "window_long",
                f"相对时间规则宜用短周期，建议不超过 {RELATIVE_MONTHS_MAX} 个月。",
                f"A relative window is a short one: {RELATIVE_MONTHS_MAX} months at most.",
            )
        )
    if measure == "visits" and months is not None and thresholds[-1] > VISITS_A_MONTH * months:
        found.append(
            Warning_(
                "unreachable",
                f"{months} 个月内不可能入住 {thresholds[-1]} 次，最高一级达不到。",
                f"{thresholds[-1]} visits within {months} months cannot be done: nobody reaches the top.",
            )
        )
    return found


def _ratio_doubts(ratio: Fraction) -> list[Warning_]:
    if ratio < RATIO_LOW:
        return [
            Warning_(
                "ratio_small",
                "倍数太小，各级差距不明显，客人很快到顶。",
                "The ratio is small: the tiers lie close together and guests are soon at the top.",
            )
        ]
    if ratio > RATIO_HIGH:
        return [
            Warning_(
                "ratio_large",
                "倍数太大，高等级可望而不可即。",
                "The ratio is large: the upper tiers are out of reach.",
            )
        ]
    return []


def _step_doubts(thresholds: Sequence[int]) -> list[Warning_]:
    share = Fraction(thresholds[1] - thresholds[0], thresholds[0])
    if share < STEP_LOW:
        return [
            Warning_(
                "ratio_small",
                "步长太小，客人很快到顶，之后没有目标。",
                "The step is small: guests are soon at the top with nothing left to aim for.",
            )
        ]
    if share > STEP_HIGH:
        return [
            Warning_(
                "ratio_large",
                "步长太大，下一级够不着。",
                "The step is large: the next tier is out of reach.",
            )
        ]
    return []
