"""Shapes of remarks and their tasks, as several resources answer them."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from loyalty.guests import tagging
from loyalty.remarks.nickname import LONGEST

Channel = Literal["member", "corporate", "ota", "walk_in"]
Work = Literal["nickname", "tags", "phone", "description"]
Step = Literal["century", "source", "year", "name"]
MOST_TEXTS = 1_000
Text = Annotated[str, Meta(max_length=1_000)]
Description = Annotated[str, Meta(max_length=4_000)]
Tag = Annotated[str, Meta(min_length=1, max_length=tagging.LONGEST)]
Kind = Literal["count", "date", "rate", "source", "room", "name", "unparsed"]


class Works(msgspec.Struct):
    nickname: bool
    tags: bool
    phone: bool
    description: bool


class RemarkWritten(msgspec.Struct):
    nickname: str
    tags: list[str]
    phone: str  # masked
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


class TaskCounts(msgspec.Struct):
    open: int
    missing_phone: int
    overdue: int
    done_today: int


class TaskPage(msgspec.Struct):
    counts: TaskCounts
    results: list[TaskOut]
    next: str | None


class TasksAsked(Paged, kw_only=True):
    state: Literal["open", "missing_phone", "overdue", "done", "in_house"] = "open"
    assignee: Annotated[str, Meta(max_length=20)] | None = None  # me | unassigned | a clerk's id


class Confirm(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is left out is taken from the proposal."""

    tags: Annotated[list[Tag], Meta(max_length=tagging.MOST)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    description: Description | None = None
    none_noted: bool | None = None


class Confirmed(msgspec.Struct):
    task: TaskOut
    complete: bool
    missing: list[Work]
    phone_reason: Literal["missing", "invalid"] | None
    next: TaskOut | None


class Assign(msgspec.Struct, forbid_unknown_fields=True):
    assignee: str | int | None


class RemarkIn(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What staff wrote on the guest's contact. What is left out stays as it was."""

    nickname: Annotated[str, Meta(max_length=LONGEST)] | None = None
    tags: Annotated[list[Tag], Meta(max_length=tagging.MOST)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    description: Description | None = None
    none_noted: bool | None = None
    written_by: Annotated[str, Meta(max_length=80)] | None = None
    written_at: Annotated[datetime, Meta(tz=True)] | None = None


class NicknameJudged(msgspec.Struct):
    ok: bool
    problems: list[NicknameProblem]


class Judged(msgspec.Struct):
    ok: bool


class PhoneJudged(msgspec.Struct):
    ok: bool
    reason: Literal["missing", "invalid"] | None


class WorksJudged(msgspec.Struct):
    nickname: NicknameJudged
    tags: Judged
    phone: PhoneJudged
    description: Judged


class RemarkJudged(msgspec.Struct):
    complete: bool  # the task of the guest's last visit; it stays so
    missing: list[Work]
    works: WorksJudged


class Texts(msgspec.Struct, forbid_unknown_fields=True):
    texts: Annotated[list[Text], Meta(min_length=1, max_length=MOST_TEXTS)]


class TextProblem(msgspec.Struct):
    code: str
    detail: str


class TextRead(msgspec.Struct):
    text: str
    fields: NicknameFields | None
    form: Literal["full", "century", "year"] | None  # by what the date drops
    problem: TextProblem | None
    guest: Person | None
    expected: str | None
    agrees: bool | None
    problems: list[NicknameProblem]


class TextRecorded(TextRead):
    recorded: bool = False
    complete: bool | None = None
    missing: list[Work] = []


class TextsRead(msgspec.Struct):
    results: list[TextRead]


class TextsRecorded(msgspec.Struct):
    recorded: int
    results: list[TextRecorded]
