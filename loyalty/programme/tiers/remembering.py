"""The history of a member's tiers, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.programme.document import Programme
from loyalty.programme.tiers.standing import words


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it stands."""

    id: int
    guest: int
    from_tier: str
    to_tier: str
    kind: str
    on_day: date
    until: date | None
    reason: str
    facts: dict[str, Any]
    actor_name: str
    at: datetime

    def told(self, programme: Programme | None) -> dict[str, Any]:
        """As the interface shows it; names as the programme has them now, else as they were."""
        return {
            "id": str(self.id),
            "at": self.at,
            "on": self.on_day,
            "from": self._named(programme, self.from_tier, "from") if self.from_tier else None,
            "to": self._named(programme, self.to_tier, "tier"),
            "kind": self.kind,
            "until": self.until,
            "reason": words(self.reason, self.facts),
            "actor": self.actor_name,
        }

    def _named(self, programme: Programme | None, code: str, part: str) -> dict[str, str]:
        tier = programme.tier(code) if programme else None
        if tier is not None:
            return {"code": code, "name": tier.name, "name_en": tier.name_en}
        known = self.facts.get(part) == code
        return {
            "code": code,
            "name": self.facts[f"{part}_name"] if known else code,
            "name_en": self.facts[f"{part}_name_en"] if known else code,
        }


def steps(raw: Statements, guest_rows: Sequence[int], *, before: int | None, limit: int) -> list[Step]:
    """Of all rows of one person, the newest first."""
    found = raw.execute(STEPS, (list(guest_rows), before, before, limit))
    return [
        Step(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], msgspec.json.decode(row[8]), row[9],
            row[10],
        )
        for row in found
    ]  # fmt: skip


STEPS = """
SELECT id, guest_id, from_tier, to_tier, kind, on_day, until, reason, facts, actor_name, at FROM tiers_change
 WHERE guest_id = ANY(%s::bigint[]) AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s
"""
