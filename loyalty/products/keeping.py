"""The house's products and services: put by code, found, and switched off instead of deleted."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

from kernel import clock
from kernel.statements import Statements, like
from loyalty.products.refusals import NoSuchProduct

Raw = Statements
DAYS = 90  # over which sales are told beside a product


class Kept:
    """Stands for 'leave what is there': not the same as None, which says 'not known' or 'not counted'."""


KEEP = Kept()


@dataclass(frozen=True, slots=True)
class ProductIn:
    """A product as somebody puts it. KEEP leaves what stands; a new one has nothing there, and gets None."""

    code: str
    name: str
    price_cents: int
    name_en: str = ""
    kind: Literal["product", "service"] = "product"
    category: str = ""
    unit: str = ""
    cost_cents: int | Kept | None = KEEP
    stock: int | Kept | None = KEEP
    active: bool = True


def put(raw: Raw, product: ProductIn, by: str) -> Literal["created", "updated", "unchanged"]:
    """Make the product of this code what is given; `by` is the name of whoever says so.

    One statement, so that two who put one code at once never make two. What was sold before keeps the cost it
    had: a new cost counts from the next sale on.
    """
    values: dict[str, Any] = {field.name: getattr(product, field.name) for field in fields(product)}
    for name in ("cost_cents", "stock"):
        kept = isinstance(values[name], Kept)
        values |= {f"keep_{name}": kept, name: None if kept else values[name]}
    row = raw.execute(PUT, {**values, "now": clock.now(), "by": by[:80]}).fetchone()
    if row is None:
        return "unchanged"
    return "created" if row[0] else "updated"


def drop(raw: Raw, code: str, by: str) -> bool:
    """Sell it no more; False when that was so already. Raises NoSuchProduct."""
    if raw.execute(DROP, (clock.now(), by[:80], code)).fetchone():
        return True
    if raw.execute("SELECT 1 FROM products_product WHERE code = %s", (code,)).fetchone() is None:
        raise NoSuchProduct(product=code)
    return False


def listed(
    raw: Raw, today: date, *, active: bool | None = None, q: str | None = None, category: str | None = None
) -> list[dict[str, Any]]:
    """Products by category and name, with what guests bought of each in the last ninety days (gifts left out)."""
    asked: Mapping[str, Any] = {
        "active": active,
        "like": f"%{like(q)}%" if q else None,
        "category": category,
        "since": today - timedelta(days=DAYS - 1),
        "code": None,
    }
    return [dict(zip(NAMES, row, strict=True)) for row in raw.execute(LISTED, asked)]


def one(raw: Raw, code: str, today: date) -> dict[str, Any]:
    """The same of one product. Raises NoSuchProduct."""
    asked = {"active": None, "like": None, "category": None, "code": code}
    row = raw.execute(LISTED, {**asked, "since": today - timedelta(days=DAYS - 1)}).fetchone()
    if row is None:
        raise NoSuchProduct(product=code)
    return dict(zip(NAMES, row, strict=True))


# A row comes back only where something differs; xmax is 0 for one that was not there.
PUT = """
INSERT INTO products_product AS p (code, name, name_en, kind, category, unit, price_cents, cost_cents, stock, active,
                                   changed_at, changed_by_name)
VALUES (%(code)s, %(name)s, %(name_en)s, %(kind)s, %(category)s, %(unit)s, %(price_cents)s, %(cost_cents)s::bigint,
        %(stock)s::int, %(active)s, %(now)s, %(by)s)
ON CONFLICT (code) DO UPDATE SET
   name = EXCLUDED.name, name_en = EXCLUDED.name_en, kind = EXCLUDED.kind, category = EXCLUDED.category,
   unit = EXCLUDED.unit, price_cents = EXCLUDED.price_cents, active = EXCLUDED.active,
   cost_cents = CASE WHEN %(keep_cost_cents)s::boolean THEN p.cost_cents ELSE EXCLUDED.cost_cents END,
   stock = CASE WHEN %(keep_stock)s::boolean THEN p.stock ELSE EXCLUDED.stock END,
   changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
 WHERE (p.name, p.name_en, p.kind, p.category, p.unit, p.price_cents, p.active) IS DISTINCT FROM
       (EXCLUDED.name, EXCLUDED.name_en, EXCLUDED.kind, EXCLUDED.category, EXCLUDED.unit, EXCLUDED.price_cents,
        EXCLUDED.active)
    OR NOT %(keep_cost_cents)s::boolean AND p.cost_cents IS DISTINCT FROM EXCLUDED.cost_cents
    OR NOT %(keep_stock)s::boolean AND p.stock IS DISTINCT FROM EXCLUDED.stock
RETURNING xmax = 0
"""
DROP = """
UPDATE products_product SET active = false, changed_at = %s, changed_by_name = %s WHERE code = %s AND active RETURNING id
"""
NAMES = (
    *("code", "name", "name_en", "kind", "category", "unit", "price_cents", "cost_cents", "stock", "active"),
    *("sold_90", "amount_90_cents"),
)
LISTED = """
SELECT p.code, p.name, p.name_en, p.kind, p.category, p.unit, p.price_cents, p.cost_cents, p.stock, p.active,
       coalesce(c.sold, 0), coalesce(c.amount_cents, 0)
  FROM products_product p
  LEFT JOIN (SELECT product_id, sum(quantity)::bigint AS sold, sum(amount_cents)::bigint AS amount_cents
               FROM products_consumption WHERE day >= %(since)s::date AND source <> 'surprise' GROUP BY 1) c
    ON c.product_id = p.id
 WHERE (%(active)s::boolean IS NULL OR p.active = %(active)s::boolean)
   AND (%(category)s::text IS NULL OR p.category = %(category)s::text)
   AND (%(code)s::text IS NULL OR p.code = %(code)s::text)
   AND (%(like)s::text IS NULL OR p.code ILIKE %(like)s::text OR p.name ILIKE %(like)s::text
        OR p.name_en ILIKE %(like)s::text)
 ORDER BY p.category, p.name, p.code
"""
