"""Getting an invoice paid: the charge, what a failure means for the subscription, and trying again."""

from config.local.stripe import cards, invoices
from config.local.stripe.answering import HERE
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import declined, invalid

DAY_S = 86400


def method_for(store: Store, invoice: Thing) -> Thing | None:
    """The invoice's own, the subscription's, the customer's default."""
    subscription = store.find("subscription", invoice.get("_subscription"))
    customer = store.get("customer", invoice["customer"])
    if customer.get("deleted"):
        return None
    wanted = (
        invoice["default_payment_method"]
        or (subscription or {}).get("default_payment_method")
        or customer["invoice_settings"]["default_payment_method"]
    )
    return store.find("payment_method", wanted)


def chargeless(store: Store, subscription: Thing, customer: Thing) -> bool:
    """Whether there is no card to charge for it."""
    if subscription["collection_method"] == "send_invoice":
        return False
    wanted = subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    return store.find("payment_method", wanted) is None


def settle(store: Store, invoice: Thing) -> bool:
    """Finalise and collect at once; whether it is paid. A preview stays a draft."""
    if store.previewing:
        return True
    if invoice["status"] == "draft":
        invoices.finalize(store, invoice)
    if invoice["status"] == "open" and invoice["collection_method"] == "charge_automatically":
        return attempt(store, invoice)
    after(store, invoice)
    return bool(invoice["status"] == "paid")


def attempt(store: Store, invoice: Thing, method: Thing | None = None, *, by_hand: bool = False) -> bool:
    """Charge the card once; whether it went through. One that a person asked for moves no schedule."""
    method = method or method_for(store, invoice)
    scheduled = not by_hand or not invoice["attempted"]
    invoice["attempted"] = True
    invoice["attempt_count"] += 1 if scheduled else 0
    intent = _intent(store, invoice)
    card = cards.card_of(method) if method else None
    paid = bool(card and card.pays)
    if method:
        _charge(store, invoice, intent, method, paid=paid, decline_code=card.decline_code if card else "")
    else:
        intent["last_payment_error"] = {"type": "invalid_request_error", "message": "No payment method."}
    if paid:
        payment = store.edit("invoice_payment", invoice["_payment"])
        payment |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        payment["status_transitions"]["paid_at"] = store.now(invoice)
        store.tell("invoice_payment.paid", payment)
        invoices.mark_paid(store, invoice, invoice["amount_due"])
    else:
        if scheduled:
            _plan_next(store, invoice)
        store.tell("invoice.payment_failed", invoice)
    after(store, invoice)
    return paid


def _plan_next(store: Store, invoice: Thing) -> None:
    subscription = store.find("subscription", invoice.get("_subscription"))
    first = subscription is not None and subscription["status"] == "incomplete"
    days = store.dunning.retry_days
    tried = invoice["attempt_count"]
    if invoice["auto_advance"] and not first and tried <= len(days):
        invoice["next_payment_attempt"] = store.now(invoice) + days[tried - 1] * DAY_S
    else:
        invoice["next_payment_attempt"] = None


def after(store: Store, invoice: Thing) -> None:
    """What this invoice's state makes of its subscription."""
    from config.local.stripe import renewing, subscribed

    found = store.find("subscription", invoice.get("_subscription"))
    if found is None or found["status"] in subscribed.ENDED:
        return
    customer = store.edit("customer", invoice["customer"])
    customer["delinquent"] = invoice["status"] == "open" and invoice["attempted"]
    status = _status_after(store, found, invoice)
    if status == "canceled":
        renewing.end_now(store, store.edit("subscription", found["id"]), reason="payment_failed")
    elif status != found["status"]:
        store.edit("subscription", found["id"])["status"] = status


def _status_after(store: Store, subscription: Thing, invoice: Thing) -> str:
    status = str(subscription["status"])
    if invoice["status"] == "paid":
        if status == "incomplete":
            return "trialing" if subscription["trial_end"] else "active"
        # What decides is the newest invoice that asked for money: a credit for a closed property pays nothing.
        asked = [row for row in invoices.of_subscription(store, subscription["id"]) if row["amount_due"] > 0]
        finalized = [row for row in asked if row["status"] != "draft"]
        if status in ("past_due", "unpaid") and (
            not finalized or finalized[-1]["status"] in ("paid", "void")
        ):
            return "active"
        return status
    if invoice["status"] != "open" or not invoice["attempted"] or status == "incomplete":
        return status
    if invoice["next_payment_attempt"] or invoice["attempt_count"] <= len(store.dunning.retry_days):
        return "unpaid" if status == "unpaid" else "past_due"
    return {"unpaid": "unpaid", "cancel": "canceled", "past_due": "past_due"}[store.dunning.finally_]


def _intent(store: Store, invoice: Thing) -> Thing:
    """The invoice's one payment intent, and the invoice payment that ties them."""
    for row in store.where("payment_intent", _invoice=invoice["id"]):
        return store.edit("payment_intent", row["id"])
    at = store.now(invoice)
    wanted = new_id("pi")
    made: Thing = {
        "id": wanted,
        "object": "payment_intent",
        "amount": invoice["amount_due"],
        "amount_capturable": 0,
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": new_id(f"{wanted}_secret"),
        "confirmation_method": "automatic",
        "created": at,
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "description": "Subscription update"
        if invoice["billing_reason"] == "subscription_update"
        else "Subscription",
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "setup_future_usage": "off_session",
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "_invoice": invoice["id"],
    }
    store.add("payment_intent", made)
    payment: Thing = {
        "id": new_id("inpay"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": at,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"type": "payment_intent", "payment_intent": wanted},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }
    store.add("invoice_payment", payment)
    invoice["_payment"] = payment["id"]
    return made


def _charge(
    store: Store, invoice: Thing, intent: Thing, method: Thing, *, paid: bool, decline_code: str
) -> None:
    failed = None if paid else "card_declined"
    made: Thing = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": invoice["amount_due"],
        "amount_captured": invoice["amount_due"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": dict(method["billing_details"]),
        "calculated_statement_descriptor": "HUIKE",
        "captured": paid,
        "created": store.now(invoice),
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": failed,
        "failure_message": None if paid else "Your card was declined.",
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "on_behalf_of": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network" if paid else "declined_by_network",
            "reason": None if paid else decline_code,
            "risk_level": "normal",
            "risk_score": 10,
            "seller_message": "Payment complete." if paid else "The bank did not return any further details.",
            "type": "authorized" if paid else "issuer_declined",
        },
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": "card", "card": {key: method["card"][key] for key in ("brand", "last4", "exp_month", "exp_year", "funding", "country")}},
        "radar_options": {},
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": f"{HERE}/i/{invoice['id']}" if paid else None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded" if paid else "failed",
        "transfer_data": None,
        "transfer_group": None,
        "_invoice": invoice["id"],
    }  # fmt: skip
    store.add("charge", made)
    intent["latest_charge"] = made["id"]
    if paid:
        intent |= {
            "status": "succeeded",
            "amount_received": invoice["amount_due"],
            "payment_method": method["id"],
            "last_payment_error": None,
        }
        store.tell("charge.succeeded", made)
        store.tell("payment_intent.succeeded", intent)
        return
    intent["last_payment_error"] = {
        "charge": made["id"],
        "code": "card_declined",
        "decline_code": decline_code,
        "message": "Your card was declined.",
        "type": "card_error",
    }
    store.tell("charge.failed", made)
    store.tell("payment_intent.payment_failed", intent)


def pay(store: Store, invoice: Thing, method: Thing | None, *, out_of_band: bool = False) -> None:
    """Pay an open invoice because somebody asked; a declined card is a 402 that leaves its traces."""
    if invoice["status"] == "draft":
        invoices.finalize(store, invoice)
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", None, "invoice_already_paid")
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(
            f"This invoice can no longer be paid: it is {invoice['status']}.", None, "invoice_not_payable"
        )
    if out_of_band:
        invoices.mark_paid(store, invoice, 0)
        after(store, invoice)
        return
    method = method or method_for(store, invoice)
    if method is None:
        raise invalid(
            "There is no `default_payment_method` set on this Customer or Invoice. "
            "Please add a payment method.",
            None,
            "resource_missing",
        )
    if not attempt(store, invoice, method, by_hand=True):
        intent = store.where("payment_intent", _invoice=invoice["id"])[0]
        shown = {key: value for key, value in intent.items() if not key.startswith("_")}
        raise declined(cards.card_of(method).decline_code, payment_intent=shown, kept=True)
