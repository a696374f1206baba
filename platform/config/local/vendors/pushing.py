"""Receipts and replies on their way to the product's hook: gathered, posted, tried again as the vendors do."""

import heapq
import http.client
import json
import sys
import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from config.local.vendors.knobs import Knobs
from config.local.vendors.store import Thing

TIMEOUT_S = 10
TOGETHER = 50  # receipts in one array


class Pusher:
    """One thread that posts what is due, the earliest first."""

    def __init__(self, knobs: Knobs, push: Callable[[str, bytes], int] | None = None) -> None:
        self._knobs, self._push = knobs, push or post
        self._due: list[tuple[float, int, str, Thing, bool, int]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._under_way = 0
        self._stopping = False
        self.attempts: list[Thing] = []
        self._thread = threading.Thread(target=self._run, name="vendors-push", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(TIMEOUT_S + 1)

    def put(
        self, url: str, thing: Thing, *, listed: bool = True, delay_s: float = 0.0, tries: int = 0
    ) -> None:
        """Have this posted, `listed` in an array with others for the same address."""
        if not url:
            return
        with self._changed:
            heapq.heappush(self._due, (time.time() + delay_s, next(self._order), url, thing, listed, tries))
            self._changed.notify_all()

    def now(self, url: str, thing: Thing) -> None:
        """Post it at once, in the caller's thread."""
        if url:
            self._try(url, [thing], listed=True, tries=0)

    def flush(self, wait_s: float) -> None:
        """Everything that waits is due now; returns when each was tried."""
        deadline = time.monotonic() + wait_s
        with self._changed:
            self._due = [(0.0, *row[1:]) for row in self._due]
            heapq.heapify(self._due)
            self._changed.notify_all()
            while (self._under_way or any(due <= time.time() for due, *_ in self._due)) and (
                left := deadline - time.monotonic()
            ) > 0:
                self._changed.wait(min(left, 0.05))

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._stopping and not (self._due and self._due[0][0] <= time.time()):
                    self._changed.wait(max(0.01, self._due[0][0] - time.time()) if self._due else None)
                if self._stopping:
                    return
                url, things, listed, tries = self._taken()
                self._under_way += 1
            try:
                self._try(url, things, listed=listed, tries=tries)
            finally:
                with self._changed:
                    self._under_way -= 1
                    self._changed.notify_all()

    def _taken(self) -> tuple[str, list[Thing], bool, int]:
        """What goes in the next body."""
        _, _, url, thing, listed, tries = heapq.heappop(self._due)
        things, others = [thing], []
        while listed and self._due and self._due[0][0] <= time.time() and len(things) < TOGETHER:
            row = heapq.heappop(self._due)
            if row[2] == url and row[4] and row[5] == tries:
                things.append(row[3])
            else:
                others.append(row)
        for row in others:
            heapq.heappush(self._due, row)
        return url, things, listed, tries

    def _try(self, url: str, things: list[Thing], *, listed: bool, tries: int) -> None:
        body = json.dumps(things if listed else things[0], ensure_ascii=False).encode()
        try:
            status = self._push(url, body)
        except Exception as error:  # noqa: BLE001 (whoever listens may break in any way: this thread goes on)
            print(f"A receipt was not taken: {error!r}", file=sys.stderr, flush=True)
            status = 0
        self.attempts.append({"url": url, "things": len(things), "status": status, "tries": tries})
        del self.attempts[:-5000]
        if status != 200 and tries < len(self._knobs.retry_s):
            for thing in things:
                self.put(url, thing, listed=listed, delay_s=self._knobs.retry_s[tries], tries=tries + 1)


def post(url: str, body: bytes) -> int:
    """The status; redirects are not followed."""
    parts = urlsplit(url)
    kind: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_S)
    try:
        connection.request(
            "POST", parts.path or "/", body, {"Content-Type": "application/json;charset=UTF-8"}
        )
        answer = connection.getresponse()
        answer.read(1000)
        status: int = answer.status
        return status
    finally:
        connection.close()
