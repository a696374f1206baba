"""How objects are shown: without what is ours alone, expanded where asked, listed in pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from config.local.stripe.forms import Params
from config.local.stripe.store import Store, Thing
from config.local.stripe.trouble import invalid

EXPAND_DEPTH_MAX = 4

# Which table an id stands in, by the field it stands in.
KINDS = {
    "configuration": "billing_portal.configuration",
    "coupon": "coupon",
    "customer": "customer",
    "charge": "charge",
    "default_payment_method": "payment_method",
    "default_price": "price",
    "discount": "discount",
    "discounts": "discount",
    "invoice": "invoice",
    "latest_charge": "charge",
    "latest_invoice": "invoice",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "pending_setup_intent": "setup_intent",
    "price": "price",
    "product": "product",
    "promotion_code": "promotion_code",
    "setup_intent": "setup_intent",
    "subscription": "subscription",
    "test_clock": "test_helpers.test_clock",
}
# (object, field) → the list that is shown only when it is asked for.
INCLUDED: dict[tuple[str, str], Callable[[Store, Thing], Thing]] = {}


@dataclass(frozen=True)
class Call:
    """One request, as its handler sees it."""

    store: Store
    params: Params
    ids: tuple[str, ...]
    request: str
    key: str | None


Handler = Callable[[Call], Thing]
Route = tuple[str, str, Handler]


# Addresses of our own pages are kept without host and port: those may be others after a restart.
HERE = "stand-in:"


def public(value: Any, base: str) -> Any:
    """A copy without what begins with an underscore, our own addresses made whole."""
    if isinstance(value, dict):
        return {key: public(inner, base) for key, inner in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [public(inner, base) for inner in value]
    if isinstance(value, str) and value.startswith(HERE):
        return base + value.removeprefix(HERE)
    return value


def list_of(rows: list[Thing], url: str, *, more: bool = False) -> Thing:
    return {"object": "list", "data": rows, "has_more": more, "url": url}


def page(call: Call, rows: list[Thing], url: str) -> Thing:
    """A page of the rows (given oldest first), newest first."""
    limit = call.params.whole("limit", 10) or 0
    if not 1 <= limit <= 100:
        raise invalid("Limit must be between 1 and 100.", "limit", "parameter_invalid_integer")
    rows = [row for row in reversed(rows) if _created_fits(call.params, row)]
    after, before = call.params.text("starting_after"), call.params.text("ending_before")
    if after and before:
        raise invalid("You may only specify one of starting_after and ending_before.")
    at = [row["id"] for row in rows]
    for name, given in (("starting_after", after), ("ending_before", before)):
        if given and given not in at:
            raise invalid(f"No such object: '{given}'", name, "resource_missing")
    if after:
        rows = rows[at.index(after) + 1 :]
    if before:
        rows = rows[: at.index(before)][-limit:]
        return list_of(rows, url, more=at.index(before) > limit)
    return list_of(rows[:limit], url, more=len(rows) > limit)


def _created_fits(params: Params, row: Thing) -> bool:
    given = params.given.get("created")
    created = int(row.get("created") or row.get("date") or 0)
    if isinstance(given, dict):
        bounds = params.inner("created")
        return (
            created > (bounds.whole("gt", -1) or 0) - (0 if "gt" in bounds else 1)
            and created >= (bounds.whole("gte", 0) or 0)
            and created < (bounds.whole("lt", 1 << 62) or 0)
            and created <= (bounds.whole("lte", 1 << 62) or 0)
        )
    exact = params.whole("created")
    return exact is None or created == exact


def show(store: Store, thing: Thing, expand: list[str]) -> Thing:
    """What is answered: a copy, with what `expand` names in full."""
    shown: Thing = public(thing, store.base)
    for path in sorted(expand):
        steps = path.split(".")
        if len([step for step in steps if step != "data"]) > EXPAND_DEPTH_MAX:
            raise invalid(f"You cannot expand more than {EXPAND_DEPTH_MAX} levels of a property.", "expand")
        if not _expand(store, shown, steps):
            raise invalid(f"This property cannot be expanded ({path}).", "expand")
    return shown


def _expand(store: Store, thing: Any, steps: list[str]) -> bool:
    """Whether every step could be gone (an empty list or a null on the way is no mistake)."""
    if not steps or thing is None:
        return True
    if isinstance(thing, list):
        return all(_expand(store, row, steps) for row in thing)
    if not isinstance(thing, dict):
        return False
    step, *rest = steps
    include = INCLUDED.get((str(thing.get("object")), step))
    if include and not isinstance(thing.get(step), dict):
        thing[step] = public(include(store, thing), store.base)
    if step not in thing:
        return False
    kind = KINDS.get(step)
    if kind and isinstance(thing[step], str):
        thing[step] = _full(store, kind, thing[step])
    elif kind and isinstance(thing[step], list):
        thing[step] = [_full(store, kind, row) if isinstance(row, str) else row for row in thing[step]]
    elif not rest and not include and thing[step] is not None and not isinstance(thing[step], dict):
        return False
    return _expand(store, thing[step], rest)


def _full(store: Store, kind: str, wanted: str) -> Any:
    found = store.find(kind, wanted)
    return wanted if found is None else public(found, store.base)
