"""A pooler in transaction mode, as small as one can be: every client's messages go to one and the same backend.

It speaks just enough of PostgreSQL's protocol (version 3) to let a client in by itself and to pass on what the
client says, one transaction's worth at a time. It stands for PgBouncer with pool_mode=transaction, pool_size=1.
"""

import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

READY = b"Z"
ENDS_A_TURN = (b"Q", b"S")  # a simple query; Sync, which ends a pipeline


@contextmanager
def transaction_pooler(folder: Path) -> Iterator[dict[str, object]]:
    """Within: the parameters by which a client connects through the pooler."""
    path = folder / ".s.PGSQL.5432"
    with (
        socket.socket(socket.AF_UNIX) as door,
        psycopg.connect(**connection.get_connection_params(), autocommit=True) as backend,
    ):
        door.bind(str(path))
        door.listen()
        turn = threading.Lock()
        clients: list[socket.socket] = []

        def let_in() -> None:
            while True:
                try:
                    client, _ = door.accept()
                except OSError:
                    return
                clients.append(client)
                threading.Thread(target=_serve, args=(client, backend, turn), daemon=True).start()

        threading.Thread(target=let_in, daemon=True).start()
        try:
            yield {**connection.get_connection_params(), "host": str(folder), "port": "5432"}
        finally:
            door.shutdown(socket.SHUT_RDWR)
            for client in clients:
                client.close()


def _serve(
    client: socket.socket, backend: "psycopg.Connection[tuple[object, ...]]", turn: threading.Lock
) -> None:
    try:
        _greet(client, backend)
        while message := _message(client):
            if message[:1] == b"X":
                return
            with turn:
                _forward(client, message, backend.fileno())
    except OSError:
        return  # the client is gone


def _greet(client: socket.socket, backend: "psycopg.Connection[tuple[object, ...]]") -> None:
    """AuthenticationOk, some parameters, a key of the pooler's own, ReadyForQuery."""
    while True:
        (length,) = struct.unpack("!I", _exactly(client, 4))
        (code,) = struct.unpack("!I", _exactly(client, 4))
        _exactly(client, length - 8)
        if code >> 16 == 3:
            break
        client.sendall(b"N")  # neither TLS nor GSS here
    client.sendall(b"R" + struct.pack("!II", 8, 0))
    for name in (
        "server_version",
        "client_encoding",
        "TimeZone",
        "integer_datetimes",
        "standard_conforming_strings",
    ):
        value = backend.info.parameter_status(name) or ""
        body = name.encode() + b"\0" + value.encode() + b"\0"
        client.sendall(b"S" + struct.pack("!I", 4 + len(body)) + body)
    client.sendall(b"K" + struct.pack("!III", 12, 1, 1) + READY + struct.pack("!I", 5) + b"I")


def _forward(client: socket.socket, message: bytes, backend: int) -> None:
    """Pass on messages until the backend is outside of a transaction again."""
    with socket.socket(fileno=_duplicate(backend)) as server:
        server.setblocking(True)
        while True:
            server.sendall(message)
            if message[:1] in ENDS_A_TURN:
                while True:
                    answer = _message(server)
                    client.sendall(answer)
                    if answer[:1] == READY:
                        break
                if answer[5:6] == b"I":
                    return
            select.select([client], [], [])
            message = _message(client)
            if not message:
                return


def _duplicate(number: int) -> int:
    import os

    return os.dup(number)


def _message(line: socket.socket) -> bytes:
    head = _exactly(line, 5)
    if not head:
        return b""
    (length,) = struct.unpack("!I", head[1:])
    return head + _exactly(line, length - 4)


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = line.recv(count - len(data))
        if not part:
            return b""
        data += part
    return data
