"""The remark tasks of a property, as the front desk works through them.

On the list are the tasks of guests' last visits: an earlier visit's remark can no longer be written. Those still
in time come first, the soonest due on top; then those past their time, the latest missed on top. What was missed
more than LOOKS_BACK_DAYS ago is off the list, so that years of imported history do not bury today; it stays in the
figures.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

import psycopg
from psycopg.rows import dict_row

from kernel import money, phones
from kernel.errors import Refused
from loyalty.remarks import noted
from loyalty.remarks.completion import WORKS
from loyalty.remarks.nickname import Fields, fields_of, full, length
from loyalty.remarks.proposals import Known, Proposal, propose

Raw = psycopg.Connection[tuple[Any, ...]]
State = Literal["open", "missing_phone", "overdue", "done", "in_house"]


class NoSuchClerk(Refused):
    code = "no_such_clerk"
    status = 422
    zh = "没有这个前台员工。"
    en = "There is no such clerk."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks, and after which one. `clerks` None: everybody's, '': the unassigned pool."""

    state: State
    now: datetime
    limit: int
    clerks: list[str] | None = None
    after: tuple[int, datetime, int] | None = None  # part of the list, its moment, task


def listed(raw: Raw, wanted: Wanted) -> list[tuple[tuple[int, datetime, int], dict[str, Any]]]:
    """(place in the list, task) for the cursor and the page; one more than the limit when there is more."""
    found: list[tuple[tuple[int, datetime, int], dict[str, Any]]] = []
    for number, part in enumerate(PARTS[wanted.state]):
        left = wanted.limit + 1 - len(found)
        if left <= 0 or (wanted.after and wanted.after[0] > number):
            continue
        after = wanted.after[1:] if wanted.after and wanted.after[0] == number else (None, None)
        values = {"now": wanted.now, "clerks": wanted.clerks, "at": after[0], "id": after[1], "left": left}
        for row in _rows(raw, part.sql, values):
            found.append(((number, row["moment"], row["id"]), told(row, wanted.now)))
    return found


def one(raw: Raw, task_id: int, now: datetime) -> dict[str, Any] | None:
    """One task, whatever its state."""
    rows = _rows(raw, ONE, {"id": task_id})
    return told(rows[0], now) if rows else None


def counts(raw: Raw, now: datetime, day_began: datetime, clerks: list[str] | None = None) -> dict[str, int]:
    """How many tasks are open, lack a phone, are overdue, and were done since the property's day began."""
    (row,) = _rows(raw, COUNTS, {"now": now, "began": day_began, "clerks": clerks})
    return row


def assign(raw: Raw, task_id: int, clerk_id: int | None) -> date | None:
    """Give a task to a clerk, or back to the pool; the day of its visit, None when there is no such task.

    A hand-made assignment outlives what the PMS says.
    """
    clerk = ""
    if clerk_id is not None:
        found = raw.execute("SELECT external_id FROM stays_clerk WHERE id = %s", [clerk_id]).fetchone()
        if found is None:
            raise NoSuchClerk
        clerk = found[0]
    row = raw.execute(ASSIGN, [clerk, task_id]).fetchone()
    return row[0] if row else None


def told(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A task as the interface has it."""
    finished, due_at = row["completed_at"], row["due_at"]
    assignee = None
    if row["clerk_id"]:
        assignee = {"id": str(row["clerk_id"]), "name": row["clerk_name"] or row["clerk"]}
    return {
        "id": str(row["id"]),
        "guest": {
            "id": str(row["guest_id"]),
            "name": row["name"],
            "phone": phones.mask(row["phone"]),
            "visits": row["visits"],
        },
        "visit": {
            "id": str(row["visit_id"]),
            **{name: row[name] for name in VISIT},
            "rate": money.amount(row["rate_cents"]),
        },
        "proposal": told_proposal(propose(_known(row)), _fields(row), row["requests"]),
        "due_at": due_at,
        "overdue": finished is None and due_at is not None and due_at < now,
        "assignee": assignee,
        "works": {work: row[f"{work}_done"] for work in WORKS},
        "wrong": row["wrong"],
        "completed_at": finished,
        "completed_by": row["completed_name"] or None,
        "can_undo": row["can_undo"],
    }


def told_proposal(proposal: Proposal, fields: Fields, requests: list[str]) -> dict[str, Any]:
    return {
        "nickname": proposal.nickname,
        "fields": told_fields(fields),
        "fitted": proposal.fitted.text,
        "fitted_length": proposal.fitted.length,
        "fitted_steps": proposal.fitted.steps,
        "fits": proposal.fitted.fits,
        "tags": [{"name": word, "chosen": chosen} for word, chosen in proposal.tags],
        "description": proposal.description,
        "description_length": length(proposal.description),
        "none_noted": proposal.none_noted,
        "requests": requests,
    }


def told_fields(fields: Fields) -> dict[str, Any]:
    return {
        "name": fields.name,
        "count": fields.count,
        "source": fields.source,
        "room": fields.room,
        "rate": fields.rate,
        "date": f"{fields.day:%Y%m%d}",
    }


def _rows(raw: Raw, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return raw.cursor(row_factory=dict_row).execute(sql, values).fetchall()


def _fields(row: dict[str, Any]) -> Fields:
    """The visit's six contents: as the journey keeps them for the last visit, else from the visit itself."""
    if row["ordinal"] == row["visits"] and (kept := fields_of(row["nickname"])):
        return kept
    rate = money.whole(row["rate_cents"])
    return Fields(row["name"], row["ordinal"], row["source"], row["room_no"], rate, row["check_in_on"])


def _known(row: dict[str, Any]) -> Known:
    fields, known = _fields(row), noted.read(row["noted"])
    return Known(
        nickname=row["nickname"] if row["ordinal"] == row["visits"] else full(fields),
        fields=fields,
        short=row["short"] or "",
        channel=row["channel"],
        tags=row["tags"],
        requests=[*row["requests"], *row["earlier_requests"]],
        description=row["description"] or "",
        none_noted=bool(row["none_noted"]),
        habits=known.habits,
        problems=known.problems,
        held=known.held,
    )


VISIT = (
    "ordinal", "check_in_on", "check_out_on", "checked_out_at", "channel", "source", "room_no", "room_type",
)  # fmt: skip

TASKS = """
SELECT {moment} AS moment, t.id, t.due_at, t.nickname_done, t.tags_done, t.phone_done, t.description_done, t.wrong,
       t.completed_at, t.completed_name, t.before IS NOT NULL AS can_undo, t.clerk,
       c.id AS clerk_id, c.name AS clerk_name,
       g.id AS guest_id, g.name, g.phone, g.visits, g.nickname, g.tags,
       v.id AS visit_id, v.ordinal, v.check_in_on, v.check_out_on, v.checked_out_at, v.channel, v.source, v.room_no,
       v.room_type, v.rate_cents, s.short, r.description, r.none_noted, q.requests, q.earlier_requests, ({noted}) AS noted
  FROM remarks_task t
  JOIN stays_visit v ON v.id = t.visit_id
  JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN stays_source s ON s.name = v.source
  LEFT JOIN stays_clerk c ON c.external_id = t.clerk
  LEFT JOIN remarks_remark r ON r.guest_id = g.id
  CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT u.request) FILTER (WHERE y.visit_id = v.id), '{{}}') AS requests,
               coalesce(array_agg(DISTINCT u.request) FILTER (WHERE y.visit_id <> v.id), '{{}}') AS earlier_requests
          FROM (SELECT x.visit_id, x.requests FROM stays_stay x
                 WHERE x.guest_id = g.id AND x.visit_id IS NOT NULL AND x.check_in_on <= v.check_out_on
                 ORDER BY x.check_in DESC LIMIT 4) y, unnest(y.requests) AS u(request)) q
 WHERE {condition}
"""
ONE = TASKS.format(moment="t.due_at", condition="t.id = %(id)s", noted=noted.OF_GUEST)
PAGE = (
    " AND NOT g.secret AND (%(clerks)s::text[] IS NULL OR t.clerk = ANY(%(clerks)s))"
    " AND (%(at)s::timestamptz IS NULL OR ({moment}, t.id) {after} (%(at)s::timestamptz, %(id)s::bigint))"
    " ORDER BY {moment} {order}, t.id {order} LIMIT %(left)s"
)


class Part(NamedTuple):
    """One stretch of a list, in one order."""

    condition: str
    moment: str
    order: str

    @property
    def sql(self) -> str:
        after = ">" if self.order == "ASC" else "<"
        tasks = TASKS.format(moment=self.moment, condition=self.condition, noted=noted.OF_GUEST)
        return tasks + PAGE.format(moment=self.moment, after=after, order=self.order)

    def where(self, condition: str) -> "Part":
        return self._replace(condition=f"{self.condition} AND {condition}")


LOOKS_BACK_DAYS = 30
OPEN = (
    "t.completed_at IS NULL AND v.ordinal = g.visits"
    f" AND (t.due_at IS NULL OR t.due_at > %(now)s - interval '{LOOKS_BACK_DAYS} days')"
)
IN_TIME = Part(f"{OPEN} AND t.due_at >= %(now)s", "t.due_at", "ASC")
MISSED = Part(f"{OPEN} AND t.due_at < %(now)s", "t.due_at", "DESC")
PARTS: dict[State, tuple[Part, ...]] = {
    "open": (IN_TIME, MISSED),
    "missing_phone": (IN_TIME.where("g.phone IS NULL"), MISSED.where("g.phone IS NULL")),
    "overdue": (MISSED,),
    "done": (Part("t.completed_at IS NOT NULL", "t.completed_at", "DESC"),),
    "in_house": (Part(f"{OPEN} AND t.due_at IS NULL", "v.check_in_on::timestamptz", "DESC"),),
}
COUNTS = f"""
SELECT o.open, o.missing_phone, o.overdue, d.done_today
  FROM (SELECT count(*) AS open, count(*) FILTER (WHERE g.phone IS NULL) AS missing_phone,
               count(*) FILTER (WHERE t.due_at < %(now)s) AS overdue
          FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id JOIN guests_guest g ON g.id = v.guest_id
         WHERE {OPEN} AND t.due_at IS NOT NULL AND NOT g.secret
           AND (%(clerks)s::text[] IS NULL OR t.clerk = ANY(%(clerks)s))) o,
       (SELECT count(*) AS done_today FROM remarks_task t
         WHERE t.completed_at >= %(began)s AND (%(clerks)s::text[] IS NULL OR t.clerk = ANY(%(clerks)s))) d
"""  # noqa: S608 (put together from constants)
ASSIGN = """
UPDATE remarks_task t SET clerk = %s, assigned_by_hand = true FROM stays_visit v
 WHERE t.id = %s AND v.id = t.visit_id RETURNING v.check_in_on
"""
