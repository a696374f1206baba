"""Shapes of products, consumption, costs and profit."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import Paged
from api.v1.report_shapes import RangeAsked, Share
from api.v1.words import Words

Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$", examples=["38.00"])]
Quantity = Annotated[int, Meta(ge=1, le=10_000)]
Part = Annotated[float, Meta(ge=0, le=1, description="0.15 is 15 %; at most four places")]
Name80 = Annotated[str, Meta(max_length=80)]
Source60 = Annotated[str, Meta(min_length=1, max_length=60)]


# --- profit ---


class UnknownCost(msgspec.Struct):
    """A cost that nobody has set: it is in the profit, and named instead of guessed."""

    what: Literal["commission", "rooms", "fnb", "other", "product"]
    of: str  # the source, the room type, the product; '' where there is one only


class ProfitOut(msgspec.Struct):
    revenue: str
    commission: str
    rooms: str
    goods: str
    given: Annotated[str, Meta(description="surprises: what they cost")]
    profit: str
    share: Annotated[float, Meta(description="profit ÷ revenue, six places; null over nothing")] | None
    unknown: list[UnknownCost]
    waiting: Annotated[
        int,
        Meta(
            description="visits in house whose room revenue nobody has told yet: nothing else of them is in"
        ),
    ]


class ProfitDrill(msgspec.Struct, omit_defaults=True):
    """The visits behind a row: parameters of the list of visits."""

    start: date = msgspec.field(name="from")
    to: date
    source: str | None = None
    channel: str | None = None
    room_type: str | None = None
    property: str | None = None


class ProfitRow(ProfitOut):
    key: Annotated[str, Meta(description='"-": had without a visit')]
    name: str
    visits: int
    nights: int
    profit_per_visit: str | None
    profit_per_night: str | None
    drill: ProfitDrill | None
    quantity: int | UnsetType = UNSET  # by product


class ProfitReport(msgspec.Struct):
    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")
    by: str
    as_of: datetime
    rows: list[ProfitRow]
    total: ProfitRow
    costs_hold: Annotated[Words, Meta(description="from when costs count")]


class ProfitAsked(RangeAsked):
    by: Literal["source", "channel", "room_type", "product", "month"] = "source"


class ChainProfitAsked(RangeAsked):
    by: Literal["property", "source", "channel"] = "property"


# --- products ---


class ProductsAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    active: bool | None = None
    q: Annotated[str, Meta(max_length=80)] | None = None
    category: Annotated[str, Meta(max_length=40)] | None = None


class ProductPut(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    price: Amount
    name_en: Name80 = ""
    kind: Literal["product", "service"] = "product"
    category: Annotated[str, Meta(max_length=40)] = ""
    unit: Annotated[str, Meta(max_length=16)] = ""
    # Left out: what is there stays. null: not known, not counted.
    cost: Amount | UnsetType | None = UNSET
    stock: Annotated[int, Meta(ge=0, le=1000000)] | UnsetType | None = UNSET
    active: bool = True


class ProductOut(msgspec.Struct):
    code: str
    name: str
    name_en: str
    kind: Literal["product", "service"]
    category: str
    unit: str
    price: str
    cost: str | None
    margin: Share
    stock: int | None
    active: bool
    sold_90: int
    amount_90: str
    cost_hidden: bool | UnsetType = UNSET


class ProductList(msgspec.Struct):
    results: list[ProductOut]


# --- costs ---


Since = Annotated[date, Meta(description="the day it holds from; null: for ever")]


class CostBefore(msgspec.Struct, forbid_unknown_fields=True):
    """What a night cost before, from a day on (null: for ever before) until the next."""

    since: Since | None
    cost: Amount | None


class ShareBefore(msgspec.Struct, forbid_unknown_fields=True):
    """What a share was before, from a day on (null: for ever before) until the next."""

    since: Since | None
    share: Part | None


class RoomCostRow(msgspec.Struct, forbid_unknown_fields=True):
    room_type: Annotated[str, Meta(max_length=60, description="'': every type that has none of its own")]
    cost: Amount | None
    visits_90: int | None = None  # told; ignored when sent back, like what follows
    since: Since | None = None
    earlier: Annotated[list[CostBefore], Meta(description="what it was before, the newest first")] = []


class CommissionRow(msgspec.Struct, forbid_unknown_fields=True):
    source: Source60
    share: Part | None
    channel: str | None = None  # told; ignored when sent back, like what follows
    visits_90: int | None = None
    needed: Annotated[bool, Meta(description="false: the house's own source, which pays no agent")] | None = (
        None
    )
    since: Since | None = None
    earlier: Annotated[list[ShareBefore], Meta(description="what it was before, the newest first")] = []


class CostsOut(msgspec.Struct):
    rooms: list[RoomCostRow]
    fnb_cost_share: Part | None
    fnb_cost_since: Since | None
    fnb_cost_earlier: list[ShareBefore]
    other_cost_share: Part | None
    other_cost_since: Since | None
    other_cost_earlier: list[ShareBefore]
    commissions: list[CommissionRow]
    changed_at: datetime | None
    changed_by_name: str
    costs_hold: Words


class CostsPut(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays. `rooms` are all there are; of `commissions` only those named change."""

    rooms: Annotated[list[RoomCostRow], Meta(max_length=300)] | UnsetType = UNSET
    fnb_cost_share: Part | UnsetType | None = UNSET
    other_cost_share: Part | UnsetType | None = UNSET
    commissions: Annotated[list[CommissionRow], Meta(max_length=500)] | UnsetType = UNSET
    # The day of check-in from which all this holds, not after today; what was set for later days goes. null: for
    # ever, the past is rewritten. Left out: from today, and what was never set before for ever.
    from_: date | UnsetType | None = msgspec.field(name="from", default=UNSET)
    # As GET tells them; ignored.
    fnb_cost_since: date | None = None
    fnb_cost_earlier: list[ShareBefore] = []
    other_cost_since: date | None = None
    other_cost_earlier: list[ShareBefore] = []
    changed_at: datetime | None = None
    changed_by_name: str = ""
    costs_hold: Words | None = None


# --- consumption ---


class ConsumptionIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    product: Annotated[str, Meta(min_length=1, max_length=40)]
    quantity: Quantity = 1
    stay: (
        Annotated[str, Meta(max_length=20, description="id of the stay; left out: the one the guest is on")]
        | None
    ) = None
    visit: (
        Annotated[
            str, Meta(max_length=20, description="or id of the visit; of one that is over, before he left")
        ]
        | None
    ) = None
    amount: Amount | None = None  # left out: the price
    on_folio: Annotated[bool, Meta(description="the PMS tells this money too")] = False
    folio: Annotated[
        Literal["fnb", "other"], Meta(description="as which of the stay's revenue it tells it")
    ] = "fnb"


class ConsumptionOut(msgspec.Struct):
    id: str
    product: str | None
    name: str
    name_en: str
    quantity: int
    amount: str
    on_folio: bool
    day: date
    at: datetime
    source: Literal["desk", "api", "import", "surprise"]
    by_name: str
    stay: str | None
    visit: str | None
    visit_no: Annotated[int, Meta(description="which visit of the guest it was")] | None
    taken_back: bool
    cost: str | UnsetType | None = UNSET  # who may see profit


class ConsumptionTotals(msgspec.Struct):
    """Of all that was not taken back."""

    times: int
    quantity: int
    amount: str
    cost: str | UnsetType = UNSET
    given: str | UnsetType = UNSET


class CycleOut(msgspec.Struct):
    kind: Literal["category", "product"]
    name: str
    times: int
    median_days: float | None
    last_on: date


class ConsumptionCycle(msgspec.Struct):
    """Days on which something was bought, how many days lie between them in the median, and the last."""

    times: int
    median_days: float | None
    last_on: date | None
    by: list[CycleOut]


class ConsumptionList(msgspec.Struct):
    results: list[ConsumptionOut]
    next: str | None
    totals: ConsumptionTotals
    cycle: ConsumptionCycle


class ConsumptionAsked(Paged, kw_only=True):
    pass
