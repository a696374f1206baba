"""The life of a subscription: begun, changed, renewed, paused, ended. Parsing stands in subscription_calls."""

import copy
from dataclasses import dataclass, field

from config.local.stripe import cards, catalogue, collecting, discounts, invoices, periods, proration
from config.local.stripe.answering import list_of
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import declined, invalid

ENDED = ("canceled", "incomplete_expired")
# The first payment may take so long, then the subscription is as if it had never been.
FIRST_PAYMENT_S = 23 * 3600
NOTICE_S = 3 * 86400


@dataclass
class Wanted:
    """One item as it shall be: `item` names one that is there."""

    price: Thing | None = None
    quantity: int | None = None
    item: str | None = None
    deleted: bool = False
    metadata: dict[str, str] | None = None


@dataclass
class Change:
    """What a request wants of a subscription, beside its plain fields."""

    items: list[Wanted] = field(default_factory=list)
    prorate: str = "create_prorations"
    at: int | None = None
    trial_end: int | None = None  # a moment; equal to now: ends at once
    anchor_now: bool = False
    behavior: str = "allow_incomplete"


def item_of(store: Store, subscription: str, wanted: Wanted, start: int, end: int, at: int) -> Thing:
    price = wanted.price
    assert price is not None
    return {
        "id": new_id("si", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": at,
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": wanted.metadata or {},
        "plan": catalogue.plan_of(price),
        "price": copy.deepcopy(price),
        "quantity": 1 if wanted.quantity is None else wanted.quantity,
        "subscription": subscription,
        "tax_rates": [],
    }


def refuse_mixed(rows: list[Thing]) -> None:
    """All items have one currency and one interval; what is not sold cannot be subscribed to."""
    prices = [row["price"] for row in rows]
    if not prices:
        raise invalid("A subscription must have at least one active plan.", "items")
    for price in prices:
        if price["type"] != "recurring":
            raise invalid(
                "The price specified is set to `type=one_time` but this field only accepts `type=recurring`.",
                "items",
            )
    if len({price["currency"] for price in prices}) > 1:
        raise invalid("All prices on a subscription must have the same currency.", "items")
    if len({(price["recurring"]["interval"], price["recurring"]["interval_count"]) for price in prices}) > 1:
        raise invalid("The stand-in bills all items of a subscription at one interval.", "items")
    if len({price["id"] for price in prices}) < len(prices):
        raise invalid("Cannot add multiple subscription items with the same plan.", "items")


def interval_of(subscription: Thing) -> tuple[str, int]:
    recurring = subscription["items"]["data"][0]["price"]["recurring"]
    return str(recurring["interval"]), int(recurring["interval_count"])


def period_of(subscription: Thing) -> tuple[int, int]:
    first = subscription["items"]["data"][0]
    return int(first["current_period_start"]), int(first["current_period_end"])


def set_period(subscription: Thing, start: int, end: int) -> None:
    for row in subscription["items"]["data"]:
        row["current_period_start"], row["current_period_end"] = start, end


def begin(
    store: Store,
    customer: Thing,
    rows: list[Wanted],
    plain: Thing,
    *,
    trial_end: int | None = None,
    behavior: str = "allow_incomplete",
    discounted: list[tuple[str, str]] | None = None,
) -> Thing:
    """A new subscription with its first invoice, charged at once unless a trial comes first."""
    at = store.now(customer)
    made = _blank(customer, at) | plain
    items = [item_of(store, made["id"], row, at, at, at) for row in rows]
    refuse_mixed(items)
    for row in items:
        if not row["price"]["active"]:
            raise invalid("The price specified is inactive. This field only accepts active prices.", "items")
    made["items"] = list_of(items, f"/v1/subscription_items?subscription={made['id']}")
    made["currency"] = items[0]["price"]["currency"]
    end = trial_end or periods.after(at, *interval_of(made), 1)
    set_period(made, at, end)
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
        lines=full_lines(store, made, at, end, trial=bool(trial_end)),
    )
    _settle_first(store, made, invoice, behavior)
    if trial_end and trial_end - at <= NOTICE_S:
        _notice_trial_end(store, made)
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


def full_lines(
    store: Store, subscription: Thing, start: int, end: int, *, trial: bool = False
) -> list[Thing]:
    """A line for each item over a whole period; nothing to pay while on trial."""
    rows = []
    for row in subscription["items"]["data"]:
        price, quantity = row["price"], row["quantity"]
        name = catalogue.name_of(store, price)
        rows.append(
            invoices.line(
                f"Trial period for {name}" if trial else invoices.describe(store, price, quantity),
                0 if trial else price["unit_amount"] * quantity,
                start,
                end,
                price=price,
                quantity=quantity,
                subscription=subscription["id"],
                item=row["id"],
            )
        )
    return rows


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
    start, end = period_of(subscription)
    on_trial = subscription["status"] == "trialing"
    old, before = _parts(store, subscription), interval_of(subscription)
    _set_items(store, subscription, wanted.items, now)
    resets = before != interval_of(subscription) or wanted.anchor_now
    ends_trial = on_trial and wanted.trial_end is not None and wanted.trial_end <= now
    if wanted.trial_end is not None and wanted.trial_end > now:
        if not on_trial:
            _prorate(store, subscription, customer, old, [], wanted.at or now, (start, end), wanted.prorate)
        _begin_trial(store, subscription, customer, now, wanted.trial_end)
        return
    if on_trial and not ends_trial and not wanted.anchor_now:
        return
    if ends_trial or resets:
        if not on_trial:
            _prorate(store, subscription, customer, old, [], wanted.at or now, (start, end), wanted.prorate)
        _begin_anew(store, subscription, customer, now, wanted.behavior)
        return
    new = _parts(store, subscription)
    if _prorate(store, subscription, customer, old, new, wanted.at or now, (start, end), wanted.prorate):
        if wanted.prorate == "always_invoice":
            _invoice_now(store, subscription, customer, now, [], wanted.behavior)


def _parts(store: Store, subscription: Thing) -> list[proration.Part]:
    return [
        proration.Part(row["id"], row["price"]["id"], row["price"]["unit_amount"], row["quantity"])
        for row in subscription["items"]["data"]
    ]


def _set_items(store: Store, subscription: Thing, wanted: list[Wanted], now: int) -> None:
    rows = subscription["items"]["data"]
    start, end = period_of(subscription)
    for row in wanted:
        found = next((item for item in rows if item["id"] == row.item), None)
        if row.item and found is None:
            raise invalid(f"No such subscription_item: '{row.item}'", "items", "resource_missing")
        if found is not None and row.deleted:
            rows.remove(found)
        elif found is not None:
            if row.price:
                found["price"], found["plan"] = copy.deepcopy(row.price), catalogue.plan_of(row.price)
            if row.quantity is not None:
                found["quantity"] = row.quantity
            if row.metadata is not None:
                found["metadata"] = row.metadata
        else:
            if row.price is None:
                raise invalid(
                    "Missing required param: items[0][price].", "items[0][price]", "parameter_missing"
                )
            rows.append(item_of(store, subscription["id"], row, start, end, now))
    refuse_mixed(rows)
    if rows[0]["price"]["currency"] != subscription["currency"]:
        raise invalid("A subscription keeps its currency.", "items")


def _prorate(
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
        invoices.item(
            store,
            customer,
            f"{'Unused' if row.credit else 'Remaining'} time on {name} after {invoices.day(at)}",
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
    set_period(
        subscription, now if subscription["status"] != "trialing" else period_of(subscription)[0], trial_end
    )
    began = subscription["trial_start"] if subscription["status"] == "trialing" else now
    subscription |= {
        "status": "trialing",
        "trial_start": began,
        "trial_end": trial_end,
        "billing_cycle_anchor": trial_end,
        "_noticed": False,
    }
    lines = full_lines(store, subscription, now, trial_end, trial=True)
    _invoice_now(store, subscription, customer, now, lines, "allow_incomplete")
    if trial_end - now <= NOTICE_S:
        _notice_trial_end(store, subscription)


def _begin_anew(store: Store, subscription: Thing, customer: Thing, now: int, behavior: str) -> None:
    """A new period from now on: the trial is over, or the interval is another."""
    if subscription["status"] == "trialing":
        subscription |= {"status": "active", "trial_end": now}
    subscription["billing_cycle_anchor"] = now
    end = periods.after(now, *interval_of(subscription), 1)
    set_period(subscription, now, end)
    _invoice_now(store, subscription, customer, now, full_lines(store, subscription, now, end), behavior)


def _invoice_now(
    store: Store, subscription: Thing, customer: Thing, now: int, lines: list[Thing], behavior: str
) -> None:
    start, _ = period_of(subscription)
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


def renew(store: Store, subscription: Thing) -> None:
    """The period is over: the next one begins, with a draft that is finalised in an hour."""
    if subscription["cancel_at_period_end"]:
        end_now(store, subscription)
        return
    customer = store.edit("customer", subscription["customer"])
    was_trial = subscription["status"] == "trialing"
    if was_trial and collecting.chargeless(store, subscription, customer):
        missing = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
        if missing == "cancel":
            end_now(store, subscription)
            return
        if missing == "pause":
            subscription["status"] = "paused"
            store.tell("customer.subscription.paused", subscription)
            return
    if was_trial:
        subscription["status"] = "active"
    old_start, start = period_of(subscription)
    end = periods.next_end(subscription["billing_cycle_anchor"], *interval_of(subscription), start)
    set_period(subscription, start, end)
    made = invoices.draft(
        store,
        customer,
        invoices.Reason("subscription_cycle", old_start, start),
        subscription=subscription,
        lines=full_lines(store, subscription, start, end),
    )
    _plan_finalizing(store, subscription, made)
    spend_once(store, subscription)


def _plan_finalizing(store: Store, subscription: Thing, invoice: Thing) -> None:
    pause = subscription["pause_collection"]
    if subscription["status"] == "unpaid" or (pause and pause["behavior"] == "keep_as_draft"):
        invoice["auto_advance"] = False
        return
    invoice["automatically_finalizes_at"] = store.now(invoice) + invoices.DRAFT_S
    if pause:
        invoice["_pause"] = pause["behavior"]


def end_now(
    store: Store,
    subscription: Thing,
    *,
    reason: str = "cancellation_requested",
    invoice_now: bool = False,
    prorate: bool = False,
) -> None:
    """Ended for good: nothing more is charged; what waited is dropped unless it is invoiced now."""
    now = store.now(subscription)
    customer = store.edit("customer", subscription["customer"])
    if prorate:
        old = _parts(store, subscription)
        _prorate(store, subscription, customer, old, [], now, period_of(subscription), "create_prorations")
    subscription |= {
        "status": "canceled",
        "canceled_at": subscription["canceled_at"] or now,
        "ended_at": now,
        "pause_collection": None,
    }
    subscription["cancellation_details"]["reason"] = reason
    waiting = store.where("invoiceitem", _subscription=subscription["id"], invoice=None)
    if invoice_now and waiting:
        _invoice_now(store, subscription, customer, now, [], "allow_incomplete")
        subscription["status"] = "canceled"
    elif not prorate:
        for row in waiting:
            store.drop("invoiceitem", row["id"])
    for row in invoices.of_subscription(store, subscription["id"]):
        if row["status"] in ("draft", "open") and row["auto_advance"]:
            store.edit("invoice", row["id"]).update(
                auto_advance=False, next_payment_attempt=None, automatically_finalizes_at=None
            )
    store.tell("customer.subscription.deleted", subscription)


def expire(store: Store, subscription: Thing) -> None:
    """The first payment never came."""
    subscription |= {"status": "incomplete_expired", "ended_at": store.now(subscription)}
    for row in invoices.of_subscription(store, subscription["id"]):
        if row["status"] == "open":
            invoices.void(store, store.edit("invoice", row["id"]))


def resume(store: Store, subscription: Thing) -> None:
    """A paused one goes on, from now."""
    if subscription["status"] != "paused":
        raise invalid("Only subscriptions that are paused can be resumed.", None, "subscription_not_paused")
    customer = store.edit("customer", subscription["customer"])
    subscription["status"] = "active"
    _begin_anew(store, subscription, customer, store.now(subscription), "allow_incomplete")
    store.tell("customer.subscription.resumed", subscription)


def _notice_trial_end(store: Store, subscription: Thing) -> None:
    subscription["_noticed"] = True
    store.tell("customer.subscription.trial_will_end", subscription)


def next_due(subscription: Thing) -> tuple[int, str] | None:
    """When something happens to it by itself, and what."""
    status = subscription["status"]
    found: list[tuple[int, str]] = []
    if status == "incomplete":
        return int(subscription["created"]) + FIRST_PAYMENT_S, "expire"
    if status not in ("trialing", "active", "past_due", "unpaid"):
        return None
    if status == "trialing" and not subscription.get("_noticed"):
        found.append((subscription["trial_end"] - NOTICE_S, "notice"))
    if subscription["cancel_at"] and not subscription["cancel_at_period_end"]:
        found.append((subscription["cancel_at"], "end"))
    if (pause := subscription["pause_collection"]) and pause["resumes_at"]:
        found.append((pause["resumes_at"], "unpause"))
    found.append((period_of(subscription)[1], "renew"))
    return min(found)


def step(store: Store, subscription: Thing, what: str) -> None:
    """Do what next_due() said."""
    if what == "expire":
        expire(store, subscription)
    elif what == "notice":
        _notice_trial_end(store, subscription)
    elif what == "end":
        end_now(store, subscription)
    elif what == "unpause":
        subscription["pause_collection"] = None
    else:
        renew(store, subscription)
