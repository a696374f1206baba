"""What the reports on programmes answer."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from api.v1.report_shapes import Share

Sum = Annotated[str, Meta(description="decimal string with two places, in the property's currency")]


class ReportHead(Struct, kw_only=True):
    start: str = field(name="from")
    end: str = field(name="to")
    as_of: str


class ReportOwed(Struct, kw_only=True):
    """`points` can be spent, `pending` not yet; `worth` is at the programme's rate, pending included."""

    points: int
    base: int
    bonus: int
    pending: int
    owed: int
    worth: Sum
    principal: Sum
    gift: Sum
    total: Sum


class OwedDay(ReportOwed, kw_only=True):
    day: date


class OwedPlace(ReportOwed, kw_only=True):
    property: str
    name: str


class LiabilityOut(ReportHead, kw_only=True):
    before: ReportOwed
    now: ReportOwed
    days: list[OwedDay]
    properties: list[OwedPlace]


class ReportRedeemed(Struct, kw_only=True):
    issued: int
    redeemed: int
    expired: int
    redeemed_worth: Sum
    redemption_rate: Share


class RedeemedPlace(ReportRedeemed, kw_only=True):
    property: str
    name: str


class RedeemedWay(Struct):
    way: str
    points: int
    worth: Sum


class RewardGiven(Struct):
    code: str
    name: str
    name_en: str
    count: int
    price: Sum
    cost: Sum


class RedemptionOut(ReportHead, kw_only=True):
    issued: int
    redeemed: int
    expired: int
    redeemed_worth: Sum
    redemption_rate: Share
    ways: list[RedeemedWay]
    rewards: list[RewardGiven]
    properties: list[RedeemedPlace]


class ReportBenefitUse(Struct, kw_only=True):
    uses: int
    price: Sum
    cost: Sum


class BenefitRow(ReportBenefitUse, kw_only=True):
    code: str
    name: str
    name_en: str


class BenefitTotal(ReportBenefitUse, kw_only=True):
    members: int
    cost_per_member: Sum | None


class BenefitTier(BenefitTotal, kw_only=True):
    code: str
    name: str
    name_en: str


class BenefitPlace(BenefitTotal, kw_only=True):
    property: str
    name: str


class BenefitMember(ReportBenefitUse, kw_only=True):
    guest_id: str
    name: str
    tier: str


class BenefitsReport(ReportHead, kw_only=True):
    """`members`: of one property, those whose benefits cost most."""

    total: BenefitTotal
    rows: list[BenefitRow]
    tiers: list[BenefitTier]
    properties: list[BenefitPlace]
    members: list[BenefitMember] = []


class ReportTierHeld(Struct):
    code: str
    name: str
    name_en: str
    members: int
    before: int


class ReportTierNamed(Struct):
    code: str
    name: str
    name_en: str


class ReportTierMove(Struct):
    start: ReportTierNamed | None = field(name="from")
    end: ReportTierNamed = field(name="to")
    kind: str
    direction: str
    count: int


class ReportTierDay(Struct):
    day: date
    members: dict[str, int]


class ReportTierPlace(Struct):
    property: str
    name: str
    members: dict[str, int]
    up: int
    down: int


class TiersReport(ReportHead, kw_only=True):
    tiers: list[ReportTierHeld]
    moves: list[ReportTierMove]
    days: list[ReportTierDay]
    members: dict[str, int]
    up: int
    down: int
    properties: list[ReportTierPlace]


class WalletFlows(Struct, kw_only=True):
    principal: Sum
    gift: Sum
    wallets: int
    topped_up: Sum
    gift_given: Sum
    charged_principal: Sum
    charged_gift: Sum
    refunded: Sum
    forfeited: Sum
    top_ups: int
    charges: int


class WalletPlace(WalletFlows, kw_only=True):
    property: str
    name: str


class WalletDay(Struct):
    day: date
    principal: Sum
    gift: Sum


class WalletReport(WalletFlows, kw_only=True):
    start: str = field(name="from")
    end: str = field(name="to")
    as_of: str
    days: list[WalletDay]
    properties: list[WalletPlace]


class CouponFigures(Struct, kw_only=True):
    issued: int
    redeemed: int
    redemption_rate: Share
    face: Sum
    discount: Sum
    cost: Sum


class CouponRow(CouponFigures, kw_only=True):
    code: str
    name: str
    name_en: str


class CouponPlace(CouponFigures, kw_only=True):
    property: str
    name: str


class SpendPerVisit(Struct):
    """`change`: 0.39527 says that a visit with a coupon brings 39.5 % more than one without."""

    with_coupon: Sum | None = field(name="with")
    visits_with: int
    without: Sum | None
    visits_without: int
    change: float | None


class CouponsReport(ReportHead, kw_only=True):
    reference_rate: float
    total: CouponFigures
    rows: list[CouponRow]
    spend_per_visit: SpendPerVisit
    properties: list[CouponPlace]


class SettledPlace(Struct):
    property: str
    name: str


class SettledFlow(Struct):
    transfers: int
    points: int
    value: Sum


class SettledPair(Struct):
    """`there`: points of `one` spent at `other`. `net` above zero: `one` pays `other`."""

    one: SettledPlace
    other: SettledPlace
    there: SettledFlow | None
    back: SettledFlow | None
    net: Sum
    pays: str | None


class SettledBalance(Struct):
    """Above zero: the property is owed this."""

    property: str
    name: str
    balance: Sum


class SettlementOut(Struct):
    month: str
    currency: str
    pairs: list[SettledPair]
    balances: list[SettledBalance]
    sum: Sum
    open: int


class SettlementAsked(msgspec.Struct, forbid_unknown_fields=True):
    month: Annotated[str, Meta(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])]
