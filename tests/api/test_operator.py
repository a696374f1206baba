"""The operator's console: what it shows of chains, and what it changes."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from audit import recording
from audit.models import Entry, Outbox
from billing.models import Account, Errand, StripeEvent
from chains.models import Chain, FirstRun
from config import command
from config.celery import app
from kernel import clock
from reports.models import DayCell, DirtyMonth, MonthCell
from staff.models import SignUp, StaffMember
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.routes import all_routes

REASON = "合同已签，线下付款"


@pytest.fixture
def zhang(db: None) -> StaffMember:
    return StaffMember.objects.create(email="zhang@huike.test", name="张三", is_operator=True)


@pytest.fixture
def door(zhang: StaffMember) -> Door:
    return doors.signed_in(zhang)


@pytest.fixture
def worker_at_once() -> Iterator[None]:
    """Tasks run where they are sent."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def pays(chain: Chain, state: str = "active", **fields: Any) -> Account:
    return Account.objects.create(chain=chain, state=state, **{"since": clock.now(), **fields})


def came(place: Property, day: date, *, visits: int, new: int) -> None:
    """Cells as the reports would make them of so many visits."""
    counts = dict.fromkeys(
        [
            *("repeat_visits", "nights", "revenue_cents", "due", "complete", "on_time"),
            *(f"ordinal{n}" for n in range(2, 12)),
        ],
        0,
    )
    for kind, when in ((DayCell, day), (MonthCell, day.replace(day=1))):
        kind.objects.create(
            property_id=place.pk, day=when, channel="ota", visits=visits, ordinal1=new, **counts
        )


def test_for_everybody_else_it_is_not_there(acme: Chain) -> None:
    routes = [route for route in all_routes() if route.path.startswith("operator/")]
    assert len(routes) == 7
    for other in (doors.as_role(acme, Role.OWNER), doors.with_key(acme)):
        for route in routes:
            for method in route.methods:
                answer = other.send(method, route.filled(chain="acme"), {})
                # The console alone knows impersonation; a key is nobody there.
                assert answer.status_code in (404, 401), (method, route.path)
    owner = doors.as_role(acme, Role.OWNER)
    told = [owner.read(f"/operator/chains/{slug}") for slug in ("acme", "no-such-chain")]
    assert [one.status_code for one in told] == [404, 404]


def test_the_list_says_who_pays_what_and_what_came_in(
    door: Door, acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    owner = doors.member(acme, Role.OWNER)
    pays(acme, plan="chain", interval="year", quantity=2)
    today = clock.now().date()
    came(acme_1, today - timedelta(days=3), visits=5, new=4)
    came(acme_2, today - timedelta(days=100), visits=7, new=6)
    rows = {row["slug"]: row for row in door.read("/operator/chains").json()["results"]}
    assert set(rows) >= {"acme", "rival"}
    row = rows["acme"]
    assert row["owner"] == {"name": owner.name, "email": owner.email}
    assert (row["state"], row["level"], row["reason"]) == ("open", "full", "active")
    assert (row["plan"], row["interval"], row["quantity"], row["amount"]) == ("chain", "year", 2, "7980.00")
    assert (row["properties"], row["contacts"], row["stays_30d"]) == (2, 10, 5)
    assert row["last_stay_on"] == (today - timedelta(days=3)).isoformat()
    assert (rows["rival"]["reason"], rows["rival"]["amount"]) == ("arranged", None)


def test_a_sandbox_counts_for_nothing(door: Door, acme: Chain, acme_1: Property) -> None:
    Property.objects.filter(pk=acme_1.pk).update(sandbox=True)
    came(acme_1, clock.now().date(), visits=5, new=5)
    row = next(row for row in door.read("/operator/chains").json()["results"] if row["slug"] == "acme")
    assert (row["properties"], row["contacts"], row["stays_30d"]) == (1, 0, 0)


def test_chains_are_found_by_name_property_owner_level_and_state(
    door: Door, acme: Chain, rival: Chain
) -> None:
    owner = doors.member(acme, Role.OWNER)
    pays(acme, "past_due")
    Chain.objects.filter(pk=rival.pk).update(state="suspended")

    def found(question: str) -> list[str]:
        return [row["slug"] for row in door.read(f"/operator/chains?{question}").json()["results"]]

    assert found("q=雅客二") == ["acme"]
    assert found(f"q={owner.email}") == ["acme"]
    assert found("q=RIVAL") == ["rival"]
    assert found("q=nothing") == []
    assert found("level=grace") == ["acme"]
    assert found("state=suspended") == ["rival"]
    assert door.read("/operator/chains?level=wrong").status_code == 400


def test_the_list_is_paged_and_a_level_is_looked_for_beyond_the_first_hundreds(
    door: Door, acme: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.overseeing.AT_ONCE", 3)
    pays(acme, "unpaid")
    for number in range(10):
        Chain.objects.create(slug=f"filler-{number}", name="x")
    first = door.read("/operator/chains?limit=7").json()
    second = door.read(f"/operator/chains?limit=7&cursor={first['next']}").json()
    slugs = [row["slug"] for row in first["results"] + second["results"]]
    assert len(slugs) == len(set(slugs)) == Chain.objects.count()
    assert second["next"] is None
    assert [row["slug"] for row in door.read("/operator/chains?level=read_only").json()["results"]] == [
        "acme"
    ]


def test_one_chain_whole(door: Door, acme: Chain, acme_1: Property) -> None:
    doors.member(acme, Role.OWNER)
    doors.with_key(acme)
    pays(acme, plan="starter", interval="month", quantity=2, customer="cus_1")
    now = clock.now()
    Errand.objects.create(chain=acme, kind="quantity", wanted={}, created_at=now, next_at=now, error="429")
    StripeEvent.objects.create(
        event="evt_1", kind="x", customer="cus_1", body=b"", received_at=now, next_at=now
    )
    recording.record(recording.SYSTEM, "guest.updated", chain_id=acme.pk, property_id=acme_1.pk)
    Outbox.objects.get_or_create(entry=Entry.objects.get(action="guest.updated"))
    Property.objects.filter(pk=acme_1.pk).update(schema_version="0001-older")
    seen = door.read("/operator/chains/acme").json()
    assert [(p["slug"], p["lagging"]) for p in seen["houses"]] == [("acme-1", True), ("acme-2", False)]
    assert [(s["role"], s["impersonable"]) for s in seen["staff"]] == [("owner", True)]
    assert len(seen["keys"]) == 1
    assert "key" not in seen["keys"][0] and "digest" not in seen["keys"][0]
    assert seen["usage"]["properties"] == {"used": 2, "limit": 3}
    assert seen["usage"]["seats"] == {"used": 1, "limit": 10}
    assert [(e["kind"], e["error"]) for e in seen["errands"]] == [("quantity", "429")]
    assert seen["waiting"] == {"outbox": 1, "deliveries": 0, "stripe_events": 1}
    assert door.read("/operator/chains/no-such-chain").status_code == 404


def suspend(door: Door, state: str = "suspended", reason: str = "欠款且联系不上") -> Any:
    return door.change("/operator/chains/acme", {"state": state, "reason": reason})


def test_a_suspended_chain_is_shut_and_told_so_and_opened_again(
    door: Door,
    acme: Chain,
    worker_at_once: None,
    mailoutbox: list[mail.EmailMessage],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    owner = doors.member(acme, Role.OWNER)
    inside, key = doors.signed_in(owner), doors.with_key(acme)
    with django_capture_on_commit_callbacks(execute=True):
        assert suspend(door).json()["state"] == "suspended"
    assert mailoutbox[0].to == [owner.email]
    assert inside.read("/chains/acme").status_code == 401

    entering = Door()
    entering.read("/session")
    refused = entering.add("/session", {"login": owner.email, "password": doors.PASSWORD})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/chain-suspended")
    # Not 401: a PMS would throw its key away.
    for answer in (
        key.read("/chains/acme"),
        key.send("PUT", "/properties/acme-1/stays/S1", {}),
        key.read("/properties/rival-1/stays"),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/chain-suspended")

    assert suspend(door, "open").json()["state"] == "open"
    assert inside.read("/chains/acme").status_code == 200
    assert key.read("/chains/acme").status_code == 200
    log = Entry.objects.filter(chain_id=acme.pk, action__in=["chain.suspended", "chain.reopened"])
    assert [(e.action, e.facts["reason"]) for e in log.order_by("pk")] == [
        ("chain.suspended", "欠款且联系不上"),
        ("chain.reopened", "欠款且联系不上"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"state": "suspended"},
        {"state": "suspended", "reason": "no"},
        {"state": "erased", "reason": "x" * 20},
        {"state": "open", "reason": "x" * 20, "name": "x"},
    ],
)
def test_a_state_changes_with_a_reason_and_into_nothing_else(door: Door, acme: Chain, body: object) -> None:
    assert door.change("/operator/chains/acme", body).status_code == 400
    acme.refresh_from_db()
    assert acme.state == "open"


def test_what_was_erased_stays_so(door: Door, acme: Chain) -> None:
    Chain.objects.filter(pk=acme.pk).update(state="erased")
    assert suspend(door, "open").json()["type"] == "/problems/chain-erased"
    settled = door.add("/operator/chains/acme/billing", {"arranged": True, "reason": REASON})
    assert settled.json()["type"] == "/problems/chain-erased"


def settle(door: Door, **body: Any) -> Any:
    return door.add("/operator/chains/acme/billing", {"reason": REASON, **body})


def test_a_contract_outside_stripe_ends_the_trial(door: Door, acme: Chain) -> None:
    pays(acme, "trialing", plan="chain", trial_ends_at=clock.now() - timedelta(days=3))
    assert door.read("/operator/chains/acme").json()["level"] == "read_only"
    done = settle(door, arranged=True)
    assert (done.status_code, done.json()["level"], done.json()["reason"]) == (200, "full", "arranged")
    assert done.json()["usage"]["properties"]["limit"] is None
    [entry] = Entry.objects.filter(chain_id=acme.pk, action="billing.arranged")
    assert entry.facts["reason"] == REASON


@pytest.mark.parametrize("state", ["none", "trialing", "canceled"])
def test_a_trial_is_lengthened_or_given_anew(door: Door, acme: Chain, state: str) -> None:
    until = clock.now() + timedelta(days=14)
    if state != "none":
        ended = clock.now() - timedelta(days=5)
        pays(
            acme,
            state,
            plan="starter",
            trial_ends_at=ended,
            since=ended,
            subscription="sub_1" if state == "canceled" else None,
        )
    done = settle(door, trial_ends_at=until.isoformat())
    assert (done.status_code, done.json()["level"], done.json()["reason"]) == (200, "full", "trialing")
    account = Account.objects.get(chain=acme)
    assert (account.trial_ends_at, account.subscription) == (until, None)


def test_while_stripe_has_the_say_nothing_is_settled_by_hand(door: Door, acme: Chain) -> None:
    pays(acme, "past_due", subscription="sub_1")
    for body in ({"arranged": True}, {"trial_ends_at": (clock.now() + timedelta(days=9)).isoformat()}):
        refused = settle(door, **body)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/has-subscription")


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_trial_ends_in_the_future_and_within_a_year(door: Door, acme: Chain, days: int) -> None:
    refused = settle(door, trial_ends_at=(clock.now() + timedelta(days=days)).isoformat())
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/bad-trial-end")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"arranged": True, "trial_ends_at": "2030-01-01T00:00:00Z"},
        {"arranged": False},
        {"trial_ends_at": "2030-01-01"},
    ],
)
def test_exactly_one_thing_is_settled(door: Door, acme: Chain, body: dict[str, Any]) -> None:
    assert settle(door, **body).status_code == 400


def test_health_says_what_lags_and_what_waits_and_for_how_long(
    door: Door, acme: Chain, acme_1: Property
) -> None:
    DirtyMonth.objects.create(
        property_id=acme_1.pk, month=date(2026, 1, 1), at=clock.now() - timedelta(seconds=90)
    )
    Property.objects.filter(pk=acme_1.pk).update(schema_version="0001-older")
    seen = door.read("/operator/health").json()
    assert (seen["database"], seen["redis"]) == ("ok", "ok")
    assert seen["schemas"]["lagging"] == ["acme-1"]
    queues = {queue["code"]: queue for queue in seen["queues"]}
    assert {"stripe_events", "errands", "outbox", "deliveries", "cells", "transfers", "tasks"} <= set(queues)
    assert queues["cells"]["waiting"] == 1
    assert 85 <= queues["cells"]["oldest_s"] <= 120
    assert queues["errands"] == {"code": "errands", "waiting": 0, "oldest_s": None}


def test_health_is_told_without_redis_too(door: Door, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    seen = door.read("/operator/health")
    assert seen.status_code == 200
    assert seen.json()["redis"] == "unreachable"
    assert next(q for q in seen.json()["queues"] if q["code"] == "tasks")["waiting"] is None


def test_the_platform_in_a_few_numbers(door: Door, acme: Chain, rival: Chain) -> None:
    now = clock.now()
    before = door.read("/operator/figures").json()
    pays(acme, plan="chain", interval="year", quantity=2)
    pays(rival, "past_due", plan="starter", interval="month", quantity=3)
    new = Chain.objects.create(slug="new-one", name="x")
    pays(new, "trialing", plan="chain", trial_ends_at=now + timedelta(days=5))
    FirstRun.objects.create(chain=new, created_at=now)
    SignUp.objects.create(
        email="a@b.test",
        name="x",
        chain_name="x",
        locale="en",
        digest=b"x" * 32,
        created_at=now,
        expires_at=now,
    )
    Chain.objects.create(slug="shut", name="x", state="suspended")
    seen = door.read("/operator/figures").json()
    assert seen["chains"]["grace"] == 1
    assert seen["chains"]["full"] == before["chains"]["full"]  # one fell to grace, one came
    assert seen["chains"]["suspended"] == 1
    assert seen["mrr"] == [{"currency": "CNY", "amount": "1262.00"}]  # 2 × 3990 ÷ 12 + 3 × 199
    assert (seen["sign_ups_30d"], seen["sign_ups_asked_30d"], seen["trials_ending"]) == (1, 1, 1)
    assert seen["properties"] == 3


def test_the_command_lists_the_same(acme: Chain, rival: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    owner = doors.member(acme, Role.OWNER)
    pays(acme, "unpaid")
    assert command.run(command.parser("chain"), ["chain", "list", "--level", "read_only", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert list(listed) == ["acme"]
    assert (listed["acme"]["reason"], listed["acme"]["owner"]) == ("unpaid", owner.email)
