"""What the house says its costs are: rooms by type, shares of restaurant and other revenue, commission by source.

None of them has a history: what is set holds for the whole past at once, and the months it changes are entered to be
made anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kernel import clock
from kernel.statements import Statements
from loyalty.products.models import Margin, RoomCost
from loyalty.products.profit import OWN_CHANNELS, Costs
from loyalty.stays import sources
from loyalty.stays.models import Source
from tenants.models import Property

Raw = Statements
DAYS = 90


@dataclass(frozen=True, slots=True)
class Change:
    """What is set anew; None leaves it. Room costs are all there are; commissions those of the named sources."""

    rooms: Mapping[str, int] | None = None
    shares: Mapping[str, int | None] | None = None  # fnb, other -> basis points, None: not known
    commissions: Mapping[str, int | None] | None = None

    @property
    def fields(self) -> list[str]:
        return [name for name in self.__slots__ if getattr(self, name) is not None]


def of() -> Costs:
    """What is set here, as the profit is reckoned with."""
    margin = Margin.objects.first()
    met = list(Source.objects.values_list("name", "commission_bp", "mapped", "channel"))
    return Costs(
        commission_bp={name: bp for name, bp, _, _ in met if bp is not None},
        own=frozenset(name for name, _, mapped, channel in met if mapped and channel in OWN_CHANNELS),
        room_cents=dict(RoomCost.objects.values_list("room_type", "cost_cents")),
        fnb_bp=margin.fnb_cost_bp if margin else None,
        other_bp=margin.other_cost_bp if margin else None,
    )


def listed(raw: Raw, today: date) -> dict[str, Any]:
    """Everything there is to set: room types met and set, both shares, and sources, the most visited first."""
    margin = raw.execute(MARGIN).fetchone() or (None, None, None, "")
    since = today - timedelta(days=DAYS - 1)
    return {
        "rooms": list(raw.execute(ROOMS, (since,))),
        "fnb_bp": margin[0],
        "other_bp": margin[1],
        "changed_at": margin[2],
        "changed_by_name": margin[3],
        "sources": list(raw.execute(SOURCES, (since,))),
    }


def change(raw: Raw, hotel: Property, given: Change, by: str) -> None:
    """Set costs and enter every month they change. In a transaction, inside in_property(hotel)."""
    now = clock.now()
    # One at a time: the row of the margin is everybody's turn.
    raw.execute(TURN, (now, by[:80]))
    if given.rooms is not None:
        raw.execute("DELETE FROM products_roomcost")
        raw.execute(SET_ROOMS, (list(given.rooms), list(given.rooms.values())))
    for name, bp in (given.shares or {}).items():
        raw.execute(SET_SHARE[name], (bp,))
    for source, bp in (given.commissions or {}).items():
        _set_commission(raw, source, bp, now)
    if given.rooms is not None or given.shares:
        raw.execute(MARK_ALL, (hotel.pk,))
    elif given.commissions:
        mark_sources(raw, hotel, list(given.commissions))


def mark_sources(raw: Raw, hotel: Property, names: list[str]) -> None:
    """Have the months made anew in which stays of these sources lie: what they cost has changed."""
    raw.execute(MARK_SOURCES, (hotel.pk, names))


def _set_commission(raw: Raw, source: str, bp: int | None, now: datetime) -> None:
    """Of a source that was not met yet, too: what it counts for is what it would count for when it is met."""
    mapped = sources.default(source)
    raw.execute(SET_COMMISSION, (source, mapped.channel, mapped.short, mapped.mapped, now, bp))


MARGIN = "SELECT fnb_cost_bp, other_cost_bp, changed_at, changed_by_name FROM products_margin"
# Room types that have a cost, and those met in the last ninety days: (type, cents or null, visits).
ROOMS = """
SELECT coalesce(r.room_type, v.room_type), r.cost_cents, coalesce(v.visits, 0)
  FROM products_roomcost r
  FULL JOIN (SELECT room_type, count(*) AS visits FROM stays_visit WHERE check_in_on >= %s AND room_type <> '' GROUP BY 1) v
    ON v.room_type = r.room_type
 ORDER BY (coalesce(r.room_type, '') = ''), 3 DESC, 1
"""
SOURCES = """
SELECT o.name, o.channel, o.commission_bp, coalesce(v.visits, 0), o.mapped
  FROM stays_source o
  LEFT JOIN (SELECT source, count(*) AS visits FROM stays_visit WHERE check_in_on >= %s GROUP BY 1) v ON v.source = o.name
 ORDER BY 4 DESC, o.name
"""
TURN = """
INSERT INTO products_margin (id, changed_at, changed_by_name) VALUES (1, %s, %s)
ON CONFLICT (id) DO UPDATE SET changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
"""
SET_ROOMS = """
INSERT INTO products_roomcost (room_type, cost_cents) SELECT * FROM unnest(%s::text[], %s::bigint[])
"""
SET_SHARE = {
    "fnb": "UPDATE products_margin SET fnb_cost_bp = %s::int",
    "other": "UPDATE products_margin SET other_cost_bp = %s::int",
}
SET_COMMISSION = """
INSERT INTO stays_source (name, channel, short, mapped, first_seen_at, commission_bp) VALUES (%s, %s, %s, %s, %s, %s::int)
ON CONFLICT (name) DO UPDATE SET commission_bp = EXCLUDED.commission_bp
"""
MARK_ALL = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %s::bigint, date_trunc('month', check_in_on)::date, now() FROM stays_visit
"""
MARK_SOURCES = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %s::bigint, date_trunc('month', v.check_in_on)::date, now()
  FROM stays_stay s JOIN stays_visit v ON v.id = s.visit_id WHERE s.source = ANY(%s::text[])
"""
