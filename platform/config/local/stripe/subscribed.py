"""The items of a subscription: what is subscribed to, how many, and for which period."""

import copy
from dataclasses import dataclass

from config.local.stripe import catalogue, invoice_lines, proration
from config.local.stripe.store import Store, Thing, new_id
from config.local.stripe.trouble import invalid

# Statuses of what is over for good.
ENDED = ("canceled", "incomplete_expired")


@dataclass
class Wanted:
    """One item as it shall be: `item` names one that is there."""

    price: Thing | None = None
    quantity: int | None = None
    item: str | None = None
    deleted: bool = False
    metadata: dict[str, str] | None = None


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


def full_lines(
    store: Store, subscription: Thing, start: int, end: int, *, trial: bool = False
) -> list[Thing]:
    """A line for each item over a whole period; nothing to pay while on trial."""
    rows = []
    for row in subscription["items"]["data"]:
        price, quantity = row["price"], row["quantity"]
        name = catalogue.name_of(store, price)
        rows.append(
            invoice_lines.line(
                f"Trial period for {name}" if trial else invoice_lines.describe(store, price, quantity),
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


def parts(store: Store, subscription: Thing) -> list[proration.Part]:
    return [
        proration.Part(row["id"], row["price"]["id"], row["price"]["unit_amount"], row["quantity"])
        for row in subscription["items"]["data"]
    ]


def set_items(store: Store, subscription: Thing, wanted: list[Wanted], now: int) -> None:
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
