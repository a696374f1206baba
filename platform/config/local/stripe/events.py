"""Events: what every change tells, kept for a month; and the endpoints that want to hear of it."""

import copy
import secrets

from config.local.stripe.answering import Call, Route, page, public
from config.local.stripe.knobs import Knobs
from config.local.stripe.store import Store, Telling, Thing, new_id
from config.local.stripe.trouble import invalid, missing_param

API_VERSION = "2026-10-28.endive"
KEPT_S = 30 * 86400
ENDPOINTS_MAX = 16

# What is told of an object that came, changed or went without saying so itself.
SPOKEN = {
    "billing_portal.configuration": "billing_portal.configuration",
    "coupon": "coupon",
    "customer": "customer",
    "invoice": "invoice",
    "invoiceitem": "invoiceitem",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "price": "price",
    "product": "product",
    "promotion_code": "promotion_code",
    "subscription": "customer.subscription",
    "tax_id": "customer.tax_id",
    "test_helpers.test_clock": "test_helpers.test_clock",
}
# These say of themselves when they come, or nobody is told that they changed.
NO_CREATED = ("payment_method", "invoice")
NO_UPDATED = ("payment_intent", "invoiceitem", "test_helpers.test_clock")


class Asked:
    """Who asked for what the unit does; said in the events."""

    request: str | None = None
    key: str | None = None


def attach(store: Store, knobs: Knobs, asked: Asked) -> None:
    """From now on the units of the store become events and deliveries."""

    def before_commit() -> None:
        for kind, before, now in list(store.changed()):
            told = _by_itself(kind, before, now)
            if told:
                store.telling.append(told)
        for type_, thing, before in store.telling:
            _publish(store, knobs, asked, type_, thing, before)

    store.before_commit = before_commit  # type: ignore[method-assign]


def _by_itself(kind: str, before: Thing | None, now: Thing | None) -> Telling | None:
    name = SPOKEN.get(kind)
    if name is None:
        return None
    if now is None:
        return (f"{name}.deleted", copy.deepcopy(before), None) if before else None
    if before is None:
        return None if kind in NO_CREATED else (f"{name}.created", copy.deepcopy(now), None)
    if kind in NO_UPDATED or public(before, "") == public(now, ""):
        return None
    return f"{name}.updated", copy.deepcopy(now), before


def _publish(
    store: Store, knobs: Knobs, asked: Asked, type_: str, thing: Thing, before: Thing | None
) -> None:
    shown = public(thing, store.base)
    data: Thing = {"object": shown}
    if before is not None:
        old = public(before, store.base)
        data["previous_attributes"] = {key: old.get(key) for key in shown if old.get(key) != shown[key]}
    made: Thing = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": store.now(thing),
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": asked.request, "idempotency_key": asked.key},
        "type": type_,
    }
    wanted = [row for row in store.all("webhook_endpoint") if wants(row, type_)]
    made["pending_webhooks"] = len(wanted)
    store.add("event", made)
    for endpoint in wanted:
        for delivery in knobs.deliveries(made["id"], endpoint["id"]):
            store.add("_delivery", delivery)


def wants(endpoint: Thing, type_: str) -> bool:
    return endpoint["status"] == "enabled" and (
        "*" in endpoint["enabled_events"] or type_ in endpoint["enabled_events"]
    )


def prune(store: Store) -> None:
    """Events are kept a month, as at Stripe."""
    oldest = store.wall() - KEPT_S
    waiting = {row["event"] for row in store.all("_delivery")}
    with store.unit():
        for row in store.all("event"):
            if row["created"] < oldest and row["id"] not in waiting:
                store.drop("event", row["id"])


def list_all(call: Call) -> Thing:
    given = call.params
    type_, types = given.text("type"), given.texts("types")
    if type_ and types:
        raise invalid("You may only specify one of these parameters: type, types.", "type")
    rows = [
        row
        for row in call.store.all("event")
        if _fits(row["type"], type_) and (not types or row["type"] in types)
    ]
    return page(call, rows, "/v1/events")


def _fits(type_: str, wanted: str | None) -> bool:
    if wanted is None:
        return True
    return type_.startswith(wanted[:-1]) if wanted.endswith("*") else type_ == wanted


def endpoint(url: str, secrets_: list[str], enabled: list[str], at: int) -> Thing:
    return {
        "id": new_id("we"),
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": at,
        "description": None,
        "enabled_events": enabled,
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
        "_secrets": secrets_,
    }


def create_endpoint(call: Call) -> Thing:
    store, given = call.store, call.params
    url = given.need("url")
    _refuse_url(url)
    enabled = given.texts("enabled_events")
    if not enabled:
        raise missing_param("enabled_events")
    if len(_own(store)) >= ENDPOINTS_MAX:
        raise invalid(f"You have reached the maximum of {ENDPOINTS_MAX} test webhook endpoints.")
    secret = "whsec_" + secrets.token_hex(16)
    made = endpoint(url, [secret], enabled, store.wall())
    made["description"] = given.text("description")
    made["metadata"] = given.metadata()
    made["api_version"] = given.text("api_version")
    store.add("webhook_endpoint", made)
    # The secret is shown once, here.
    return {**made, "secret": secret}


def _refuse_url(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise invalid(
            "Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid"
        )


def _own(store: Store) -> list[Thing]:
    """Those made by the API; the one from the command line is the machine's."""
    return [row for row in store.all("webhook_endpoint") if not row.get("_listener")]


def update_endpoint(call: Call) -> Thing:
    given = call.params
    changed = call.store.edit("webhook_endpoint", call.ids[0], in_path=True)
    if url := given.text("url"):
        _refuse_url(url)
        changed["url"] = url
    if "enabled_events" in given:
        changed["enabled_events"] = given.texts("enabled_events")
    if "disabled" in given:
        changed["status"] = "disabled" if given.flag("disabled") else "enabled"
    if "description" in given:
        changed["description"] = given.text("description")
    changed["metadata"] = given.metadata(changed["metadata"])
    return changed


def delete_endpoint(call: Call) -> Thing:
    found = call.store.get("webhook_endpoint", call.ids[0], in_path=True)
    for row in call.store.where("_delivery", endpoint=found["id"]):
        call.store.drop("_delivery", row["id"])
    call.store.drop("webhook_endpoint", found["id"])
    return {"id": found["id"], "object": "webhook_endpoint", "deleted": True}


def listen(store: Store, url: str | None, given: list[str]) -> None:
    """The one endpoint of the command line (as `stripe listen` is): made, changed, or gone when it is not given."""
    with store.unit():
        found = next((row for row in store.all("webhook_endpoint") if row.get("_listener")), None)
        if url is None:
            if found:
                store.drop("webhook_endpoint", found["id"])
        elif found:
            store.edit("webhook_endpoint", found["id"]).update(url=url, _secrets=given)
        else:
            store.add("webhook_endpoint", {**endpoint(url, given, ["*"], store.wall()), "_listener": True})


PATH = "/v1/webhook_endpoints"
ROUTES: list[Route] = [
    ("GET", "/v1/events", list_all),
    ("GET", "/v1/events/{}", lambda call: call.store.get("event", call.ids[0], in_path=True)),
    ("POST", PATH, create_endpoint),
    ("GET", PATH, lambda call: page(call, _own(call.store), PATH)),
    ("GET", PATH + "/{}", lambda call: call.store.get("webhook_endpoint", call.ids[0], in_path=True)),
    ("POST", PATH + "/{}", update_endpoint),
    ("DELETE", PATH + "/{}", delete_endpoint),
]
