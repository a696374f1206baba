"""What is known of a guest beyond his stays: why he comes, what he does, where he is from, how he likes to be written to.

Kept on the row it was said of; a person's own row goes before those merged into it, so taking a merge back loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kernel.statements import Statements

MOTIVES = ("captive", "convenience", "quality", "price", "loyal")
NOTHING: Final[Mapping[str, Any]] = {
    "motive": "",
    "occupation": "",
    "region": "",
    "minor": False,
    "preferred_channel": "",
    "preferred_hour": None,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Of one person; '' and None: nobody said."""

    motive: str
    occupation: str
    region: str
    minor: bool
    preferred_channel: str
    preferred_hour: int | None
    changed_at: datetime | None
    changed_by_name: str


def of(raw: Statements, rows: Sequence[int]) -> Profile:
    """What was said of this person; `rows` as loyalty.guests.persons has them, the standing guest's first.

    Field by field the first row that says something; a minor by any of them.
    """
    found = raw.execute(OF, (list(rows),)).fetchall()
    said: dict[str, Any] = dict(NOTHING)
    for *values, _, _ in reversed(found):
        said |= {name: value for name, value in zip(NOTHING, values, strict=True) if _says(value)}
    newest = max(found, key=lambda row: row[-2], default=None)
    return Profile(
        **said, changed_at=newest[-2] if newest else None, changed_by_name=newest[-1] if newest else ""
    )


def change(
    raw: Statements, rows: Sequence[int], changes: Mapping[str, Any], *, by_name: str, now: datetime
) -> list[str]:
    """Set these fields; returns those that differ. What is emptied is emptied on every row of the person."""
    before = of(raw, rows)
    after = {name: changes[name] if name in changes else getattr(before, name) for name in NOTHING}
    different = [name for name in NOTHING if after[name] != getattr(before, name)]
    if not different:
        return []
    raw.execute(SET, {**after, "guest": rows[0], "now": now, "by_name": by_name[:80]})
    for name in different:
        if after[name] == NOTHING[name]:
            raw.execute(EMPTIED[name], (NOTHING[name], list(rows[1:])))
    return different


def _says(value: Any) -> bool:
    return value is not None and value is not False and value != ""


OF = f"""
SELECT {", ".join(f"p.{name}" for name in NOTHING)}, p.changed_at, p.changed_by_name
  FROM unnest(%s::bigint[]) WITH ORDINALITY AS r(id, place) JOIN guests_profile p ON p.guest_id = r.id ORDER BY r.place
"""  # noqa: S608 (constants)
SET = """
INSERT INTO guests_profile (guest_id, motive, occupation, region, minor, preferred_channel, preferred_hour, changed_at,
       changed_by_name)
VALUES (%(guest)s, %(motive)s, %(occupation)s, %(region)s, %(minor)s, %(preferred_channel)s, %(preferred_hour)s, %(now)s,
        %(by_name)s)
ON CONFLICT (guest_id) DO UPDATE SET motive = EXCLUDED.motive, occupation = EXCLUDED.occupation,
    region = EXCLUDED.region, minor = EXCLUDED.minor, preferred_channel = EXCLUDED.preferred_channel,
    preferred_hour = EXCLUDED.preferred_hour, changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
"""
EMPTIED = {name: f"UPDATE guests_profile SET {name} = %s WHERE guest_id = ANY(%s)" for name in NOTHING}  # noqa: S608
