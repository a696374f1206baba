"""The Makefile is the list of what one can do here."""

import re
import shutil
import subprocess

import pytest

from config.local.folders import PROJECT

MAKE = shutil.which("make") or ""


def _make(*arguments: str) -> str:
    return subprocess.run(
        [MAKE, "--no-print-directory", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout


def test_help_lists_every_target() -> None:
    rules = set(re.findall(r"(?m)^([a-z][a-z-]*):(?!=)", (PROJECT / "Makefile").read_text()))
    listed = set(re.findall(r"(?m)^  make ([a-z-]+) +\S", _make("help")))
    assert listed == rules
    assert {"up", "test", "bench", "faults", "lint", "types"} <= rules


def test_make_alone_prints_the_help() -> None:
    assert _make() == _make("help")


def test_every_target_is_phony() -> None:
    text = (PROJECT / "Makefile").read_text()
    rules = set(re.findall(r"(?m)^([a-z][a-z-]*):(?!=)", text))
    phony = re.search(r"(?m)^\.PHONY: (.*)$", text)
    assert phony is not None
    assert set(phony[1].split()) == rules


@pytest.mark.parametrize(("setting", "runs"), [("BROWSER=0", False), ("BROWSER=", True)])
def test_the_browser_tests_are_left_out_only_when_asked(setting: str, runs: bool) -> None:
    assert ("loadscope tests/e2e" in _make("--dry-run", "test", setting)) is runs


def test_ci_runs_exactly_make_test() -> None:
    lines = (PROJECT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make test"]
    assert "set -euo pipefail" in lines
