"""One HTTP request to a vendor, and an honest word about whether it can have arrived. Never a second try."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from loyalty.messaging.transports.protocol import Unknown

CONNECT_S = 5.0
ANSWER_S = 10.0
ANSWER_MAX = 256 * 1024


class NotSent(Exception):
    """It certainly never arrived: there was no connection."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


def post(url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """The answer. Raises NotSent before anything was sent, and Unknown for whatever goes wrong afterwards."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise NotSent(type(error).__name__) from error
        if connection.sock is not None:
            connection.sock.settimeout(ANSWER_S)
        try:
            connection.request(
                "POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers)
            )
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(ANSWER_MAX))
        except (OSError, http.client.HTTPException) as error:
            raise Unknown(type(error).__name__) from error
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_S, context=context)
    return http.client.HTTPConnection(host, port, timeout=CONNECT_S)
