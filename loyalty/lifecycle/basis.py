"""What a night learnt of a property, as it is kept: norms, curves, thresholds, models. Read without numpy.

Cohorts are named 'property', 'channel:ota', 'source:携程', 'money:携程/high'; parents stand before their children.
"""

from datetime import date
from typing import Any

import msgspec

from kernel.statements import Statements

# Days at which a curve is told: the share of guests who have come again by then.
CURVE_DAYS = (
    7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 210, 240, 270, 300, 330, 365, 450, 540, 730,
)  # fmt: skip


class Range(msgspec.Struct, frozen=True):
    """A usual range, in days, and whose it is; `pooled`: of all gaps from the second visit on."""

    lower: float
    median: float
    upper: float
    share: float  # of guests who ever come again
    guests: int
    taken_from: str
    pooled: bool


class Step(msgspec.Struct, frozen=True):
    """What a cohort did after visit `ordinal`; its own figures, beside the norm by which its guests are judged.

    Quartiles are of those who come; `all_…` are over everybody, and None where so many never do.
    """

    ordinal: int
    guests: int
    returns: int
    share: float | None
    lower: float | None
    median: float | None
    upper: float | None
    all_lower: float | None
    all_median: float | None
    all_upper: float | None
    norm: Range | None  # None: nobody has enough guests; no norm, no deviation
    # at CURVE_DAYS, None where nobody was watched so long; only with enough guests of its own
    curve: list[float | None] | None


class Turn(msgspec.Struct, frozen=True):
    """The shortest gap goes from visit `ordinal` to the next, which is the one to act upon."""

    ordinal: int
    act_upon: int
    days: float


class Cohort(msgspec.Struct, frozen=True):
    code: str
    kind: str  # property | channel | source | money
    parent: int  # place in the list; -1: none
    guests: int
    steps: list[Step]  # ordinals 1 … 10; the tenth is that of all later visits
    later: Step  # every gap from the second visit on, pooled
    turn: Turn | None
    channel: int = -1
    source: int = 0
    high: bool | None = None


class Ranks(msgspec.Struct, frozen=True):
    """RFM thresholds, each for scores 2 … 5: at most so many days away; more than so many visits, so many cents."""

    days: list[int]
    visits: list[int]
    spent_cents: list[int]
    r_mean: float
    f_mean: float
    m_mean: float


class VisitFit(msgspec.Struct, frozen=True):
    """BG/NBD by weeks. Not `certain`: forecasts hold, the parameters by themselves mean nothing."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    guests: int
    certain: bool


class SpendFit(msgspec.Struct, frozen=True):
    """Gamma–Gamma, gamma in yuan."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    guests: int
    certain: bool


class Document(msgspec.Struct, frozen=True):
    """All that one night learnt."""

    as_of: date
    guests: int
    cohorts: list[Cohort]
    ranks: Ranks
    visits: VisitFit | None
    spend: SpendFit | None
    stages: dict[str, int]  # guests by stage on that day
    churn: float  # at risk, dormant and lost, of all guests
    lost: float
    rates: list[int]  # average rates in cents at 0, 1 … 100 % of the guests
    money_split_cents: int  # a first visit above it makes a guest of the upper half
    curve_days: list[int] = msgspec.field(default_factory=lambda: list(CURVE_DAYS))

    def cohort(self, code: str) -> Cohort | None:
        return next((each for each in self.cohorts if each.code == code), None)


NEWEST = """
SELECT id, as_of, made_at, document::text FROM lifecycle_basis WHERE as_of <= %s::date ORDER BY as_of DESC LIMIT 1
"""
STAMP = "SELECT id, made_at FROM lifecycle_basis ORDER BY as_of DESC LIMIT 1"
HISTORY = """
SELECT as_of, guests, document ->> 'churn', document ->> 'lost', document -> 'stages' FROM lifecycle_basis
 WHERE as_of BETWEEN %s::date AND %s::date ORDER BY as_of
"""
OF_DAY = "SELECT id, document::text FROM lifecycle_basis WHERE as_of = %s::date"
PUT = """
INSERT INTO lifecycle_basis (as_of, document, guests, made_at, took_ms) VALUES (%s, %s::jsonb, %s, %s, %s) RETURNING id
"""
OLD = "SELECT id FROM lifecycle_basis WHERE as_of = %s::date OR as_of < %s::date - %s"
DROP = "DELETE FROM lifecycle_basis WHERE id = ANY(%s::bigint[])"
MOVE = "UPDATE lifecycle_state SET basis_id = %s WHERE basis_id = ANY(%s::bigint[])"


def newest(raw: Statements, day: date = date.max) -> Document | None:
    """What the last night up to the day learnt."""
    row: Any = raw.execute(NEWEST, (day,)).fetchone()
    return None if row is None else decode(row[3])


def decode(text: str) -> Document:
    return msgspec.json.decode(text, type=Document)


class Told(msgspec.Struct, frozen=True):
    """One night's churn."""

    as_of: date
    guests: int
    churn: float
    lost: float
    stages: dict[str, int]


def history(raw: Statements, start: date, end: date) -> list[Told]:
    """Churn of every night in the range that was kept: 400 days are."""
    rows: list[Any] = raw.execute(HISTORY, (start, end)).fetchall()
    return [Told(day, guests, float(churn), float(lost), stages) for day, guests, churn, lost, stages in rows]
