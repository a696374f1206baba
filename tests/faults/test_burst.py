"""S8 and the limiter's part of F11, on the product's own web server with two processes."""

import http.client
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from api import windows
from chains.models import Chain
from config.local import children, folders, redis
from partners import keys
from tests.bench._server import web_server
from tests.faults.recording import Recorder, fault

__all__ = ["fault"]

pytestmark = [pytest.mark.faults, pytest.mark.alone]

AT_ONCE, LIMIT = 200, 20
FORWARDED = 1_000
ROUNDS = 20 if os.environ.get("FULL") == "1" else 4


@pytest.fixture(autouse=True)
def _as_sold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIKE_LIMIT_FACTOR", "1")
    for name in windows.client().scan_iter("limit:*"):
        windows.client().delete(name)


def headers_of(chain: Chain) -> dict[str, str]:
    _, plain = keys.issue(chain, name="burst", scopes=["*"])
    return {"Authorization": f"Bearer {plain}"}


def asked(
    port: int, path: str, each: Sequence[dict[str, str]], *, at_once: int
) -> list[tuple[int, float, dict[str, str]]]:
    """Status, seconds and headers of a request with each of these headers, so many at once."""
    ready = Barrier(at_once, timeout=60)

    def client(number: int) -> list[tuple[int, float, dict[str, str]]]:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.connect()
        ready.wait()
        found = []
        for headers in each[number::at_once]:
            began = time.perf_counter()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            found.append(
                (
                    answer.status,
                    time.perf_counter() - began,
                    {name.lower(): said for name, said in answer.getheaders()},
                )
            )
        line.close()
        return found

    with ThreadPoolExecutor(at_once) as pool:
        return [one for found in pool.map(client, range(at_once)) for one in found]


def passed(port: int, chain: Chain) -> list[int]:
    """How many of 200 at once pass, round by round; each with a fresh key."""
    rounds = []
    for _ in range(ROUNDS):
        answers = asked(port, f"/api/v1/chains/{chain.slug}", [headers_of(chain)] * AT_ONCE, at_once=AT_ONCE)
        statuses = Counter(status for status, _, _ in answers)
        assert statuses.keys() <= {200, 429}, statuses
        assert all({"ratelimit", "ratelimit-policy"} <= headers.keys() for _, _, headers in answers)
        rounds.append(statuses[200])
    return rounds


def test_of_two_hundred_at_once_twenty_pass(committed: None, fault: Recorder) -> None:
    acme = Chain.objects.get(slug="acme")
    with web_server("tests.faults._twenty:application") as port:
        ours = passed(port, acme)
    with web_server("tests.faults._twenty_careless:application") as port:
        careless = passed(port, acme)
    fault(
        "S8",
        n=ROUNDS,
        passed=sum(each == LIMIT for each in ours),
        figure=f"of {AT_ONCE} at once {min(ours)}–{max(ours)} passed, in {ROUNDS} rounds",
        aim=f"{LIMIT} in each round",
        control=f"reading, then writing: up to {max(careless)} passed",
    )
    assert ours == [LIMIT] * ROUNDS
    assert max(careless) > LIMIT, "the control shows nothing"


def test_a_thousand_forwarded_addresses_change_nothing(committed: None, fault: Recorder) -> None:
    claims = [{"X-Forwarded-For": f"10.{n // 250}.{n % 250}.9"} for n in range(FORWARDED)]
    with web_server("tests.faults._twenty:application") as port:
        answers = asked(port, "/api/v1/session", claims, at_once=8)
        let_in = sum(status != 429 for status, _, _ in answers)
    fault(
        "S8-XFF",
        n=FORWARDED,
        passed=FORWARDED if let_in <= LIMIT else 0,
        figure=f"{let_in} of {FORWARDED} passed",
        aim=f"at most {LIMIT}",
        control="none: behind a proxy, what the proxy appended counts (tests/api/test_throttling.py)",
    )
    assert let_in == LIMIT


@pytest.fixture
def frail_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[children.Child]:
    """A Redis of this test's own, to be stopped, killed and emptied."""
    sockets = folders.socket_folder(tmp_path, "f")
    child = redis.start(tmp_path / "redis", sockets, tmp_path / "redis.log", throwaway=True)
    monkeypatch.setenv("REDIS_URL", redis.url(sockets))
    yield child
    child.process.send_signal(signal.SIGCONT)
    children.stop(child)


def sign_in(port: int) -> int:
    """The status of a sign-in with a wrong password."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", "/api/v1/session")
    answer = line.getresponse()
    answer.read()
    token = str(answer.getheader("Set-Cookie")).split("huike_csrf=")[1].split(";")[0]
    body = json.dumps({"login": "nobody@acme.test", "password": "wrong"})
    sent = {"Content-Type": "application/json", "X-CSRFToken": token, "Cookie": f"huike_csrf={token}"}
    line.request("POST", "/api/v1/session", body, sent)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_a_redis_that_hangs_or_dies_costs_the_interface_a_moment_and_shuts_the_doors(
    committed: None, frail_redis: children.Child, fault: Recorder
) -> None:
    acme = Chain.objects.get(slug="acme")
    path = "/api/v1/chains/acme"
    told = {}
    with web_server() as port:
        assert sign_in(port) == 401
        for name, blow in (("hangs", signal.SIGSTOP), ("is killed", signal.SIGKILL)):
            frail_redis.process.send_signal(blow)
            each = [headers_of(acme) for _ in range(20)] * 10
            answers = asked(port, path, each, at_once=8)
            times = sorted(seconds for _, seconds, _ in answers)
            told[name] = (Counter(status for status, _, _ in answers), times[int(len(times) * 0.99)])
            assert sign_in(port) == 503
            frail_redis.process.send_signal(signal.SIGCONT)
    served = sum(statuses[200] for statuses, _ in told.values())
    asked_for = sum(statuses.total() for statuses, _ in told.values())
    slowest = max(p99 for _, p99 in told.values())
    fault(
        "F11-limits",
        n=asked_for,
        passed=served if slowest < 1 else 0,
        figure=f"{served} of {asked_for} answered with 200, p99 {slowest * 1000:.0f} ms; signing in 503",
        aim="answers in a second or 503; nobody signs in uncounted",
        control="none",
    )
    assert served == asked_for
    assert slowest < 1
