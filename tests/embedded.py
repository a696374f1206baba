"""Throwaway PostgreSQL and Redis for one run of the tests (loaded by `-p tests.embedded`).

DATABASE_URL or REDIS_URL given: that one is used, and nothing is started in its place. The servers are
children of the first pytest process; xdist's workers inherit the addresses, and both servers die with it.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from config.local import children, folders, postgres, redis

PREFIX = "huike-tests-"
_running: list[children.Child] = []
_folder: list[Path] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start what is not given, before Django reads its settings."""
    asked = early_config.known_args_namespace
    if not (asked.help or asked.version):
        start()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    stop()


def start(*, throwaway: bool = True) -> None:
    """Start the servers that the environment does not name, and name them there.

    `throwaway` ones do not wait for the disk; benchmarks measure without it.
    """
    os.environ.setdefault("HUIKE_ENV", "development")
    os.environ.setdefault("HUIKE_SECRET_KEY", "only-for-tests-" + "0" * 40)
    # A whole run comes from one address; tests/api/test_throttling.py takes it away.
    os.environ.setdefault("HUIKE_LIMIT_FACTOR", "100000")
    wanted = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        share_out(int(worker.removeprefix("gw")))
        return
    if not wanted and "HUIKE_HOME" in os.environ:
        return
    _remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)
    _folder.append(folder)
    os.environ.setdefault("HUIKE_HOME", str(folder / "home"))
    try:
        if "DATABASE_URL" in wanted:
            sockets = folders.socket_folder(folder, "p")
            changes = postgres.THROWAWAY if throwaway else {}
            child = postgres.start(folder / "postgres", sockets, folder / "postgres.log", changes)
            _running.append(child)
            os.environ["DATABASE_URL"] = postgres.url(sockets)
        if "REDIS_URL" in wanted:
            sockets = folders.socket_folder(folder, "r")
            _running.append(redis.start(folder / "redis", sockets, folder / "redis.log", throwaway=throwaway))
            os.environ["REDIS_URL"] = redis.url(sockets)
    except BaseException:
        stop()
        raise


def share_out(worker: int) -> None:
    """Give one of several parallel workers a Redis database and a home folder of its own.

    (pytest-django gives each a PostgreSQL database.)
    """
    address = os.environ["REDIS_URL"]
    if address.endswith("?db=0"):
        os.environ["REDIS_URL"] = address.removesuffix("0") + str(worker + 1)
    os.environ["HUIKE_HOME"] = str(Path(os.environ["HUIKE_HOME"]) / f"gw{worker}")


def stop() -> None:
    """Stop what start() started; nothing is left, neither process nor folder."""
    while _running:
        children.stop(_running.pop())
    while _folder:
        shutil.rmtree(_folder.pop(), ignore_errors=True)


def _remove_leftovers() -> None:
    """Remove the folders of runs that were killed (their servers died with them)."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)) and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)
