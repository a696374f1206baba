"""What is left of revenue: commission, rooms, goods and gifts taken off it, from cells of the chain's properties.

Revenue is room, restaurant and the rest as the PMS tells them, and what guests had beyond the folio. It counts on the
day of check-in, by the visit's source, channel and room type; consumption without a visit on its own day, under NONE.
What nobody has set the cost of is not guessed: it is left in the profit, and named.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kernel import money
from reports import reading
from reports.measures import share
from reports.ranges import Range, spans
from reports.reading import Question, Scope

By = Literal["property", "source", "channel", "room_type", "month", "product"]
NONE = "-"  # the row of what was had without a visit
SUMS = (
    "visits",
    "nights",
    "waiting",
    "revenue_cents",
    "commission_cents",
    "rooms_cents",
    "goods_cents",
    "given_cents",
)
# What a row's key is, in SQL over a cell.
KEYS: dict[str, str] = {
    "property": "''",
    "source": f"CASE WHEN channel = '' THEN '{NONE}' ELSE source END",
    "channel": f"CASE WHEN channel = '' THEN '{NONE}' ELSE channel END",
    "room_type": f"CASE WHEN channel = '' THEN '{NONE}' ELSE room_type END",
    "month": "to_char(day, 'YYYY-MM')",
}
# Which day's costs count: what the answer says so with.
COSTS_HOLD = {
    "zh": "房间成本、成本率和佣金按入住当天的设置计算；商品成本按售出当时的成本。",
    "en": "Room costs, cost shares and commissions are those of the day of check-in; goods have the cost they had when "
    "they were sold.",
}


@dataclass(slots=True)
class Sums:
    """What some visits came to. `unknown`: '<what>:<of>' of every cost that nobody has set."""

    visits: int = 0
    nights: int = 0
    # Of the visits: in house, nobody has told what the room brings. Nothing else of them is in.
    waiting: int = 0
    revenue_cents: int = 0
    commission_cents: int = 0
    rooms_cents: int = 0
    goods_cents: int = 0
    given_cents: int = 0
    unknown: set[str] = field(default_factory=set)

    @property
    def profit_cents(self) -> int:
        costs = self.commission_cents + self.rooms_cents + self.goods_cents + self.given_cents
        return self.revenue_cents - costs

    def add(self, other: "Sums") -> None:
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unknown |= other.unknown


def told(sums: Sums) -> dict[str, Any]:
    """PROFIT as every answer shows it."""
    return {
        "revenue": money.amount(sums.revenue_cents),
        "commission": money.amount(sums.commission_cents),
        "rooms": money.amount(sums.rooms_cents),
        "goods": money.amount(sums.goods_cents),
        "given": money.amount(sums.given_cents),
        "profit": money.amount(sums.profit_cents),
        "share": share(sums.profit_cents, sums.revenue_cents),
        "unknown": unknown(sums.unknown),
        "waiting": sums.waiting,
    }


def unknown(names: Iterable[str]) -> list[dict[str, str]]:
    """[{"what": "commission", "of": "携程"}, …] of 'commission:携程', in order."""
    cut = (name.partition(":") for name in sorted(names))
    return [{"what": what, "of": of} for what, _, of in cut]


def row(key: str, sums: Sums) -> dict[str, Any]:
    """A row of the report without its name."""
    return {
        "key": key,
        "visits": sums.visits,
        "nights": sums.nights,
        **told(sums),
        "profit_per_visit": money.average(sums.profit_cents, sums.visits - sums.waiting),
        "profit_per_night": money.average(sums.profit_cents, sums.nights),
    }


def profit(scope: Scope, days: Range, by: By) -> dict[str, Any]:
    """Rows by `by` (of cells: not 'product'), the most revenue first; months in order, properties in the scope's."""
    question = Question()
    ask(question, scope.ids, days, KEYS[by])
    reading.ask_age(question, scope.ids)
    found = reading.answer(question, scope)
    sums: dict[str, Sums] = defaultdict(Sums)
    slugs = {place.id: place.slug for place in scope.places}
    if by == "property":
        sums |= {place.slug: Sums() for place in scope.places}
    for kind, property_id, named, numbers in found.rest:
        key, _, name = named.partition("\x1f")
        into = sums[slugs[property_id] if by == "property" else key]
        if kind == "unknown":
            into.unknown.add(name)
        else:
            into.add(Sums(*numbers))
    return {
        **scope.heading(days, found.as_of, by=by),
        "rows": [row(key, sums[key]) for key in ordered(sums, by)],
        **total(sums.values()),
    }


def whole(parts: Iterable[Sums]) -> Sums:
    """All of them together."""
    sums = Sums()
    for part in parts:
        sums.add(part)
    return sums


def total(parts: Iterable[Sums]) -> dict[str, Any]:
    """The last fields of the report: all rows together, and since when costs hold."""
    return {"total": row("", whole(parts)), "costs_hold": COSTS_HOLD}


def ordered(sums: dict[str, Sums], by: str) -> Sequence[str]:
    if by == "property":
        return list(sums)
    if by == "month":
        return sorted(sums)
    return sorted(sums, key=lambda key: (key == NONE, -sums[key].revenue_cents, key))


def ask(question: Question, ids: Sequence[int], days: Range, key: str) -> None:
    """Parts 'profit' (the sums) and 'unknown' (what of each row has no cost), by property and key."""
    source, parameters = cells_over(ids, days)
    sums = ", ".join(f"sum({name})" for name in SUMS)
    question.add(
        f"SELECT 'profit', property_id, {key}, ARRAY[{sums}]::bigint[] FROM {source} GROUP BY 2, 3",  # noqa: S608
        *parameters,
    )
    question.add(
        f"SELECT DISTINCT 'unknown', property_id, {key} || E'\\x1f' || name, ARRAY[]::bigint[] "  # noqa: S608
        f"FROM {source}, unnest(unknown) AS name",
        *parameters,
    )


def ask_sums(question: Question, ids: Sequence[int], days: Range) -> None:
    """Part 'profit' for a report of something else: the sums, and how many cells have a cost that nobody has set."""
    source, parameters = cells_over(ids, days)
    sums = ", ".join(f"sum({name})" for name in SUMS)
    question.add(
        f"SELECT 'profit', property_id, '', ARRAY[{sums}, count(*) FILTER (WHERE unknown <> '{{}}')]::bigint[] "  # noqa: S608
        f"FROM {source} GROUP BY 2",
        *parameters,
    )


def cells_over(ids: Sequence[int], days: Range) -> tuple[str, list[Any]]:
    """The cells of these days as one subquery: whole months, and the days at the edges."""
    table = {"day": "reports_profitcell", "month": "reports_profitmonth"}
    selects, parameters = [], []
    for span in spans(days.start, days.until):
        selects.append(
            f"SELECT property_id, day, source, channel, room_type, {', '.join(SUMS)}, unknown "  # noqa: S608
            f"FROM public.{table[span.grain]} WHERE property_id = ANY(%s) AND day >= %s AND day < %s"
        )
        parameters += [list(ids), span.start, span.until]
    return "(" + " UNION ALL ".join(selects) + ") AS cell", parameters
