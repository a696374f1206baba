"""What can be asked of a field, by its type: how the value must look, the condition it makes, how it is read aloud.

A condition is made of constants of ours and numbered placeholders; the value itself only ever becomes a parameter.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from kernel import money
from kernel.statements import like
from loyalty.segments import days
from loyalty.segments.rules import Span, Word, Words

Type = Literal["count", "money", "share", "day", "yearly", "word", "words", "text", "flag"]
Whole = Annotated[int, Meta(ge=-1_000_000_000, le=1_000_000_000)]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")]
Share = Annotated[float, Meta(ge=0, le=1_000_000)]
Day = Annotated[str, Meta(pattern=r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
Few = Annotated[list[Word], Meta(min_length=1, max_length=10)]
Months = Annotated[list[Annotated[int, Meta(ge=1, le=12)]], Meta(min_length=1, max_length=12)]
Ahead = Annotated[int, Meta(ge=0, le=366)]

# How a value of each type is bound.
CASTS: dict[str, str] = {
    "count": "bigint",
    "money": "bigint",
    "share": "float8",
    "day": "date",
    "word": "text",
}
COMPARED = {"is": "=", "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}


class Unfit(Exception):
    """The value is of the right shape and still no value of this field."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked value: what is bound, and how it is read in Chinese and English."""

    parameters: tuple[Any, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Operator:
    """`test`: the condition on {x}, with {0}, {1} for the parameters. `negative`: it is NOT what the test says."""

    name: str
    takes: Any  # the type of the value, for msgspec and for the console
    test: str
    zh: str  # {field} and {value}
    en: str
    ask: Callable[[Any, date], Asked]
    negative: bool = False
    each: bool = False  # the condition is made once for every value of the list, all of which must hold


def _plain(value: Any, today: date) -> Asked:
    return Asked((value,), str(value), str(value))


def _cents(value: str, today: date) -> Asked:
    return Asked((money.cents(value),), f"{value} 元", f"¥{value}")


def _share(value: float, today: date) -> Asked:
    if not math.isfinite(value):
        raise Unfit
    said = f"{Decimal(str(value)) * 100:f}".rstrip("0").rstrip(".") if value else "0"
    return Asked((value,), f"{said}%", f"{said} %")


def _day(value: str, today: date) -> Asked:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Unfit from None
    return Asked((day,), value, value)


def _pair(ask: Callable[[Any, date], Asked]) -> Callable[[Any, date], Asked]:
    def both(value: list[Any], today: date) -> Asked:
        low, high = (ask(part, today) for part in value)
        if low.parameters > high.parameters:
            raise Unfit
        return Asked(low.parameters + high.parameters, f"{low.zh} 到 {high.zh}", f"{low.en} and {high.en}")

    return both


def _older(value: Span, today: date) -> Asked:
    return Asked((days.since(today, value),), *span_words(value))


def _within(value: Span, today: date) -> Asked:
    return Asked((days.since(today, value), today), *span_words(value))


def _ahead(value: Span, today: date) -> Asked:
    return Asked((today, days.after(today, value)), *span_words(value))


def _listed(value: list[str], today: date) -> Asked:
    return Asked((list(value),), "、".join(value), ", ".join(value))


def _months(value: list[int], today: date) -> Asked:
    found = sorted(set(value))
    return Asked((found,), "、".join(f"{n}月" for n in found), ", ".join(MONTHS[n - 1] for n in found))


def _next_days(value: int, today: date) -> Asked:
    return Asked((days.month_days(today, value),), f"{value} 天", f"{value} day{'' if value == 1 else 's'}")


def _this_month(value: bool, today: date) -> Asked:
    return Asked((today.month,), f"{today.month}月", MONTHS[today.month - 1])


def _like(value: str, today: date) -> Asked:
    return Asked((f"%{like(value)}%",), f"“{value}”", f"“{value}”")


def _flag(value: bool, today: date) -> Asked:
    return Asked((value,), "是" if value else "否", "yes" if value else "no")


def span_words(span: Span) -> tuple[str, str]:
    if span.days is not None:
        return f"{span.days} 天", f"{span.days} day{'' if span.days == 1 else 's'}"
    return f"{span.months} 个月", f"{span.months} month{'' if span.months == 1 else 's'}"


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
COMPARISONS = (
    ("is", "{field}等于 {value}", "{field} is {value}"),
    ("at_least", "{field}至少 {value}", "{field} is at least {value}"),
    ("at_most", "{field}最多 {value}", "{field} is at most {value}"),
    ("more_than", "{field}大于 {value}", "{field} is more than {value}"),
    ("less_than", "{field}小于 {value}", "{field} is less than {value}"),
)


def _measured(type_: Type, takes: Any, ask: Callable[[Any, date], Asked]) -> tuple[Operator, ...]:
    cast = CASTS[type_]
    return (
        *(
            Operator(name, takes, f"{{x}} {COMPARED[name]} {{0}}::{cast}", zh, en, ask)
            for name, zh, en in COMPARISONS
        ),
        Operator(
            "is_not",
            takes,
            f"{{x}} = {{0}}::{cast}",
            "{field}不等于 {value}",
            "{field} is not {value}",
            ask,
            True,
        ),
        Operator(
            "between",
            Annotated[list[takes], Meta(min_length=2, max_length=2)],
            f"{{x}} BETWEEN {{0}}::{cast} AND {{1}}::{cast}",
            "{field}在 {value} 之间",
            "{field} is between {value}",
            _pair(ask),
        ),
    )


SPAN = Span
DAYS = (
    Operator("on", Day, "{x} = {0}::date", "{field}是 {value}", "{field} is {value}", _day),
    Operator("before", Day, "{x} < {0}::date", "{field}早于 {value}", "{field} is before {value}", _day),
    Operator("after", Day, "{x} > {0}::date", "{field}晚于 {value}", "{field} is after {value}", _day),
    Operator(
        "between",
        Annotated[list[Day], Meta(min_length=2, max_length=2)],
        "{x} BETWEEN {0}::date AND {1}::date",
        "{field}在 {value} 之间",
        "{field} is between {value}",
        _pair(_day),
    ),
    Operator(
        "older_than",
        SPAN,
        "{x} < {0}::date",
        "{field}距今超过 {value}",
        "{field} is more than {value} ago",
        _older,
    ),
    Operator(
        "within",
        SPAN,
        "{x} BETWEEN {0}::date AND {1}::date",
        "{field}在最近 {value}内",
        "{field} is within the last {value}",
        _within,
    ),
    Operator(
        "in_next",
        SPAN,
        "{x} BETWEEN {0}::date AND {1}::date",
        "{field}在今后 {value}内",
        "{field} is within the next {value}",
        _ahead,
    ),
)
MONTH = "extract(month FROM {x})::int"
YEARLY = (
    Operator(
        "in_months",
        Months,
        f"{MONTH} = ANY({{0}}::int[])",
        "{field}在 {value}",
        "{field} is in {value}",
        _months,
    ),
    Operator(
        "this_month",
        Literal[True],
        f"{MONTH} = {{0}}::int",
        "{field}在本月（{value}）",
        "{field} is this month ({value})",
        _this_month,
    ),
    Operator(
        "in_next_days",
        Ahead,
        "(extract(month FROM {x}) * 100 + extract(day FROM {x}))::int = ANY({0}::int[])",
        "{field}在今后 {value}内",
        "{field} is within the next {value}",
        _next_days,
    ),
)
WORD = (
    Operator(
        "is_any_of", Words, "{x} = ANY({0}::text[])", "{field}是 {value}", "{field} is {value}", _listed
    ),
    Operator(
        "is_none_of",
        Words,
        "{x} = ANY({0}::text[])",
        "{field}不是 {value}",
        "{field} is not {value}",
        _listed,
        True,
    ),
)
# {x} is an array on the guest's own row, or one row of a neighbour (then {x} is a plain value there).
WORDS_OWN = (
    Operator(
        "has_any",
        Words,
        "{x} && {0}::text[]",
        "{field}包含 {value} 之一",
        "{field} include any of {value}",
        _listed,
    ),
    Operator(
        "has_all",
        Few,
        "{x} @> {0}::text[]",
        "{field}同时包含 {value}",
        "{field} include all of {value}",
        _listed,
    ),
    Operator(
        "has_none",
        Words,
        "{x} && {0}::text[]",
        "{field}不包含 {value}",
        "{field} include none of {value}",
        _listed,
        True,
    ),
)
WORDS_FAR = (
    Operator(
        "has_any",
        Words,
        "{x} = ANY({0}::text[])",
        "{field}包含 {value} 之一",
        "{field} include any of {value}",
        _listed,
    ),
    Operator(
        "has_all",
        Few,
        "{x} = {0}::text",
        "{field}同时包含 {value}",
        "{field} include all of {value}",
        _listed,
        each=True,
    ),
    Operator(
        "has_none",
        Words,
        "{x} = ANY({0}::text[])",
        "{field}不包含 {value}",
        "{field} include none of {value}",
        _listed,
        True,
    ),
)
TEXT = (
    Operator("contains", Word, "{x} ILIKE {0}::text", "{field}提到{value}", "{field} mention {value}", _like),
    Operator(
        "lacks",
        Word,
        "{x} ILIKE {0}::text",
        "{field}没有提到{value}",
        "{field} do not mention {value}",
        _like,
        True,
    ),
)
FLAG = (Operator("is", bool, "{x}", "{field}：{value}", "{field}: {value}", _flag),)
# For fields that may be unknown: whether anything is known at all.
KNOWN = Operator("known", bool, "{x} IS NOT NULL", "{field}已知：{value}", "{field} known: {value}", _flag)

BY_TYPE: Mapping[str, tuple[Operator, ...]] = {
    "count": _measured("count", Whole, _plain),
    "money": _measured("money", Amount, _cents),
    "share": _measured("share", Share, _share),
    "day": DAYS,
    "yearly": YEARLY,
    "word": WORD,
    "words": WORDS_FAR,
    "text": TEXT,
    "flag": FLAG,
}


def checked(operator: Operator, value: Any, today: date) -> Asked:
    """The value as parameters and words. Raises Unfit or msgspec.ValidationError."""
    if isinstance(value, bool) and operator.takes in (Whole, Share):
        raise Unfit
    try:
        return operator.ask(msgspec.convert(value, operator.takes, strict=True), today)
    except (OverflowError, ValueError) as error:
        if isinstance(error, msgspec.ValidationError):
            raise
        raise Unfit from None
