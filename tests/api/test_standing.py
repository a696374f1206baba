"""What an unpaid subscription allows, by HTTP, at every step of the paths a subscription takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import standing
from api.standing import PaymentRequired
from billing.models import Account
from billing.standing import Act, Level
from chains.models import Chain
from kernel import clock
from loyalty.guests.models import Guest
from loyalty.stays.models import Stay
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import cast, doors
from tests.acts import ACTS, chosen
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.points import stage
from tests.loyalty.programme.points.stage import POINTS
from tests.routes import all_routes

BEGUN = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOUSE = "/properties/acme-1"
FULL, GRACE, READ_ONLY, CLOSED = Level.FULL, Level.GRACE, Level.READ_ONLY, Level.CLOSED

# reference matrix: what each level refuses
REFUSED = {
    FULL: set(),
    GRACE: {Act.ADD_PROPERTY},
    READ_ONLY: {Act.ADD_PROPERTY, Act.WRITE, Act.CAMPAIGN},
    CLOSED: {Act.ADD_PROPERTY, Act.WRITE, Act.CAMPAIGN, Act.READ, Act.STAYS, Act.REDEEM},
}


@dataclass
class Step:
    """On this day (a fraction counts) this is read from Stripe, and then the chain stands there."""

    day: float
    state: str | None
    level: Level
    more: dict[str, Any] = field(default_factory=dict)


SUBSCRIBED = {"subscription": "sub_1", "customer": "cus_1", "quantity": 2}
SLIVER = 1e-4  # of a day: nine seconds

PATHS: dict[str, list[Step]] = {
    "a trial that nobody pays": [
        Step(0, "trialing", FULL),
        Step(30 - SLIVER, None, FULL),
        Step(30 + SLIVER, None, READ_ONLY),
        Step(120 - SLIVER, None, READ_ONLY),
        Step(120 + SLIVER, None, CLOSED),
        Step(394, None, CLOSED),
    ],
    "a trial that becomes a subscription": [
        Step(0, "trialing", FULL),
        Step(10, "trialing", FULL, SUBSCRIBED),
        Step(30 + SLIVER, None, FULL),
        Step(31, "active", FULL),
        Step(400, None, FULL),
    ],
    "paid only after the trial was over": [
        Step(0, "trialing", FULL),
        Step(35, None, READ_ONLY),
        Step(36, "active", FULL, SUBSCRIBED),
        Step(500, None, FULL),
    ],
    "paid only when it was closed already": [
        Step(0, "trialing", FULL),
        Step(130, None, CLOSED),
        Step(131, "active", FULL, SUBSCRIBED),
    ],
    "a card that fails and is mended in time": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(40, "past_due", GRACE),
        Step(53, None, GRACE),
        Step(53.5, "active", FULL),
    ],
    "a card that is mended late": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(40, "past_due", GRACE),
        Step(54 - SLIVER, None, GRACE),
        Step(54 + SLIVER, None, READ_ONLY),
        Step(70, "active", FULL),
    ],
    "past due, then unpaid, then mended": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(40, "past_due", GRACE),
        Step(50, "unpaid", READ_ONLY),
        Step(200, None, READ_ONLY),
        Step(201, "active", FULL),
    ],
    "past due, unpaid, canceled, closed, resumed": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(40, "past_due", GRACE),
        Step(55, None, READ_ONLY),
        Step(60, "unpaid", READ_ONLY),
        Step(90, "canceled", READ_ONLY),
        Step(180 - SLIVER, None, READ_ONLY),
        Step(180 + SLIVER, None, CLOSED),
        Step(454, None, CLOSED),
        Step(454.5, "active", FULL, {"subscription": "sub_2"}),
    ],
    "canceled by the owner and taken up again": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(30, "active", FULL, {"cancels_at_end": True}),
        Step(60, "canceled", READ_ONLY, {"cancels_at_end": False}),
        Step(149, None, READ_ONLY),
        Step(149.5, "active", FULL, {"subscription": "sub_2"}),
        Step(300, "canceled", READ_ONLY),
        Step(389, None, READ_ONLY),
        Step(391, None, CLOSED),
    ],
    "paused and resumed": [
        Step(0, "trialing", FULL, SUBSCRIBED),
        Step(30, "paused", READ_ONLY),
        Step(119, None, READ_ONLY),
        Step(121, None, CLOSED),
        Step(122, "active", FULL),
    ],
    "a card that fails again and again": [
        Step(0, "active", FULL, SUBSCRIBED),
        Step(40, "past_due", GRACE),
        Step(50, "active", FULL),
        Step(70, "past_due", GRACE),
        Step(83, None, GRACE),  # the days of grace begin anew
        Step(85, None, READ_ONLY),
        Step(86, "active", FULL),
    ],
    "fewer properties than are open are paid for": [
        Step(0, "active", FULL, {**SUBSCRIBED, "plan": "group", "quantity": 2}),
        Step(20, "active", FULL, {"plan": "starter", "quantity": 1}),
        Step(40, "past_due", GRACE),
        Step(60, "canceled", READ_ONLY),
    ],
    "a contract outside Stripe, before and after": [
        Step(0, "trialing", FULL),
        Step(45, None, READ_ONLY),
        Step(46, "arranged", FULL),
        Step(1000, None, FULL),
    ],
}
STEPS = [
    pytest.param(name, number, id=f"{name}, step {number + 1}")
    for name, steps in PATHS.items()
    for number in range(len(steps))
]


def read_from_stripe(chain: Chain, step: Step, now: datetime) -> None:
    """What billing writes of a subscription: since when holds through past_due and unpaid."""
    account = Account.objects.filter(chain=chain).first()
    if account is None:
        account = Account(chain=chain, since=now, plan="chain", state=step.state or "")
        account.trial_ends_at = now + timedelta(days=30) if step.state == "trialing" else None
    if step.state is not None and step.state != account.state:
        if not (account.state == "past_due" and step.state == "unpaid"):
            account.since = now
        account.state = step.state
    for name, value in step.more.items():
        setattr(account, name, value)
    account.save()


@pytest.fixture
def guest(acme_1: Property) -> int:
    """李四 with 1,208 points that do not expire, and a tag he may get."""
    with time_machine.travel(BEGUN), in_property(acme_1):
        stage.publish(POINTS)
        follow(acme_1, stay("A1", "2026-03-01"))
        stage.grant(stage.guest(), 1000, "bonus", expires_on=date(2036, 1, 31))
        return stage.guest()


@pytest.fixture
def key(acme: Chain) -> Door:
    return doors.with_key(acme)


def attempts(door: Door, chain: Chain, guest: int, tag: str) -> dict[Act, Callable[[], int]]:
    """For each act, a request that does it; its status."""

    def campaign() -> int:
        try:
            standing.demand_of(Chain.objects.get(pk=chain.pk), Act.CAMPAIGN)
        except PaymentRequired as refused:
            return refused.status
        return 200

    sent = stay(f"P{tag}", "2026-03-01")
    redeem = {"way": "bill", "bill": "400.00", "points": 1000}
    return {
        Act.READ: lambda: door.read(f"{HOUSE}/guests").status_code,
        Act.EXPORT: lambda: door.read(f"{HOUSE}/guests.csv").status_code,
        Act.BALANCE: lambda: door.read(f"{HOUSE}/guests/{guest}/points").status_code,
        Act.SAFE: lambda: door.read("/chains/acme").status_code,
        Act.STAYS: lambda: door.send("PUT", f"{HOUSE}/stays/{sent['external_id']}", sent).status_code,
        Act.REDEEM: lambda: (
            door.add(f"{HOUSE}/guests/{guest}/points/redeem", redeem, idempotency_key=tag).status_code
        ),
        Act.WRITE: lambda: door.add(f"{HOUSE}/tags", {"name": f"T{tag}"}).status_code,
        Act.CAMPAIGN: campaign,
        Act.ADD_PROPERTY: lambda: (
            door.add("/chains/acme/properties", {"slug": "acme-1", "name": "新店"}).status_code
        ),
    }


@pytest.mark.parametrize(("path", "number"), STEPS)
def test_every_step_of_every_path_allows_exactly_what_the_matrix_says(
    acme: Chain, guest: int, key: Door, path: str, number: int
) -> None:
    for step in PATHS[path][: number + 1]:
        now = BEGUN + timedelta(days=step.day)
        with time_machine.travel(now, tick=False):
            read_from_stripe(acme, step, now)
    before = held(acme)
    with time_machine.travel(now, tick=False):
        got = {act: do() for act, do in attempts(key, acme, guest, str(number)).items()}
    refused = {act for act, status in got.items() if status == 402}
    assert refused == REFUSED[step.level], got
    done = {act for act, status in got.items() if 200 <= status < 300}
    assert done | refused | {Act.ADD_PROPERTY} == set(Act), got  # the property is there already: 409
    after = held(acme)
    assert after["stays"] == before["stays"] + (Act.STAYS in done)
    assert after["guests"] == before["guests"]


def test_the_paths_are_sixty_and_more() -> None:
    assert len(STEPS) >= 60


def held(chain: Chain) -> dict[str, int]:
    with in_property(cast.property_named("acme-1")):
        return {"stays": Stay.objects.count(), "guests": Guest.objects.count()}


def test_every_route_and_method_has_an_act_that_a_person_chose() -> None:
    """The table is written by hand and read by people; the code must equal it."""
    in_code = {
        f"{method} {route.path}": chosen(route.view, method)
        for route in all_routes()
        for method in route.methods
    }
    new = {name: act for name, act in in_code.items() if name not in ACTS}
    assert not new, f"Add to tests/acts.py, after thinking about what an unpaid chain may do: {new}"
    assert in_code == ACTS


def lapse(chain: Chain, level: Level) -> None:
    """The chain stands there from now on."""
    days = {READ_ONLY: 1, CLOSED: 100}[level]
    since = clock.now() - timedelta(days=days)
    Account.objects.create(chain=chain, plan="chain", state="canceled", since=since)


def wrongly_judged(door: Door, chain: str, level: Level) -> list[tuple[str, str, int]]:
    """Requests of this caller at his own places whose 402 is not what the table says."""
    wrong = []
    for route in all_routes():
        if not route.place:
            continue
        for method in route.methods:
            got = door.send(method, route.filled(property=f"{chain}-1", chain=chain), {})
            if got.status_code == 403 and got.json()["type"] == "/problems/forbidden":
                continue  # not his to do, whatever was paid
            refused = Act(chosen(route.view, method)) in REFUSED[level]
            if refused != (got.status_code == 402):
                wrong.append((method, route.path, got.status_code))
    return wrong


@pytest.mark.parametrize("level", [READ_ONLY, CLOSED])
@pytest.mark.parametrize("who", ["owner", "manager", "key"])
def test_read_only_is_read_only_everywhere_and_closed_is_closed(
    acme: Chain, acme_1: Property, level: Level, who: str
) -> None:
    """Every route × method, by session and by key."""
    door = doors.with_key(acme) if who == "key" else doors.as_role(acme, Role(who))
    lapse(acme, level)
    assert not wrongly_judged(door, "acme", level)


def test_control_with_the_demand_taken_out_the_matrix_sees_it(
    acme: Chain, acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = doors.as_role(acme, Role.OWNER)
    lapse(acme, READ_ONLY)
    monkeypatch.setattr(standing, "demand", lambda view: None)
    assert len(wrongly_judged(door, "acme", READ_ONLY)) > 20


def test_a_strangers_chain_is_not_found_whatever_it_has_paid(acme: Chain, rival: Chain) -> None:
    lapse(rival, CLOSED)
    for door in (doors.with_key(acme), doors.as_role(acme, Role.OWNER)):
        for path in ("/properties/rival-1/guests", "/chains/rival/programme", "/chains/rival"):
            assert door.read(path).status_code == 404


def test_the_problem_says_how_it_stands_and_where_to_mend_it(acme: Chain) -> None:
    Account.objects.create(chain=acme, state="unpaid", since=clock.now() - timedelta(days=3), plan="chain")
    for door in (doors.with_key(acme), doors.as_role(acme, Role.OWNER)):
        got = door.add(f"{HOUSE}/tags", {"name": "新"})
        assert got.status_code == 402
        assert got["Content-Type"] == "application/problem+json"
        problem = got.json()
        assert problem["type"] == "/problems/payment-required"
        assert (problem["level"], problem["reason"], problem["mend"]) == ("read_only", "unpaid", "portal")
        assert problem["since"] and "订阅" in problem["detail"] and problem["title"] == "需要付款"
        english = door.add(f"{HOUSE}/tags", {"name": "新"}, accept_language="en").json()
        assert "subscription" in english["detail"]


def test_a_refused_request_leaves_its_key_free_for_when_it_is_paid(acme: Chain, guest: int) -> None:
    door = doors.with_key(acme)
    Account.objects.create(chain=acme, state="unpaid", since=clock.now(), plan="chain")
    first = door.add(f"{HOUSE}/tags", {"name": "新"}, idempotency_key="once")
    Account.objects.update(state="active")
    second = door.add(f"{HOUSE}/tags", {"name": "新"}, idempotency_key="once")
    assert (first.status_code, second.status_code) == (402, 201)


def test_the_account_comes_with_the_keys_own_query(acme: Chain, guest: int) -> None:
    """A request of a PMS costs no query more for being asked whether it is paid."""
    door = doors.with_key(acme)
    body = stay("Q1", "2026-03-01")
    door.send("PUT", f"{HOUSE}/stays/Q1", body)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert door.send("PUT", f"{HOUSE}/stays/Q1", body).status_code == 200
        return len(seen)

    without = queries()
    Account.objects.create(chain=acme, state="past_due", since=clock.now(), plan="chain")
    assert queries() == without


def test_the_session_says_where_the_chain_stands(acme: Chain) -> None:
    door = doors.as_role(acme, Role.FRONT_DESK)
    told = door.read("/session").json()["memberships"][0]["chain"]["standing"]
    assert (told["level"], told["reason"], told["mend"]) == ("full", "arranged", "none")
    lapse(acme, CLOSED)
    told = door.read("/session").json()["memberships"][0]["chain"]["standing"]
    assert (told["level"], told["reason"], told["mend"]) == ("closed", "canceled", "checkout")
    assert "导出" in told["says"]["zh"] and "export" in told["says"]["en"]


def test_the_search_finds_no_guests_of_a_closed_chain(acme: Chain, guest: int) -> None:
    door = doors.as_role(acme, Role.OWNER)
    assert door.read("/search?q=李四").json()["guests"]
    lapse(acme, CLOSED)
    found = door.read("/search?q=李四")
    assert found.status_code == 200 and not found.json()["guests"]


def test_somebody_can_be_shut_out_but_not_raised_while_it_is_not_paid(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    lapse(acme, CLOSED)
    path = f"/chains/acme/staff/{doors.member(acme, Role.ANALYST).pk}"
    for raised in ({"role": "owner"}, {"active": True}, {"active": False, "role": "owner"}):
        assert door.change(path, raised).status_code == 402
    assert door.change(path, {"active": False}).status_code == 200


@pytest.mark.parametrize(("kind", "status"), [("stays", 202), ("guests", 402), ("contacts", 402)])
def test_a_file_of_stays_is_taken_where_a_pms_would_be_and_no_other(
    acme: Chain, acme_1: Property, kind: str, status: int
) -> None:
    door = doors.as_role(acme, Role.OWNER)
    lapse(acme, READ_ONLY)
    file = SimpleUploadedFile("f.csv", "姓名,手机\n李四,13800138000\n".encode())
    got = door.post(
        f"/api/v1{HOUSE}/imports",
        {"file": file, "kind": kind, "start": "false"},
        HTTP_X_CSRFTOKEN=door.cookies["huike_csrf"].value,
    )
    assert got.status_code == status, got.content


def test_a_property_or_a_seat_more_than_the_plan_has_is_refused(acme: Chain) -> None:
    Account.objects.create(chain=acme, state="active", since=clock.now(), plan="starter")
    door = doors.as_role(acme, Role.OWNER)
    Property.objects.filter(slug="rival-1").update(chain=acme)  # the third
    refused = door.add("/chains/acme/properties", {"slug": "acme-4", "name": "四店"})
    assert refused.status_code == 422, refused.content
    told = refused.json()
    assert (told["type"], told["used"], told["limit"], told["fits"]) == (
        "/problems/plan-limit",
        3,
        3,
        "chain",
    )
    for _ in range(9):
        doors.member(acme, Role.ANALYST)
    invitation = {"email": "one@more.test", "role": "analyst", "properties": []}
    assert door.add("/chains/acme/invitations", invitation).json()["type"] == "/problems/plan-limit"


def test_a_sandbox_counts_against_no_plan(acme: Chain) -> None:
    Account.objects.create(chain=acme, state="active", since=clock.now(), plan="starter")
    Property.objects.filter(slug="rival-1").update(chain=acme)
    door = doors.as_role(acme, Role.OWNER)
    made = door.add("/chains/acme/properties", {"slug": "acme-try", "name": "试用店", "sandbox": True})
    assert made.status_code == 201, made.content
