"""What is in the way of a start is one clear sentence, and no traceback."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import bootstrap
from config.local import up
from config.local.folders import PROJECT
from config.local.trouble import CannotStart

Usage = namedtuple("Usage", "total used free")


def _make_up(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run what `make up` runs, and see how it ends."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIKE", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-m", "config.local", "up"],
        env={**environment, "HUIKE_HOME": str(home), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_told_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _make_up(tmp_path, HUIKE_PORT=str(port))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is taken by another program: stop that, or choose another, "
        f"for example HUIKE_PORT={port + 1} make up."
    )


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "٨٠٠٠"])
def test_a_port_that_is_none_is_told(tmp_path: Path, port: str) -> None:
    done = _make_up(tmp_path, HUIKE_PORT=port)
    assert done.returncode == 1
    assert done.stderr.strip() == f"HUIKE_PORT must be a number from 1 to 65535, not {port!r}."


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = _make_up(tmp_path / "file" / "home")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_full_disk_is_told_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 5 * 1024**2))
    monkeypatch.setenv("HUIKE_HOME", str(tmp_path))
    with pytest.raises(CannotStart, match=r"is full: 5 MB are free, and \d+ MB are needed"):
        up.up()
    with pytest.raises(SystemExit, match=r"is full: 5 MB are free"):
        bootstrap.refuse_full_disk()


def test_an_old_python_is_told_which_one_is_needed() -> None:
    pretending = (
        f"import sys; sys.version_info = (3, 8, 10); exec(open({str(PROJECT / 'bootstrap.py')!r}).read())"
    )
    done = subprocess.run([sys.executable, "-c", pretending], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Huike needs Python 3.11 or newer, and this is 3.8")
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_can_read_the_script_that_tells_it() -> None:
    ast.parse((PROJECT / "bootstrap.py").read_text(), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("OSError: [Errno 30] Read-only file system: '/x'", "is read-only"),
        ("NameResolutionError: Temporary failure in name resolution", "cannot be reached: check the network"),
        ("Failed to establish a new connection: [Errno 101]", "cannot be reached: check the network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that was locked"),
        ("ERROR: No matching distribution found for django==5", "no build of a locked package"),
        # Without a network pip says both: the reason is the first.
        ("NewConnectionError ... No matching distribution found", "cannot be reached: check the network"),
        ("something else", "otherwise"),
    ],
)
def test_what_pip_says_becomes_one_sentence(said: str, sentence: str) -> None:
    found = bootstrap.sentence_for(said, "otherwise")
    assert sentence in found
    assert "\n" not in found
