"""Cursor paging: `{"results": […], "next": cursor or null}`. A cursor is the key of the last row shown."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from api.refusals import Flaw, Malformed

T = TypeVar("T")
DEFAULT, MOST = 50, 200


class Paged(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The query parameters every list understands; a list's own filters are added in a subclass."""

    limit: Annotated[int, Meta(ge=1, le=MOST)] = DEFAULT
    cursor: Annotated[str, Meta(max_length=400)] | None = None


def write(key: Sequence[Any]) -> str:
    """A row's key (numbers, strings, dates) as an opaque cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def read(cursor: str | None, kind: type[T]) -> T | None:
    """The key in a cursor, as a tuple type such as tuple[date, int]; None at the start of the list."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=kind)
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise Malformed(
            Flaw(
                "?cursor",
                "bad_cursor",
                "翻页标记无效，请从头开始。",
                "This cursor is not valid; start again.",
            )
        ) from error


def page(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[Any]]) -> tuple[Sequence[T], str | None]:
    """Cut what was asked for with one row more than the limit; the cursor of the next page, when there is one."""
    if len(rows) <= limit:
        return rows, None
    shown = rows[:limit]
    return shown, write(key(shown[-1]))
