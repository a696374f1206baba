"""Customers and their tax ids."""

from config.local.stripe.answering import INCLUDED, Call, Route, list_of, page
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid, no_such

ADDRESS = ("line1", "line2", "city", "state", "postal_code", "country")
TAX_ID_TYPES = ("cn_tin", "eu_vat", "gb_vat", "hk_br", "jp_cn", "sg_uen", "tw_vat", "us_ein", "au_abn")


def address(given: Params | None) -> Thing | None:
    return {key: given.text(key) for key in ADDRESS} if given else None


def read_only(store: Store, wanted: str, param: str = "customer") -> Thing:
    """A living customer, named in a parameter."""
    found = store.get("customer", wanted, param)
    if found.get("deleted"):
        raise no_such("customer", wanted, param)
    return found


def create(call: Call) -> Thing:
    store, given = call.store, call.params
    clock = given.text("test_clock")
    if clock:
        store.get("test_helpers.test_clock", clock, "test_clock")
    made: Thing = {
        "id": new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": given.whole("balance", 0),
        "created": store.now({"test_clock": clock}),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": new_id("X", 7)[2:].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": clock,
    }
    store.add("customer", made)
    _set(store, made, given)
    if method := given.text("payment_method"):
        from config.local.stripe import cards

        cards.attach_to(store, method, made)
    for row in given.rows("tax_id_data"):
        add_tax_id(store, made, row.need("type"), row.need("value"))
    return made


def update(call: Call) -> Thing:
    changed = call.store.edit("customer", call.ids[0], in_path=True)
    if changed.get("deleted"):
        raise no_such("customer", call.ids[0], in_path=True)
    _set(call.store, changed, call.params)
    return changed


def _set(store: Store, customer: Thing, given: Params) -> None:
    for key, longest in (("name", 256), ("email", 512), ("phone", 20), ("description", 5000)):
        if key in given:
            customer[key] = given.text(key, longest=longest)
    if customer["email"] and "@" not in customer["email"]:
        raise invalid(f"Invalid email address: {customer['email']}", "email", "email_invalid")
    if "address" in given:
        customer["address"] = address(given.nested("address"))
    if "preferred_locales" in given:
        customer["preferred_locales"] = given.texts("preferred_locales")
    if "balance" in given:
        customer["balance"] = given.whole("balance", 0)
    if "tax_exempt" in given:
        customer["tax_exempt"] = given.choice("tax_exempt", ("none", "exempt", "reverse")) or "none"
    customer["metadata"] = given.metadata(customer["metadata"])
    if settings := given.nested("invoice_settings"):
        wanted = settings.text("default_payment_method")
        if wanted and store.get("payment_method", wanted)["customer"] != customer["id"]:
            raise invalid(
                "The customer does not have a payment method with the ID "
                f"{wanted}. The payment method must be attached to the customer.",
                "invoice_settings[default_payment_method]",
                "resource_missing",
            )
        if "default_payment_method" in settings:
            customer["invoice_settings"]["default_payment_method"] = wanted
        if "footer" in settings:
            customer["invoice_settings"]["footer"] = settings.text("footer")
        if "custom_fields" in settings:
            customer["invoice_settings"]["custom_fields"] = [
                {"name": row.text("name", longest=40), "value": row.text("value", longest=140)}
                for row in settings.rows("custom_fields")
            ] or None


def retrieve(call: Call) -> Thing:
    return call.store.get("customer", call.ids[0], in_path=True)


def delete(call: Call) -> Thing:
    """The customer is gone, its subscriptions end at once, its invoices stay."""
    from config.local.stripe import renewing, subscribed

    store = call.store
    customer = store.edit("customer", call.ids[0], in_path=True)
    for subscription in store.where("subscription", customer=customer["id"]):
        if subscription["status"] not in subscribed.ENDED:
            renewing.end_now(store, store.edit("subscription", subscription["id"]))
    gone: Thing = {"id": customer["id"], "object": "customer", "deleted": True}
    if not customer.get("deleted"):
        store.tell("customer.deleted", customer)
    customer.clear()
    customer.update(gone)
    store.tell_nothing("customer", gone["id"])
    return gone


def list_all(call: Call) -> Thing:
    rows = [row for row in call.store.all("customer") if not row.get("deleted")]
    email, clock = call.params.text("email"), call.params.text("test_clock")
    rows = [row for row in rows if (email is None or row["email"] == email) and (row["test_clock"] == clock)]
    return page(call, rows, "/v1/customers")


def add_tax_id(store: Store, customer: Thing, kind: str, value: str) -> Thing:
    if kind not in TAX_ID_TYPES:
        raise invalid(f"Invalid type: must be one of {', '.join(TAX_ID_TYPES)}", "type", "tax_id_invalid")
    made: Thing = {
        "id": new_id("txi"),
        "object": "tax_id",
        "country": kind[:2].upper(),
        "created": store.now(customer),
        "customer": customer["id"],
        "livemode": False,
        "owner": {"account": None, "application": None, "customer": customer["id"], "type": "customer"},
        "type": kind,
        "value": value,
        "verification": {"status": "unavailable", "verified_address": None, "verified_name": None},
    }
    return store.add("tax_id", made)


def tax_ids_of(store: Store, customer: str) -> list[Thing]:
    return store.where("tax_id", customer=customer)


def create_tax_id(call: Call) -> Thing:
    customer = read_only(call.store, call.ids[0])
    return add_tax_id(call.store, customer, call.params.need("type"), call.params.need("value"))


def list_tax_ids(call: Call) -> Thing:
    customer = read_only(call.store, call.ids[0])["id"]
    return page(call, tax_ids_of(call.store, customer), f"/v1/customers/{customer}/tax_ids")


def retrieve_tax_id(call: Call) -> Thing:
    found = call.store.get("tax_id", call.ids[1], in_path=True)
    if found["customer"] != call.ids[0]:
        raise no_such("tax_id", call.ids[1], in_path=True)
    return found


def delete_tax_id(call: Call) -> Thing:
    found = retrieve_tax_id(call)
    call.store.drop("tax_id", found["id"])
    return {"id": found["id"], "object": "tax_id", "deleted": True}


INCLUDED[("customer", "tax_ids")] = lambda store, customer: list_of(
    tax_ids_of(store, customer["id"]), f"/v1/customers/{customer['id']}/tax_ids"
)
INCLUDED[("customer", "subscriptions")] = lambda store, customer: list_of(
    [row for row in store.where("subscription", customer=customer["id"]) if row["status"] != "canceled"],
    f"/v1/customers/{customer['id']}/subscriptions",
)

ROUTES: list[Route] = [
    ("POST", "/v1/customers", create),
    ("GET", "/v1/customers", list_all),
    ("GET", "/v1/customers/{}", retrieve),
    ("POST", "/v1/customers/{}", update),
    ("DELETE", "/v1/customers/{}", delete),
    ("POST", "/v1/customers/{}/tax_ids", create_tax_id),
    ("GET", "/v1/customers/{}/tax_ids", list_tax_ids),
    ("GET", "/v1/customers/{}/tax_ids/{}", retrieve_tax_id),
    ("DELETE", "/v1/customers/{}/tax_ids/{}", delete_tax_id),
]
