"""Where a guest stands, and what the nights learnt of the property, for cards, boards and reports. Without numpy."""

from datetime import date
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.lifecycle import basis as bases
from loyalty.lifecycle import wording
from loyalty.lifecycle.basis import Document
from loyalty.lifecycle.wording import Place, Words
from tenants.context import current_property


class Norm(msgspec.Struct, frozen=True):
    """The usual range until the next visit, in days, and whose range it is."""

    lower: float
    median: float
    upper: float
    taken_from: str
    pooled: bool


class Standing(msgspec.Struct, frozen=True):
    """Where a guest stands on `as_of`; money in cents. `alive` and `last_gap_days` are None upon the first visit."""

    guest: int
    stage: str
    stage_since: date
    deviation: str
    says: Words
    visits: int
    last_visit_on: date
    away_days: int
    in_house: bool
    cohort: str
    norm: Norm | None
    fallback: Words | None  # what the screen says where the norm is not the cohort's own
    due_on: date | None
    last_gap_days: int | None
    r: int
    f: int
    m: int
    group: str
    value_tier: str
    alive: float | None
    expected_visits_12m: float | None
    spent_cents: int
    future_cents: int | None
    discount_share: float
    price_sensitive: str  # yes | no | unknown
    motive_suggested: str
    motive_set: str
    winbacks_unanswered: int
    as_of: date


# Of a row that the last night had no reason to write again the night's day holds all the same.
OF = """
SELECT s.guest_id, s.stage, s.stage_since, s.deviation, g.visits, g.last_visit_on, l.id IS NOT NULL,
       s.cohort, s.norm_lower_days, s.norm_median_days, s.norm_upper_days, s.norm_from, s.norm_pooled, s.due_on,
       s.last_gap_days, s.r, s.f, s.m, s.rfm_group, s.value_tier, s.alive, s.expected_visits_12m, s.spent_cents,
       s.future_cents, s.discount_share, s.price_sensitive, s.motive_suggested, coalesce(p.motive, ''),
       s.winbacks_unanswered, greatest(s.as_of, (SELECT max(b.as_of) FROM lifecycle_basis b))
  FROM guests_guest asked JOIN guests_guest g ON g.id = coalesce(asked.merged_into_id, asked.id)
  JOIN lifecycle_state s ON s.guest_id = g.id
  LEFT JOIN guests_profile p ON p.guest_id = g.id
  LEFT JOIN stays_visit l ON l.guest_id = g.id AND l.ordinal = g.visits AND l.checked_out_at IS NULL
       AND l.check_out_on > %s::date - 2
 WHERE asked.id = %s
"""


def of(raw: Statements, guest: int) -> Standing | None:
    """Where the guest stands, or whoever stands for him; None: has not been judged, or never came."""
    today = clock.today(current_property().time_zone)
    row: Any = raw.execute(OF, (today, guest)).fetchone()
    if row is None:
        return None
    number, stage, since, deviation, visits, last, in_house, cohort, lower, median, upper, taken, pooled = (
        row[:13]
    )
    away = 0 if in_house else max(0, (today - last).days) if last else 0
    norm = None if upper is None else Norm(lower, median, upper, taken, pooled)
    place = Place(stage, deviation, visits, away, in_house, row[14], lower, upper)
    return Standing(
        number,
        stage,
        since,
        deviation,
        wording.says(place),
        visits,
        last,
        away,
        in_house,
        cohort,
        norm,
        None if norm is None else wording.fallback(cohort, taken, pooled=pooled),
        *row[13:],
    )


def basis(raw: Statements) -> Document | None:
    """What the newest night learnt: norms, curves and turning points by cohort, thresholds, models, churn."""
    return bases.newest(raw)
