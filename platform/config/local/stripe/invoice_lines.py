"""The lines of an invoice, and what waits to become one."""

from datetime import UTC, datetime

from config.local.stripe import catalogue
from config.local.stripe.store import Store, Thing, new_id


def line(
    text: str,
    cents: int,
    start: int,
    end: int,
    *,
    price: Thing | None = None,
    quantity: int | None = 1,
    subscription: str | None = None,
    item: str | None = None,
    currency: str = "",
) -> Thing:
    """A line of an invoice; one of a subscription names its item."""
    made: Thing = {
        "id": new_id("il"),
        "object": "line_item",
        "amount": cents,
        "currency": currency or (price or {}).get("currency", ""),
        "description": text,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "parent": None,
        "period": {"start": start, "end": end},
        "pretax_credit_amounts": [],
        "pricing": pricing(price),
        "quantity": quantity,
        "quantity_decimal": str(quantity) if quantity is not None else None,
        "subscription": subscription,
        "subtotal": cents,
        "taxes": [],
    }
    if item:
        made["parent"] = _parent(subscription, item, None, proration=False)
    return made


def pricing(price: Thing | None) -> Thing | None:
    if price is None:
        return None
    return {
        "type": "price_details",
        "price_details": {"price": price["id"], "product": price["product"]},
        "unit_amount_decimal": str(price["unit_amount"]),
    }


def _parent(
    subscription: str | None, item: str | None, invoice_item: str | None, *, proration: bool
) -> Thing:
    told = {"proration": proration, "proration_details": {"credited_items": None} if proration else None}
    if item:
        inner = {
            **told,
            "invoice_item": invoice_item,
            "subscription": subscription,
            "subscription_item": item,
        }
        return {
            "type": "subscription_item_details",
            "invoice_item_details": None,
            "subscription_item_details": inner,
        }
    other = {**told, "invoice_item": invoice_item, "subscription": subscription}
    return {"type": "invoice_item_details", "invoice_item_details": other, "subscription_item_details": None}


def line_of_item(store: Store, item: Thing, invoice: Thing) -> Thing:
    """The line that a waiting invoice item becomes."""
    item["invoice"] = invoice["id"]
    wanted = ((item["pricing"] or {}).get("price_details") or {}).get("price")
    made = line(
        item["description"],
        item["amount"],
        item["period"]["start"],
        item["period"]["end"],
        price=store.find("price", wanted),
        quantity=item["quantity"],
        subscription=item["_subscription"],
        currency=item["currency"],
    )
    made["discountable"] = item["discountable"]
    made["metadata"] = dict(item["metadata"])
    made["parent"] = _parent(item["_subscription"], item["_item"], item["id"], proration=item["proration"])
    return made


def item(
    store: Store,
    customer: Thing,
    text: str | None,
    cents: int,
    start: int,
    end: int,
    *,
    currency: str,
    price: Thing | None = None,
    quantity: int = 1,
    subscription: str | None = None,
    of: str | None = None,
    proration: bool = False,
) -> Thing:
    """Something to go on the next invoice (or on the one named later)."""
    parent = None
    if subscription:
        details = {"subscription": subscription, "subscription_item": of}
        parent = {"type": "subscription_details", "subscription_details": details}
    made: Thing = {
        "id": new_id("ii"),
        "object": "invoiceitem",
        "amount": cents,
        "currency": currency,
        "customer": customer["id"],
        "date": store.now(customer),
        "description": text,
        "discountable": not proration,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "net_amount": cents,
        "parent": parent,
        "period": {"start": start, "end": end},
        "pricing": pricing(price),
        "proration": proration,
        "proration_details": {"discount_amounts": []} if proration else None,
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "tax_rates": [],
        "test_clock": customer["test_clock"],
        "_subscription": subscription,
        "_item": of,
    }
    return store.add("invoiceitem", made)


def describe(store: Store, price: Thing, quantity: int) -> str:
    """`3 × Chain (at CN¥399.00 / month)`"""
    every = price["recurring"]["interval"] if price["recurring"] else None
    unit = money(price["unit_amount"], price["currency"])
    return f"{quantity} × {catalogue.name_of(store, price)} (at {unit}{f' / {every}' if every else ''})"


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y")


def money(cents: int, currency: str) -> str:
    sign = {"cny": "CN¥", "usd": "$", "eur": "€"}.get(currency, currency.upper() + " ")
    return f"{'-' if cents < 0 else ''}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
