"""The example clients: made from the OpenAPI document below var/clients, checked, and run.

Nothing that is generated is kept in the project: examples/ holds only what a person wrote.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.local import console
from config.local.folders import PROJECT, home_from_environment
from config.local.trouble import CannotStart

EXAMPLES = PROJECT / "examples"
NEEDED = ("KEY", "CHAIN", "PROPERTY")


def clients() -> int:
    """Make both clients; with KEY, CHAIN and PROPERTY run them against the Huike that runs here, or at HUIKE."""
    folder = PROJECT / "var" / "clients"
    folder.mkdir(parents=True, exist_ok=True)
    document = folder / "openapi.json"
    _run(
        [Path(sys.executable).with_name("huike"), "openapi", "--file", document],
        folder,
        {"HUIKE_ENV": "development"},
    )
    console.install()
    programs = {"Python": make_python(document, folder), "TypeScript": make_typescript(document, folder)}
    print(f"Made below {folder}; the TypeScript is checked strictly.", flush=True)
    if not all(os.environ.get(name) for name in NEEDED):
        print("To run them: make clients KEY=hk_test_… CHAIN=… PROPERTY=…", flush=True)
        return 0
    for language, command in programs.items():
        said = run(command, {"HUIKE": os.environ.get("HUIKE") or _here()})
        print(f"{language}:\n{said}", flush=True)
    return 0


def make_python(document: Path, folder: Path) -> list[str]:
    """The Python client beside its example; the command that runs it."""
    made = _fresh(folder / "python", EXAMPLES / "python")
    tool = Path(sys.executable).with_name("openapi-python-client")
    settings: list[str | Path] = ["--config", made / "openapi-python-client.yml", "--meta", "none"]
    _run([tool, "generate", "--path", document, *settings, "--output-path", made / "huike_client"], made)
    return [sys.executable, str(made / "first_stay.py")]


def make_typescript(document: Path, folder: Path) -> list[str]:
    """The types beside the TypeScript example, checked by the strict compiler; the command that runs it."""
    made = _fresh(folder / "typescript", EXAMPLES / "typescript")
    # The console's packages are locked and installed; a vendor installs those of package.json.
    (made / "node_modules").symlink_to(console.MODULES)
    tools = console.MODULES
    # What has a default may be left out of a request.
    optional = ["--default-non-nullable", "false"]
    _node([tools / "openapi-typescript/bin/cli.js", document, "-o", made / "huike.ts", *optional], made)
    _node([tools / "typescript/bin/tsc", "--project", made], made)
    return [str(console.node()), str(made / "first-stay.ts")]


def run(command: list[str], told: Mapping[str, str]) -> str:
    """What an example prints, with this in its environment."""
    return _run(command, Path(command[1]).parent, told)


def _fresh(made: Path, source: Path) -> Path:
    """The folder with what a person wrote and nothing else."""
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(source, made, ignore=shutil.ignore_patterns("node_modules", "huike*", "__pycache__"))
    return made


def _node(arguments: Sequence[str | Path], folder: Path) -> str:
    return _run([console.node(), *arguments], folder)


def _run(command: Sequence[str | Path], folder: Path, told: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(told or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"{Path(command[0]).name} {Path(command[1]).name} failed:\n{done.stdout}")
    return done.stdout


def _here() -> str:
    """The address of the Huike that runs from this home."""
    try:
        told = json.loads(home_from_environment().environment.read_text())
    except (OSError, ValueError):
        raise CannotStart("No Huike runs here: start one with `make up`, or name one with HUIKE=…") from None
    return f"http://127.0.0.1:{told['HUIKE_PORT']}"
