"""What a report is asked and what it answers, for the document of the interface and for the query parameters."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

By = Literal["visits", "nights", "revenue", "guests"]
Bucket = Literal["day", "week", "month"]
Share = Annotated[float, Meta(description="0 to 1, six places; null over nothing")] | None
Money = Annotated[str, Meta(description="decimal string with two places", examples=["1248.50"])]
Distribution = Annotated[dict[str, int], Meta(examples=[{"1": 60, "2": 18, "3-5": 11, "6-10": 3, "11+": 1}])]


# --- what is asked ---


class RangeAsked(Struct, forbid_unknown_fields=True):
    start: Annotated[date, Meta(description="the first day, in the property's time zone")] = field(
        name="from"
    )
    end: Annotated[date, Meta(description="the last day, included")] = field(name="to")


class ComparisonAsked(RangeAsked):
    by: Annotated[By, Meta(description="what the channel mix is made of")] = "visits"


class RemarksAsked(RangeAsked):
    group: Literal["property", "staff", "shift", "work"] = "property"


class ChannelMixAsked(RangeAsked):
    by: By = "visits"
    bucket: Annotated[Bucket, Meta(description="weeks begin on Monday; all are clipped to the range")] = (
        "month"
    )


class RepeatAsked(RangeAsked):
    bucket: Bucket = "month"


# --- what is answered ---


class MixPart(Struct):
    value: float
    share: Share
    target: int
    gap_pp: float | None


class Mix(Struct):
    member: MixPart
    corporate: MixPart
    ota: MixPart
    walk_in: MixPart


class MixTargets(Struct):
    member: int
    corporate: int
    ota: int
    walk_in: int


class RemarkSums(Struct):
    due: int
    complete: int
    on_time: int
    completion_rate: Share
    on_time_rate: Share


class Measures(Struct, kw_only=True):
    guests_to_date: int
    repeat_guests_to_date: int
    repeat_guest_rate: Share
    visits: int
    repeat_visits: int
    repeat_visit_share: Share
    active_guests: int
    active_repeat_guests: int
    active_repeat_rate: Share
    nights: int
    room_revenue: Money
    adr: Money | None
    channel_mix: Mix
    mix_gap: Annotated[float, Meta(description="0: on target, 100: disjoint")] | None
    visit_distribution: Distribution
    remarks: RemarkSums
    targets: MixTargets
    # For who may see what is left of revenue; absent for everybody else.
    profit: Money | msgspec.UnsetType = msgspec.UNSET
    profit_share: (
        Annotated[float, Meta(description="profit ÷ all revenue, six places; null over nothing")]
        | msgspec.UnsetType
        | None
    ) = msgspec.UNSET
    profit_complete: (
        Annotated[bool, Meta(description="false: costs that nobody has set are still in it")]
        | msgspec.UnsetType
    ) = msgspec.UNSET
    profit_waiting: (
        Annotated[int, Meta(description="visits in house whose room revenue nobody has told yet")]
        | msgspec.UnsetType
    ) = msgspec.UNSET


class ChainMeasures(Measures, kw_only=True):
    """Plain figures are sums over the properties; the three chain_ figures count a person once."""

    chain_guests_to_date: int
    chain_repeat_guests_to_date: int
    chain_repeat_guest_rate: Share


class PropertyMeasures(Measures, kw_only=True):
    property: str
    name: str
    city: str


class ComparisonOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    by: By
    as_of: Annotated[datetime, Meta(description="everything accepted before this moment is in the figures")]
    chain: ChainMeasures | None  # null in a property's own report
    properties: list[PropertyMeasures]


class RemarkKpi(Struct):
    in_house: int
    due: int
    complete: int
    on_time: int
    late: int
    missing: int
    completion_rate: Share
    on_time_rate: Share
    nickname_rate: Share
    tags_rate: Share
    phone_rate: Share
    description_rate: Share
    wrong_nickname: int
    wrong_nickname_rate: Annotated[float, Meta(description="of the nicknames that were written")] | None
    none_noted: int
    none_noted_share: Annotated[float, Meta(description="of the descriptions that are done")] | None
    median_hours: Annotated[float, Meta(description="from check-out to completion")] | None


class AssignedClerk(Struct):
    id: str | None
    external_id: str
    name: str


class RemarkRow(Struct):
    """A row of the group asked for: a property, a member of staff, a shift, or one of the four works."""

    due: int
    complete: int
    missing: int
    completion_rate: Share
    property: str | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    staff: AssignedClerk | msgspec.UnsetType | None = msgspec.UNSET  # null: nobody was assigned
    shift: str | msgspec.UnsetType = msgspec.UNSET
    work: Literal["nickname", "tags", "phone", "description"] | msgspec.UnsetType = msgspec.UNSET
    in_house: int | msgspec.UnsetType = msgspec.UNSET
    on_time: int | msgspec.UnsetType = msgspec.UNSET
    late: int | msgspec.UnsetType = msgspec.UNSET
    on_time_rate: Share | msgspec.UnsetType = msgspec.UNSET
    nickname_rate: Share | msgspec.UnsetType = msgspec.UNSET
    tags_rate: Share | msgspec.UnsetType = msgspec.UNSET
    phone_rate: Share | msgspec.UnsetType = msgspec.UNSET
    description_rate: Share | msgspec.UnsetType = msgspec.UNSET
    wrong_nickname: int | msgspec.UnsetType = msgspec.UNSET
    wrong_nickname_rate: float | msgspec.UnsetType | None = msgspec.UNSET
    none_noted: int | msgspec.UnsetType = msgspec.UNSET
    none_noted_share: float | msgspec.UnsetType | None = msgspec.UNSET
    median_hours: float | msgspec.UnsetType | None = msgspec.UNSET


class WrongExample(Struct):
    property: str
    guest_id: str
    written: str
    expected: str


class WrongKind(Struct):
    kind: Literal["count", "date", "rate", "source", "room", "name", "unparsed"]
    n: int
    examples: list[WrongExample]  # of guests the caller may see


class RemarksOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    group: Literal["property", "staff", "shift", "work"]
    as_of: datetime
    total: RemarkKpi
    rows: list[RemarkRow]
    wrong_examples: list[WrongKind] | msgspec.UnsetType = msgspec.UNSET  # with group=staff


class MixBucket(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    channel_mix: Mix
    mix_gap: float | None
    visits: int


class MixOfProperty(Struct):
    property: str
    name: str
    targets: MixTargets
    buckets: list[MixBucket]


class ChannelMixOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    by: By
    bucket: Bucket
    as_of: datetime
    targets: MixTargets
    buckets: list[MixBucket]
    properties: list[MixOfProperty]


class RepeatPoint(Struct):
    end: date = field(name="to")
    guests_to_date: int
    repeat_guests_to_date: int
    repeat_guest_rate: Share


class RepeatOfProperty(Struct):
    property: str
    name: str
    buckets: list[RepeatPoint]
    visit_distribution: Distribution
    exact_distribution: Annotated[dict[str, int], Meta(description='"1" … "10", "11+"')]


class RepeatOut(Struct):
    start: date = field(name="from")
    end: date = field(name="to")
    bucket: Bucket
    as_of: datetime
    buckets: list[RepeatPoint]
    visit_distribution: Distribution
    exact_distribution: dict[str, int]
    properties: list[RepeatOfProperty]
    chain_repeat_guest_rate: Share
