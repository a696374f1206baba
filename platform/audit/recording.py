"""The one way into the audit log."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from audit.models import Entry
from kernel import clock

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
    subject: str = "",
    **facts: Any,
) -> None:
    """Add one row, in the caller's transaction: an act that is rolled back was not done.

    Facts never hold what the act was meant to protect (no phone, no password, no key).
    """
    Entry.objects.create(
        at=clock.now(),
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
