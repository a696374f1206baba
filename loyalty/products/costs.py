"""What the house says its costs are: rooms by type, shares of restaurant and other revenue, commission by source.

Each holds from a day on until the next that is set, the first of each for ever before: the day of a visit's check-in
decides. What is set from a day that has come holds from then on, in the place of what was set for days after it. The
months a change touches are entered to be made anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from kernel import clock
from kernel.statements import Statements
from loyalty.products.models import ALWAYS, Held
from loyalty.products.profit import OWN_CHANNELS, Costs, Dated
from loyalty.stays import sources
from loyalty.stays.models import Source
from tenants.models import Property

Raw = Statements
Kind = Literal["rooms", "share", "commission"]
DAYS = 90


class FromToday:
    """Stands for no day given: from today on, or for ever where nothing was set yet."""


FROM_TODAY = FromToday()


class Step(NamedTuple):
    """One value of a cost, from a day on."""

    valid_from: date  # ALWAYS: for ever
    value: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is set anew; None leaves it. Room costs are all there are; commissions those of the named sources.

    `since`: the day from which it holds, not after today; None: for ever, the past is rewritten.
    """

    rooms: Mapping[str, int] | None = None
    shares: Mapping[str, int | None] | None = None  # fnb, other -> basis points, None: not known
    commissions: Mapping[str, int | None] | None = None
    since: date | FromToday | None = FROM_TODAY

    @property
    def fields(self) -> list[str]:
        return [name for name in ("rooms", "shares", "commissions") if getattr(self, name) is not None]


def of() -> Dated:
    """What is set here from which day on, as the profit is reckoned with."""
    met = Source.objects.values_list("name", "mapped", "channel")
    own = frozenset(name for name, mapped, channel in met if mapped and channel in OWN_CHANNELS)
    by_day: dict[date, list[tuple[str, str, int | None]]] = {ALWAYS: []}
    for kind, thing, day, value in Held.objects.order_by("valid_from").values_list(
        "kind", "thing", "valid_from", "value"
    ):
        by_day.setdefault(day, []).append((kind, thing, value))
    costs, held = [], dict[tuple[str, str], int | None]()
    for set_then in by_day.values():
        held |= {(kind, thing): value for kind, thing, value in set_then}
        costs.append(replace(_as_costs(held), own=own))
    return Dated(list(by_day), costs)


def _as_costs(held: Mapping[tuple[str, str], int | None]) -> Costs:
    known: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, thing), value in held.items():
        if value is not None:
            known[kind][thing] = value
    shares = known["share"]
    return Costs(
        known["commission"], room_cents=known["rooms"], fnb_bp=shares.get("fnb"), other_bp=shares.get("other")
    )


def history(raw: Raw) -> dict[tuple[str, str], list[Step]]:
    """(kind, thing) -> every value it has had, in order; the last holds today."""
    found: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for kind, thing, day, value in raw.execute(HISTORY):
        found[kind, thing].append(Step(day, value))
    return found


def value_on(steps: Sequence[Step], day: date) -> int | None:
    """What holds on that day; None where nothing is known."""
    return next((step.value for step in reversed(steps) if step.valid_from <= day), None)


def listed(raw: Raw, today: date) -> dict[str, Any]:
    """Everything there is to set: room types met and set, both shares, and sources, the most visited first."""
    since = today - timedelta(days=DAYS - 1)
    changed = raw.execute("SELECT changed_at, changed_by_name FROM products_margin").fetchone() or (None, "")
    return {
        "held": history(raw),
        "rooms": list(raw.execute(ROOMS, (since,))),
        "sources": list(raw.execute(SOURCES, (since,))),
        "changed_at": changed[0],
        "changed_by_name": changed[1],
    }


def change(raw: Raw, hotel: Property, given: Change, by: str) -> None:
    """Set costs and enter every month they change. In a transaction, inside in_property(hotel)."""
    now, today = clock.now(), clock.today(hotel.time_zone)
    # One at a time: the row of the margin is everybody's turn.
    raw.execute(TURN, (now, by[:80]))
    held = history(raw)
    touched: list[date] = []
    by_source: dict[date, list[str]] = defaultdict(list)
    for kind, thing, value in _wanted(given, held):
        steps = held.get((kind, thing), [])
        day = starts_on(steps, given.since, today)
        if not changes(steps, day, value):
            continue
        raw.execute(FROM_THEN_ON, (kind, thing, day))
        before = [step.value for step in steps if step.valid_from < day]
        if (before[-1] if before else None) != value:
            raw.execute(SET, (kind, thing, day, value, now, by[:80]))
        if kind == "commission":
            _meet(raw, thing, now)
            by_source[day].append(thing)
        else:
            touched.append(day)
    if touched:
        raw.execute(MARK_ALL, (hotel.pk, min(touched)))
    for day, names in by_source.items():
        mark_sources(raw, hotel, names, day)


def starts_on(steps: Sequence[Step], since: date | FromToday | None, today: date) -> date:
    """From which day a value holds that is set now: the first that is known of a thing holds for ever before."""
    if since is None or all(step.value is None for step in steps):
        return ALWAYS
    return today if isinstance(since, FromToday) else since


def changes(steps: Sequence[Step], day: date, value: int | None) -> bool:
    """Whether anything is another when this value holds from that day on."""
    return any(step.valid_from > day for step in steps) or value_on(steps, day) != value


def _wanted(given: Change, held: Mapping[tuple[str, str], list[Step]]) -> list[tuple[Kind, str, int | None]]:
    """Every cost that is named. Of the rooms, which are always all told, those whose cost is another now."""
    wanted: list[tuple[Kind, str, int | None]] = []
    if given.rooms is not None:
        named = {thing for kind, thing in held if kind == "rooms"} | given.rooms.keys()
        for thing in sorted(named):
            if value_on(held.get(("rooms", thing), []), date.max) != given.rooms.get(thing):
                wanted.append(("rooms", thing, given.rooms.get(thing)))
    wanted += [("share", name, bp) for name, bp in (given.shares or {}).items()]
    return wanted + [("commission", source, bp) for source, bp in (given.commissions or {}).items()]


def mark_sources(raw: Raw, hotel: Property, names: list[str], since: date = ALWAYS) -> None:
    """Have the months made anew in which visits with stays of these sources began: what they cost has changed."""
    raw.execute(MARK_SOURCES, (hotel.pk, names, since))


def _meet(raw: Raw, source: str, now: datetime) -> None:
    """A source that was not met yet is listed: it counts for what it would count for when it is met."""
    mapped = sources.default(source)
    raw.execute(MEET, (source, mapped.channel, mapped.short, mapped.mapped, now))


HISTORY = "SELECT kind, thing, valid_from, value FROM products_held ORDER BY kind, thing, valid_from"
# Room types that have a cost, and those met in the last ninety days: (type, visits).
ROOMS = """
SELECT coalesce(r.room_type, v.room_type), coalesce(v.visits, 0)
  FROM (SELECT DISTINCT thing AS room_type FROM products_held WHERE kind = 'rooms') r
  FULL JOIN (SELECT room_type, count(*) AS visits FROM stays_visit WHERE check_in_on >= %s AND room_type <> '' GROUP BY 1) v
    ON v.room_type = r.room_type
 ORDER BY (coalesce(r.room_type, '') = ''), 2 DESC, 1
"""
SOURCES = """
SELECT o.name, o.channel, coalesce(v.visits, 0), o.mapped
  FROM stays_source o
  LEFT JOIN (SELECT source, count(*) AS visits FROM stays_visit WHERE check_in_on >= %s GROUP BY 1) v ON v.source = o.name
 ORDER BY 3 DESC, o.name
"""
TURN = """
INSERT INTO products_margin (id, changed_at, changed_by_name) VALUES (1, %s, %s)
ON CONFLICT (id) DO UPDATE SET changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
"""
FROM_THEN_ON = "DELETE FROM products_held WHERE kind = %s AND thing = %s AND valid_from >= %s"
SET = """
INSERT INTO products_held (kind, thing, valid_from, value, set_at, by_name) VALUES (%s, %s, %s, %s::bigint, %s, %s)
"""
MEET = """
INSERT INTO stays_source (name, channel, short, mapped, first_seen_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (name) DO NOTHING
"""
MARK_ALL = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %s::bigint, date_trunc('month', check_in_on)::date, now() FROM stays_visit WHERE check_in_on >= %s
"""
MARK_SOURCES = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %s::bigint, date_trunc('month', v.check_in_on)::date, now()
  FROM stays_stay s JOIN stays_visit v ON v.id = s.visit_id WHERE s.source = ANY(%s::text[]) AND v.check_in_on >= %s
"""
