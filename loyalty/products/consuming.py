"""What guests had, and were given: put down once under a key, never changed, taken back by a row of its own.

Everything here runs inside in_property(hotel). A consumption belongs to the guest of its stay; without a stay to the
guest it was put down for. Whoever writes marks the month whose profit it changes.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.products.refusals import NoSuchConsumption, NoSuchProduct, NotSold, OutOfStock, TakenBack
from tenants.context import current_property

Raw = Statements
Source = Literal["desk", "api", "import", "surprise"]
APART = "\x1f"  # in keys of our own making, between the given key and our number: no sender's key has it
KEY_MOST = 100
LOCK = 0x434F_4E53  # 'CONS': the first half of the advisory locks under which one key is written by one at a time


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a guest had. Known by its product's code, else by its name (a product of just this name is found).

    Without an amount: the product's price, times the quantity. `on_folio`: the PMS tells this money too, as
    `folio` of the stay, so that it is not counted twice.
    """

    product: str | None = None
    name: str = ""
    quantity: int = 1
    amount_cents: int | None = None
    on_folio: bool = False
    folio: Literal["", "fnb", "other"] = ""
    cost_cents: int | None = None  # of all of it; None: the product's, times the quantity


@dataclass(frozen=True, slots=True)
class _Product:
    id: int
    code: str
    name: str
    price_cents: int
    cost_cents: int | None
    active: bool


def write(
    raw: Raw,
    guest: int,
    stay: int | None,
    items: Sequence[Item],
    at: datetime,
    source: Source,
    key: str | None,
    by: str,
) -> list[int]:
    """Put these items down; the ids of the new rows, none when the key was heard before.

    Without a stay, the guest's stay over that day is found, if there is one. What comes from elsewhere has happened:
    counted stock goes to 0 and no lower. At the desk more than there is is refused.
    Raises NoSuchProduct, NotSold, OutOfStock (desk), before anything is written.
    """
    with transaction.atomic():
        if key is not None:
            key = _fitting(key)
            raw.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (LOCK, key))
            if raw.execute("SELECT 1 FROM products_consumption WHERE key = %s", (key,)).fetchone():
                return []
        return _written(raw, guest, stay, items, at, source, key, by)


def written(raw: Raw, key: str) -> list[int]:
    """What was put down under this key, taken back or not; none when it was never heard."""
    return [number for number, _, _ in _under(raw, _fitting(key))]


def charged(raw: Raw, told: Iterable[tuple[str, int]]) -> dict[str, list[tuple[int, bool]]]:
    """(amount, on the room's bill) of what was put down under each key, in the order told: so many items each."""
    numbered = ((_fitting(key), key, n) for key, number in told for n in range(number))
    names = {f"{fitting}{APART}{n}" if n else fitting: key for fitting, key, n in numbered}
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for name, amount, on_folio in raw.execute(CHARGED, (list(names),)) if names else ():
        found[names[name]].append((amount, on_folio))
    return found


def last_of(raw: Raw, rows: Sequence[int], visit: int, now: datetime) -> tuple[int, datetime] | None:
    """The last stay of this person's visit, and when something forgotten was had there: before he left.

    None when it is not his.
    """
    found = raw.execute(LAST_OF, {"rows": list(rows), "visit": visit}).fetchone()
    if found is None:
        return None
    stay, left = found
    return stay, min(now, left) if left else now


def give(
    raw: Raw, guest: int, stay: int, products: Sequence[Mapping[str, Any]], key: str, by: str
) -> list[int]:
    """A surprise was given, paid by the house, its cost counted: [{"product": code, "quantity": n}, …].

    What is no product is given as {"name": …, "cost_cents": n}. While what was given under this key stands, giving
    it again changes nothing; after a take_back it is given anew. A product that is known no more is told by its
    code, its cost as not known.
    """
    key = _fitting(key)
    with transaction.atomic():
        raw.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (LOCK, key))
        before = _under(raw, key)
        if any(standing for _, standing, _ in before):
            return []
        known, _ = _products(raw, [str(each["product"]) for each in products if each.get("product")], [])
        items = [_gift(each, known) for each in products]
        again = f"{key}{APART}{max((round for _, _, round in before), default=0) + 1}"
        return _written(raw, guest, stay, items, clock.now(), "surprise", again, by)


def _gift(given: Mapping[str, Any], known: Mapping[str, _Product]) -> Item:
    code, cost = str(given.get("product") or ""), given.get("cost_cents")
    return Item(
        product=code if code in known else None,
        name=str(given.get("name") or ("" if code in known else code)),
        quantity=int(given.get("quantity", 1)),
        amount_cents=0,
        cost_cents=None if cost is None else int(cost),
    )


def _cost(item: Item, product: _Product | None) -> int | None:
    if item.cost_cents is not None or product is None or product.cost_cents is None:
        return item.cost_cents
    return product.cost_cents * item.quantity


def take_back(raw: Raw, key: str, by: str = "") -> int:
    """What stands under this key (a surprise, a touch point) did not happen after all; how many rows were taken back."""
    key = _fitting(key)
    with transaction.atomic():
        raw.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (LOCK, key))
        ids = [number for number, standing, _ in _under(raw, key) if standing]
        for number in ids:
            _take_back(raw, number, by)
        return len(ids)


def take_back_one(raw: Raw, rows: Sequence[int], number: int, by: str) -> int:
    """Take one consumption of this person back; the id of the row that does. NoSuchConsumption, TakenBack."""
    with transaction.atomic():
        if raw.execute(ONE_OF_PERSON, {"rows": list(rows), "id": number}).fetchone() is None:
            raise NoSuchConsumption
        return _take_back(raw, number, by)


def _take_back(raw: Raw, number: int, by: str) -> int:
    row = raw.execute(TAKE_BACK, {"id": number, "now": clock.now(), "by": by[:80]}).fetchone()
    if row is None:
        raise TakenBack
    taken, product, from_stock = row
    if product is not None and from_stock:
        raw.execute(
            "UPDATE products_product SET stock = stock - %s WHERE id = %s AND stock IS NOT NULL",
            (from_stock, product),
        )
    _mark(raw, [taken])
    return int(taken)


def _fitting(key: str) -> str:
    """The key, with room left for our own numbers; a longer one by its digest."""
    if len(key) <= KEY_MOST:
        return key
    return key[:36] + hashlib.sha256(key.encode()).hexdigest()


def _under(raw: Raw, key: str) -> list[tuple[int, bool, int]]:
    """(id, whether it stands, in which round it was given) of everything put down under this key."""
    found = raw.execute(UNDER, {"key": key, "from": f"{key}{APART}", "to": f"{key} "})
    return [(number, standing, _round(name, key)) for number, standing, name in found]


def _round(name: str, key: str) -> int:
    """'task:7␟2␟3' under 'task:7' -> 2."""
    first = name[len(key) + 1 :].partition(APART)[0]
    return int(first) if first.isdecimal() else 0


def _written(
    raw: Raw,
    guest: int,
    stay: int | None,
    items: Sequence[Item],
    at: datetime,
    source: Source,
    key: str | None,
    by: str,
) -> list[int]:
    hotel = current_property()
    day = clock.local_day(at, hotel.time_zone)
    rows = persons.rows_of(raw, guest) or (guest,)
    stay = stay if stay is not None else _stay_over(raw, rows, day)
    sold = _found(raw, items, strict=source == "desk")
    taken = _from_stock(raw, sold, strict=source == "desk")
    ids = []
    for number, (item, product) in enumerate(sold):
        price = product.price_cents * item.quantity if product else 0
        values = {
            "guest": rows[0],
            "stay": stay,
            "product": product.id if product else None,
            "name": item.name[:80],
            "quantity": item.quantity,
            "amount": price if item.amount_cents is None else item.amount_cents,
            "cost": _cost(item, product),
            "on_folio": item.on_folio,
            "folio": (item.folio or "fnb") if item.on_folio else "",
            "from_stock": taken[number],
            "day": day,
            "at": at,
            "source": source,
            "key": key and (f"{key}{APART}{number}" if number or source == "surprise" else key),
            "by": by[:80],
        }
        ids.append(int(raw.value(INSERT, values)))
    _mark(raw, ids)
    return ids


def _stay_over(raw: Raw, rows: Sequence[int], day: date) -> int | None:
    found = raw.execute(STAY_OVER, {"rows": list(rows), "day": day}).fetchone()
    return found[0] if found else None


def _found(raw: Raw, items: Sequence[Item], *, strict: bool) -> list[tuple[Item, _Product | None]]:
    """Every item with its product. An unknown code raises NoSuchProduct, one that is sold no more NotSold (desk)."""
    codes = [item.product for item in items if item.product]
    # What comes with its own cost is no product, even where one is called the same (a gift: 果盘).
    names = [item.name for item in items if not item.product and item.name and item.cost_cents is None]
    known, named = _products(raw, codes, names)
    found = []
    for item in items:
        by_name = named.get(item.name) if item.cost_cents is None else None
        product = known.get(item.product) if item.product else by_name
        if item.product and product is None:
            raise NoSuchProduct(product=item.product)
        if strict and product is not None and not product.active:
            raise NotSold(product=product.name)
        found.append((item if item.name or product is None else replace(item, name=product.name), product))
    return found


def _products(
    raw: Raw, codes: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, _Product], dict[str, _Product]]:
    """By code; and by name those of which there is just one of that name."""
    found = [_Product(*row) for row in raw.execute(PRODUCTS, (list(codes), list(names)))]
    by_name: dict[str, list[_Product]] = defaultdict(list)
    for product in found:
        by_name[product.name].append(product)
    alone = {name: same[0] for name, same in by_name.items() if len(same) == 1}
    return {product.code: product for product in found}, alone


def _from_stock(raw: Raw, sold: Sequence[tuple[Item, _Product | None]], *, strict: bool) -> list[int]:
    """Take the items off the counted stock, by product in order of ids; how much of each came from there."""
    taken = [0] * len(sold)
    counted = sorted((product.id, n) for n, (_, product) in enumerate(sold) if product is not None)
    for product_id, n in counted:
        item = sold[n][0]
        row = raw.execute(OFF_STOCK, {"id": product_id, "n": item.quantity, "strict": strict}).fetchone()
        if row is None:
            continue  # not counted
        taken[n], left = row
        if strict and taken[n] < item.quantity:
            raise OutOfStock(product=item.name, left=left)
    return taken


def _mark(raw: Raw, ids: Sequence[int]) -> None:
    """Have the profit of the months these belong to made anew: their visit's, or that of their own day."""
    raw.execute(MARK, (current_property().pk, list(ids)))


# A consumption that holds: not a take-back, and not taken back.
STANDING = (
    "c.takes_back_id IS NULL AND NOT EXISTS (SELECT FROM products_consumption b WHERE b.takes_back_id = c.id)"
)
# Those of the person whose rows are given.
OF_PERSON = """
  FROM products_consumption c
 WHERE (c.stay = ANY(ARRAY(SELECT s.id FROM stays_stay s WHERE s.guest_id = ANY(%(rows)s::bigint[])))
        OR c.guest_id = ANY(%(rows)s::bigint[]) AND (c.stay IS NULL OR NOT EXISTS (SELECT FROM stays_stay s WHERE s.id = c.stay)))
"""
ONE_OF_PERSON = f"SELECT 1 {OF_PERSON} AND c.id = %(id)s AND c.takes_back_id IS NULL"
# The key itself, and all that begin with it and the sign that sets them apart.
UNDER = f"""
SELECT c.id, {STANDING}, c.key FROM products_consumption c
 WHERE c.key = %(key)s OR c.key ~>=~ %(from)s AND c.key ~<~ %(to)s ORDER BY c.id
"""  # noqa: S608 (constants)
CHARGED = "SELECT key, amount_cents, on_folio FROM products_consumption WHERE key = ANY(%s) ORDER BY id"
STAY_OVER = """
SELECT id FROM stays_stay
 WHERE guest_id = ANY(%(rows)s::bigint[]) AND check_in_on <= %(day)s AND check_out_on >= %(day)s
   AND status IN ('booked', 'in_house', 'checked_out')
 ORDER BY counted DESC, check_in DESC, id LIMIT 1
"""
LAST_OF = """
SELECT s.id, CASE WHEN s.status = 'checked_out' THEN s.check_out END FROM stays_stay s
 WHERE s.visit_id = %(visit)s AND s.guest_id = ANY(%(rows)s::bigint[]) ORDER BY s.check_out_on DESC, s.id DESC LIMIT 1
"""
PRODUCTS = """
SELECT id, code, name, price_cents, cost_cents, active FROM products_product
 WHERE code = ANY(%s::text[]) OR name = ANY(%s::text[]) AND active
"""
# The row is locked and read again before it is written: of two who sell the last one, the second finds none.
OFF_STOCK = """
UPDATE products_product p
   SET stock = CASE WHEN %(strict)s::boolean AND o.stock < %(n)s::int THEN o.stock ELSE greatest(0, o.stock - %(n)s::int) END
  FROM (SELECT id, stock FROM products_product WHERE id = %(id)s AND stock IS NOT NULL FOR UPDATE) o
 WHERE p.id = o.id
RETURNING o.stock - p.stock, p.stock
"""
INSERT = """
INSERT INTO products_consumption (guest_id, stay, product_id, name, quantity, amount_cents, cost_cents, on_folio, folio,
                                  from_stock, day, at, source, key, by_name)
VALUES (%(guest)s, %(stay)s::bigint, %(product)s::bigint, %(name)s, %(quantity)s, %(amount)s, %(cost)s::bigint,
        %(on_folio)s, %(folio)s, %(from_stock)s, %(day)s, %(at)s, %(source)s, %(key)s::text, %(by)s) RETURNING id
"""
TAKE_BACK = """
INSERT INTO products_consumption (guest_id, stay, product_id, name, quantity, amount_cents, cost_cents, on_folio, folio,
                                  from_stock, day, at, source, takes_back_id, by_name)
SELECT guest_id, stay, product_id, name, -quantity, -amount_cents, -cost_cents, on_folio, folio, -from_stock, day, %(now)s,
       source, id, %(by)s
  FROM products_consumption WHERE id = %(id)s AND takes_back_id IS NULL
ON CONFLICT (takes_back_id) DO NOTHING RETURNING id, product_id, from_stock
"""
MARK = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %s::bigint, date_trunc('month', coalesce(v.check_in_on, c.day))::date, now()
  FROM products_consumption c LEFT JOIN stays_stay s ON s.id = c.stay LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE c.id = ANY(%s::bigint[])
"""
