"""Shapes of departments, owners and what is handed from one to another."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.words import Words
from loyalty.owners import rules

MOST_DEPARTMENTS, MOST_MEMBERS, MOST_TAKERS = 30, 200, 50
Code = Annotated[str, Meta(min_length=1, max_length=24, pattern=r"^[a-z][a-z0-9_]*$")]
Share = Annotated[float, Meta(ge=0, le=1)]


class ColleagueOut(msgspec.Struct):
    id: UUID
    name: str
    role: str


class Colleagues(msgspec.Struct):
    results: list[ColleagueOut]


class DepartmentOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    members: list[UUID]  # of those who work here
    member_names: list[str]
    position: int
    standard: bool


class DepartmentList(msgspec.Struct):
    results: list[DepartmentOut]


class DepartmentIn(msgspec.Struct, forbid_unknown_fields=True):
    code: Code
    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\S")]
    name_en: Annotated[str, Meta(max_length=40)] = ""
    members: Annotated[list[UUID], Meta(max_length=MOST_MEMBERS)] = []


class DepartmentsPut(msgspec.Struct, forbid_unknown_fields=True):
    """The whole list in its order. A standard one that is left out is as it was made; one's own is gone."""

    results: Annotated[list[DepartmentIn], Meta(max_length=MOST_DEPARTMENTS)]


class OwnerRule(msgspec.Struct, forbid_unknown_fields=True):
    """`themselves` only where somebody did it: who added the contact, who checked in."""

    fits: Literal["added_contact", "checked_in", "tier", "channel", "tag", "everybody"]
    gives: Literal["themselves", "staff", "department"]
    value: Annotated[str, Meta(max_length=40)] = ""
    staff: UUID | None = None
    department: Annotated[str, Meta(max_length=24)] = ""
    active: bool = True


class OwnerRules(msgspec.Struct, forbid_unknown_fields=True):
    """In order: the first that fits and has somebody to give decides."""

    results: Annotated[list[OwnerRule], Meta(max_length=rules.MOST)]


class GuestsGiven(msgspec.Struct):
    """How many guests go to whom."""

    staff: UUID
    name: str
    n: int


class OwnersPlanned(msgspec.Struct):
    unowned: int
    by: list[GuestsGiven]
    nobody: int


class OwnerPut(msgspec.Struct, forbid_unknown_fields=True):
    """Neither a person nor a department: nobody, and rules may give the guest again. `note`: why."""

    staff: UUID | None
    department: Annotated[str, Meta(max_length=24)] = ""
    note: Annotated[str, Meta(max_length=300)] = ""


class OwnerOut(msgspec.Struct):
    staff: UUID | None
    name: str  # of the person, or of the department as a whole
    department: str
    reason: str
    reason_says: Words
    since: datetime
    by_hand: bool
    by_name: str
    left: bool  # does not work here any more


class OwnerKept(msgspec.Struct):
    owner: OwnerOut | None


class TakerIn(msgspec.Struct, forbid_unknown_fields=True):
    staff: UUID
    share: Share


class TransferIn(msgspec.Struct, forbid_unknown_fields=True):
    """The shares, and what the giver keeps, add up to 1. `from` null: guests without an owner."""

    giver: UUID | None = msgspec.field(name="from")
    to: Annotated[list[TakerIn], Meta(min_length=1, max_length=MOST_TAKERS)]
    keeps: Share = 0.0
    note: Annotated[str, Meta(max_length=300)] = ""
    dry_run: bool = False


class TransferMade(msgspec.Struct):
    moved: int
    stay: int
    by: list[GuestsGiven]
    complaints: int
    transfer: str | None


class TransfersAsked(Paged, kw_only=True):
    pass


class TransferTaker(msgspec.Struct):
    staff: UUID
    name: str
    n: int
    unseen: int


class TransferOut(msgspec.Struct):
    id: str
    at: datetime
    giver: UUID | None = msgspec.field(name="from")
    giver_name: str
    note: str
    by_name: str
    n: int
    takers: list[TransferTaker]


class TransferPage(msgspec.Struct):
    results: list[TransferOut]
    next: str | None


class HandedGuest(msgspec.Struct):
    id: str
    name: str
    visits: int


class HandedToMe(msgspec.Struct):
    id: str
    at: datetime
    giver_name: str
    note: str
    by_name: str
    n: int
    guests: list[HandedGuest]  # the most valuable first, at most 200


class HandedList(msgspec.Struct):
    results: list[HandedToMe]


class LoadOut(msgspec.Struct):
    """`contacts_30d`: remarks this person completed in the last 30 days."""

    staff: UUID
    name: str
    left: bool
    guests: int
    at_risk: int
    open_complaints: int
    overdue_complaints: int
    remarks_open: int
    tasks_open: int
    contacts_30d: int


class Workload(msgspec.Struct):
    results: list[LoadOut]
    unowned: int
