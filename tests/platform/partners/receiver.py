"""Somebody else's server, well-behaved or not: it keeps what it was sent, and answers as the path says."""

import queue
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """The payload, as the reference library reads it; it raises when the signature is not right."""
        return Webhook(secret).verify(self.body, self.headers)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


def answer(status: int, *headers: str, body: bytes = b"thanks") -> bytes:
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass
class Receiver:
    url: str = ""
    got: "queue.Queue[Got]" = field(default_factory=queue.Queue)
    connects: int = 0
    # By path: what is answered; a callable is given the connection's `send` and the event that ends the test.
    answers: dict[str, bytes | Callable[[Any, threading.Event], None]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Got:
        """The next one that comes; fails the test when none does for half a minute."""
        return self.got.get(timeout=30)

    def all(self) -> list[Got]:
        """What has come by now."""
        found = []
        while not self.got.empty():
            found.append(self.got.get())
        return found


def hang(connection: Any, over: threading.Event) -> None:
    """Say nothing until the test is over."""
    over.wait(30)


def dribble(connection: Any, over: threading.Event) -> None:
    """A header a little at a time, never its end (slow loris)."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-More: ")
    while not over.wait(0.02):
        connection.sendall(b"a")


def dribble_body(connection: Any, over: threading.Event) -> None:
    """Well begun, never ended."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not over.wait(0.02):
        connection.sendall(b"a")


def flood(connection: Any, over: threading.Event) -> None:
    """50 MB."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
    for _ in range(800):
        connection.sendall(b"a" * 65536)


@contextmanager
def receiving(**answers: bytes | Callable[[Any, threading.Event], None]) -> Iterator[Receiver]:
    """One that listens on this machine while the test runs."""
    kept = Receiver(answers={f"/{path}": what for path, what in answers.items()})

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            kept.connects += 1
            try:
                request = self.rfile.readline().decode().split(" ")
                headers = {}
                while line := self.rfile.readline().decode().strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                body = self.rfile.read(int(headers.get("content-length", "0")))
                if len(request) < 2:
                    return
                kept.got.put(Got(request[1], headers, body))
                what = kept.answers.get(request[1], answer(200))
                if callable(what):
                    what(self.connection, kept.over)
                else:
                    self.connection.sendall(what)
            except OSError:
                return  # the sender has left: what most of these tests are about

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 100
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        kept.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield kept
        finally:
            kept.over.set()
            server.shutdown()
            thread.join()
