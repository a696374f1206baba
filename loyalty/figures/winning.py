"""Who slips away, what campaigns brought, how many messages went: a property's cells, and replaced whole.

Every minute what may have changed since is made anew where anything did (a visit, a night, a message); upon a new
night's basis everything, with the times between visits and the months before that no night has seen yet. What is left of
what guests have spent is as of the night, or of when a cost was last set.
"""

import logging
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns import board, profit
from loyalty.lifecycle import basis as bases
from loyalty.lifecycle.basis import Document
from loyalty.messaging import settings
from loyalty.products import profit as products_profit
from reports import winning as cells
from reports.ranges import month_of
from tenants.context import in_property, raw_connection
from tenants.models import Property

if TYPE_CHECKING:
    from loyalty.lifecycle.gathering import Seen

log = logging.getLogger(__name__)

# A property whose figures take long to make is looked at the more seldom: this many times as long in between.
REST = 20
# Outcomes change as long as a window is open or a coupon good (loyalty.campaigns.outcomes).
OPEN_DAYS = 220
MESSAGE_DAYS = 70  # receipts that come late, and the month of the bill
MONTHS_BEFORE = 13
SLICES = 200  # of the guests by future value: tenths of a chain are merged from them
SOURCES_MAX = 40
DAY, MS = timedelta(days=1), timedelta(milliseconds=1)


@dataclass(slots=True)
class Made:
    """What is to be put in the place of what stands."""

    today: date
    documents: dict[str, Any]
    stages: list[cells.Stage]
    reckoned: dict[date, list[cells.Stage]]
    spells: list[tuple[str, int, bytes]] | None
    campaigns_from: date
    campaigns: list[tuple[Any, ...]]
    names: list[tuple[int, str, str]]
    messages_from: date
    messages: list[tuple[date, str, int, int]]


def refresh(place: Property, *, full: bool = False, at_once: bool = True) -> bool:
    """Bring the property's cells up to date; False where nothing happened since, or they are too young to be made anew."""
    began = time.monotonic()
    with transaction.atomic():
        cells.lock(place.pk)
        before, made_at = cells.age(place.pk)
        took_ms = before.pop("took_ms", 0)
        known = cells.stage_days(place.pk)
        with in_property(place):
            moment = clock.now()  # by a sandbox's own clock
            raw = Statements(raw_connection())
            seen = msgspec.json.decode(raw.value(SEEN))
            seen["today"] = str(clock.today(place.time_zone))
            if seen == before and not full:
                return False
            anew = full or before.get("basis") != seen["basis"]
            # What a cost says now, it says of the whole past.
            priced = anew or before.get("costs", "") != seen["costs"]
            if not (anew or at_once) and made_at and moment - made_at < REST * took_ms * MS:
                return False
            made = _made(raw, place, anew, known, priced)
        _replace(place.pk, made, moment)
        cells.made(place.pk, moment, {**seen, "took_ms": round((time.monotonic() - began) * 1000)})
        return True


def refresh_all(*, full: bool = False) -> dict[str, int]:
    """Every open property in turn; sandboxes too, for their own reports."""
    told = {"made": 0, "properties": 0, "failed": 0}
    for place in Property.objects.filter(state="open").select_related("chain").order_by("pk"):
        try:
            told["made"] += refresh(place, full=full, at_once=False)
            told["properties"] += 1
        except Exception:
            # The others are not held up; `as_of` says how old this one's figures are.
            log.exception("The figures on winning back of property %s could not be made", place.pk)
            told["failed"] += 1
    return told


def _made(raw: Statements, place: Property, anew: bool, known: set[date], priced: bool) -> Made:
    raw.execute("SET LOCAL statement_timeout = '15min'")
    today = clock.today(place.time_zone)
    text = raw.execute(bases.NEWEST, (today,)).fetchone()
    basis = bases.decode(text[3]) if text else None
    documents = {
        "rfm": _rfm(raw),
        "value": _value(raw),
        "board": _board(raw, today),
    }
    if priced:
        # It goes through every stay there ever was: each night, not with every visit.
        documents["profit"] = _profit(raw)
    reckoned: dict[date, list[cells.Stage]] = {}
    spells = None
    if anew and basis is not None and text:
        documents["basis"] = msgspec.json.decode(text[3])
        spells, reckoned = _history(raw, place, basis, today, known)
    first = date(1900, 1, 1) if priced else today - OPEN_DAYS * DAY
    recent = date(1900, 1, 1) if anew else today - MESSAGE_DAYS * DAY
    return Made(
        today,
        documents,
        raw.execute(STAGES).fetchall(),
        reckoned,
        spells,
        first,
        raw.execute(CAMPAIGNS, {"first": first}).fetchall(),
        raw.execute(NAMES).fetchall(),
        recent,
        raw.execute(MESSAGES, (recent,)).fetchall(),
    )


def _replace(property_id: int, made: Made, moment: Any) -> None:
    cells.replace_documents(property_id, made.today, moment, made.documents)
    cells.replace_stages(property_id, made.today, made.stages)
    for day, rows in made.reckoned.items():
        cells.replace_stages(property_id, day, rows, reckoned=True)
    if made.spells is not None:
        cells.replace_spells(property_id, made.spells)
    cells.replace_campaigns(property_id, made.campaigns_from, made.campaigns, made.names)
    cells.replace_messages(property_id, made.messages_from, made.messages)


def _rfm(raw: Statements) -> dict[str, Any]:
    """[r, f, group, tier, guests, spent, future, sum of m]"""
    return {"cells": [list(row) for row in raw.execute(RFM)]}


def _value(raw: Statements) -> dict[str, Any]:
    return {
        # [tier, channel, guests, sum of alive, of how many, visits expected, spent, future]
        "rows": [list(row) for row in raw.execute(VALUE)],
        # [guests, future, the least of one of them], the most valuable first
        "slices": [list(row) for row in raw.execute(SLICED.format(n=SLICES))],
    }


def _profit(raw: Statements) -> dict[str, Any]:
    """[r, f, group, tier, channel, profit in cents, guests of whom a cost in it is not known]"""
    return {"rows": [list(row) for row in raw.execute(PROFIT)]}


def _board(raw: Statements, today: date) -> dict[str, Any]:
    found = board.candidates(raw, settings.read(raw), today)
    counted = board.stock(raw, today)
    saving = board.saving(counted, found)
    shown = [each for each in found if not each.reason]
    left = sum(each.reason not in ("", "acted") for each in found)
    return {
        "day": str(today),
        "late": sum(each.group == "late" for each in shown),
        "early": sum(each.group == "early" for each in shown),
        "value_cents": sum(each.future_cents for each in shown),
        "on_pattern": counted.on_pattern,
        "face_cents": counted.face_cents,
        "came": counted.came,
        "refrained_cents": counted.refrained_cents,
        "no_offer": saving.on_pattern + left,
        "saved_today_cents": saving.today_cents,
        "saved_month_cents": saving.month_cents,
    }


def _history(
    raw: Statements, place: Property, basis: Document, today: date, known: set[date]
) -> tuple[list[tuple[str, int, bytes]], dict[date, list[cells.Stage]]]:
    """Times between visits, and the ends of months that nobody has written down."""
    from loyalty.lifecycle import gathering

    sources: dict[int, str] = dict(raw.execute("SELECT id, name FROM stays_source").fetchall())
    seen = gathering.gather(raw, place, today)
    if not len(seen.guest):
        return [], {}
    reckoned = {}
    for day in month_ends(today):
        if day in known:
            continue
        past = gathering.gather(raw, place, day)
        if not len(past.guest):
            break
        reckoned[day] = _stages_then(past, basis, sources, day)
    return spells_of(seen, sources), reckoned


def month_ends(today: date) -> list[date]:
    """The last days of the months before this one, the newest first."""
    found, first = [], month_of(today)
    for _ in range(MONTHS_BEFORE):
        last = first - DAY
        found.append(last)
        first = month_of(last)
    return found


def _stages_then(seen: "Seen", basis: Document, sources: dict[int, str], day: date) -> list[cells.Stage]:
    """Where guests stood on a day that is long past, by today's norms."""
    import numpy as np

    from loyalty.lifecycle import assessment, cohorts, learning, stages

    learnt = replace(learning.basis_of(basis), visits=None, spend=None)
    cohort = cohorts.assign(basis.cohorts, seen, basis.money_split_cents)
    found = assessment.assess(replace(seen.facts, cohort=cohort), learnt, stages.day_number(day))
    keys = np.stack([seen.channel, seen.source, found.stage.astype(np.int64)], axis=1)
    kinds, counts = np.unique(keys, axis=0, return_counts=True)
    return [
        (_channel(int(channel)), sources.get(int(source), ""), stages.Stage(int(stage)).name.lower(), int(n))
        for (channel, source, stage), n in zip(kinds, counts, strict=True)
    ]


def _channel(at: int) -> str:
    from chains.models import CHANNELS

    return CHANNELS[at] if at >= 0 else ""


def spells_of(seen: "Seen", sources: dict[int, str]) -> list[tuple[str, int, bytes]]:
    """('channel|source', ordinal, body) of all times between visits; ordinals from the tenth on together."""
    import numpy as np

    from loyalty.lifecycle.latency import ORDINALS

    spells = seen.spells
    pair = (seen.source * 8 + seen.channel + 1)[seen.spell_of]
    ordinal = np.minimum(spells.ordinal, ORDINALS)
    largest = np.unique(seen.source * 8 + seen.channel + 1, return_counts=True)
    kept = set(largest[0][np.argsort(-largest[1], kind="stable")[:SOURCES_MAX]].tolist())
    rows = []
    bodies: dict[tuple[str, int], list[Any]] = {}
    for key in np.unique(pair):
        source, channel = divmod(int(key), 8)
        name = f"{_channel(channel - 1)}|{sources.get(source, '') if int(key) in kept else ''}"
        own = pair == key
        for step in np.unique(ordinal[own]):
            here = own & (ordinal == step)
            parts = bodies.setdefault((name, int(step)), [])
            parts.append((spells.days[here], spells.returned[here]))
    for (name, step), parts in sorted(bodies.items()):
        days = np.concatenate([part[0] for part in parts])
        returned = np.concatenate([part[1] for part in parts])
        at, where = np.unique(days, return_inverse=True)
        came = np.bincount(where, weights=returned, minlength=len(at))
        away = np.bincount(where, weights=~returned, minlength=len(at))
        rows.append((name, step, np.stack([at, came, away]).astype("<i4").tobytes()))
    return rows


SEEN = """
SELECT json_build_object(
  'basis', (SELECT json_build_array(id, made_at) FROM lifecycle_basis ORDER BY as_of DESC LIMIT 1),
  'change', (SELECT max(id) FROM lifecycle_change), 'night', (SELECT max(finished_at) FROM lifecycle_night),
  'target', (SELECT max(id) FROM campaigns_target), 'act', (SELECT max(id) FROM campaigns_act),
  'message', (SELECT json_build_array(max(id), max(sent_at)) FROM messaging_message),
  'stay', (SELECT max(received_at) FROM stays_stay), 'costs', (SELECT max(changed_at) FROM products_margin))::text
"""
STAGES = """
SELECT coalesce(v.channel, ''), coalesce(v.source, ''), s.stage, count(*)::int
  FROM lifecycle_state s LEFT JOIN stays_visit v ON v.guest_id = s.guest_id AND v.ordinal = 1 GROUP BY 1, 2, 3
"""
RFM = """
SELECT r::int, f::int, rfm_group, value_tier, count(*)::int, sum(spent_cents)::bigint,
       coalesce(sum(future_cents), 0)::bigint, sum(m)::int
  FROM lifecycle_state GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
VALUE = """
SELECT s.value_tier, coalesce(v.channel, ''), count(*)::int, coalesce(sum(s.alive), 0)::float8, count(s.alive)::int,
       coalesce(sum(s.expected_visits_12m), 0)::float8, sum(s.spent_cents)::bigint, coalesce(sum(s.future_cents), 0)::bigint
  FROM lifecycle_state s LEFT JOIN stays_visit v ON v.guest_id = s.guest_id AND v.ordinal = 1 GROUP BY 1, 2 ORDER BY 1, 2
"""
# What is left of all that these guests have brought, by where they stand and how they first came.
PROFIT = f"""
SELECT s.r::int, s.f::int, s.rfm_group, s.value_tier, coalesce(v.channel, ''),
       sum(p.revenue - p.commission - p.rooms - p.goods - p.given)::bigint, count(p.names)::int
  FROM lifecycle_state s JOIN ({products_profit.OF_EVERYBODY}) p ON p.person = s.guest_id
       LEFT JOIN stays_visit v ON v.guest_id = s.guest_id AND v.ordinal = 1
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608 (put together from constants)
SLICED = """
SELECT count(*)::int, sum(cents)::bigint, min(cents)::bigint
  FROM (SELECT future_cents AS cents, ntile({n}) OVER (ORDER BY future_cents DESC) AS slice
          FROM lifecycle_state WHERE future_cents IS NOT NULL) AS cut
 GROUP BY slice ORDER BY slice
"""
CAMPAIGNS = f"""
SELECT t.chosen_on, t.campaign_id, t.stage, coalesce(d.offer ->> 'kind', 'none') AS gift, t.arm,
       CASE WHEN t.decision = 'refrained' THEN t.reason ELSE '' END AS reason, count(*)::int,
       count(t.sent_on)::int, count(t.answered_at)::int, count(*) FILTER (WHERE t.visits > 0)::int, sum(t.visits)::int,
       sum(t.visits * t.visits)::bigint, sum(t.revenue_cents)::bigint, sum(t.revenue_cents::float8 * t.revenue_cents),
       sum(t.cost_cents)::bigint, sum(t.saved_cents)::bigint,
       count(*) FILTER (WHERE t.offer_ref LIKE 'coupon:%%' AND t.sent_on IS NOT NULL)::int,
       count(k.code)::int, coalesce(sum(p.cents), 0)::bigint, coalesce(sum(p.cents::float8 * p.cents), 0),
       count(p.names)::int
  FROM campaigns_target t LEFT JOIN ({profit.OF_RECENT}) p ON p.id = t.id
  LEFT JOIN LATERAL (SELECT p.document -> 'variants' -> 0 -> 'offer' AS offer
                       FROM campaigns_campaign p WHERE p.id = t.campaign_id) d ON true
  LEFT JOIN coupons_coupon k ON t.offer_ref LIKE 'coupon:%%' AND k.code = substr(t.offer_ref, 8) AND k.state = 'redeemed'
 WHERE t.chosen_on >= %(first)s::date AND t.decision IN ('contact', 'held_out', 'refrained') GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 (put together from constants)
NAMES = "SELECT id, name, kind FROM campaigns_campaign"
MESSAGES = """
SELECT sent_on, channel, count(*)::int, sum(cost_cents)::bigint FROM messaging_message
 WHERE sent_on >= %s AND sent_at IS NOT NULL GROUP BY 1, 2
"""
