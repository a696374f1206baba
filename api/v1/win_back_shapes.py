"""Shapes of the win-back board.

Words (`says`, `why`, `name` of a cohort …) come in the language of Accept-Language. Money is a decimal string in the
property's currency, shares are 0 to 1, `…_pp` are percentage points, `…_ci` the 95 % interval [low, high].
"""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from api.v1.programme_report_shapes import Sum
from api.v1.remark_shapes import Channel
from api.v1.report_shapes import Share

Days = Annotated[float, Meta(description="days; null where nobody came, or too few were there")] | None


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
