"""Members as a PMS's loyalty dialogue shows them: who is one, what he holds, and finding him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.statements import Statements, array
from loyalty.enrolling import numbers
from loyalty.guests.matching import KINDS
from loyalty.ledger import reading as ledger
from loyalty.programme.document import Programme

FOUND_MAX = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A member of one property. Secret guests are never among them."""

    guest_id: int  # the one who stands for the person
    name: str
    phone: str | None
    email: str
    birthday: date | None
    tier: str
    tier_en: str
    tier_until: date | None
    points: int

    @property
    def number(self) -> str:
        return numbers.number_of(self.guest_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of somebody who is looked for; what is given must all hold."""

    guest_id: int | None = None
    phone: str | None = None  # E.164
    email: str | None = None
    name: str | None = None


def members(raw: Statements, programme: Programme, guest_ids: Sequence[int]) -> dict[int, Member]:
    """The members among these guests (rows merged away lead to who stands for them), by the id asked for."""
    found = raw.execute(MEMBERS, (array(sorted(set(guest_ids))),)).fetchall() if guest_ids else []
    everybody = sorted({row for _, standing, merged, *_ in found for row in (standing, *merged)})
    held = ledger.balances_of(raw, everybody)
    told: dict[int, Member] = {}
    for asked, standing, merged, name, phone, email, birthday, tier, until in found:
        level = programme.tier(tier) or programme.tiers.levels[0]
        points = sum(held[row].points for row in (standing, *merged) if row in held)
        told[asked] = Member(standing, name, phone, email, birthday, level.name, level.name_en, until, points)
    return told


def find(raw: Statements, programme: Programme, wanted: Wanted) -> list[Member]:
    """Members who match, at most FOUND_MAX, those who were here last first."""
    conditions: list[str] = []
    values: dict[str, Any] = {"most": FOUND_MAX}
    if wanted.guest_id is not None:
        conditions.append(
            "(g.id = %(guest)s OR g.id = (SELECT merged_into_id FROM guests_guest WHERE id = %(guest)s))"
        )
        values["guest"] = wanted.guest_id
    for kind, value in ((KINDS["phone"], wanted.phone), (KINDS["email"], wanted.email)):
        if value:
            conditions.append(IDENTITY.format(kind=kind))
            values[f"value_{kind}"] = value
    if wanted.name:
        conditions.append("g.name = %(name)s")
        values["name"] = wanted.name
    if not conditions:
        return []
    rows = raw.execute(FOUND.format(conditions=" AND ".join(conditions)), values).fetchall()
    ids = [row[0] for row in rows]
    known = members(raw, programme, ids)
    return [known[guest] for guest in ids if guest in known]


MEMBERS = """
SELECT asked.id, g.id, ARRAY(SELECT m.id FROM guests_guest m WHERE m.merged_into_id = g.id ORDER BY m.id),
       g.name, g.phone, g.email, g.birthday, t.tier, t.until
  FROM guests_guest asked
  JOIN guests_guest g ON g.id = coalesce(asked.merged_into_id, asked.id)
  JOIN tiers_membership t ON t.guest_id = g.id
 WHERE asked.id = ANY(%s::bigint[]) AND NOT g.secret
"""
IDENTITY = """EXISTS (SELECT FROM guests_identity i JOIN guests_guest r ON r.id = i.guest_id
                       WHERE i.kind = {kind} AND i.value = %(value_{kind})s
                         AND coalesce(r.merged_into_id, r.id) = g.id)"""
FOUND = """
SELECT g.id FROM guests_guest g
 WHERE g.merged_into_id IS NULL AND NOT g.secret AND {conditions}
   AND EXISTS (SELECT FROM tiers_membership t WHERE t.guest_id = g.id)
 ORDER BY g.last_visit_on DESC NULLS LAST, g.id LIMIT %(most)s
"""
