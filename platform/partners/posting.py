"""One POST to somebody else's server, which may be slow, hostile, or not what its name says.

Small and our own, because common clients resolve the host again after it was judged, follow redirects, and bound
each read but not the whole: here the connection goes to the judged address, a redirect is an answer like any other,
and everything together ends at one deadline. (Only the system's resolver cannot be interrupted: it has its own.)
"""

import http.client
import io
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from partners import addresses

DEADLINE_S = 15.0
CONNECT_S = 5.0
ANSWER_BYTES_MAX = 64 * 1024
SHOWN_MAX = 2000
# At 443, or where an application listens: never another protocol's port.
PORTS_LEAST = 1024


class BadUrl(ValueError):
    """Not an address that events can be sent to; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@lru_cache(maxsize=1)
def checked_tls() -> ssl.SSLContext:
    """Certificates are checked against the host's name, although the connection goes to a number."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a deployment allows: the open internet over TLS, unless it is somebody's own machine."""

    plain: bool = False  # http as well
    loopback: bool = False  # this machine, at any port
    deadline_s: float = DEADLINE_S
    resolver: addresses.Resolver = addresses.resolve
    tls: Callable[[], ssl.SSLContext] = checked_tls


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status, or the error that there was none."""

    status: int | None
    error: str
    text: str
    retry_after: str
    duration_ms: int

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Socket(Protocol):
    def settimeout(self, value: float, /) -> None: ...
    def recv_into(self, buffer: memoryview, /) -> int: ...
    def sendall(self, data: bytes, /) -> None: ...


def parts(url: str, rules: Rules) -> SplitResult:
    """The URL taken apart, or BadUrl: by how it is written alone, nothing is resolved."""
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError as error:
        raise BadUrl("bad_url") from error
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url or not host:
        raise BadUrl("bad_url")
    if found.scheme != "https" and not (rules.plain and found.scheme == "http"):
        raise BadUrl("not_https")
    if found.username is not None or found.password is not None or found.fragment:
        raise BadUrl("bad_url")
    number = port if port is not None else _port(found)
    if number < PORTS_LEAST and number != _port(found):
        raise BadUrl("bad_port")
    if (host == "localhost" or _is_number(host)) and not _may_be(host, rules):
        raise BadUrl("not_public")
    return found


def post(url: str, headers: Mapping[str, str], body: bytes, rules: Rules) -> Answer:
    """Send it; never raises for what the other side does or is. A redirect is not followed."""
    begun = monotonic()
    status: int | None = None
    error, retry_after = "", ""
    text = bytearray()
    try:
        found = parts(url, rules)
        with closing(_connected(found, rules, begun + rules.deadline_s)) as connected:
            timed = Timed(connected, begun + rules.deadline_s)
            timed.sendall(_request(found, headers, body))
            response = http.client.HTTPResponse(timed, method="POST")  # type: ignore[arg-type]  # all it needs
            with closing(response):
                response.begin()
                status, retry_after = response.status, response.headers.get("Retry-After", "")
                _read(response, text)
    except Exception as problem:  # noqa: BLE001  (whatever the other side sends must not stop the sender)
        error = _said(problem)
    duration = round((monotonic() - begun) * 1000)
    shown = bytes(text[: SHOWN_MAX * 4]).decode("utf-8", "replace").replace("\x00", "")[:SHOWN_MAX]
    # Once there is a status, it counts, however the rest of the answer ended.
    return Answer(status, "" if status is not None else error, shown, retry_after[:60], duration)


class Timed:
    """A socket of which every step ends at one deadline, as http.client reads from one."""

    def __init__(self, connected: Socket, deadline: float) -> None:
        self.connected = connected
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self.connected.settimeout(remaining(self.deadline))
        self.connected.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self), 16 * 1024)


class _Reader(io.RawIOBase):
    def __init__(self, timed: Timed) -> None:
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        self.timed.connected.settimeout(remaining(self.timed.deadline))
        return self.timed.connected.recv_into(buffer)


def remaining(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


def _connected(found: SplitResult, rules: Rules, deadline: float) -> socket.socket:
    host, port = str(found.hostname), found.port or _port(found)
    places = addresses.judged(host, port, rules.resolver, loopback=rules.loopback)
    connected = _first(places, port, deadline)
    if found.scheme != "https":
        return connected
    try:
        connected.settimeout(remaining(deadline))
        return rules.tls().wrap_socket(connected, server_hostname=host)
    except BaseException:
        connected.close()
        raise


def _first(places: list[str], port: int, deadline: float) -> socket.socket:
    """Connect to the first of them that answers. They are numbers: nothing is resolved again."""
    problem: OSError = TimeoutError("no answer in time")
    for place in places[:4]:
        try:
            return socket.create_connection((place, port), timeout=min(CONNECT_S, remaining(deadline)))
        except OSError as error:
            problem = error
    raise problem


def _request(found: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    path = (found.path or "/") + (f"?{found.query}" if found.query else "")
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {found.netloc}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body


def _read(response: http.client.HTTPResponse, text: bytearray) -> None:
    while len(text) < ANSWER_BYTES_MAX:
        part = response.read1(ANSWER_BYTES_MAX - len(text))
        if not part:
            return
        text += part


def _said(problem: Exception) -> str:
    """The error in words that tell its owner what to mend and an attacker nothing."""
    if isinstance(problem, addresses.Refused | BadUrl):
        return "refused: not an address of the open internet"
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, socket.gaierror | UnicodeError):
        return "the host's name does not resolve"
    if isinstance(problem, ssl.SSLError):
        return f"TLS: {getattr(problem, 'verify_message', '') or problem.reason or 'failed'}"[:200]
    if isinstance(problem, OSError):
        return f"connection: {problem.strerror or type(problem).__name__}"[:200]
    return f"not an HTTP answer: {type(problem).__name__}"[:200]


def _port(found: SplitResult) -> int:
    return 443 if found.scheme == "https" else 80


def _is_number(host: str) -> bool:
    """Whether the host is an address itself, in any spelling that a resolver takes: 127.1, 0x7f000001, ::1."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.lower().startswith("0x")


def _may_be(host: str, rules: Rules) -> bool:
    if host == "localhost":
        return rules.loopback
    return addresses.is_open(host, loopback=rules.loopback)
