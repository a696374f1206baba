"""The guide for vendors is true: what it tells them to type does what it says."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.local import console
from partners import events, signing
from tests.bench._server import free_port
from tests.vendors.conftest import Live
from tests.vendors.guide import ANYTHING, CHINESE, ENGLISH, blocks, differences, like, programs, unlike

OURS = re.compile(r"(?m)^export (HUIKE|KEY|CHAIN|PROPERTY)=.*$")


class Shell:
    """A shell that a vendor types into: what one block exports, the next one knows."""

    def __init__(self, folder: Path, live: Live) -> None:
        self.folder = folder
        self.remembered = folder.parent / "remembered"
        self.remembered.touch()
        self.ours = {"HUIKE": live.url, "KEY": live.key, "CHAIN": live.chain, "PROPERTY": live.sandbox}
        here = Path(sys.executable).parent
        self.environment = {
            **os.environ,
            "DATABASE_URL": live.database,
            "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, text: str) -> str:
        """What the block printed. The addresses and names of this run stand in for the guide's."""
        text = OURS.sub(lambda found: f"export {found[1]}={self.ours[found[1]]}", text)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f". {self.remembered}\n{text}\nexport -p > {self.remembered}"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def test_every_command_of_the_guide_answers_as_it_shows(live: Live, tmp_path: Path) -> None:
    shell = Shell(tmp_path / "work", live)
    shell.folder.mkdir()
    found = blocks(ENGLISH.read_text(encoding="utf-8"))
    wrong = []
    for block, shown in zip(found, [*found[1:], None], strict=True):
        if block.kind != "sh":
            continue
        events.number()  # as `huike deliver` does all the time
        said = shell.run(block.text)
        if shown is not None and shown.kind in ("json", "text"):
            wrong += [f"{block.text}{each}\n{said[:800]}" for each in unlike(shown, said)]
        else:
            assert not said, f"the guide shows no answer of {block.text}"
    assert not wrong, "\n\n".join(wrong)


def test_the_commands_find_what_they_need() -> None:
    """(The rest of this module would say so less clearly.)"""
    assert shutil.which("curl"), "the guide is tried with curl 7.82 or newer: apt-get install curl"


def test_both_languages_have_the_same_commands_and_answers() -> None:
    english, chinese = (blocks(path.read_text(encoding="utf-8")) for path in (ENGLISH, CHINESE))
    assert chinese == english
    heads = [re.findall(r"(?m)^(#+) ", path.read_text(encoding="utf-8")) for path in (ENGLISH, CHINESE)]
    assert heads[0] == heads[1]


def test_the_comparison_finds_what_is_wrong() -> None:
    answer = {"id": "7", "n": 1, "list": [{"a": "b"}], "more": None}
    assert differences({"id": ANYTHING, "list": [{"a": "b"}]}, answer) == []
    assert differences({"n": True}, answer) and differences({"gone": ANYTHING}, answer)
    assert differences({"list": [{"a": "c"}]}, answer) and differences({"list": [{}, {}]}, answer)
    assert like("r=…;t=…", "r=9;t=10") and not like("r=…", "q=9")


@contextmanager
def receiver(kind: str, folder: Path, secret: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The guide's receiver, listening."""
    [program] = [each.text for each in programs(ENGLISH.read_text(encoding="utf-8")) if each.kind == kind]
    file = folder / ("receiver.py" if kind == "python" else "receiver.mjs")
    file.write_text(program, encoding="utf-8")
    port = free_port()
    command = [sys.executable] if kind == "python" else [str(console.node())]
    running = subprocess.Popen(
        [*command, str(file)],
        env={**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        until = time.monotonic() + 30
        while not listens(port):
            assert running.poll() is None and time.monotonic() < until, "it does not listen"
            time.sleep(0.05)
        yield port, running
    finally:
        running.terminate()
        running.communicate(timeout=30)


def listens(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.connect()
    except OSError:
        return False
    finally:
        line.close()
    return True


@pytest.mark.parametrize("kind", ["python", "js"])
def test_the_guides_receivers_take_what_is_ours_and_nothing_else(kind: str, tmp_path: Path) -> None:
    old, new = signing.secret(signing.fresh()), signing.secret(signing.fresh())
    now = datetime.now(UTC)
    event = {"type": "guest.updated", "timestamp": now.isoformat(), "data": {"guests": ["77"]}}
    body = json.dumps(event).encode()
    with receiver(kind, tmp_path, new) as (port, running):

        def post(headers: dict[str, str], sent: bytes = body) -> int:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            line.request("POST", "/", sent, headers)
            status = line.getresponse().status
            line.close()
            return status

        assert post(signing.headers("evt_7", now, body, [new])) == 204
        assert post(signing.headers("evt_8", now, body, [new, old])) == 204, "while a secret is replaced"
        assert post(signing.headers("evt_9", now, body, [old])) == 400
        assert post(signing.headers("evt_9", now, body, [new]), body.replace(b"77", b"78")) == 400
        assert post(signing.headers("evt_9", now - timedelta(minutes=6), body, [new])) == 400
        assert post({"Content-Type": "application/json"}) == 400
        assert running.stdout is not None
        heard = [running.stdout.readline().split()[:2] for _ in range(2)]
    assert heard == [["evt_7", "guest.updated"], ["evt_8", "guest.updated"]]
