"""Rows of one chunk into the property: converted, decoded as any stay of a PMS, and followed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from loyalty import journey
from loyalty.importing import reasons
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.fields import named
from loyalty.importing.reasons import Reason
from loyalty.importing.texts import Row
from loyalty.stays import incoming
from loyalty.stays.incoming import Problem, StayIn
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken."""

    row: Row
    code: str
    field: str
    reason: Reason


@dataclass(slots=True)
class Applied:
    """What became of a chunk: results counted (created, updated, unchanged), refusals, sources met."""

    results: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)


def stay_of(converter: Converter, row: Row) -> StayIn:
    """The row as a decoded stay. Raises RowRefused."""
    raw = converter.stay(row)
    try:
        return incoming.from_dict(raw)
    except msgspec.ValidationError as error:
        raise unfit(error) from error


def apply_stays(hotel: Property, converter: Converter, rows: Sequence[Row]) -> Applied:
    """Follow the stays of these rows, in one transaction that is the caller's. Inside in_property(hotel)."""
    applied = Applied()
    stays: list[StayIn] = []
    kept: list[Row] = []
    for row in rows:
        try:
            stays.append(stay_of(converter, row))
            kept.append(row)
        except RowRefused as refused:
            applied.refusals.append(Refusal(row, refused.code, refused.field, refused.reason))
    for outcome in journey.follow(hotel, stays, undated=converter.undated):
        if outcome.problem is not None:
            applied.refusals.append(refusal_of(kept[outcome.index], outcome.problem))
            continue
        # An older state than the one known changes nothing: for the file's counts it is unchanged.
        applied.results["unchanged" if outcome.result == "stale" else outcome.result] += 1
        applied.sources[stays[outcome.index].source.strip()] += 1
    return applied


def refusal_of(row: Row, problem: Problem) -> Refusal:
    """The journey's own words."""
    hints = reasons.ROWS.get(problem.code)
    zh_hint, en_hint = (hints.zh_hint, hints.en_hint) if hints else ("", "")
    return Refusal(
        row,
        problem.code,
        problem.pointer.strip("/").replace("/", "."),
        Reason(problem.zh, problem.en, zh_hint, en_hint),
    )


LIMIT = re.compile(r"of length <= ")
PLACE = re.compile(r"`\$\.([^`\[]+)")


def unfit(error: msgspec.ValidationError, kind: str = "stays") -> RowRefused:
    """What the shape of a stay turns down: told by the field's name."""
    found = PLACE.search(str(error))
    name = found[1] if found else ""
    about = named(kind).get(name)
    code = "too_long" if LIMIT.search(str(error)) else "bad_value"
    zh, en = (about.zh, about.en) if about else (name, name)
    return RowRefused(code, reasons.sentences(code, zh_field=zh, en_field=en), name)
