"""The remark task of every counted visit follows the visit: who writes it, until when, and what is done already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel import money
from kernel.statements import array
from loyalty.journey.scene import GUEST_COLUMNS, Person, Raw
from loyalty.journey.writing import VisitWrite
from loyalty.remarks import nickname
from loyalty.remarks.shifts import Watch, shift_at

PHONE = GUEST_COLUMNS.index("phone")


@dataclass(frozen=True, slots=True)
class Desk:
    """What assigning and due times need to know of the property."""

    zone: ZoneInfo
    deadline: timedelta
    watches: Sequence[Watch]


@dataclass(frozen=True, slots=True)
class Written:
    """The newest remark that staff wrote for a guest."""

    nickname: str
    described: bool
    none_noted: bool
    written_at: datetime


def fields(guest: Person, write: VisitWrite) -> nickname.Fields:
    """The six contents of the remark as the stays have them."""
    shown = write.draft.shown
    name = guest.name if "name" in guest.by_hand else shown.guest_name
    return nickname.Fields(
        name,
        write.draft.ordinal,
        shown.source,
        shown.room_no,
        money.whole(shown.rate_cents),
        shown.check_in_on,
    )


def remarks_of(raw: Raw, guests: Iterable[int]) -> dict[int, Written]:
    """The newest remark of each standing guest, its own or that of a row merged into it."""
    found: dict[int, Written] = {}
    for guest_id, *values in raw.execute(REMARKS, {"ids": list(guests)}, binary=True):
        found[guest_id] = Written(*values)
    return found


def follow_tasks(
    raw: Raw, writes: Sequence[VisitWrite], desk: Desk, written: dict[int, Written], shorts: dict[str, str]
) -> None:
    """Make or move the tasks of these visits. A task once complete stays so."""
    rows: list[tuple[Any, ...]] = []
    for write in writes:
        out, guest = write.draft.checked_out_at, write.guest
        due_at = out + desk.deadline if out else None
        clerk, shift = _assigned(write, desk)
        remark = written.get(guest.id)
        if not _moves(write, clerk, due_at) and not (write.last and _progresses(write, remark)):
            continue
        agrees = bool(write.last and remark and _agrees(remark, write, shorts))
        described = bool(remark and (remark.described or remark.none_noted))
        rows.append(
            (
                write.id, guest.id, clerk, shift, due_at, agrees, bool(guest.tags), guest.phone is not None, described,
                bool(remark and remark.none_noted), remark.written_at if remark and agrees else None,
            )
        )  # fmt: skip
    if not rows:
        return
    raw.execute(TASKS, [array(column) for column in zip(*rows, strict=True)])
    if any(row[5] for row in rows):  # a remark agrees: its task may be complete now
        raw.execute(REMARK_COMPLETE, ([row[1] for row in rows if row[5]],))


def _moves(write: VisitWrite, clerk: str, due_at: datetime | None) -> bool:
    """True when the task is missing or its guest, clerk or due time is another."""
    old = write.known
    if old is None or old.clerk is None:
        return True
    return (
        old.task_guest_id != write.guest.id
        or old.due_at != due_at
        or (not old.by_hand and old.clerk != clerk)
    )


def _progresses(write: VisitWrite, remark: Written | None) -> bool:
    """True when an open task may have got further: a remark stands, or the phone has come to be known."""
    old, before = write.known, write.guest.before
    if old is not None and old.task_complete:
        return False
    return remark is not None or (
        before is not None and before[PHONE] is None and write.guest.phone is not None
    )


def _assigned(write: VisitWrite, desk: Desk) -> tuple[str, str]:
    """The clerk who checked the guest in, else the holder of the shift at that hour, else nobody."""
    moment = write.draft.stays[0].check_in
    shift = shift_at(desk.watches, moment.astimezone(desk.zone).time()) if desk.watches else None
    if write.draft.clerk:
        return write.draft.clerk, shift.name if shift else ""
    return (shift.holder, shift.name) if shift else ("", "")


def _agrees(remark: Written, write: VisitWrite, shorts: dict[str, str]) -> bool:
    if not remark.nickname:
        return False
    expected = fields(write.guest, write)
    return not nickname.disagreements(remark.nickname, expected, shorts.get(expected.source, ""))


REMARKS = """
SELECT DISTINCT ON (1) coalesce(g.merged_into_id, g.id), r.nickname, r.description <> '', r.none_noted, r.written_at
  FROM remarks_remark r JOIN guests_guest g ON g.id = r.guest_id
 WHERE g.id = ANY(%(ids)s) OR g.merged_into_id = ANY(%(ids)s) ORDER BY 1, r.written_at DESC
"""
TASKS = """
INSERT INTO remarks_task AS t (visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done,
                               description_done, none_noted, completed_at, assigned_by_hand, wrong, written, expected,
                               completed_name)
SELECT visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done, description_done, none_noted,
       CASE WHEN nickname_done AND tags_done AND phone_done AND description_done THEN written_at END,
       false, '', '', '', ''
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::boolean[], %s::boolean[],
              %s::boolean[], %s::boolean[], %s::boolean[], %s::timestamptz[])
       AS u(visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done, description_done,
            none_noted, written_at)
ON CONFLICT (visit_id) DO UPDATE SET
   guest_id = EXCLUDED.guest_id,
   clerk = CASE WHEN t.assigned_by_hand THEN t.clerk ELSE EXCLUDED.clerk END,
   shift = EXCLUDED.shift,
   due_at = EXCLUDED.due_at,
   nickname_done = CASE WHEN t.completed_at IS NULL THEN EXCLUDED.nickname_done ELSE t.nickname_done END,
   tags_done = t.tags_done OR EXCLUDED.tags_done,
   phone_done = t.phone_done OR EXCLUDED.phone_done,
   description_done = t.description_done OR EXCLUDED.description_done,
   none_noted = t.none_noted OR EXCLUDED.none_noted,
   completed_at = coalesce(t.completed_at, EXCLUDED.completed_at)
"""
REMARK_COMPLETE = """
UPDATE guests_guest g SET remark_complete = t.completed_at IS NOT NULL
  FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id
 WHERE g.id = ANY(%s) AND v.guest_id = g.id AND v.ordinal = g.visits
   AND g.remark_complete IS DISTINCT FROM (t.completed_at IS NOT NULL)
"""
