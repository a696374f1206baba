"""So many requests and no more: who is counted as whom, what the answers say, what holds while Redis is away."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core import mail
from django.test import RequestFactory

from api import throttling, windows
from api.views import CallerView, OpenView
from billing.models import Account
from chains.models import Chain
from kernel import clock
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.routes import all_routes

QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
WRONG = {"login": "nobody@acme.test", "password": "wrong"}


REDIS = windows.client()


def forget() -> None:
    for name in REDIS.scan_iter("limit:*"):
        REDIS.delete(name)
    windows._Circuit.until = 0.0
    throttling._local.windows.clear()


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    """The allowances as they are sold, all of them unused."""
    settings.HUIKE_LIMIT_FACTOR = 1
    forget()
    yield
    forget()


@pytest.fixture
def few(limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three for everybody."""
    three = throttling.Policy("default", 3)
    monkeypatch.setattr(throttling, "PEOPLE", three)
    monkeypatch.setattr(throttling, "STRANGERS", three)
    monkeypatch.setattr(throttling, "limits_of", lambda plan: Three())


class Three:
    requests = 3


@pytest.fixture
def no_redis(limits: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers where Redis should be."""
    nobody = redis.Redis.from_url(f"unix://{tmp_path}/nobody.sock")
    monkeypatch.setattr(windows, "client", lambda: nobody)


def test_every_route_is_counted() -> None:
    """Those of vendors are not: who signs, or holds the token, is known by that, and tells things as they happen."""
    uncounted = {route.path for route in all_routes() if not issubclass(route.view, OpenView | CallerView)}
    assert uncounted <= {"hooks/stripe", "hooks/messaging/<slug:property>/<str:vendor>/<str:token>"}


def test_every_answer_says_what_is_left(acme: Chain, limits: None) -> None:
    holder = doors.with_key(acme)
    response = holder.read("/chains/acme")
    assert response["RateLimit-Policy"] == '"default";q=100;w=10'
    assert response["RateLimit"] == '"default";r=99;t=10'
    missing = holder.read("/chains/nowhere")
    assert (missing.status_code, missing["RateLimit"][:14]) == (404, '"default";r=98')


def test_who_has_used_it_up_is_told_until_when(acme: Chain, few: None) -> None:
    holder = doors.with_key(acme)
    assert [holder.read("/chains/acme").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = holder.read("/chains/acme", ACCEPT_LANGUAGE="zh")
    told = refused.json()
    assert refused["Content-Type"] == "application/problem+json"
    assert (told["type"], told["status"]) == (QUOTA_EXCEEDED, 429)
    assert told["violated-policies"] == ["default"]
    assert 1 <= int(refused["Retry-After"]) == told["retry_after"] <= 10
    assert refused["RateLimit"].startswith('"default";r=0;t=')
    assert told["detail"].startswith("请求过于频繁")


def test_a_refused_request_uses_nothing_up() -> None:
    """Otherwise who knocks on would never be let in again."""
    forget()
    took = [windows.take("test:refused", 2, 1) for _ in range(50)]
    assert [each.passes for each in took[:3]] == [True, True, False]
    assert took[-1].used == 2
    assert REDIS.llen("limit:test:refused") == 2


def test_a_window_slides_one_out_one_in() -> None:
    forget()
    name, client = "limit:test:slides", REDIS
    second, micro = client.time()
    now = second * 1_000_000 + micro
    # Two of three are older than ten seconds, in spite of a window that was full a moment ago.
    client.rpush(name, now - 10_500_000, now - 10_000_000, now - 1_000_000)
    took = [windows.take("test:slides", 3, 10) for _ in range(3)]
    assert [each.passes for each in took] == [True, True, False]
    assert 8.5 < took[-1].resets_s <= 9.0
    assert 0 < client.pttl(name) <= 10_000


def test_two_keys_and_two_people_have_an_allowance_each(acme: Chain, few: None) -> None:
    for _ in range(2):
        holder = doors.with_key(acme)
        assert [holder.read("/chains/acme").status_code for _ in range(4)][2:] == [200, 429]
        person = doors.as_role(acme, Role.OWNER)  # has asked for the session once
        assert [person.read("/chains/acme").status_code for _ in range(3)] == [200, 200, 429]


def test_the_plan_says_how_many_a_key_may_send(acme: Chain, limits: None) -> None:
    assert doors.with_key(acme).read("/chains/acme")["RateLimit-Policy"] == '"default";q=100;w=10'
    Account.objects.update_or_create(
        chain=acme, defaults={"state": "active", "since": clock.now(), "plan": "group"}
    )
    assert doors.with_key(acme).read("/chains/acme")["RateLimit-Policy"] == '"default";q=300;w=10'


def test_people_and_strangers_have_their_own(acme: Chain, limits: None) -> None:
    assert doors.as_role(acme, Role.OWNER).read("/chains/acme")["RateLimit-Policy"] == '"default";q=300;w=10'
    assert Door().read("/session")["RateLimit-Policy"] == '"default";q=60;w=10'
    assert Door().read("/openapi.json")["RateLimit-Policy"] == '"default";q=60;w=10'


def test_a_batch_counts_once(acme: Chain, acme_1: Property, few: None) -> None:
    holder = doors.with_key(acme)
    at = clock.now().isoformat()
    stay = {"updated_at": at, "status": "booked", "check_in": at, "check_out": at, "guest": {"name": "李四"}}
    sent = {"stays": [{**stay, "external_id": f"F{n}"} for n in range(50)]}
    response = holder.add("/properties/acme-1/stays/batch", sent)
    assert response.status_code == 200, response.content
    assert response["RateLimit"].startswith('"default";r=2;')


def test_who_shows_wrong_keys_is_a_stranger(db: None, few: None) -> None:
    wrong = [Door(HTTP_AUTHORIZATION=f"Bearer hk_live_{n:040d}").read("/chains/acme") for n in range(4)]
    assert [each.status_code for each in wrong] == [401, 401, 401, 429]
    assert wrong[0]["RateLimit"].startswith('"default";r=2;')


def test_a_thousand_forwarded_addresses_are_one_stranger(
    db: None, limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "STRANGERS", throttling.Policy("default", 3, 3_600))
    passed = 0
    for n in range(1_000):
        request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"10.0.{n // 250}.{n % 250}")
        with suppress(throttling.TooMany):
            throttling.count(request, None)
            passed += 1
    assert passed == 3
    assert Door().read("/session", X_FORWARDED_FOR="10.9.9.9").status_code == 429


def test_behind_our_proxy_only_what_the_proxy_itself_saw_counts(db: None, few: None, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(n: int, seen: str) -> int:
        return Door().read("/session", X_FORWARDED_FOR=f"10.0.0.{n}, {seen}").status_code

    assert [ask(n, "203.0.113.7") for n in range(5)] == [401, 401, 401, 429, 429]
    assert ask(0, "203.0.113.8") == 401


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_of_ipv6_counts_as_one(address: str, counts_as: str) -> None:
    assert throttling.network_of(address) == counts_as


@pytest.mark.parametrize(
    ("method", "path", "body", "policy"),
    [
        ("POST", "/session", WRONG, '"sign-in";q=30;w=60'),
        ("POST", "/password-resets", {"login": "nobody@acme.test"}, '"mail";q=10;w=60'),
        ("PUT", "/password-resets/nothing", {"password": "correct horse battery"}, '"sign-in";q=30;w=60'),
        ("POST", "/invitations/nothing", {"name": "x", "password": "x" * 12}, '"sign-in";q=30;w=60'),
        ("GET", "/invitations/nothing", None, '"default";q=60;w=10'),
    ],
)
def test_the_doors_are_narrower(
    acme: Chain, limits: None, method: str, path: str, body: Any, policy: str
) -> None:
    door = Door()
    door.read("/session")
    assert door.send(method, path, body)["RateLimit-Policy"] == policy


def test_nobody_fills_a_mailbox(acme: Chain, limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttling.DOORS, "mail", throttling.Policy("mail", 2, 60))
    door, staff = Door(), doors.member(acme, Role.OWNER)
    door.read("/session")
    asked = [door.add("/password-resets", {"login": staff.email}).status_code for _ in range(4)]
    assert asked == [202] * 2 + [429] * 2
    assert len(mail.outbox) <= 2


def test_who_is_signed_in_tries_other_doors_as_a_stranger(acme: Chain, limits: None) -> None:
    person = doors.as_role(acme, Role.OWNER)
    assert person.add("/session", WRONG)["RateLimit-Policy"] == '"sign-in";q=30;w=60'


def test_many_at_once_and_no_more_than_the_limit_pass() -> None:
    """The control reads, then writes: what DRF's own throttles do."""
    forget()
    client = REDIS

    def read_then_write(n: int) -> bool:
        used = client.llen("limit:test:control")
        if used >= 20:
            return False
        client.rpush("limit:test:control", n)
        return True

    with ThreadPoolExecutor(32) as pool:
        ours = sum(pool.map(lambda n: windows.take("test:burst", 20, 10).passes, range(1_000)))
        control = max(
            sum(pool.map(read_then_write, range(200)))
            for _ in range(20)
            if client.delete("limit:test:control") is not None
        )
    assert ours == 20
    assert control > 20, "the control shows nothing"


def test_without_redis_each_process_counts_its_share(
    acme: Chain, few: None, no_redis: None, settings: Any
) -> None:
    settings.HUIKE_WEB_PROCESSES = 2
    holder = doors.with_key(acme)
    answers = [holder.read("/chains/acme") for _ in range(4)]
    # A window may begin anew in the middle; half of three is one.
    assert answers[0].status_code == 200
    assert 200 in [each.status_code for each in answers[:2]]
    assert 429 in [each.status_code for each in answers[1:]]


def test_without_redis_nobody_signs_in_and_who_is_known_works_on(
    acme: Chain, limits: None, no_redis: None
) -> None:
    person = doors.as_role(acme, Role.OWNER)
    assert person.read("/chains/acme").status_code == 200
    door = Door()
    assert door.read("/session").status_code == 401
    refused = door.add("/session", WRONG)
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert door.add("/password-resets", {"login": "a@b.test"}).status_code == 503


def test_redis_that_does_not_answer_is_left_alone_for_a_while(
    limits: None, no_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hangs(*arguments: Any) -> Any:
        asked.append(arguments)
        raise redis.TimeoutError

    monkeypatch.setattr(windows, "_asked", hangs)
    for _ in range(50):
        with pytest.raises(windows.Away):
            windows.take("test:away", 1, 10)
    assert len(asked) == 1
    with pytest.raises(windows.Away):
        windows.take("test:away", 1, 10, insist=True)
    assert len(asked) == 2


def test_a_redis_that_was_emptied_counts_on(limits: None) -> None:
    assert windows.take("test:emptied", 2, 10).used == 1
    windows.client().script_flush()
    assert windows.take("test:emptied", 2, 10).used == 2


def test_counting_is_one_step_to_redis(acme: Chain, limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    windows.take("test:warm", 1, 10)
    sent = []
    real = redis.Redis.execute_command
    monkeypatch.setattr(
        redis.Redis, "execute_command", lambda self, *a, **k: sent.append(a[0]) or real(self, *a, **k)
    )
    doors.with_key(acme).read("/chains/acme")
    assert sent == ["EVALSHA"]


def test_the_local_count_is_right_between_threads() -> None:
    local = windows.Local()
    with ThreadPoolExecutor(16) as pool:
        took = list(pool.map(lambda n: local.take("x", 50, 3_600).passes, range(2_000)))
    assert sum(took) <= 50


def test_a_request_is_counted_once(limits: None) -> None:
    request = RequestFactory().get("/")
    throttling.count(request, None)
    throttling.count(request, None, "sign-in")
    assert request.META[throttling.SAID].policy.name == "default"
