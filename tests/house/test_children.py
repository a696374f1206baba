"""Processes that die with their parent, and leftovers that do not stand in the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from config.local import children

# A supervisor that starts one child, tells its number, and is killed without a chance to clean up.
SUPERVISOR = """
import os, signal, subprocess, sys
from config.local import children
child = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, start_new_session=True, preexec_fn={tied})
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def _until(reached: Callable[[], bool], timeout_s: float = 10) -> bool:
    deadline = time.monotonic() + timeout_s
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _child_of_a_killed_supervisor(tied: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", SUPERVISOR.format(tied=tied)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=30,
    )
    return int(done.stdout)


def test_a_child_dies_with_a_killed_supervisor() -> None:
    pid = _child_of_a_killed_supervisor("children.before_exec()")
    assert _until(lambda: _gone(pid))


def test_without_the_tie_the_child_would_live_on() -> None:
    pid = _child_of_a_killed_supervisor("None")
    try:
        assert not _gone(pid)
    finally:
        os.kill(pid, signal.SIGKILL)


def _program(tmp_path: Path, *command: str) -> children.Program:
    return children.Program(name="program", command=command, log=tmp_path / "program.log")


def test_stopping_a_child_stops_what_it_started(tmp_path: Path) -> None:
    # The shell dies of SIGTERM without ending the sleep it started.
    child = children.start(_program(tmp_path, "/bin/sh", "-c", "sleep 600 & echo $!; wait"))
    assert _until(lambda: child.program.log.read_text().strip() != "")
    grandchild = int(child.program.log.read_text())
    children.stop(child)
    assert not child.running
    assert _until(lambda: _gone(grandchild))


def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    child = children.start(_program(tmp_path, "/bin/sh", "-c", "trap '' TERM; echo ready; sleep 600"))
    assert _until(lambda: "ready" in child.program.log.read_text())
    children.stop(child, timeout_s=0.1)
    assert child.process.returncode == -signal.SIGKILL


def test_the_next_start_ends_what_a_killed_one_left(tmp_path: Path) -> None:
    child = children.start(_program(tmp_path, "sleep", "600"))
    children.remember(tmp_path / "children.json", [child])
    assert children.end_leftovers(tmp_path / "children.json") == 1
    assert not child.running
    assert not (tmp_path / "children.json").exists()


def test_a_stranger_who_got_a_leftovers_number_is_let_alone(tmp_path: Path) -> None:
    child = children.start(_program(tmp_path, "sleep", "600"))
    try:
        created = psutil.Process(child.process.pid).create_time()
        (tmp_path / "children.json").write_text(json.dumps([[child.process.pid, created - 3600]]))
        children.end_leftovers(tmp_path / "children.json")
        assert child.running
    finally:
        children.stop(child)


def test_a_torn_record_of_leftovers_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "children.json").write_text("[[12")
    assert children.end_leftovers(tmp_path / "children.json") == 0
