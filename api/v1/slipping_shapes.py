"""Shapes of the reports on who slips away: latency, churn, RFM, value.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].
"""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

from api.v1.programme_report_shapes import Sum
from api.v1.report_shapes import RangeAsked, Share
from api.v1.win_back_shapes import Days, TurnOut

ValueTierName = Literal["platinum", "gold", "silver", "potential", "churn_warning"]


class LatencyAsked(Struct, forbid_unknown_fields=True):
    cohort: Literal["channel", "source", "property"] = "channel"


class LatencyStep(Struct, kw_only=True):
    """The gap from visit `ordinal` to the next (10: from any visit from the tenth on).

    `share` ever comes; lower, median, upper are the quartiles of those who come. `curve` is [day, share come by then].
    Where `enough` is false the norm is taken from another cohort: `norm_…` and `from_name` say which.
    """

    ordinal: int
    guests: int
    returns: int
    share: Share
    lower: Days
    median: Days
    upper: Days
    enough: bool
    norm_lower: Days
    norm_median: Days
    norm_upper: Days
    taken_from: str | None = field(name="from")
    from_name: str | None
    pooled: bool
    curve: list[list[float]]


class TurnProposal(Struct, kw_only=True):
    """The trigger of a campaign that acts at the turn, as campaigns take it."""

    event: str
    ordinal: int
    says: str


class LatencyTurn(TurnOut, kw_only=True):
    proposal: TurnProposal


class LatencyCohort(Struct, kw_only=True):
    key: str
    name: str
    guests: int
    steps: list[LatencyStep]
    turn: LatencyTurn | None


class LatencyReport(Struct, kw_only=True):
    day: date | None
    as_of: datetime | None
    cohort: str
    guests_min: int
    whole: LatencyCohort
    cohorts: list[LatencyCohort]
    says: str


# --- churn ---


class ChurnAsked(RangeAsked):
    by: Literal["channel", "source", "stage"] = "channel"


class ChurnFigures(Struct, kw_only=True):
    """churn = at risk + dormant + lost; each ÷ guests."""

    guests: int
    new: int
    sticky: int
    at_risk: int
    dormant: int
    lost: int
    churn_rate: Share
    at_risk_rate: Share
    lost_rate: Share


class ChurnRow(ChurnFigures, kw_only=True):
    key: str
    name: str


class ChurnMonth(ChurnFigures, kw_only=True):
    """As of `day`, the last of the month that is known. `reckoned`: worked out afterwards, by today's norms."""

    month: str
    day: date
    reckoned: bool


class ChurnPlace(ChurnFigures, kw_only=True):
    property: str
    name: str
    second_visit_rate: Share


class SecondVisit(Struct, kw_only=True):
    """Of the guests whose first visit fell into the month: who came again within `within_days`. C82

    `final` once all of them have had their days.
    """

    month: str
    first: int
    second: int
    rate: Share
    final: bool


class SecondVisits(Struct, kw_only=True):
    """first, second, rate: over the months of the range that are final."""

    within_days: int
    first: int
    second: int
    rate: Share
    months: list[SecondVisit]


class ChurnReport(Struct, kw_only=True):
    start: str = field(name="from")
    end: str = field(name="to")
    by: str
    as_of: datetime | None
    day: date | None
    total: ChurnFigures
    before: ChurnFigures | None
    rows: list[ChurnRow]
    trend: list[ChurnMonth]
    second_visit: SecondVisits
    properties: list[ChurnPlace]
    says: str


# --- RFM ---


class NoneAsked(Struct, forbid_unknown_fields=True):
    pass


class ProfitBeside(Struct, kw_only=True):
    """What is left of what these guests have spent to date, as of the night or of when a cost was last set.

    For who may see it; absent for everybody else. `profit_complete` false: costs that nobody has set are still in it.
    """

    profit: Sum | UnsetType = UNSET
    profit_complete: bool | UnsetType = UNSET


class RfmCell(ProfitBeside, kw_only=True):
    """`rule` is a segment's rule: it can be previewed, saved, or be what guests are listed by."""

    r: int
    f: int
    n: int
    spend: Sum
    m: float | None
    rule: dict[str, Any]


class RfmThresholds(Struct, kw_only=True):
    """What separates scores 1|2, 2|3, 3|4, 4|5. `days`: at most so many days ago for the better score."""

    property: str
    days: list[int]
    visits: list[int]
    spend: list[Sum]


class RfmGroup(ProfitBeside, kw_only=True):
    key: str
    name: str
    says: str
    n: int
    share: Share
    spend: Sum
    rule: dict[str, Any]


class RfmTier(ProfitBeside, kw_only=True):
    key: ValueTierName
    name: str
    says: str
    n: int
    share: Share
    spend: Sum
    future: Sum | None
    rule: dict[str, Any]


class RfmPlace(Struct, kw_only=True):
    property: str
    name: str
    guests: int
    groups: dict[str, int]
    tiers: dict[str, int]


class RfmReport(Struct, kw_only=True):
    day: date | None
    as_of: datetime | None
    guests: int
    grid: list[RfmCell]
    thresholds: list[RfmThresholds]
    groups: list[RfmGroup]
    tiers: list[RfmTier]
    properties: list[RfmPlace]


# --- value ---


class ValueRow(ProfitBeside, kw_only=True):
    """C87: spent so far, expected in the 52 weeks ahead, both together: all three are revenue, and so is what is foretold."""

    key: str
    name: str
    guests: int
    alive: float | None
    expected_visits: float
    current: Sum
    future: Sum
    lifetime: Sum
    future_per_guest: Sum | None


class ValueDecile(Struct, kw_only=True):
    """Tenths of the guests by future value, the most valuable first."""

    decile: int
    guests: int
    future: Sum
    share: Share
    from_: Sum | None = field(name="from", default=None)


class ValueModel(Struct, kw_only=True):
    """One property's models. `visits` {r, alpha, a, b}, `spend` {p, q, gamma}; `certain` false: a parameter ran away."""

    property: str
    name: str
    visits: dict[str, float] | None
    visits_log_likelihood: float | None
    visits_guests: int | None
    visits_certain: bool | None
    spend: dict[str, float] | None
    spend_log_likelihood: float | None
    spend_guests: int | None
    spend_certain: bool | None
    says: str


class ValueReport(Struct, kw_only=True):
    day: date | None
    as_of: datetime | None
    total: ValueRow
    tiers: list[ValueRow]
    channels: list[ValueRow]
    deciles: list[ValueDecile]
    properties: list[ValueRow]
    models: list[ValueModel]
