"""The tasks of a day: what is to be prepared, by which department, and who did it.

Doing one counts what it used up; opening it again takes that back. Secret guests' are in no list.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from kernel import clock, money
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.owners import departments
from loyalty.owners.departments import Department
from loyalty.products import consuming

MOST = 2_000
CARRIED_DAYS = 14  # an open task of a guest in the house stays on the list so long
STATES = ("open", "done", "skipped")


class NoSuchTask(Refused):
    code = "no_such_task"
    status = 404
    zh = "没有这项任务。"
    en = "There is no such task."


class TaskWithdrawn(Refused):
    code = "task_withdrawn"
    zh = "这项任务已撤回：入住单取消、未到或已改动。"
    en = "This task was withdrawn: its stay was cancelled, not shown or changed."


class TaskSettled(Refused):
    code = "task_settled"
    zh = "{name}刚处理过这项任务，请先改回未做。"
    en = "{name} has settled this task meanwhile: open it again first."


@dataclass(frozen=True, slots=True)
class Task:
    """One of them; `guest` stands for the person, `version` changes with the row."""

    id: int
    kind: str
    code: str
    guest: int
    guest_name: str
    stay: int
    room_no: str
    day: date
    until: date
    department: str
    says: str
    says_en: str
    why: str
    why_en: str
    announced: bool
    cost_cents: int
    state: str
    note: str
    settled_at: datetime | None
    settled_name: str
    version: str
    earlier: list[dict[str, Any]]  # doings for arrivals that were then moved

    @property
    def spent_cents(self) -> int:
        """What its doings have cost, those in vain too."""
        now = self.cost_cents if self.state == "done" else 0
        return now + sum(int(doing["cost_cents"]) for doing in self.earlier)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a reader sees tasks: in this house's departments; without the costs, or what he may not know of."""

    departments: Mapping[str, Department]
    costs: bool
    hidden: Collection[str] = ()

    def told(self, task: Task) -> dict[str, Any]:
        """The task as the interface has it."""
        return {
            **{name: getattr(task, name) for name in PLAIN},
            "id": str(task.id),
            "guest": str(task.guest),
            "stay": str(task.stay),
            "department_name": departments.words(dict(self.departments), task.department),
            "says": {"zh": task.says, "en": task.says_en or task.says},
            "why": {"zh": task.why, "en": task.why_en or task.why},
            "cost": money.amount(task.cost_cents) if self.costs else None,
            "earlier": [{name: doing[name] for name in DOING} for doing in task.earlier],
        }

    def shows(self, task: Task) -> bool:
        return not (task.kind == "preference" and task.code in self.hidden)


def of_days(raw: Statements, start: date, end: date, *, carried: bool) -> list[Task]:
    """The tasks of arrivals from `start` to `end`; `carried`: also what is open for guests who came before and stay, or
    were booked for the day before and may come after midnight."""
    asked = {"from": start, "to": end, "since": start - timedelta(days=CARRIED_DAYS), "carried": carried}
    return [_read(row) for row in raw.execute(OF_DAYS, {**asked, "most": MOST}).fetchall()]


def of_stays(raw: Statements, stays: Collection[int]) -> dict[int, list[Task]]:
    """Stay -> what stands for it."""
    found: dict[int, list[Task]] = defaultdict(list)
    for row in raw.execute(OF_STAYS, (array(sorted(stays)),)).fetchall():
        task = _read(row)
        found[task.stay].append(task)
    return found


def one(raw: Statements, number: int) -> Task:
    """Raises NoSuchTask, also for a secret guest's."""
    row = raw.execute(ONE, (number,)).fetchone()
    if row is None:
        raise NoSuchTask
    return _read(row)


def _read(row: Sequence[Any]) -> Task:
    values: list[Any] = [*row[:-1], msgspec.json.decode(row[-1])]
    return Task(*values)


def settle(
    raw: Statements, number: int, state: str, note: str | None, *, by: UUID | None, by_name: str
) -> tuple[Task, bool]:
    """Say what became of it; the task, and whether that changed anything. NoSuchTask, TaskWithdrawn, TaskSettled.

    Of two who do it at once the second finds it done; who would leave out what another has done is told so.
    """
    with transaction.atomic():
        one(raw, number)
        locked = raw.execute(LOCK, (number,)).fetchone()
        if locked is None:
            raise NoSuchTask
        before, gives, stay = locked
        if before == "withdrawn":
            raise TaskWithdrawn
        task = one(raw, number)
        if task.state == state and note in (None, task.note):
            return task, False
        if "open" not in (task.state, state) and task.state != state:
            raise TaskSettled(name=task.settled_name)
        # Its arrival is not moved meanwhile: either this is done for the new day, or the worker finds it done for the old.
        raw.execute(LOCK_STAY, (stay,))
        values = {"id": number, "state": state, "note": note, "by": by, "name": by_name[:80]}
        raw.execute(SETTLE, {**values, "now": clock.now(), "again": before != state})
        _count(raw, task, before, state, gives, by_name)
        return one(raw, number), True


def _count(raw: Statements, task: Task, before: str, state: str, gives: str, by: str) -> None:
    """What was used up is the guest's consumption, paid by the house; of what was done in vain too."""
    key = f"task:{task.id}:{len(task.earlier) + 1}" if task.earlier else f"task:{task.id}"
    if before == "done" and state != "done":
        consuming.take_back(raw, key, by)
    # What is no product stands among them, named and with its cost (wanting.Given): nothing is left of the whole.
    if state == "done" and (given := msgspec.json.decode(gives)):
        consuming.give(raw, task.guest, task.stay, given, key, by)


def counts(tasks: Sequence[Task]) -> dict[str, dict[str, int]]:
    """Department -> how many are open, done, skipped."""
    found: dict[str, dict[str, int]] = {}
    for task in tasks:
        if task.state in STATES:
            found.setdefault(task.department, dict.fromkeys(STATES, 0))[task.state] += 1
    return found


PLAIN = (
    "kind", "code", "guest_name", "room_no", "day", "until", "department", "announced", "state", "note", "settled_at",
    "settled_name", "version",
)  # fmt: skip
DOING = ("day", "room_no", "at", "name", "note")
# A task is its stay's guest's: records that were merged or told apart take theirs along.
_TASK = """
SELECT t.id, t.kind, t.code, g.id, g.name, t.stay, coalesce(s.room_no, ''), t.day, t.until, t.department, t.says,
       t.says_en, t.why, t.why_en, t.announced, t.cost_cents, t.state, t.note, t.settled_at, t.settled_name, t.xmin::text,
       t.earlier::text
  FROM desk_task t
  LEFT JOIN stays_stay s ON s.id = t.stay
  JOIN guests_guest a ON a.id = coalesce(s.guest_id, t.guest_id)
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE NOT g.secret
"""
# What was complained of may have been settled since the task was made.
HOLDS = """ AND NOT (t.kind = 'complaint' AND t.state = 'open' AND EXISTS (SELECT FROM guests_interaction i
              WHERE i.id = CASE WHEN t.kind = 'complaint' THEN t.code::bigint END AND i.settled_at IS NOT NULL))"""
# Whose visit is on: on whichever of its stays.
STAYS_ON = """EXISTS (SELECT FROM stays_stay x WHERE x.guest_id = s.guest_id AND x.visit_id = s.visit_id
                  AND x.status = 'in_house')"""
ONE = f"{_TASK} AND t.id = %s"
OF_DAYS = f"""{_TASK}{HOLDS} AND t.day BETWEEN %(since)s AND %(to)s
   AND (t.day >= %(from)s
        OR %(carried)s::boolean AND t.state = 'open' AND t.until >= %(from)s
           AND ({STAYS_ON} OR s.status = 'booked' AND t.day >= %(from)s::date - 1))
 ORDER BY t.day, s.check_in, t.stay, t.id LIMIT %(most)s
"""
OF_STAYS = (
    f"""{_TASK}{HOLDS} AND t.stay = ANY(%s::bigint[]) AND t.state <> 'withdrawn' ORDER BY t.stay, t.id"""
)
LOCK = "SELECT state, products::text, stay FROM desk_task WHERE id = %s FOR UPDATE"
LOCK_STAY = "SELECT FROM stays_stay WHERE id = %s FOR SHARE"
SETTLE = f"""
UPDATE desk_task k SET state = %(state)s::text, note = coalesce(%(note)s::text, k.note),
       settled_at = CASE WHEN %(state)s::text = 'open' THEN NULL WHEN %(again)s::boolean THEN %(now)s::timestamptz ELSE k.settled_at END,
       settled_by = CASE WHEN %(state)s::text = 'open' THEN NULL WHEN %(again)s::boolean THEN %(by)s::uuid ELSE k.settled_by END,
       settled_name = CASE WHEN %(state)s::text = 'open' THEN '' WHEN %(again)s::boolean THEN %(name)s::text ELSE k.settled_name END,
       done_day = CASE WHEN NOT %(again)s::boolean THEN k.done_day WHEN %(state)s::text = 'done' THEN f.day END,
       done_room = CASE WHEN NOT %(again)s::boolean THEN k.done_room WHEN %(state)s::text = 'done' THEN f.room ELSE '' END,
       met = CASE WHEN NOT %(again)s::boolean THEN k.met ELSE %(state)s::text = 'done' AND f.met END
  FROM (SELECT max(s.check_in_on) AS day, coalesce(max(s.room_no), '') AS room,
               coalesce(bool_or(s.status IN ('in_house', 'checked_out') OR {STAYS_ON}), false) AS met
          FROM desk_task t JOIN stays_stay s ON s.id = t.stay WHERE t.id = %(id)s) f
 WHERE k.id = %(id)s
"""  # noqa: S608 (put together from constants)
