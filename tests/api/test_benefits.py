"""Benefits over HTTP: what is left, using one once, taking a use back; who may, and who must not know."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.programme.benefits.models import Use
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house

HOUSE = "/properties/acme-1"


@pytest.fixture
def today() -> date:
    return clock.today("Asia/Shanghai")


@pytest.fixture
def guest(acme_1: Property, today: date) -> int:
    """李四, gold, in house with breakfast twice on this stay."""
    with in_property(acme_1):
        raw = Statements(raw_connection())
        published = house.publish(raw, day=today - timedelta(days=30))
        follow(acme_1, stay("F1", str(today), status="in_house", adults=2))
        (found,) = house.rows_of(raw, "李四")
        house.member(raw, published.programme, found, "gold", joined_on=today)
        return found


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


def use(door: Door, guest: int, code: str = "breakfast", key: str = "k1", **body: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/guests/{guest}/benefits/{code}/use", body, IDEMPOTENCY_KEY=key)


def undo(door: Door, use_id: str, key: str = "u1", **body: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/benefit-uses/{use_id}/undo", body, IDEMPOTENCY_KEY=key)


def kind_of(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("/problems/")


def test_the_desk_sees_what_is_left_and_uses_it(desk: Door, guest: int, today: date) -> None:
    told = desk.read(f"{HOUSE}/guests/{guest}/benefits").json()
    assert told["tier"] == "gold" and told["uses"] == []
    assert [(each["code"], each["left"]) for each in told["benefits"]] == [
        ("breakfast", 2),
        ("upgrade", 1),
        ("gift", 2),
        ("late", None),
    ]
    done = use(desk, guest, count=2)
    assert done.status_code == 201
    body = done.json()
    assert (body["left"], body["use"]["stay"], body["use"]["count"], body["use"]["day"]) == (
        0,
        "F1",
        2,
        str(today),
    )
    assert body["use"]["price"] == {"amount": "38.00", "currency": "CNY"}
    told = desk.read(f"{HOUSE}/guests/{guest}/benefits").json()
    assert told["benefits"][0]["left"] == 0 and told["uses"] == [body["use"]]


def test_what_is_used_up_is_refused_in_the_readers_language(desk: Door, guest: int) -> None:
    assert use(desk, guest, "upgrade").status_code == 201
    refused = desk.add(
        f"{HOUSE}/guests/{guest}/benefits/upgrade/use", {}, IDEMPOTENCY_KEY="k2", ACCEPT_LANGUAGE="zh-CN"
    )
    assert kind_of(refused) == (422, "already-used")
    assert refused.json()["detail"] == "「免费升级房型」本期共 1 次，已用 1 次，不够再用 1 次。"
    assert refused.json()["left"] == 0


def test_the_same_key_uses_once_and_answers_again(desk: Door, guest: int, acme_1: Property) -> None:
    first, again = use(desk, guest), use(desk, guest)
    assert again.content == first.content and again["Idempotent-Replayed"] == "true"
    with in_property(acme_1):
        assert Use.objects.count() == 1
    assert kind_of(use(desk, guest, count=2)) == (422, "idempotency-key-reused")


def test_without_a_key_nothing_is_used(desk: Door, guest: int, acme_1: Property) -> None:
    refused = desk.add(f"{HOUSE}/guests/{guest}/benefits/gift/use", {})
    assert kind_of(refused) == (400, "idempotency-key-missing")
    with in_property(acme_1):
        assert not Use.objects.exists()


def test_a_use_is_taken_back_with_a_reason_once(desk: Door, guest: int) -> None:
    made = use(desk, guest, "upgrade").json()["use"]
    assert undo(desk, made["id"]).status_code == 400
    assert undo(desk, made["id"], key="u0", reason="   ").status_code == 400
    undone = undo(desk, made["id"], key="u2", reason="客人改住标间")
    assert undone.status_code == 200
    assert undone.json()["use"]["undone_reason"] == "客人改住标间"
    assert kind_of(undo(desk, made["id"], key="u3", reason="又一次")) == (422, "already-used")
    assert use(desk, guest, "upgrade", key="k2").status_code == 201
    assert undo(desk, "999999", key="u4", reason="没有").status_code == 404
    assert undo(desk, str(2**70), key="u5", reason="没有").status_code == 404


def test_what_is_done_is_in_the_audit_log_without_the_guest_himself(desk: Door, guest: int) -> None:
    made = use(desk, guest).json()["use"]
    undo(desk, made["id"], reason="给错了")
    rows = list(Entry.objects.filter(action__startswith="benefit.").order_by("id"))
    assert [(row.action, row.subject) for row in rows] == [
        ("benefit.used", str(guest)),
        ("benefit.undone", str(guest)),
    ]
    assert "李四" not in str([row.facts for row in rows])


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        ("sauna", {}, (422, "not-eligible")),
        ("breakfast", {"stay": "NO-SUCH"}, (422, "not-eligible")),
        ("breakfast", {"count": 0}, (400, "malformed")),
        ("breakfast", {"count": 100}, (400, "malformed")),
        ("breakfast", {"count": "x"}, (400, "malformed")),
        ("breakfast", {"stay": ""}, (400, "malformed")),
        ("breakfast", {"guests": 2}, (400, "malformed")),
        ("%00", {}, (422, "not-eligible")),
        ("a" * 300, {}, (422, "not-eligible")),
    ],
)
def test_what_makes_no_sense_is_told_clearly(
    desk: Door, guest: int, code: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert kind_of(use(desk, guest, code, **body)) == expected


def test_where_there_is_no_programme_nothing_is_left_and_nothing_used(desk: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        (guest,) = house.rows_of(Statements(raw_connection()), "李四")
    assert desk.read(f"{HOUSE}/guests/{guest}/benefits").json() == {"tier": None, "benefits": [], "uses": []}
    assert kind_of(use(desk, guest)) == (422, "not-eligible")


def test_who_only_looks_may_not_use(acme: Chain, guest: int) -> None:
    analyst = doors.as_role(acme, Role.ANALYST)
    assert analyst.read(f"{HOUSE}/guests/{guest}/benefits").status_code == 200
    assert kind_of(use(analyst, guest)) == (403, "forbidden")
    assert kind_of(undo(doors.with_key(acme, "programme:read"), "1", reason="x")) == (403, "forbidden")
    assert use(doors.with_key(acme, "value:write"), guest).status_code == 201


def test_another_chain_finds_neither_guest_nor_use(acme: Chain, rival: Chain, guest: int) -> None:
    made = use(doors.as_role(acme, Role.FRONT_DESK), guest).json()["use"]
    stranger = doors.as_role(rival, Role.OWNER)
    assert stranger.read(f"{HOUSE}/guests/{guest}/benefits").status_code == 404
    assert use(stranger, guest).status_code == 404
    assert undo(stranger, made["id"], reason="x").status_code == 404


def test_a_secret_guest_is_not_there_for_the_desk(
    desk: Door, guest: int, acme: Chain, acme_1: Property
) -> None:
    made = use(desk, guest).json()["use"]
    with in_property(acme_1):
        follow(acme_1, stay("F9", "2026-01-05", secret=True))
    assert use(desk, guest, key="k2").status_code == 404
    assert undo(desk, made["id"], reason="x").status_code == 404
    assert undo(doors.as_role(acme, Role.MANAGER), made["id"], reason="x").status_code == 200
