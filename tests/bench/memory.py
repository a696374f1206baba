"""What a process of ours holds in memory once it has worked, against the limit we plan machines with.

Of the web server the largest worker after some thousand guest cards; of Celery the worker's child after it has
refreshed figures. Resident sets as Linux tells them, shared pages included.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.celery import app as celery
from tests.bench._server import database_url, web_server
from tests.bench.guest_card import CARD, filled, rate
from tests.bench.registry import Figures, bench

WEB_MB, WORKER_MB = 250.0, 200.0
ROUNDS = 5


def resident_mb(pid: int) -> float:
    """The process's resident set; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def below(pid: int) -> Iterator[int]:
    """All processes that this one started, and those they started."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from below(child)


def called(word: str) -> list[int]:
    """The processes below this one with the word in their command line."""
    return [pid for pid in below(os.getpid()) if word in Path(f"/proc/{pid}/cmdline").read_text()]


@bench(
    "memory_web",
    "resident memory of a web worker that has shown guest cards, against the limit",
    unit="MB",
    aim=1,
    less_is_better=True,
)
def memory_web() -> Figures:
    filled()
    with web_server() as port:
        for run in range(ROUNDS):
            rate(port, CARD, run)
        held = max(map(resident_mb, called("granian")))
    return Figures(ours=held, peer=WEB_MB, runs=1)


@contextmanager
def worker() -> Iterator[None]:
    """The product's worker with one child, on this database and queue."""
    command = [sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--concurrency", "1"]
    running = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--loglevel", "ERROR"],
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=60)


@bench(
    "memory_worker",
    "resident memory of a worker's child that has refreshed figures, against the limit",
    unit="MB",
    aim=1,
    less_is_better=True,
)
def memory_worker() -> Figures:
    from loyalty.figures.tasks import refresh_figures

    filled()
    with worker():
        for _ in range(ROUNDS):
            refresh_figures.delay()
        _wait_until_done(ROUNDS)
        held = max(map(resident_mb, called("celery")))
    return Figures(ours=held, peer=WORKER_MB, runs=1)


def _wait_until_done(tasks: int) -> None:
    """Ask the worker itself how many it has taken; there is no result to wait for."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        told = celery.control.inspect(timeout=2).stats() or {}
        if sum(sum(each["total"].values()) for each in told.values()) >= tasks:
            return
        time.sleep(0.2)
    raise RuntimeError("the worker did not take its tasks within a minute")
