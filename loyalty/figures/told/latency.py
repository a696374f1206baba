"""The latency report: when guests of a cohort come again, by ordinal, from the times between visits of all properties.

Curves are drawn anew from the cells, so that a chain's are those of all its guests and not a mean of means. A cohort
with too few guests speaks with its parent's voice, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chains.models import CHANNELS
from loyalty.figures.told import names
from loyalty.lifecycle.basis import CURVE_DAYS
from reports import winning as cells
from reports.reading import Scope

WHOLE = "whole"
SOURCES_MAX = 40


@dataclass(slots=True)
class _Cohorts:
    """Keys, parents before their children; `shown`: those that the report lists."""

    keys: list[str]
    parents: list[int]
    shown: list[int]
    names: list[str]


def latency(scope: Scope, cohort: str, locale: str) -> dict[str, Any]:
    """In the public schema."""
    from loyalty.lifecycle.latency import GUESTS_MIN

    at = names.language(locale)
    rows = cells.spells(scope.ids)
    made = cells.as_of(scope.ids)
    tree, place = _tree(scope, cohort, rows, locale)
    told = _figures(tree, rows, place, at)
    whole, listed = (
        told[0],
        sorted((told[n] for n in tree.shown), key=lambda each: (-each["guests"], each["key"])),
    )
    return {
        "day": cells.newest_day(scope.ids),
        "as_of": made,
        "cohort": cohort,
        "guests_min": GUESTS_MIN,
        "whole": whole,
        "cohorts": listed,
        "says": _says(whole, at),
    }


Rows = Sequence[tuple[int, str, int, bytes]]


def _tree(scope: Scope, cohort: str, rows: Rows, locale: str) -> tuple[_Cohorts, dict[tuple[int, str], int]]:
    """The cohorts, and to which of them each property's cohort of the cells belongs."""
    whole = names.WHOLE[names.language(locale)] if scope.chain_id is not None else scope.places[0].name
    tree = _Cohorts([WHOLE], [-1], [], [whole])
    found = {(place, code) for place, code, _, _ in rows}
    if cohort == "property":
        at = {place.id: _add(tree, place.slug, 0, place.name) for place in scope.places}
        return tree, {(place, code): at[place] for place, code in found}
    channels = {
        name: _add(tree, name, 0, names.of("channel", name, locale), shown=cohort == "channel")
        for name in CHANNELS
    }
    if cohort == "channel":
        return tree, {(place, code): channels.get(code.partition("|")[0], 0) for place, code in found}
    # A source at two properties is one cohort; it may stand under one channel here and another there.
    at_source = {
        code: _add(
            tree, code.partition("|")[2], channels.get(code.partition("|")[0], 0), code.partition("|")[2]
        )
        for code in sorted({code for _, code in found})
        if code.partition("|")[2]
    }
    return tree, {
        (place, code): at_source.get(code, channels.get(code.partition("|")[0], 0)) for place, code in found
    }


def _add(tree: _Cohorts, key: str, parent: int, name: str, *, shown: bool = True) -> int:
    tree.keys.append(key)
    tree.parents.append(parent)
    tree.names.append(name)
    if shown:
        tree.shown.append(len(tree.keys) - 1)
    return len(tree.keys) - 1


def _figures(tree: _Cohorts, rows: Rows, place: dict[tuple[int, str], int], at: int) -> list[dict[str, Any]]:
    import numpy as np

    from loyalty.lifecycle import latency as pure

    spells = _spells(rows, place)
    found = pure.latency(spells, tree.parents)
    norms = pure.norms(found, tree.parents)
    curves = pure.curves(spells, tree.parents, CURVE_DAYS)
    told = []
    for cohort, key in enumerate(tree.keys):
        steps: list[dict[str, Any]] = []
        for column in range(pure.ORDINALS):
            enough = bool(
                found.guests[cohort, column] >= pure.GUESTS_MIN
                and found.returns[cohort, column] >= pure.RETURNS_MIN
            )
            taken = int(norms.taken_from[cohort, column])
            steps.append(
                {
                    "ordinal": column + 1,
                    "guests": int(found.guests[cohort, column]),
                    "returns": int(found.returns[cohort, column]),
                    "share": _number(found.share[cohort, column]),
                    "lower": _number(found.lower[cohort, column]),
                    "median": _number(found.median[cohort, column]),
                    "upper": _number(found.upper[cohort, column]),
                    "enough": enough,
                    "norm_lower": _number(norms.lower[cohort, column]),
                    "norm_median": _number(norms.median[cohort, column]),
                    "norm_upper": _number(norms.upper[cohort, column]),
                    "from": tree.keys[taken] if taken >= 0 else None,
                    "from_name": tree.names[taken] if taken >= 0 else None,
                    "pooled": bool(norms.pooled[cohort, column]),
                    "curve": [
                        [float(day), round(float(come), 6)]
                        for day, come in zip(CURVE_DAYS, curves[cohort, column], strict=True)
                        if np.isfinite(come)
                    ]
                    if enough
                    else [],
                }
            )
        told.append(
            {
                "key": key,
                "name": tree.names[cohort],
                "guests": int(found.guests[cohort, 0]),
                "steps": steps,
                "turn": turn([step["median"] if step["enough"] else None for step in steps[:-1]], at),
            }
        )
    return told


def _spells(rows: Rows, place: dict[tuple[int, str], int]) -> Any:
    import numpy as np

    from loyalty.lifecycle.latency import Spells

    parts: list[list[Any]] = [[], [], [], [], []]
    for where, code, ordinal, body in rows:
        days, came, away = np.frombuffer(body, dtype="<i4").reshape(3, -1).astype(np.int64)
        for weight, returned in ((came, True), (away, False)):
            some = weight > 0
            n = int(some.sum())
            parts[0].append(np.full(n, place[where, code]))
            parts[1].append(np.full(n, ordinal))
            parts[2].append(days[some])
            parts[3].append(np.full(n, returned))
            parts[4].append(weight[some])
    kinds = (np.int64, np.int64, np.int64, np.bool_, np.int64)
    joined: list[Any] = [
        np.concatenate(part).astype(kind) if part else np.zeros(0, dtype=kind)
        for part, kind in zip(parts, kinds, strict=True)
    ]
    return Spells(*joined)


def turn(medians: Sequence[float | None], at: int) -> dict[str, Any] | None:
    """The turning point of a series in words, with the trigger it proposes (C76)."""
    from loyalty.lifecycle.latency import turning_point

    found = turning_point([float("nan") if days is None else days for days in medians])
    if found is None:
        return None
    says = (
        f"第 {found.act_upon} 次入住之前越来越近，之后开始变远：第 {found.act_upon} 次退房当天就该联系。",
        f"Gaps grow shorter up to visit {found.act_upon} and longer after it: get in touch upon visit {found.act_upon}.",
    )
    proposal = (
        f"建议活动：客人第 {found.act_upon} 次入住后马上联系。",
        f"Proposed campaign: get in touch right upon visit {found.act_upon}.",
    )
    return {
        "ordinal": found.ordinal,
        "act_upon": found.act_upon,
        "days": found.days,
        "says": says[at],
        "proposal": {"event": "visit", "ordinal": found.act_upon, "says": proposal[at]},
    }


def _says(whole: dict[str, Any], at: int) -> str:
    """What the picture shows, in one sentence."""
    first = whole["steps"][0]
    if not first["guests"]:
        return ("还没有可以分析的入住。", "There are no visits to look at yet.")[at]
    if first["median"] is None:
        return ("还没有客人第二次入住。", "Nobody has come a second time yet.")[at]
    share, days = f"{first['share'] * 100:.1f}", round(first["median"])
    return (
        f"首住后有 {share} % 的客人会再来，一半在 {days} 天之内。",
        f"{share} % come again after the first stay, half of them within {days} days.",
    )[at]


def _number(value: Any) -> float | None:
    import math

    number = float(value)
    return round(number, 6) if math.isfinite(number) else None
