"""The draft of a property: what somebody is working on, right or not, until it is published or dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements

SAVE = """
INSERT INTO programme_draft ("only", document, saved_at, saved_by, saved_by_name) VALUES (true, %s::jsonb, %s, %s, %s)
ON CONFLICT ("only") DO UPDATE SET document = EXCLUDED.document, saved_at = EXCLUDED.saved_at,
    saved_by = EXCLUDED.saved_by, saved_by_name = EXCLUDED.saved_by_name
"""


@dataclass(frozen=True, slots=True)
class Draft:
    document: Any
    saved_at: datetime
    saved_by: str


def save(raw: Statements, document: Any, *, actor: Actor) -> None:
    """Keep it in the place of the draft before it."""
    raw.execute(SAVE, (msgspec.json.encode(document).decode(), clock.now(), actor.id, actor.name[:80]))


def drop(raw: Statements) -> bool:
    return raw.execute("DELETE FROM programme_draft").rowcount == 1


def current(raw: Statements) -> Draft | None:
    found = raw.execute("SELECT document::text, saved_at, saved_by_name FROM programme_draft").fetchone()
    return Draft(msgspec.json.decode(found[0]), *found[1:]) if found else None
