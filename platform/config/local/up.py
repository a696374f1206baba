"""`make up`: start everything, in order; keep it running; stop it, in order, leaving nothing."""

import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.local import children, console, postgres, redis, stand_ins
from config.local.folders import PROJECT, Home, home_from_environment, make_folders, socket_folder
from config.local.trouble import CannotStart, tail

Starter = Callable[[], children.Child]

SPACE_NEEDED_MIB = 300
RESTARTS_MAX = 5
RESTART_WINDOW_S = 60
LOG_BYTES_MAX = 20 * 1024 * 1024

# docs/decisions/0001-web-server.md says why; the Dockerfile says the same.
WEB_OPTIONS = ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]


class Stopped(BaseException):
    """The supervisor was asked to end (Ctrl-C, SIGTERM, the terminal closed)."""


def up() -> int:
    """Start everything and stay until asked to stop."""
    home = home_from_environment()
    port = _port()
    make_folders(home)
    _refuse_full_disk(home)
    with _asked_to_stop(), _alone(home) as lock:
        if lock is None:
            print(f"Huike already runs from {home.path}: {_running_address(home)}", flush=True)
            return 0
        killed = children.end_leftovers(_record(home))
        # The kernel closes a killed server's port a moment after its death.
        _refuse_taken_port(port, patience_s=5 if killed else 0)
        console.build()
        running: dict[str, children.Child] = {}
        try:
            _start_everything(home, port, running)
            _watch(home, port, running)
        except Stopped:
            print("\nStopping", flush=True)
        finally:
            _ignore_further_signals()
            _stop_everything(home, running)
            print("Stopped; nothing is left running.", flush=True)
    return 0


def _start_everything(home: Home, port: int, running: dict[str, children.Child]) -> None:
    starters = _servers(home)
    for name, starter in starters.items():
        print(f"Starting {name}", flush=True)
        running[name] = starter()
        children.remember(_record(home), list(running.values()))
    _write_environment(home, _environment(home, port))
    logins = _prepare(home, port)
    for name, starter in _programs(home, port).items():
        running[name] = starter()
        children.remember(_record(home), list(running.values()))
    _wait_until_ready(port, running)
    _greet(home, port, logins)


def _servers(home: Home) -> dict[str, Starter]:
    """PostgreSQL and Redis, unless the environment names others."""
    starters: dict[str, Starter] = {}
    if not os.environ.get("DATABASE_URL"):
        sockets = socket_folder(home.run, "postgres")
        starters["postgres"] = lambda: postgres.start(home.postgres, sockets, _log(home, "postgres"))
    if not os.environ.get("REDIS_URL"):
        queue = socket_folder(home.run, "redis")
        starters["redis"] = lambda: redis.start(home.redis, queue, _log(home, "redis"))
    return starters


def _programs(home: Home, port: int) -> dict[str, Starter]:
    """Web, worker, scheduler, what delivers events, and stand-ins for Stripe and the vendors of messages."""
    celery = [sys.executable, "-m", "celery", "--app", "config.celery"]
    schedule = str(home.run / "schedule")
    commands = {
        **stand_ins.commands(home, port),
        "web": [
            *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"],
            *["--port", str(port), *WEB_OPTIONS, "config.wsgi:application"],
        ],
        "worker": [
            *[*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"],
            *["--without-gossip", "--without-mingle", "--without-heartbeat"],
        ],
        "scheduler": [*celery, "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile="],
        "deliverer": [sys.executable, "-c", "from config.command import main; main()", "deliver"],
    }
    # An orphaned worker drops what it does at once: tasks are acknowledged late and come again.
    orphan_signals = {"worker": signal.SIGQUIT}

    def starter(name: str) -> Starter:
        return lambda: children.start(
            children.Program(
                name=name,
                command=commands[name],
                log=_log(home, name),
                environment=_environment(home, port),
                folder=PROJECT,
                orphan_signal=orphan_signals.get(name, signal.SIGTERM),
            )
        )

    return {name: starter(name) for name in commands}


def _environment(home: Home, port: int) -> Mapping[str, str]:
    """What the programs are told; anything the caller's environment says goes before."""
    values = {
        "HUIKE_ENV": "development",
        "HUIKE_HOME": str(home.path),
        "HUIKE_PORT": str(port),
        "DATABASE_URL": postgres.url(socket_folder(home.run, "postgres")),
        "REDIS_URL": redis.url(socket_folder(home.run, "redis")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
        # Whoever tries webhooks here has his receiver here.
        "HUIKE_WEBHOOKS_TO_LOOPBACK": "1",
    }
    values |= stand_ins.environment(home, port)
    given = {name: os.environ[name] for name in values if os.environ.get(name)}
    told = {**values, **given}
    if told["HUIKE_ENV"] == "development" and not os.environ.get("HUIKE_SECRET_KEY"):
        told["HUIKE_SECRET_KEY"] = stand_ins.secret(home, "secret_key")
    return told


def _write_environment(home: Home, told: Mapping[str, str]) -> None:
    """For `huike …` in another shell (config.env.adopt_local); what the caller gave stays with the caller."""
    ours = {name: value for name, value in told.items() if not os.environ.get(name) or name == "HUIKE_PORT"}
    home.environment.touch(mode=0o600)
    home.environment.write_text(json.dumps(ours))


def _prepare(home: Home, port: int) -> str:
    """Migrate, load the demo chain, and return the logins to print."""
    print("Preparing the database", flush=True)
    log = _log(home, "prepare")
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "config.local.preparing"],
            env={**os.environ, **_environment(home, port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
            preexec_fn=children.before_exec(),
        ) as running,
    ):
        try:
            assert running.stdout is not None
            logins = running.stdout.read()
            running.wait()
        finally:
            children.kill_group(running.pid)
    if running.returncode:
        raise CannotStart(f"The database could not be prepared. The end of {log}:\n{tail(log, 25)}")
    return logins


def _wait_until_ready(port: int, running: Mapping[str, children.Child], *, timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    reason = "no answer"
    while time.monotonic() < deadline:
        for child in running.values():
            if not child.running:
                log = child.program.log
                raise CannotStart(f"{child.program.name} ended at once. The end of {log}:\n{tail(log)}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            reason = f"{error.code}: {error.read(500).decode(errors='replace')}"
        except OSError:
            pass
        time.sleep(0.1)
    log = running["web"].program.log
    raise CannotStart(
        f"Huike is not ready after {timeout_s:.0f} s ({reason}). The end of {log}:\n{tail(log)}"
    )


def _greet(home: Home, port: int, logins: str) -> None:
    print(f"\nHuike is ready: http://127.0.0.1:{port}\n", flush=True)
    if page := stand_ins.page_of_guests(home, port):
        print(f"What guests would receive, and where to answer as one: {page}\n", flush=True)
    if logins.strip():
        print(logins.rstrip() + "\n", flush=True)
    print("Ctrl-C stops everything.", flush=True)


def _watch(home: Home, port: int, running: dict[str, children.Child]) -> None:
    """Start again what ends by itself; give up when it ends again and again."""
    starters = {**_servers(home), **_programs(home, port)}
    ended: list[float] = []
    while True:
        time.sleep(0.5)
        for name, child in list(running.items()):
            if child.running:
                continue
            now = time.monotonic()
            ended = [*(at for at in ended if now - at < RESTART_WINDOW_S), now]
            if len(ended) > RESTARTS_MAX:
                log = child.program.log
                raise CannotStart(f"{name} ends again and again. The end of {log}:\n{tail(log)}")
            print(f"{name} ended ({child.process.returncode}); starting it again", flush=True)
            children.kill_group(child.process.pid)
            running[name] = starters[name]()
            children.remember(_record(home), list(running.values()))


def _stop_everything(home: Home, running: Mapping[str, children.Child]) -> None:
    """Programs first and together, then Redis, then PostgreSQL: nobody is left without a server."""
    servers = ("redis", "postgres")
    children.stop(*(child for name, child in running.items() if name not in servers), timeout_s=10)
    for name in servers:
        if name in running:
            children.stop(running[name], timeout_s=60)
    _record(home).unlink(missing_ok=True)


@contextmanager
def _alone(home: Home) -> Iterator[int | None]:
    """Hold the home's lock, or None when another supervisor does. The kernel frees a killed one's."""
    handle = os.open(home.run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)


@contextmanager
def _asked_to_stop() -> Iterator[None]:
    """Turn the signals that ask for an end into Stopped."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    if os.environ.get("HUIKE_STOP_WITH_PARENT"):
        # A killed make takes the supervisor along; everything else hangs on the supervisor.
        children.before_exec(orphan_signal=signal.SIGTERM, parent=os.getppid())()
    try:
        yield
    except Stopped:
        print("\nStopped.", flush=True)


def _ignore_further_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _port() -> int:
    given = os.environ.get("HUIKE_PORT") or "8000"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise CannotStart(f"HUIKE_PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def _refuse_taken_port(port: int, *, patience_s: float = 0) -> None:
    deadline = time.monotonic() + patience_s
    while (taken := stand_ins.cannot_listen(port)) and time.monotonic() < deadline:
        time.sleep(0.05)
    if taken == errno.EACCES:
        raise CannotStart(f"Port {port} needs root: choose one above 1023 with HUIKE_PORT.")
    if taken:
        raise CannotStart(
            f"Port {port} is taken by another program: stop that, or choose another, "
            f"for example HUIKE_PORT={port + 1} make up."
        )


def _refuse_full_disk(home: Home) -> None:
    free_mib = shutil.disk_usage(home.path).free // 1024**2
    if free_mib < SPACE_NEEDED_MIB:
        raise CannotStart(
            f"The disk with {home.path} is full: {free_mib} MB are free, and {SPACE_NEEDED_MIB} MB are needed."
        )


def _running_address(home: Home) -> str:
    try:
        told = json.loads(home.environment.read_text())
    except (OSError, ValueError):
        return "it is just starting"
    return f"http://127.0.0.1:{told['HUIKE_PORT']}"


def _record(home: Home) -> Path:
    return home.run / "children.json"


def _log(home: Home, name: str) -> Path:
    """The program's log; a large one makes room for a new one, and one old one is kept."""
    path = home.logs / f"{name}.log"
    if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
        path.replace(path.with_suffix(".log.1"))
    return path
