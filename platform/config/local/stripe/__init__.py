"""A faithful local stand-in for Stripe: its API, its pages and its webhooks, on this machine alone.

    python -m config.local.stripe --port 8001        a process of its own (`make up` starts it so)

    with running(webhook=url, secrets=["whsec_…"]) as stripe:     in a test
        StripeClient(stripe.key, base_addresses={"api": stripe.url})

Standard library only; it knows nothing of the product. docs/stripe.md says what it does and what it does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from config.local.stripe import site
from config.local.stripe.server import KEY, StandIn
from config.local.stripe.store import Thing


class Running:
    """A stand-in that runs in this process, with its knobs as functions."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self.url = stand_in.url
        self.key = stand_in.key

    def knobs(self, **given: Any) -> Thing:
        """As POST /_knobs."""
        self._stand_in.knobs.turn(given, self._stand_in.store.dunning)
        return self._stand_in.knobs.shown()

    def clock(self, *, advance_s: int | None = None, to: int | None = None) -> int:
        """Move the stand-in's own clock; what is due meanwhile happens. Returns its time."""
        return site.move(self._stand_in, advance_s=advance_s, to=to)

    def now(self) -> int:
        return self._stand_in.store.wall()

    def deliver(self, *, wait_s: float = 10) -> Thing:
        """Release held webhooks and wait until each was posted once."""
        return self._stand_in.deliverer.flush(wait_s=wait_s)

    def state(self) -> Thing:
        with self._stand_in.store.lock:
            return site.digest(self._stand_in.store)

    def requests(self) -> list[Thing]:
        return list(self._stand_in.requests)

    def keys_under_way(self) -> set[str]:
        """The idempotency keys whose first request is not answered yet."""
        return self._stand_in.api.keys.under_way()

    def press(self, url: str, language: str = "zh-CN", **form: str) -> tuple[int, str, str | None]:
        """Press a button of a page, without a browser: (status, page, where it leads)."""
        path = urlsplit(url).path
        found = site.page(self._stand_in.store, "POST", path, urlencode(form), language)
        self._stand_in.deliverer.wake()
        return found.status, found.body.decode(), found.headers.get("Location")

    def pay(self, url: str, *, number: str = "4242424242424242", **more: str) -> str:
        """Finish a checkout as a person would; returns the address it leads back to."""
        form = {
            "action": "pay",
            "number": number,
            "expiry": "12 / 34",
            "cvc": "123",
            "email": "owner@example.com",
            "name": "Test",
            "line1": "1 Road",
            "country": "CN",
            **more,
        }
        status, body, target = self.press(url, **form)
        if status != 303 or target is None:
            raise AssertionError(
                f"The checkout was not finished ({status}): {body[body.find('<main>') :][:400]}"
            )
        return target

    def listen(self, url: str | None, *secrets: str) -> None:
        """Post webhooks there from now on (None: nowhere)."""
        from config.local.stripe import events

        events.listen(self._stand_in.store, url, list(secrets))

    def close(self) -> None:
        self._stand_in.close()


@contextmanager
def running(
    *,
    port: int = 0,
    state: Path | None = None,
    key: str = KEY,
    webhook: str | None = None,
    secrets: list[str] | None = None,
) -> Iterator[Running]:
    """A stand-in for the length of a `with`, on a free port unless one is named."""
    stand_in = StandIn(port=port, state=state, key=key, webhook=webhook, secrets=secrets)
    stand_in.start()
    try:
        yield Running(stand_in)
    finally:
        stand_in.close()
