"""A programme becomes a version: numbered, dated, signed, and never changed again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty.programme.document import Programme
from loyalty.programme.versions import Published

# One publishes at a time, so that numbers have no gaps and the one who publishes sees what he replaces.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('programme ' || current_schema(), 0))"
WRITE = """
INSERT INTO programme_version (number, document, digest, effective_on, published_at, published_by_kind,
    published_by, published_by_name, note, origin, locked)
SELECT coalesce(max(number), 0) + 1, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb FROM programme_version
RETURNING number
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose programme it is: the property's, or the chain's with what only the chain may change."""

    kind: str = "property"  # property | chain
    locked: Sequence[str] = ()


OWN = Origin()


def write(
    raw: Statements,
    programme: Programme,
    *,
    effective_on: date,
    actor: Actor,
    note: str = "",
    origin: Origin = OWN,
) -> Published:
    """Keep it as the next version, as it is: whoever calls has checked it."""
    raw.execute(TURN)
    document = msgspec.json.encode(programme)
    number = raw.value(
        WRITE,
        (
            document.decode(),
            hashlib.sha256(document).digest(),
            effective_on,
            clock.now(),
            actor.kind,
            actor.id,
            actor.name[:80],
            note,
            origin.kind,
            msgspec.json.encode(list(origin.locked)).decode(),
        ),
    )
    return Published(number, effective_on, origin.kind, programme)
