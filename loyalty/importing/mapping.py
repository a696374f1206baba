"""How the columns of a file become the fields of a stay: the mapping language, and what of it is missing.

{"fields": {
    "external_id": {"column": "账号"},
    "check_in":    {"column": "入住日期", "time": "入住时间"},
    "check_in":    {"date_parts": ["arrival_year", "arrival_month", "arrival_date"]},
    "check_out":   {"nights": ["no_of_weekend_nights", "no_of_week_nights"]},   or {"nights": [1]}
    "status":      {"column": "booking_status", "values": {"Canceled": "cancelled"}},
    "source":      {"constant": "散客"}},
 "date_format": null | "DMY" | "MDY",
 "header_line": null | n}                                                       0: the file has no header
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from loyalty.importing import headers
from loyalty.importing.fields import IDENTITY, KINDS, named
from loyalty.importing.limits import COLUMNS_MOST, HEADER_WITHIN
from loyalty.importing.reasons import MappingWrong

Column = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(max_length=200)]

DATES = ("check_in", "check_out", "booked_at", "updated_at", "guest.birthday", "birthday", "written_at", "at")


class Rule(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Where one field comes from: exactly one of column, date_parts, nights and constant."""

    column: Column | None = None
    time: Column | None = None
    date_parts: Annotated[list[Column], Meta(min_length=3, max_length=3)] | None = None
    nights: Annotated[list[Column | int], Meta(min_length=1, max_length=5)] | None = None
    constant: Text | None = None
    values: Annotated[dict[Text, Text], Meta(max_length=200)] | None = None

    def columns(self) -> Iterator[str]:
        yield from (column for column in (self.column, self.time, *(self.date_parts or ())) if column)
        yield from (column for column in self.nights or () if isinstance(column, str))


class Mapping(Struct, forbid_unknown_fields=True):
    fields: Annotated[dict[str, Rule], Meta(max_length=80)] = {}
    date_format: Literal["DMY", "MDY"] | None = None
    header_line: Annotated[int, Meta(ge=0, le=HEADER_WITHIN * 2)] | None = None


def decode(raw: str | bytes | dict[str, Any]) -> Mapping:
    """Read a mapping; MappingWrong tells where it is not one."""
    try:
        if isinstance(raw, dict):
            return msgspec.convert(raw, Mapping)
        return msgspec.json.decode(raw, type=Mapping)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        detail = str(error)
        place = detail.partition("`$")[2].partition("`")[0] if "`$" in detail else ""
        raise MappingWrong("/mapping" + place.replace(".", "/"), "格式不对:" + detail, detail) from error


def encode(mapping: Mapping) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(mapping)
    return found


def check(mapping: Mapping, kind: str, names: Sequence[str]) -> None:
    """Every field is known, every rule is one rule, every column is in the file."""
    known = named(kind)
    for field, rule in mapping.fields.items():
        pointer = f"/mapping/fields/{field}"
        if field not in known:
            raise MappingWrong(pointer, f"没有「{field}」这个字段", f"there is no field “{field}”")
        given = [part is not None for part in (rule.column, rule.date_parts, rule.nights, rule.constant)]
        if sum(given) != 1:
            raise MappingWrong(
                pointer,
                "column、date_parts、nights、constant 要正好有一个",
                "exactly one of column, date_parts, nights and constant is needed",
            )
        if (rule.date_parts or rule.time) and field not in DATES:
            raise MappingWrong(pointer, f"「{field}」不是日期", f"“{field}” is not a date")
        if rule.nights and field != "check_out":
            raise MappingWrong(
                pointer, "只有 check_out 可以由晚数得出", "only check_out can come from nights"
            )
        if rule.time and not rule.column:
            raise MappingWrong(pointer, "time 要和 column 一起用", "time goes with column")
        if any(isinstance(part, int) and not 0 <= part <= 1000 for part in rule.nights or ()):
            raise MappingWrong(pointer, "晚数应在 0 到 1000 之间", "nights must be between 0 and 1000")
        for column in rule.columns():
            if headers.position(column, names) is None:
                raise MappingWrong(
                    pointer, f"文件里没有「{column}」这一列", f"the file has no column “{column}”"
                )


def missing(mapping: Mapping, kind: str) -> list[str]:
    """The fields that are needed and come from nowhere, so that every row would be refused."""
    absent = [field.name for field in KINDS[kind] if field.needed and field.name not in mapping.fields]
    identity = IDENTITY[kind]
    if identity and not any(name in mapping.fields for name in identity):
        absent.append(identity[0])
    return absent


def used(mapping: Mapping, names: Sequence[str]) -> dict[int, str]:
    """Column position -> the field it serves."""
    found: dict[int, str] = {}
    for field, rule in mapping.fields.items():
        for column in rule.columns():
            at = headers.position(column, names)
            if at is not None and at < COLUMNS_MOST:
                found.setdefault(at, field)
    return found
