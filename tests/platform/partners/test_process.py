"""`huike deliver` as a process: it is killed, the database goes away, it is told to end; nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kernel import clock
from partners.models import Attempt, Delivery
from tests.platform.partners import stage
from tests.platform.partners.receiver import receiving

PROJECT = Path(__file__).resolve().parents[3]
START = "from config.command import main; main(['deliver'])"


def environment() -> dict[str, str]:
    scheme, _, rest = os.environ["DATABASE_URL"].partition("://")
    server, _, after = rest.partition("?")
    return {
        **os.environ,
        "DATABASE_URL": f"{scheme}://{server.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{after}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HUIKE_ENV": "development",
        "HUIKE_WEBHOOKS_TO_LOOPBACK": "1",
        "PGAPPNAME": "deliverer",
        "PYTHONPATH": f"{PROJECT}:{PROJECT / 'platform'}",
    }


@pytest.fixture
def start(committed: None) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def run() -> "subprocess.Popen[str]":
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", START],
                env=environment(),
                cwd=PROJECT,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
        return started[-1]

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Told to end: how it did, and what it said."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def test_killed_between_sending_and_writing_it_sends_the_same_again(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    """At least once, under the same webhook-id; the vendor can tell."""
    first: list[Any] = []

    def kill_first(connected: Any, over: Any) -> None:
        if process.poll() is None and not first:
            first.append(1)
            process.kill()
            process.wait()
        connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with receiving(hook=kill_first) as receiver:
        made = stage.endpoint(receiver.url + "/hook")
        process = start()
        stage.happened(1)
        once = receiver.next()
        process.wait(30)
        assert process.returncode == -signal.SIGKILL
        assert not Attempt.objects.exists()
        assert Delivery.objects.get().state == "waiting"
        # A minute later: the lease is over.
        Delivery.objects.update(next_at=clock.now())
        another = start()
        again = receiver.next()
        assert (again.id, again.body) == (once.id, once.body)
        assert again.verified(stage.secret_of(made)) == once.verified(stage.secret_of(made))
        code, _ = ended(another)
    assert code == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries) == ("delivered", 1)


def test_it_lives_through_a_database_that_ends_its_sessions_and_ends_cleanly_when_told(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    with receiving() as receiver:
        stage.endpoint(receiver.url)
        process = start()
        killed = 0
        for number in range(5):
            stage.happened(number)
            assert b'"guests":["%d"]' % number in receiver.next().body
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = 'deliverer'"
                )
                killed += cursor.fetchone()[0]
        code, said = ended(process)
    assert killed >= 5
    assert code == 0, said
    assert "Traceback" not in said
    # A try whose writing was cut off is kept in mind and written when the database is back.
    assert list(Delivery.objects.values_list("state", flat=True)) == ["delivered"] * 5
    assert [got.id for got in receiver.all()] == []


def test_told_to_end_it_waits_for_what_is_on_its_way_and_writes_it_down(
    start: Callable[[], "subprocess.Popen[str]"],
) -> None:
    def answer_after_it_was_told(connected: Any, over: Any) -> None:
        process.send_signal(signal.SIGTERM)
        connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with receiving(hook=answer_after_it_was_told) as receiver:
        stage.endpoint(receiver.url + "/hook")
        process = start()
        stage.happened(1)
        receiver.next()
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert Delivery.objects.get().state == "delivered"
