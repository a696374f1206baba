"""What happened to guests of the property we are in, for the log and from there for vendors (audit.outward)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg

from audit.recording import SYSTEM, Actor, record_set
from kernel.statements import Statements
from tenants.context import current_property

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Within: nothing is told. For drawing made-up guests, who never did anything."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def tell(
    raw: "Statements | psycopg.Connection[Any]",
    action: str,
    guests: Iterable[int],
    *,
    actor: Actor = SYSTEM,
    **facts: Any,
) -> None:
    """Add it to the log in the caller's transaction, all guests in one entry; nobody, nothing."""
    if _silent.get():
        return
    place = current_property()
    statements = raw if isinstance(raw, Statements) else Statements(raw)
    record_set(statements, actor, action, place.chain_id, place.pk, place.slug, guests, **facts)
