"""Checkout sessions: made by the product, finished by a person on the page (pages/checkout)."""

from config.local.stripe import cards, customers, discounts, ordering, subscriptions
from config.local.stripe.answering import INCLUDED, Call, Route, list_of, page
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing
from config.local.stripe.subscribed import Wanted
from config.local.stripe.trouble import Refusal, invalid, no_such


def apply_code(store: Store, session: Thing, typed: str) -> None:
    """A promotion code that a person typed; an empty one takes it off again."""
    if not session["allow_promotion_codes"]:
        raise invalid("This session takes no promotion codes.", "promotion_code")
    if not typed.strip():
        session["discounts"] = []
    else:
        found = discounts.by_text(store, typed)
        if found is None:
            raise invalid("This promotion code is invalid.", "promotion_code", "promotion_code_invalid")
        customer = store.find("customer", session["customer"])
        cents = sum(row["amount_subtotal"] for row in session["_line_items"])
        discounts.usable_code(store, found["id"], customer, "promotion_code", total=cents)
        session["discounts"] = [{"coupon": None, "promotion_code": found["id"]}]
    ordering.total(store, session)


def complete(
    store: Store, session: Thing, *, method: Thing, details: Thing, tax_id: tuple[str, str] | None
) -> None:
    """The person pressed the button: customer, card, subscription, first payment; or a 402 and nothing."""
    if session["status"] != "open":
        raise invalid("This Checkout Session is no longer open.", None, "checkout_session_not_open")
    customer = _customer_of(store, session, details)
    if tax_id:
        customers.add_tax_id(store, customer, *tax_id)
    kept = cards.attach_to(store, method["id"], customer)
    data = session["_data"]
    now = store.now(customer)
    trial_end = data["trial_end"] if data["trial_end"] and data["trial_end"] > now else None
    card = cards.card_of(kept)
    if not card.pays and not trial_end and session["amount_total"]:
        raise Refusal(
            402, "card_error", "Your card was declined.", code="card_declined", decline_code=card.decline_code
        )
    if customer["invoice_settings"]["default_payment_method"] is None:
        customer["invoice_settings"]["default_payment_method"] = kept["id"]
    tax_on = session["automatic_tax"]["enabled"]
    made = subscriptions.begin(
        store,
        customer,
        [
            Wanted(price=store.get("price", row["price"]), quantity=row["quantity"])
            for row in session["_rows"]
        ],
        {
            "metadata": dict(data["metadata"]),
            "description": data["description"],
            "default_payment_method": kept["id"],
            "automatic_tax": {
                "disabled_reason": None,
                "enabled": tax_on,
                "liability": {"type": "self"} if tax_on else None,
            },
            "trial_settings": {"end_behavior": {"missing_payment_method": data["missing"]}},
        },
        trial_end=trial_end,
        behavior="error_if_incomplete",
        discounted=[
            ("promotion_code", row["promotion_code"]) if row["promotion_code"] else ("coupon", row["coupon"])
            for row in session["discounts"]
        ],
    )
    _finish(store, session, customer, made, details)


def _customer_of(store: Store, session: Thing, details: Thing) -> Thing:
    """The session's customer, told what the person typed where the session lets it; or a new one."""
    if session["customer"]:
        customer = store.edit("customer", customers.read_only(store, session["customer"])["id"])
        if session["_update"]["name"] and details.get("name"):
            customer["name"] = details["name"]
        if session["_update"]["address"] and details.get("address"):
            customer["address"] = details["address"]
        return customer
    call = Call(
        store, Params({key: details[key] for key in ("name", "email") if details.get(key)}), (), "", None
    )
    customer = customers.create(call)
    customer["address"] = details.get("address")
    session["customer"] = customer["id"]
    return customer


def _finish(store: Store, session: Thing, customer: Thing, subscription: Thing, details: Thing) -> None:
    invoice = store.get("invoice", subscription["latest_invoice"])
    free = session["amount_total"] == 0
    session |= {
        "status": "complete",
        "payment_status": "no_payment_required" if free and subscription["status"] == "trialing" else "paid",
        "subscription": subscription["id"],
        "invoice": invoice["id"],
        "url": None,
        "customer_details": {
            "address": details.get("address"),
            "business_name": None,
            "email": customer["email"] or details.get("email"),
            "individual_name": None,
            "name": details.get("name") or customer["name"],
            "phone": None,
            "tax_exempt": "none",
            "tax_ids": [{"type": row["type"], "value": row["value"]} for row in customers.tax_ids_of(store, customer["id"])],
        },
    }  # fmt: skip
    if session["automatic_tax"]["enabled"]:
        session["automatic_tax"]["status"] = "complete"
    store.tell("checkout.session.completed", session)


def expire(store: Store, session: Thing) -> None:
    if session["status"] != "open":
        raise invalid(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This one has the status {session["status"]}.'
        )
    session |= {"status": "expired", "url": None}
    store.tell("checkout.session.expired", session)


def expire_call(call: Call) -> Thing:
    session = call.store.edit("checkout.session", call.ids[0], in_path=True)
    expire(call.store, session)
    return session


def update(call: Call) -> Thing:
    session = call.store.edit("checkout.session", call.ids[0], in_path=True)
    session["metadata"] = call.params.metadata(session["metadata"])
    return session


def list_all(call: Call) -> Thing:
    given = call.params
    customer, subscription = given.text("customer"), given.text("subscription")
    status = given.choice("status", ("open", "complete", "expired"))
    rows = [
        row
        for row in call.store.all("checkout.session")
        if customer in (None, row["customer"])
        and subscription in (None, row["subscription"])
        and status in (None, row["status"])
    ]
    return page(call, rows, "/v1/checkout/sessions")


def line_items(call: Call) -> Thing:
    session = call.store.get("checkout.session", call.ids[0], in_path=True)
    return page(
        call, list(reversed(session["_line_items"])), f"/v1/checkout/sessions/{session['id']}/line_items"
    )


def _included(store: Store, shown: Thing) -> Thing:
    session = store.find("checkout.session", shown["id"])
    if session is None:
        raise no_such("checkout.session", shown["id"])
    return list_of(session["_line_items"], f"/v1/checkout/sessions/{session['id']}/line_items")


INCLUDED[("checkout.session", "line_items")] = _included

ROUTES: list[Route] = [
    ("POST", "/v1/checkout/sessions", ordering.create),
    ("GET", "/v1/checkout/sessions", list_all),
    (
        "GET",
        "/v1/checkout/sessions/{}",
        lambda call: call.store.get("checkout.session", call.ids[0], in_path=True),
    ),
    ("POST", "/v1/checkout/sessions/{}", update),
    ("POST", "/v1/checkout/sessions/{}/expire", expire_call),
    ("GET", "/v1/checkout/sessions/{}/line_items", line_items),
]
