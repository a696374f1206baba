"""Shapes of training: what each person misses, real examples, the exercise."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from api.v1.words import Words

ExerciseKind = Literal["nickname", "missing_work", "script", "reply"]
MissKind = Literal["nickname", "tags", "phone", "description", "script", "surprise"]


class TrainingAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The last 30 days up to today, unless said otherwise."""

    start: date | None = msgspec.field(name="from", default=None)
    end: date | None = msgspec.field(name="to", default=None)


class ExamplesAsked(TrainingAsked, kw_only=True):
    """The last 7 days up to today, unless said otherwise."""

    staff: UUID | None = None


class WorksMissing(msgspec.Struct):
    nickname: int
    tags: int
    phone: int
    description: int


class NicknameWrong(msgspec.Struct):
    kind: str
    says: Words
    n: int


class RemarksMissed(msgspec.Struct):
    """Of visits with check-in in these days that have checked out, as the remark report counts them."""

    due: int
    complete: int
    on_time: int
    missing: WorksMissing
    wrong: int
    wrong_kinds: list[NicknameWrong]
    median_hours: float | None


class ScriptsMissed(msgspec.Struct):
    offered: int  # of those answered
    used: int


class SurprisesMissed(msgspec.Struct):
    """What this person settled, and what nobody of his departments did."""

    due: int
    done: int


class ExercisesDone(msgspec.Struct):
    n: int
    right: int


class MissedMost(msgspec.Struct):
    what: MissKind
    says: Words
    missed: int
    of: int
    share: float


class TrainingRow(msgspec.Struct):
    """One person: an account with its clerks, or a clerk of the PMS without an account (then `staff` is null)."""

    staff: UUID | None
    clerk: str | None
    name: str
    remarks: RemarksMissed
    scripts: ScriptsMissed
    surprises: SurprisesMissed
    replies: int
    exercises: ExercisesDone
    misses_most: MissedMost | None


class TrainingOut(msgspec.Struct):
    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")
    rows: list[TrainingRow]


class TrainingExample(msgspec.Struct):
    kind: MissKind
    what: Words
    wrote: str
    expected: str  # in the language asked for
    day: date
    visit_ordinal: int | None
    name: str  # of who had it


class TrainingExamples(msgspec.Struct):
    results: list[TrainingExample]


class ExerciseAsked(msgspec.Struct, forbid_unknown_fields=True):
    n: Annotated[int, Meta(ge=1, le=10)] = 5


class CaseFact(msgspec.Struct):
    label: Words
    value: str


class CaseChoice(msgspec.Struct):
    """`text` in the language asked for."""

    id: str
    text: str


class ExerciseCase(msgspec.Struct):
    id: str
    kind: ExerciseKind
    question: Words
    facts: list[CaseFact]
    choices: list[CaseChoice]


class ExerciseOut(msgspec.Struct):
    """Where there are fewer cases than were asked for, `few` says why."""

    cases: list[ExerciseCase]
    few: Words | None


class CaseAnswer(msgspec.Struct, forbid_unknown_fields=True):
    case: Annotated[str, Meta(max_length=600)]
    choice: Annotated[str, Meta(max_length=40)]


class CaseJudged(msgspec.Struct):
    """`expected` is the choice that is right. `counted` is false where the case was answered before: the first counts."""

    right: bool
    expected: str
    expected_text: str
    because: Words
    counted: bool
