"""What passed between a guest and the house: complaints until they are settled, praise, requests, conversations.

Rows are put down through loyalty.touches.writing; here they are kept, read and settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests.persons import ALL_OF_G

KINDS = ("complaint", "praise", "request", "conversation", "review", "habit", "service", "consumption")
SETTLED = ("complaint", "request")  # kinds that are open until somebody settles them
# What complaints are about, where the house has no words of its own for it (touches_keywordrule).
TOPICS = {
    "noise": ("噪音", "Noise"), "cleanliness": ("卫生", "Cleanliness"), "equipment": ("设备", "Equipment"),
    "service": ("服务态度", "Service"), "breakfast": ("早餐", "Breakfast"), "billing": ("价格与账单", "Price and billing"),
    "promise": ("承诺未兑现", "Promise not kept"), "complaint": ("投诉", "Complaint"), "praise": ("表扬", "Praise"),
}  # fmt: skip


class NoSuchInteraction(Refused):
    code = "no_such_interaction"
    status = 404
    zh = "没有这条记录。"
    en = "There is no such record."


class NothingToSettle(Refused):
    code = "nothing_to_settle"
    status = 409
    zh = "只有投诉和要求需要处理。"
    en = "Only complaints and requests are settled."


@dataclass(frozen=True, slots=True)
class Interaction:
    """One of them; a complaint or request is open while `settled_at` is None."""

    id: int
    kind: str
    source: str
    day: date
    text: str
    owner: UUID | None
    due_at: datetime | None
    settled_at: datetime | None
    outcome: str
    made_at: datetime
    by_name: str
    touch: str
    topic: str
    at: datetime | None
    stay: int | None
    room_no: str
    facts: dict[str, Any]
    staff: UUID | None
    owner_name: str
    department: str
    settled_name: str
    guest: int
    topic_zh: str
    topic_en: str

    @property
    def open(self) -> bool:
        return self.kind in SETTLED and self.settled_at is None

    def overdue(self, now: datetime) -> bool:
        return self.open and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class Note:
    """What is put down. `key`: whoever tells it twice under one key is heard once."""

    kind: str
    day: date
    text: str
    source: str = ""
    owner: UUID | None = None
    due_at: datetime | None = None
    key: str | None = None
    touch: str = ""
    topic: str = ""
    at: datetime | None = None
    stay: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    staff: UUID | None = None
    owner_name: str = ""
    department: str = ""
    by_name: str = ""


def of(raw: Statements, rows: Sequence[int], *, limit: int, before: int | None = None) -> list[Interaction]:
    """What passed with this person, over all rows, the newest first."""
    found = raw.execute(OF, {"rows": list(rows), "before": before, "limit": limit}).fetchall()
    return [told(row) for row in found]


def one(raw: Statements, rows: Sequence[int], number: int) -> Interaction:
    """One of this person's. Raises NoSuchInteraction."""
    found = raw.execute(ONE, (list(rows), number)).fetchone()
    if found is None:
        raise NoSuchInteraction
    return told(found)


def put(raw: Statements, said: Sequence[tuple[int, Note]]) -> list[tuple[str | None, Interaction]]:
    """Put these down in one statement, each (guest, note); those that are new, each with its key.

    What stands under a key stays as it is.
    """
    if not said:
        return []
    now = clock.now()
    rows = [
        {
            "guest": guest,
            **{name: getattr(note, name) for name in Note.__slots__},
            "now": now,
        }
        for guest, note in said
    ]
    made = raw.execute(PUT, (msgspec.json.encode(rows).decode(),)).fetchall()
    return [(row[-1], told(row[:-1])) for row in made]


def keyed(raw: Statements, keys: Sequence[str]) -> dict[str, Interaction]:
    """What stands under these keys."""
    return {row[-1]: told(row[:-1]) for row in raw.execute(KEYED, (list(keys),)).fetchall()}


def change(
    raw: Statements,
    rows: Sequence[int],
    number: int,
    *,
    settled: bool | None = None,
    outcome: str | None = None,
    owner: UUID | None = None,
    owner_name: str = "",
    due_at: datetime | None = None,
    by_name: str = "",
) -> Interaction:
    """Settle it or open it again, say what came of it, who sees to it and until when; None leaves it.

    Raises NoSuchInteraction, NothingToSettle.
    """
    found = one(raw, rows, number)
    if settled is not None and found.kind not in SETTLED:
        raise NothingToSettle
    values = {"id": number, "settled": settled, "outcome": outcome, "owner": owner, "due_at": due_at}
    values |= {"owner_name": owner_name[:80], "by_name": by_name[:80], "now": clock.now()}
    row = raw.execute(CHANGE, values).fetchone()
    if row is None:
        raise NoSuchInteraction
    return told(row)


def on_card(card: str | None, now: datetime) -> list[dict[str, Any]]:
    """What OF_CARD found, as the interface has it."""
    found = msgspec.json.decode(card, type=list[_Row]) if card else []
    return [shown(told(row), now) for row in found]


def shown(one: Interaction, now: datetime) -> dict[str, Any]:
    """As the interface has it: ids as text, the topic in words, whether it is open and overdue."""
    return {
        **{name: getattr(one, name) for name in PLAIN},
        "id": str(one.id),
        "stay": str(one.stay) if one.stay is not None else None,
        "topic_name": {"zh": one.topic_zh, "en": one.topic_en} if one.topic else None,
        "open": one.open,
        "overdue": one.overdue(now),
    }


def told(row: Sequence[Any]) -> Interaction:
    """A row of COLUMNS. jsonb comes as text."""
    values: list[Any] = list(row)
    values[FACTS] = msgspec.json.decode(values[FACTS])
    return Interaction(*values)


def _topic(language: int) -> str:
    """The topic's name: the house's own, else the standard one, else its code."""
    own = ("k.name", "coalesce(nullif(k.name_en, ''), k.name)")[language]
    standard = " ".join(f"WHEN '{code}' THEN '{words[language]}'" for code, words in TOPICS.items())
    return (
        f"CASE WHEN i.topic = '' THEN '' ELSE coalesce((SELECT {own} FROM touches_keywordrule k WHERE k.code = i.topic),"  # noqa: S608 (constants)
        f" CASE i.topic {standard} ELSE i.topic END) END"
    )


COLUMNS = f"""
i.id, i.kind, i.source, i.day, i.text, i.owner, i.due_at, i.settled_at, i.outcome, i.made_at, i.by_name,
i.touch, i.topic, i.at, i.stay,
coalesce((SELECT s.room_no FROM stays_stay s WHERE s.id = i.stay), i.facts ->> 'room_no', ''), i.facts::text,
i.staff, i.owner_name, i.department, i.settled_name, i.guest_id, {_topic(0)}, {_topic(1)}
"""  # noqa: S608 (constants)
FACTS = 16  # which of the columns is JSON
PLAIN = (
    *(
        "kind",
        "touch",
        "topic",
        "source",
        "day",
        "at",
        "text",
        "room_no",
        "facts",
        "staff",
        "owner",
        "owner_name",
    ),
    *("department", "due_at", "settled_at", "settled_name", "outcome", "made_at", "by_name"),
)
# The columns as JSON tells them, for msgspec to give each its type back.
_Row = tuple[
    int, str, str, date, str, UUID | None, datetime | None, datetime | None, str, datetime, str,
    str, str, datetime | None, int | None, str, str, UUID | None, str, str, str, int, str, str,
]  # fmt: skip
OF = f"""
SELECT {COLUMNS} FROM guests_interaction i
 WHERE i.guest_id = ANY(%(rows)s) AND (%(before)s::bigint IS NULL OR i.id < %(before)s::bigint)
 ORDER BY i.id DESC LIMIT %(limit)s
"""  # noqa: S608 (constants)
# The last ones of the card's guest g, as JSON.
OF_CARD = f"""
SELECT json_agg(x.told)::text FROM (
  SELECT json_build_array({COLUMNS}) AS told FROM guests_interaction i WHERE i.guest_id = ANY({ALL_OF_G})
   ORDER BY i.id DESC LIMIT 5) x
"""  # noqa: S608 (constants)
ONE = f"SELECT {COLUMNS} FROM guests_interaction i WHERE i.guest_id = ANY(%s) AND i.id = %s"  # noqa: S608
KEYED = f"SELECT {COLUMNS}, i.key FROM guests_interaction i WHERE i.key = ANY(%s)"  # noqa: S608
# In the order of the keys: two writers of the same things wait for each other in turn, and never in a circle.
PUT = f"""
INSERT INTO guests_interaction AS i (guest_id, kind, source, day, text, key, owner, owner_name, due_at, outcome, made_at,
       by_name, touch, topic, at, stay, facts, staff, department, settled_name)
SELECT x.guest, x.kind, x.source, x.day, x.text, x.key, x.owner, x.owner_name, x.due_at, '', x.now, left(x.by_name, 80),
       x.touch, x.topic, x.at, x.stay, coalesce(x.facts, '{{}}'), x.staff, x.department, ''
  FROM jsonb_to_recordset(%s::jsonb) AS x(guest bigint, kind text, source text, day date, text text, key text, owner uuid,
       owner_name text, due_at timestamptz, now timestamptz, by_name text, touch text, topic text, at timestamptz,
       stay bigint, facts jsonb, staff uuid, department text)
 ORDER BY x.key
ON CONFLICT (key) DO NOTHING RETURNING {COLUMNS}, i.key
"""  # noqa: S608
CHANGE = f"""
UPDATE guests_interaction i SET outcome = coalesce(%(outcome)s::text, outcome), owner = coalesce(%(owner)s::uuid, owner),
       owner_name = CASE WHEN %(owner)s::uuid IS NULL THEN owner_name ELSE %(owner_name)s END,
       due_at = coalesce(%(due_at)s::timestamptz, due_at),
       settled_name = CASE WHEN %(settled)s::boolean IS NULL OR %(settled)s::boolean AND settled_at IS NOT NULL
                           THEN settled_name WHEN %(settled)s::boolean THEN %(by_name)s ELSE '' END,
       settled_at = CASE WHEN %(settled)s::boolean IS NULL THEN settled_at
                         WHEN %(settled)s::boolean THEN coalesce(settled_at, %(now)s::timestamptz) END
 WHERE i.id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
