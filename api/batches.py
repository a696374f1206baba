"""Batches of which a bad item must not cost the others: each item is read by itself."""

from typing import TypeVar

import msgspec
from rest_framework.request import Request

from api.parsing import decode, decoder, require_json

Shape = TypeVar("Shape")


def read(request: Request, kind: type[Shape]) -> Shape:
    """The body, its items still as they came; what is wrong within one (a NUL, too) is told of that one alone."""
    require_json(request)
    body = request._request.body
    try:
        whole: Shape = decoder(kind).decode(body)  # type: ignore[arg-type]  # mypy doubts that classes hash
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return decode(body, kind)  # told by the same words as everywhere else
    return whole


def id_of(raw: msgspec.Raw) -> str | None:
    """The external_id of an item that could not be read, for the sender's log; None when even that is wrong."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return None
    value = found.get("external_id") if isinstance(found, dict) else None
    return value if isinstance(value, str) else None
