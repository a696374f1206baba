"""Shapes of tiers: what is asked, what is answered."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from api.paging import Paged
from api.v1.words import Words
from loyalty.programme.terms import Code, Count, Months
from loyalty.programme.tiers.terms import Measure, Rule

Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Price = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9]{2}$")]
Paid = Literal["cash", "wechat", "alipay", "card", "bank"]


class TierNamed(msgspec.Struct):
    code: str
    name: str
    name_en: str


class TierWay(msgspec.Struct):
    measure: Measure
    have: int
    need: int
    missing: int
    from_: date = msgspec.field(name="from")
    to: date | None
    share: float
    says: Words


class TierNext(TierNamed):
    ways: list[TierWay]
    brings: list[TierNamed]


class TierKeep(msgspec.Struct):
    by: date
    ways: list[TierWay]


class TierOffer(msgspec.Struct):
    visits: int
    gives_until: date


class TierChance(msgspec.Struct):
    tier: str
    name: str
    name_en: str
    until: date
    have: int
    offers: list[TierOffer]


class TierElsewhere(msgspec.Struct):
    """A higher tier held at another property of the chain: what is given here follows it."""

    property_name: str
    code: str
    tier_name: str
    tier_name_en: str


class TierOut(msgspec.Struct):
    """What a member holds and why, how far it is to the next tier, what keeps this one."""

    code: str
    name: str
    name_en: str
    rank: int
    kind: Literal["base", "qualified", "bought", "granted", "matched", "second_chance"]
    since: date
    until: date | None
    grace_until: date | None
    reason: Words
    next: TierNext | None
    keep: TierKeep | None
    second_chance: TierChance | None
    elsewhere: TierElsewhere | None


class TierBuy(msgspec.Struct, forbid_unknown_fields=True):
    tier: Code
    pay: Price
    method: Paid


class TierGrant(msgspec.Struct, forbid_unknown_fields=True):
    tier: Code
    reason: Reason
    until: date | None = None


class TierHeld(msgspec.Struct):
    tier: TierOut


class TierMatchIn(msgspec.Struct, forbid_unknown_fields=True):
    partner: Annotated[str, Meta(min_length=1, max_length=40)]
    partner_tier: Annotated[str, Meta(min_length=1, max_length=40)]
    proof: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class ClaimGuest(msgspec.Struct):
    id: str
    name: str


class ClaimOut(msgspec.Struct):
    id: str
    guest: ClaimGuest
    partner: str
    partner_tier: str
    tier: TierNamed
    proof: str
    state: Literal["waiting", "refused", "trial", "kept", "lapsed"]
    claimed_at: datetime
    claimed_by: str
    reviewed_at: datetime | None
    reviewed_by: str | None
    reason: str
    until: date | None
    settled_on: date | None


class Conversion(msgspec.Struct):
    partner: str
    claims: int
    waiting: int
    refused: int
    trial: int
    kept: int
    lapsed: int
    kept_share: float | None


class ClaimPage(msgspec.Struct):
    results: list[ClaimOut]
    next: str | None
    conversions: list[Conversion]


class ClaimsAsked(Paged, kw_only=True):
    state: Literal["waiting", "refused", "trial", "kept", "lapsed"] | None = None


class ClaimReview(msgspec.Struct, forbid_unknown_fields=True):
    accept: bool
    reason: Annotated[str, Meta(max_length=200)] = ""


class TierStep(msgspec.Struct):
    id: str
    at: datetime
    on: date
    from_: TierNamed | None = msgspec.field(name="from")
    to: TierNamed
    kind: str
    until: date | None
    reason: Words
    actor: str


class TierSteps(msgspec.Struct):
    results: list[TierStep]
    next: str | None


class StepsAsked(Paged, kw_only=True):
    pass


class AdviceBand(msgspec.Struct):
    visits: str
    guests: int
    share: float


class AdviceTier(msgspec.Struct):
    code: str
    share_wanted: float
    threshold: int
    share: float
    share_below: float
    members: int
    benefits_cost: str


class AdviceOut(msgspec.Struct):
    from_: date = msgspec.field(name="from")
    to: date
    guests: int
    histogram: list[AdviceBand]
    tiers: list[AdviceTier]


class GenerateIn(msgspec.Struct, forbid_unknown_fields=True):
    how: Literal["arithmetic", "geometric", "relative"]
    measure: Measure
    first: Count
    tiers: Annotated[list[Code], Meta(min_length=1, max_length=9)]
    months: Months | None = None
    step: Count | None = None
    ratio: Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$")] | None = None


class SeriesTier(msgspec.Struct):
    code: str
    qualify: list[Rule]


class SeriesWarning(msgspec.Struct):
    code: str
    says: Words


class SeriesOut(msgspec.Struct):
    tiers: list[SeriesTier]
    warnings: list[SeriesWarning]
