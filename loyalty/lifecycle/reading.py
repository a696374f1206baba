"""Where a guest stands, and what the nights learnt of the property, for cards, boards and reports. Without numpy."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from kernel import clock, money
from kernel.statements import Statements
from loyalty.lifecycle import basis as bases
from loyalty.lifecycle import wording
from loyalty.lifecycle.basis import Document
from loyalty.lifecycle.wording import OVERSTAYED_DAYS, Place, Words
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


# What `standing` reads, wherever a statement has the guest as g, his last visit as l, his state and profile (or none) as
# ls and lp. Of a row that the last night had no reason to write again the night's day holds all the same.
COLUMNS = """
ls.guest_id, ls.stage, ls.stage_since, ls.deviation, g.visits, g.last_visit_on,
CASE WHEN l.checked_out_at IS NULL THEN l.check_out_on END, ls.cohort, ls.norm_lower_days, ls.norm_median_days,
ls.norm_upper_days, ls.norm_from, ls.norm_pooled, ls.due_on, ls.last_gap_days, ls.r, ls.f, ls.m, ls.rfm_group,
ls.value_tier, ls.alive, ls.expected_visits_12m, ls.spent_cents, ls.future_cents, ls.discount_share, ls.price_sensitive,
ls.motive_suggested, coalesce(lp.motive, ''), ls.winbacks_unanswered,
greatest(ls.as_of, (SELECT max(b.as_of) FROM lifecycle_basis b))"""
JOINED = """
  LEFT JOIN lifecycle_state ls ON ls.guest_id = g.id
  LEFT JOIN guests_profile lp ON lp.guest_id = g.id"""
OF = f"""
SELECT {COLUMNS}
  FROM guests_guest asked JOIN guests_guest g ON g.id = coalesce(asked.merged_into_id, asked.id){JOINED}
  LEFT JOIN stays_visit l ON l.guest_id = g.id AND l.ordinal = g.visits
 WHERE asked.id = %s
"""  # noqa: S608 (put together from constants)


def of(raw: Statements, guest: int) -> Standing | None:
    """Where the guest stands, or whoever stands for him; None: has not been judged, or never came."""
    row = raw.execute(OF, (guest,)).fetchone()
    return None if row is None else standing(row)


def standing(row: Sequence[Any]) -> Standing | None:
    """Where a guest stands, from the values of COLUMNS; None where he has no state. Inside the property."""
    number, stage, since, deviation, visits, last, leaves, cohort, lower, median, upper, taken, pooled = row[
        :13
    ]
    if number is None:
        return None
    today = clock.today(current_property().time_zone)
    in_house = leaves is not None and (today - leaves).days < OVERSTAYED_DAYS
    away = 0 if in_house or last is None else max(0, (today - last).days)
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


def told(found: Standing) -> dict[str, Any]:
    """The guest card's part on the lifecycle."""
    norm = found.norm
    return {
        "stage": found.stage,
        "stage_since": found.stage_since,
        "deviation": found.deviation,
        "says": _words(found.says),
        "away_days": found.away_days,
        "norm": norm
        and {
            "lower": norm.lower,
            "median": norm.median,
            "upper": norm.upper,
            "from": norm.taken_from,
            "from_says": _words(wording.cohort(norm.taken_from)),
            "pooled": norm.pooled,
            "fallback_says": found.fallback and _words(found.fallback),
        },
        "due_on": found.due_on,
        "rfm": {
            "r": found.r,
            "f": found.f,
            "m": found.m,
            "group": found.group,
            "group_says": _words(wording.GROUPS[found.group]),
        },
        "value_tier": found.value_tier,
        "value_tier_says": _words(wording.TIERS[found.value_tier]),
        "value": {
            "spent": money.amount(found.spent_cents),
            "expected_visits_12m": found.expected_visits_12m,
            "future": None if found.future_cents is None else money.amount(found.future_cents),
            "alive": found.alive,
        },
        "motive": {"suggested": found.motive_suggested, "set": found.motive_set},
        "price_sensitive": found.price_sensitive,
        "as_of": found.as_of,
    }


def _words(words: Words) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}


def basis(raw: Statements) -> Document | None:
    """What the newest night learnt: norms, curves and turning points by cohort, thresholds, models, churn."""
    return bases.newest(raw)
