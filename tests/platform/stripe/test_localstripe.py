"""The same contract on another stand-in, written by others: what localstripe covers, both answer alike.

localstripe is free software under the GPL and comes as source only: it is no dependency of the product. It is
installed from locks/localstripe.txt into an environment of its own below var/, and runs as a process of its own.
"""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import stripe
from stripe import StripeClient

from config.local import children
from config.local.folders import PROJECT
from config.local.stripe import running

LOCK = PROJECT / "locks" / "localstripe.txt"
HERE = Path(__file__).parent
WAIT_S = 60


def environment() -> Path:
    """The Python of localstripe's environment, made once for each state of the lock."""
    key = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = PROJECT / "var" / f"localstripe-{key}"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / "localstripe.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
            pip = [
                folder / "bin" / "python",
                "-m",
                "pip",
                "--disable-pip-version-check",
                "--no-input",
                "install",
            ]
            done = subprocess.run(
                [*pip, "--quiet", "--require-hashes", "--no-deps", "--requirement", LOCK],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                pytest.fail(
                    f"localstripe could not be installed from {LOCK.name}: {done.stderr[-600:]}",
                    pytrace=False,
                )
            (folder / "installed").touch()
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    python = environment()
    folder = tmp_path_factory.mktemp("localstripe")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # It writes its state into the temporary folder: here one of its own.
    told = {"TMPDIR": str(folder), "PATH": os.environ["PATH"], "PYTHONPATH": ""}
    command = [str(python), str(HERE / "loopback_localstripe.py"), str(port)]
    child = children.start(children.Program("localstripe", command, folder / "log", told, folder))
    try:
        deadline = time.monotonic() + WAIT_S
        while not _listens(port):
            if not child.running or time.monotonic() > deadline:
                pytest.fail(
                    f"localstripe did not start: {(folder / 'log').read_text()[-600:]}", pytrace=False
                )
        bound = [
            row.laddr.ip
            for row in psutil.Process(child.process.pid).net_connections()
            if row.status == "LISTEN"
        ]
        assert bound == ["127.0.0.1"]
        yield f"http://127.0.0.1:{port}"
    finally:
        children.stop(child)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(0.2)
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["ours", "localstripe"])
def client(request: pytest.FixtureRequest) -> Iterator[StripeClient]:
    if request.param == "localstripe":
        yield StripeClient(
            "sk_test_x", base_addresses={"api": request.getfixturevalue("localstripe")}, max_network_retries=0
        )
        return
    with running() as stand_in:
        yield StripeClient(stand_in.key, base_addresses={"api": stand_in.url}, max_network_retries=0)


def test_a_customer_is_made_read_changed_and_deleted(client: StripeClient) -> None:
    made = client.v1.customers.create({"name": "张三", "email": "a@example.com", "metadata": {"chain": "7"}})
    assert made.id.startswith("cus_") and made.object == "customer" and made.livemode is False
    changed = client.v1.customers.update(made.id, {"name": "李四", "metadata": {"more": "1"}})
    assert (changed.name, changed.metadata.to_dict()) == ("李四", {"chain": "7", "more": "1"})
    assert client.v1.customers.retrieve(made.id).email == "a@example.com"
    assert client.v1.customers.delete(made.id).deleted is True


def test_customers_come_in_pages_newest_first(client: StripeClient) -> None:
    made = [client.v1.customers.create({"name": f"c{number}"}).id for number in range(12)]
    page = client.v1.customers.list({"limit": 5})
    assert len(page.data) == 5 and page.has_more
    everyone = [row.id for row in client.v1.customers.list({"limit": 5}).auto_paging_iter()]
    assert set(made) <= set(everyone)


def test_an_unknown_customer_is_not_found(client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.customers.retrieve("cus_nobody")
    assert refused.value.http_status == 404


def test_a_product_is_made_and_read(client: StripeClient) -> None:
    made = client.v1.products.create({"name": "连锁", "type": "service"})
    assert client.v1.products.retrieve(made.id).name == "连锁"


def test_a_card_is_attached_made_the_default_and_detached(client: StripeClient) -> None:
    customer = client.v1.customers.create({"name": "a"}).id
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    assert (method.customer, method.card.last4, method.card.brand) == (customer, "4242", "visa")
    changed = client.v1.customers.update(
        customer, {"invoice_settings": {"default_payment_method": method.id}}
    )
    assert changed.invoice_settings.default_payment_method == method.id
    listed = client.v1.payment_methods.list({"customer": customer, "type": "card"})
    assert [row.id for row in listed.data] == [method.id]
    assert client.v1.payment_methods.detach(method.id).customer is None


def test_a_card_that_only_fails_later_is_attached(client: StripeClient) -> None:
    customer = client.v1.customers.create({"name": "a"}).id
    card = {"number": "4000000000000341", "exp_month": 12, "exp_year": 2034, "cvc": "123"}
    method = client.v1.payment_methods.create({"type": "card", "card": card})
    assert client.v1.payment_methods.attach(method.id, {"customer": customer}).card.last4 == "0341"


def test_a_coupon_is_made_and_read(client: StripeClient) -> None:
    made = client.v1.coupons.create(
        {"id": f"HALF{time.monotonic_ns()}", "percent_off": 50, "duration": "once"}
    )
    assert client.v1.coupons.retrieve(made.id).percent_off == 50
