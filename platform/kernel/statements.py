"""Statements for hot paths: psycopg's server-side cursors on the connection that Django holds.

Django binds parameters on the client, as text; sets of a thousand rows travel as typed arrays instead, and what is
prepared once is not planned again.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, LiteralString, cast

import psycopg

Parameters = Sequence[Any] | Mapping[str, Any]


class Statements:
    """Runs SQL on a psycopg connection; transactions and the search path belong to whoever made it."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection

    def execute(
        self, sql: str, parameters: Parameters = (), *, binary: bool = False, prepare: bool = True
    ) -> "psycopg.Cursor[tuple[Any, ...]]":
        cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(self.connection)
        # The SQL is always a constant of ours; what comes from outside stands in the parameters.
        return cursor.execute(cast(LiteralString, sql), parameters, prepare=prepare, binary=binary)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The one value of a statement that always gives one row."""
        row = self.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def pipeline(self) -> "AbstractContextManager[psycopg.Pipeline]":
        """Statements inside are sent without waiting for each answer."""
        return self.connection.pipeline()


def array(column: Sequence[Any]) -> str:
    """A column of plain values (one type, None allowed) as PostgreSQL's array literal, to be cast: `%s::text[]`.

    Ten times as fast as letting the driver dump each item, which is what a thousand rows of thirty columns need.
    """
    first = next((item for item in column if item is not None), None)
    if isinstance(first, str):
        return _texts(column)
    if isinstance(first, bytes):
        return "{" + ",".join("NULL" if item is None else f'"\\\\x{item.hex()}"' for item in column) + "}"
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
