"""A template with something changed in it, for tests."""

from typing import Any

import msgspec

from loyalty.programme.document import Programme
from loyalty.programme.templates import named

GONE = object()


def document(template: str = "midscale", **changes: Any) -> dict[str, Any]:
    """The template's document with values put at these places: tiers__levels__0__name="x"; GONE takes one away."""
    found = named(template)
    assert found is not None
    whole: dict[str, Any] = msgspec.to_builtins(found.programme)
    for path, value in changes.items():
        *way, last = path.split("__")
        inner: Any = whole
        for step in way:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        key: Any = int(last) if isinstance(inner, list) else last
        if value is GONE:
            del inner[key]
        elif isinstance(inner, list) and key == len(inner):
            inner.append(value)
        else:
            inner[key] = value
    return whole


def programme(template: str = "midscale", **changes: Any) -> Programme:
    return msgspec.convert(document(template, **changes), Programme)
