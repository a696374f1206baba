"""Every flaw of a large document at once: msgspec itself stops at the first."""

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from api.parsing import flaw
from api.refusals import Flaw

MOST = 100


def every_flaw(value: Any, kind: type[msgspec.Struct], pointer: str = "") -> list[Flaw]:
    """What keeps this JSON value from being a `kind`, part by part; nothing when it is one."""
    found = []
    for each in _within(value, kind, pointer):
        found.append(each)
        if len(found) == MOST:
            break
    return found


def _within(value: Any, hint: Any, pointer: str) -> Iterator[Flaw]:
    kind, *meta = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if get_origin(kind) in (Union, types.UnionType):
        choices = [choice for choice in get_args(kind) if choice is not types.NoneType]
        if value is None and len(choices) < len(get_args(kind)):
            return
        if len(choices) == 1:
            yield from _within(value, choices[0], pointer)
            return
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        yield from _of_struct(value, kind, pointer)
    elif get_origin(kind) is list and isinstance(value, list):
        wrong = list(_leaf(value, Annotated[(list[Any], *meta)] if meta else list[Any], pointer))
        yield from wrong
        for n, item in enumerate(value if not wrong else ()):  # a list that is too long is not looked through
            yield from _within(item, get_args(kind)[0], f"{pointer}/{n}")
    else:
        yield from _leaf(value, hint, pointer)


def _of_struct(value: dict[str, Any], kind: type[msgspec.Struct], pointer: str) -> Iterator[Flaw]:
    hints = _hints(kind)
    for name in value:
        if name not in hints:
            place = name.replace("~", "~0").replace("/", "~1")
            yield Flaw(f"{pointer}/{place}", "unknown_field", "没有这个字段。", "There is no such field.")
    for field in msgspec.structs.fields(kind):
        if field.encode_name in value:
            yield from _within(value[field.encode_name], hints[field.name], f"{pointer}/{field.encode_name}")
        elif field.required:
            yield Flaw(
                f"{pointer}/{field.encode_name}", "missing", "缺少必填字段。", "This field is required."
            )


def _leaf(value: Any, hint: Any, pointer: str) -> Iterator[Flaw]:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        found = flaw(error)
        yield Flaw(pointer + found.pointer, found.code, found.zh, found.en)


@cache
def _hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)
