"""Who looks after a guest, as the card and the lists say it.

An owner stands with a guest row, and is read over all rows of the person: what was set by hand goes first, then what
stands with the row that stands for the person, then the newest. So a merge, and taking it back, moves nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.statements import Statements
from loyalty.owners import departments, people
from loyalty.owners.people import Colleague

__all__ = ["FILTERS", "HOLDS", "WITHOUT", "Owner", "many", "names", "of", "told"]
names = people.names

REASONS = {
    "added_contact": ("添加了客人的联系方式", "Added the guest's contact"),
    "checked_in": ("上次为客人办理入住", "Checked the guest in last time"),
    "tier": ("按会员等级分配", "By the guest's tier"),
    "channel": ("按渠道分配", "By the guest's channel"),
    "tag": ("按标签分配", "By a tag of the guest"),
    "everybody": ("按规则分配", "By the rule for everybody"),
    "hand": ("手工指定", "Set by hand"),
    "transfer": ("由同事转交", "Handed over by a colleague"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after one person: a member of staff, or a department as a whole."""

    staff: UUID | None
    department: str
    by_hand: bool
    reason: str
    since: datetime
    by_name: str


def of(raw: Statements, rows: Sequence[int]) -> Owner | None:
    """The owner of the person with these rows (guests.persons.rows_of: the standing one first); None without one."""
    found = raw.execute(OF, (list(rows), rows[0])).fetchone() if rows else None
    return Owner(*found) if found else None


def many(raw: Statements, guests: Collection[int]) -> dict[int, Owner]:
    """Standing guest -> owner, of those who have one; one statement for a whole page."""
    if not guests:
        return {}
    return {guest: Owner(*rest) for guest, *rest in raw.execute(MANY, {"guests": list(guests)})}


def told(
    raw: Statements, owner: Owner | None, here: Mapping[UUID, Colleague] | None = None
) -> dict[str, Any] | None:
    """The owner as the interface has him. `here` (people.here), where it is known, says whether he has left."""
    if owner is None:
        return None
    zh, en = REASONS.get(owner.reason, (owner.reason, owner.reason))
    known = here.get(owner.staff) if here and owner.staff else None
    name = known.name if known else names([owner.staff]).get(owner.staff, "") if owner.staff else ""
    if not name and owner.department:
        name = departments.words(departments.named(raw), owner.department)["zh"]
    return {
        "staff": owner.staff,
        "name": name,
        "department": owner.department,
        "reason": owner.reason,
        "reason_says": {"zh": zh, "en": en},
        "since": owner.since,
        "by_hand": owner.by_hand,
        "by_name": owner.by_name,
        "left": owner.staff is not None and here is not None and owner.staff not in here,
    }


COLUMNS = "o.staff, o.department, o.by_hand, o.reason, o.since, o.by_name"
OF = f"""
SELECT {COLUMNS} FROM owners_owner o WHERE o.guest_id = ANY(%s::bigint[])
 ORDER BY o.by_hand DESC, o.guest_id = %s DESC, o.since DESC, o.guest_id DESC LIMIT 1
"""  # noqa: S608 (constants)
MANY = f"""
SELECT DISTINCT ON (person) person, {COLUMNS}
  FROM (SELECT g.id AS person, g.id AS row FROM guests_guest g WHERE g.id = ANY(%(guests)s::bigint[])
        UNION ALL
        SELECT m.merged_into_id, m.id FROM guests_guest m WHERE m.merged_into_id = ANY(%(guests)s::bigint[])) r
  JOIN owners_owner o ON o.guest_id = r.row
 ORDER BY person, o.by_hand DESC, o.guest_id = person DESC, o.since DESC, o.guest_id DESC
"""  # noqa: S608
# Whether owners_owner o, standing with guests_guest p, is the one that counts for its person.
HOLDS = """
(p.merged_into_id IS NULL AND NOT EXISTS (
     SELECT FROM guests_guest q JOIN owners_owner x ON x.guest_id = q.id
      WHERE q.merged_into_id = p.id AND x.by_hand AND NOT o.by_hand)
 OR p.merged_into_id IS NOT NULL AND NOT EXISTS (
     SELECT FROM guests_guest q JOIN owners_owner x ON x.guest_id = q.id
      WHERE (q.id = p.merged_into_id OR q.merged_into_id = p.merged_into_id) AND q.id <> p.id
        AND (x.by_hand, q.merged_into_id IS NULL, x.since, x.guest_id) > (o.by_hand, false, o.since, o.guest_id)))
"""
# Conditions on guests_guest g, for lists.
FILTERS = {
    "staff": f"""g.id IN (SELECT coalesce(p.merged_into_id, p.id) FROM owners_owner o
                    JOIN guests_guest p ON p.id = o.guest_id WHERE o.staff = %(owner)s AND {HOLDS})""",  # noqa: S608 (constants)
    "none": """NOT EXISTS (SELECT FROM owners_owner o WHERE o.guest_id = g.id)
               AND NOT EXISTS (SELECT FROM guests_guest m JOIN owners_owner o ON o.guest_id = m.id
                                WHERE m.merged_into_id = g.id)""",
}
# Guests g to whom somebody could be given. Whom the PMS marks secret is given by hand only.
WITHOUT = f"g.merged_into_id IS NULL AND NOT g.secret AND {FILTERS['none']}"
