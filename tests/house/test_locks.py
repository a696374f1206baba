"""The locks name every package with its hashes, and no address."""

import json
import re
import tomllib

import pytest

from config.local.folders import PROJECT

KINDS = ("production", "local", "dev")


def _versions(kind: str) -> dict[str, set[str]]:
    """Package -> versions; more than one where the Python decides."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"(?m)^([a-z0-9-]+)==([^ ;\\]+)", (PROJECT / f"locks/{kind}.txt").read_text()
    ):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_lock_carries_no_address(kind: str) -> None:
    text = (PROJECT / f"locks/{kind}.txt").read_text()
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|/", text.replace("\\\n", ""))


@pytest.mark.parametrize("kind", KINDS)
def test_every_locked_package_has_hashes(kind: str) -> None:
    text = (PROJECT / f"locks/{kind}.txt").read_text().replace("\\\n", "")
    for line in text.splitlines():
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_the_locks_agree_with_each_other() -> None:
    production, local, dev = map(_versions, KINDS)
    assert production.items() <= local.items() <= dev.items()


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = {"production": project["dependencies"]}
    asked["local"] = asked["production"] + project["optional-dependencies"]["local"]
    asked["dev"] = asked["local"] + project["optional-dependencies"]["dev"]
    for kind, requirements in asked.items():
        names = {re.split(r"[\[<>=~ ;]", requirement)[0].lower() for requirement in requirements}
        assert names <= _versions(kind).keys()


def test_the_consoles_lock_carries_no_address_but_hashes() -> None:
    lock = json.loads((PROJECT / "frontend/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if "integrity" not in entry]
