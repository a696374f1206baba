"""Which tier counts for a guest: his own, or a higher one he holds at another property of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements, array
from loyalty.programme.document import Programme


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A tier held at another property, from `since` to the day before `ended_on` or the end of `until`."""

    guest: int
    tier: str
    held_at: str
    since: date
    until: date | None
    ended_on: date | None

    def on(self, day: date) -> bool:
        return (
            self.since <= day
            and (self.until is None or day <= self.until)
            and (self.ended_on is None or day < self.ended_on)
        )


def elsewhere(raw: Statements, rows: Sequence[int]) -> list[Elsewhere]:
    """What these guest rows hold or held at other properties, as far as it was told to us."""
    return [Elsewhere(*row) for row in raw.execute(HELD, (array(rows),)).fetchall()] if rows else []


def higher(programme: Programme, own: str, others: Sequence[Elsewhere], day: date) -> Elsewhere | None:
    """The best of the others on that day, if it stands above the own tier in this programme; None otherwise."""
    held = [other for other in others if other.on(day)]
    best = max(held, key=lambda other: programme.rank(other.tier), default=None)
    return best if best and programme.rank(best.tier) > programme.rank(own) else None


def counting(raw: Statements, programme: Programme, rows: Sequence[int], own: str, day: date) -> str:
    """The code of the tier by which benefits are given on that day: the own one, or a higher one held elsewhere."""
    best = higher(programme, own, elsewhere(raw, rows), day)
    return best.tier if best else own


HELD = """
SELECT guest_id, tier, held_at, since, until, ended_on FROM recognition_recognised WHERE guest_id = ANY(%s::bigint[])
"""
