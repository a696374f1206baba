"""Shapes of remarks and their tasks, as several resources answer them."""

from datetime import date, datetime
from typing import Literal

import msgspec

Channel = Literal["member", "corporate", "ota", "walk_in"]
Work = Literal["nickname", "tags", "phone", "description"]
Step = Literal["century", "source", "year", "name"]
Kind = Literal["count", "date", "rate", "source", "room", "name", "unparsed"]


class Works(msgspec.Struct):
    nickname: bool
    tags: bool
    phone: bool
    description: bool


class RemarkWritten(msgspec.Struct):
    nickname: str
    tags: list[str]
    description: str
    none_noted: bool
    written_by: str | None
    written_at: datetime


class RemarkOut(msgspec.Struct):
    nickname: str | None
    fitted: str | None
    fitted_length: int | None
    fitted_steps: list[Step]
    fits: bool | None
    complete: bool
    missing: list[Work]
    works: Works
    wrong: Kind | Literal[""]
    written: RemarkWritten | None


class TagOut(msgspec.Struct):
    name: str
    kind: Literal["standard", "own"]
    sensitive: bool


class Person(msgspec.Struct):
    id: str
    name: str


class TaskGuest(msgspec.Struct):
    id: str
    name: str
    phone: str | None
    visits: int


class TaskVisit(msgspec.Struct):
    id: str
    ordinal: int
    check_in_on: date
    check_out_on: date
    checked_out_at: datetime | None
    channel: Channel
    source: str
    room_no: str
    room_type: str
    rate: str


class NicknameFields(msgspec.Struct):
    name: str
    count: int
    source: str
    room: str
    rate: int
    date: str  # 20210930; as short as it was written, where it was


class ProposedTag(msgspec.Struct):
    name: str
    chosen: bool


class ProposalOut(msgspec.Struct):
    nickname: str
    fields: NicknameFields
    fitted: str
    fitted_length: int
    fitted_steps: list[Step]
    fits: bool
    tags: list[ProposedTag]
    description: str
    description_length: int
    none_noted: bool
    requests: list[str]


class TaskOut(msgspec.Struct):
    id: str
    guest: TaskGuest
    visit: TaskVisit
    proposal: ProposalOut
    due_at: datetime | None
    overdue: bool
    assignee: Person | None
    works: Works
    wrong: Kind | Literal[""]
    completed_at: datetime | None
    completed_by: str | None
    can_undo: bool


class NicknameProblem(msgspec.Struct):
    field: Kind
    written: str
    expected: str
