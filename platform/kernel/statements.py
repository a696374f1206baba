"""Statements for hot paths: psycopg's server-side cursors on the connection that Django holds.

Django binds parameters on the client, as text; sets of a thousand rows travel as typed arrays instead, and what is
prepared once is not planned again.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import count
from typing import Any, cast

import psycopg

NAMED = re.compile(r"%\(([a-z0-9_]+)\)s")
PLACED = re.compile(r"(?<!%)%s")

Parameters = Sequence[Any] | Mapping[str, Any]


class Statements:
    """Runs SQL on a psycopg connection; transactions and the search path belong to whoever made it."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection

    def execute(
        self, sql: str, parameters: Parameters = (), *, binary: bool = False, prepare: bool = True
    ) -> "psycopg.Cursor[tuple[Any, ...]]":
        # The SQL is always a constant of ours; what comes from outside stands in the parameters.
        text, names = _numbered(sql) if isinstance(parameters, Mapping) else _placed(sql)
        values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
        # One prepared statement for each search path: PostgreSQL plans anew whenever the path is another, and
        # a server that works for many properties in turn would hardly ever meet the plan it made.
        path = self.connection.info.parameter_status("search_path")
        text = f"/* {path} */ {text}"
        cursor: psycopg.RawCursor[tuple[Any, ...]] = psycopg.RawCursor(self.connection)
        return cursor.execute(text, values, prepare=prepare, binary=binary)

    def pipeline(self) -> "AbstractContextManager[psycopg.Pipeline]":
        """Within, statements are sent without waiting; an error shows where a result is read, or at the end."""
        return self.connection.pipeline()

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The one value of a statement that always gives one row."""
        row = self.execute(sql, parameters).fetchone()
        return row[0] if row else None


@lru_cache(maxsize=500)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """%(name)s -> $1, once per statement: the driver reads long statements anew every time."""
    names: dict[str, int] = {}
    text = NAMED.sub(lambda found: f"${names.setdefault(found[1], len(names) + 1)}", sql)
    return text.replace("%%", "%"), tuple(names)


@lru_cache(maxsize=500)
def _placed(sql: str) -> tuple[str, tuple[str, ...]]:
    """%s -> $1, $2 …"""
    number = count(1)
    return PLACED.sub(lambda _: f"${next(number)}", sql).replace("%%", "%"), ()


def like(text: str) -> str:
    """This text to the letter, as a pattern of LIKE has it; what may stand around it is the caller's."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def array(column: Sequence[Any]) -> str:
    """A column of plain values (one type, None allowed) as PostgreSQL's array literal, to be cast: `%s::text[]`.

    Ten times as fast as letting the driver dump each item, which is what a thousand rows of thirty columns need.
    """
    first = next((item for item in column if item is not None), None)
    if isinstance(first, str):
        return _texts(column)
    if isinstance(first, bytes):
        return "{" + ",".join("NULL" if item is None else f'"\\\\x{item.hex()}"' for item in column) + "}"
    if None not in column:
        return "{" + ",".join(map(str, column)) + "}"
    return "{" + ",".join("NULL" if item is None else str(item) for item in column) + "}"


def _texts(column: Sequence[str | None]) -> str:
    if None not in column:
        joined = '","'.join(cast(Sequence[str], column))
        # Quotes may come only from the joints, and nothing may need escaping.
        if "\\" not in joined and joined.count('"') == 2 * (len(column) - 1):
            return '{"' + joined + '"}'
    quoted = (
        "NULL" if t is None else '"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in column
    )
    return "{" + ",".join(quoted) + "}"
