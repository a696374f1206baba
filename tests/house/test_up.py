"""`make up` from start to end, on a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.local.folders import PROJECT

pytestmark = pytest.mark.alone

READY_S = 120


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


@pytest.fixture
def start(short_path: Path, port: int) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts what `make up` runs, without the demo chain; whatever a failed test leaves is killed."""
    started: list[subprocess.Popen[str]] = []
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUIKE", "DATABASE", "REDIS", "DJANGO", "PYTEST"))
    }
    environment |= {"HUIKE_HOME": str(short_path / "home"), "HUIKE_PORT": str(port), "HUIKE_DEMO": "0"}

    def run() -> "subprocess.Popen[str]":
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "config.local", "up"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(supervisor)
        return supervisor

    yield run
    for supervisor in started:
        supervisor.kill()
        supervisor.wait()
        if supervisor.stdout:
            supervisor.stdout.close()


def _read_until(supervisor: "subprocess.Popen[str]", words: str) -> str:
    """What it printed until these words; it ends by itself when it cannot start."""
    said = ""
    assert supervisor.stdout is not None
    for line in supervisor.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def _family(supervisor: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(supervisor.pid).children(recursive=True)


def _all_gone(processes: list[psutil.Process], timeout_s: float = 20) -> bool:
    _gone, alive = psutil.wait_procs(processes, timeout=timeout_s)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def _answers(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        return bool(answer.status == 200)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_process_and_the_next_start_finds_everything(
    start: Callable[[], "subprocess.Popen[str]"], port: int, number: signal.Signals
) -> None:
    supervisor = start()
    _read_until(supervisor, f"Huike is ready: http://127.0.0.1:{port}")
    assert _answers(port)
    family = _family(supervisor)
    assert len(family) > 5

    # A second start in the same folder says so, and touches nothing.
    second = start()
    said = _read_until(second, "already runs")
    assert f"http://127.0.0.1:{port}" in said
    assert second.wait(READY_S) == 0
    assert _answers(port)

    supervisor.send_signal(number)
    assert supervisor.wait(60) == 0
    assert _all_gone(family)


def test_a_killed_supervisor_leaves_nothing_that_blocks_the_next_start(
    start: Callable[[], "subprocess.Popen[str]"], port: int
) -> None:
    supervisor = start()
    _read_until(supervisor, "Huike is ready")
    family = _family(supervisor)
    supervisor.kill()
    supervisor.wait()

    # At once, while the orphans are still ending.
    again = start()
    _read_until(again, "Huike is ready")
    assert _answers(port)
    assert _all_gone(family)
    again.send_signal(signal.SIGTERM)
    assert again.wait(60) == 0


def test_a_program_that_dies_is_started_again(
    start: Callable[[], "subprocess.Popen[str]"], port: int
) -> None:
    supervisor = start()
    _read_until(supervisor, "Huike is ready")
    scheduler = next(child for child in _family(supervisor) if "beat" in child.cmdline())
    scheduler.kill()
    _read_until(supervisor, "scheduler ended (-9); starting it again")
    deadline = time.monotonic() + 20
    while not any("beat" in child.cmdline() for child in _family(supervisor)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(60) == 0
