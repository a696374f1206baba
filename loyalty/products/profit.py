"""What is left of a visit's revenue: once as a plain function with every rule in it, once as SQL over many visits.

    revenue     room, restaurant and the rest as the PMS tells them, and what was had that is not on the folio
  − commission  of the room revenue, by each stay's own source; rounded half up, once for the visit
  − rooms       a night's cost of the stay's room type, times its nights
  − goods       what was had, at the cost it had when it was sold; of restaurant and other revenue of the PMS that
                nothing itemises, the house's cost share; rounded half up, once for each
  − given       the cost of surprises
  = profit

A cost that nobody has set is named in `unknown` and left in the profit, never guessed. Who comes on his own, by a
source mapped as the house's own (member, walk-in), pays no agent: there a commission is taken only where one is set.
Room costs, cost shares and commissions are those of the visit's day of check-in, for all its stays.
`waiting` is a visit with a stay in house whose room revenue the PMS has not told yet: its costs are known, its profit
is not, and until it is nothing of it but that it waits is in any sum. The SQL equals the function visit by visit (tests/loyalty/products/test_profit.py).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kernel.statements import Statements
from loyalty.products.consuming import STANDING
from reports.profit import SUMS, Sums

OWN_CHANNELS = ("member", "walk_in")


@dataclass(frozen=True, slots=True)
class Costs:
    """What the house has set; what is not there, nobody has said. Shares and commissions in basis points."""

    commission_bp: Mapping[str, int] = field(default_factory=dict)  # by source
    own: frozenset[str] = frozenset()  # sources that are the house's own
    room_cents: Mapping[str, int] = field(default_factory=dict)  # by room type; '': every other
    fnb_bp: int | None = None
    other_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """What the house's costs are from each of some days on; the first is ALWAYS."""

    days: Sequence[date]
    costs: Sequence[Costs]

    def on(self, day: date) -> Costs:
        return self.costs[bisect_right(self.days, day) - 1]


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of one stay what its profit rests on."""

    source: str
    room_type: str
    nights: int
    room_cents: int
    fnb_cents: int = 0
    other_cents: int = 0
    in_house: bool = False


@dataclass(frozen=True, slots=True)
class Had:
    """One consumption that stands. `folio`: where the PMS tells this money too, '' where it does not."""

    name: str
    amount_cents: int
    cost_cents: int | None
    folio: Literal["", "fnb", "other"] = ""
    gift: bool = False


def of_visit(stays: Sequence[Stayed], had: Iterable[Had], costs: Costs) -> Sums:
    """What one visit brought and cost, by the costs of its day. Without a stay: what was had beside any visit."""
    if any(stay.in_house and not stay.room_cents for stay in stays):
        return Sums(visits=1, waiting=1)
    sums = Sums(visits=1 if stays else 0, nights=sum(stay.nights for stay in stays))
    folio = {"": 0, "fnb": 0, "other": 0}
    for each in had:
        folio[each.folio] += each.amount_cents
        if each.cost_cents is None:
            sums.unknown.add(f"product:{each.name}")
        elif each.gift:
            sums.given_cents += each.cost_cents
        else:
            sums.goods_cents += each.cost_cents
    told = {"fnb": sum(s.fnb_cents for s in stays), "other": sum(s.other_cents for s in stays)}
    sums.revenue_cents = sum(s.room_cents for s in stays) + told["fnb"] + told["other"] + folio[""]
    for what, bp in (("fnb", costs.fnb_bp), ("other", costs.other_bp)):
        rest = max(0, told[what] - folio[what])
        if rest and bp is None:
            sums.unknown.add(f"{what}:")
        sums.goods_cents += _of(rest * (bp or 0))
    for stay in stays:
        if stay.room_cents and stay.source not in costs.commission_bp and stay.source not in costs.own:
            sums.unknown.add(f"commission:{stay.source}")
        night = costs.room_cents.get(stay.room_type, costs.room_cents.get(""))
        if stay.nights and night is None:
            sums.unknown.add(f"rooms:{stay.room_type}")
        sums.rooms_cents += stay.nights * (night or 0)
    sums.commission_cents = _of(sum(s.room_cents * costs.commission_bp.get(s.source, 0) for s in stays))
    return sums


def _of(ten_thousandths: int) -> int:
    """Cents of ten-thousandths of a cent, rounded half up."""
    return (ten_thousandths + 5_000) // 10_000


def of_visits(raw: Statements, visits: Sequence[int]) -> dict[int, Sums]:
    """The profit of each of these visits, in one statement."""
    return {row[0]: _sums(row[1:]) for row in raw.execute(OF_VISITS, (list(visits),))}


def of_person(raw: Statements, rows: Sequence[int]) -> tuple[dict[int, Sums], Sums]:
    """The profit of each visit of this person, by visit; and what he had beside any visit."""
    by_visit = {row[0]: _sums(row[1:]) for row in raw.execute(OF_PERSON, (list(rows),))}
    loose = raw.execute(LOOSE_OF_PERSON, {"rows": list(rows)}).fetchone()
    return by_visit, _sums((0, 0, 0, *(loose or (0, 0, 0, 0, 0, []))))


def of_people(raw: Statements, guests: Sequence[int]) -> dict[int, Sums]:
    """The profit of each of these standing guests with all their rows, in one statement: as the card tells it."""
    return {
        person: _sums((*numbers, names.split(APART) if names else ()))
        for person, *numbers, names in raw.execute(OF_PEOPLE, {"guests": list(guests)})
    }


def _sums(row: Sequence[Any]) -> Sums:
    """A row of the statements below, from `visits` on."""
    sums = Sums(unknown=set(row[-1]))
    for name, number in zip(SUMS, row[:-1], strict=True):
        setattr(sums, name, int(number))
    return sums


APART = "\x1f"  # between the names of costs that nobody has set, where many rows' are put together
_SHARE = "floor((({cents}) * coalesce({bp}, 0) + 5000)::numeric / 10000)"
_NAMES = "coalesce(array_agg(DISTINCT {name}) FILTER (WHERE {when}), '{{}}')"
_AGENT = f"NOT coalesce(o.mapped AND o.channel IN {OWN_CHANNELS}, false)"
# What was had and stands, summed up; c is products_consumption.
_HAD = f"""
       coalesce(sum(c.amount_cents) FILTER (WHERE c.folio = ''), 0) AS beside,
       coalesce(sum(c.amount_cents) FILTER (WHERE c.folio = 'fnb'), 0) AS fnb,
       coalesce(sum(c.amount_cents) FILTER (WHERE c.folio = 'other'), 0) AS other,
       coalesce(sum(c.cost_cents) FILTER (WHERE c.source <> 'surprise'), 0) AS goods,
       coalesce(sum(c.cost_cents) FILTER (WHERE c.source = 'surprise'), 0) AS given,
       {_NAMES.format(name="'product:' || c.name", when="c.cost_cents IS NULL")} AS unknown
"""


_OF_STAY = (
    "id, visit_id, source, room_type, status, check_in_on, check_out_on, room_cents, fnb_cents, other_cents"
)
# What a cost was on the day of the visit's check-in.
_HELD = "LEFT JOIN held {a} ON {a}.kind = '{kind}' AND {a}.thing = {thing} AND {day} >= {a}.valid_from AND {day} < {a}.until"
_COMMISSION = _HELD.format(a="a", kind="commission", thing="s.source", day="s.day")
_ROOM, _REST = (
    _HELD.format(a=a, kind="rooms", thing=thing, day="s.day")
    for a, thing in (("r", "s.room_type"), ("rest", "''"))
)
_FNB, _OTHER = (
    _HELD.format(a=what, kind="share", thing=f"'{what}'", day="t.day") for what in ("fnb", "other")
)


def sql_of_visits(which: str) -> str:
    """Rows (visit, visits, nights, waiting, revenue, commission, rooms, goods, given, unknown) of the visits v `which` picks.

    OFFSET 0 keeps the planner to the way from visits over stays to what was had on them, each by an index: without
    fresh statistics it would begin at the other end, with everything that anybody ever had.
    """
    return f"""
WITH picked AS MATERIALIZED (SELECT v.id, v.guest_id, v.check_in_on FROM {which}),
     held AS MATERIALIZED (
  SELECT kind, thing, valid_from, value,
         coalesce(lead(valid_from) OVER (PARTITION BY kind, thing ORDER BY valid_from), 'infinity') AS until
    FROM products_held),
     stays AS MATERIALIZED (
  SELECT s.*, p.check_in_on AS day FROM picked p
   CROSS JOIN LATERAL (SELECT {_OF_STAY} FROM stays_stay WHERE guest_id = p.guest_id AND visit_id = p.id OFFSET 0) s),
     waiting AS MATERIALIZED (SELECT DISTINCT visit_id AS id FROM stays WHERE status = 'in_house' AND room_cents = 0),
     known AS NOT MATERIALIZED (SELECT * FROM stays WHERE visit_id NOT IN (SELECT id FROM waiting)),
     stayed AS (
  SELECT s.visit_id AS id, min(s.day) AS day, sum(s.check_out_on - s.check_in_on) AS nights, sum(s.room_cents) AS room,
         sum(s.fnb_cents) AS fnb, sum(s.other_cents) AS other,
         floor((sum(s.room_cents * coalesce(a.value, 0)) + 5000)::numeric / 10000) AS commission,
         sum((s.check_out_on - s.check_in_on) * coalesce(r.value, rest.value, 0)) AS rooms,
         {_NAMES.format(name="'commission:' || s.source", when=f"s.room_cents <> 0 AND a.value IS NULL AND {_AGENT}")}
         || {_NAMES.format(name="'rooms:' || s.room_type", when="s.check_out_on > s.check_in_on AND coalesce(r.value, rest.value) IS NULL")} AS unknown
    FROM known s LEFT JOIN stays_source o ON o.name = s.source
         {_COMMISSION} {_ROOM} {_REST}
   GROUP BY 1),
     had AS (
  SELECT s.visit_id AS id, {_HAD}
    FROM known s CROSS JOIN LATERAL (SELECT * FROM products_consumption WHERE stay = s.id OFFSET 0) c
   WHERE {STANDING} GROUP BY 1)
SELECT t.id, 1 AS visits, t.nights, 0 AS waiting, t.room + t.fnb + t.other + coalesce(h.beside, 0) AS revenue, t.commission, t.rooms,
       coalesce(h.goods, 0) + {_SHARE.format(cents="greatest(0, t.fnb - coalesce(h.fnb, 0))", bp="fnb.value")}
         + {_SHARE.format(cents="greatest(0, t.other - coalesce(h.other, 0))", bp="other.value")} AS goods,
       coalesce(h.given, 0) AS given,
       t.unknown || coalesce(h.unknown, '{{}}')
         || CASE WHEN fnb.value IS NULL AND t.fnb > coalesce(h.fnb, 0) THEN ARRAY['fnb:'] ELSE '{{}}' END
         || CASE WHEN other.value IS NULL AND t.other > coalesce(h.other, 0) THEN ARRAY['other:'] ELSE '{{}}' END AS unknown
  FROM stayed t {_FNB} {_OTHER} LEFT JOIN had h ON h.id = t.id
 UNION ALL
SELECT id, 1, 0, 1, 0, 0, 0, 0, 0, '{{}}'::text[] FROM waiting
"""  # noqa: S608 (put together from constants)


OF_VISITS = sql_of_visits("stays_visit v WHERE v.id = ANY(%s::bigint[])")
OF_PERSON = sql_of_visits("stays_visit v WHERE v.guest_id = ANY(%s::bigint[])")
# What was had without a visit: of no stay at all, or of a stay that became none.
LOOSE_OF_PERSON = f"""
SELECT beside, 0, 0, goods, given, unknown FROM (
  SELECT {_HAD} FROM products_consumption c
   WHERE (c.stay = ANY(ARRAY(SELECT s.id FROM stays_stay s WHERE s.guest_id = ANY(%(rows)s::bigint[]) AND s.visit_id IS NULL))
          OR c.guest_id = ANY(%(rows)s::bigint[])
             AND (c.stay IS NULL OR NOT EXISTS (SELECT FROM stays_stay s WHERE s.id = c.stay)))
     AND {STANDING}) AS had
"""  # noqa: S608 (put together from constants)

_PARTS = ("visits", "nights", "waiting", "revenue", "commission", "rooms", "goods", "given")


def sql_of_people(own: str, loose: str) -> str:
    """Rows (person, visits, nights, waiting, revenue, commission, rooms, goods, given, names) of everybody `own` picks.

    `own` gives a person's rows as (id, person); `loose` what was had beside any visit, as (whose, c.*).
    `names` are those of costs that nobody has set, some of them twice.
    """
    return f"""
WITH own AS MATERIALIZED ({own}),
     part AS (
  SELECT w.guest_id AS id, {", ".join(_PARTS)}, unknown
    FROM ({sql_of_visits("own JOIN stays_visit v ON v.guest_id = own.id")}) p
         CROSS JOIN LATERAL (SELECT guest_id FROM stays_visit WHERE id = p.id OFFSET 0) w
   UNION ALL
  SELECT whose, 0, 0, 0, beside, 0, 0, goods, given, unknown
    FROM (SELECT c.whose, {_HAD} FROM ({loose}) c WHERE {STANDING} GROUP BY 1) AS had)
SELECT own.person, {", ".join(f"coalesce(sum(part.{name}), 0) AS {name}" for name in _PARTS)},
       string_agg(array_to_string(part.unknown, E'\\x1f'), E'\\x1f') FILTER (WHERE part.unknown <> '{{}}') AS names
  FROM own LEFT JOIN part ON part.id = own.id GROUP BY 1
"""  # noqa: S608 (put together from constants)


OF_PEOPLE = sql_of_people(
    """SELECT g.id, g.id AS person FROM guests_guest g WHERE g.id = ANY(%(guests)s::bigint[])
        UNION ALL
       SELECT g.id, g.merged_into_id FROM guests_guest g WHERE g.merged_into_id = ANY(%(guests)s::bigint[])""",
    """SELECT own.id AS whose, c.* FROM own CROSS JOIN LATERAL (
         SELECT c.* FROM products_consumption c
          WHERE c.guest_id = own.id AND (c.stay IS NULL OR NOT EXISTS (SELECT FROM stays_stay s WHERE s.id = c.stay))
          UNION ALL
         SELECT c.* FROM stays_stay s JOIN products_consumption c ON c.stay = s.id
          WHERE s.guest_id = own.id AND s.visit_id IS NULL OFFSET 0) c""",
)
# The same of everybody, from the other end.
OF_EVERYBODY = sql_of_people(
    "SELECT g.id, coalesce(g.merged_into_id, g.id) AS person FROM guests_guest g",
    """SELECT coalesce(s.guest_id, c.guest_id) AS whose, c.*
         FROM products_consumption c LEFT JOIN stays_stay s ON s.id = c.stay WHERE s.visit_id IS NULL""",
)
_MONTHS = """unnest(%(months)s::date[]) AS month
    JOIN stays_visit v ON v.check_in_on >= month AND v.check_in_on < (month + interval '1 month')::date"""
_LOOSE_MONTHS = """unnest(%(months)s::date[]) AS month
    JOIN products_consumption c ON c.day >= month AND c.day < (month + interval '1 month')::date"""
# The rows of reports_profitcell of some months, as loyalty.figures copies them.
CELLS = f"""
SELECT %(property)s::bigint, day, source, channel, room_type, visits, nights, waiting, revenue::bigint, commission::bigint, rooms::bigint,
       goods::bigint, given::bigint, ARRAY(SELECT DISTINCT name FROM unnest(string_to_array(names, E'\\x1f')) AS name ORDER BY 1)
  FROM (
    SELECT w.check_in_on AS day, w.source, w.channel, w.room_type, count(*) AS visits, sum(p.nights) AS nights, sum(p.waiting) AS waiting,
           sum(p.revenue) AS revenue, sum(p.commission) AS commission, sum(p.rooms) AS rooms, sum(p.goods) AS goods,
           sum(p.given) AS given,
           string_agg(array_to_string(p.unknown, E'\\x1f'), E'\\x1f') FILTER (WHERE p.unknown <> '{{}}') AS names
      FROM ({sql_of_visits(_MONTHS)}) p JOIN stays_visit w ON w.id = p.id GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT day, '', '', '', 0, 0, 0, beside, 0, 0, goods, given, array_to_string(unknown, E'\\x1f')
      FROM (SELECT c.day, {_HAD} FROM {_LOOSE_MONTHS} LEFT JOIN stays_stay s ON s.id = c.stay
             WHERE s.visit_id IS NULL AND {STANDING} GROUP BY c.day) AS loose) AS cell
 ORDER BY 2, 3, 5"""  # noqa: S608 (put together from constants)
# Months beside these in which something stands that was had on a stay of these: it may have become, or ceased to be,
# part of a visit.
ALSO = """
SELECT DISTINCT date_trunc('month', c.day)::date
  FROM unnest(%(months)s::date[]) AS month
  JOIN stays_stay s ON s.check_in_on >= month AND s.check_in_on < (month + interval '1 month')::date
  CROSS JOIN LATERAL (SELECT day FROM products_consumption WHERE stay = s.id OFFSET 0) c
 WHERE c.day < month OR c.day >= (month + interval '1 month')::date
"""
