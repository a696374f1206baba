"""How well remarks are kept: by property, by staff, by shift, by the four works."""

from collections import defaultdict
from datetime import date
from typing import Any

from reports import reading
from reports.measures import share
from reports.ranges import Range
from reports.reading import Place, Question, Scope

GROUPS = ("property", "staff", "shift", "work")
WORKS = ("nickname", "tags", "phone", "description")
WRONGS = ("count", "date", "rate", "source", "room", "name", "unparsed")
SUMS = ("in_house", "due", "complete", "on_time", *WORKS, "none_noted", *(f"wrong_{kind}" for kind in WRONGS))
# What makes a row of each group; the keys of the SQL follow it.
KEYS = {"property": "property_id", "staff": "property_id, clerk", "shift": "shift", "work": ""}
Key = tuple[int, str, str]  # property, clerk, shift: what does not make the group is 0 or ''


def remarks(scope: Scope, days: Range, *, group: str = "property") -> dict[str, Any]:
    """Tasks of visits with check-in in the range that have checked out; complete as of now."""
    question = Question()
    _ask_sums(question, scope.ids, days)
    _ask_medians(question, scope.ids, days, group)
    _ask_names(question, scope.ids)
    reading.ask_age(question, scope.ids)
    found = reading.answer(question, scope)
    fine: dict[Key, list[int]] = {}
    medians: dict[Key, int] = {}
    names: dict[tuple[int, str], tuple[int, str]] = {}
    for kind, property_id, key, numbers in found.rest:
        clerk, _, rest = key.partition("\x1f")
        if kind == "sum":
            fine[property_id, clerk, rest] = numbers
        elif kind == "median":
            medians[property_id, clerk, rest] = numbers[0]
        else:
            names[property_id, clerk] = numbers[0], rest
    whole = _added(fine.values())
    return {
        **scope.heading(days, found.as_of, group=group),
        "total": _row(whole, medians.get((0, "", "\x1f"))),
        "rows": _work_rows(whole) if group == "work" else _rows(scope, group, fine, medians, names),
    }


def wrong_kinds(scope: Scope, days: Range) -> dict[str, dict[int, int]]:
    """Kind -> property -> how many nicknames are wrong in this way."""
    question = Question()
    _ask_sums(question, scope.ids, days)
    kinds: dict[str, dict[int, int]] = {kind: defaultdict(int) for kind in WRONGS}
    for _, property_id, _, numbers in question.rows():
        for kind, n in zip(WRONGS, numbers[-len(WRONGS) :], strict=True):
            if n:
                kinds[kind][property_id] += n
    return kinds


def _ask_sums(question: Question, ids: list[int], days: Range) -> None:
    sums = ", ".join(f"sum({name})" for name in SUMS)
    question.add(
        f"SELECT 'sum', property_id, clerk || chr(31) || shift, ARRAY[{sums}]::bigint[] "  # noqa: S608
        "FROM public.reports_taskcell WHERE property_id = ANY(%s) AND day BETWEEN %s AND %s GROUP BY 2, 3",
        *_over(ids, days),
    )


def _ask_medians(question: Question, ids: list[int], days: Range, group: str) -> None:
    """Part 'median': tenths of minutes, exact, of each row and of the whole (its shift is chr(31))."""
    keys = KEYS[group]
    names = {
        "property": ("property_id", "''", "''"),
        "staff": ("property_id", "clerk", "''"),
        "shift": ("0", "''", "shift"),
        "work": ("0", "''", "''"),
    }[group]
    sets = f"GROUPING SETS (({keys}), ())" if keys else "GROUPING SETS (())"
    is_whole = f"GROUPING({keys}) > 0" if keys else "true"
    question.add(
        f"SELECT 'median', CASE WHEN {is_whole} THEN 0 ELSE {names[0]} END, "  # noqa: S608
        f"CASE WHEN {is_whole} THEN chr(31) || chr(31) ELSE {names[1]} || chr(31) || {names[2]} END, "
        "ARRAY[10 * percentile_cont(0.5) WITHIN GROUP (ORDER BY minute)]::bigint[] "
        "FROM public.reports_taskcell, unnest(minutes) AS minute "
        f"WHERE property_id = ANY(%s) AND day BETWEEN %s AND %s GROUP BY {sets}",
        *_over(ids, days),
    )


def _ask_names(question: Question, ids: list[int]) -> None:
    question.add(
        "SELECT 'name', property_id, clerk || chr(31) || name, ARRAY[clerk_id] "
        "FROM public.reports_clerkname WHERE property_id = ANY(%s)",
        ids,
    )


def _over(ids: list[int], days: Range) -> tuple[list[int], date, date]:
    return ids, days.start, days.end


def _added(rows: Any) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)] or [0] * len(SUMS)


def _rows(
    scope: Scope,
    group: str,
    fine: dict[Key, list[int]],
    medians: dict[Key, int],
    names: dict[tuple[int, str], tuple[int, str]],
) -> list[dict[str, Any]]:
    places = {place.id: place for place in scope.places}
    grouped: dict[Key, list[list[int]]] = {}
    if group == "property":
        grouped = {(place.id, "", ""): [] for place in scope.places}
    shifts: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (property_id, clerk, shift), numbers in fine.items():
        key = {"property": (property_id, "", ""), "staff": (property_id, clerk, ""), "shift": (0, "", shift)}[
            group
        ]
        grouped.setdefault(key, []).append(numbers)
        shifts[key][shift] += numbers[SUMS.index("due")]
    rows = []
    for key, parts in grouped.items():
        label = _label(group, key, places, names)
        if group == "staff":
            # the shift in which most of the tasks lie
            label["shift"] = max(shifts[key].items(), key=lambda item: (item[1], item[0]))[0]
        rows.append(label | _row(_added(parts), medians.get(key)))
    # Whoever has most left to do comes first; properties keep their order.
    return rows if group == "property" else sorted(rows, key=lambda row: -int(row["missing"]))


def _label(
    group: str, key: Key, places: dict[int, Place], names: dict[tuple[int, str], tuple[int, str]]
) -> dict[str, Any]:
    property_id, clerk, shift = key
    if group == "shift":
        return {"shift": shift}
    label: dict[str, Any] = {"property": places[property_id].slug, "name": places[property_id].name}
    if group == "staff":
        clerk_id, name = names.get((property_id, clerk), (0, clerk))
        label["staff"] = (
            {"id": str(clerk_id) if clerk_id else None, "external_id": clerk, "name": name} if clerk else None
        )
    return label


def _row(numbers: list[int], tenths: int | None) -> dict[str, Any]:
    n = dict(zip(SUMS, numbers, strict=True))
    wrong = sum(n[f"wrong_{kind}"] for kind in WRONGS)
    return {
        "in_house": n["in_house"],
        "due": n["due"],
        "complete": n["complete"],
        "on_time": n["on_time"],
        "late": n["complete"] - n["on_time"],
        "missing": n["due"] - n["complete"],
        "completion_rate": share(n["complete"], n["due"]),
        "on_time_rate": share(n["on_time"], n["due"]),
        **{f"{work}_rate": share(n[work], n["due"]) for work in WORKS},
        "wrong_nickname": wrong,
        # of the nicknames that were written
        "wrong_nickname_rate": share(wrong, wrong + n["nickname"]),
        "none_noted": n["none_noted"],
        # of the descriptions that are done
        "none_noted_share": share(n["none_noted"], n["description"]),
        "median_hours": None if tenths is None else round(tenths / 600, 2),
    }


def _work_rows(numbers: list[int]) -> list[dict[str, Any]]:
    """The four works one by one; `complete` is that work done."""
    n = dict(zip(SUMS, numbers, strict=True))
    return [
        {
            "work": work,
            "due": n["due"],
            "complete": n[work],
            "missing": n["due"] - n[work],
            "completion_rate": share(n[work], n["due"]),
        }
        for work in WORKS
    ]
