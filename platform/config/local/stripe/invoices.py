"""Invoices: what is on them, what they come to, and their way from draft to paid or void."""

from dataclasses import dataclass

from config.local.stripe import discounts, invoice_lines
from config.local.stripe.answering import HERE, INCLUDED, list_of
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid

# A renewal's invoice stays a draft for an hour before it is finalised, as at Stripe.
DRAFT_S = 3600


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an invoice is made, and for which period."""

    code: str
    start: int
    end: int


def draft(
    store: Store,
    customer: Thing,
    reason: Reason,
    *,
    subscription: Thing | None = None,
    lines: list[Thing] | None = None,
    pending: bool = True,
) -> Thing:
    """A draft with these lines and, if asked, whatever waits for the next invoice."""
    at = store.now(customer)
    currency = subscription["currency"] if subscription else (customer["currency"] or "cny")
    made = _blank(customer, currency, at)
    made |= {
        "billing_reason": reason.code,
        "period_start": reason.start,
        "period_end": reason.end,
    }
    if subscription:
        made |= _of_subscription(subscription)
        subscription["latest_invoice"] = made["id"]
    store.add("invoice", made)
    waiting = _pending(store, customer, subscription) if pending else []
    rows = [
        invoice_lines.line_of_item(store, store.edit("invoiceitem", item["id"]), made) for item in waiting
    ]
    rows += lines or []
    for line in rows:
        line["invoice"] = made["id"]
        line["currency"] = line["currency"] or made["currency"]
    made["lines"] = list_of(rows, f"/v1/invoices/{made['id']}/lines")
    total(store, made, subscription)
    store.tell("invoice.created", made)
    return made


def _blank(customer: Thing, currency: str, at: int) -> Thing:
    wanted = new_id("in")
    return {
        "id": wanted,
        "object": "invoice",
        "account_country": "CN",
        "account_name": "Huike (local stand-in)",
        "account_tax_ids": None,
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "collection_method": "charge_automatically",
        "created": at,
        "currency": currency,
        "custom_fields": None,
        "customer": customer["id"],
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": None,
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": list_of([], f"/v1/invoices/{wanted}/lines"),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": None,
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": customer["balance"],
        "statement_descriptor": None,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": 0,
        "subtotal_excluding_tax": 0,
        "test_clock": customer["test_clock"],
        "total": 0,
        "total_discount_amounts": [],
        "total_excluding_tax": 0,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": None,
    }


def _of_subscription(subscription: Thing) -> Thing:
    days = subscription["days_until_due"]
    taxed = subscription["automatic_tax"]["enabled"]
    return {
        "collection_method": subscription["collection_method"],
        "default_payment_method": None,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": taxed,
            "liability": {"type": "self"} if taxed else None,
            "provider": "stripe" if taxed else None,
            # No tax is registered for anywhere: it is worked out, and comes to nothing.
            "status": "complete" if taxed else None,
        },
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(subscription["metadata"]),
                "subscription": subscription["id"],
            },
        },
        "_subscription": subscription["id"],
        "_days_until_due": days,
    }


def _pending(store: Store, customer: Thing, subscription: Thing | None) -> list[Thing]:
    """What waits for this invoice: of its subscription, or of none."""
    own = subscription["id"] if subscription else None
    return [
        row
        for row in store.where("invoiceitem", customer=customer["id"], invoice=None)
        if row["_subscription"] in (own, None)
    ]


def total(store: Store, invoice: Thing, subscription: Thing | None = None) -> None:
    """Work out what the invoice comes to: lines, discounts, the customer's balance."""
    rows = invoice["lines"]["data"]
    if subscription is not None:
        invoice["_discounts"] = [row["id"] for row in discounts.live(store, subscription, invoice["created"])]
    for row in rows:
        row["discount_amounts"] = []
    taken: list[Thing] = []
    for wanted in invoice.get("_discounts", []):
        amount = _take_off(store.get("discount", wanted), rows, invoice["currency"])
        taken.append({"amount": amount, "discount": wanted})
    invoice["discounts"] = [row["discount"] for row in taken]
    invoice["total_discount_amounts"] = taken
    subtotal = sum(row["amount"] for row in rows)
    whole = subtotal - sum(row["amount"] for row in taken)
    invoice |= {
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": whole,
        "total_excluding_tax": whole,
    }
    balance = invoice["starting_balance"]
    invoice["amount_due"] = max(0, whole + min(balance, 0)) if whole > 0 else 0
    if balance > 0 and whole > 0:
        invoice["amount_due"] = whole + balance
    invoice["amount_remaining"] = invoice["amount_due"] - invoice["amount_paid"]


def _take_off(discount: Thing, rows: list[Thing], currency: str) -> int:
    """Spread one discount over the lines it may touch; returns what it takes in all."""
    taken = 0
    left = discount["_coupon"]["amount_off"]
    for row in rows:
        already = sum(part["amount"] for part in row["discount_amounts"])
        open_cents = row["amount"] - already
        if not row["discountable"] or open_cents <= 0:
            continue
        amount = discounts.off(discount, open_cents, currency)
        if left is not None:
            amount = min(amount, left)
            left -= amount
        if amount:
            row["discount_amounts"].append({"amount": amount, "discount": discount["id"]})
            taken += amount
    return taken


def finalize(store: Store, invoice: Thing) -> None:
    """Number it, open it, settle it against the customer's balance; nothing due is paid at once."""
    if invoice["status"] != "draft":
        raise invalid(
            "This invoice is already finalized, you can't re-finalize a non-draft invoice.", "invoice"
        )
    customer = store.edit("customer", invoice["customer"])
    at = store.now(invoice)
    invoice["starting_balance"] = customer["balance"]
    total(store, invoice)
    whole = invoice["total"]
    # Below zero the customer has something to their credit; above, a credit there is used.
    customer["balance"] = customer["balance"] + whole - invoice["amount_due"]
    customer["currency"] = invoice["currency"]
    invoice |= {
        "status": "open",
        "number": f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}",
        "ending_balance": customer["balance"],
        "effective_at": at,
        "automatically_finalizes_at": None,
        "hosted_invoice_url": f"{HERE}/i/{invoice['id']}",
        "invoice_pdf": f"{HERE}/i/{invoice['id']}/pdf",
        "webhooks_delivered_at": at,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_tax_ids": [
            {"type": row["type"], "value": row["value"]}
            for row in store.where("tax_id", customer=customer["id"])
        ],
    }
    customer["next_invoice_sequence"] += 1
    invoice["status_transitions"]["finalized_at"] = at
    if invoice["collection_method"] == "send_invoice":
        invoice["due_date"] = at + 86400 * (invoice.get("_days_until_due") or 0)
    store.tell("invoice.finalized", invoice)
    if invoice["amount_due"] == 0:
        invoice["attempted"] = True
        mark_paid(store, invoice, 0)


def mark_paid(store: Store, invoice: Thing, cents: int) -> None:
    invoice |= {
        "status": "paid",
        "amount_paid": cents,
        "amount_remaining": 0,
        "auto_advance": False,
        "next_payment_attempt": None,
    }
    invoice["status_transitions"]["paid_at"] = store.now(invoice)
    if cents == 0 and invoice["amount_due"]:
        invoice["amount_paid_off_stripe"] = invoice["amount_due"]
    store.tell("invoice.paid", invoice)
    store.tell("invoice.payment_succeeded", invoice)


def void(store: Store, invoice: Thing) -> None:
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(
            f"You can only pass in open or uncollectible invoices. This invoice is {invoice['status']}."
        )
    invoice |= {"status": "void", "auto_advance": False, "next_payment_attempt": None}
    invoice["status_transitions"]["voided_at"] = store.now(invoice)
    for row in store.where("payment_intent", _invoice=invoice["id"]):
        if row["status"] != "succeeded":
            store.edit("payment_intent", row["id"]).update(
                status="canceled", cancellation_reason="void_invoice", canceled_at=store.now(invoice)
            )
    store.tell("invoice.voided", invoice)


def mark_uncollectible(store: Store, invoice: Thing) -> None:
    if invoice["status"] != "open":
        raise invalid("You can only mark open invoices as uncollectible.")
    invoice |= {"status": "uncollectible", "auto_advance": False, "next_payment_attempt": None}
    invoice["status_transitions"]["marked_uncollectible_at"] = store.now(invoice)
    store.tell("invoice.marked_uncollectible", invoice)


def of_subscription(store: Store, subscription: str) -> list[Thing]:
    return [row for row in store.all("invoice") if row.get("_subscription") == subscription]


INCLUDED[("invoice", "payments")] = lambda store, invoice: list_of(
    store.where("invoice_payment", invoice=invoice["id"]), "/v1/invoice_payments"
)
