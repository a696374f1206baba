"""What the SDK's typed classes demand of an answer: every field that is not optional, each of its own type, no other."""

import inspect
import typing
from decimal import Decimal
from importlib import import_module
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin

import stripe
from stripe import ListObject, StripeObject
from stripe._object_classes import OBJECT_CLASSES
from stripe._stripe_object import UntypedStripeObject

CLASSES: dict[str, type] = {
    kind: getattr(import_module(module), name) for kind, (module, name) in OBJECT_CLASSES.items()
}


def troubles(found: Any, where: str = "") -> list[str]:
    """What is wrong with an object of an answer and everything in it, by the SDK's classes."""
    if isinstance(found, list):
        return [line for index, row in enumerate(found) for line in troubles(row, f"{where}[{index}]")]
    if not isinstance(found, dict):
        return []
    kind = found.get("object")
    if kind == "list":
        return troubles(found.get("data", []), f"{where}.data")
    cls = CLASSES.get(kind) if isinstance(kind, str) else None
    if cls is None or found.get("deleted"):
        return [line for key, value in found.items() for line in troubles(value, f"{where}.{key}")]
    return _of_class(found, cls, f"{where}<{kind}>")


def fields(cls: type) -> dict[str, Any]:
    """The annotated fields of an SDK class."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, StripeObject) and base is not StripeObject:
            found |= {k: v for k, v in inspect.get_annotations(base).items() if k[0] != "_"}
    return {key: hint for key, hint in found.items() if key != "OBJECT_NAME" and "ClassVar" not in str(hint)}


def _of_class(found: dict[str, Any], cls: type, where: str) -> list[str]:
    wanted = fields(cls)
    said = [
        f"{where}: {key} is missing"
        for key, hint in wanted.items()
        if key not in found and not _optional(hint)
    ]
    said += [f"{where}: {key} is not of {cls.__name__}" for key in set(found) - set(wanted)]
    for key, hint in wanted.items():
        if key in found:
            said += _of_hint(found[key], hint, f"{where}.{key}")
    return said


def _optional(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _of_hint(value: Any, hint: Any, where: str) -> list[str]:
    """The troubles of the arm that fits best; none when one fits."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return []
    if origin in (typing.Union, UnionType):
        tried = [_of_hint(value, arm, where) for arm in inner]
        return min(tried, key=len)
    if origin is Literal:
        return [] if value in inner else [f"{where}: {value!r} is none of {inner}"]
    if origin is list:
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        return [
            line for index, row in enumerate(value) for line in _of_hint(row, inner[0], f"{where}[{index}]")
        ]
    if origin is ListObject:
        if (
            not isinstance(value, dict)
            or value.get("object") != "list"
            or not {"data", "has_more", "url"} <= set(value)
        ):
            return [f"{where}: {value!r} is no list object"]
        return [
            line
            for i, row in enumerate(value["data"])
            for line in _of_hint(row, inner[0], f"{where}.data[{i}]")
        ]
    return _of_plain(value, hint, origin, where)


def _of_plain(value: Any, hint: Any, origin: Any, where: str) -> list[str]:
    if isinstance(hint, typing.ForwardRef | str):
        hint = _class_named(hint if isinstance(hint, str) else hint.__forward_arg__)
    if origin is UntypedStripeObject or hint is UntypedStripeObject:
        return [] if isinstance(value, dict) else [f"{where}: {value!r} is no object"]
    if hint is Decimal:
        return [] if isinstance(value, str) else [f"{where}: {value!r} is no decimal in a string"]
    if hint is float:
        return (
            [] if isinstance(value, int | float) and not isinstance(value, bool) else [f"{where}: {value!r}"]
        )
    if isinstance(hint, type) and issubclass(hint, StripeObject):
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {hint.__name__}"]
        return _of_class(value, hint, where)
    return [] if type(value) is hint else [f"{where}: {value!r} is no {hint}"]


def _class_named(name: str) -> type:
    """The SDK's top-level class of that name goes before one of the same name elsewhere (climate.Product)."""
    name = {"CardResource": "Card"}.get(name, name)
    found = getattr(stripe, name, None)
    return found or next(cls for cls in CLASSES.values() if cls.__name__ == name)
