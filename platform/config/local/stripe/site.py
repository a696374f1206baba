"""What is not the API: the pages for people, and the knobs for tests."""

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from config.local.stripe import clock, portal
from config.local.stripe.pages import checkout as checkout_page
from config.local.stripe.pages import invoice as invoice_page
from config.local.stripe.pages import layout
from config.local.stripe.pages import portal as portal_page
from config.local.stripe.pages.words import WORDS
from config.local.stripe.store import Store, Thing
from config.local.stripe.trouble import Refusal

if TYPE_CHECKING:
    from config.local.stripe.server import StandIn

# No scripts, nothing from elsewhere. (No form-action: browsers would stop the way back to the product.)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@dataclass
class Page:
    status: int
    body: bytes
    kind: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)


def _html(text: str, status: int = 200) -> Page:
    return Page(
        status, text.encode(), headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    )


def _to(url: str) -> Page:
    return Page(303, b"", headers={"Location": url})


def page(store: Store, method: str, path: str, raw: str, accept: str) -> Page:
    """A page, or what a button of a page does."""
    speak = layout.Speaker(layout.language(accept, None))
    steps = [step for step in path.split("/") if step]
    with store.lock:
        if not steps:
            body = f"<h1>{speak('index')}</h1><section><p>{speak('index_more')}</p></section>{layout.test_cards(speak)}"
            return _html(layout.whole_page(speak, speak("index"), body))
        if (
            len(steps) == 3
            and steps[:2] == ["c", "pay"]
            and (found := store.find("checkout.session", steps[2]))
        ):
            return _checkout(store, found, method, raw, accept)
        if (
            len(steps) == 3
            and steps[:2] == ["p", "session"]
            and (found := store.find(portal.SESSION, steps[2]))
        ):
            return _portal(store, found, method, raw, accept)
        if len(steps) in (2, 3) and steps[0] == "i" and (found := store.find("invoice", steps[1])):
            if steps[2:] == ["pdf"]:
                name = f'inline; filename="{found["number"] or "draft"}.pdf"'
                return Page(
                    200, invoice_page.pdf(store, found), "application/pdf", {"Content-Disposition": name}
                )
            if len(steps) == 2:
                return _html(invoice_page.show(store, found, speak))
    return _html(layout.whole_page(speak, "404", f"<section><p>{speak('no_page')}</p></section>"), 404)


def _form(raw: str) -> dict[str, str]:
    return {key: value.replace("\x00", "")[:1000] for key, value in parse_qsl(raw, max_num_fields=100)}


def _wrong(refusal: Refusal, speak: layout.Speaker) -> str:
    """What is said on the page: our own words by Stripe's code, else Stripe's."""
    key = f"wrong_{refusal.error.get('code')}"
    return WORDS[key][0 if speak.lang == "zh" else 1] if key in WORDS else str(refusal)


def _checkout(store: Store, session: Thing, method: str, raw: str, accept: str) -> Page:
    speak = layout.Speaker(layout.language(accept, session["locale"]))
    if method != "POST":
        return _html(checkout_page.show(store, session, speak, {}))
    form = _form(raw)
    try:
        with store.unit():
            target = checkout_page.act(store, store.edit("checkout.session", session["id"]), form)
    except Refusal as refusal:
        session = store.get("checkout.session", session["id"])
        typed = {key: value for key, value in form.items() if key != "cvc"}
        return _html(checkout_page.show(store, session, speak, typed, _wrong(refusal, speak)), refusal.status)
    return _to(target or f"/c/pay/{session['id']}")


def _portal(store: Store, session: Thing, method: str, raw: str, accept: str) -> Page:
    speak = layout.Speaker(layout.language(accept, session["locale"]))
    if method != "POST":
        return _html(portal_page.show(store, session, speak))
    if session["created"] + portal.LIFE_S < store.wall():
        return _html(portal_page.show(store, session, speak), 403)
    try:
        with store.unit():
            portal_page.act(store, session, _form(raw))
    except Refusal as refusal:
        return _html(portal_page.show(store, session, speak, wrong=_wrong(refusal, speak)), refusal.status)
    return _html(portal_page.show(store, session, speak, saved=True))


# --- knobs


def knob(stand_in: "StandIn", method: str, path: str, raw: str, kind: str) -> tuple[int, Any]:
    """POST /_knobs, /_clock, /_deliver; GET /_state, /_requests, /_deliveries, /_knobs, /_clock."""
    try:
        if method == "POST":
            # A page of another site can post forms here, but not JSON.
            if not kind.startswith("application/json"):
                raise Refusal(415, "invalid_request_error", "Knobs are turned with application/json.")
            given = json.loads(raw or "{}")
            if not isinstance(given, dict):
                raise ValueError("an object is wanted")
            return 200, _turn(stand_in, path, given)
        if method == "GET":
            return 200, _look(stand_in, path)
        raise Refusal(405, "invalid_request_error", "GET or POST.")
    except Refusal as refusal:
        return refusal.status, refusal.body
    except (ValueError, TypeError) as error:
        return 400, {"error": {"type": "invalid_request_error", "message": f"This cannot be read: {error}"}}


def _turn(stand_in: "StandIn", path: str, given: dict[str, Any]) -> Any:
    if path == "/_knobs":
        stand_in.knobs.turn(given, stand_in.store.dunning)
        return stand_in.knobs.shown()
    if path == "/_clock":
        return {"now": move(stand_in, **given)}
    if path == "/_deliver":
        return stand_in.deliverer.flush(wait_s=float(given.get("wait_s", 0)))
    raise Refusal(404, "invalid_request_error", f"There is no knob {path}.")


def move(stand_in: "StandIn", *, advance_s: int | None = None, to: int | None = None) -> int:
    with stand_in.store.lock:
        moved = clock.move(stand_in.store, advance_s=advance_s, to=to)
    stand_in.deliverer.wake()
    return moved


def _look(stand_in: "StandIn", path: str) -> Any:
    with stand_in.store.lock:
        if path == "/_state":
            return digest(stand_in.store)
        if path == "/_requests":
            return list(stand_in.requests)
        if path == "/_deliveries":
            return {"attempts": list(stand_in.deliverer.attempts), "waiting": stand_in.store.all("_delivery")}
        if path == "/_knobs":
            return stand_in.knobs.shown()
        if path == "/_clock":
            return {"now": stand_in.store.wall(), "real": int(time.time())}
    raise Refusal(404, "invalid_request_error", f"There is nothing at {path}.")


def digest(store: Store) -> Thing:
    """How many of each, and one hash over all of it (but for events and what is ours alone)."""
    kinds = {
        kind: table
        for kind, table in store.tables.items()
        if table and not kind.startswith("_") and kind != "event"
    }
    said = json.dumps(kinds, sort_keys=True, ensure_ascii=False)
    return {
        "counts": {kind: len(table) for kind, table in sorted(store.tables.items()) if table},
        "sha256": hashlib.sha256(said.encode()).hexdigest(),
        "now": store.wall(),
    }
