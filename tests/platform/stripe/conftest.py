"""A stand-in for each test, the real SDK speaking to it, and every answer held against the SDK's classes."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe
from stripe import StripeClient
from stripe._http_client import HTTPClient, new_default_http_client

from config.local.stripe import Running, running
from tests.platform.stripe import contract


class Checking(HTTPClient):
    """The SDK's own client, which keeps every answer for the contract."""

    name = "checking"

    def __init__(self) -> None:
        super().__init__()
        self.inner = new_default_http_client()
        self.answers: list[tuple[str, int, dict[str, Any]]] = []

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **more: Any) -> Any:  # type: ignore[override]
        body, status, said = self.inner.request(method, url, headers, post_data)
        self.answers.append((f"{method} {url.split('?')[0]}", status, json.loads(body)))
        return body, status, said

    def close(self) -> None:
        self.inner.close()


class Shop:
    """A stand-in with a product and its prices, and the SDK's client."""

    def __init__(self, stand_in: Running) -> None:
        self.stand_in = stand_in
        self.http = Checking()
        self.client = StripeClient(
            stand_in.key, base_addresses={"api": stand_in.url}, http_client=self.http, max_network_retries=0
        )
        self.v1 = self.client.v1
        product = self.v1.products.create({"name": "连锁 Chain"})
        self.month = self._price(product.id, 399_00, "month")
        self.year = self._price(product.id, 3990_00, "year")
        self.starter = self._price(self.v1.products.create({"name": "起步 Starter"}).id, 199_00, "month")

    def _price(self, product: str, cents: int, interval: Any) -> str:
        return self.v1.prices.create(
            {"product": product, "currency": "cny", "unit_amount": cents, "recurring": {"interval": interval}}
        ).id

    def customer(self, card: str | None = "pm_card_visa", **more: Any) -> str:
        made = self.v1.customers.create({"email": "owner@example.com", "name": "张三酒店", **more})
        if card:
            method = self.v1.payment_methods.attach(card, {"customer": made.id})
            self.v1.customers.update(made.id, {"invoice_settings": {"default_payment_method": method.id}})
        return made.id

    def subscribe(self, customer: str, quantity: int = 1, **more: Any) -> stripe.Subscription:
        return self.v1.subscriptions.create(
            {"customer": customer, "items": [{"price": self.month, "quantity": quantity}], **more}
        )

    def checkout(self, **more: Any) -> stripe.checkout.Session:
        return self.v1.checkout.sessions.create(
            {
                "mode": "subscription",
                "line_items": [{"price": self.month, "quantity": 2}],
                "success_url": "http://127.0.0.1:9/paid?id={CHECKOUT_SESSION_ID}",
                "cancel_url": "http://127.0.0.1:9/back",
                **more,
            }
        )

    def status(self, subscription: str) -> str:
        return self.v1.subscriptions.retrieve(subscription).status

    def item(self, subscription: str) -> str:
        return item_of(self.v1.subscriptions.retrieve(subscription)).id


def item_of(subscription: stripe.Subscription) -> stripe.SubscriptionItem:
    return subscription["items"].data[0]


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Every answer of every test is also a test of the contract."""
    with running() as stand_in:
        made = Shop(stand_in)
        yield made
        made.v1.events.list({"limit": 100})
        said = {
            line for what, status, body in made.http.answers if status == 200 for line in _said(what, body)
        }
        made.http.close()
    assert not said, "\n".join(sorted(said)[:20])


def _said(what: str, body: dict[str, Any]) -> list[str]:
    found = contract.troubles(body, what)
    for event in body.get("data", []) if isinstance(body.get("data"), list) else []:
        if event.get("object") == "event":
            found += contract.troubles(event["data"]["object"], f"event {event['type']} ")
    return found


class Receiver:
    """An address that takes webhooks, checks their signature with the SDK, and keeps them."""

    def __init__(self, *secrets: str) -> None:
        self.secrets = secrets
        self.events: list[stripe.Event] = []
        self.refusing = 0
        self.refused = 0
        self.arrived = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(outer.take(body, self.headers["Stripe-Signature"]))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *said: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def take(self, body: bytes, signature: str) -> int:
        with self.arrived:
            if self.refusing:
                self.refusing -= 1
                self.refused += 1
                return 503
            for secret in self.secrets:
                self.events.append(stripe.Webhook.construct_event(body, signature, secret))
            self.arrived.notify_all()
            return 200

    def wait_for(self, count: int) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.events) >= count, timeout=20), self.events

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver("whsec_new")
    yield made
    made.close()
