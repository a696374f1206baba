"""One page for a shift: what is to be done, what the next one must know, and the hand-over."""

from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.desk_shapes import (
    DeskNote,
    DeskNoteChange,
    DeskNoteIn,
    DeskNotes,
    DeskNotesAsked,
    DeskShift,
    ShiftAsked,
    ShiftTurn,
    TurnAsked,
)
from api.v1.desk_today import DeskBase
from api.views import Needs
from kernel import clock
from kernel.statements import Statements
from loyalty.desk import arriving, departing, handing_over, notes, open_complaints, own_shift, tasks
from loyalty.desk.handing_over import Turn
from loyalty.desk.notes import By, NoSuchNote, Note
from loyalty.remarks.shifts import Watch
from staff.roles import Ability
from tenants.context import raw_connection

# Everybody reads the notes of a shift.
SECRET = Flaw(
    "/guest",
    "secret_guest",
    "这位客人要求保密，交接事项里不能写他。",
    "This guest asked for secrecy: no note of a shift may name him.",
)


class ShiftBase(DeskBase):
    def by(self) -> By:
        author = self.author()
        return By(author.id, author.name)


class ShiftPageView(ShiftBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ShiftAsked),
        responses={200: DeskShift},
        summary="One shift: what comes, what is open, what was handed over; the one that has the desk by default",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ShiftAsked)
        raw = Statements(raw_connection())
        wanted = self.day(asked.day) if asked.day else None
        known = handing_over.watches(raw)
        shifts = [watch for watch, _ in known]
        day, shift = handing_over.chosen(shifts, self.property, wanted, asked.shift)
        spans = [_span(watch, holder) for watch, holder in known]
        turn, now = handing_over.of(raw, day, shift.name), clock.now()
        return answer(
            {
                "day": day,
                "now": (day, shift) == handing_over.chosen(shifts, self.property, None, None),
                "shift": next(span for span in spans if span["name"] == shift.name),
                "shifts": spans,
                "arrivals": arriving.day_counts(raw, day),
                "departures": departing.counts(raw, day, now),
                "tasks": self._tasks(raw, day),
                "complaints": open_complaints.listed(raw, now),
                "notes": [told_note(each) for each in notes.listed(raw, open_only=False, start=day, end=day)],
                "turn": _turn(day, shift.name, turn) if turn else None,
                "mine": own_shift.mine(raw, self.property, self.by().staff, self.day_began(), now),
            }
        )

    def _tasks(self, raw: Statements, day: date) -> dict[str, Any]:
        seen = self.seen(raw)
        found = [task for task in tasks.of_days(raw, day, day, carried=True) if seen.shows(task)]
        return {
            "open": [seen.told(task) for task in found if task.state == "open"],
            "done": sum(task.state == "done" for task in found),
        }


class DeskNotesView(ShiftBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.SERVE_GUESTS}

    @extend_schema(
        parameters=parameters(DeskNotesAsked),
        responses={200: DeskNotes},
        summary="Notes that stand; without `open` also the day's that were ticked off",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, DeskNotesAsked)
        day = self.day(asked.day)
        found = notes.listed(Statements(raw_connection()), open_only=asked.open, start=day, end=day)
        return answer({"results": [told_note(each) for each in found]})

    @extend_schema(
        request=DeskNoteIn, responses={201: DeskNote}, summary="Something the next shift must know"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        body = parse(request, DeskNoteIn)
        raw = Statements(raw_connection())
        wanted = self.day(body.day, "/day") if body.day else None
        shifts = [watch for watch, _ in handing_over.watches(raw)]
        day, shift = handing_over.chosen(shifts, self.property, wanted, body.shift)
        guest = self.standing(int(body.guest)) if body.guest else None
        with transaction.atomic():
            try:
                note = notes.make(raw, day, shift.name, body.text.strip(), guest, self.by())
            except NoSuchNote:
                raise Malformed(SECRET) from None
            self.record("desk_note.made", subject=str(guest or ""), note=str(note.id))
        return answer(told_note(note), status=201)


class DeskNoteView(ShiftBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=DeskNoteChange, responses={200: DeskNote}, summary="Tick a note off, or say it otherwise"
    )
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        body = parse(request, DeskNoteChange)
        if id >= 2**63:
            raise NotFound
        raw = Statements(raw_connection())
        text = None if body.text is UNSET else str(body.text).strip()
        settled = None if body.settled is UNSET else bool(body.settled)
        with transaction.atomic():
            before = notes.one(raw, id)
            note = notes.change(raw, id, text=text, settled=settled, by=self.by())
            if note != before:
                self.record("desk_note.changed", note=str(id), settled=note.settled_at is not None)
        return answer(told_note(note))


class HandOverView(ShiftBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=TurnAsked,
        responses={200: ShiftTurn},
        summary="Hand a shift over with what is open; again changes nothing",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        asked = parse(request, TurnAsked)
        raw, day = Statements(raw_connection()), self.day(asked.day, "/day")
        with transaction.atomic():
            turn, new = handing_over.hand_over(raw, self.property, day, asked.shift, self.by())
            if new:
                self.record("shift.handed_over", day=str(day), shift=asked.shift, left=turn.left)
        return answer(_turn(day, asked.shift, turn))


class TakeOverView(ShiftBase):
    needs: ClassVar[Needs] = Ability.SERVE_GUESTS

    @extend_schema(
        request=TurnAsked,
        responses={200: ShiftTurn},
        summary="Take over what this shift left; again changes nothing",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        asked = parse(request, TurnAsked)
        raw, day = Statements(raw_connection()), self.day(asked.day, "/day")
        with transaction.atomic():
            turn, new = handing_over.take_over(raw, self.property, day, asked.shift, self.by())
            if new:
                self.record("shift.taken_over", day=str(day), shift=asked.shift)
        return answer(_turn(day, asked.shift, turn))


def told_note(note: Note) -> dict[str, Any]:
    guest = None if note.guest is None else {"id": str(note.guest), "name": note.guest_name}
    plain = {
        name: getattr(note, name)
        for name in ("day", "shift", "text", "made_at", "made_name", "settled_at", "settled_name")
    }
    return {"id": str(note.id), "guest": guest, **plain}


def _turn(day: date, shift: str, turn: Turn) -> dict[str, Any]:
    return {"day": day, "shift": shift, **asdict(turn)}


def _span(watch: Watch, holder: str | None) -> dict[str, Any]:
    return {"name": watch.name, "starts": watch.starts, "ends": watch.ends, "holder_name": holder}
