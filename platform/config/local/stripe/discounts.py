"""Coupons, promotion codes, and the discounts that come of them."""

from config.local.stripe import periods, proration
from config.local.stripe.answering import Call, Route, page
from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid, missing_param, not_done_here


def create_coupon(call: Call) -> Thing:
    given, store = call.params, call.store
    percent, amount = given.text("percent_off"), given.whole("amount_off", least=1)
    if (percent is None) == (amount is None):
        raise invalid("You must pass exactly one of percent_off or amount_off.", "percent_off")
    if amount is not None and "currency" not in given:
        raise missing_param("currency")
    duration = given.choice("duration", ("once", "forever", "repeating"), "once")
    months = given.whole("duration_in_months", least=1)
    if (duration == "repeating") != (months is not None):
        raise invalid(
            "duration_in_months goes with duration repeating, and only with it.", "duration_in_months"
        )
    wanted = given.text("id") or new_id("", 8)[1:]
    if store.find("coupon", wanted):
        raise invalid("Coupon already exists.", "id", "resource_already_exists")
    made: Thing = {
        "id": wanted,
        "object": "coupon",
        "amount_off": amount,
        "created": store.wall(),
        "currency": (given.text("currency") or "").lower() or None if amount is not None else None,
        "duration": duration,
        "duration_in_months": months,
        "livemode": False,
        "max_redemptions": given.whole("max_redemptions", least=1),
        "metadata": given.metadata(),
        "name": given.text("name", longest=40),
        "percent_off": _percent(percent),
        "redeem_by": given.whole("redeem_by"),
        "times_redeemed": 0,
        "valid": True,
    }
    return store.add("coupon", made)


def _percent(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        value = float(given)
    except ValueError:
        raise invalid(f"Invalid decimal: {given[:50]}", "percent_off") from None
    if not 0 < value <= 100:
        raise invalid("percent_off must be greater than 0 and at most 100.", "percent_off")
    return round(value, 2)


def update_coupon(call: Call) -> Thing:
    changed = call.store.edit("coupon", call.ids[0], in_path=True)
    if "name" in call.params:
        changed["name"] = call.params.text("name", longest=40)
    changed["metadata"] = call.params.metadata(changed["metadata"])
    return changed


def delete_coupon(call: Call) -> Thing:
    coupon = call.store.get("coupon", call.ids[0], in_path=True)
    call.store.drop("coupon", coupon["id"])
    return {"id": coupon["id"], "object": "coupon", "deleted": True}


def create_code(call: Call) -> Thing:
    given, store = call.params, call.store
    promotion = given.inner("promotion")
    promotion.choice("type", ("coupon",))
    coupon = store.get("coupon", promotion.need("coupon"), "promotion[coupon]")
    code = (given.text("code", longest=500) or new_id("", 8)[1:]).upper()
    if any(row["code"] == code and row["active"] for row in store.all("promotion_code")):
        raise invalid(f"An active promotion code with `code: {code}` already exists.", "code")
    limits = given.inner("restrictions")
    customer = given.text("customer")
    if customer:
        store.get("customer", customer, "customer")
    made: Thing = {
        "id": new_id("promo"),
        "object": "promotion_code",
        "active": given.flag("active", True),
        "code": code,
        "created": store.wall(),
        "customer": customer,
        "expires_at": given.whole("expires_at"),
        "livemode": False,
        "max_redemptions": given.whole("max_redemptions", least=1),
        "metadata": given.metadata(),
        "promotion": {"type": "coupon", "coupon": coupon["id"]},
        "restrictions": {
            "first_time_transaction": limits.flag("first_time_transaction", False),
            "minimum_amount": limits.whole("minimum_amount"),
            "minimum_amount_currency": limits.text("minimum_amount_currency"),
        },
        "times_redeemed": 0,
    }
    return store.add("promotion_code", made)


def update_code(call: Call) -> Thing:
    changed = call.store.edit("promotion_code", call.ids[0], in_path=True)
    if "active" in call.params:
        changed["active"] = call.params.flag("active")
    changed["metadata"] = call.params.metadata(changed["metadata"])
    return changed


def list_codes(call: Call) -> Thing:
    given = call.params
    code, active, coupon = given.text("code"), given.flag("active"), given.text("coupon")
    rows = [
        row
        for row in call.store.all("promotion_code")
        if (code is None or row["code"] == code.upper())
        and (active is None or row["active"] == active)
        and (coupon is None or row["promotion"]["coupon"] == coupon)
    ]
    return page(call, rows, "/v1/promotion_codes")


def usable_coupon(store: Store, wanted: str, param: str) -> Thing:
    coupon = store.get("coupon", wanted, param)
    used_up = coupon["max_redemptions"] and coupon["times_redeemed"] >= coupon["max_redemptions"]
    if used_up or (coupon["redeem_by"] and coupon["redeem_by"] < store.wall()):
        raise invalid(
            f"Coupon {wanted} is used up or expired, and cannot be redeemed.", param, "coupon_expired"
        )
    return coupon


def usable_code(
    store: Store, wanted: str, customer: Thing | None, param: str, *, total: int | None = None
) -> Thing:
    """A promotion code by its id, if this customer may use it now."""
    code = store.get("promotion_code", wanted, param)
    at = store.now(customer)
    over = code["expires_at"] and code["expires_at"] <= at
    used_up = code["max_redemptions"] and code["times_redeemed"] >= code["max_redemptions"]
    strange = code["customer"] and (customer is None or code["customer"] != customer["id"])
    paid = customer and store.where("invoice", customer=customer["id"], status="paid")
    late = code["restrictions"]["first_time_transaction"] and paid
    least = code["restrictions"]["minimum_amount"]
    if (
        not code["active"]
        or over
        or used_up
        or strange
        or late
        or (least and total is not None and total < least)
    ):
        raise invalid("This promotion code cannot be redeemed.", param, "promotion_code_invalid")
    usable_coupon(store, code["promotion"]["coupon"], param)
    return code


def by_text(store: Store, code: str) -> Thing | None:
    """The active promotion code a person typed."""
    wanted = code.strip().upper()
    return next((row for row in store.all("promotion_code") if row["code"] == wanted and row["active"]), None)


def redeem(
    store: Store,
    subscription: Thing | None,
    customer: Thing,
    *,
    coupon: str | None = None,
    code: str | None = None,
    session: str | None = None,
) -> Thing:
    """A discount from a coupon or a promotion code; counts the redemption."""
    if code:
        promotion = store.edit("promotion_code", usable_code(store, code, customer, "discounts")["id"])
        promotion["times_redeemed"] += 1
        coupon = promotion["promotion"]["coupon"]
    found = store.edit("coupon", usable_coupon(store, coupon or "", "discounts")["id"])
    found["times_redeemed"] += 1
    used_up = found["max_redemptions"] and found["times_redeemed"] >= found["max_redemptions"]
    found["valid"] = not used_up
    at = store.now(customer)
    made: Thing = {
        "id": new_id("di"),
        "object": "discount",
        "checkout_session": session,
        "customer": customer["id"],
        "end": periods.after(at, "month", found["duration_in_months"], 1)
        if found["duration"] == "repeating"
        else None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": code,
        "source": {"type": "coupon", "coupon": found["id"]},
        "start": at,
        "subscription": subscription["id"] if subscription else None,
        "subscription_item": None,
        "_coupon": {key: found[key] for key in ("percent_off", "amount_off", "currency", "duration")},
    }
    store.add("discount", made)
    store.tell("customer.discount.created", made)
    return made


def read(store: Store, given: Params) -> list[tuple[str, str]]:
    """discounts[n][coupon|promotion_code|discount] as (kind, id)."""
    found = []
    for row in given.rows("discounts"):
        for kind in ("coupon", "promotion_code", "discount"):
            if wanted := row.text(kind):
                store.get(kind, wanted, row.name(kind))
                found.append((kind, wanted))
    return found


def set_on(store: Store, subscription: Thing, customer: Thing, wanted: list[tuple[str, str]]) -> None:
    """Make the subscription's discounts those that are wanted."""
    kept = []
    for kind, given in wanted:
        if kind == "discount":
            kept.append(given)
        else:
            named = {"coupon": given} if kind == "coupon" else {"code": given}
            kept.append(redeem(store, subscription, customer, **named)["id"])
    subscription["discounts"] = kept


def live(store: Store, subscription: Thing, at: int) -> list[Thing]:
    """The discounts that count at this moment."""
    found = [store.get("discount", wanted) for wanted in subscription["discounts"]]
    return [row for row in found if row["end"] is None or at < row["end"]]


def percent_off(found: list[Thing]) -> float:
    """What percentages together take away, one after the other."""
    left = 100.0
    for row in found:
        left *= 1 - (row["_coupon"]["percent_off"] or 0) / 100
    return round(100 - left, 2)


def off(row: Thing, cents: int, currency: str) -> int:
    """What one discount takes from an amount that is not below zero."""
    coupon = row["_coupon"]
    if coupon["percent_off"]:
        return cents - proration.discounted(cents, coupon["percent_off"])
    return min(cents, coupon["amount_off"]) if coupon["currency"] == currency else 0


def remove_from_subscription(call: Call) -> Thing:
    raise not_done_here("removing a discount by DELETE; set `discounts` instead")


def _by_id(kind: str) -> Route:
    return ("GET", f"/v1/{kind}s/{{}}", lambda call: call.store.get(kind, call.ids[0], in_path=True))


ROUTES: list[Route] = [
    ("POST", "/v1/coupons", create_coupon),
    ("GET", "/v1/coupons", lambda call: page(call, call.store.all("coupon"), "/v1/coupons")),
    _by_id("coupon"),
    ("POST", "/v1/coupons/{}", update_coupon),
    ("DELETE", "/v1/coupons/{}", delete_coupon),
    ("POST", "/v1/promotion_codes", create_code),
    ("GET", "/v1/promotion_codes", list_codes),
    _by_id("promotion_code"),
    ("POST", "/v1/promotion_codes/{}", update_code),
    ("DELETE", "/v1/subscriptions/{}/discount", remove_from_subscription),
]
