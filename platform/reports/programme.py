"""Reports on programmes: liability, redemption, benefit cost, tiers, stored value, coupons. From cells alone.

A property's cells of one day are of two sorts: what stood at the end of the day (STANDS) and what happened on the day
(the others, which add up over a range). A day without cells had no programme.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from kernel import clock, money
from reports.ranges import Range
from reports.reading import Scope

# What stands at the end of a day: measure -> its keys.
POINTS = ("base", "bonus", "pending", "owed")  # n: points, amount: what they are worth
MONEY = ("principal", "gift")  # n: wallets that hold some, amount
STANDS = ("points", "money", "members", "coupons_open")
# The field's own figure for coupons, to set the measured one beside.
REFERENCE_RATE = 0.15


@dataclass(slots=True)
class Cell:
    n: int = 0
    amount_cents: int = 0
    cost_cents: int = 0

    def add(self, other: "Cell") -> None:
        self.n += other.n
        self.amount_cents += other.amount_cents
        self.cost_cents += other.cost_cents


Key = tuple[str, str]  # measure, key


@dataclass
class Cells:
    """All cells of a scope over a range, with what stood on the day before it."""

    happened: dict[int, dict[Key, Cell]] = field(default_factory=lambda: defaultdict(dict))
    stood: dict[int, dict[date, dict[Key, Cell]]] = field(default_factory=lambda: defaultdict(dict))
    names: dict[Key, tuple[str, str]] = field(default_factory=dict)  # kind, code -> Chinese, English
    places: dict[Key, int] = field(default_factory=dict)  # kind, code -> in the programme's order
    as_of: datetime | None = None

    def over(self, measure: str, property_id: int | None = None) -> dict[str, Cell]:
        """What happened in the range, by key; of one property or of all."""
        found: dict[str, Cell] = {}
        for place, cells in self.happened.items():
            if property_id is None or place == property_id:
                for (name, key), cell in cells.items():
                    if name == measure:
                        found.setdefault(key, Cell()).add(cell)
        return found

    def at(self, day: date, measure: str, property_id: int | None = None) -> dict[str, Cell]:
        """What stood at the end of this day, by key: of each property the last day that it has by then."""
        found: dict[str, Cell] = {}
        for place, days in self.stood.items():
            if property_id is not None and place != property_id:
                continue
            last = max((known for known in days if known <= day), default=None)
            for (name, key), cell in (days[last] if last else {}).items():
                if name == measure:
                    found.setdefault(key, Cell()).add(cell)
        return found

    def named(self, kind: str, code: str) -> dict[str, str]:
        zh, en = self.names.get((kind, code), (code, code))
        return {"code": code, "name": zh, "name_en": en}


def read(scope: Scope, days: Range) -> Cells:
    """The cells of these properties, in two statements."""
    found = Cells()
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [scope.ids, days.start, days.end, scope.ids, list(STANDS), days.start])
        for place, day, measure, key, n, amount, cost in cursor.fetchall():
            cell = Cell(n, amount, cost)
            if measure in STANDS:
                found.stood[place].setdefault(day, {})[measure, key] = cell
            else:
                found.happened[place].setdefault((measure, key), Cell()).add(cell)
        cursor.execute(NAMES, [scope.ids])
        for kind, code, name, name_en, place in cursor.fetchall():
            found.names.setdefault((kind, code), (name, name_en))
            found.places.setdefault((kind, code), place)
        cursor.execute(AGE, [scope.ids])
        found.as_of = cursor.fetchone()[0]
    return found


def heading(scope: Scope, days: Range, cells: Cells) -> dict[str, Any]:
    return scope.heading(days, cells.as_of or clock.now())


def liability(scope: Scope, days: Range) -> dict[str, Any]:
    """What the programme owes its members, day by day: points with their worth, principal and gift."""
    cells = read(scope, days)
    return {
        **heading(scope, days, cells),
        "before": _owed(cells, days.start - timedelta(days=1)),
        "now": _owed(cells, days.end),
        "days": [{"day": str(day), **_owed(cells, day)} for day in _days(cells, days)],
        "properties": [
            {"property": place.slug, "name": place.name, **_owed(cells, days.end, place.id)}
            for place in scope.places
        ],
    }


def _owed(cells: Cells, day: date, property_id: int | None = None) -> dict[str, Any]:
    points, cash = cells.at(day, "points", property_id), cells.at(day, "money", property_id)
    spendable = [points.get(key, Cell()) for key in ("base", "bonus")]
    worth = sum(points.get(key, Cell()).amount_cents for key in ("base", "bonus", "pending"))
    principal, gift = (cash.get(key, Cell()).amount_cents for key in MONEY)
    return {
        "points": sum(cell.n for cell in spendable),
        **{key: points.get(key, Cell()).n for key in POINTS},
        "worth": money.amount(worth),
        "principal": money.amount(principal),
        "gift": money.amount(gift),
        "total": money.amount(worth + principal + gift),
    }


def redemption(scope: Scope, days: Range) -> dict[str, Any]:
    """Points given, spent and expired, and on what they were spent."""
    cells = read(scope, days)

    def row(property_id: int | None = None) -> dict[str, Any]:
        issued, spent = _sum(cells, "issued", property_id), _sum(cells, "redeemed", property_id)
        return {
            "issued": issued.n,
            "redeemed": spent.n,
            "expired": _sum(cells, "expired", property_id).n,
            "redeemed_worth": money.amount(spent.amount_cents),
            "redemption_rate": share(spent.n, issued.n),
        }

    return {
        **heading(scope, days, cells),
        **row(),
        "ways": [
            {"way": way, "points": cell.n, "worth": money.amount(cell.amount_cents)}
            for way, cell in _largest(cells.over("redeemed"))
        ],
        "rewards": [
            {
                **cells.named("reward", code),
                "count": cell.n,
                "price": money.amount(cell.amount_cents),
                "cost": money.amount(cell.cost_cents),
            }
            for code, cell in _largest(cells.over("reward"))
        ],
        "properties": _places(scope, row),
    }


def benefits(scope: Scope, days: Range) -> dict[str, Any]:
    """What benefits cost, by benefit, by tier and by property; per member of the tier at the end of the range."""
    cells = read(scope, days)

    def row(property_id: int | None = None) -> dict[str, Any]:
        used = _sum(cells, "benefit", property_id)
        members = sum(cell.n for cell in cells.at(days.end, "members", property_id).values())
        return {**_used(used), "members": members, "cost_per_member": per(used.cost_cents, members)}

    by_benefit: dict[str, Cell] = {}
    by_tier: dict[str, Cell] = {}
    for key, cell in cells.over("benefit").items():
        code, _, tier = key.partition("@")
        by_benefit.setdefault(code, Cell()).add(cell)
        by_tier.setdefault(tier, Cell()).add(cell)
    members = cells.at(days.end, "members")
    return {
        **heading(scope, days, cells),
        "total": row(),
        "rows": [{**cells.named("benefit", code), **_used(cell)} for code, cell in _largest(by_benefit)],
        "tiers": [
            {
                **cells.named("tier", tier),
                **_used(cell),
                "members": members.get(tier, Cell()).n,
                "cost_per_member": per(cell.cost_cents, members.get(tier, Cell()).n),
            }
            for tier, cell in _largest(by_tier)
        ],
        "properties": _places(scope, row),
    }


def _used(cell: Cell) -> dict[str, Any]:
    return {
        "uses": cell.n,
        "price": money.amount(cell.amount_cents),
        "cost": money.amount(cell.cost_cents),
    }


def tiers(scope: Scope, days: Range) -> dict[str, Any]:
    """Members by tier over time, and who went up or down, by which way."""
    cells = read(scope, days)
    before, now = cells.at(days.start - timedelta(days=1), "members"), cells.at(days.end, "members")
    moves = cells.over("move")  # key: from>to:kind

    def row(property_id: int | None = None) -> dict[str, Any]:
        held = cells.at(days.end, "members", property_id)
        here = cells.over("move", property_id)
        return {
            "members": {code: cell.n for code, cell in held.items()},
            "up": sum(cell.n for key, cell in here.items() if key.endswith("+")),
            "down": sum(cell.n for key, cell in here.items() if key.endswith("-")),
        }

    return {
        **heading(scope, days, cells),
        "tiers": [
            {
                **cells.named("tier", code),
                "members": now.get(code, Cell()).n,
                "before": before.get(code, Cell()).n,
            }
            for code in sorted({*now, *before}, key=lambda code: (cells.places.get(("tier", code), 0), code))
        ],
        "moves": [_move(cells, key, cell) for key, cell in _largest(moves)],
        "days": [
            {
                "day": str(day),
                "members": {code: cell.n for code, cell in cells.at(day, "members").items()},
            }
            for day in _days(cells, days)
        ],
        **row(),
        "properties": _places(scope, row),
    }


def _move(cells: Cells, key: str, cell: Cell) -> dict[str, Any]:
    """'gold>silver:expired-' -> from gold to silver, because it expired, down."""
    way, _, kind = key.partition(":")
    before, _, after = way.partition(">")
    return {
        "from": cells.named("tier", before) if before else None,
        "to": cells.named("tier", after),
        "kind": kind.rstrip("+-="),
        "direction": {"+": "up", "-": "down"}.get(kind[-1:], "same"),
        "count": cell.n,
    }


def wallet(scope: Scope, days: Range) -> dict[str, Any]:
    """Stored value: what stands, what came in, what went out."""
    cells = read(scope, days)

    def row(property_id: int | None = None) -> dict[str, Any]:
        stands = cells.at(days.end, "money", property_id)
        flows = cells.over("wallet", property_id)
        return {
            **{key: money.amount(stands.get(key, Cell()).amount_cents) for key in MONEY},
            "wallets": stands.get("principal", Cell()).n,
            **{
                flow: money.amount(flows.get(flow, Cell()).amount_cents)
                for flow in (
                    "topped_up",
                    "gift_given",
                    "charged_principal",
                    "charged_gift",
                    "refunded",
                    "forfeited",
                )
            },
            "top_ups": flows.get("topped_up", Cell()).n,
            "charges": flows.get("charged_principal", Cell()).n,
        }

    return {
        **heading(scope, days, cells),
        **row(),
        "days": [
            {
                "day": str(day),
                **{key: money.amount(cells.at(day, "money").get(key, Cell()).amount_cents) for key in MONEY},
            }
            for day in _days(cells, days)
        ],
        "properties": _places(scope, row),
    }


def coupons(scope: Scope, days: Range) -> dict[str, Any]:
    """Coupons given and redeemed in the range, against the field's 15 %; what a bill comes to with and without."""
    cells = read(scope, days)

    def row(issued: Cell, redeemed: Cell) -> dict[str, Any]:
        return {
            "issued": issued.n,
            "redeemed": redeemed.n,
            "redemption_rate": share(redeemed.n, issued.n),
            "face": money.amount(issued.amount_cents),
            "discount": money.amount(redeemed.amount_cents),
            "cost": money.amount(redeemed.cost_cents),
        }

    def whole(property_id: int | None = None) -> dict[str, Any]:
        return row(_sum(cells, "coupon_issued", property_id), _sum(cells, "coupon_redeemed", property_id))

    issued, redeemed = cells.over("coupon_issued"), cells.over("coupon_redeemed")
    spend = cells.over("visit_spend")  # with | without: n visits, amount
    with_one, without = spend.get("with", Cell()), spend.get("without", Cell())
    return {
        **heading(scope, days, cells),
        "reference_rate": REFERENCE_RATE,
        "total": whole(),
        "rows": [
            {**cells.named("coupon", kind), **row(issued.get(kind, Cell()), redeemed.get(kind, Cell()))}
            for kind in dict.fromkeys([*issued, *redeemed])
        ],
        "spend_per_visit": {
            "with": money.average(with_one.amount_cents, with_one.n),
            "visits_with": with_one.n,
            "without": money.average(without.amount_cents, without.n),
            "visits_without": without.n,
            "change": change(with_one, without),
        },
        "properties": _places(scope, whole),
    }


def change(now: Cell, before: Cell) -> float | None:
    """By how much the average of `now` exceeds that of `before`: 29.6 -> 41.3 is 0.395270."""
    if not now.n or not before.amount_cents:
        return None
    return round(now.amount_cents * before.n / (now.n * before.amount_cents) - 1, 6)


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def per(cents: int, count: int) -> str | None:
    return money.average(cents, count)


def _sum(cells: Cells, measure: str, property_id: int | None) -> Cell:
    total = Cell()
    for cell in cells.over(measure, property_id).values():
        total.add(cell)
    return total


def _largest(cells: Mapping[str, Cell]) -> list[tuple[str, Cell]]:
    return sorted(cells.items(), key=lambda item: (-item[1].n, item[0]))


def _days(cells: Cells, days: Range) -> Iterable[date]:
    """The days of the range from the first that anybody has cells for, to the last."""
    known = [day for by_day in cells.stood.values() for day in by_day]
    first, last = (
        max(days.start, min(known, default=days.until)),
        min(days.end, max(known, default=days.start)),
    )
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _places(scope: Scope, row: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"property": place.slug, "name": place.name, **row(place.id)} for place in scope.places]


CELLS = """
SELECT property_id, day, measure, key, n, amount_cents, cost_cents FROM public.reports_programmecell
 WHERE property_id = ANY(%s) AND day BETWEEN %s AND %s
UNION ALL
SELECT c.property_id, c.day, c.measure, c.key, c.n, c.amount_cents, c.cost_cents
  FROM unnest(%s::bigint[]) AS place(id)
  JOIN public.reports_programmecell c ON c.property_id = place.id AND c.measure = ANY(%s) AND c.day = (
       SELECT max(day) FROM public.reports_programmecell b WHERE b.property_id = place.id AND b.day < %s)
"""
NAMES = "SELECT kind, code, name, name_en, place FROM public.reports_programmename WHERE property_id = ANY(%s) ORDER BY property_id"
AGE = "SELECT min(made_at) FROM public.reports_programmeage WHERE property_id = ANY(%s)"
