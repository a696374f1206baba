"""How each kind of errand is done. Each looks at what is there first, so that it can be done again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from billing import checkout, gateway, letters, prices, reading
from billing.heard import Away, SaidNo, Sub
from billing.models import Account, Errand

LEAST = 1  # a subscription to nothing is no subscription: who wants to pay nothing cancels


def quantity(errand: Errand) -> dict[str, Any]:
    """So many properties are paid for. Only the newest number counts."""
    if Errand.objects.filter(chain_id=errand.chain_id, kind="quantity", pk__gt=errand.pk).exists():
        return {"superseded": True}
    sub = living(errand.chain_id)
    if sub is None:
        return {"nothing": "no subscription"}
    number = max(errand.wanted["quantity"], LEAST)
    if sub.quantity != number:
        gateway.change_item(f"huike-{errand.key}-{sub.id}-{number}", sub, quantity=number)
        _read_after(errand.chain_id)
    return {"quantity": number, "was": sub.quantity}


def plan(errand: Errand) -> dict[str, Any]:
    """Another plan, or interval, for the properties there are. Not when the card is declined."""
    sub = living(errand.chain_id)
    if sub is None:
        return {"nothing": "no subscription"}
    price = prices.of(errand.wanted["plan"], errand.wanted["interval"])
    if sub.price != price:
        key = f"huike-{errand.key}-{price}-{sub.quantity}"
        gateway.change_item(key, sub, quantity=sub.quantity, price=price, only_if_paid=True)
        _read_after(errand.chain_id)
    return {"price": price, "was": sub.price}


def cancel(errand: Errand) -> dict[str, Any]:
    """End this subscription now."""
    account = Account.objects.get(pk=errand.chain_id)
    named = errand.wanted["subscription"]
    there = gateway.subscriptions(account.customer) if account.customer else ()
    sub = next((sub for sub in there if sub.id == named), None)
    if sub is None or not sub.lives:
        return {"nothing": "it is over"}
    try:
        gateway.cancel(f"huike-{errand.key}", named)
    except SaidNo as no:
        if not no.missing:  # an answer was lost, and it is over
            raise
    _read_after(errand.chain_id)
    return {"cancelled": named}


def details(errand: Errand) -> dict[str, Any]:
    """The customer at Stripe has the account's details, as they are now."""
    account = Account.objects.get(pk=errand.chain_id)
    if not account.customer:
        return {"nothing": "no customer"}
    newest = Errand.objects.filter(chain_id=errand.chain_id, kind="details").order_by("-id")[0].pk
    gateway.change_customer(f"huike-{errand.key}-{newest}", account.customer, account.details)
    return {"customer": account.customer}


def letter(errand: Errand) -> dict[str, Any]:
    """Tell the chain's owners by mail."""
    return {"sent_to": letters.send(errand.chain_id, errand.wanted)}


ACTS: dict[str, Callable[[Errand], dict[str, Any]]] = {
    "checkout": checkout.make,
    "quantity": quantity,
    "plan": plan,
    "cancel": cancel,
    "details": details,
    "letter": letter,
}


def living(chain_id: int) -> Sub | None:
    """The chain's subscription as Stripe has it now, when it lives."""
    account = Account.objects.filter(pk=chain_id).first()
    if account is None or not account.customer:
        return None
    since: datetime = account.since
    sub = reading.chosen(account.subscription, since, gateway.subscriptions(account.customer))
    return sub if sub is not None and sub.lives else None


def _read_after(chain_id: int) -> None:
    """The change is made; should Stripe be away just now, its event or the reconcile brings the rest."""
    try:
        reading.read(chain_id)
    except (Away, SaidNo):
        reading.log.info("Chain %s is read again later", chain_id)
