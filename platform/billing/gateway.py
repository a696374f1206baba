"""The only file that speaks to Stripe. What comes back is read into small things of our own, once, here.

Every call that changes something takes an idempotency key: asked again with the same key, Stripe answers the same
and does nothing twice. Two kinds of failure leave this file: Away (ask again later) and SaidNo (do not).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import stripe
from django.conf import settings

from billing import plans
from billing.heard import Away, Inv, Line, PriceSeen, SaidNo, Seen, Session, Sub, Told

CONNECT_S, ANSWER_S = 3.0, 8.0
TRIES_AGAIN = 1  # at once, within one call; after that it is the errand's turn
PAGE = 100


def ready() -> bool:
    return bool(settings.HUIKE_STRIPE_KEY)


def mode() -> str:
    """live, test, stand_in, or none where no key was given."""
    if not ready():
        return "none"
    if settings.HUIKE_STRIPE_API:
        return "stand_in"
    return "live" if "_live_" in settings.HUIKE_STRIPE_KEY else "test"


def client() -> stripe.StripeClient:
    return _client(settings.HUIKE_STRIPE_KEY, settings.HUIKE_STRIPE_API)


@lru_cache(maxsize=8)
def _client(key: str, address: str) -> stripe.StripeClient:
    if not key:
        raise Away("No Stripe key is configured.", 3600.0)
    return stripe.StripeClient(
        key,
        base_addresses={"api": address} if address else {},
        max_network_retries=TRIES_AGAIN,
        http_client=stripe.RequestsClient(timeout=(CONNECT_S, ANSWER_S)),
    )


# Reading


def seen(customer: str) -> Seen:
    """The customer's subscriptions, ended ones too, invoices, and what stands on them."""
    with _judged():
        v1 = client().v1
        person = v1.customers.retrieve(customer, {"expand": ["tax_ids"]})
        invoices = v1.invoices.list({"customer": customer, "limit": PAGE})
        return Seen(
            subscriptions(customer),
            tuple(_invoice(each) for each in invoices.data if each.status != "draft"),
            _details(person),
        )


def subscriptions(customer: str) -> tuple[Sub, ...]:
    """The customer's subscriptions alone, ended ones too."""
    with _judged():
        found = client().v1.subscriptions.list({"customer": customer, "status": "all", "limit": PAGE})
        return tuple(_sub(each) for each in found.data)


def open_sessions(customer: str) -> list[Session]:
    with _judged():
        found = client().v1.checkout.sessions.list({"customer": customer, "status": "open", "limit": PAGE})
        return [_session(each) for each in found.data]


def happened_since(since: datetime) -> Iterator[tuple[Told, bytes]]:
    """Events that Stripe remembers from then on, in no order that counts, and as they would have come."""
    with _judged():
        found = client().v1.events.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
        for event in found.auto_paging_iter():
            whole = event.to_dict()
            yield told(whole), str(event).encode()


def told(event: Mapping[str, Any]) -> Told:
    """What an event is about, whatever else it says."""
    data = event.get("data")
    about = data.get("object") if isinstance(data, Mapping) else None
    if not isinstance(about, Mapping):
        about = {}
    customer = about.get("id") if about.get("object") == "customer" else about.get("customer")
    if isinstance(customer, Mapping):
        customer = customer.get("id")
    return Told(str(event["id"]), str(event.get("type", "")), customer if isinstance(customer, str) else "")


def preview(
    customer: str, *, subscription: str, item: str, price: str, quantity: int
) -> tuple[int, str, tuple[Line, ...]]:
    """What a change would be charged now: cents due, currency, lines."""
    with _judged():
        made = client().v1.invoices.create_preview(
            {
                "customer": customer,
                "subscription": subscription,
                "subscription_details": {
                    "items": [{"id": item, "price": price, "quantity": quantity}],
                    "proration_behavior": "always_invoice",
                },
            }
        )
        return made.amount_due, made.currency.upper(), tuple(_line(each) for each in made.lines.data)


# Writing


def make_customer(
    key: str, *, name: str, details: Mapping[str, Any], metadata: Mapping[str, str], locale: str
) -> str:
    with _judged():
        made = client().v1.customers.create(
            cast(
                Any,
                {"name": name, **_customer(details), "metadata": metadata, "preferred_locales": [locale]},
            ),
            {"idempotency_key": key},
        )
        return made.id


def change_customer(key: str, customer: str, details: Mapping[str, Any]) -> None:
    """Where a detail is not ours, what was typed at the payment page stays."""
    with _judged():
        v1 = client().v1
        given = _customer(details)
        known = {each.value for each in v1.customers.tax_ids.list(customer).data}
        if details.get("tax_id") in known:
            given["invoice_settings"] = {"custom_fields": ""}  # Stripe prints its own already
        v1.customers.update(customer, cast(Any, given), {"idempotency_key": key})


def make_session(
    key: str,
    *,
    customer: str,
    price: str,
    quantity: int,
    trial_end: datetime | None,
    reference: str,
    metadata: Mapping[str, str],
    locale: str,
    paid: str,
    left: str,
) -> Session:
    subscription: dict[str, Any] = {"metadata": metadata}
    if trial_end is not None:
        subscription["trial_end"] = int(trial_end.timestamp())
    with _judged():
        made = client().v1.checkout.sessions.create(
            cast(
                Any,
                {
                    "mode": "subscription",
                    "customer": customer,
                    "customer_update": {"name": "auto", "address": "auto"},
                    "client_reference_id": reference,
                    "line_items": [{"price": price, "quantity": quantity}],
                    "subscription_data": subscription,
                    "metadata": metadata,
                    "locale": locale,
                    "allow_promotion_codes": True,
                    "billing_address_collection": "required",
                    "tax_id_collection": {"enabled": True},
                    "success_url": paid,
                    "cancel_url": left,
                },
            ),
            {"idempotency_key": key},
        )
        return _session(made)


def expire_session(session: str) -> None:
    with _judged():
        client().v1.checkout.sessions.expire(session)


def portal(customer: str, *, back: str, locale: str) -> str:
    """The address of the customer's own page at Stripe, good for a few minutes."""
    with _judged():
        made = client().v1.billing_portal.sessions.create(
            cast(Any, {"customer": customer, "return_url": back, "locale": locale})
        )
        return made.url


def change_item(
    key: str, sub: Sub, *, quantity: int, price: str | None = None, only_if_paid: bool = False
) -> None:
    """So many properties, or another plan, from now on; what is due for the rest of the period is charged now."""
    item: dict[str, Any] = {"id": sub.item, "quantity": quantity}
    if price is not None:
        item["price"] = price
    with _judged():
        client().v1.subscriptions.update(
            sub.id,
            cast(
                Any,
                {
                    "items": [item],
                    "proration_behavior": "always_invoice",
                    "payment_behavior": "error_if_incomplete" if only_if_paid else "allow_incomplete",
                },
            ),
            {"idempotency_key": key},
        )


def cancel(key: str, subscription: str) -> None:
    """End it now; what was paid for the time to come is credited to the customer's balance."""
    with _judged():
        client().v1.subscriptions.cancel(
            subscription, {"prorate": True, "invoice_now": True}, {"idempotency_key": key}
        )


# Prices


def prices(lookup_keys: list[str]) -> list[PriceSeen]:
    with _judged():
        found = client().v1.prices.list(
            cast(Any, {"lookup_keys": lookup_keys, "active": True, "limit": PAGE})
        )
        return [
            PriceSeen(
                each.id,
                each.lookup_key or "",
                each.unit_amount,
                each.currency.upper(),
                each.recurring.interval if each.recurring else "",
            )
            for each in found.data
        ]


def make_price(plan: plans.Plan, interval: str) -> str:
    """Product and price of a plan. A price of that name that costs something else loses the name, not its payers."""
    product, amount = f"huike_{plan.code}", plan.cents(interval)
    with _judged():
        v1 = client().v1
        try:
            v1.products.retrieve(product)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise
            v1.products.create({"id": product, "name": f"回客 Huike {plan.name} {plan.name_en}"})
        return v1.prices.create(
            cast(
                Any,
                {
                    "product": product,
                    "currency": plans.CURRENCY.lower(),
                    "unit_amount": amount,
                    "recurring": {"interval": interval},
                    "lookup_key": plan.lookup_key(interval),
                    "transfer_lookup_key": True,
                    "metadata": {"huike_plan": plan.code, "huike_interval": interval},
                },
            ),
        ).id


# From Stripe's things to ours


def _sub(found: stripe.Subscription) -> Sub:
    # `items` is a method of every mapping; the field is asked for by name.
    item = found["items"].data[0]
    price = item.price
    named = price.metadata.to_dict() if price.metadata else {}
    return Sub(
        id=found.id,
        status=found.status,
        created=_time(found.created),
        item=item.id,
        price=price.id,
        plan=named.get("huike_plan", ""),
        interval=price.recurring.interval if price.recurring else "",
        quantity=item.quantity or 0,
        unit_cents=price.unit_amount,
        trial_ends_at=_time_or_none(found.trial_end),
        period_ends_at=_time_or_none(item.current_period_end),
        cancels_at_end=bool(found.cancel_at_period_end or found.cancel_at),
        ended_at=_time_or_none(found.ended_at),
    )


def _invoice(found: stripe.Invoice) -> Inv:
    lines = found.lines.auto_paging_iter() if found.lines.has_more else iter(found.lines.data)
    finalized = found.status_transitions.finalized_at if found.status_transitions else None
    return Inv(
        id=found.id or "",
        number=found.number or "",
        state=found.status or "",
        currency=found.currency.upper(),
        total_cents=found.total,
        due_cents=found.amount_remaining if found.status in ("open", "uncollectible") else 0,
        issued_at=_time(finalized or found.created),
        lines=tuple(_line(each) for each in lines),
        page=found.hosted_invoice_url or "",
        pdf=found.invoice_pdf or "",
    )


def _line(found: stripe.InvoiceLineItem) -> Line:
    of = found.parent
    details = of and (of.subscription_item_details or of.invoice_item_details)
    return Line(
        says=found.description or "",
        amount_cents=found.amount,
        quantity=found.quantity,
        proration=bool(details and details.proration),
        begins=_time_or_none(found.period.start if found.period else None),
        ends=_time_or_none(found.period.end if found.period else None),
    )


def _session(found: Any) -> Session:
    return Session(found.id, found.url or "", found.metadata.to_dict() if found.metadata else {})


def _customer(details: Mapping[str, Any]) -> dict[str, Any]:
    """A customer's fields. The tax number is printed on invoices as it stands: Stripe knows no form for ours."""
    address = details.get("address") or {}
    tax_id = details.get("tax_id") or ""
    given: dict[str, Any] = {
        "invoice_settings": {"custom_fields": [{"name": "税号 Tax no.", "value": tax_id}] if tax_id else ""},
    }
    given |= {field: details[field] for field in ("name", "email") if details.get(field)}
    if any(address.values()):
        given["address"] = {
            "line1": address.get("line1", ""),
            "city": address.get("city", ""),
            "state": address.get("province", ""),
            "postal_code": address.get("postal_code", ""),
            "country": address.get("country") or "CN",
        }
    return given


def _details(person: stripe.Customer) -> dict[str, Any]:
    """A customer's fields in the shape of Account.details."""
    if getattr(person, "deleted", False):
        return {}
    at = person.address
    ids = person.tax_ids.data if person.tax_ids else []
    return {
        "name": person.name or "",
        "tax_id": (ids[0].value or "") if ids else "",
        "email": person.email or "",
        "address": {
            "line1": (at and at.line1) or "",
            "city": (at and at.city) or "",
            "province": (at and at.state) or "",
            "postal_code": (at and at.postal_code) or "",
            "country": (at and at.country) or "",
        },
    }


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _time_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else _time(seconds)


@contextmanager
def _judged() -> Iterator[None]:
    """What the SDK raises, as one of the two that callers know."""
    try:
        yield
    except stripe.RateLimitError as error:
        raise Away(_said(error), _retry_after(error)) from error
    except stripe.APIConnectionError as error:
        raise Away(_said(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 500
        if status == 409:  # the same call is under way
            raise Away(_said(error)) from error
        if status == 429:
            raise Away(_said(error), _retry_after(error)) from error
        if status >= 500:
            raise Away(_said(error), answered=True) from error
        raise SaidNo(error.code or "", _said(error), getattr(error, "param", None) or "") from error


def _said(error: stripe.StripeError) -> str:
    return (error.user_message or type(error).__name__)[:300]


def _retry_after(error: stripe.StripeError) -> float:
    named = {name.lower(): value for name, value in (error.headers or {}).items()}.get("retry-after", "")
    return min(float(named), 3600.0) if named.isdigit() else 0.0
