"""What happened to guests of the property we are in, for the log and from there for vendors (audit.outward)."""

from collections.abc import Iterable
from typing import Any

import psycopg

from audit.recording import SYSTEM, Actor, record_set
from kernel.statements import Statements
from tenants.context import current_property


def tell(
    raw: "Statements | psycopg.Connection[Any]",
    action: str,
    guests: Iterable[int],
    *,
    actor: Actor = SYSTEM,
    **facts: Any,
) -> None:
    """Add it to the log in the caller's transaction, all guests in one entry; nobody, nothing."""
    place = current_property()
    statements = raw if isinstance(raw, Statements) else Statements(raw)
    record_set(statements, actor, action, place.chain_id, place.pk, place.slug, guests, **facts)
