"""The process: it keeps everything in its file, answers this machine alone, and dies with its parent."""

import http.client
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from stripe import StripeClient

from config.local import children
from config.local.folders import PROJECT
from config.local.stripe import running

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT / "platform")}


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "stripe" / "state.db"
    hooks = {"webhook": "http://127.0.0.1:9/nobody", "secrets": ["whsec_x"]}
    with running(state=file, **hooks) as first:
        client = StripeClient(first.key, base_addresses={"api": first.url})
        made = client.v1.customers.create({"name": "张三"}, {"idempotency_key": "k1"})
        first.clock(advance_s=3600)
        client.v1.customers.update(made.id, {"phone": "1"})
        before = first.state()
    with running(state=file, **hooks) as second:
        client = StripeClient(second.key, base_addresses={"api": second.url})
        assert second.state()["sha256"] == before["sha256"]
        assert second.now() >= before["now"]
        assert client.v1.customers.create({"name": "张三"}, {"idempotency_key": "k1"}).id == made.id
        assert client.v1.customers.retrieve(made.id).phone == "1"


def test_addresses_of_pages_are_those_of_the_port_it_has_now(tmp_path: Path) -> None:
    with running(state=tmp_path / "state.db") as first:
        client = StripeClient(first.key, base_addresses={"api": first.url})
        customer = client.v1.customers.create({"name": "a"}).id
        price = client.v1.prices.create(
            {
                "currency": "cny",
                "unit_amount": 1,
                "recurring": {"interval": "month"},
                "product_data": {"name": "p"},
            }
        )
        session = client.v1.checkout.sessions.create(
            {
                "mode": "subscription",
                "customer": customer,
                "success_url": "http://x/",
                "line_items": [{"price": price.id}],
            }
        )
        assert session.url and session.url.startswith(first.url)
    with running(state=tmp_path / "state.db") as second:
        client = StripeClient(second.key, base_addresses={"api": second.url})
        found = client.v1.checkout.sessions.retrieve(session.id)
        assert found.url and found.url.startswith(second.url)


def start(tmp_path: Path, *more: str) -> tuple[children.Child, str]:
    """The process as `make up` starts it, and its address."""
    log = tmp_path / "stripe.log"
    command = [
        sys.executable,
        "-m",
        "config.local.stripe",
        "--port",
        "0",
        "--state",
        str(tmp_path / "s.db"),
        *more,
    ]
    child = children.start(children.Program("stripe", command, log, ENVIRONMENT, PROJECT))
    while child.running and "http://" not in log.read_text():
        psutil.Process(child.process.pid).cpu_times()
    assert child.running, log.read_text()
    return child, log.read_text().split()[-1]


def test_the_process_answers_this_machine_alone_and_ends_when_asked(tmp_path: Path) -> None:
    child, url = start(tmp_path, "--key", "sk_test_own")
    try:
        client = StripeClient("sk_test_own", base_addresses={"api": url})
        client.v1.customers.create({"name": "a"})
        bound = [
            row.laddr.ip
            for row in psutil.Process(child.process.pid).net_connections()
            if row.status == "LISTEN"
        ]
        assert bound == ["127.0.0.1"]
    finally:
        children.stop(child)
    assert child.process.returncode == 0


def test_a_killed_process_has_lost_nothing(tmp_path: Path) -> None:
    child, url = start(tmp_path)
    try:
        client = StripeClient("sk_test_local_stand_in", base_addresses={"api": url})
        made = client.v1.customers.create({"name": "a"})
        child.process.send_signal(signal.SIGKILL)
    finally:
        children.stop(child)
    with running(state=tmp_path / "s.db") as again:
        client = StripeClient(again.key, base_addresses={"api": again.url})
        assert client.v1.customers.retrieve(made.id).name == "a"


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with running() as other:
        port = other.url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "config.local.stripe", "--port", port]
        done = subprocess.run(
            command, env=ENVIRONMENT, capture_output=True, text=True, timeout=30, check=False
        )
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and port in done.stderr


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_a_page_of_another_name_reaches_nothing(host: str) -> None:
    with running() as stand_in:
        connection = http.client.HTTPConnection(stand_in.url.removeprefix("http://"))
        connection.request("GET", "/_state", headers={"Host": host})
        assert connection.getresponse().status == 403
        connection.close()


def test_knobs_are_turned_with_json_only() -> None:
    with running() as stand_in:
        asked = urllib.request.Request(
            f"{stand_in.url}/_knobs", b'{"down": true}', {"Content-Type": "text/plain"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        refused.value.close()
        assert refused.value.code == 415
        asked.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
