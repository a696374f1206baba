"""Shapes of guests: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import DEFAULT, MOST
from api.v1.profit_shapes import UnknownCost
from api.v1.remark_shapes import Channel, RemarkOut, Tag
from loyalty.guests import tagging

OWNER = r"^(me|none|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"


class MoneyOut(msgspec.Struct):
    amount: str
    currency: str


class VisitRevenue(msgspec.Struct):
    room: str
    fnb: str
    other: str


class LastVisit(msgspec.Struct):
    id: str
    ordinal: int
    check_in_on: date
    check_out_on: date
    source: str
    channel: Channel
    room_no: str
    rate: str
    nights: int


class VisitOfGuest(msgspec.Struct):
    id: str
    ordinal: int
    check_in_on: date
    check_out_on: date
    nights: int
    source: str
    channel: Channel
    room_no: str
    room_type: str
    rate: str
    revenue: VisitRevenue
    requests: list[str]
    gap_days: int | None
    in_house: bool
    stays: int
    profit: str | UnsetType | None = UNSET  # for who may see it


class MergedGuest(msgspec.Struct):
    id: str
    name: str
    merge_id: str | None


class GuestFacts(msgspec.Struct):
    """What is known of a guest beside the programme."""

    id: str
    external_ids: list[str]
    name: str
    phone: str | None
    phone_masked: str | None
    birthday: date | None
    gender: str | None
    email: str | None
    language: str | None
    notes: str
    secret: bool
    by_hand: list[str]
    contested: bool
    tags: list[str]
    visits: int
    nights: int
    spend: MoneyOut
    average_rate: str | None
    first_visit_on: date | None
    last_visit: LastVisit | None
    remark: RemarkOut
    visit_history: list[VisitOfGuest]
    merged_from: list[MergedGuest]
    updated_at: datetime


class GuestOut(msgspec.Struct):
    id: str
    name: str
    phone: str | None
    nickname: str | None
    visits: int
    nights: int
    first_visit_on: date | None
    last_visit_on: date | None
    channel: Channel | None
    source: str | None
    room_no: str | None
    rate: str | None
    tags: list[str]
    remark_complete: bool
    spend: str
    updated_at: datetime
    # What is left of all he brought, and the costs nobody has set that are still in it: for who may see it.
    profit: str | UnsetType = UNSET
    profit_unknown: list[UnknownCost] | UnsetType = UNSET
    profit_waiting: int | UnsetType = UNSET  # visits in house whose room revenue nobody has told yet


class GuestPage(msgspec.Struct):
    results: list[GuestOut]
    next: str | None


class GuestFilters(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    q: Annotated[str, Meta(max_length=100)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    tag: Tag | None = None
    tier: Annotated[str, Meta(max_length=40, description="code of a tier of the programme")] | None = None
    channel: Channel | None = None
    source: Annotated[str, Meta(max_length=60)] | None = None
    visits_min: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    visits_max: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    rate_min: Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")] | None = None
    last_visit_before: date | None = None
    last_visit_after: date | None = None
    last_visit_days_min: Annotated[int, Meta(ge=0, le=36_500)] | None = None
    last_visit_months_min: Annotated[int, Meta(ge=0, le=1_200)] | None = None
    updated_since: datetime | None = None
    remark: Literal["complete", "missing"] | None = None
    segment: Annotated[str, Meta(max_length=40, description="code or number of a segment")] | None = None
    owner: (
        Annotated[str, Meta(pattern=OWNER, description="me, none, or the id of a member of staff")] | None
    ) = None


class GuestsAsked(GuestFilters, kw_only=True):
    # Not from Paged as well: a Struct inherits fields from one base only.
    limit: Annotated[int, Meta(ge=1, le=MOST)] = DEFAULT
    cursor: Annotated[str, Meta(max_length=400)] | None = None


class GuestFileAsked(GuestFilters, kw_only=True):
    phones: Literal["masked", "full"] = "masked"


class GuestChange(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Fields set by hand go before what the PMS sends; null gives a field back to it."""

    name: Annotated[str, Meta(min_length=1, max_length=120)] | UnsetType | None = UNSET
    phone: Annotated[str, Meta(max_length=40)] | UnsetType | None = UNSET
    email: Annotated[str, Meta(max_length=200, pattern=r"^[^@\s]+@[^@\s]+$|^$")] | UnsetType | None = UNSET
    birthday: date | UnsetType | None = UNSET
    gender: Annotated[str, Meta(max_length=8)] | UnsetType | None = UNSET
    language: Annotated[str, Meta(max_length=16)] | UnsetType | None = UNSET
    notes: Annotated[str, Meta(max_length=4000)] | UnsetType = UNSET


class FullPhone(msgspec.Struct):
    phone: str | None


class TagsPut(msgspec.Struct, forbid_unknown_fields=True):
    tags: Annotated[list[Tag], Meta(max_length=tagging.MOST)]


class TagsKept(msgspec.Struct):
    tags: list[str]


class Merge(msgspec.Struct, forbid_unknown_fields=True):
    other: str | int = msgspec.field(name="with")


class Unmerge(msgspec.Struct, forbid_unknown_fields=True):
    guest: str | int


class Unmerged(msgspec.Struct):
    kept: str
    separated: str
