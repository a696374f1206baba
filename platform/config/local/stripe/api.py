"""The API: who asks, which fault meets the request, which handler answers, and what is remembered of it."""

import base64
import hmac
import json
import re
import threading
from dataclasses import dataclass, field

from config.local.stripe import (
    answering,
    cards,
    catalogue,
    checkout,
    clock,
    customers,
    discounts,
    events,
    invoice_calls,
    portal,
    subscription_calls,
)
from config.local.stripe.answering import Call, Handler, Route
from config.local.stripe.forms import Params, decode
from config.local.stripe.idempotency import Keys, Stored
from config.local.stripe.knobs import Fault, Knobs
from config.local.stripe.store import Store, new_id
from config.local.stripe.trouble import Refusal

ROUTES: list[Route] = [
    *customers.ROUTES,
    *cards.ROUTES,
    *catalogue.ROUTES,
    *discounts.ROUTES,
    *subscription_calls.ROUTES,
    *invoice_calls.ROUTES,
    *checkout.ROUTES,
    *portal.ROUTES,
    *clock.ROUTES,
    *events.ROUTES,
]
# A word in an address is never taken for an id (`/v1/invoices/create_preview`).
MATCHED = [
    (method, re.compile(path.replace("{}", r"([A-Za-z0-9_\-%]+)") + "/?"), handler)
    for method, path, handler in sorted(ROUTES, key=lambda route: route[1].count("{}"))
]


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    replayed: bool = False
    fault: str | None = None
    cut: bool = False  # the work may be done, but nobody hears of it


class Api:
    def __init__(
        self, store: Store, knobs: Knobs, keys: Keys, secret: str, stopping: threading.Event
    ) -> None:
        self.store, self.knobs, self.keys, self.secret = store, knobs, keys, secret
        self.stopping = stopping
        self.asked = events.Asked()

    def answer(self, method: str, path: str, raw: str, key: str | None, authorization: str) -> Answer:
        """One request from door to door. Faults come where Stripe's own would."""
        request = new_id("req", 14)
        if self.knobs.down:
            return Answer(0, "", fault="down", cut=True)
        fault = self.knobs.fault(method, path)
        try:
            self._refuse_strangers(authorization)
            if fault and fault.kind in ("429", "503", "timeout_before"):
                return self._turned_away(fault, request)
            found = self._under_key(method, path, raw, key, request, fault)
        except Refusal as refusal:
            found = Answer(refusal.status, _json(refusal.body))
        found.headers["Request-Id"] = request
        found.headers["Stripe-Version"] = events.API_VERSION
        if key:
            found.headers["Idempotency-Key"] = key
            found.headers["Original-Request"] = request
        found.fault = fault.kind if fault else None
        if fault and fault.kind == "timeout_after_commit":
            self.stopping.wait(fault.hold_s)
            found.cut = True
        return found

    def _refuse_strangers(self, authorization: str) -> None:
        kind, _, given = authorization.partition(" ")
        if kind.lower() == "basic":
            try:
                given = base64.b64decode(given, validate=True).decode().partition(":")[0]
            except ValueError:
                given = ""
        if not given:
            raise Refusal(
                401,
                "invalid_request_error",
                "You did not provide an API key. You need to provide your API key in the Authorization header, "
                "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            )
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            shown = f"{given[:8]}{'*' * 8}{given[-4:]}" if len(given) > 16 else "*" * 8
            raise Refusal(401, "invalid_request_error", f"Invalid API Key provided: {shown}")

    def _turned_away(self, fault: Fault, request: str) -> Answer:
        """Before anything began: nothing is done, nothing remembered."""
        if fault.kind == "timeout_before":
            self.stopping.wait(fault.hold_s)
            return Answer(0, "", fault=fault.kind, cut=True)
        headers = {"Request-Id": request}
        if fault.retry_after_s is not None:
            headers["Retry-After"] = str(fault.retry_after_s)
        if fault.kind == "429":
            message = "Request rate limit exceeded. Learn more: https://stripe.com/docs/rate-limits"
            refusal = Refusal(429, "invalid_request_error", message, code="rate_limit")
        else:
            refusal = Refusal(503, "api_error", "The service is unavailable. Please try again.")
        return Answer(refusal.status, _json(refusal.body), headers, fault=fault.kind)

    def _under_key(
        self, method: str, path: str, raw: str, key: str | None, request: str, fault: Fault | None
    ) -> Answer:
        if key is None:
            return self._work(method, path, raw, None, request, fault)
        stored = self.keys.begin(key, method, path, raw)
        if stored:
            headers = {"Idempotent-Replayed": "true"}
            if stored.status >= 500:
                headers["Stripe-Should-Retry"] = "false"
            return Answer(stored.status, stored.body, headers, replayed=True)
        try:
            return self._work(method, path, raw, key, request, fault)
        finally:
            self.keys.end(key)

    def _work(
        self, method: str, path: str, raw: str, key: str | None, request: str, fault: Fault | None
    ) -> Answer:
        """Do it, in one unit of the store together with the memory of its answer."""
        handler, ids = _handler(method, path)
        if fault and fault.kind in ("slow", "500"):
            self.stopping.wait(fault.hold_s)
        failed = fault is not None and fault.kind in ("500", "500_after_commit")
        try:
            with self.store.unit():
                if fault is None or fault.kind != "500":
                    body = self._do(handler, ids, raw, key, request)
                answer = _broken() if failed else Answer(200, body)
                if key:
                    self.keys.keep(key, method, path, raw, Stored(answer.status, answer.body))
                return answer
        except Refusal as refusal:
            answer = Answer(refusal.status, _json(refusal.body))
            if key and refusal.kind == "card_error":
                self.keys.keep(key, method, path, raw, Stored(answer.status, answer.body))
            return answer

    def _do(self, handler: Handler, ids: tuple[str, ...], raw: str, key: str | None, request: str) -> str:
        self.asked.request, self.asked.key = request, key
        try:
            params = Params(decode(raw))
            expand = params.texts("expand")
            found = handler(Call(self.store, params, ids, request, key))
            params.done()
            return _json(answering.show(self.store, found, expand))
        finally:
            self.asked.request, self.asked.key = None, None


def _handler(method: str, path: str) -> tuple[Handler, tuple[str, ...]]:
    for known, pattern, handler in MATCHED:
        if known == method and (match := pattern.fullmatch(path)):
            return handler, match.groups()
    raise Refusal(
        404,
        "invalid_request_error",
        f"Unrecognized request URL ({method}: {path}). The local stand-in for Stripe may not have it.",
    )


def _broken() -> Answer:
    refusal = Refusal(500, "api_error", "An unknown error occurred (a fault was asked for).")
    return Answer(500, _json(refusal.body), {"Stripe-Should-Retry": "false"})


def _json(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False)
