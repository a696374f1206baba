"""Shapes of segments: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.v1.words import Words
from loyalty.segments.keeping import Segment
from loyalty.segments.rules import Rule

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,39}$", description="begins with a letter")]
Name = Annotated[str, Meta(min_length=1, max_length=60)]
Remark = Annotated[str, Meta(max_length=200)]


class FieldChoice(msgspec.Struct):
    value: str
    zh: str
    en: str


class SegmentField(msgspec.Struct):
    """One thing that can be asked of a guest. `within`: a time back from today, or ahead; `of`: only of some kinds."""

    field: str
    group: str
    group_zh: str
    group_en: str
    type: Literal["count", "money", "share", "day", "yearly", "word", "words", "text", "flag"]
    zh: str
    en: str
    operators: list[str]
    choices: list[FieldChoice]  # the only values there are; empty: any
    known: list[FieldChoice]  # values that make sense at this property
    within: Literal["back", "ahead"] | None
    of: Words | None
    kinds: list[FieldChoice]  # that `of` can name at this property
    unit_zh: str
    unit_en: str


class SegmentFields(msgspec.Struct):
    results: list[SegmentField]


class SuggestedSegment(msgspec.Struct):
    code: str
    name: Words
    use: Words
    rule: dict[str, Any]
    told: Words
    kept: bool  # a segment of this code is there already


class SuggestedSegments(msgspec.Struct):
    results: list[SuggestedSegment]


class SegmentFinding(msgspec.Struct):
    pointer: str  # into the rule
    code: str
    zh: str
    en: str


class SampleGuest(msgspec.Struct):
    id: str
    name: str
    phone_masked: str | None
    visits: int
    last_visit_on: date | None
    channel: str | None
    source: str | None


class PreviewIn(msgspec.Struct, forbid_unknown_fields=True):
    rule: Any
    limit: Annotated[int, Meta(ge=0, le=50)] = 20


class SegmentPreviewBody(PreviewIn):
    """PreviewIn, as the interface's document shows it."""

    rule: Rule


class SegmentPreview(msgspec.Struct, kw_only=True):
    """`findings`: what is wrong with the rule; then nothing was counted."""

    count: int | None
    total: int | None  # guests who could be in a segment
    sample: list[SampleGuest]
    told: Words | None
    took_ms: float | None
    findings: list[SegmentFinding]


class SegmentIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    rule: Any
    code: Code | None = None  # none: it is given one
    note: Remark = ""


class SegmentBody(SegmentIn, kw_only=True):
    """SegmentIn, as the interface's document shows it."""

    rule: Rule


class SegmentChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name | UnsetType = UNSET
    note: Remark | UnsetType = UNSET
    rule: Any = UNSET
    frozen: bool | UnsetType = UNSET  # false: the rule decides again
    archived: bool | UnsetType = UNSET


class SegmentChangeBody(SegmentChange, kw_only=True):
    """SegmentChange, as the interface's document shows it."""

    rule: Rule | UnsetType = UNSET


class SegmentsAsked(msgspec.Struct, forbid_unknown_fields=True):
    archived: bool = False


class SegmentOut(msgspec.Struct, kw_only=True):
    id: str
    code: str
    name: str
    note: str
    rule: dict[str, Any]
    told: Words | None  # none: the rule asks for something that is no more
    frozen_at: datetime | None
    origin: Literal["property", "chain"]
    chain_number: int | None
    count: int | None
    counted_at: datetime | None
    made_at: datetime
    made_by_name: str
    changed_at: datetime
    archived_at: datetime | None


class SegmentPage(msgspec.Struct):
    results: list[SegmentOut]
    next: str | None = None  # they all are here


class ChainSegmentOut(msgspec.Struct, kw_only=True):
    code: str
    name: str
    note: str
    rule: dict[str, Any]
    told: Words | None
    number: int
    pushed: list["SegmentPushed"]  # to which properties, and which number they have
    made_at: datetime
    made_by_name: str
    changed_at: datetime
    archived_at: datetime | None


class SegmentPushed(msgspec.Struct):
    property: str
    name: str
    number: int


class SegmentRefused(msgspec.Struct):
    property: str
    name: str
    problem: str  # code of a refusal


class ChainSegmentList(msgspec.Struct):
    results: list[ChainSegmentOut]


class ChainSegmentChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name | UnsetType = UNSET
    note: Remark | UnsetType = UNSET
    rule: Any = UNSET
    archived: bool | UnsetType = UNSET


class ChainSegmentChangeBody(ChainSegmentChange, kw_only=True):
    """ChainSegmentChange, as the interface's document shows it."""

    rule: Rule | UnsetType = UNSET


class SegmentPushIn(msgspec.Struct, forbid_unknown_fields=True):
    properties: list[str] | None = None  # none: all but sandboxes


class SegmentPushedOut(msgspec.Struct):
    segment: ChainSegmentOut
    pushed: list[SegmentPushed]
    refused: list[SegmentRefused]  # there nothing changed


def segment_out(segment: Segment, told: Words | None) -> SegmentOut:
    return SegmentOut(
        id=str(segment.id),
        code=segment.code,
        name=segment.name,
        note=segment.note,
        rule=dict(segment.rule),
        told=told,
        frozen_at=segment.frozen_at,
        origin="chain" if segment.origin == "chain" else "property",
        chain_number=segment.chain_number,
        count=segment.count_last,
        counted_at=segment.counted_at,
        made_at=segment.made_at,
        made_by_name=segment.made_by_name,
        changed_at=segment.changed_at,
        archived_at=segment.archived_at,
    )
