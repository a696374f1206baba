"""No pooler in transaction mode between us and PostgreSQL: there, half of all reads came from another tenant.

A session must stay ours between two statements outside a transaction. The probe sets a path, asks for it back,
and compares backends, while a second session of ours does the same with another path.
"""

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROUNDS = 50
SET = "SELECT set_config('search_path', %s, false)"
ASK = "SELECT pg_backend_pid(), current_setting('search_path')"


def sessions_are_ours(parameters: dict[str, Any], *, rounds: int = ROUNDS) -> bool:
    """Whether sessions opened with these parameters keep their backend and their settings."""
    with (
        psycopg.connect(**parameters, autocommit=True) as first,
        psycopg.connect(**parameters, autocommit=True) as second,
    ):
        lines = {"probe_a": first, "probe_b": second}
        # Not by first.info.backend_pid: a pooler tells a number of its own there.
        backends: set[tuple[str, int]] = set()
        for _ in range(rounds):
            for path, line in lines.items():
                line.execute(SET, [path])
            for path, line in lines.items():
                row = line.execute(ASK).fetchone()
                if row is None or row[1] != path:
                    return False
                backends.add((path, row[0]))
        return len(backends) == len(lines)


def refuse_pooler() -> None:
    """Stop the start behind a pooler that hands our sessions to others."""
    if not sessions_are_ours(connection.get_connection_params()):
        raise ImproperlyConfigured(
            "DATABASE_URL leads to a pooler in transaction mode, which would mix up the properties' data: "
            "connect to PostgreSQL itself, or to a pooler in session mode."
        )
