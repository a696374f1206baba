"""Posts the events to the endpoints: signed, one after the other, and again until they are taken."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from config.local.stripe.knobs import Knobs
from config.local.stripe.store import Store, Thing

TIMEOUT_S = 15
# 1 s, 2 s, 4 s … up to ten minutes; Stripe itself takes hours (test mode) or three days (live).
RETRY_FIRST_S = 1.0
RETRY_MOST_S = 600.0
TRIES_MAX = 20


def signature(body: bytes, secrets: list[str], at: int) -> str:
    """`t=…,v1=…` with one v1 for each secret (two while a secret is being replaced)."""
    signed = f"{at}.".encode() + body
    made = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={one}" for one in made)])


class Deliverer:
    """One thread that decides and a few that post; `close()` waits for what is under way."""

    def __init__(self, store: Store, knobs: Knobs) -> None:
        self.store, self.knobs = store, knobs
        self._wake = threading.Event()
        self._stopping = False
        self._under_way: set[str] = set()
        self._pool = ThreadPoolExecutor(16, thread_name_prefix="stripe-post")
        self._thread = threading.Thread(target=self._run, name="stripe-deliver", daemon=True)
        self.attempts: list[Thing] = []

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def close(self) -> None:
        self._stopping = True
        self._wake.set()
        self._thread.join()
        self._pool.shutdown(wait=True)

    def flush(self, *, wait_s: float = 0) -> Thing:
        """Release what is held, shuffled; then wait until everything was posted once (or the time is over)."""
        with self.store.unit():
            self._release()
            for row in self.store.all("_delivery"):
                self.store.edit("_delivery", row["id"])["due_at"] = min(row["due_at"], time.time())
        began = len(self.attempts)
        self.wake()
        deadline = time.monotonic() + wait_s
        while time.monotonic() < deadline and self._busy():
            time.sleep(0.01)
        made = self.attempts[began:]
        return {
            "attempts": len(made),
            "delivered": sum(1 for row in made if row["delivered"]),
            "failed": sum(1 for row in made if not row["delivered"]),
            "waiting": len(self.store.all("_delivery")),
        }

    def _busy(self) -> bool:
        with self.store.lock:
            due = any(not row["held"] and row["due_at"] <= time.time() for row in self.store.all("_delivery"))
            return due or bool(self._under_way)

    def _release(self) -> None:
        held = [row for row in self.store.all("_delivery") if row["held"]]
        self.knobs.dice.shuffle(held)
        for index, row in enumerate(held):
            # Apart by a hair, so that the shuffled order is the order of posting.
            self.store.edit("_delivery", row["id"]).update(held=False, due_at=time.time() + index * 1e-6)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(self._pause_s())
            self._wake.clear()
            if not self._stopping:
                self._post_due()

    def _pause_s(self) -> float:
        """Until the next one is due; at most a quarter of a second."""
        with self.store.lock:
            due = [
                row["due_at"]
                for row in self.store.all("_delivery")
                if not row["held"] and row["id"] not in self._under_way
            ]
        return min(0.25, max(0.001, min(due) - time.time())) if due else 0.25

    def _post_due(self) -> None:
        with self.store.lock:
            held = sum(1 for row in self.store.all("_delivery") if row["held"])
            if held and held >= self.knobs.shuffle_window:
                with self.store.unit():
                    self._release()
            due = [
                row
                for row in self.store.all("_delivery")
                if not row["held"] and row["due_at"] <= time.time() and row["id"] not in self._under_way
            ]
            due.sort(key=lambda row: row["due_at"])
            for row in due[: max(0, self.knobs.concurrency - len(self._under_way))]:
                self._under_way.add(row["id"])
                self._pool.submit(self._post, row["id"])

    def _post(self, wanted: str) -> None:
        try:
            with self.store.lock:
                row = self.store.find("_delivery", wanted)
                event = self.store.find("event", row["event"]) if row else None
                endpoint = self.store.find("webhook_endpoint", row["endpoint"]) if row else None
                if row is None or event is None or endpoint is None:
                    self._drop(wanted)
                    return
                body = json.dumps(event, indent=2, ensure_ascii=False).encode()
                url, secrets = endpoint["url"], list(endpoint["_secrets"])
            status, said = post(url, body, signature(body, secrets, int(time.time())))
            self._record(wanted, event, status, said)
        finally:
            self._under_way.discard(wanted)
            self._wake.set()

    def _drop(self, wanted: str) -> None:
        with self.store.unit():
            self.store.drop("_delivery", wanted)

    def _record(self, wanted: str, event: Thing, status: int | None, said: str) -> None:
        delivered = status is not None and 200 <= status < 300
        with self.store.unit():
            if self.store.find("_delivery", wanted) is None:
                return
            row = self.store.edit("_delivery", wanted)
            tries = row["tries"] + 1
            self.attempts.append(
                {
                    "event": event["id"],
                    "type": event["type"],
                    "status": status,
                    "said": said,
                    "delivered": delivered,
                }
            )
            del self.attempts[:-5000]
            if delivered or not self.knobs.retry or tries >= TRIES_MAX:
                self.store.drop("_delivery", wanted)
                if delivered and self.store.find("event", event["id"]):
                    pending = self.store.edit("event", event["id"])
                    pending["pending_webhooks"] = max(0, pending["pending_webhooks"] - 1)
            else:
                pause_s = min(RETRY_MOST_S, RETRY_FIRST_S * 2 ** (tries - 1))
                row.update(tries=tries, status=status, due_at=time.time() + pause_s)


def post(url: str, body: bytes, signed: str) -> tuple[int | None, str]:
    """(status, a word on it); redirects are not followed."""
    parts = urlsplit(url)
    kind: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_S)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signed,
        "User-Agent": "Stripe/1.0 (local stand-in)",
        "Accept": "*/*; q=0.5, application/xml",
    }
    try:
        connection.request(
            "POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers
        )
        answer = connection.getresponse()
        return answer.status, answer.read(300).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return None, f"{type(error).__name__}: {error}"
    finally:
        connection.close()
