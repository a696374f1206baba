"""Make .venv and install the locked dependencies into it; do nothing when that is already so.

Runs before anything is installed, so it uses the standard library only:

    python3 bootstrap.py local      what `make up` needs
    python3 bootstrap.py dev        also what the tests and checks need

Every trouble it can foresee is one sentence and exit code 1.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (the very case this sentence is for)
    sys.exit(
        f"Huike needs Python 3.11 or newer, and this is {sys.version_info[0]}.{sys.version_info[1]} "
        f"({sys.executable}): install one, or name it: make PYTHON=/path/to/python3"
    )

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
# Everything together with the console's packages.
SPACE_NEEDED_MIB = 1500

# What pip says, and what it means for whoever reads only one sentence.
TROUBLES = (
    (r"No space left on device", "The disk is full: make room, then run this again."),
    (r"Read-only file system", f"The folder {PROJECT} is read-only: copy it to one that can be written."),
    (
        (
            r"Temporary failure in name resolution|Name or service not known|Network is unreachable"
            r"|Failed to establish a new connection|NewConnectionError|NameResolutionError"
            r"|nodename nor servname|ConnectTimeoutError|ReadTimeoutError|Connection refused"
            r"|Cannot connect to proxy"
        ),
        "The package index cannot be reached: check the network, then run this again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|Hashes are required",
        "A downloaded package is not the one that was locked: nothing of it was installed.",
    ),
    (
        r"No matching distribution found|Could not find a version",
        (
            "The package index has no build of a locked package for this machine and "
            f"Python {sys.version_info[0]}.{sys.version_info[1]}."
        ),
    ),
)


def main(arguments: "list[str]") -> None:
    kind = arguments[0] if arguments else "local"
    if kind not in ("local", "dev"):
        sys.exit("usage: bootstrap.py [local|dev]")
    try:
        bring(kind)
    except OSError as error:
        sys.exit(
            sentence_for(error.strerror or str(error), f"{error.filename or PROJECT}: {error.strerror}.")
        )
    except KeyboardInterrupt:
        sys.exit("Stopped. Run it again to go on.")


def bring(kind: str) -> None:
    """Bring .venv to what the lock says, unless it is there already."""
    wanted = fingerprint(kind)
    if not works():
        make_venv()
    # What the tests need includes what `make up` needs.
    if stamped(kind) == wanted or stamped("dev") == fingerprint("dev"):
        return
    refuse_full_disk()
    install(kind)
    stamp(kind).write_text(wanted)


def works() -> bool:
    """Whether .venv has a Python that starts, and a pip."""
    if not PYTHON.exists():
        return False
    found = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    return found.returncode == 0


def make_venv() -> None:
    refuse_full_disk()
    print(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}", flush=True)
    try:
        import ensurepip  # noqa: F401 (Debian ships it apart)
    except ImportError:
        sys.exit(
            f"{sys.executable} cannot make virtual environments: install its venv package "
            f"(Debian, Ubuntu: python{sys.version_info[0]}.{sys.version_info[1]}-venv)."
        )
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        said = made.stdout + made.stderr
        sys.exit(sentence_for(said, f".venv could not be made: {said.strip().splitlines()[-1:]}"))


def install(kind: str) -> None:
    """Install the lock, checked by its hashes, and the project itself; show each package as it comes."""
    LOG.unlink(missing_ok=True)
    lock = PROJECT / "locks" / f"{kind}.txt"
    total = len(re.findall(r"(?m)^[A-Za-z0-9]", lock.read_text()))
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    locked = ["--require-hashes", "--only-binary=:all:", "--retries=2", "--requirement", str(lock)]
    done = 0
    for line in output_of([*pip, *locked]):
        found = re.match(r"\s*(?:Collecting|Requirement already satisfied:) ([^ ;]+)==([^\s;]+)", line)
        if found:
            done += 1
            print(f"  {done:3}/{total} {found[1]} {found[2]}", flush=True)
        elif line.startswith("Installing collected"):
            print("  unpacking", flush=True)
    itself = ["--no-deps", "--no-index", "--no-build-isolation", "--editable", str(PROJECT)]
    for _line in output_of([*pip, *itself]):
        pass


def output_of(command: "list[str]") -> "Iterator[str]":
    """The lines that a command prints, kept in the log; ends the program with one sentence if it fails."""
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=PROJECT
    )
    assert running.stdout is not None
    with running, LOG.open("a") as log:
        for line in running.stdout:
            log.write(line)
            yield line
    if running.returncode:
        said = LOG.read_text()
        sys.exit(sentence_for(said, f"Installing failed; the reasons are in {LOG}."))


def sentence_for(said: str, otherwise: str) -> str:
    for pattern, sentence in TROUBLES:
        if re.search(pattern, said):
            return sentence
    return otherwise


def refuse_full_disk() -> None:
    free_mib = shutil.disk_usage(PROJECT).free // 1024**2
    if free_mib < SPACE_NEEDED_MIB:
        sys.exit(
            f"The disk with {PROJECT} is full: {free_mib} MB are free, and {SPACE_NEEDED_MIB} MB are needed."
        )


def fingerprint(kind: str) -> str:
    """What .venv was made from: lock, project file, Python and place (the console script holds a path)."""
    parts = [
        (PROJECT / "locks" / f"{kind}.txt").read_bytes(),
        (PROJECT / "pyproject.toml").read_bytes(),
        os.fsencode(PROJECT),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def stamped(kind: str) -> str:
    try:
        return stamp(kind).read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    main(sys.argv[1:])
