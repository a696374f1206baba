"""What the guest card says of the programme. Every part is null where the property has no programme, or not this part."""

from datetime import date
from typing import Literal

import msgspec

from api.v1.benefit_shapes import BenefitLeft
from api.v1.guest_shapes import GuestFacts, MoneyOut
from api.v1.owner_shapes import OwnerOut
from api.v1.point_shapes import PointsHeld
from api.v1.profile_shapes import GuestNotes, InteractionOut, PreferenceOut, PreferenceProposal
from api.v1.profit_shapes import ProfitOut
from api.v1.saying_shapes import ScriptOut
from api.v1.tier_shapes import TierNamed, TierOut
from api.v1.wallet_shapes import WalletSums
from api.v1.words import Words


class CardCoupon(msgspec.Struct):
    code: str
    kind: str
    name: str
    name_en: str
    says: Words
    expires_on: date | None
    state: str


class CardPunch(msgspec.Struct):
    code: str
    name: str
    name_en: str
    have: int
    need: int
    missing: int
    owed: int
    filled: int
    counts: str
    gives: TierNamed
    share_free: float
    begun_on: date | None


class CardWorthItem(msgspec.Struct):
    code: str
    name: str
    name_en: str
    amount: MoneyOut
    says: Words


class CardWorth(msgspec.Struct):
    """What membership gives on the stay the guest is on, or on the next one booked."""

    stay_id: str
    external_id: str
    total: MoneyOut
    items: list[CardWorthItem]


class CardNotice(msgspec.Struct):
    id: str
    kind: str
    says: Words
    day: date
    until: date | None


class CardNorm(msgspec.Struct):
    """The usual range until the next visit, in days, and whose it is: where a cohort is too small, its parent's."""

    lower: float
    median: float
    upper: float
    taken_from: str = msgspec.field(name="from")
    from_says: Words
    pooled: bool
    fallback_says: Words | None


class CardRfm(msgspec.Struct):
    r: int
    f: int
    m: int
    group: str
    group_says: Words


class CardValue(msgspec.Struct):
    """In the property's currency; what is to come within twelve months. `alive` is null upon the first visit."""

    spent: str
    expected_visits_12m: float | None
    future: str | None
    alive: float | None


class CardMotive(msgspec.Struct):
    """What the visits suggest, and what staff set ('' : nothing)."""

    suggested: str
    set: str


class CardLifecycle(msgspec.Struct):
    stage: Literal["new", "sticky", "at_risk", "dormant", "lost"]
    stage_since: date
    deviation: Literal["unknown", "early", "on_pattern", "late"]
    says: Words
    away_days: int
    norm: CardNorm | None
    due_on: date | None
    rfm: CardRfm
    value_tier: str
    value_tier_says: Words
    value: CardValue
    motive: CardMotive
    price_sensitive: Literal["yes", "no", "unknown"]
    as_of: date


class GuestCard(GuestFacts, kw_only=True):
    lifecycle: CardLifecycle | None
    preferences: list[PreferenceOut]
    interactions: list[InteractionOut]  # the last five
    noted: GuestNotes
    proposals: list[PreferenceProposal]
    tier: TierOut | None
    points: PointsHeld | None
    wallet: WalletSums | None
    coupons: list[CardCoupon] | None
    benefits: list[BenefitLeft] | None
    punch_cards: list[CardPunch] | None
    worth: CardWorth | None
    notices: list[CardNotice] | None
    second_approvals: int | None
    owner: OwnerOut | None
    profit: ProfitOut | None  # null for who may not see it
    scripts: list[ScriptOut]  # of the stay the guest is on, else of the next one booked
