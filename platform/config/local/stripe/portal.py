"""The billing portal: sessions for a customer, and what the portal lets them do (configurations)."""

from typing import Any

from config.local.stripe import cards, collecting, customers, subscribed, subscription_calls
from config.local.stripe.answering import HERE, Call, Route, page
from config.local.stripe.forms import Params
from config.local.stripe.ordering import LOCALES
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid, missing_param, not_done_here

LIFE_S = 3600
CONFIGURATION = "billing_portal.configuration"
SESSION = "billing_portal.session"


def create_session(call: Call) -> Thing:
    store, given = call.store, call.params
    customer = customers.read_only(store, given.need("customer"))
    wanted = given.text("configuration")
    configuration = store.get(CONFIGURATION, wanted, "configuration") if wanted else default(store)
    if given.nested("flow_data"):
        raise not_done_here("portal flows; the portal opens on its first page", "flow_data")
    made: Thing = {
        "id": new_id("bps"),
        "object": SESSION,
        "configuration": configuration["id"],
        "created": store.wall(),
        "customer": customer["id"],
        "flow": None,
        "livemode": False,
        "locale": given.choice("locale", LOCALES),
        "on_behalf_of": None,
        "return_url": given.text("return_url") or configuration["default_return_url"],
    }
    made["url"] = f"{HERE}/p/session/{made['id']}"
    return store.add(SESSION, made)


def default(store: Store) -> Thing:
    """The configuration that counts when none is named; made when it is first asked for."""
    for row in store.where(CONFIGURATION, is_default=True):
        return row
    return store.add(CONFIGURATION, _blank(store) | {"is_default": True})


def _blank(store: Store) -> Thing:
    return {
        "id": new_id("bpc"),
        "object": CONFIGURATION,
        "active": True,
        "application": None,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None},
        "created": store.wall(),
        "default_return_url": None,
        "features": {
            "customer_update": {"allowed_updates": ["address", "email", "name", "tax_id"], "enabled": True},
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True, "payment_method_configuration": None},
            "subscription_cancel": {
                "cancellation_reason": {"enabled": False, "options": []},
                "enabled": True,
                "mode": "at_period_end",
                "proration_behavior": "none",
            },
            "subscription_pause": {
                "duration": {"interval_options": [], "type": "indefinite"},
                "enabled": False,
            },
            "subscription_update": {
                "billing_cycle_anchor": None,
                "default_allowed_updates": [],
                "enabled": False,
                "products": None,
                "proration_behavior": "none",
                "schedule_at_period_end": {"conditions": []},
                "trial_update_behavior": "continue_trial",
            },
        },
        "is_default": False,
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": {},
        "name": None,
        "updated": store.wall(),
    }


def create_configuration(call: Call) -> Thing:
    made = _blank(call.store)
    if "features" not in call.params:
        raise missing_param("features")
    for feature in made["features"].values():
        feature["enabled"] = False
    _set(call.params, made)
    return call.store.add(CONFIGURATION, made)


def update_configuration(call: Call) -> Thing:
    changed = call.store.edit(CONFIGURATION, call.ids[0], in_path=True)
    _set(call.params, changed)
    changed["updated"] = call.store.wall()
    return changed


def _set(given: Params, configuration: Thing) -> None:
    for key in ("default_return_url", "name"):
        if key in given:
            configuration[key] = given.text(key)
    if "active" in given:
        configuration["active"] = given.flag("active")
    if profile := given.nested("business_profile"):
        for key in configuration["business_profile"]:
            if key in profile:
                configuration["business_profile"][key] = profile.text(key)
    if (login := given.nested("login_page")) and login.flag("enabled"):
        raise not_done_here("the portal's own login page", "login_page[enabled]")
    if features := given.nested("features"):
        for key, feature in configuration["features"].items():
            if wanted := features.nested(key):
                _set_feature(wanted, feature, key)
    configuration["metadata"] = given.metadata(configuration["metadata"])


def _set_feature(given: Params, feature: Thing, name: str) -> None:
    if "enabled" in given:
        feature["enabled"] = bool(given.flag("enabled"))
    if name in ("subscription_pause", "subscription_update") and feature["enabled"]:
        raise not_done_here(f"{name} in the portal", given.name("enabled"))
    if "allowed_updates" in given:
        feature["allowed_updates"] = given.texts("allowed_updates")
    if "mode" in given and given.choice("mode", ("at_period_end", "immediately")) != "at_period_end":
        raise not_done_here("cancelling at once in the portal", given.name("mode"))
    if "proration_behavior" in given:
        feature["proration_behavior"] = given.choice("proration_behavior", subscription_calls.PRORATIONS)
    if reason := given.nested("cancellation_reason"):
        feature["cancellation_reason"] = {
            "enabled": bool(reason.flag("enabled")),
            "options": reason.texts("options"),
        }
    for ignored in ("default_allowed_updates", "products"):
        given.raw(ignored)


def list_configurations(call: Call) -> Thing:
    active, is_default = call.params.flag("active"), call.params.flag("is_default")
    rows = [
        row
        for row in call.store.all(CONFIGURATION)
        if active in (None, row["active"]) and is_default in (None, row["is_default"])
    ]
    return page(call, rows, "/v1/billing_portal/configurations")


def allows(store: Store, session: Thing, feature: str) -> bool:
    return bool(store.get(CONFIGURATION, session["configuration"])["features"][feature]["enabled"])


# --- what a person does on the page (pages/portal)


def act(store: Store, session: Thing, form: dict[str, Any]) -> None:
    """One button of the portal."""
    deeds = {"card": _card, "cancel": _cancel, "resume": _resume, "pay": _pay, "details": _details}
    deed = deeds.get(form.get("action", ""))
    if deed is None:
        raise invalid("There is no such button.")
    deed(store, session, store.edit("customer", customers.read_only(store, session["customer"])["id"]), form)


def _refuse_unless(store: Store, session: Thing, feature: str) -> None:
    if not allows(store, session, feature):
        raise invalid("This is switched off in the portal.")


def _card(store: Store, session: Thing, customer: Thing, form: dict[str, Any]) -> None:
    """Another card: it pays everything from now on."""
    _refuse_unless(store, session, "payment_method_update")
    made = cards.make(store, form.get("number", ""), month=form["month"], year=form["year"])
    cards.attach_to(store, made["id"], customer)
    cards.setup_intent(store, customer, made, succeeded=True)
    customer["invoice_settings"]["default_payment_method"] = made["id"]
    for row in store.where("subscription", customer=customer["id"]):
        if row["status"] not in subscribed.ENDED:
            store.edit("subscription", row["id"])["default_payment_method"] = made["id"]


def _own(store: Store, customer: Thing, kind: str, wanted: str) -> Thing:
    found = store.edit(kind, wanted)
    if found["customer"] != customer["id"]:
        raise invalid(f"No such {kind}: '{wanted}'")
    return found


def _cancel(store: Store, session: Thing, customer: Thing, form: dict[str, Any]) -> None:
    _refuse_unless(store, session, "subscription_cancel")
    found = _own(store, customer, "subscription", form.get("subscription", ""))
    if found["status"] not in subscribed.ENDED:
        subscription_calls.set_cancel_at_period_end(found, True, store.now(found))


def _resume(store: Store, session: Thing, customer: Thing, form: dict[str, Any]) -> None:
    _refuse_unless(store, session, "subscription_cancel")
    found = _own(store, customer, "subscription", form.get("subscription", ""))
    if found["status"] not in subscribed.ENDED:
        subscription_calls.set_cancel_at_period_end(found, False, store.now(found))


def _pay(store: Store, session: Thing, customer: Thing, form: dict[str, Any]) -> None:
    collecting.pay(store, _own(store, customer, "invoice", form.get("invoice", "")), None)


def _details(store: Store, session: Thing, customer: Thing, form: dict[str, Any]) -> None:
    _refuse_unless(store, session, "customer_update")
    for key in ("name", "email"):
        if form.get(key):
            customer[key] = form[key]
    if form.get("address"):
        customer["address"] = form["address"]
    if form.get("tax_id") and not any(
        row["value"] == form["tax_id"] for row in customers.tax_ids_of(store, customer["id"])
    ):
        for row in customers.tax_ids_of(store, customer["id"]):
            store.drop("tax_id", row["id"])
        customers.add_tax_id(store, customer, form.get("tax_id_type") or "cn_tin", form["tax_id"])


PATH = "/v1/billing_portal/configurations"
ROUTES: list[Route] = [
    ("POST", "/v1/billing_portal/sessions", create_session),
    ("POST", PATH, create_configuration),
    ("GET", PATH, list_configurations),
    ("GET", PATH + "/{}", lambda call: call.store.get(CONFIGURATION, call.ids[0], in_path=True)),
    ("POST", PATH + "/{}", update_configuration),
]
