"""What staff wrote on guests' contacts becomes the guests' remarks and completes their tasks.

The one writer of remarks. A task can be completed only while its visit is the guest's last one, and once
complete it stays so; what is written later changes the guest's remark, never the finished task.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from django.db import transaction

from kernel.errors import Refused
from loyalty.guests import tagging, turns
from loyalty.guests.matching import KINDS
from loyalty.remarks.completion import Kept, Verdict, judge, own_words, says_nothing
from loyalty.remarks.nickname import LONGEST, Fields, fields_of
from loyalty.remarks.statements import (
    CONFIRMED,
    DIRTY_MONTHS,
    ENTER_PHONES,
    READ,
    RESTORE_GUEST,
    RESTORE_TASK,
    UPDATE_GUESTS,
    UPDATE_TASKS,
    UPSERT_REMARKS,
)
from tenants.context import raw_connection
from tenants.telling import tell

CHUNK = 1000
Raw = psycopg.Connection[tuple[Any, ...]]


class NotConfirmed(Refused):
    code = "not_confirmed"
    zh = "这条备注没有可以撤销的确认。"
    en = "There is no confirmation of this remark to undo."


class WrittenSince(Refused):
    code = "written_since"
    zh = "确认之后又有新的备注或入住，不能撤销。"
    en = "The guest was written about, or stayed again, after the confirmation: it cannot be undone."


class NotTheLastVisit(Refused):
    code = "not_the_last_visit"
    zh = "客人之后又入住过，请写最近一次入住的备注。"
    en = "The guest has stayed again since: write the remark of the last visit."


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it: a member of staff, or whoever a partner names."""

    id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What was written for one guest. None means: left as it was."""

    guest_id: int
    author: Author
    written_at: datetime
    reached_at: datetime  # what counts for the deadline
    nickname: str | None = None
    tags: Sequence[str] | None = None
    phone: str | None = None
    description: str | None = None
    none_noted: bool | None = None
    # Confirm the proposal: the nickname is the one the stays give, and it can be undone.
    task_id: int | None = None


@dataclass(slots=True)
class Written:
    """What became of a writing."""

    guest_id: int
    verdict: Verdict
    complete: bool  # the remark of the guest's last visit, as it stands now
    completed_now: bool
    phone_entered: bool


@dataclass(slots=True)
class _Guest:
    """A guest as the writer sees him: row, newest remark, and the task of the last visit."""

    id: int
    nickname: str  # what the stays give
    fields: Fields | None
    phone: str | None
    tags: list[str]
    by_hand: list[str]
    short: str
    kept: Kept
    written_at: datetime | None
    remark: dict[str, Any] | None
    task: dict[str, Any] | None
    changed_at: datetime | None = None
    entered: bool = False  # a phone by hand, where the PMS gave none
    moved: bool = False  # the task's state changed


@transaction.atomic
def write(property_id: int, writings: Iterable[Writing]) -> list[Written | None]:
    """Apply what was written, in the order given; None for a guest that is not there. Any number of writings.

    Where `phone_entered` is told, the caller lets the journey see whom the new number leads to.
    """
    everything = list(writings)
    raw = raw_connection()
    turns.take(raw, property_id)
    results: list[Written | None] = []
    for start in range(0, len(everything), CHUNK):
        part = everything[start : start + CHUNK]
        guests = _read(raw, [writing.guest_id for writing in part])
        results += [_apply(guests.get(writing.guest_id), writing) for writing in part]
        _store(raw, property_id, {guest.id: guest for guest in guests.values()}.values())
    return results


@transaction.atomic
def rejudge(property_id: int, guest_ids: Sequence[int], author: Author, now: datetime) -> list[int]:
    """Judge the open tasks of these guests anew, after their tags or phone were edited; those complete now."""
    raw = raw_connection()
    turns.take(raw, property_id)
    moved: dict[int, _Guest] = {}
    for guest in _read(raw, list(guest_ids)).values():
        if guest.task is not None and guest.task["completed_at"] is None:
            verdict = judge(guest.kept, guest.fields, guest.short, guest.phone)
            _judge_task(guest, verdict, Writing(guest.id, author, now, now), None, entered=False)
            moved[guest.id] = guest
    _store_tasks(raw, property_id, list(moved.values()), now)
    done = [guest.id for guest in moved.values() if guest.task and guest.task["completed_at"]]
    raw.execute("UPDATE guests_guest SET remark_complete = true WHERE id = ANY(%s)", [done])
    return done


@transaction.atomic
def undo(property_id: int, task_id: int, now: datetime) -> int | None:
    """Put back what a confirmation replaced: remark, tags, a phone entered with it, and the open task.

    Returns the guest when a phone went with it, so that the journey can see to whom the stays belong now.
    """
    raw = raw_connection()
    turns.take(raw, property_id)
    row = raw.execute(CONFIRMED, [task_id]).fetchone()
    if row is None or row[0] is None:
        raise NotConfirmed
    guest_id, is_last, confirmed_at, written_at, day = row[1:]
    before = msgspec.json.decode(row[0])
    if not is_last or written_at != confirmed_at:
        raise WrittenSince
    raw.execute(RESTORE_GUEST, {"id": guest_id, "now": now, **before["guest"]})
    if before["entered"]:
        raw.execute("DELETE FROM guests_identity WHERE entry = %s AND kind = %s", [guest_id, KINDS["phone"]])
    raw.execute("DELETE FROM remarks_remark WHERE guest_id = %s", [guest_id])
    if before["remark"]:
        raw.execute(UPSERT_REMARKS, [_json([before["remark"]])])
    raw.execute(RESTORE_TASK, {"id": task_id, **before["task"]})
    raw.execute(DIRTY_MONTHS, {"property": property_id, "at": now, "days": [day]})
    return guest_id if before["entered"] else None


# --- deciding


def _apply(guest: _Guest | None, writing: Writing) -> Written | None:
    if guest is None:
        return None
    if writing.task_id is not None and (guest.task is None or guest.task["id"] != writing.task_id):
        raise NotTheLastVisit
    kept = _merged(guest, writing)
    verdict = judge(kept, guest.fields, guest.short, guest.phone)
    open_task = guest.task is not None and guest.task["completed_at"] is None
    # An older writing that arrives after a newer one changes nothing.
    if guest.written_at is not None and writing.written_at < guest.written_at:
        return Written(guest.id, verdict, not open_task and guest.task is not None, False, False)
    before = _snapshot(guest) if writing.task_id is not None and open_task else None
    entered = verdict.number is not None and guest.phone is None
    if entered:
        guest.phone, guest.entered = verdict.number, True
        guest.by_hand = [*guest.by_hand, "phone"] if "phone" not in guest.by_hand else guest.by_hand
    guest.kept, guest.tags, guest.written_at = kept, list(kept.tags), writing.written_at
    guest.remark, guest.changed_at = _remark(guest.id, kept, writing), writing.reached_at
    completed_now = False
    if open_task:
        completed_now = _judge_task(guest, verdict, writing, before, entered=entered)
    complete = guest.task is not None and guest.task["completed_at"] is not None
    return Written(guest.id, verdict, complete, completed_now, entered)


def _merged(guest: _Guest, writing: Writing) -> Kept:
    """What is kept after this writing."""
    kept = guest.kept
    if writing.task_id is not None and guest.fields is not None:
        kept = replace(kept, nickname=guest.nickname)
    elif writing.nickname is not None:
        kept = replace(kept, nickname=writing.nickname.strip()[:LONGEST])
    if writing.tags is not None:
        kept = replace(kept, tags=tagging.clean(writing.tags))
    if writing.phone is not None:
        kept = replace(kept, phone=writing.phone.strip()[:40])
    if writing.none_noted is not None:
        kept = replace(kept, none_noted=writing.none_noted)
    if writing.description is not None:
        described = own_words(writing.description)
        # Words that say something are an answer, whatever was ticked beside them; words that say nothing are none.
        ticked = bool(writing.none_noted) and not described
        kept = replace(kept, description=described, none_noted=ticked or says_nothing(described))
    return kept


def _judge_task(
    guest: _Guest, verdict: Verdict, writing: Writing, before: dict[str, Any] | None, *, entered: bool
) -> bool:
    """Note the works on the guest's open task; True when this completed it."""
    if (task := guest.task) is None:
        return False
    if before is not None:
        before["entered"] = entered
    first_mistake = verdict.mismatches[0] if verdict.mismatches else None
    task |= {
        "nickname_done": verdict.nickname,
        "tags_done": verdict.tags,
        "phone_done": verdict.phone,
        "description_done": verdict.description,
        "none_noted": guest.kept.none_noted,
        "wrong": verdict.wrong,
        "written": guest.kept.nickname if first_mistake else "",
        "expected": guest.nickname if first_mistake else "",
        "before": before if verdict.complete else None,
    }
    if verdict.complete:
        task |= {
            "completed_at": writing.reached_at,
            "completed_by": writing.author.id,
            "completed_name": writing.author.name[:80],
        }
    guest.moved = True
    return verdict.complete


def _snapshot(guest: _Guest) -> dict[str, Any]:
    task = guest.task or {}
    return {
        "guest": {"tags": guest.tags, "phone": guest.phone, "by_hand": guest.by_hand},
        "remark": guest.remark,
        "task": {name: task[name] for name in TASK_BEFORE},
    }


def _remark(guest_id: int, kept: Kept, writing: Writing) -> dict[str, Any]:
    return {
        "guest_id": guest_id,
        "nickname": kept.nickname,
        "tags": list(kept.tags),
        "phone": kept.phone,
        "description": kept.description,
        "none_noted": kept.none_noted,
        "written_by": writing.author.id,
        "writer": writing.author.name[:80],
        "written_at": writing.written_at,
    }


# --- doing

_encoder = msgspec.json.Encoder()


def _json(rows: Any) -> str:
    return _encoder.encode(rows).decode()


TASK_BEFORE = (
    "nickname_done", "tags_done", "phone_done", "description_done", "none_noted", "wrong", "written", "expected",
)  # fmt: skip


def _read(raw: Raw, guest_ids: list[int]) -> dict[int, _Guest]:
    """The guests by the ids they were asked for; one merged away leads to the one who stands for the person."""
    asked: dict[int, _Guest] = {}
    standing: dict[int, _Guest] = {}
    for asked_id, guest_id, nickname, phone, tags, by_hand, short, remark, task in raw.execute(
        READ, [guest_ids]
    ):
        if guest_id not in standing:
            written = msgspec.json.decode(remark) if remark else None
            standing[guest_id] = _Guest(
                id=guest_id,
                nickname=nickname,
                fields=fields_of(nickname),
                phone=phone,
                tags=tags,
                by_hand=by_hand,
                short=short or "",
                kept=_kept(tags, written),
                written_at=datetime.fromisoformat(written["written_at"]) if written else None,
                remark=written,
                task=msgspec.json.decode(task) if task else None,
            )
        asked[asked_id] = standing[guest_id]
    return asked


def _kept(tags: list[str], remark: dict[str, Any] | None) -> Kept:
    if remark is None:
        return Kept(tags=tags)
    return Kept(remark["nickname"], tags, remark["phone"], remark["description"], remark["none_noted"])


def _store(raw: Raw, property_id: int, guests: Iterable[_Guest]) -> None:
    changed = [guest for guest in guests if guest.changed_at is not None]
    if not changed:
        return
    now = max(guest.changed_at for guest in changed if guest.changed_at)
    raw.execute(UPSERT_REMARKS, [_json([guest.remark for guest in changed])])
    raw.execute(UPDATE_GUESTS, [now, _json([_guest_row(guest) for guest in changed])])
    if entered := [guest for guest in changed if guest.entered]:
        ids, numbers = [guest.id for guest in entered], [guest.phone for guest in entered]
        raw.execute(ENTER_PHONES, {"kind": KINDS["phone"], "ids": ids, "phones": numbers})
    tagging.meet(raw, {tag for guest in changed for tag in guest.tags})
    _store_tasks(raw, property_id, [guest for guest in changed if guest.moved], now)


def _store_tasks(raw: Raw, property_id: int, guests: Sequence[_Guest], now: datetime) -> None:
    """Write the tasks of these guests, and say that the figures of their months are to be computed anew."""
    if guests:
        raw.execute(UPDATE_TASKS, [_json([guest.task for guest in guests])])
        days = [guest.fields.day for guest in guests if guest.fields]
        raw.execute(DIRTY_MONTHS, {"property": property_id, "at": now, "days": days})
        tell(raw, "remark.completed", [g.id for g in guests if g.task and g.task["completed_at"]])


def _guest_row(guest: _Guest) -> dict[str, Any]:
    complete = guest.task is not None and guest.task["completed_at"] is not None
    return {
        "id": guest.id,
        "tags": guest.tags,
        "phone": guest.phone,
        "by_hand": guest.by_hand,
        "complete": complete,
    }
