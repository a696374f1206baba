"""What the win-back board, campaign results and the reports on who slips away are asked, and what they answer.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from api.v1.programme_report_shapes import Sum
from api.v1.remark_shapes import Channel
from api.v1.report_shapes import RangeAsked, Share

StageName = Literal["new", "sticky", "at_risk", "dormant", "lost"]
ValueTierName = Literal["platinum", "gold", "silver", "potential", "churn_warning"]
Days = Annotated[float, Meta(description="days; null where nobody came, or too few were there")] | None


# --- campaign results ---


class ResultsAsked(Struct, forbid_unknown_fields=True):
    by: Literal["stage", "tier", "channel", "arm"] = "stage"


class ResultSide(Struct, kw_only=True):
    """All who were assigned to it, reached or not. `visited`: with a visit within the window."""

    n: int
    visited: int
    visits: int
    revenue: Sum


class ResultAdvice(Struct):
    code: Literal["exclude", "widen", "wait"]
    says: str


class ResultGroup(Struct, kw_only=True):
    """`uplift_pp`: visited share of contact less holdout. `return`: net ÷ cost (5 that bring 10: 1.0; 5 that bring 1: -0.8).

    Null where one of the two has fewer than two guests (or the cost is 0).
    """

    key: str
    name: str
    contact: ResultSide
    holdout: ResultSide
    rate: Share
    holdout_rate: Share
    uplift_pp: float | None
    uplift_ci: list[float] | None
    extra_visits: float | None
    extra_visits_ci: list[float] | None
    extra_revenue: Sum | None
    extra_revenue_ci: list[Sum] | None
    cost: Sum
    net: Sum | None
    gain: float | None = field(name="return")
    advice: ResultAdvice | None


class ResultRestraint(Struct, kw_only=True):
    reason: str
    says: str
    n: int
    saved: Sum


class ResultRestrained(Struct, kw_only=True):
    n: int
    saved: Sum
    reasons: list[ResultRestraint]


class ResultFunnel(Struct, kw_only=True):
    """Of those to be contacted. `dropped` will never go; `unknown` may have gone, and is not sent again."""

    chosen: int
    sent: int
    delivered: int
    clicked: int
    answered: int
    visited: int
    redeemed: int
    failed: int
    unknown: int
    dropped: int


class ResultDuel(Struct, kw_only=True):
    """B less A of an A/B test; `better` where the interval leaves no doubt."""

    uplift_pp: float | None
    uplift_ci: list[float] | None
    better: str | None
    says: str


class CampaignResults(Struct, kw_only=True):
    window_days: int
    as_of: datetime
    final: bool
    by: str
    groups: list[ResultGroup]
    total: ResultGroup
    arms: list[ResultGroup]
    duel: ResultDuel | None
    restrained: ResultRestrained
    funnel: ResultFunnel


# --- the win-back board ---


class WinBackAsked(Struct, forbid_unknown_fields=True, kw_only=True):
    group: Literal["late", "early"] | None = None
    order: Literal["value", "days"] = "value"
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    cursor: Annotated[str, Meta(max_length=400)] | None = None


class WinBackQuiet(Struct):
    start: str = field(name="from")
    until: str


class WinBackCounts(Struct, kw_only=True):
    """`today` = late + early. `no_offer`: who could have had one and gets none; saved_… what that saves."""

    today: int
    late: int
    early: int
    on_pattern: int
    no_offer: int
    saved_today: Sum
    saved_month: Sum


class WinBackGuest(Struct):
    id: str
    name: str
    visits: int
    channel: Channel | None


class WinBackNorm(Struct, kw_only=True):
    """`from` names the cohort whose figures these are; `pooled` where they are over all later gaps."""

    lower: float | None
    median: float | None
    upper: float | None
    taken_from: str = field(name="from")
    from_name: str
    pooled: bool


class WinBackAdvice(Struct, kw_only=True):
    act: Literal["greet", "call", "offer", "upgrade", "points", "thank"]
    says: str
    offer: Annotated[bool, Meta(description="whether restraint lets a price offer through")]


class WinBackRow(Struct, kw_only=True):
    """`by_days`: how many days beyond (late) or before (early) the usual range. `year_value`: of the 52 weeks ahead."""

    guest: WinBackGuest
    group: Literal["late", "early"]
    away_days: int
    norm: WinBackNorm
    by_days: int
    why: str
    detail: str
    year_value: Sum | None
    advice: WinBackAdvice
    last_contact_on: date | None
    reachable: list[str]
    assigned_to: str | None


class WinBackRestraint(Struct, kw_only=True):
    reason: str
    says: str
    n: int
    saved: Sum


class TurnOut(Struct, kw_only=True):
    """The shortest gap goes from visit `ordinal` to the next; the moment to act is upon visit `act_upon`."""

    ordinal: int
    act_upon: int
    days: float
    says: str


class WinBackStep(Struct, kw_only=True):
    """One gap of the board's small picture."""

    ordinal: int
    guests: int
    lower: Days
    median: Days
    upper: Days


class WinBackTurn(Struct, kw_only=True):
    turn: TurnOut | None
    steps: list[WinBackStep]


class WinBackRecent(Struct, kw_only=True):
    """What campaigns of the last 90 days brought, by stage and kind."""

    stage: str
    kind: str
    name: str
    rate: Share
    holdout_rate: Share
    uplift_pp: float | None


class WinBackBoard(Struct, kw_only=True):
    day: date
    as_of: date | None
    quiet: WinBackQuiet
    counts: WinBackCounts
    rows: list[WinBackRow]
    next: str | None
    restrained: list[WinBackRestraint]
    turn: WinBackTurn | None
    recent: list[WinBackRecent]


class WinBackAct(Struct, forbid_unknown_fields=True, kw_only=True):
    """`text`: what is said (greet, offer); without it the house's own greeting. `coupon`: of an offer.

    `days`: of a snooze (7 unless said). `staff`: whom it is assigned to.
    """

    act: Literal["greet", "offer", "call", "leave", "snooze", "assign"]
    text: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    coupon: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    days: Annotated[int, Meta(ge=1, le=365)] | None = None
    note: Annotated[str, Meta(max_length=200)] = ""
    staff: Annotated[str, Meta(max_length=36)] | None = None


class WinBackVerdict(Struct, kw_only=True):
    """What the gate says of the message. `at`: when it goes, or is judged again."""

    verdict: Literal["send", "wait", "drop"]
    reason: str | None
    says: str
    at: datetime | None


class WinBackDone(Struct, kw_only=True):
    act: str
    guest: str
    hidden_until: date | None
    message: WinBackVerdict | None


class WinBackPlace(Struct, kw_only=True):
    property: str
    name: str
    as_of: date | None
    late: int
    early: int
    today: int
    value: Sum
    no_offer: int
    saved_month: Sum


class WinBackSummary(Struct, kw_only=True):
    as_of: date | None
    late: int
    early: int
    today: int
    value: Sum
    no_offer: int
    saved_month: Sum
    properties: list[WinBackPlace]


# --- latency ---


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


class RfmCell(Struct, kw_only=True):
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


class RfmGroup(Struct, kw_only=True):
    key: str
    name: str
    says: str
    n: int
    share: Share
    spend: Sum
    rule: dict[str, Any]


class RfmTier(Struct, kw_only=True):
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


class ValueRow(Struct, kw_only=True):
    """C87: spent so far, expected in the 52 weeks ahead, both together."""

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


# --- campaigns ---


class CampaignFigures(Struct, kw_only=True):
    """`redemption_rate` beside the field's reference (0.15). `uplift_pp` of visited shares, over all assigned."""

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


# --- the channel-mix coach and the pool of contacts ---


class CoachPart(Struct, kw_only=True):
    channel: Channel
    visits: int
    share: Share
    target: int
    gap_pp: float | None


class CoachMonth(Struct, kw_only=True):
    month: str
    visits: int
    member: Share
    corporate: Share
    ota: Share
    walk_in: Share


class CoachAdvice(Struct, kw_only=True):
    code: Literal["grow", "alarm", "ease", "few_visits", "nothing"]
    says: str


class CoachCrossover(Struct, kw_only=True):
    """When private share overtakes OTA, if both go on as they did. Only where the trend is `clear`."""

    clear: bool
    on: date | None
    member_pp_month: float | None
    ota_pp_month: float | None
    says: str


class ChannelCoach(Struct, kw_only=True):
    day: date
    start: str = field(name="from")
    end: str = field(name="to")
    visits: int
    parts: list[CoachPart]
    mix_gap: float | None
    alarm: bool
    alarm_above: float
    advice: CoachAdvice
    more: list[CoachAdvice]
    crossover: CoachCrossover
    trend: list[CoachMonth]
    few_visits_share: Share
    benchmarks: dict[str, float]


_Decimal = Annotated[str, Meta(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]


class ContactPoolAsked(Struct, forbid_unknown_fields=True, kw_only=True):
    daily: Annotated[int, Meta(ge=0, le=100_000, description="contacts added a day")] = 20
    visits: Annotated[float, Meta(ge=0, le=365, description="visits of one a year")] = 2.0
    rate: Annotated[_Decimal, Meta(description="average rate of a visit, in whole currency units")] = "150"
    cost: Annotated[_Decimal, Meta(description="what an OTA takes for one contact")] = "3"
    rooms: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    occupancy: Annotated[float, Meta(ge=0, le=1)] | None = None


class PoolPlan(Struct, kw_only=True):
    contacts_a_month: int
    contacts_a_year: int
    visits_a_year: float
    revenue_a_year: Sum
    saved: Sum


class PoolAccount(Struct, kw_only=True):
    """The day an account that holds so many contacts is full, counted from today."""

    holds: int
    full_in_days: int | None
    full_on: date | None


class PoolCapture(Struct, kw_only=True):
    rooms_a_night: float
    capture_rate: Share


class PoolMeasured(Struct, kw_only=True):
    """What really was, over the last `days` days: new guests a day, visits a guest and year, average rate."""

    days: int
    new_guests: int
    new_guests_a_day: float
    active_guests: int
    visits: int
    visits_a_guest_year: float | None
    average_rate: Sum | None
    revenue_a_year: Sum | None


class ContactPool(Struct, kw_only=True):
    day: date
    plan: PoolPlan
    accounts: list[PoolAccount]
    capture: PoolCapture | None
    measured: PoolMeasured
    says: str
