"""Shapes of the day at the desk: who comes and goes, what is prepared, what the next shift must know."""

from datetime import date, datetime, time
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.v1.remark_shapes import Channel, Work
from api.v1.words import Words

TaskKind = Literal["surprise", "preference", "first_visit", "request", "complaint"]
TaskState = Literal["open", "done", "skipped", "withdrawn"]
ShiftName = Annotated[str, Meta(min_length=1, max_length=20)]
NoteText = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]
Numbered = Annotated[str, Meta(pattern=r"^[0-9]{1,18}$")]


class DeskGuest(msgspec.Struct):
    id: str
    name: str
    phone: str | None  # masked
    visits: int
    tags: list[str]


class DeskTaskDoing(msgspec.Struct):
    """Done for the arrival of this day in this room, which was then moved."""

    day: date
    room_no: str
    at: datetime
    name: str
    note: str


class DeskTask(msgspec.Struct):
    """Something a department does for one arrival. Not `announced`: the guest is not told beforehand.

    `earlier`: when it was done already, for an arrival that was then moved; so it is asked for again.
    """

    id: str
    kind: TaskKind
    code: str
    guest: str
    guest_name: str
    stay: str
    room_no: str
    day: date
    until: date
    department: str
    department_name: Words
    says: Words
    why: Words
    announced: bool
    cost: str | None  # null for who does not see profit
    state: TaskState
    note: str
    settled_at: datetime | None
    settled_name: str
    version: str
    earlier: list[DeskTaskDoing]


class DeskTier(msgspec.Struct):
    code: str
    name: str
    name_en: str


class DeskOwner(msgspec.Struct):
    staff: str
    name: str


class DeskLastVisit(msgspec.Struct):
    on: date
    room_no: str
    rate: str


class DeskComplaint(msgspec.Struct):
    id: str
    day: date
    text: str
    topic: str
    due_at: datetime | None
    owner_name: str | None


class DeskPreference(msgspec.Struct):
    """`doubtful`: later visits spoke against it, so it is not prepared."""

    code: str
    zh: str
    en: str
    value: str
    doubtful: bool


class DeskSay(msgspec.Struct):
    code: str
    says: Words
    value: str | None


class DeskArrival(msgspec.Struct):
    """One stay. `continues`: another room, or more nights, of a visit that began before."""

    stay_id: str
    external_id: str
    status: Literal["booked", "in_house"]
    check_in: datetime
    check_out: datetime
    nights: int
    room_no: str
    room_type: str
    source: str
    channel: Channel
    rate: str
    requests: list[str]
    adults: int | None
    children: int | None
    guest: DeskGuest
    ordinal: int
    continues: bool
    tier: DeskTier | None
    owner: DeskOwner | None
    last_visit: DeskLastVisit | None
    stage: str | None
    tasks: list[DeskTask]
    complaints: list[DeskComplaint]
    preferences: list[DeskPreference]
    say: list[DeskSay]
    description: str


class DeskCounts(msgspec.Struct):
    """`to_prepare`: arrivals with something to be prepared; `prepared`: those of them with nothing left open."""

    arrivals: int
    arrived: int
    in_house: int
    departures: int
    to_prepare: int
    prepared: int
    complaints: int


class Arrivals(msgspec.Struct):
    """`unchanged`: the board is as it was at `since`; then it has neither counts nor rows."""

    day: date
    as_of: datetime
    version: str
    unchanged: bool
    counts: DeskCounts | UnsetType = UNSET
    rows: list[DeskArrival] | UnsetType = UNSET


class ArrivalsAsked(msgspec.Struct, forbid_unknown_fields=True):
    day: date | None = None
    since: Annotated[str, Meta(max_length=80)] = ""


class DepartingRemark(msgspec.Struct):
    """`none`: the stay made no remark, or a later visit has taken its place."""

    task: str | None
    state: Literal["done", "open", "overdue", "none"]
    missing: list[Work]
    due_at: datetime | None


class Departure(msgspec.Struct):
    stay_id: str
    guest: DeskGuest
    room_no: str
    check_out: datetime
    status: Literal["in_house", "checked_out"]
    ordinal: int
    source: str
    channel: Channel
    remark: DepartingRemark
    say: list[DeskSay]


class Departures(msgspec.Struct):
    day: date
    rows: list[Departure]


class DayAsked(msgspec.Struct, forbid_unknown_fields=True):
    day: date | None = None


class DeskTasksAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Arrivals from `day` (today) `to` (the same day), at most 31 days; withdrawn ones only when asked for."""

    day: date | None = None
    to: date | None = None
    department: Annotated[str, Meta(max_length=24)] | None = None
    state: TaskState | None = None
    kind: TaskKind | None = None


class DepartmentCount(msgspec.Struct):
    open: int
    done: int
    skipped: int


class DeskTasks(msgspec.Struct):
    """`counts` by department, whatever department and state were asked for; `cost` of what was done."""

    results: list[DeskTask]
    counts: dict[str, DepartmentCount]
    cost: str | None


class DeskTaskSettled(msgspec.Struct, forbid_unknown_fields=True):
    state: Literal["done", "skipped", "open"]
    note: Annotated[str, Meta(max_length=200)] | None = None


class NoteGuest(msgspec.Struct):
    id: str
    name: str


class DeskNote(msgspec.Struct):
    id: str
    day: date
    shift: str
    text: str
    guest: NoteGuest | None
    made_at: datetime
    made_name: str
    settled_at: datetime | None
    settled_name: str


class DeskNotesAsked(msgspec.Struct, forbid_unknown_fields=True):
    open: bool = False
    day: date | None = None


class DeskNotes(msgspec.Struct):
    results: list[DeskNote]


class DeskNoteIn(msgspec.Struct, forbid_unknown_fields=True):
    """Without day and shift: of the shift that has the desk now."""

    text: NoteText
    guest: Numbered | None = None
    shift: ShiftName | None = None
    day: date | None = None


class DeskNoteChange(msgspec.Struct, forbid_unknown_fields=True):
    settled: bool | UnsetType = UNSET
    text: NoteText | UnsetType = UNSET


class ShiftAsked(msgspec.Struct, forbid_unknown_fields=True):
    day: date | None = None
    shift: ShiftName | None = None


class ShiftSpan(msgspec.Struct):
    name: str
    starts: time
    ends: time
    holder_name: str | None


class ShiftTurn(msgspec.Struct):
    """`left`: what was open when it was handed over (or taken over without that)."""

    day: date
    shift: str
    handed_at: datetime | None
    handed_name: str
    left: dict[str, int]
    taken_at: datetime | None
    taken_name: str


class TurnAsked(msgspec.Struct, forbid_unknown_fields=True):
    day: date
    shift: ShiftName


class ShiftComplaint(msgspec.Struct):
    id: str
    day: date
    text: str
    topic: str
    topic_name: Words | None
    due_at: datetime | None
    overdue: bool
    owner_name: str | None
    room_no: str
    guest: NoteGuest


class ShiftDepartures(msgspec.Struct):
    n: int
    remarks_open: int
    remarks_overdue: int


class ShiftTasks(msgspec.Struct):
    open: list[DeskTask]
    done: int


class MyShift(msgspec.Struct):
    """Confirmed and contacts today, the rest over a week; null where there was nothing to judge, or no target is set."""

    confirmed: int
    on_time_rate: float | None
    median_hours: float | None
    contacts: int
    contacts_target: int | None


class DeskShift(msgspec.Struct):
    """A shift belongs to the day on which it begins, over midnight too."""

    day: date
    now: bool
    shift: ShiftSpan
    shifts: list[ShiftSpan]
    arrivals: DeskCounts
    departures: ShiftDepartures
    tasks: ShiftTasks
    complaints: list[ShiftComplaint]
    notes: list[DeskNote]
    turn: ShiftTurn | None
    mine: MyShift
