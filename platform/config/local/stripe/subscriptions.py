"""The life of a subscription: begun, changed, renewed, paused, ended. Parsing stands in subscription_calls."""

from dataclasses import dataclass, field

from config.local.stripe import (
    cards,
    catalogue,
    collecting,
    discounts,
    invoice_lines,
    invoices,
    periods,
    proration,
    subscribed,
)
from config.local.stripe.answering import list_of
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import declined, invalid

# A trial's end is announced so long before.
NOTICE_S = 3 * 86400


@dataclass
class Change:
    """What a request wants of a subscription, beside its plain fields."""

    items: list[subscribed.Wanted] = field(default_factory=list)
    prorate: str = "create_prorations"
    at: int | None = None
    trial_end: int | None = None  # a moment; equal to now: ends at once
    anchor_now: bool = False
    behavior: str = "allow_incomplete"


def begin(
    store: Store,
    customer: Thing,
    rows: list[subscribed.Wanted],
    plain: Thing,
    *,
    trial_end: int | None = None,
    behavior: str = "allow_incomplete",
    discounted: list[tuple[str, str]] | None = None,
) -> Thing:
    """A new subscription with its first invoice, charged at once unless a trial comes first."""
    at = store.now(customer)
    made = _blank(customer, at) | plain
    items = [subscribed.item_of(store, made["id"], row, at, at, at) for row in rows]
    subscribed.refuse_mixed(items)
    for row in items:
        if not row["price"]["active"]:
            raise invalid("The price specified is inactive. This field only accepts active prices.", "items")
    made["items"] = list_of(items, f"/v1/subscription_items?subscription={made['id']}")
    made["currency"] = items[0]["price"]["currency"]
    end = trial_end or periods.after(at, *subscribed.interval_of(made), 1)
    subscribed.set_period(made, at, end)
    if trial_end:
        made |= {"trial_start": at, "trial_end": trial_end, "billing_cycle_anchor": trial_end}
    store.add("subscription", made)
    discounts.set_on(store, made, customer, discounted or [])
    if collecting.chargeless(store, made, customer) and behavior != "default_incomplete" and not trial_end:
        raise invalid(
            "This customer has no attached payment source or default payment method. "
            "Please consider adding a default payment method.",
            None,
            "resource_missing",
        )
    if trial_end:
        made["status"] = "trialing"
    elif made["collection_method"] == "send_invoice":
        made["status"] = "active"
    store.tell("customer.subscription.created", made)
    invoice = invoices.draft(
        store,
        customer,
        invoices.Reason("subscription_create", at, at),
        subscription=made,
        lines=subscribed.full_lines(store, made, at, end, trial=bool(trial_end)),
    )
    _settle_first(store, made, invoice, behavior)
    if trial_end and trial_end - at <= NOTICE_S:
        notice_trial_end(store, made)
    return made


def _settle_first(store: Store, made: Thing, invoice: Thing, behavior: str) -> None:
    if store.previewing:
        return
    if behavior == "default_incomplete" and invoice["amount_due"]:
        invoices.finalize(store, invoice)
        return
    if not collecting.settle(store, invoice) and behavior == "error_if_incomplete":
        method = collecting.method_for(store, invoice)
        raise declined(cards.card_of(method).decline_code if method else "generic_decline")
    spend_once(store, made)


def _blank(customer: Thing, at: int) -> Thing:
    return {
        "id": new_id("sub"),
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": at,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": at,
        "currency": "",
        "customer": customer["id"],
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": {},
        "latest_invoice": None,
        "livemode": False,
        "metadata": {},
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": at,
        "status": "incomplete",
        "test_clock": customer["test_clock"],
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
    }


def spend_once(store: Store, subscription: Thing) -> None:
    """A discount that holds once was on this invoice, and goes; one that has run out goes too."""
    at = store.now(subscription)
    kept = []
    for row in discounts.live(store, subscription, at):
        if row["_coupon"]["duration"] == "once":
            discount = store.edit("discount", row["id"])
            discount["end"] = at
            store.tell("customer.discount.deleted", discount)
        else:
            kept.append(row["id"])
    if kept != subscription["discounts"]:
        store.edit("subscription", subscription["id"])["discounts"] = kept


def change(store: Store, subscription: Thing, wanted: Change) -> None:
    """Other items, another quantity, the end of a trial: with what it costs until the period ends."""
    if wanted.behavior == "pending_if_incomplete":
        raise invalid(
            "The local stand-in for Stripe does not do this: pending updates.",
            "payment_behavior",
            "stand_in_cannot",
        )
    customer = store.edit("customer", subscription["customer"])
    now = store.now(subscription)
    start, end = subscribed.period_of(subscription)
    on_trial = subscription["status"] == "trialing"
    old, before = subscribed.parts(store, subscription), subscribed.interval_of(subscription)
    subscribed.set_items(store, subscription, wanted.items, now)
    resets = before != subscribed.interval_of(subscription) or wanted.anchor_now
    ends_trial = on_trial and wanted.trial_end is not None and wanted.trial_end <= now
    if wanted.trial_end is not None and wanted.trial_end > now:
        if not on_trial:
            prorate(store, subscription, customer, old, [], wanted.at or now, (start, end), wanted.prorate)
        _begin_trial(store, subscription, customer, now, wanted.trial_end)
        return
    if on_trial and not ends_trial and not wanted.anchor_now:
        return
    if ends_trial or resets:
        if not on_trial:
            prorate(store, subscription, customer, old, [], wanted.at or now, (start, end), wanted.prorate)
        _begin_anew(store, subscription, customer, now, wanted.behavior)
        return
    new = subscribed.parts(store, subscription)
    charged = prorate(store, subscription, customer, old, new, wanted.at or now, (start, end), wanted.prorate)
    if charged and wanted.prorate == "always_invoice":
        invoice_now(store, subscription, customer, now, [], wanted.behavior)


def prorate(
    store: Store,
    subscription: Thing,
    customer: Thing,
    old: list[proration.Part],
    new: list[proration.Part],
    at: int,
    period: tuple[int, int],
    how: str,
) -> bool:
    """Put credits and charges for the rest of the period on the next invoice; whether there were any."""
    if how == "none" or subscription["status"] not in ("active", "past_due", "unpaid"):
        return False
    start, end = period
    if not start <= at <= end:
        raise invalid("Invalid proration date: it must lie in the current period.", "proration_date")
    percent = discounts.percent_off(discounts.live(store, subscription, at))
    rows = proration.lines(old, new, at=at, start=start, end=end, percent_off=percent)
    for row in rows:
        price = store.get("price", row.part.price)
        name = f"{row.part.quantity} × {catalogue.name_of(store, price)}"
        invoice_lines.item(
            store,
            customer,
            f"{'Unused' if row.credit else 'Remaining'} time on {name} after {invoice_lines.day(at)}",
            row.cents,
            row.start,
            row.end,
            currency=subscription["currency"],
            price=price,
            quantity=row.part.quantity,
            subscription=subscription["id"],
            of=row.part.item,
            proration=True,
        )
    return bool(rows)


def _begin_trial(store: Store, subscription: Thing, customer: Thing, now: int, trial_end: int) -> None:
    subscribed.set_period(
        subscription,
        now if subscription["status"] != "trialing" else subscribed.period_of(subscription)[0],
        trial_end,
    )
    began = subscription["trial_start"] if subscription["status"] == "trialing" else now
    subscription |= {
        "status": "trialing",
        "trial_start": began,
        "trial_end": trial_end,
        "billing_cycle_anchor": trial_end,
        "_noticed": False,
    }
    lines = subscribed.full_lines(store, subscription, now, trial_end, trial=True)
    invoice_now(store, subscription, customer, now, lines, "allow_incomplete")
    if trial_end - now <= NOTICE_S:
        notice_trial_end(store, subscription)


def _begin_anew(store: Store, subscription: Thing, customer: Thing, now: int, behavior: str) -> None:
    """A new period from now on: the trial is over, or the interval is another."""
    if subscription["status"] == "trialing":
        subscription |= {"status": "active", "trial_end": now}
    subscription["billing_cycle_anchor"] = now
    end = periods.after(now, *subscribed.interval_of(subscription), 1)
    subscribed.set_period(subscription, now, end)
    invoice_now(
        store, subscription, customer, now, subscribed.full_lines(store, subscription, now, end), behavior
    )


def invoice_now(
    store: Store, subscription: Thing, customer: Thing, now: int, lines: list[Thing], behavior: str
) -> None:
    start, _ = subscribed.period_of(subscription)
    made = invoices.draft(
        store,
        customer,
        invoices.Reason("subscription_update", min(start, now), now),
        subscription=subscription,
        lines=lines,
    )
    if store.previewing:
        return
    if behavior == "default_incomplete" and made["amount_due"]:
        invoices.finalize(store, made)
        subscription["status"] = "past_due" if subscription["status"] == "active" else subscription["status"]
    elif not collecting.settle(store, made) and behavior == "error_if_incomplete":
        method = collecting.method_for(store, made)
        raise declined(cards.card_of(method).decline_code if method else "generic_decline")
    spend_once(store, subscription)


def resume(store: Store, subscription: Thing) -> None:
    """A paused one goes on, from now."""
    if subscription["status"] != "paused":
        raise invalid("Only subscriptions that are paused can be resumed.", None, "subscription_not_paused")
    customer = store.edit("customer", subscription["customer"])
    subscription["status"] = "active"
    _begin_anew(store, subscription, customer, store.now(subscription), "allow_incomplete")
    store.tell("customer.subscription.resumed", subscription)


def notice_trial_end(store: Store, subscription: Thing) -> None:
    subscription["_noticed"] = True
    store.tell("customer.subscription.trial_will_end", subscription)
