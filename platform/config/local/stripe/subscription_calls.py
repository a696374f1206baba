"""The requests about subscriptions and their items."""

from config.local.stripe import cards, discounts, renewing, subscribed, subscriptions
from config.local.stripe.answering import Call, Route, page
from config.local.stripe.customers import read_only
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing
from config.local.stripe.subscribed import Wanted
from config.local.stripe.subscriptions import Change
from config.local.stripe.trouble import invalid, no_such

STATUSES = (
    *("active", "all", "canceled", "ended", "incomplete", "incomplete_expired"),
    *("past_due", "paused", "trialing", "unpaid"),
)
BEHAVIORS = ("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
PRORATIONS = ("create_prorations", "always_invoice", "none")
FAR_S = 5 * 366 * 86400
ITEMS_MAX = 20


def wanted_of(store: Store, given: Params) -> Wanted:
    """One item of a request; `plan` is the older name of `price`."""
    price = given.text("price") or given.text("plan")
    return Wanted(
        price=store.get("price", price, given.name("price")) if price else None,
        quantity=given.whole("quantity", least=0),
        item=given.text("id"),
        deleted=bool(given.flag("deleted", False)),
        metadata=given.metadata() if "metadata" in given else None,
    )


def items_of(store: Store, given: Params) -> list[Wanted]:
    rows = [wanted_of(store, row) for row in given.rows("items")]
    if len(rows) > ITEMS_MAX:
        raise invalid(f"A subscription may have at most {ITEMS_MAX} items.", "items")
    return rows


def trial_end_of(given: Params, now: int) -> int | None:
    """trial_end or trial_period_days as a moment; `now` is now."""
    days = given.whole("trial_period_days", least=0)
    said = given.text("trial_end")
    if said == "now":
        return now
    if said is not None:
        moment = given.whole("trial_end") or 0
        if moment > now + FAR_S:
            raise invalid("Invalid trial_end: must be within five years.", given.name("trial_end"))
        if moment <= now:
            raise invalid(
                "The subscription `trial_end` must be an integer timestamp in the future.",
                given.name("trial_end"),
            )
        return moment
    return now + days * 86400 if days else None


def plain_of(store: Store, given: Params, customer: Thing, old: Thing | None = None) -> Thing:
    """The fields that are simply set."""
    found: Thing = {"metadata": given.metadata((old or {}).get("metadata"))}
    if "description" in given:
        found["description"] = given.text("description", longest=500)
    if "default_payment_method" in given:
        wanted = given.text("default_payment_method")
        if wanted:
            method = cards.find_or_make(store, wanted, "default_payment_method")
            if method["customer"] != customer["id"]:
                raise invalid(
                    f"The customer does not have a payment method with the ID {wanted}.",
                    "default_payment_method",
                    "resource_missing",
                )
        found["default_payment_method"] = wanted
    if tax := given.nested("automatic_tax"):
        on = bool(tax.flag("enabled", False))
        found["automatic_tax"] = {
            "disabled_reason": None,
            "enabled": on,
            "liability": {"type": "self"} if on else None,
        }
    if method_of := given.choice("collection_method", ("charge_automatically", "send_invoice")):
        found["collection_method"] = method_of
    if "days_until_due" in given:
        found["days_until_due"] = given.whole("days_until_due", least=0)
    if settings := given.nested("trial_settings"):
        ending = settings.inner("end_behavior")
        missing = ending.choice(
            "missing_payment_method", ("cancel", "create_invoice", "pause"), "create_invoice"
        )
        found["trial_settings"] = {"end_behavior": {"missing_payment_method": missing}}
    if payment := given.nested("payment_settings"):
        kept = payment.choice("save_default_payment_method", ("off", "on_subscription"), "off")
        types = payment.texts("payment_method_types") or None
        found["payment_settings"] = {
            "payment_method_options": None,
            "payment_method_types": types,
            "save_default_payment_method": kept,
        }
    return found


def create(call: Call) -> Thing:
    store, given = call.store, call.params
    customer = store.edit("customer", read_only(store, given.need("customer"))["id"])
    plain = plain_of(store, given, customer)
    rows = items_of(store, given)
    now = store.now(customer)
    trial_end = trial_end_of(given, now)
    behavior = given.choice("payment_behavior", BEHAVIORS, "allow_incomplete") or ""
    given.choice("proration_behavior", PRORATIONS)
    given.flag("off_session")
    discounted = discounts.read(store, given)
    for row in rows:
        if row.price is None:
            raise invalid("Missing required param: items[0][price].", "items[0][price]", "parameter_missing")
    made = subscriptions.begin(
        store,
        customer,
        rows,
        plain,
        trial_end=trial_end if trial_end and trial_end > now else None,
        behavior=behavior,
        discounted=discounted,
    )
    _set_ending(given, made, now)
    return made


def _set_ending(given: Params, subscription: Thing, now: int) -> None:
    """cancel_at_period_end and cancel_at: that it shall end, or that it shall not."""
    if "cancel_at_period_end" in given and "cancel_at" in given and given.flag("cancel_at_period_end"):
        raise invalid("cancel_at and cancel_at_period_end may not both be set.", "cancel_at")
    if "cancel_at_period_end" in given:
        set_cancel_at_period_end(subscription, bool(given.flag("cancel_at_period_end")), now)
    if "cancel_at" in given:
        moment = given.whole("cancel_at")
        if moment is not None and moment <= now:
            raise invalid("`cancel_at` must be a timestamp in the future.", "cancel_at")
        subscription |= {
            "cancel_at": moment,
            "canceled_at": now if moment else None,
            "cancel_at_period_end": False,
        }
        subscription["cancellation_details"]["reason"] = "cancellation_requested" if moment else None


def set_cancel_at_period_end(subscription: Thing, ends: bool, now: int) -> None:
    if ends == subscription["cancel_at_period_end"]:
        return
    subscription |= {
        "cancel_at_period_end": ends,
        "cancel_at": subscribed.period_of(subscription)[1] if ends else None,
        "canceled_at": now if ends else None,
    }
    subscription["cancellation_details"]["reason"] = "cancellation_requested" if ends else None


def update(call: Call) -> Thing:
    changed = call.store.edit("subscription", call.ids[0], in_path=True)
    apply(call.store, changed, call.params)
    return changed


def apply(store: Store, changed: Thing, given: Params) -> None:
    """All that one update says, in one go."""
    customer = store.edit("customer", changed["customer"])
    _refuse_ended(changed, given)
    now = store.now(changed)
    changed |= plain_of(store, given, customer, changed)
    _set_details(given, changed)
    if "pause_collection" in given:
        pause = given.nested("pause_collection")
        changed["pause_collection"] = _pause(pause) if pause else None
    if "discounts" in given:
        discounts.set_on(store, changed, customer, discounts.read(store, given))
    anchor = given.choice("billing_cycle_anchor", ("now", "unchanged"))
    given.flag("off_session")
    wanted = Change(
        items=items_of(store, given),
        prorate=given.choice("proration_behavior", PRORATIONS, "create_prorations") or "",
        at=given.whole("proration_date"),
        trial_end=trial_end_of(given, now),
        anchor_now=anchor == "now",
        behavior=given.choice("payment_behavior", BEHAVIORS, "allow_incomplete") or "",
    )
    if wanted.items or wanted.trial_end is not None or wanted.anchor_now:
        subscriptions.change(store, changed, wanted)
    _set_ending(given, changed, now)


def _refuse_ended(subscription: Thing, given: Params) -> None:
    if subscription["status"] in subscribed.ENDED and set(given.given) - {
        "metadata",
        "cancellation_details",
        "expand",
    }:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")


def _pause(given: Params) -> Thing:
    behavior = given.choice("behavior", ("keep_as_draft", "mark_uncollectible", "void"))
    if behavior is None:
        raise invalid(
            "Missing required param: pause_collection[behavior].",
            "pause_collection[behavior]",
            "parameter_missing",
        )
    return {"behavior": behavior, "resumes_at": given.whole("resumes_at")}


def _set_details(given: Params, subscription: Thing) -> None:
    if details := given.nested("cancellation_details"):
        for key in ("comment", "feedback"):
            if key in details:
                subscription["cancellation_details"][key] = details.text(key)


def cancel(call: Call) -> Thing:
    store, given = call.store, call.params
    ended = store.edit("subscription", call.ids[0], in_path=True)
    if ended["status"] in subscribed.ENDED:
        raise no_such("subscription", call.ids[0], in_path=True)
    _set_details(given, ended)
    invoice_now, prorate = given.flag("invoice_now", False), given.flag("prorate", False)
    renewing.end_now(store, ended, invoice_now=bool(invoice_now), prorate=bool(prorate))
    return ended


def resume(call: Call) -> Thing:
    call.params.choice("billing_cycle_anchor", ("now", "unchanged"))
    call.params.choice("proration_behavior", PRORATIONS)
    changed = call.store.edit("subscription", call.ids[0], in_path=True)
    subscriptions.resume(call.store, changed)
    return changed


def list_all(call: Call) -> Thing:
    given = call.params
    customer, price = given.text("customer"), given.text("price")
    status, clock = given.choice("status", STATUSES), given.text("test_clock")
    rows = [
        row
        for row in call.store.all("subscription")
        if (customer is None or row["customer"] == customer)
        and (price is None or any(item["price"]["id"] == price for item in row["items"]["data"]))
        and _status_fits(row["status"], status)
        and (clock is None or row["test_clock"] == clock)
    ]
    return page(call, rows, "/v1/subscriptions")


def _status_fits(status: str, wanted: str | None) -> bool:
    if wanted is None:
        return status != "canceled"
    if wanted == "ended":
        return status in subscribed.ENDED
    return wanted in ("all", status)


def _item(call: Call) -> tuple[Thing, Thing]:
    """(subscription, item) of an item's id."""
    for row in call.store.all("subscription"):
        for item in row["items"]["data"]:
            if item["id"] == call.ids[0]:
                return row, item
    raise no_such("subscription_item", call.ids[0], in_path=True)


def _change_items(call: Call, subscription: str, wanted: Wanted) -> Thing:
    given = call.params
    changed = call.store.edit("subscription", subscription)
    subscriptions.change(
        call.store,
        changed,
        Change(
            items=[wanted],
            prorate=given.choice("proration_behavior", PRORATIONS, "create_prorations") or "",
            at=given.whole("proration_date"),
            behavior=given.choice("payment_behavior", BEHAVIORS, "allow_incomplete") or "",
        ),
    )
    return changed


def create_item(call: Call) -> Thing:
    subscription = call.store.get("subscription", call.params.need("subscription"), "subscription")
    changed = _change_items(call, subscription["id"], wanted_of(call.store, call.params))
    made: Thing = changed["items"]["data"][-1]
    return made


def update_item(call: Call) -> Thing:
    subscription, item = _item(call)
    wanted = wanted_of(call.store, call.params)
    wanted.item = item["id"]
    if wanted.metadata is not None:
        wanted.metadata = {**item["metadata"], **wanted.metadata}
    changed = _change_items(call, subscription["id"], wanted)
    return next(row for row in changed["items"]["data"] if row["id"] == item["id"])


def delete_item(call: Call) -> Thing:
    subscription, item = _item(call)
    if len(subscription["items"]["data"]) == 1:
        raise invalid("A subscription must have at least one active plan.")
    call.params.flag("clear_usage")
    _change_items(call, subscription["id"], Wanted(item=item["id"], deleted=True))
    return {"id": item["id"], "object": "subscription_item", "deleted": True}


def list_items(call: Call) -> Thing:
    wanted = call.params.need("subscription")
    rows = call.store.get("subscription", wanted, "subscription")["items"]["data"]
    return page(call, rows, "/v1/subscription_items")


ROUTES: list[Route] = [
    ("POST", "/v1/subscriptions", create),
    ("GET", "/v1/subscriptions", list_all),
    ("GET", "/v1/subscriptions/{}", lambda call: call.store.get("subscription", call.ids[0], in_path=True)),
    ("POST", "/v1/subscriptions/{}", update),
    ("DELETE", "/v1/subscriptions/{}", cancel),
    ("POST", "/v1/subscriptions/{}/resume", resume),
    ("POST", "/v1/subscription_items", create_item),
    ("GET", "/v1/subscription_items", list_items),
    ("GET", "/v1/subscription_items/{}", lambda call: _item(call)[1]),
    ("POST", "/v1/subscription_items/{}", update_item),
    ("DELETE", "/v1/subscription_items/{}", delete_item),
]
