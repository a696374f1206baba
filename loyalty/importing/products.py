"""A file of products and services: who is known by its code is corrected, who is not is made."""

from collections.abc import Sequence
from decimal import Decimal

from kernel import money
from kernel.statements import Statements
from loyalty.importing import cells
from loyalty.importing.applying import Applied, Refusal
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.texts import Row
from loyalty.products import keeping
from loyalty.products.keeping import KEEP, Kept, ProductIn
from tenants.context import raw_connection
from tenants.models import Property

LENGTHS = {"code": 40, "name": 80, "name_en": 80, "unit": 16, "category": 40}
STOCK_MOST = 1_000_000_000


def apply_products(hotel: Property, converter: Converter, rows: Sequence[Row]) -> Applied:
    """Take these rows, in one transaction that is the caller's. Inside in_property(hotel).

    What a row does not say of a product stays: a blank cost is not a cost of nothing.
    """
    applied, raw = Applied(), Statements(raw_connection())
    for row in rows:
        try:
            applied.results[keeping.put(raw, read(converter, row), converter.author)] += 1
        except RowRefused as refused:
            applied.refusals.append(Refusal(row, refused.code, refused.field, refused.reason))
    return applied


def read(converter: Converter, row: Row) -> ProductIn:
    """One product. Raises RowRefused."""
    converter.check_row(row)
    texts = {
        "code": converter.needed("code", row, cells.identifier),
        "name": converter.needed("name", row, cells.plain),
        **{name: converter.read(name, row, cells.plain) or "" for name in ("name_en", "unit", "category")},
    }
    for name, most in LENGTHS.items():
        if len(texts[name]) > most:
            raise converter.refuse("too_long", name)
    if "/" in texts["code"] or not texts["code"].isprintable():
        raise converter.refuse("bad_value", "code")
    return ProductIn(
        code=texts["code"],
        name=texts["name"],
        name_en=texts["name_en"],
        unit=texts["unit"],
        category=texts["category"],
        price_cents=_cents(converter, row, "price", converter.needed("price", row, cells.amount)),
        cost_cents=_cost(converter, row),
        stock=_stock(converter, row),
    )


def told(product: ProductIn) -> dict[str, str]:
    """As a preview shows it."""
    shown = {name: getattr(product, name) for name in LENGTHS} | {"price": money.amount(product.price_cents)}
    if isinstance(product.cost_cents, int):
        shown["cost"] = money.amount(product.cost_cents)
    if isinstance(product.stock, int):
        shown["stock"] = str(product.stock)
    return {name: text for name, text in shown.items() if text}


def _cost(converter: Converter, row: Row) -> int | Kept:
    written = converter.read("cost", row, cells.amount)
    return KEEP if written is None else _cents(converter, row, "cost", written)


def _cents(converter: Converter, row: Row, field: str, written: str) -> int:
    found = money.cents(written)
    if found < 0:
        raise converter.refuse("bad_price", field, written)
    return found


def _stock(converter: Converter, row: Row) -> int | Kept:
    written = converter.read("stock", row, cells.amount)
    if written is None:
        return KEEP
    found = Decimal(written)
    if found < 0 or found != int(found) or found > STOCK_MOST:
        raise converter.refuse("bad_number", "stock", written)
    return int(found)
