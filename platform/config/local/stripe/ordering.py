"""A checkout session as the product asks for it: what is sold, to whom, and on which terms."""

from config.local.stripe import customers, discounts, subscribed, subscription_calls
from config.local.stripe.answering import HERE, Call
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid, missing_param, not_done_here

LIFE_S = 24 * 3600
# Stripe's own rule for the end of a trial in a checkout.
TRIAL_LEAST_S = 48 * 3600
LOCALES = ("auto", "zh", "zh-HK", "zh-TW", "en", "en-GB")


def create(call: Call) -> Thing:
    store, given = call.store, call.params
    mode = given.choice("mode", ("subscription", "payment", "setup"))
    if mode is None:
        raise missing_param("mode")
    if mode != "subscription":
        raise not_done_here(f"checkout in {mode} mode", "mode")
    given.choice("ui_mode", ("hosted_page", "hosted"))
    customer = _customer(store, given)
    at = store.now(customer)
    rows, lines = _line_items(store, given)
    tax, collects = _taxes(given, customer)
    made: Thing = _blank(at) | {
        "mode": mode,
        "customer": customer["id"] if customer else None,
        "customer_email": given.text("customer_email"),
        "client_reference_id": given.text("client_reference_id", longest=200),
        "success_url": given.need("success_url"),
        "cancel_url": given.text("cancel_url"),
        "allow_promotion_codes": given.flag("allow_promotion_codes"),
        "billing_address_collection": given.choice("billing_address_collection", ("auto", "required")),
        "locale": given.choice("locale", LOCALES),
        "metadata": given.metadata(),
        "payment_method_collection": given.choice(
            "payment_method_collection", ("always", "if_required"), "always"
        ),
        "submit_type": None,
        "automatic_tax": tax,
        "tax_id_collection": collects,
        "currency": rows[0]["price"]["currency"],
        "_test_clock": customer["test_clock"] if customer else None,
        "_rows": lines,
        "_line_items": rows,
        "_data": _subscription_data(given, at),
        "_update": _customer_update(given),
    }
    made["customer_creation"] = None if customer else "always"
    _set_expiry(given, made, at)
    _set_discounts(store, given, made, customer)
    given.texts("payment_method_types")
    consent = given.nested("phone_number_collection")
    made["phone_number_collection"] = {"enabled": bool(consent.flag("enabled")) if consent else False}
    total(store, made)
    made["url"] = f"{HERE}/c/pay/{made['id']}"
    return store.add("checkout.session", made)


def _blank(at: int) -> Thing:
    return {
        "id": new_id("cs_test", 58),
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "amount_subtotal": 0,
        "amount_total": 0,
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": at,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer_details": None,
        "discounts": [],
        "expires_at": at + LIFE_S,
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "subscription": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": None,
        "wallet_options": None,
    }


def _customer(store: Store, given: Params) -> Thing | None:
    wanted = given.text("customer")
    if wanted and given.text("customer_email"):
        raise invalid("You may only specify one of these parameters: customer, customer_email.", "customer")
    return customers.read_only(store, wanted) if wanted else None


def _line_items(store: Store, given: Params) -> tuple[list[Thing], list[Thing]]:
    """(what is shown, what is subscribed to)"""
    shown: list[Thing] = []
    kept: list[Thing] = []
    for row in given.rows("line_items"):
        price = store.get("price", row.need("price"), row.name("price"))
        if not price["active"]:
            raise invalid(
                "The price specified is inactive. This field only accepts active prices.", row.name("price")
            )
        quantity = row.whole("quantity", 1, least=1) or 1
        shown.append(_line_item(store, price, quantity))
        kept.append({"price": price, "quantity": quantity})
    if not shown:
        raise missing_param("line_items")
    if all(row["price"]["type"] == "one_time" for row in shown):
        raise invalid("You must provide at least one recurring price in `subscription` mode.", "line_items")
    subscribed.refuse_mixed(kept)
    return shown, [{"price": row["price"]["id"], "quantity": row["quantity"]} for row in kept]


def _line_item(store: Store, price: Thing, quantity: int) -> Thing:
    cents = price["unit_amount"] * quantity
    product = store.find("product", price["product"])
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": cents,
        "amount_tax": 0,
        "amount_total": cents,
        "currency": price["currency"],
        "description": product["name"] if product else None,
        "price": price,
        "quantity": quantity,
    }


def _subscription_data(given: Params, at: int) -> Thing:
    data = given.nested("subscription_data")
    if data is None:
        return {"metadata": {}, "trial_end": None, "missing": "create_invoice", "description": None}
    end = subscription_calls.trial_end_of(data, at)
    if end is not None and "trial_end" in data and end < at + TRIAL_LEAST_S:
        raise invalid(
            "The `trial_end` date has to be at least 2 days in the future.", "subscription_data[trial_end]"
        )
    ending = data.inner("trial_settings").inner("end_behavior")
    data.choice("proration_behavior", ("create_prorations", "none"))
    return {
        "metadata": data.metadata(),
        "trial_end": end,
        "missing": ending.choice(
            "missing_payment_method", ("cancel", "create_invoice", "pause"), "create_invoice"
        ),
        "description": data.text("description", longest=500),
    }


def _customer_update(given: Params) -> dict[str, bool]:
    update = given.inner("customer_update")
    return {key: update.choice(key, ("auto", "never")) == "auto" for key in ("address", "name", "shipping")}


def _taxes(given: Params, customer: Thing | None) -> tuple[Thing, Thing]:
    """automatic_tax and tax_id_collection, with Stripe's rules for a customer that is there already."""
    tax, collection = given.inner("automatic_tax"), given.inner("tax_id_collection")
    on, collects = bool(tax.flag("enabled")), bool(collection.flag("enabled"))
    update = _customer_update(given)
    if collects and customer and not update["name"]:
        raise invalid(
            "Tax ID collection requires updating business name on the customer. To enable tax ID collection "
            "for an existing customer, please set `customer_update[name]` to `auto`.",
        )
    if on and customer and not customer["address"] and not (update["address"] or update["shipping"]):
        raise invalid(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address "
            "to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` "
            "to 'auto' to save the address entered in Checkout to the Customer.",
            None,
            "customer_tax_location_invalid",
        )
    required = collection.choice("required", ("if_supported", "never"), "never")
    shown = {
        "enabled": on,
        "liability": {"type": "self"} if on else None,
        "provider": "stripe" if on else None,
        "status": "requires_location_inputs" if on else None,
    }
    return shown, {"enabled": collects, "required": required}


def _set_expiry(given: Params, session: Thing, at: int) -> None:
    wanted = given.whole("expires_at")
    if wanted is None:
        return
    if not at + 1800 - 60 <= wanted <= at + LIFE_S + 60:
        raise invalid(
            "`expires_at` must be between 30 minutes and 24 hours from Checkout Session creation.",
            "expires_at",
        )
    session["expires_at"] = wanted


def _set_discounts(store: Store, given: Params, session: Thing, customer: Thing | None) -> None:
    wanted = discounts.read(store, given)
    if wanted and session["allow_promotion_codes"] is not None:
        raise invalid(
            "You may only specify one of these parameters: allow_promotion_codes, discounts.", "discounts"
        )
    for kind, name in wanted:
        if kind == "promotion_code":
            discounts.usable_code(store, name, customer, "discounts[0][promotion_code]")
        else:
            discounts.usable_coupon(store, name, "discounts[0][coupon]")
    session["discounts"] = [
        {"coupon": name if kind == "coupon" else None, "promotion_code": name if kind != "coupon" else None}
        for kind, name in wanted
    ]


def coupon_of(store: Store, session: Thing) -> Thing | None:
    """The coupon that counts in this session, by itself or through a code."""
    for row in session["discounts"]:
        code = store.find("promotion_code", row["promotion_code"])
        return store.find("coupon", code["promotion"]["coupon"] if code else row["coupon"])
    return None


def total(store: Store, session: Thing) -> None:
    """What is due today: nothing while a trial comes first."""
    trial = session["_data"]["trial_end"] is not None
    whole = 0 if trial else sum(row["amount_subtotal"] for row in session["_line_items"])
    coupon = coupon_of(store, session)
    off = discounts.off({"_coupon": coupon}, whole, session["currency"]) if coupon and whole else 0
    session |= {"amount_subtotal": whole, "amount_total": whole - off}
    session["total_details"]["amount_discount"] = off
