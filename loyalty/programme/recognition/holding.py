"""Which tier counts for a guest: his own, or a higher one he holds at another property of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements
from loyalty.programme.document import Programme


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A tier held at another property."""

    tier: str
    held_at: str
    until: date | None


def elsewhere(raw: Statements, rows: Sequence[int], today: date) -> list[Elsewhere]:
    """What any row of this person holds at other properties, as far as it was told to us."""
    found = raw.execute(HELD, (list(rows), today)).fetchall()
    return [Elsewhere(*row) for row in found]


def higher(programme: Programme, own: str, others: Sequence[Elsewhere]) -> Elsewhere | None:
    """The best of the others, if it stands above the own tier in this property's programme; None otherwise."""
    best = max(others, key=lambda other: programme.rank(other.tier), default=None)
    return best if best and programme.rank(best.tier) > programme.rank(own) else None


HELD = """
SELECT tier, held_at, until FROM recognition_recognised
 WHERE guest_id = ANY(%s) AND (until IS NULL OR until >= %s)
"""
