"""Shapes of the report on campaigns.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].
"""

from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType, field

from api.v1.programme_report_shapes import Sum
from api.v1.report_shapes import Share
from api.v1.result_shapes import ResultRestraint


class CampaignFigures(Struct, kw_only=True):
    """`redemption_rate` beside the field's reference (0.15). `uplift_pp` of visited shares, over all assigned.

    Profit as in a campaign's own results: of the visits, `cost` off it in `net_profit` only; for who may see it.
    `profit_complete` false: costs that nobody has set are still in it.
    """

    chosen: int
    sent: int
    held_out: int
    visited: int
    rate: Share
    holdout_rate: Share
    uplift_pp: float | None
    uplift_ci: list[float] | None
    extra_visits: float | None
    extra_revenue: Sum | None
    extra_revenue_ci: list[Sum] | None
    cost: Sum
    net: Sum | None
    gain: float | None = field(name="return")
    answered: int
    given: int
    redeemed: int
    redemption_rate: Share
    restrained: int
    saved: Sum
    extra_profit: Sum | UnsetType | None = UNSET
    extra_profit_ci: list[Sum] | UnsetType | None = UNSET
    net_profit: Sum | UnsetType | None = UNSET
    profit_complete: bool | UnsetType = UNSET


class CampaignRow(CampaignFigures, kw_only=True):
    key: str
    name: str
    kind: str
    property: str
    property_name: str
    first_on: date | None
    last_on: date | None


class CampaignGroup(CampaignFigures, kw_only=True):
    key: str
    name: str


class CampaignPlace(CampaignFigures, kw_only=True):
    property: str
    name: str


class CampaignsReport(Struct, kw_only=True):
    """`stages` and `offers`: response by the guest's stage and by what was offered (C83)."""

    start: str = field(name="from")
    end: str = field(name="to")
    as_of: datetime | None
    reference_rate: float
    total: CampaignFigures
    campaigns: list[CampaignRow]
    kinds: list[CampaignGroup]
    stages: list[CampaignGroup]
    offers: list[CampaignGroup]
    restrained: list[ResultRestraint]
    properties: list[CampaignPlace]
