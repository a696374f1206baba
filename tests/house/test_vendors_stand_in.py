"""The stand-ins for message vendors as a program: its page, its knobs, what it remembers, how it ends."""

import http.client
import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from config.local.folders import PROJECT
from config.local.vendors import Running, running


@pytest.fixture
def vendors(tmp_path: Path) -> Iterator[Running]:
    with running(state=tmp_path / "vendors.json", push=lambda url, body: 200, hook="http://x/") as started:
        yield started


def mail(vendors: Running, subject: str) -> None:
    host, _, port = vendors.smtp.partition(":")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "g@example.com", subject
    message.set_content("您好\n")
    with smtplib.SMTP(host, int(port), timeout=10) as line:
        line.send_message(message)


def ask(url: str, body: Any = None, **headers: str) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_page_shows_what_arrived_and_runs_nothing_of_it(vendors: Running) -> None:
    status, empty = ask(vendors.url + "/")
    assert status == 200 and "还没有收到任何消息" in empty
    mail(vendors, "<script>alert(1)</script>")
    _, page = ask(vendors.url + "/", **{"Accept-Language": "en"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>" not in page
    assert "What guests received" in page
    assert "g@example.com" not in ask(vendors.url + "/?q=nobody")[1].replace('value="', "")


def test_knobs_and_logs_are_turned_and_read_over_http(vendors: Running) -> None:
    assert ask(vendors.url + "/_knobs", {"times": {"429": 2}, "receipt_delay_s": 3})[0] == 200
    told = json.loads(ask(vendors.url + "/_knobs")[1])
    assert (told["times"], told["receipt_delay_s"]) == ({"429": 2}, 3)
    for wrong in ({"times": {"nothing": 1}}, {"nothing": 1}, {"times": 5}):
        assert ask(vendors.url + "/_knobs", wrong)[0] == 400
    mail(vendors, "x")
    assert len(json.loads(ask(vendors.url + "/_sent?to=g@example.com")[1])) == 1
    assert ask(vendors.url + "/_reply", {"phone": "+8613800000000", "text": "TD"})[0] == 404
    assert ask(vendors.url + "/nothing")[0] == 404


def test_only_this_machine_is_let_in(vendors: Running) -> None:
    port = int(vendors.url.rpartition(":")[2])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", "/", headers={"Host": "attacker.example"})
    assert line.getresponse().status == 403
    line.close()


def test_texts_and_talks_survive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "kept.json"
    with running(state=state, accounts={"k": "s"}) as first:
        code = first.approve("aliyun", "k", "您好。 拒收请回复R")
        mail(first, "留着")
    with running(state=state, accounts={"k": "s"}) as second:
        kept = second.template(code)
        assert kept is not None and kept.text == "您好。 拒收请回复R"
        assert [row["subject"] for row in second.sent()] == ["留着"]


def test_the_program_starts_answers_and_ends_when_asked(tmp_path: Path) -> None:
    ports = []
    for _ in range(2):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
    program = subprocess.Popen(
        [sys.executable, "-m", "config.local.vendors", "--port", str(ports[0]), "--smtp-port", str(ports[1])],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": "platform:."},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert f"http://127.0.0.1:{ports[0]}" in program.stdout.readline()
        assert ask(f"http://127.0.0.1:{ports[0]}/")[0] == 200
        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 0
    finally:
        program.kill()
        program.wait()
        if program.stdout is not None:
            program.stdout.close()
