"""The product's own web server on the benchmark's database, and clients that keep it busy."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from config.local.up import WEB_OPTIONS


def database_url() -> str:
    """The address of the database that this process uses."""
    settings = connection.settings_dict
    user, name = quote(settings["USER"] or ""), quote(settings["NAME"])
    return (
        f"postgresql://{user}:{quote(settings['PASSWORD'] or '')}@/{name}?host={quote(str(settings['HOST']))}"
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(application: str = "config.wsgi:application") -> Iterator[int]:
    """Granian with the options of `make up`; yields its port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(
        [*command, *WEB_OPTIONS, application],
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "HUIKE_ENV": "development",
            "HUIKE_LOG_LEVEL": "ERROR",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the web server ended with {server.returncode}")
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            client.request("GET", "/readyz")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            client.close()
        time.sleep(0.1)
    raise RuntimeError("the web server did not get ready")


def busy(port: int, requests: Sequence[Sequence[tuple[str, str, bytes]]], headers: dict[str, str]) -> float:
    """Send each list of (method, path, body) over a connection of its own, all at once; returns seconds taken.

    Any answer but a 2xx is an error: a refusal is not speed.
    """

    def client(mine: Sequence[tuple[str, str, bytes]]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for method, path, body in mine:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read()
            if not 200 <= answer.status < 300:
                raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")

    with ThreadPoolExecutor(len(requests)) as pool:
        began = time.perf_counter()
        list(pool.map(client, requests))
        return time.perf_counter() - began


def median_of(measure: Callable[[int], float], runs: int) -> float:
    """The median of `runs` measurements; each is told its number."""
    figures = sorted(measure(run) for run in range(runs))
    return figures[len(figures) // 2]
