"""Remarks: the worklist, confirming with one touch, what staff wrote, texts pasted from their contacts."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.guests import GuestBase, number
from api.v1.remark_shapes import (
    Assign,
    Confirm,
    Confirmed,
    RemarkIn,
    RemarkJudged,
    TaskOut,
    TaskPage,
    TasksAsked,
    Texts,
    TextsRead,
    TextsRecorded,
)
from api.views import Needs
from billing.standing import Act
from kernel import clock
from loyalty.journey import remarking
from loyalty.journey.remarking import Contact, Recorded
from loyalty.remarks import pasting, worklist
from loyalty.remarks.nickname import Parsed, Unparsed
from loyalty.remarks.pasting import PROBLEMS, Line, Read
from loyalty.remarks.worklist import Wanted
from loyalty.remarks.writing import Author, Writing, Written
from staff.roles import Ability
from tenants.context import raw_connection

CLOCKS_DIFFER_BY = timedelta(minutes=5)


class TasksView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(TasksAsked),
        responses={200: TaskPage},
        summary="Remark tasks: the soonest due first, then those past their time",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, TasksAsked)
        raw, now, clerks = raw_connection(), clock.now(), self.clerks(asked.assignee)
        wanted = Wanted(asked.state, now, asked.limit, clerks, read(asked.cursor, tuple[int, datetime, int]))
        shown, following = page(worklist.listed(raw, wanted), asked.limit, lambda row: row[0])
        counts = worklist.counts(raw, now, self.day_began(), clerks)
        return answer(
            {"counts": counts, "results": [self.seen(task) for _, task in shown], "next": following}
        )

    def clerks(self, assignee: str | None) -> list[str] | None:
        """External ids of the clerks asked for; [''] is the pool."""
        if assignee is None:
            return None
        if assignee == "unassigned":
            return [""]
        raw = raw_connection()
        if assignee == "me":
            staff = self.caller.staff
            rows = raw.execute(
                "SELECT external_id FROM stays_clerk WHERE staff = %s", [staff.pk if staff else None]
            )
            return [external_id for (external_id,) in rows]
        rows = raw.execute(
            "SELECT external_id FROM stays_clerk WHERE id = %s", [number(assignee, "?assignee")]
        )
        return [external_id for (external_id,) in rows]

    def seen(self, task: dict[str, Any]) -> dict[str, Any]:
        return seen(task, self.hidden())


def seen(task: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """The task without the sensitive words that the caller does not see."""
    if hidden:
        proposed = task["proposal"]
        proposed["tags"] = [tag for tag in proposed["tags"] if tag["name"] not in hidden]
    return task


class TaskView(GuestBase):
    needs: ClassVar[Needs] = Ability.ASSIGN_REMARKS

    @extend_schema(request=Assign, responses={200: TaskOut}, summary="Give a task to a clerk, or to nobody")
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, Assign).assignee
        clerk = number(given, "/assignee") if given is not None else None
        raw = raw_connection()
        with transaction.atomic():
            if id >= 2**63 or worklist.assign(raw, id, clerk) is None:
                raise NotFound
            self.record("remark.assigned", subject=str(id), clerk=clerk)
        return answer(seen(worklist.one(raw_connection(), id, clock.now()) or {}, self.hidden()))


class ConfirmView(GuestBase):
    needs: ClassVar[Needs] = Ability.WRITE_REMARKS

    @extend_schema(
        request=Confirm,
        responses={200: Confirmed},
        summary="Confirm the proposal, changed or as it is: one touch completes the remark",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, Confirm) if request._request.body else Confirm()
        raw, now = raw_connection(), clock.now()
        with transaction.atomic():
            task = worklist.one(raw, id, now) if id < 2**63 else None
            if task is None:
                raise NotFound
            missing, reason = [], None
            if task["completed_at"] is None:
                (written,) = remarking.write(self.property, [self.writing(task, given, now)])
                if written is None:
                    raise NotFound
                missing, reason = written.verdict.missing, written.verdict.phone_reason or None
            task = worklist.one(raw, id, now)
            following = worklist.listed(raw, Wanted("open", now, 1))
        after = next((each for _, each in following if each["id"] != str(id)), None)
        return answer(
            {"task": task, "complete": not missing, "missing": missing, "phone_reason": reason, "next": after}
        )

    def writing(self, task: dict[str, Any], given: Confirm, now: datetime) -> Writing:
        proposed = task["proposal"]
        tags = given.tags if given.tags is not None else [t["name"] for t in proposed["tags"] if t["chosen"]]
        none_noted = given.none_noted
        if given.description is None and none_noted is None:
            none_noted = proposed["none_noted"]
        return Writing(
            int(task["guest"]["id"]),
            self.author(),
            now,
            now,
            tags=tags,
            phone=given.phone,
            description=proposed["description"] if given.description is None else given.description,
            none_noted=none_noted,
            task_id=int(task["id"]),
        )

    @extend_schema(responses={200: TaskOut}, summary="Undo a confirmation: everything is as it was before")
    def delete(self, request: Request, property: str, id: int) -> HttpResponse:
        raw, now = raw_connection(), clock.now()
        if id >= 2**63 or worklist.one(raw, id, now) is None:
            raise NotFound
        with transaction.atomic():
            remarking.undo(self.property, id, now)
            self.record("remark.undone", subject=str(id))
        # The log is public: the connection finds its way back to the property only when asked for again.
        return answer(worklist.one(raw_connection(), id, now))


class GuestRemarkView(GuestBase):
    needs: ClassVar[Needs] = Ability.WRITE_REMARKS

    @extend_schema(
        request=RemarkIn,
        responses={200: RemarkJudged},
        summary="What staff wrote on the guest's contact: which works are done, and why others are not",
    )
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, RemarkIn)
        now = clock.now()
        written_at = given.written_at or now
        if written_at > now + CLOCKS_DIFFER_BY:
            raise Malformed(Flaw("/written_at", "in_the_future", "时间在未来。", "This is in the future."))
        # A partner tells when it was written; from staff it counts when it reaches us.
        reached_at = min(written_at, now) if self.caller.kind == "key" else now
        guest_id = self.standing(id)
        author = self.writer(given.written_by) if given.written_by else self.author()
        writing = Writing(
            guest_id,
            author,
            written_at,
            reached_at,
            nickname=given.nickname,
            tags=given.tags,
            phone=given.phone,
            description=given.description,
            none_noted=given.none_noted,
        )
        (written,) = remarking.write(self.property, [writing])
        if written is None:
            raise NotFound
        return answer(judged(written))

    def writer(self, written_by: str) -> Author:
        """A clerk by the PMS's number for him, else the name as it stands."""
        found = raw_connection().execute(
            "SELECT staff, name FROM stays_clerk WHERE external_id = %s", [written_by]
        )
        row = found.fetchone()
        return Author(row[0], row[1] or written_by) if row else Author(None, written_by)


def judged(written: Written) -> dict[str, Any]:
    verdict = written.verdict
    return {
        "complete": written.complete,
        "missing": verdict.missing,
        "works": {
            "nickname": {"ok": verdict.nickname, "problems": problems(verdict.mismatches)},
            "tags": {"ok": verdict.tags},
            "phone": {"ok": verdict.phone, "reason": verdict.phone_reason or None},
            "description": {"ok": verdict.description},
        },
    }


def problems(mismatches: list[Any]) -> list[dict[str, str]]:
    return [{"field": m.field, "written": m.written, "expected": m.expected} for m in mismatches]


class ParseView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.READ

    @extend_schema(
        request=Texts,
        responses={200: TextsRead},
        summary="Read nicknames: the six fields, or the reason why not; and the guest they speak of",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        texts = parse(request, Texts).texts
        locale = locale_of(request.headers.get("Accept-Language", ""))
        reads = pasting.read(raw_connection(), [Line(text) for text in texts])
        return answer(
            {"results": [told(text, read, locale) for text, read in zip(texts, reads, strict=True)]}
        )


class PasteView(GuestBase):
    needs: ClassVar[Needs] = Ability.WRITE_REMARKS

    @extend_schema(
        request=Texts,
        responses={200: TextsRecorded},
        summary="Record nicknames copied from contacts, for the guests they speak of",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        texts = parse(request, Texts).texts
        locale = locale_of(request.headers.get("Accept-Language", ""))
        now, author = clock.now(), self.author()
        recorded = remarking.record(self.property, [Contact(text, author, now) for text in texts], now)
        results = [told_recorded(text, each, locale) for text, each in zip(texts, recorded, strict=True)]
        return answer({"recorded": sum(each["recorded"] for each in results), "results": results})


def told(text: str, read: Read, locale: str) -> dict[str, Any]:
    parsed = read.parsed
    return {
        "text": text,
        "fields": told_parsed(parsed) if isinstance(parsed, Parsed) else None,
        "form": {8: "full", 6: "century", 4: "year"}[parsed.digits] if isinstance(parsed, Parsed) else None,
        "problem": problem_of(read, locale),
        "guest": {"id": str(read.guest.guest_id), "name": read.guest.name} if read.guest else None,
        "expected": read.guest.nickname if read.guest else None,
        "agrees": not read.mismatches if read.guest else None,
        "problems": problems(read.mismatches),
    }


def told_recorded(text: str, recorded: Recorded, locale: str) -> dict[str, Any]:
    written = recorded.written
    return {
        **told(text, recorded.read, locale),
        "recorded": written is not None,
        "complete": written.complete if written else None,
        "missing": written.verdict.missing if written else [],
    }


def told_parsed(parsed: Parsed) -> dict[str, Any]:
    return {
        "name": parsed.name,
        "count": parsed.count,
        "source": parsed.source,
        "room": parsed.room,
        "rate": parsed.rate,
        "date": parsed.written_date(),
    }


def problem_of(read: Read, locale: str) -> dict[str, str] | None:
    if isinstance(read.parsed, Unparsed):
        return {"code": read.parsed.code, "detail": read.parsed.sentence(locale)}
    if read.problem in PROBLEMS:
        zh, en = PROBLEMS[read.problem]
        return {"code": read.problem, "detail": zh if locale == "zh-CN" else en}
    return None
