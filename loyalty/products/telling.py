"""What guests had, as it is told: a person's list with sums and the purchase cycle, and what each product brought."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any, Literal

from kernel.statements import Statements
from loyalty.products.consuming import OF_PERSON, STANDING
from reports.profit import Sums

Raw = Statements


@dataclass(frozen=True, slots=True)
class Told:
    """One consumption as it is shown; `product`: its code, None of what the house does not list.

    `visit` and `ordinal`: of which visit, None without one.
    """

    id: int
    product: str | None
    name: str
    name_en: str
    quantity: int
    amount_cents: int
    cost_cents: int | None
    on_folio: bool
    day: date
    at: datetime
    source: str
    by_name: str
    stay: int | None
    taken_back: bool
    visit: int | None
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What of one product was bought on one day."""

    day: date
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """How regularly something is bought: on so many days, so many days apart in the median, and when last."""

    kind: Literal["all", "category", "product"]
    name: str
    times: int
    median_days: float | None
    last_on: date


def listed(raw: Raw, rows: Sequence[int], *, limit: int, before: int | None = None) -> list[Told]:
    """What this person had, the newest first; what was taken back says so."""
    found = raw.execute(LISTED, {"rows": list(rows), "limit": limit, "before": before, "id": None})
    return [Told(*row) for row in found]


def one(raw: Raw, rows: Sequence[int], number: int) -> Told | None:
    found = raw.execute(LISTED, {"rows": list(rows), "limit": 1, "before": None, "id": number}).fetchone()
    return Told(*found) if found else None


def totals(raw: Raw, rows: Sequence[int]) -> dict[str, int]:
    """Sums over all that stands: what was paid, what it cost as far as known, and what gifts cost."""
    row = raw.execute(TOTALS, {"rows": list(rows)}).fetchone() or (0,) * 5
    names = ("times", "quantity", "amount_cents", "cost_cents", "given_cents")
    return dict(zip(names, (int(n) for n in row), strict=True))


def cycles(bought: Iterable[Bought]) -> list[Cycle]:
    """The purchase cycle of everything together, of each category and of each product, the most often bought first.

    Several purchases on one day are one; of fewer than two days there is no median.
    """
    days: dict[tuple[Any, str], set[date]] = defaultdict(set)
    for each in bought:
        days["all", ""].add(each.day)
        days["product", each.name].add(each.day)
        if each.category:
            days["category", each.category].add(each.day)
    found = [_cycle(kind, name, sorted(on)) for (kind, name), on in days.items()]
    place = {"all": 0, "category": 1, "product": 2}
    return sorted(found, key=lambda cycle: (place[cycle.kind], -cycle.times, cycle.name))


def _cycle(kind: Any, name: str, days: list[date]) -> Cycle:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return Cycle(kind, name, len(days), float(median(gaps)) if gaps else None, days[-1])


def bought(raw: Raw, rows: Sequence[int]) -> list[Bought]:
    """What this person paid for, gifts left out."""
    return [Bought(*row) for row in raw.execute(BOUGHT, {"rows": list(rows)})]


@dataclass(frozen=True, slots=True)
class Brought:
    """What one product brought (code None: all of them together, a visit counted once)."""

    code: str | None
    name: str
    quantity: int
    sums: Sums


def by_product(raw: Raw, start: date, end: date) -> tuple[list[Brought], Brought]:
    """What each product brought from `start` to `end`, by the day it was had, the most paid first; and all of them.

    Here the money on the folio counts too: it is the product's. What the house does not list goes by its name.
    """
    found, whole = [], Brought(None, "", 0, Sums())
    for code, name, quantity, visits, amount, goods, given, unknown in raw.execute(
        BY_PRODUCT, {"start": start, "end": end}
    ):
        names = {f"product:{each}" for each in unknown}
        sums = Sums(visits, 0, 0, int(amount or 0), 0, 0, int(goods), int(given), names)
        brought = Brought(code, name or "", int(quantity or 0), sums)
        if code is None:
            whole = brought
        else:
            found.append(brought)
    return found, whole


LISTED = f"""
SELECT c.id, p.code, c.name, coalesce(nullif(p.name_en, ''), c.name), c.quantity, c.amount_cents, c.cost_cents, c.on_folio,
       c.day, c.at, c.source, c.by_name, c.stay,
       EXISTS (SELECT FROM products_consumption b WHERE b.takes_back_id = c.id), v.id, v.ordinal
  FROM (SELECT c.* {OF_PERSON}
           AND c.takes_back_id IS NULL AND (%(before)s::bigint IS NULL OR c.id < %(before)s::bigint)
           AND (%(id)s::bigint IS NULL OR c.id = %(id)s::bigint) ORDER BY c.id DESC LIMIT %(limit)s) c
  LEFT JOIN products_product p ON p.id = c.product_id
  LEFT JOIN stays_stay s ON s.id = c.stay LEFT JOIN stays_visit v ON v.id = s.visit_id
 ORDER BY c.id DESC
"""  # noqa: S608 (constants)
TOTALS = f"""
SELECT count(*) FILTER (WHERE c.source <> 'surprise'), coalesce(sum(c.quantity) FILTER (WHERE c.source <> 'surprise'), 0),
       coalesce(sum(c.amount_cents), 0), coalesce(sum(c.cost_cents) FILTER (WHERE c.source <> 'surprise'), 0),
       coalesce(sum(c.cost_cents) FILTER (WHERE c.source = 'surprise'), 0)
{OF_PERSON} AND {STANDING}
"""
BOUGHT = f"""
SELECT c.day, c.name, coalesce(p.category, '')
  FROM (SELECT c.* {OF_PERSON} AND c.source <> 'surprise' AND {STANDING}) c
  LEFT JOIN products_product p ON p.id = c.product_id
"""  # noqa: S608 (constants)
BY_PRODUCT = f"""
SELECT coalesce(p.code, c.name), coalesce(p.name, c.name), sum(c.quantity), count(DISTINCT s.visit_id)::int,
       sum(c.amount_cents), coalesce(sum(c.cost_cents) FILTER (WHERE c.source <> 'surprise'), 0),
       coalesce(sum(c.cost_cents) FILTER (WHERE c.source = 'surprise'), 0),
       coalesce(array_agg(DISTINCT c.name) FILTER (WHERE c.cost_cents IS NULL), '{{}}')
  FROM products_consumption c
  LEFT JOIN products_product p ON p.id = c.product_id LEFT JOIN stays_stay s ON s.id = c.stay
 WHERE c.day BETWEEN %(start)s AND %(end)s AND {STANDING}
 GROUP BY GROUPING SETS ((1, 2), ()) ORDER BY 5 DESC, 1
"""  # noqa: S608 (constants)
