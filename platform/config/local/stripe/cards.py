"""Test cards, payment methods, setup intents, and whether a charge goes through."""

from dataclasses import dataclass

from config.local.stripe.answering import Call, Route, page
from config.local.stripe.customers import address, read_only
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import Refusal, declined, invalid, missing_param

CARD_OF_LAST_YEAR = 2020


@dataclass(frozen=True, slots=True)
class TestCard:
    """What a test number does. `attaches`: it may be saved; `pays`: a charge goes through."""

    number: str
    brand: str
    attaches: bool = True
    pays: bool = True
    decline_code: str = "generic_decline"
    country: str = "US"


CARDS = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "visa"),
        TestCard("5555555555554444", "mastercard"),
        TestCard("378282246310005", "amex"),
        TestCard("6205500000000000004", "unionpay", country="CN"),
        TestCard("4000000000000341", "visa", pays=False),
        TestCard("4000000000000002", "visa", attaches=False, pays=False),
        TestCard("4000000000009995", "visa", attaches=False, pays=False, decline_code="insufficient_funds"),
    )
}
# The names Stripe's own tests use in place of numbers.
NAMED = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_unionpay": "6205500000000000004",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "tok_visa": "4242424242424242",
    "tok_mastercard": "5555555555554444",
    "tok_chargeCustomerFail": "4000000000000341",
    "tok_chargeDeclined": "4000000000000002",
}


def card_of(method: Thing) -> TestCard:
    return CARDS[method["_number"]]


def make(
    store: Store,
    number: str,
    *,
    month: int = 12,
    year: int = 2034,
    details: Thing | None = None,
    at: int | None = None,
) -> Thing:
    """A payment method from a test number; other numbers are no cards here."""
    digits = number.replace(" ", "").replace("-", "")
    card = CARDS.get(digits)
    if card is None:
        raise Refusal(
            402, "card_error", "Your card number is incorrect.", code="incorrect_number", param="number"
        )
    if not 1 <= month <= 12:
        raise Refusal(
            402, "card_error", "Your card's expiration month is invalid.", code="invalid_expiry_month"
        )
    if year < CARD_OF_LAST_YEAR or year > 2099:
        raise Refusal(
            402, "card_error", "Your card's expiration year is invalid.", code="invalid_expiry_year"
        )
    made: Thing = {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
        | (details or {}),
        "card": {
            "brand": card.brand,
            "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "country": card.country,
            "display_brand": card.brand,
            "exp_month": month,
            "exp_year": year,
            "fingerprint": f"fp{digits[-12:]}",
            "funding": "credit",
            "generated_from": None,
            "last4": digits[-4:],
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": at if at is not None else store.wall(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": digits,
    }
    return store.add("payment_method", made)


def find_or_make(store: Store, wanted: str, param: str = "payment_method", *, in_path: bool = False) -> Thing:
    """A saved method, or a new one from one of Stripe's names for test cards."""
    if wanted in NAMED:
        return make(store, NAMED[wanted])
    return store.get("payment_method", wanted, param, in_path=in_path)


def attach_to(store: Store, wanted: str, customer: Thing, *, in_path: bool = False) -> Thing:
    method = find_or_make(store, wanted, in_path=in_path)
    method = store.edit("payment_method", method["id"])
    if method["customer"] not in (None, customer["id"]):
        raise invalid(
            "The payment method you provided has already been attached to a customer.", "payment_method"
        )
    if not card_of(method).attaches:
        raise declined(card_of(method).decline_code)
    if method["customer"] is None:
        method["customer"] = customer["id"]
        store.tell("payment_method.attached", method)
    return method


def create(call: Call) -> Thing:
    given = call.params
    if given.choice("type", ("card",)) is None:
        raise missing_param("type")
    card = given.inner("card")
    details = given.nested("billing_details")
    shown = {key: details.text(key) for key in ("email", "name", "phone")} if details else {}
    if details:
        shown["address"] = address(details.nested("address"))  # type: ignore[assignment]
    if token := card.text("token"):
        number = NAMED.get(token)
        if number is None:
            raise invalid(f"No such token: '{token}'", "card[token]", "resource_missing")
        return make(call.store, number, details=shown)
    card.text("cvc")
    made = make(
        call.store,
        card.need("number"),
        month=card.whole("exp_month", 12) or 0,
        year=card.whole("exp_year", 2034) or 0,
        details=shown,
    )
    made["metadata"] = given.metadata()
    return made


def retrieve(call: Call) -> Thing:
    return find_or_make(call.store, call.ids[0], in_path=True)


def update(call: Call) -> Thing:
    method = call.store.edit("payment_method", call.ids[0], in_path=True)
    method["metadata"] = call.params.metadata(method["metadata"])
    if details := call.params.nested("billing_details"):
        for key in ("email", "name", "phone"):
            if key in details:
                method["billing_details"][key] = details.text(key)
        if "address" in details:
            method["billing_details"]["address"] = address(details.nested("address"))
    return method


def attach(call: Call) -> Thing:
    customer = read_only(call.store, call.params.need("customer"))
    return attach_to(call.store, call.ids[0], customer, in_path=True)


def detach(call: Call) -> Thing:
    store = call.store
    method = store.edit("payment_method", call.ids[0], in_path=True)
    if method["customer"] is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is impossible."
        )
    customer = store.edit("customer", method["customer"])
    if customer.get("invoice_settings", {}).get("default_payment_method") == method["id"]:
        customer["invoice_settings"]["default_payment_method"] = None
    for subscription in store.where("subscription", default_payment_method=method["id"]):
        store.edit("subscription", subscription["id"])["default_payment_method"] = None
    method["customer"] = None
    store.tell("payment_method.detached", method)
    return method


def of(store: Store, customer: str) -> list[Thing]:
    return store.where("payment_method", customer=customer)


def list_all(call: Call) -> Thing:
    call.params.choice("type", ("card",))
    if call.ids:
        customer = read_only(call.store, call.ids[0])["id"]
        return page(call, of(call.store, customer), f"/v1/customers/{customer}/payment_methods")
    return page(call, of(call.store, call.params.need("customer")), "/v1/payment_methods")


def retrieve_of_customer(call: Call) -> Thing:
    return call.store.get("payment_method", call.ids[1], in_path=True)


def setup_intent(store: Store, customer: Thing, method: Thing | None, *, succeeded: bool) -> Thing:
    made: Thing = {
        "id": new_id("seti"),
        "object": "setup_intent",
        "application": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": new_id("seti_secret"),
        "created": store.now(customer),
        "customer": customer["id"],
        "description": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "mandate": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": method["id"] if method else None,
        "payment_method_options": {
            "card": {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
        },
        "payment_method_types": ["card"],
        "single_use_mandate": None,
        "status": "succeeded" if succeeded else "requires_payment_method",
        "usage": "off_session",
    }
    store.add("setup_intent", made)
    if succeeded:
        store.tell("setup_intent.created", made)
        store.tell("setup_intent.succeeded", made)
    return made


def create_setup_intent(call: Call) -> Thing:
    store, given = call.store, call.params
    customer = store.edit("customer", given.need("customer"), "customer")
    given.texts("payment_method_types")
    given.choice("usage", ("off_session", "on_session"))
    wanted, confirm = given.text("payment_method"), given.flag("confirm", False)
    method = None
    if wanted:
        method = attach_to(store, wanted, customer) if confirm else find_or_make(store, wanted)
    made = setup_intent(store, customer, method, succeeded=bool(method and confirm))
    made["metadata"] = given.metadata()
    return made


def retrieve_setup_intent(call: Call) -> Thing:
    return call.store.get("setup_intent", call.ids[0], in_path=True)


ROUTES: list[Route] = [
    ("POST", "/v1/payment_methods", create),
    ("GET", "/v1/payment_methods", list_all),
    ("GET", "/v1/payment_methods/{}", retrieve),
    ("POST", "/v1/payment_methods/{}", update),
    ("POST", "/v1/payment_methods/{}/attach", attach),
    ("POST", "/v1/payment_methods/{}/detach", detach),
    ("GET", "/v1/customers/{}/payment_methods", list_all),
    ("GET", "/v1/customers/{}/payment_methods/{}", retrieve_of_customer),
    ("POST", "/v1/setup_intents", create_setup_intent),
    ("GET", "/v1/setup_intents/{}", retrieve_setup_intent),
]
