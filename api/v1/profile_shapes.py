"""Shapes of what is known of a guest beyond his stays, and of how he may be reached."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import DEFAULT, MOST

Motive = Literal["", "captive", "convenience", "quality", "price", "loyal"]
Medium = Literal["sms", "email", "wecom", "wechat"]
Hour = Annotated[int, Meta(ge=0, le=23, description="of the property's day")]
InteractionKind = Literal["complaint", "praise", "request", "conversation", "review"]
Text = Annotated[str, Meta(max_length=60)]


class PreferenceOut(msgspec.Struct):
    code: str
    zh: str
    en: str
    value: str
    noted_at: datetime
    by_name: str


class PreferenceWord(msgspec.Struct):
    code: str
    zh: str
    en: str


class PreferenceIn(msgspec.Struct, forbid_unknown_fields=True):
    value: Annotated[str, Meta(max_length=120)] = ""


class PreferenceList(msgspec.Struct):
    results: list[PreferenceOut]


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
    source: str
    day: date
    text: str
    owner: UUID | None
    due_at: datetime | None
    settled_at: datetime | None
    outcome: str
    open: bool  # a complaint or a request that nobody settled
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
    text: Annotated[str, Meta(min_length=1, max_length=2000)]
    day: date | None = None  # none: today
    source: Annotated[str, Meta(max_length=24)] = ""
    owner: UUID | None = None
    due_at: datetime | None = None


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
