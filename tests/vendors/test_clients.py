"""The example clients are made from the interface's own document, and work."""

import re
from pathlib import Path

from api.v1.documents import encoded
from config.local import clients, console
from config.local.folders import PROJECT
from partners import events
from tests.vendors.conftest import Live


def test_both_are_made_checked_and_run_against_the_product(live: Live, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_bytes(encoded())
    console.install()
    told = {"HUIKE": live.url, "KEY": live.key, "CHAIN": live.chain, "PROPERTY": live.sandbox}
    commands = {
        "PY-0001": clients.make_python(document, tmp_path),
        "TS-0001": clients.make_typescript(document, tmp_path),
    }
    for stay, command in commands.items():
        events.number()
        first = clients.run(command, told)
        assert re.search(rf"(?m)^stay {stay}: created, visit 1, .+1/携程/", first), first
        assert re.search(r"(?m)^guest [0-9]+: .+, visits 1$", first), first
        # What it did is told of by the next run.
        events.number()
        next_one = clients.run(command, told)
        [heard] = re.findall(r"(?m)^events: ([0-9]+), the last is evt_[0-9]+$", next_one)
        assert int(heard) > 0, next_one
        # A third begins where that one ended.
        events.number()
        after = re.findall(r"evt_[0-9]+", next_one)[-1]
        second = clients.run(command, {**told, "AFTER": after})
        [heard_since] = re.findall(r"(?m)^events: ([0-9]+)", second)
        assert int(heard_since) < int(heard), second


def test_nothing_generated_is_kept() -> None:
    kept = {path.name for path in (PROJECT / "examples").rglob("*") if path.is_file()}
    assert kept == {
        "README.md",
        "first_stay.py",
        "openapi-python-client.yml",
        "first-stay.ts",
        "package.json",
        "tsconfig.json",
    }
