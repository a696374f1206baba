"""The requests about invoices, their lines and what waits for them; and the preview of a change."""

from config.local.stripe import (
    cards,
    catalogue,
    collecting,
    discounts,
    invoice_lines,
    invoices,
    renewing,
    subscribed,
    subscription_calls,
    subscriptions,
)
from config.local.stripe.answering import Call, Route, page
from config.local.stripe.customers import read_only
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing
from config.local.stripe.trouble import invalid, missing_param

STATUSES = ("draft", "open", "paid", "uncollectible", "void")


def create(call: Call) -> Thing:
    store, given = call.store, call.params
    customer = store.edit("customer", read_only(store, given.need("customer"))["id"])
    at = store.now(customer)
    subscription = None
    if wanted := given.text("subscription"):
        subscription = store.edit("subscription", wanted, "subscription")
    behavior = given.choice("pending_invoice_items_behavior", ("include", "exclude"), "exclude")
    made = invoices.draft(
        store,
        customer,
        invoices.Reason("manual", at, at),
        subscription=subscription,
        pending=behavior == "include" or subscription is not None,
    )
    made["auto_advance"] = bool(given.flag("auto_advance", False))
    if given.choice("collection_method", ("charge_automatically", "send_invoice")) == "send_invoice":
        made |= {
            "collection_method": "send_invoice",
            "_days_until_due": given.whole("days_until_due", least=0),
        }
    if currency := given.text("currency"):
        made["currency"] = currency.lower()
    made["description"] = given.text("description")
    made["metadata"] = given.metadata()
    if made["auto_advance"]:
        made["automatically_finalizes_at"] = at + invoices.DRAFT_S
    return made


def update(call: Call) -> Thing:
    changed = call.store.edit("invoice", call.ids[0], in_path=True)
    given = call.params
    if "auto_advance" in given:
        changed["auto_advance"] = bool(given.flag("auto_advance"))
    for key in ("description", "footer"):
        if key in given:
            changed[key] = given.text(key)
    if wanted := given.text("default_payment_method"):
        changed["default_payment_method"] = cards.find_or_make(call.store, wanted)["id"]
    changed["metadata"] = given.metadata(changed["metadata"])
    return changed


def delete(call: Call) -> Thing:
    found = call.store.get("invoice", call.ids[0], in_path=True)
    if found["status"] != "draft" or found.get("_subscription"):
        raise invalid("You can only delete draft invoices that belong to no subscription.")
    for row in call.store.where("invoiceitem", invoice=found["id"]):
        call.store.edit("invoiceitem", row["id"])["invoice"] = None
    call.store.tell("invoice.deleted", found)
    call.store.drop("invoice", found["id"])
    call.store.tell_nothing("invoice", found["id"])
    return {"id": found["id"], "object": "invoice", "deleted": True}


def finalize(call: Call) -> Thing:
    changed = call.store.edit("invoice", call.ids[0], in_path=True)
    advance = call.params.flag("auto_advance")
    if advance is not None:
        changed["auto_advance"] = advance
    invoices.finalize(call.store, changed)
    collecting.after(call.store, changed)
    return changed


def pay(call: Call) -> Thing:
    store, given = call.store, call.params
    changed = store.edit("invoice", call.ids[0], in_path=True)
    out = bool(given.flag("paid_out_of_band", False))
    given.flag("off_session")
    given.flag("forgive")
    wanted = given.text("payment_method")
    method = None
    if wanted:
        customer = store.edit("customer", changed["customer"])
        method = cards.find_or_make(store, wanted)
        if method["customer"] is None:
            method = cards.attach_to(store, method["id"], customer)
    collecting.pay(store, changed, method, out_of_band=out)
    return changed


def void(call: Call) -> Thing:
    changed = call.store.edit("invoice", call.ids[0], in_path=True)
    invoices.void(call.store, changed)
    return changed


def mark_uncollectible(call: Call) -> Thing:
    changed = call.store.edit("invoice", call.ids[0], in_path=True)
    invoices.mark_uncollectible(call.store, changed)
    return changed


def list_all(call: Call) -> Thing:
    given = call.params
    customer, subscription = given.text("customer"), given.text("subscription")
    status = given.choice("status", STATUSES)
    collection = given.choice("collection_method", ("charge_automatically", "send_invoice"))
    rows = [
        row
        for row in call.store.all("invoice")
        if (customer is None or row["customer"] == customer)
        and (subscription is None or row.get("_subscription") == subscription)
        and (status is None or row["status"] == status)
        and (collection is None or row["collection_method"] == collection)
    ]
    return page(call, rows, "/v1/invoices")


def list_lines(call: Call) -> Thing:
    found = call.store.get("invoice", call.ids[0], in_path=True)
    # Lines are shown in their order, not newest first.
    return page(call, list(reversed(found["lines"]["data"])), f"/v1/invoices/{found['id']}/lines")


def list_payments(call: Call) -> Thing:
    wanted, status = call.params.text("invoice"), call.params.choice("status", ("canceled", "open", "paid"))
    rows = [
        row
        for row in call.store.all("invoice_payment")
        if (wanted is None or row["invoice"] == wanted) and (status is None or row["status"] == status)
    ]
    return page(call, rows, "/v1/invoice_payments")


def create_preview(call: Call) -> Thing:
    """What the next invoice would be, with a change if one is named: worked out, then undone."""
    store, given = call.store, call.params
    with store.preview():
        made = _previewed(store, given)
        made |= {"id": f"upcoming_{made['id']}", "number": None, "status": "draft", "auto_advance": False}
        made["_preview"] = True
        return made


def _previewed(store: Store, given: Params) -> Thing:
    details = given.nested("subscription_details")
    named = given.text("subscription")
    customer_id = given.text("customer")
    if named:
        subscription = store.edit("subscription", named, "subscription")
        customer_id = customer_id or subscription["customer"]
    if customer_id is None:
        raise missing_param("customer")
    customer = store.edit("customer", read_only(store, customer_id)["id"])
    if not named:
        return _preview_of_new(store, given, details, customer)
    if subscription["status"] in subscribed.ENDED:
        raise invalid("No upcoming invoices for customer", "subscription", "invoice_upcoming_none")
    before = subscription["latest_invoice"]
    if details is not None:
        if "discounts" in given:
            details.given["discounts"] = given.raw("discounts")
        subscription_calls.apply(store, subscription, details)
        now_invoiced = details.given.get("proration_behavior") == "always_invoice"
        if subscription["latest_invoice"] != before:
            return store.edit("invoice", subscription["latest_invoice"])
        if now_invoiced:
            return _empty(store, subscription, customer)
    if subscription["cancel_at_period_end"]:
        raise invalid("No upcoming invoices for customer", "subscription", "invoice_upcoming_none")
    end = subscribed.period_of(subscription)[1]
    if clock := customer["test_clock"]:
        store.edit("test_helpers.test_clock", clock)["frozen_time"] = end
    else:
        store.moment = end
    try:
        renewing.renew(store, subscription)
    finally:
        store.moment = None
    return store.edit("invoice", subscription["latest_invoice"])


def _empty(store: Store, subscription: Thing, customer: Thing) -> Thing:
    """Nothing changes hands now (a change of nothing, or one on trial)."""
    at = store.now(customer)
    reason = invoices.Reason("subscription_update", at, at)
    return invoices.draft(store, customer, reason, subscription=subscription, pending=False)


def _preview_of_new(store: Store, given: Params, details: Params | None, customer: Thing) -> Thing:
    if details is None:
        raise invalid("No upcoming invoices for customer", "customer", "invoice_upcoming_none")
    rows = subscription_calls.items_of(store, details)
    details.choice("proration_behavior", subscription_calls.PRORATIONS)
    made = subscriptions.begin(
        store,
        customer,
        rows,
        {},
        trial_end=subscription_calls.trial_end_of(details, store.now(customer)),
        behavior="default_incomplete",
        discounted=discounts.read(store, given),
    )
    return store.edit("invoice", made["latest_invoice"])


def create_item(call: Call) -> Thing:
    store, given = call.store, call.params
    customer = store.edit("customer", read_only(store, given.need("customer"))["id"])
    quantity = given.whole("quantity", 1, least=0) or 0
    wanted = given.inner("pricing").text("price") or given.text("price")
    price = store.get("price", wanted, "pricing[price]") if wanted else None
    cents = given.whole("amount")
    if cents is None:
        unit = price["unit_amount"] if price else given.whole("unit_amount_decimal")
        if unit is None:
            raise missing_param("amount")
        cents = unit * quantity
    invoice = given.text("invoice")
    if invoice and store.get("invoice", invoice, "invoice")["status"] != "draft":
        raise invalid("The invoice is not a draft and can no longer be changed.", "invoice")
    subscription = given.text("subscription")
    if subscription:
        store.get("subscription", subscription, "subscription")
    period = given.nested("period")
    at = store.now(customer)
    start = (period.whole("start", at) if period else at) or at
    end = (period.whole("end", at) if period else at) or at
    text = given.text("description") or (catalogue.name_of(store, price) if price else None)
    currency = (
        given.text("currency") or (price or {}).get("currency") or customer["currency"] or "cny"
    ).lower()
    made = invoice_lines.item(
        *(store, customer, text, cents, start, end),
        currency=currency,
        price=price,
        quantity=quantity,
        subscription=subscription,
    )
    made["discountable"] = bool(given.flag("discountable", True))
    made["metadata"] = given.metadata()
    if invoice:
        _put_on(store, made, store.edit("invoice", invoice))
    return made


def _put_on(store: Store, item: Thing, invoice: Thing) -> None:
    line = invoice_lines.line_of_item(store, item, invoice)
    line["invoice"] = invoice["id"]
    invoice["lines"]["data"].append(line)
    invoices.total(store, invoice)


def list_items(call: Call) -> Thing:
    given = call.params
    customer, invoice, pending = given.text("customer"), given.text("invoice"), given.flag("pending")
    rows = [
        row
        for row in call.store.all("invoiceitem")
        if (customer is None or row["customer"] == customer)
        and (invoice is None or row["invoice"] == invoice)
        and (pending is None or (row["invoice"] is None) == pending)
    ]
    return page(call, rows, "/v1/invoiceitems")


def delete_item(call: Call) -> Thing:
    found = call.store.get("invoiceitem", call.ids[0], in_path=True)
    if found["invoice"]:
        raise invalid("This invoice item is on an invoice and can no longer be deleted.")
    call.store.drop("invoiceitem", found["id"])
    return {"id": found["id"], "object": "invoiceitem", "deleted": True}


def send(call: Call) -> Thing:
    changed = call.store.edit("invoice", call.ids[0], in_path=True)
    if changed["status"] == "draft":
        invoices.finalize(call.store, changed)
    call.store.tell("invoice.sent", changed)
    return changed


def intents(call: Call) -> Thing:
    customer = call.params.text("customer")
    rows = [row for row in call.store.all("payment_intent") if customer in (None, row["customer"])]
    return page(call, rows, "/v1/payment_intents")


def charges(call: Call) -> Thing:
    customer, intent = call.params.text("customer"), call.params.text("payment_intent")
    rows = [
        row
        for row in call.store.all("charge")
        if customer in (None, row["customer"]) and intent in (None, row["payment_intent"])
    ]
    return page(call, rows, "/v1/charges")


def _by_id(path: str, kind: str) -> Route:
    return ("GET", f"/v1/{path}/{{}}", lambda call: call.store.get(kind, call.ids[0], in_path=True))


ROUTES: list[Route] = [
    ("POST", "/v1/invoices/create_preview", create_preview),
    ("POST", "/v1/invoices", create),
    ("GET", "/v1/invoices", list_all),
    _by_id("invoices", "invoice"),
    ("POST", "/v1/invoices/{}", update),
    ("DELETE", "/v1/invoices/{}", delete),
    ("POST", "/v1/invoices/{}/finalize", finalize),
    ("POST", "/v1/invoices/{}/pay", pay),
    ("POST", "/v1/invoices/{}/void", void),
    ("POST", "/v1/invoices/{}/send", send),
    ("POST", "/v1/invoices/{}/mark_uncollectible", mark_uncollectible),
    ("GET", "/v1/invoices/{}/lines", list_lines),
    ("GET", "/v1/invoice_payments", list_payments),
    _by_id("invoice_payments", "invoice_payment"),
    ("POST", "/v1/invoiceitems", create_item),
    ("GET", "/v1/invoiceitems", list_items),
    _by_id("invoiceitems", "invoiceitem"),
    ("DELETE", "/v1/invoiceitems/{}", delete_item),
    ("GET", "/v1/payment_intents", intents),
    _by_id("payment_intents", "payment_intent"),
    ("GET", "/v1/charges", charges),
    _by_id("charges", "charge"),
]
