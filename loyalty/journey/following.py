"""The remark task of every counted visit follows the visit: who writes it, until when, and what is done already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel import money
from loyalty.journey.scene import GUEST_COLUMNS, Person, Written
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


def tasks(
    writes: Sequence[VisitWrite], desk: Desk, written: Mapping[int, Written], shorts: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """The tasks of these visits that are to be made or moved, as rows of writing.WRITE.

    A task once complete stays so.
    """
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
        tagged, reachable = bool(guest.tags), guest.phone is not None
        if agrees and tagged and reachable and described:
            guest.remark_complete = True
        rows.append(
            (
                write.id, guest.id, clerk, shift, due_at, agrees, tagged, reachable, described,
                bool(remark and remark.none_noted), remark.written_at if remark and agrees else None,
            )
        )  # fmt: skip
    return rows


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


def _agrees(remark: Written, write: VisitWrite, shorts: Mapping[str, str]) -> bool:
    if not remark.nickname:
        return False
    expected = fields(write.guest, write)
    return not nickname.disagreements(remark.nickname, expected, shorts.get(expected.source, ""))
