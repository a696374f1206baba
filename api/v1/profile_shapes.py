"""Shapes of what is known of a guest beyond his stays, and of how he may be reached."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import DEFAULT, MOST
from api.v1.words import Words

Motive = Literal["", "captive", "convenience", "quality", "price", "loyal"]
Medium = Literal["sms", "email", "wecom", "wechat"]
Hour = Annotated[int, Meta(ge=0, le=23, description="of the property's day")]
InteractionKind = Literal[
    "complaint", "praise", "request", "conversation", "review", "habit", "service", "consumption"
]
Touched = Literal[
    "",
    "booking",
    "check_in",
    "desk",
    "housekeeping",
    "fnb",
    "leisure",
    "check_out",
    "review",
    "message",
    "phone",
]
Topic = Annotated[str, Meta(pattern=r"^[a-z0-9_-]{0,24}$")]
Fact = (
    Annotated[str, Meta(max_length=200)] | Annotated[int, Meta(ge=-(2**53), le=2**53)] | float | bool | None
)
# Flat: a name and a plain value.
Facts = Annotated[dict[Annotated[str, Meta(min_length=1, max_length=40)], Fact], Meta(max_length=20)]
Text = Annotated[str, Meta(max_length=60)]


class PreferenceOut(msgspec.Struct):
    """`doubtful`: later visits spoke against it (since `expired_on`); it is not prepared for any more."""

    code: str
    zh: str
    en: str
    value: str
    noted_at: datetime
    by_name: str
    origin: Literal["staff", "requests", "import", "api"]
    seen_on: date | None  # the last visit that spoke for it
    expired_on: date | None
    doubtful: bool


class PreferenceWord(msgspec.Struct):
    code: str
    zh: str
    en: str


class PreferenceIn(msgspec.Struct, forbid_unknown_fields=True):
    value: Annotated[str, Meta(max_length=120)] = ""


class PreferenceList(msgspec.Struct):
    results: list[PreferenceOut]


class GuestNotes(msgspec.Struct):
    """What is noted in words, in the order of the remark's description."""

    habits: list[str]
    requests: list[str]
    problems: list[str]


class ProposalEvidence(msgspec.Struct):
    """A visit that speaks for it, and by which of the guest's words."""

    day: date
    words: str


class PreferenceProposal(msgspec.Struct, kw_only=True):
    """`drops`: it proposes to take the preference away. It was seen in `seen` of the last `of` visits."""

    id: str
    code: str
    zh: str
    en: str
    value: str
    drops: bool
    seen: int
    of: int
    evidence: list[ProposalEvidence]
    says: Words
    made_at: datetime


class ProfileOut(msgspec.Struct, kw_only=True):
    motive: Motive  # set by staff; empty: nobody did
    motive_suggested: Motive  # by the nights, from the stays
    occupation: str
    region: str
    minor: bool
    preferred_channel: Medium | None
    preferred_hour: int | None
    changed_at: datetime | None
    changed_by_name: str
    preferences: list[PreferenceOut]
    notes: GuestNotes
    proposals: list[
        PreferenceProposal
    ]  # what repeated requests speak for, or the last visits against: staff decide
    offered: list[PreferenceWord]  # what can be preferred: the standard words and the house's own


class ProfileChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is named is set; null and "" take it back."""

    motive: Motive | UnsetType | None = UNSET
    occupation: Text | UnsetType | None = UNSET
    region: Text | UnsetType | None = UNSET
    minor: bool | UnsetType = UNSET
    preferred_channel: Medium | UnsetType | None = UNSET
    preferred_hour: Hour | UnsetType | None = UNSET


class InteractionOut(msgspec.Struct, kw_only=True):
    id: str
    kind: InteractionKind
    touch: Touched
    topic: str  # code of a keyword rule
    topic_name: Words | None
    source: str
    day: date
    at: datetime | None  # where the hour is known
    text: str
    stay: str | None
    room_no: str
    facts: dict[str, Any]
    staff: UUID | None
    owner: UUID | None
    owner_name: str
    department: str
    due_at: datetime | None
    settled_at: datetime | None
    settled_name: str
    outcome: str
    open: bool  # a complaint or a request that nobody settled
    overdue: bool
    made_at: datetime
    by_name: str


class InteractionPage(msgspec.Struct):
    results: list[InteractionOut]
    next: str | None


class InteractionsAsked(msgspec.Struct, forbid_unknown_fields=True):
    limit: Annotated[int, Meta(ge=1, le=MOST)] = DEFAULT
    cursor: Annotated[str, Meta(max_length=400)] | None = None


class InteractionIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    kind: InteractionKind
    text: Annotated[str, Meta(max_length=2000)] = ""
    day: date | None = None  # none: today
    source: Annotated[str, Meta(max_length=24)] = ""
    touch: Touched = ""
    topic: Topic = ""  # none: found in the text of a complaint
    at: datetime | None = None
    stay: Annotated[str, Meta(max_length=20)] | None = None  # of this guest
    facts: Facts = {}
    owner: UUID | None = None  # none, of a complaint: by rule
    department: Topic = ""
    due_at: datetime | None = None  # none, of a complaint: by rule


class InteractionChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    settled: bool | UnsetType = UNSET
    outcome: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    owner: UUID | UnsetType = UNSET
    due_at: datetime | UnsetType = UNSET


class ReachConsent(msgspec.Struct):
    """The newest word on marketing, of one channel ('' : of all)."""

    channel: str
    given: bool
    wording: str
    through: str
    at: datetime
    by_name: str


class ReachChannel(msgspec.Struct, kw_only=True):
    """What it comes to for one channel."""

    channel: Medium
    reachable: bool  # there is an address, and receipts have not called it dead
    agreed: bool  # to marketing
    opted_out: bool


class ReachOptOut(msgspec.Struct):
    channel: str  # empty: all
    at: datetime
    through: str
    wording: str
    by_name: str


class ReachOut(msgspec.Struct, kw_only=True):
    consents: list[ReachConsent]
    channels: list[ReachChannel]
    opt_outs: list[ReachOptOut]
    preferred_channel: Medium | None
    preferred_hour: int | None
    reachable: list[str]
    minor: bool  # flagged, or not of age by the birthday


class ReachConsentIn(msgspec.Struct, forbid_unknown_fields=True):
    given: bool
    channel: Literal["", "sms", "email", "wecom", "wechat"] = ""
    wording: Annotated[str, Meta(max_length=500)] = ""


class ReachOptOutIn(msgspec.Struct, forbid_unknown_fields=True):
    """`ended`: the guest agreed anew; the wording says how."""

    channel: Literal["", "sms", "email", "wecom", "wechat"] = ""
    ended: bool = False
    wording: Annotated[str, Meta(max_length=500)] = ""


class ReachIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is named is done; the rest stays."""

    consents: Annotated[list[ReachConsentIn], Meta(max_length=5)] = []
    opt_outs: Annotated[list[ReachOptOutIn], Meta(max_length=5)] = []
    preferred_channel: Medium | UnsetType | None = UNSET
    preferred_hour: Hour | UnsetType | None = UNSET
