"""Starts localstripe on 127.0.0.1 alone (it would listen on all interfaces) and with nothing of a former run.

Run by the Python of localstripe's own environment; its code is neither copied nor imported into ours.
"""

import socket
import sys
import types

from localstripe import server  # type: ignore[import-not-found]


class Loopback(socket.socket):
    def __init__(self, family: int, kind: int) -> None:
        super().__init__(socket.AF_INET, kind)

    def bind(self, address: tuple[str, int]) -> None:  # type: ignore[override]
        super().bind(("127.0.0.1", address[1]))


kept = {name: getattr(socket, name) for name in ("AF_INET6", "SOCK_STREAM", "SOL_SOCKET", "SO_REUSEADDR")}
server.socket = types.SimpleNamespace(socket=Loopback, **kept)
sys.argv = ["localstripe", "--port", sys.argv[1], "--from-scratch"]
server.start()
