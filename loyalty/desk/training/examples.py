"""Real cases of a range of days: what was written and what was expected. Names are masked, numbers are not shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from kernel import clock
from kernel.statements import Statements
from loyalty.desk.saying.script_texts import BY_CODE
from loyalty.desk.training import masking
from loyalty.desk.training.misses import WHAT, WRONG, Words
from loyalty.owners import departments
from loyalty.remarks import worklist
from loyalty.remarks.completion import WORKS, own_words

MOST = 20
ASK = Words("离店前问客人要手机号", "Ask the guest for a number before departure")


@dataclass(frozen=True, slots=True)
class Example:
    """One of them. `kind` is a work, 'script' or 'surprise'."""

    kind: str
    what: Words
    wrote: str
    expected: Words
    day: date
    ordinal: int | None
    name: str  # of who had the task, as the PMS or the account has it


def listed(
    raw: Statements,
    start: date,
    end: date,
    *,
    today: date,
    staff: UUID | None = None,
    hidden: Collection[str] = (),
) -> list[Example]:
    """Of everybody or of one person, the newest first. `hidden`: sensitive words the reader does not see."""
    values = {"start": start, "end": end, "today": today, "staff": staff, "limit": MOST}
    found = [
        *_remarks(raw, values, hidden),
        *(_script(row) for row in raw.execute(SCRIPTS, values).fetchall() if row[0] in BY_CODE),
        *_surprises(raw, values, staff),
    ]
    return sorted(found, key=lambda each: each.day, reverse=True)[:MOST]


def _remarks(raw: Statements, values: dict[str, Any], hidden: Collection[str]) -> Iterator[Example]:
    cursor = raw.connection.cursor(row_factory=dict_row)
    for row in cursor.execute(TASKS, values).fetchall():
        names = [row["name"], row["pms_name"] or ""]
        at = row["check_in_on"], row["ordinal"], row["clerk_name"]
        if row["wrong"]:
            expected = masking.nickname(row["expected"], names)
            what = Words(f"昵称：{WRONG[row['wrong']].zh}", f"The nickname: {WRONG[row['wrong']].en}")
            wrote = masking.nickname(row["written"], names, (row["source"], row["short"] or ""))
            yield Example("nickname", what, wrote, Words(expected, expected), *at)
        missing = [
            work for work in WORKS if not row[f"{work}_done"] and not (work == "nickname" and row["wrong"])
        ]
        task = worklist.one(raw.connection, row["id"], clock.now()) if missing else None
        if task is not None:
            yield from (_missing(work, task["proposal"], names, hidden, at) for work in missing)


def _missing(
    work: str, proposal: dict[str, Any], names: list[str], hidden: Collection[str], at: tuple[date, int, str]
) -> Example:
    """What could have been written: what the product proposed, without what the reader does not see."""
    if work == "phone":
        expected = ASK
    else:
        text = {
            "nickname": masking.nickname(proposal["nickname"], names),
            "tags": "、".join(t["name"] for t in proposal["tags"] if t["chosen"] and t["name"] not in hidden),
            "description": masking.words(own_words(proposal["description"]), names),
        }[work]
        expected = Words(text, text)
    zh, en = WHAT[work]
    return Example(work, Words(f"{zh}没有写", f"{en}: not written"), "", expected, *at)


def _script(row: tuple[Any, ...]) -> Example:
    code, day, ordinal, by_name = row
    name = BY_CODE[code].name
    what = Words("话术没有用", "A script was not used")
    return Example("script", what, "", Words(name.zh, name.en), day, ordinal, by_name)


def _surprises(raw: Statements, values: dict[str, Any], staff: UUID | None) -> Iterator[Example]:
    groups = [each.code for each in departments.listed(raw) if staff is None or staff in each.members]
    for says, says_en, note, day, ordinal, name, *names in raw.execute(
        SURPRISES, {**values, "departments": groups}
    ):
        what = Words("惊喜没有做", "A surprise was not done")
        yield Example(
            "surprise",
            what,
            masking.words(note, (each for each in names if each)),
            Words(says, says_en or says),
            day,
            ordinal,
            name,
        )


TASKS = """
SELECT t.id, t.wrong, t.written, t.expected, t.nickname_done, t.tags_done, t.phone_done, t.description_done,
       v.check_in_on, v.ordinal, v.source, o.short, g.name, coalesce(nullif(c.name, ''), t.clerk) AS clerk_name,
       (SELECT s.guest_name FROM stays_stay s WHERE s.visit_id = v.id ORDER BY s.check_in DESC LIMIT 1) AS pms_name
  FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN stays_clerk c ON c.external_id = t.clerk
  LEFT JOIN stays_source o ON o.name = v.source
 WHERE v.check_in_on BETWEEN %(start)s AND %(end)s AND v.checked_out_at IS NOT NULL AND NOT g.secret AND t.clerk <> ''
   AND (%(staff)s::uuid IS NULL OR c.staff = %(staff)s::uuid)
   AND (t.completed_at IS NULL OR t.wrong <> '')
 ORDER BY v.check_in_on DESC, v.id DESC LIMIT %(limit)s
"""
SCRIPTS = """
SELECT u.code, u.day, v.ordinal, u.by_name
  FROM desk_scriptuse u JOIN guests_guest g ON g.id = u.guest_id
  LEFT JOIN stays_stay s ON s.id = u.stay LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE u.day BETWEEN %(start)s AND %(end)s AND NOT u.used AND NOT g.secret AND u.by IS NOT NULL
   AND (%(staff)s::uuid IS NULL OR u.by = %(staff)s::uuid) ORDER BY u.day DESC, u.id DESC LIMIT %(limit)s
"""
SURPRISES = """
SELECT t.says, t.says_en, t.note, t.day, v.ordinal, t.settled_name, g.name, a.name, s.guest_name
  FROM desk_task t LEFT JOIN stays_stay s ON s.id = t.stay LEFT JOIN stays_visit v ON v.id = s.visit_id
  JOIN guests_guest a ON a.id = coalesce(s.guest_id, t.guest_id)
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE t.kind = 'surprise' AND t.day BETWEEN %(start)s AND %(end)s AND NOT g.secret
   AND (t.state = 'skipped' AND (%(staff)s::uuid IS NULL OR t.settled_by = %(staff)s::uuid)
        OR t.state = 'open' AND t.day < %(today)s AND t.department = ANY(%(departments)s::text[]))
 ORDER BY t.day DESC, t.id DESC LIMIT %(limit)s
"""
