"""Where guests stand, written down: only rows that say something new, and with each the change it means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from kernel.statements import Statements, array
from loyalty.lifecycle import stages
from loyalty.lifecycle.assessment import Assessment
from loyalty.lifecycle.basis import Document
from loyalty.lifecycle.deviation import Deviation
from loyalty.lifecycle.gathering import Seen
from loyalty.lifecycle.latency import Floats, Ints
from loyalty.lifecycle.learning import rate_rank
from loyalty.lifecycle.rfm import Group, Tier
from loyalty.lifecycle.stages import EPOCH, Motive, Stage

BATCH = 5_000
# Column of lifecycle_state -> its type, in the order of `_columns`. What is not among them: basis_id, as_of.
COLUMNS = {
    "guest_id": "bigint", "stage": "text", "stage_since": "date", "deviation": "text", "cohort": "text", "due_on": "date",
    "norm_lower_days": "float8", "norm_median_days": "float8", "norm_upper_days": "float8", "norm_from": "text",
    "norm_pooled": "boolean", "last_gap_days": "int", "r": "smallint", "f": "smallint", "m": "smallint",
    "rfm_group": "text", "value_tier": "text", "alive": "float8", "expected_visits_12m": "float8",
    "spent_cents": "bigint", "future_cents": "bigint", "discount_share": "float8", "price_sensitive": "text",
    "motive_suggested": "text", "winbacks_unanswered": "smallint",
    "rate_cents_avg": "bigint", "ota_share": "float8", "weekend_share": "float8", "lead_days_avg": "float8",
}  # fmt: skip
_NEW = ", ".join(f"%s::{kind}[]" for kind in (*COLUMNS.values(), "int", "int"))
_SET = [name for name in COLUMNS if name != "guest_id"]
# The stage's first day stays while the stage does; of whoever is judged for the first time it is worked out.
_SINCE = """CASE WHEN o.guest_id IS NULL THEN n.stage_since WHEN o.stage = n.stage THEN o.stage_since
            ELSE %s::date END"""
PUT = f"""
WITH new AS (
  SELECT * FROM unnest({_NEW}) AS n ({", ".join(COLUMNS)}, away_days, visits)
), written AS (
  INSERT INTO lifecycle_state AS s ({", ".join(COLUMNS)}, basis_id, as_of)
  SELECT {", ".join(_SINCE if name == "stage_since" else f"n.{name}" for name in COLUMNS)}, %s::bigint, %s::date
    FROM new n LEFT JOIN lifecycle_state o ON o.guest_id = n.guest_id
  ON CONFLICT (guest_id) DO UPDATE SET ({", ".join(_SET)}, basis_id, as_of)
     = ({", ".join(f"EXCLUDED.{name}" for name in _SET)}, EXCLUDED.basis_id, EXCLUDED.as_of)
   WHERE ({", ".join(f"s.{name}" for name in _SET)}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in _SET)})
  RETURNING s.guest_id
), changed AS (
  INSERT INTO lifecycle_change AS c (guest_id, on_day, from_stage, to_stage, from_deviation, to_deviation, facts)
  SELECT n.guest_id, %s::date, o.stage, n.stage, o.deviation, n.deviation, jsonb_build_object('away_days', n.away_days,
         'visits', n.visits, 'lower', n.norm_lower_days, 'median', n.norm_median_days, 'upper', n.norm_upper_days,
         'taken_from', n.norm_from, 'pooled', n.norm_pooled)
    FROM new n JOIN lifecycle_state o ON o.guest_id = n.guest_id
   WHERE (o.stage, o.deviation) <> (n.stage, n.deviation)
  ON CONFLICT (guest_id, on_day) DO UPDATE
     SET to_stage = EXCLUDED.to_stage, to_deviation = EXCLUDED.to_deviation, facts = EXCLUDED.facts
  RETURNING c.guest_id
)
SELECT w.guest_id, c.guest_id IS NOT NULL,
       NOT EXISTS (SELECT FROM lifecycle_state o WHERE o.guest_id = w.guest_id) FROM written w
  LEFT JOIN changed c ON c.guest_id = w.guest_id
"""  # noqa: S608 (put together from constants)
# There and back within a day is no change.
TOOK_BACK = """
DELETE FROM lifecycle_change WHERE on_day = %s::date AND guest_id = ANY(%s::bigint[])
   AND from_stage = to_stage AND from_deviation = to_deviation
"""
FORGET_ALL = """
DELETE FROM lifecycle_state s
 WHERE NOT EXISTS (SELECT FROM stays_visit v WHERE v.guest_id = s.guest_id AND v.check_in_on <= %s::date)
"""
FORGET = "DELETE FROM lifecycle_state WHERE guest_id = ANY(%s::bigint[])"


@dataclass(slots=True)
class Written:
    """What came of it: rows that said something new, guests new to the lifecycle, and whose place changed."""

    rows: int
    new: list[int]
    changed: list[int]


def write(
    raw: Statements, seen: Seen, found: Assessment, document: Document, cohort: Ints, basis_id: int, day: date
) -> Written:
    """Put down where these guests stand on the day; the caller holds the property's lifecycle."""
    columns = _columns(seen, found, document, cohort, day)
    told = Written(0, [], [])
    for start in range(0, len(seen.guest), BATCH):
        values = [array(column[start : start + BATCH]) for column in columns]
        with raw.pipeline():
            put = raw.execute(PUT, (*values, day, basis_id, day, day))
            raw.execute(TOOK_BACK, (day, values[0]))
        rows = put.fetchall()
        told.rows += len(rows)
        told.new += [guest for guest, _, new in rows if new]
        told.changed += [guest for guest, moved, _ in rows if moved]
    return told


def _columns(
    seen: Seen, found: Assessment, document: Document, cohort: Ints, day: date
) -> list[Sequence[Any]]:
    """One list of plain values for each column of COLUMNS, then days away and visits."""
    facts, norm = seen.facts, found.norm
    codes = [each.code for each in document.cohorts]
    share = seen.habits.discounted / np.maximum(facts.visits, 1)
    again = facts.visits > 1
    known = norm.taken_from >= 0
    return [
        seen.guest.tolist(),
        _names(found.stage, Stage),
        _days(_since(seen, found, day)),
        _names(found.deviation, Deviation),
        [codes[at] for at in cohort],
        _days(found.late_on),
        *(_maybe(figures, known) for figures in (norm.lower, norm.median, norm.upper)),
        [codes[at] if at >= 0 else "" for at in norm.taken_from],
        [bool(each) for each in norm.pooled],
        _maybe_int(facts.last_on - facts.previous_on, again),
        *(score.tolist() for score in (found.ranking.r, found.ranking.f, found.ranking.m)),
        _names(found.ranking.group, Group),
        _names(found.tier, Tier),
        _maybe(_rounded(found.alive, 2), again),
        _maybe(_rounded(found.expected_visits, 2), None),
        facts.spent_cents.tolist(),
        # Whole units of money: what is expected does not change by the cent.
        _maybe_int(None if found.worth is None else np.rint(found.worth.potential_cents / 100).astype(np.int64) * 100),
        np.round(share, 4).tolist(),
        _sensitive(seen, share),
        [Motive(code).name.lower() if code else "" for code in _motives(seen, document)],
        np.minimum(seen.unanswered, 1000).tolist(),
        seen.rate_cents.tolist(),
        (seen.ota / facts.visits).tolist(),
        (seen.weekend / facts.visits).tolist(),
        _maybe(seen.lead_minutes / 1440 / np.maximum(seen.booked, 1), seen.booked > 0),
        found.away_days.tolist(),
        facts.visits.tolist(),
    ]  # fmt: skip


def _motives(seen: Seen, document: Document) -> list[int]:
    habits = replace(seen.habits, rate_rank=rate_rank(document.rates, seen.rate_cents))
    found: list[int] = stages.motives(habits).tolist()
    return found


def _sensitive(seen: Seen, share: Floats) -> list[str]:
    rules = stages.MotiveRules()
    yes = seen.price_said | ((seen.facts.visits >= rules.visits_min) & (share >= rules.share_min))
    no = ~yes & (seen.facts.visits >= rules.visits_min)
    return ["yes" if some else "no" if none else "unknown" for some, none in zip(yes, no, strict=True)]


def _since(seen: Seen, found: Assessment, day: date) -> Ints:
    """The stage's first day as far as the visits tell it, for whoever is judged for the first time; never later than today."""
    facts, today = seen.facts, stages.day_number(day)
    limits = stages.Limits()
    lost_by_norm = facts.last_on + np.ceil(np.nan_to_num(limits.lost_times * found.norm.upper)).astype(
        np.int64
    )
    since = np.select(
        [
            found.stage == stage
            for stage in (Stage.NEW, Stage.STICKY, Stage.AT_RISK, Stage.DORMANT, Stage.LOST)
        ],
        [
            facts.first_on,
            facts.last_on,
            found.late_on,
            _silent_from(facts.last_on, limits.silent_months),
            np.maximum(_silent_from(facts.last_on, limits.lost_months), lost_by_norm),
        ],
    )
    return np.asarray(np.minimum(since, today), dtype=np.int64)


def _silent_from(last_on: Ints, months: int) -> Ints:
    """The first day on which a last visit lies more than so many months back."""
    kinds, where = np.unique(last_on, return_inverse=True)
    return np.array([stages.months_after(int(day), months) + 1 for day in kinds], dtype=np.int64)[where]


def _names(codes: Any, kinds: Any) -> list[str]:
    names = {int(each): each.name.lower() for each in kinds}
    return [names[code] for code in codes.tolist()]


def _days(days: Ints) -> list[str | None]:
    """Days as dates; -1: none. The same day is written once."""
    kinds, where = np.unique(days, return_inverse=True)
    written = [None if day < 0 else str(date.fromordinal(EPOCH.toordinal() + day)) for day in kinds.tolist()]
    return [written[at] for at in where.tolist()]


def _rounded(figures: Floats | None, digits: int) -> Floats | None:
    return None if figures is None else np.round(figures, digits)


def _maybe(figures: Floats | None, known: Any) -> list[float | None]:
    if figures is None:
        return []
    fine = np.isfinite(figures) if known is None else known & np.isfinite(figures)
    return [each if good else None for each, good in zip(figures.tolist(), fine.tolist(), strict=True)]


def _maybe_int(figures: Ints | None, known: Any = None) -> list[int | None]:
    if figures is None:
        return []
    if known is None:
        return list(figures.tolist())
    return [each if good else None for each, good in zip(figures.tolist(), known.tolist(), strict=True)]
