"""The stand-in as a server: API, pages and knobs behind one port of this machine alone."""

import json
import re
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.local import serving
from config.local.stripe import clock, events, site
from config.local.stripe.api import Api
from config.local.stripe.delivering import Deliverer
from config.local.stripe.idempotency import Keys
from config.local.stripe.knobs import Knobs
from config.local.stripe.store import Store, Thing

BODY_MAX = 1 << 20
TICK_S = 1.0
HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
KEY = "sk_test_local_stand_in"


class StandIn:
    """One running stand-in: its store, its threads, its address."""

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | None = None,
        key: str = KEY,
        webhook: str | None = None,
        secrets: list[str] | None = None,
    ) -> None:
        self.key = key
        self.store = Store(state)
        self.knobs = Knobs()
        self.stopping = threading.Event()
        self.requests: deque[Thing] = deque(maxlen=5000)
        self.deliverer = Deliverer(self.store, self.knobs)
        self.api = Api(self.store, self.knobs, Keys(self.store), key, self.stopping)
        events.attach(self.store, self.knobs, self.api.asked)
        if webhook and not secrets:
            raise ValueError("An address for webhooks needs a secret to sign them with.")
        events.listen(self.store, webhook, secrets or [])
        self._server = Server(("127.0.0.1", port), Handler)
        self._server.stand_in = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.store.base = self.url
        self._threads = [
            threading.Thread(
                target=self._server.serve_forever, args=(0.05,), name="stripe-serve", daemon=True
            ),
            threading.Thread(target=self._tick, name="stripe-tick", daemon=True),
        ]

    def start(self) -> None:
        self.deliverer.start()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop answering, then posting; everything is written down already."""
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self.deliverer.close()
        for thread in self._threads:
            thread.join()
        self.store.close()

    def _tick(self) -> None:
        """Time goes by: what is due happens."""
        ticks = 0
        while not self.stopping.wait(TICK_S):
            with self.store.lock:
                clock.run_until(self.store, self.store.wall())
                if ticks % 3600 == 0:
                    events.prune(self.store)
            ticks += 1
            self.deliverer.wake()


class Server(serving.Server):
    daemon_threads = False
    block_on_close = True
    stand_in: StandIn


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes: else each answer waits 40 ms for an ACK
    server_version = "stripe-stand-in"
    server: Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, *said: Any) -> None:
        """Requests are kept for /_requests, not printed."""

    def _handle(self) -> None:
        stand_in = self.server.stand_in
        raw = self._body()
        if raw is None:
            return
        if not HOST.fullmatch(self.headers.get("Host", "")):
            self.answer(403, b"This server is for this machine alone.", "text/plain")
            return
        parts = urlsplit(self.path)
        path = parts.path
        if path.startswith("/v1/") or path.startswith("/v2/"):
            self._api(stand_in, path, parts.query, raw)
        elif path.startswith("/_"):
            self._knob(stand_in, path, raw)
        else:
            self._page(stand_in, path, raw)
        stand_in.deliverer.wake()

    def _body(self) -> str | None:
        given = self.headers.get("Content-Length") or "0"
        if not given.isdigit() or int(given) > BODY_MAX or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.answer(413, b"", "text/plain")
            return None
        return self.rfile.read(int(given)).decode(errors="replace")

    def _api(self, stand_in: StandIn, path: str, query: str, raw: str) -> None:
        key = self.headers.get("Idempotency-Key") if self.command == "POST" else None
        began = time.monotonic()
        answer = stand_in.api.answer(
            self.command,
            path,
            raw if self.command == "POST" else query or raw,
            key,
            self.headers.get("Authorization", ""),
        )
        stand_in.requests.append(
            {
                "method": self.command,
                "path": path,
                "params": raw if self.command == "POST" else query,
                "key": key,
                "status": answer.status if answer else None,
                "replayed": bool(answer and answer.replayed),
                "fault": answer.fault if answer else "cut",
                "took_ms": round((time.monotonic() - began) * 1000, 1),
            }
        )
        if answer is None or answer.cut:
            self.close_connection = True
            return
        self.answer(answer.status, answer.body.encode(), "application/json", answer.headers)

    def _knob(self, stand_in: StandIn, path: str, raw: str) -> None:
        status, said = site.knob(stand_in, self.command, path, raw, self.headers.get("Content-Type", ""))
        self.answer(status, json.dumps(said, ensure_ascii=False).encode(), "application/json")

    def _page(self, stand_in: StandIn, path: str, raw: str) -> None:
        found = site.page(stand_in.store, self.command, path, raw, self.headers.get("Accept-Language", ""))
        self.answer(found.status, found.body, found.kind, found.headers)

    def answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind if kind.startswith("application") else f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
