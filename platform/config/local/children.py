"""Child processes that die with their parent, whatever happens to it."""

import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

# linux/prctl.h and linux/capability.h
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Program:
    """One program to run: what, how it is asked to end, and how it ends when its parent is gone."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    user: str | None = None
    # With all its folders closed to others, a server running as `user` needs root's right to pass them.
    passes_closed_folders: bool = False
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM


@dataclass
class Child:
    """A running program. It leads a process group of its own, so that Ctrl-C reaches only the supervisor."""

    program: Program
    process: "subprocess.Popen[bytes]"

    @property
    def running(self) -> bool:
        return self.process.poll() is None


def start(program: Program) -> Child:
    """Start the program with its output in its log."""
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            list(program.command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=program.folder,
            env={**os.environ, **program.environment},
            start_new_session=True,
            preexec_fn=before_exec(
                user=program.user,
                passes_closed_folders=program.passes_closed_folders,
                orphan_signal=program.orphan_signal,
            ),
        )
    return Child(program, process)


def stop(*running: Child, timeout_s: float = 30) -> None:
    """Ask the children to end, wait, and end them; nothing of their process groups is left."""
    for child in running:
        if child.running:
            child.process.send_signal(child.program.stop_signal)
    deadline = time.monotonic() + timeout_s
    for child in running:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0, deadline - time.monotonic()))
        kill_group(child.process.pid)
        child.process.wait()


def kill_group(group: int) -> None:
    """Kill what is left of a process group (a child's own children, when it died without ending them)."""
    # macOS answers EPERM for a group of which only a zombie is left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def before_exec(
    *,
    user: str | None = None,
    passes_closed_folders: bool = False,
    orphan_signal: signal.Signals = signal.SIGKILL,
    parent: int | None = None,
) -> Callable[[], None]:
    """What a new child does between fork and exec: become `user`, and tie its life to its parent's."""
    parent = parent or os.getpid()
    identity = pwd.getpwnam(user) if user else None
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if identity:
            if libc and passes_closed_folders:
                libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
                # Without this, access(2) asks as if the right were not there, and initdb asks so.
                libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
            os.setgroups([])
            os.setgid(identity.pw_gid)
            os.setuid(identity.pw_uid)
            if libc and passes_closed_folders:
                _keep_passing(libc)
        if libc:
            # After setuid, which would clear it.
            libc.prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def _keep_passing(libc: ctypes.CDLL) -> None:
    """Keep, of all of root's rights, only the one to pass folders that are closed to others."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    # (effective, permitted, inheritable) for the low and the high 32 capabilities.
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    libc.capset(header, data)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def remember(record: Path, children: Sequence[Child]) -> None:
    """Write down who runs, so that the next start can end what a killed supervisor left."""
    rows = []
    for child in children:
        try:
            rows.append([child.process.pid, psutil.Process(child.process.pid).create_time()])
        except psutil.NoSuchProcess:
            continue
    record.write_text(json.dumps(rows))


def end_leftovers(record: Path, *, timeout_s: float = 10) -> int:
    """End every process of a former run that still lives; returns how many were written down."""
    try:
        rows = json.loads(record.read_text())
    except (OSError, ValueError):
        return 0
    left = [pid for pid, created in rows if _lives(pid, created)]
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout_s
    while any(_lives(pid, created) for pid, created in rows) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid, created in rows:
        # A group may outlive its leader; a number that went to a stranger is let alone.
        if _is_same(pid, created) or not psutil.pid_exists(pid):
            kill_group(pid)
    record.unlink(missing_ok=True)
    return len(rows)


def _is_same(pid: int, created: float) -> bool:
    """Whether the process with this number is the one that was written down, running or a zombie."""
    try:
        return bool(abs(psutil.Process(pid).create_time() - created) < 1)
    except psutil.NoSuchProcess:
        return False


def _lives(pid: int, created: float) -> bool:
    try:
        return _is_same(pid, created) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
