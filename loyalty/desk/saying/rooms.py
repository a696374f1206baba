"""Room types in English: the PMS knows them by one name, and that one is often Chinese.

A foreign guest is told the name that the house gave; without one, a name with Chinese signs is not said at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel.statements import Statements
from loyalty.desk.saying.known import Both

SEEN_DAYS = 400
MOST = 300
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Seen:
    """A room type of the PMS, its English name ('': none), and how many stays of the last thirteen months had it."""

    room_type: str
    en: str
    stays: int


def named(raw: Statements) -> dict[str, str]:
    """The English names that the house gave, by the PMS's."""
    return dict(raw.execute(NAMED).fetchall())


def said(room_type: str, names: Mapping[str, str]) -> Both:
    """As it is said in both languages; '' in English where only the Chinese name is known."""
    plain = " ".join(room_type.split())
    return Both(plain, names.get(plain) or ("" if CHINESE.search(plain) else plain))


def listed(raw: Statements, today: date) -> list[Seen]:
    """The types of the stays of late, the most frequent first, and those that were named before."""
    names = named(raw)
    found: dict[str, int] = {}
    for room_type, stays in raw.execute(SEEN, (today - timedelta(days=SEEN_DAYS), MOST)):
        plain = " ".join(room_type.split())
        if plain:
            found[plain] = found.get(plain, 0) + stays
    seen = [Seen(name, names.get(name, ""), stays) for name, stays in found.items()]
    return seen + [Seen(name, en, 0) for name, en in sorted(names.items()) if name not in found]


def put(raw: Statements, wanted: Mapping[str, str], *, by_name: str, now: datetime) -> list[str]:
    """Name these; the others stay, and an empty name is taken away. Returns what changed."""
    held = named(raw)
    changed = [room_type for room_type, en in wanted.items() if held.get(room_type, "") != en]
    for room_type in changed:
        if wanted[room_type]:
            raw.execute(PUT, (room_type, wanted[room_type], now, by_name[:80]))
        else:
            raw.execute(DROP, (room_type,))
    return changed


NAMED = "SELECT room_type, en FROM desk_roomname"
SEEN = """
SELECT room_type, count(*) FROM stays_stay WHERE check_in_on >= %s AND room_type <> ''
 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %s
"""
PUT = """
INSERT INTO desk_roomname (room_type, en, changed_at, changed_by_name) VALUES (%s, %s, %s, %s)
ON CONFLICT (room_type) DO UPDATE SET en = EXCLUDED.en, changed_at = EXCLUDED.changed_at,
    changed_by_name = EXCLUDED.changed_by_name
"""
DROP = "DELETE FROM desk_roomname WHERE room_type = %s"
