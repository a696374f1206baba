"""Which stay a person is on, and what a night costs at this property."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.statements import Statements
from loyalty.programme.benefits import rooms
from loyalty.programme.benefits.channels import DISCOUNTED
from loyalty.programme.benefits.worth import StayFacts

# Prices are read off so many days of the property's own stays.
PRICE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Found:
    """A stay, and the external ids of all stays that are one visit with it (itself among them)."""

    external_id: str
    together: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A member as benefits see one: since when, where today, and the stay that the card speaks of.

    `stay` is the one the person is on, else the next booked one; `together`: the stays of the same visit; `earlier`:
    the rooms the person has beside it and before it.
    """

    joined_on: date | None
    here: tuple[str, ...]
    stay: StayFacts | None
    together: tuple[str, ...]
    earlier: tuple[StayFacts, ...] = ()


def scene(raw: Statements, rows: Sequence[int], today: date) -> Scene:
    """Everything in one statement. Who is not told to be alone is."""
    row = raw.execute(SCENE, {"standing": rows[0], "rows": list(rows), "today": today}).fetchone()
    if row is None:
        raise RuntimeError("a statement without conditions gave no row")
    joined_on, here, together, earlier, *stay = row
    facts = StayFacts(*stay) if stay[0] is not None else None
    return Scene(joined_on, tuple(here or ()), facts, tuple(together or ()), rooms.earlier(earlier))


def in_house(raw: Statements, rows: Sequence[int], today: date) -> Found | None:
    """The stay on which somebody of these rows is in house now, or arrives or leaves today."""
    row = raw.execute(IN_HOUSE, {"rows": list(rows), "today": today}).fetchone()
    return Found(row[0], tuple(row[1])) if row else None


def named(raw: Statements, rows: Sequence[int], external_id: str) -> Found | None:
    """This stay, if it is the person's and was neither cancelled nor missed."""
    row = raw.execute(NAMED, (external_id, list(rows))).fetchone()
    return Found(row[0], tuple(row[1])) if row else None


def room_prices(raw: Statements, today: date) -> dict[str, int]:
    """Cents a night by room type: the middle one of the rates of the last 90 days' stays."""
    return dict(raw.execute(PRICES, (today - timedelta(days=PRICE_DAYS), today)).fetchall())


_TOGETHER = """
CASE WHEN s.visit_id IS NULL THEN ARRAY[s.external_id]
     ELSE ARRAY(SELECT t.external_id FROM stays_stay t WHERE t.guest_id = s.guest_id AND t.visit_id = s.visit_id) END
"""
IN_HOUSE = f"""
SELECT s.external_id, {_TOGETHER} AS together FROM stays_stay s
 WHERE s.guest_id = ANY(%(rows)s::bigint[]) AND s.status IN ('in_house', 'booked', 'checked_out')
   AND s.check_in_on <= %(today)s::date AND s.check_out_on >= %(today)s::date
 ORDER BY array_position(ARRAY['in_house', 'booked', 'checked_out'], s.status::text), s.check_in_on DESC, s.id DESC
 LIMIT 1
"""  # noqa: S608 (put together from constants)
SCENE = f"""
SELECT (SELECT m.joined_on FROM tiers_membership m WHERE m.guest_id = %(standing)s), here.together, next.together,
       next.earlier, next.id, next.external_id, next.room_type, next.rate_cents, next.check_in_on, next.check_out_on,
       next.guests, next.channel, next.discounted
  FROM (SELECT) AS once
  LEFT JOIN LATERAL ({IN_HOUSE}) here ON true
  LEFT JOIN LATERAL (
    SELECT s.*, {_TOGETHER} AS together, {rooms.earlier_of_s("%(rows)s::bigint[]")} AS earlier, {DISCOUNTED} AS discounted,
           {rooms.guests_of("s")} AS guests
      FROM stays_stay s
     WHERE s.guest_id = ANY(%(rows)s::bigint[]) AND s.status IN ('in_house', 'booked')
       AND s.check_out_on >= %(today)s::date
     ORDER BY s.status = 'in_house' DESC, s.check_in_on, s.id LIMIT 1) next ON true
"""  # noqa: S608 (put together from constants)
NAMED = f"""
SELECT s.external_id, {_TOGETHER} FROM stays_stay s
 WHERE s.external_id = %s AND s.guest_id = ANY(%s::bigint[]) AND s.status NOT IN ('cancelled', 'no_show')
"""  # noqa: S608 (put together from constants)
PRICES = """
SELECT room_type, percentile_disc(0.5) WITHIN GROUP (ORDER BY rate_cents) FROM stays_stay
 WHERE check_in_on BETWEEN %s::date AND %s::date AND counted AND rate_cents > 0 AND room_type <> ''
 GROUP BY room_type
"""
