"""What happens to a subscription by itself: it is renewed, it ends, it was never paid for."""

from config.local.stripe import collecting, invoices, periods, subscribed, subscriptions
from config.local.stripe.store import Store, Thing

# The first payment may take so long, then the subscription is as if it had never been.
FIRST_PAYMENT_S = 23 * 3600


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
    old_start, start = subscribed.period_of(subscription)
    end = periods.next_end(subscription["billing_cycle_anchor"], *subscribed.interval_of(subscription), start)
    subscribed.set_period(subscription, start, end)
    made = invoices.draft(
        store,
        customer,
        invoices.Reason("subscription_cycle", old_start, start),
        subscription=subscription,
        lines=subscribed.full_lines(store, subscription, start, end),
    )
    _plan_finalizing(store, subscription, made)
    subscriptions.spend_once(store, subscription)


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
        old = subscribed.parts(store, subscription)
        subscriptions.prorate(
            store,
            subscription,
            customer,
            old,
            [],
            now,
            subscribed.period_of(subscription),
            "create_prorations",
        )
    subscription |= {
        "status": "canceled",
        "canceled_at": subscription["canceled_at"] or now,
        "ended_at": now,
        "pause_collection": None,
    }
    subscription["cancellation_details"]["reason"] = reason
    waiting = store.where("invoiceitem", _subscription=subscription["id"], invoice=None)
    if invoice_now and waiting:
        subscriptions.invoice_now(store, subscription, customer, now, [], "allow_incomplete")
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


def next_due(subscription: Thing) -> tuple[int, str] | None:
    """When something happens to it by itself, and what."""
    status = subscription["status"]
    found: list[tuple[int, str]] = []
    if status == "incomplete":
        return int(subscription["created"]) + FIRST_PAYMENT_S, "expire"
    if status not in ("trialing", "active", "past_due", "unpaid"):
        return None
    if status == "trialing" and not subscription.get("_noticed"):
        found.append((subscription["trial_end"] - subscriptions.NOTICE_S, "notice"))
    if subscription["cancel_at"] and not subscription["cancel_at_period_end"]:
        found.append((subscription["cancel_at"], "end"))
    if (pause := subscription["pause_collection"]) and pause["resumes_at"]:
        found.append((pause["resumes_at"], "unpause"))
    found.append((subscribed.period_of(subscription)[1], "renew"))
    return min(found)


def step(store: Store, subscription: Thing, what: str) -> None:
    """Do what next_due() said."""
    if what == "expire":
        expire(store, subscription)
    elif what == "notice":
        subscriptions.notice_trial_end(store, subscription)
    elif what == "end":
        end_now(store, subscription)
    elif what == "unpause":
        subscription["pause_collection"] = None
    else:
        renew(store, subscription)
