"""The one way into the audit log, and from there to whoever is told outside (audit.outward)."""

import json
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from audit import outward
from audit.models import Entry, Outbox
from kernel import clock
from kernel.statements import Statements, array

# Set by api.request_ids for the length of a request, so that a row can be tied to the answer it belongs to.
request_id: ContextVar[str] = ContextVar("request_id", default="")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a member of staff, a key, a command, or the system itself."""

    kind: str  # staff | key | command | system
    id: str
    name: str


SYSTEM = Actor("system", "", "Huike")
COMMAND = Actor("command", "", "huike")


def record(
    actor: Actor,
    action: str,
    *,
    chain_id: int | None = None,
    property_id: int | None = None,
    property_slug: str = "",
    subject: str = "",
    **facts: Any,
) -> None:
    """Add one row, in the caller's transaction: an act that is rolled back was not done.

    Its time is the real one, in a sandbox too: the log is of the house.
    Facts never hold what the act was meant to protect (no phone, no password, no key). What is told outside needs
    the property's slug: nobody asks for it later.
    """
    is_told = outward.told(action) is not None
    if is_told and property_slug:
        facts = {"property": property_slug, **facts}
    entry = Entry.objects.create(
        at=clock.real_now(),
        chain_id=chain_id,
        property_id=property_id,
        actor_kind=actor.kind,
        actor=actor.id,
        actor_name=actor.name[:80],
        action=action,
        subject=subject[:80],
        facts=facts,
        request_id=request_id.get(),
    )
    if is_told:
        Outbox.objects.create(entry=entry)


def record_set(
    raw: Statements,
    actor: Actor,
    action: str,
    chain_id: int,
    property_id: int,
    property_slug: str,
    guests: Iterable[int],
    **facts: Any,
) -> None:
    """Add one row for all of these guests, in the caller's transaction; no guests, no row.

    For hot paths: one statement, inside the property as well (its role may add to the log and read nothing of it).
    A set of more than outward.GUESTS_MAX takes several rows.
    """
    ordered = [str(guest) for guest in sorted(set(guests))]
    if not ordered:
        return
    parts = [
        ordered[start : start + outward.GUESTS_MAX] for start in range(0, len(ordered), outward.GUESTS_MAX)
    ]
    raw.execute(
        ADD_SET,
        {
            "at": clock.real_now(),
            "chain": chain_id,
            "property": property_id,
            "kind": actor.kind,
            "actor": actor.id,
            "name": actor.name[:80],
            "action": action,
            "request": request_id.get(),
            "facts": array([_json(property_slug, part, facts) for part in parts]),
            "told": outward.told(action) is not None,
        },
    )


def _json(property_slug: str, guests: Sequence[str], facts: dict[str, Any]) -> str:
    return json.dumps({"property": property_slug, "guests": guests, **facts}, ensure_ascii=False)


ADD_SET = """
WITH added AS (
    INSERT INTO public.audit_entry
        (at, chain_id, property_id, actor_kind, actor, actor_name, action, subject, facts, request_id)
    SELECT %(at)s, %(chain)s::bigint, %(property)s::bigint, %(kind)s, %(actor)s, %(name)s, %(action)s, '',
           facts::jsonb, %(request)s
      FROM unnest(%(facts)s::text[]) AS facts
    RETURNING id
)
INSERT INTO public.audit_outbox (entry_id) SELECT id FROM added WHERE %(told)s
"""
