"""Proposing a mapping: what was remembered for these headers first, then what the headers themselves say."""

from collections.abc import Iterable, Sequence

from loyalty.importing import headers
from loyalty.importing.cells import guess_order
from loyalty.importing.fields import DATE_PARTS, KINDS, NIGHT_PARTS, NIGHTS
from loyalty.importing.mapping import DATES, Mapping, Rule, used

REMEMBERED, RECOGNISED, NONE = "remembered", "recognised", "none"


def recognise(
    kind: str, names: Sequence[str], samples: Sequence[Sequence[str]], taken: Iterable[int] = ()
) -> Mapping:
    """Fields by their headers. A column serves one field; a field takes the column it likes best."""
    free = {at: headers.simple(name) for at, name in enumerate(names) if at not in set(taken)}
    rules: dict[str, Rule] = {}
    for field in KINDS[kind]:
        for alias in field.aliases:
            wanted = headers.simple(alias)
            if (at := next((at for at, name in free.items() if name == wanted), None)) is not None:
                rules[field.name] = Rule(column=names[at])
                del free[at]
                break
    if kind == "stays":
        _parts(rules, names, free)
        _clocks(rules, names, samples)
    dates = [
        row[at]
        for field, rule in rules.items()
        if field in DATES and rule.column and (at := headers.position(rule.column, names)) is not None
        for row in samples
        if at < len(row)
    ]
    return Mapping(fields=rules, date_format=guess_order(dates))  # type: ignore[arg-type]


def _parts(rules: dict[str, Rule], names: Sequence[str], free: dict[int, str]) -> None:
    """An arrival in three columns, a departure told as nights."""
    by_name = {name: names[at] for at, name in free.items()}
    if "check_in" not in rules:
        for parts in DATE_PARTS:
            if all(part in by_name for part in parts):
                rules["check_in"] = Rule(date_parts=[by_name[part] for part in parts])
                break
    elif (rule := rules["check_in"]).column and headers.simple(rule.column) == "arrival date":
        # 'arrival_date' beside 'arrival_year' is the day of the month, not the date.
        for year, month, _ in DATE_PARTS[:1]:
            if year in by_name and month in by_name:
                rules["check_in"] = Rule(date_parts=[by_name[year], by_name[month], rule.column])
    if "check_out" not in rules and "check_in" in rules:
        for pair in (*NIGHT_PARTS, *((name,) for name in NIGHTS)):
            if all(part in by_name for part in pair):
                rules["check_out"] = Rule(nights=[by_name[part] for part in pair])
                break


def _clocks(rules: dict[str, Rule], names: Sequence[str], samples: Sequence[Sequence[str]]) -> None:
    """入住日期 beside 入住时间: a day and its time of day in two columns."""
    for field, day_words, time_words in (
        (
            "check_in",
            ("入住日期", "到店日期", "arrival date", "check in date"),
            ("入住时间", "到店时间", "arrival time", "check in time"),
        ),
        (
            "check_out",
            ("离店日期", "退房日期", "departure date", "check out date"),
            ("离店时间", "退房时间", "departure time", "check out time"),
        ),
    ):
        simple = [headers.simple(name) for name in names]
        day = next((simple.index(word) for word in day_words if word in simple), None)
        clock = next((simple.index(word) for word in time_words if word in simple), None)
        if day is None or clock is None or field not in rules or rules[field].date_parts:
            continue
        shown = [row[clock].strip() for row in samples if clock < len(row) and row[clock].strip()]
        if shown and all(":" in text and len(text) <= 8 for text in shown):
            rules[field] = Rule(column=names[day], time=names[clock])
        elif rules[field].column == names[clock] and not shown:
            rules[field] = Rule(column=names[day])


def remembered(saved: Mapping, names: Sequence[str]) -> Mapping:
    """Of a saved mapping, what these columns can serve."""
    fields = {
        field: rule
        for field, rule in saved.fields.items()
        if all(headers.position(column, names) is not None for column in rule.columns())
    }
    return Mapping(fields=fields, date_format=saved.date_format)


def propose(
    kind: str,
    names: Sequence[str],
    samples: Sequence[Sequence[str]],
    saved: Mapping | None,
    *,
    same_headers: bool,
) -> tuple[Mapping, dict[int, str]]:
    """The proposed mapping, and for each column where its field came from.

    Saved for exactly these headers: taken as it is. Saved for others: what fits of it, the rest recognised;
    constants are not carried over, for they were said about another file.
    """
    if saved is not None and same_headers:
        return saved, dict.fromkeys(used(saved, names), REMEMBERED)
    if saved is None:
        found = recognise(kind, names, samples)
        return found, dict.fromkeys(used(found, names), RECOGNISED)
    kept = remembered(saved, names)
    kept.fields = {field: rule for field, rule in kept.fields.items() if any(rule.columns())}
    origins = dict.fromkeys(used(kept, names), REMEMBERED)
    found = recognise(kind, names, samples, taken=origins)
    added = {field: rule for field, rule in found.fields.items() if field not in kept.fields}
    origins |= dict.fromkeys((at for at, field in used(found, names).items() if field in added), RECOGNISED)
    return Mapping(fields=kept.fields | added, date_format=kept.date_format or found.date_format), origins
