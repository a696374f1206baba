"""What is sold: products and prices."""

from config.local.stripe.answering import Call, Route, page
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid, missing_param

INTERVALS = ("day", "week", "month", "year")


def create_product(call: Call) -> Thing:
    given, store = call.params, call.store
    wanted = given.text("id") or new_id("prod", 14)
    if store.find("product", wanted):
        raise invalid("Product already exists.", "id", "resource_already_exists")
    made: Thing = {
        "id": wanted,
        "object": "product",
        "active": given.flag("active", True),
        "created": store.wall(),
        "default_price": None,
        "description": given.text("description"),
        "images": given.texts("images"),
        "livemode": False,
        "marketing_features": [],
        "metadata": given.metadata(),
        "name": given.need("name"),
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": given.text("statement_descriptor", longest=22),
        "tax_code": given.text("tax_code"),
        "type": "service",
        "unit_label": given.text("unit_label"),
        "updated": store.wall(),
        "url": given.text("url"),
    }
    given.choice("type", ("service", "good"))
    store.add("product", made)
    if data := given.nested("default_price_data"):
        made["default_price"] = _price(store, data, made["id"])["id"]
    return made


def update_product(call: Call) -> Thing:
    given = call.params
    changed = call.store.edit("product", call.ids[0], in_path=True)
    for key in ("name", "description", "unit_label", "tax_code", "url", "statement_descriptor"):
        if key in given:
            changed[key] = given.text(key)
    if not changed["name"]:
        raise invalid("You passed an empty string for 'name'.", "name", "parameter_invalid_empty")
    if "active" in given:
        changed["active"] = given.flag("active")
    if wanted := given.text("default_price"):
        changed["default_price"] = call.store.get("price", wanted, "default_price")["id"]
    changed["metadata"] = given.metadata(changed["metadata"])
    changed["updated"] = call.store.wall()
    return changed


def delete_product(call: Call) -> Thing:
    product = call.store.get("product", call.ids[0], in_path=True)
    if call.store.where("price", product=product["id"]):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    call.store.drop("product", product["id"])
    return {"id": product["id"], "object": "product", "deleted": True}


def list_products(call: Call) -> Thing:
    active, ids = call.params.flag("active"), call.params.texts("ids")
    rows = [
        row
        for row in call.store.all("product")
        if (active is None or row["active"] == active) and (not ids or row["id"] in ids)
    ]
    return page(call, rows, "/v1/products")


def create_price(call: Call) -> Thing:
    given, store = call.params, call.store
    product = given.text("product")
    if data := given.nested("product_data"):
        inner = Call(store, data, (), call.request, call.key)
        product = create_product(inner)["id"]
    if product is None:
        raise missing_param("product")
    store.get("product", product, "product")
    return _price(store, given, product)


def _price(store: Store, given: Params, product: str) -> Thing:
    recurring = given.nested("recurring")
    amount, exact = given.whole("unit_amount", least=0), given.text("unit_amount_decimal")
    given.choice("billing_scheme", ("per_unit",))
    if amount is None:
        if exact is None:
            raise missing_param(given.name("unit_amount"))
        if not exact.isdigit():
            raise invalid("The stand-in knows whole cents only.", given.name("unit_amount_decimal"))
        amount = int(exact)
    currency = given.need("currency").lower()
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency[:20]}", given.name("currency"))
    made: Thing = {
        "id": new_id("price"),
        "object": "price",
        "active": given.flag("active", True),
        "billing_scheme": "per_unit",
        "created": store.wall(),
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": given.metadata(),
        "nickname": given.text("nickname"),
        "product": product,
        "recurring": _recurring(recurring) if recurring else None,
        "tax_behavior": given.choice(
            "tax_behavior", ("inclusive", "exclusive", "unspecified"), "unspecified"
        ),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }
    _set_lookup_key(store, made, given)
    return store.add("price", made)


def _recurring(given: Params) -> Thing:
    interval = given.choice("interval", INTERVALS)
    if interval is None:
        raise missing_param(given.name("interval"))
    given.choice("usage_type", ("licensed",))
    return {
        "interval": interval,
        "interval_count": given.whole("interval_count", 1, least=1),
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _set_lookup_key(store: Store, price: Thing, given: Params) -> None:
    wanted = given.text("lookup_key", longest=200)
    moved = given.flag("transfer_lookup_key", False)
    if "lookup_key" not in given:
        return
    for other in store.where("price", lookup_key=wanted) if wanted else []:
        if other["id"] == price["id"]:
            continue
        if not moved:
            raise invalid(
                f"A price (`{other['id']}`) already uses that lookup key.",
                "lookup_key",
                "resource_already_exists",
            )
        store.edit("price", other["id"])["lookup_key"] = None
    price["lookup_key"] = wanted


def update_price(call: Call) -> Thing:
    given = call.params
    changed = call.store.edit("price", call.ids[0], in_path=True)
    for key in ("nickname",):
        if key in given:
            changed[key] = given.text(key)
    if "active" in given:
        changed["active"] = given.flag("active")
    if "tax_behavior" in given:
        changed["tax_behavior"] = given.choice("tax_behavior", ("inclusive", "exclusive", "unspecified"))
    _set_lookup_key(call.store, changed, given)
    changed["metadata"] = given.metadata(changed["metadata"])
    return changed


def list_prices(call: Call) -> Thing:
    given = call.params
    keys, product, active = given.texts("lookup_keys"), given.text("product"), given.flag("active")
    kind, currency = given.choice("type", ("recurring", "one_time")), given.text("currency")
    recurring = given.inner("recurring")
    interval = recurring.choice("interval", INTERVALS)
    recurring.choice("usage_type", ("licensed",))
    if len(keys) > 10:
        raise invalid("You may specify at most 10 lookup keys.", "lookup_keys")
    rows = [
        row
        for row in call.store.all("price")
        if (not keys or row["lookup_key"] in keys)
        and (product is None or row["product"] == product)
        and (active is None or row["active"] == active)
        and (kind is None or row["type"] == kind)
        and (currency is None or row["currency"] == currency.lower())
        and (interval is None or (row["recurring"] or {}).get("interval") == interval)
    ]
    return page(call, rows, "/v1/prices")


def plan_of(price: Thing) -> Thing:
    """The price in the older shape that subscription items still carry."""
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": False,
        "metadata": {},
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def name_of(store: Store, price: Thing) -> str:
    """What a person reads on the invoice."""
    product = store.find("product", price["product"])
    return str(product["name"]) if product else str(price["nickname"] or price["id"])


ROUTES: list[Route] = [
    ("POST", "/v1/products", create_product),
    ("GET", "/v1/products", list_products),
    ("GET", "/v1/products/{}", lambda call: call.store.get("product", call.ids[0], in_path=True)),
    ("POST", "/v1/products/{}", update_product),
    ("DELETE", "/v1/products/{}", delete_product),
    ("POST", "/v1/prices", create_price),
    ("GET", "/v1/prices", list_prices),
    ("GET", "/v1/prices/{}", lambda call: call.store.get("price", call.ids[0], in_path=True)),
    ("POST", "/v1/prices/{}", update_price),
]
