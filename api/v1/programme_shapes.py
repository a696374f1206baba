"""The shapes of a programme's pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from loyalty.programme.document import Programme

Note = Annotated[str, Meta(max_length=200)]


class DraftOut(msgspec.Struct):
    programme: Any  # what was saved; it need not be right
    saved_at: datetime
    saved_by: str


class PlannedOut(msgspec.Struct):
    version: int
    effective_on: date


class ProgrammeOut(msgspec.Struct):
    version: int  # 0: there is none
    effective_on: date | None
    published_at: datetime | None
    published_by: str | None
    note: str
    origin: Literal["property", "chain"] | None
    locked: list[str]  # parts that only the chain may change
    programme: Programme | None
    planned: list[PlannedOut]  # versions that come into force later
    draft: DraftOut | None


class ProgrammeIn(msgspec.Struct, forbid_unknown_fields=True):
    programme: Any  # looked at part by part, so that every flaw is told at once
    note: Note = ""
    effective_on: date | None = None  # none: today


class ProgrammeBody(msgspec.Struct, forbid_unknown_fields=True):
    """ProgrammeIn, as the interface's document shows it."""

    programme: Programme
    note: Note = ""
    effective_on: date | None = None


class PutAsked(msgspec.Struct, forbid_unknown_fields=True):
    dry_run: bool = False


class FindingOut(msgspec.Struct):
    pointer: str
    code: str
    detail: str


class LevelOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    members_now: int
    members_then: int
    up: int  # who comes to it from below
    down: int  # who leaves it downwards
    benefits_cost: str


class PointsOut(msgspec.Struct):
    earned: int
    earned_now: int  # what was earned in earnest
    liability: str | None  # their worth; null: the programme names no price of a point


class CardsOut(msgspec.Struct):
    filled: int
    cost: str


class WhyOut(msgspec.Struct):
    zh: str
    en: str


class ExampleOut(msgspec.Struct, rename={"from_tier": "from", "to_tier": "to"}):
    guest_id: str
    name: str
    from_tier: str
    to_tier: str
    why: WhyOut


class DryRunOut(msgspec.Struct, rename={"first": "from", "last": "to"}):
    """The programme over the last year's stays; nothing was written."""

    first: date
    last: date
    guests: int
    looked_at: int  # fewer than all: tiers and points are multiplied from so many
    tiers: list[LevelOut]
    moved_up: int
    moved_down: int
    points: PointsOut
    benefits_cost: str
    coupons_cost: str
    punch_cards: CardsOut
    total_cost: str
    share_of_revenue: float | None
    room_revenue: str
    problems: list[FindingOut]  # none: a programme with problems is not dry-run
    warnings: list[FindingOut]
    examples: list[ExampleOut]  # only for who may see guests


class DocumentIn(msgspec.Struct, forbid_unknown_fields=True):
    programme: Any


class CheckOut(msgspec.Struct):
    problems: list[FindingOut]
    warnings: list[FindingOut]


class ChangeOut(msgspec.Struct):
    pointer: str
    before: Any
    after: Any


class VersionOut(msgspec.Struct):
    number: int
    effective_on: date
    published_at: datetime
    published_by: str
    note: str
    origin: Literal["property", "chain"]
    locked: list[str]
    changes: list[ChangeOut]  # against the version before it


class VersionPage(msgspec.Struct):
    results: list[VersionOut]
    next: str | None


class VersionWhole(VersionOut):
    programme: Programme


class VersionsAsked(Paged, kw_only=True):
    pass


class TemplateOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    says: str
    says_en: str
    programme: Programme


class TemplateList(msgspec.Struct):
    results: list[TemplateOut]
