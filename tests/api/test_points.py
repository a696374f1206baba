"""Points over HTTP: who may do what, once per key, and what is answered."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from msgspec.structs import replace

from audit.models import Entry
from chains.models import Chain
from loyalty.ledger import expiring as clearing
from loyalty.ledger import reading
from loyalty.programme.document import TwoPersons
from loyalty.programme.points.terms import Condition, NineOffer
from loyalty.programme.rewards.terms import Game, Prize
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.points import stage
from tests.loyalty.programme.points.stage import POINTS, TODAY

HOUSE = "/properties/acme-1"
WANG_FANG = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}
OFFER = NineOffer(
    code="film",
    name="电影票",
    name_en="Film",
    coupon="coffee",
    condition=Condition(measure="visits", at_least=1, months=3),
)
WHEEL = Game(
    code="wheel",
    name="大转盘",
    name_en="Wheel",
    points=50,
    budget="1000.00",
    prizes=[Prize(code="mug", name="杯子", name_en="Mug", per_10000=10_000, gives="thing", cost="20.00")],
)


@pytest.fixture(autouse=True)
def _on_the_23rd_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+08:00"):
        yield


@pytest.fixture
def li_si(acme_1: Property) -> int:
    """A guest with 1,208 points: 208 of a stay and 1,000 given."""
    with in_property(acme_1):
        stage.publish(
            replace(POINTS, nine_offers=[OFFER]), games=[WHEEL], two_persons=TwoPersons(points=5000)
        )
        follow(acme_1, stay("A1", "2026-11-01"))
        stage.grant(stage.guest(), 1000, "bonus", expires_on=date(2027, 1, 31))
        return stage.guest()


@pytest.fixture
def wang(acme_1: Property, li_si: int) -> int:
    with in_property(acme_1):
        follow(acme_1, stay("B1", "2026-11-22", status="in_house", rate="300.00", revenue=None, **WANG_FANG))
        return stage.guest("王芳")


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


def act(door: Door, guest: int, what: str, body: Any, key: str = "k-1") -> HttpResponse:
    return door.add(f"{HOUSE}/guests/{guest}/points/{what}", body, idempotency_key=key)


def points_of(door: Door, guest: int) -> Any:
    response = door.read(f"{HOUSE}/guests/{guest}/points")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_guests_points_with_their_lots_and_movements(desk: Door, li_si: int) -> None:
    found = points_of(desk, li_si)
    assert {name: found[name] for name in ("balance", "base", "bonus", "pending", "owed")} == {
        "balance": 1208, "base": 208, "bonus": 1000, "pending": 0, "owed": 0,
    }  # fmt: skip
    assert found["worth"] == {"amount": "60.40", "currency": "CNY"}
    assert [(lot["kind"], lot["points"], lot["expires_on"]) for lot in found["lots"]] == [
        ("bonus", 1000, "2027-01-31"),
        ("base", 208, "2029-11-01"),
    ]
    assert found["lots"][1]["origin"] == {"zh": "入住", "en": "A stay"}
    assert found["expiring"] == [{"on": "2027-01-31", "points": 1000}, {"on": "2029-11-01", "points": 208}]
    assert [(line["points"], line["after"], line["kind"]) for line in found["entries"]] == [
        (1000, 1208, "test"),
        (208, 208, "points.stay"),
    ]
    assert found["entries"][1]["reason"]["zh"] == "入住 A1（2026-11-02 离店）：基础 208 分"
    assert found["offers"][0]["met"] is True and found["family"] is None


def test_movements_are_paged(desk: Door, li_si: int) -> None:
    first = desk.read(f"{HOUSE}/guests/{li_si}/points?limit=1").json()
    second = desk.read(f"{HOUSE}/guests/{li_si}/points?limit=1&cursor={first['next']}").json()
    assert [line["after"] for line in first["entries"] + second["entries"]] == [1208, 208]
    assert second["next"] is None


def test_c56_points_off_a_bill_over_http(desk: Door, li_si: int) -> None:
    done = act(desk, li_si, "redeem", {"way": "bill", "bill": "400.00", "points": 1000})
    assert done.status_code == 201, done.content
    said = done.json()
    assert (said["before"], said["after"], said["points"]) == (1208, 208, -1000)
    assert said["money_off"] == {"amount": "50.00", "currency": "CNY"}
    assert said["to_pay"] == {"amount": "350.00", "currency": "CNY"}
    assert said["posting"]["reason"]["zh"] == "抵扣账单 400.00 元中的 50.00 元"
    entry = Entry.objects.get(action="points.redeemed")
    assert entry.subject == str(li_si) and entry.facts["points"] == -1000


def test_the_same_key_moves_once_and_another_body_is_refused(desk: Door, li_si: int) -> None:
    body = {"way": "bill", "bill": "400.00", "points": 1000}
    first, again = (act(desk, li_si, "redeem", body) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotent-Replayed"] == "true"
    other = act(desk, li_si, "redeem", {**body, "points": 100})
    assert other.status_code == 422 and other.json()["type"] == "/problems/idempotency-key-reused"
    assert points_of(desk, li_si)["balance"] == 208


def test_without_a_key_nothing_moves(desk: Door, li_si: int) -> None:
    refused = desk.add(
        f"{HOUSE}/guests/{li_si}/points/redeem", {"way": "bill", "bill": "400.00", "points": 1000}
    )
    assert refused.status_code == 400 and refused.json()["type"].endswith("idempotency-key-missing")
    assert points_of(desk, li_si)["balance"] == 1208


def test_more_than_there_is_is_refused(desk: Door, li_si: int) -> None:
    refused = act(desk, li_si, "redeem", {"way": "bill", "bill": "400.00", "points": 1209})
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/insufficient-points"
    assert (refused.json()["balance"], refused.json()["asked"]) == (1208, 1209)
    assert points_of(desk, li_si)["balance"] == 1208


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"way": "bill"}, "/bill", "missing"),
        ({"way": "bill", "bill": "400"}, "/bill", "bad_format"),
        ({"way": "bill", "bill": "400.00", "points": 0}, "/points", "too_small"),
        ({"way": "bill", "bill": "400.00", "code": "x"}, "/code", "not_here"),
        ({"way": "reward"}, "/code", "missing"),
        ({"way": "friend", "points": 100, "stay": "B1"}, "/friend", "missing"),
        ({"way": "friend", "points": 100, "stay": "B1", "friend": "x"}, "/friend", "bad_id"),
        ({"way": "friend", "points": 100, "stay": "B1", "friend": "999999"}, "/friend", "no_such_guest"),
        ({"way": "gold"}, "/way", "not_a_choice"),
    ],
)
def test_a_body_that_is_wrong_is_told_where(
    desk: Door, li_si: int, body: dict[str, Any], pointer: str, code: str
) -> None:
    refused = act(desk, li_si, "redeem", body)
    assert refused.status_code == 400, refused.content
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [(pointer, code)]


def test_c36_a_reward_for_points_and_money(desk: Door, li_si: int) -> None:
    """1,000 points and 10 yuan are a breakfast."""
    done = act(desk, li_si, "redeem", {"way": "reward", "code": "breakfast"})
    assert done.status_code == 201, done.content
    said = done.json()
    assert (said["before"], said["after"]) == (1208, 208)
    assert said["to_pay"] == {"amount": "10.00", "currency": "CNY"}
    assert said["fulfilment"]["state"] == "open"


def test_c57_a_tier_for_points(desk: Door, acme_1: Property, li_si: int) -> None:
    with in_property(acme_1):
        stage.grant(li_si, 20_000)
    done = act(desk, li_si, "redeem", {"way": "tier", "code": "gold"})
    assert done.status_code == 201, done.content
    assert done.json()["points"] == -20_000
    assert done.json()["tier"] == {"code": "gold", "name": "金卡", "name_en": "Gold"}


def test_c58_a_game_for_points(desk: Door, li_si: int) -> None:
    said = act(desk, li_si, "redeem", {"way": "game", "code": "wheel"}).json()
    assert said["prize"] == {"code": "mug", "name": "杯子", "name_en": "Mug"}
    assert said["points"] == -50 and 0 <= said["roll"] < 10_000
    assert said["fulfilment"]["state"] == "open"


def test_c60_nine_points_for_a_coupon(desk: Door, li_si: int) -> None:
    said = act(desk, li_si, "redeem", {"way": "nine", "code": "film"}).json()
    assert said["points"] == -9
    assert said["coupon"]["kind"] == "coffee" and said["coupon"]["state"] == "open"
    again = act(desk, li_si, "redeem", {"way": "nine", "code": "film"}, key="k-2")
    assert again.status_code == 422 and again.json()["type"].endswith("exhausted")


def test_c25_a_friends_stay(desk: Door, li_si: int, wang: int) -> None:
    body = {"way": "friend", "points": 1000, "stay": "B1", "friend": str(wang)}
    said = act(desk, li_si, "redeem", body).json()
    assert (said["money_off"]["amount"], said["to_pay"]["amount"]) == ("50.00", "250.00")
    other = act(desk, li_si, "redeem", {**body, "stay": "A1"}, key="k-2")
    assert other.status_code == 422 and other.json()["type"].endswith("not-eligible")


def test_c63_an_action_earns_by_the_rules(desk: Door, li_si: int) -> None:
    said = act(desk, li_si, "earn", {"action": "review"}).json()
    assert (said["points"], said["posting"]["kind"]) == (50, "points.action")
    assert act(desk, li_si, "earn", {"action": "review", "points": 5}, key="k-2").status_code == 400
    assert act(desk, li_si, "earn", {}, key="k-3").status_code == 400
    by_hand = act(desk, li_si, "earn", {"points": 20, "kind": "base", "reason": "补记"}, key="k-4")
    assert by_hand.status_code == 201 and by_hand.json()["after"] == 1278


def test_c68_points_are_sold_and_given_on(desk: Door, li_si: int, wang: int) -> None:
    sold = act(desk, li_si, "purchase", {"points": 200, "method": "wechat"}).json()
    assert (sold["points"], sold["paid"]["amount"]) == (200, "10.00")
    given = act(desk, li_si, "transfer", {"to": str(wang), "points": 300}, key="k-2").json()
    assert (given["before"], given["after"]) == (1408, 1108)
    assert points_of(desk, wang)["balance"] == 300
    over = act(desk, li_si, "transfer", {"to": str(wang), "points": 201}, key="k-3")
    assert over.status_code == 422 and over.json()["left"] == 200


def test_a_movement_by_hand_is_taken_back_with_a_reason(desk: Door, li_si: int) -> None:
    done = act(desk, li_si, "adjust", {"points": -8, "reason": "多记"}).json()
    posting = done["posting"]["id"]
    assert act(desk, li_si, "reverse", {"posting": posting}, key="k-2").status_code == 400
    back = act(desk, li_si, "reverse", {"posting": posting, "reason": "没有多记"}, key="k-3")
    assert back.json()["after"] == 1208
    lines = {line["posting_id"]: line for line in points_of(desk, li_si)["entries"]}
    assert lines[posting]["reversed_by"] == back.json()["posting"]["id"]
    assert lines[back.json()["posting"]["id"]]["corrects"] == posting
    again = act(desk, li_si, "reverse", {"posting": posting, "reason": "再来"}, key="k-4")
    assert again.status_code == 422 and again.json()["type"].endswith("already-used")
    assert act(desk, li_si, "adjust", {"points": 0, "reason": "x"}, key="k-5").status_code == 400


def test_c121_expired_points_are_reinstated(desk: Door, acme_1: Property, li_si: int) -> None:
    with in_property(acme_1):
        stage.grant(li_si, 70, expires_on=TODAY - timedelta(days=1), earned_on=date(2026, 1, 1))
        lots = reading.lots(stage.raw(), [li_si], "points", TODAY - timedelta(days=1))
        lot = next(each.id for each in lots if each.remaining == 70)
        clearing.expire(stage.raw(), TODAY)
    (ended,) = (line for line in points_of(desk, li_si)["entries"] if line["kind"] == "expiry")
    told = {"lot": str(lot), "kind": "base", "earned_on": "2026-01-01", "points": 70, "left": 70}
    assert (ended["points"], ended["expired"]) == (-70, [told])
    body = {"lot": str(lot), "reason": "客人住院", "until": "2026-12-31"}
    done = act(desk, li_si, "reinstate", body)
    assert done.status_code == 201, done.content
    assert (done.json()["points"], done.json()["until"]) == (70, "2026-12-31")
    back, ended = points_of(desk, li_si)["entries"][:2]
    assert (back["kind"], back["expired"], ended["expired"]) == (
        "points.reinstate",
        [],
        [{**told, "left": 0}],
    )
    assert act(desk, li_si, "reinstate", {**body, "until": "2026-11-22"}, key="k-2").status_code == 400


def test_large_corrections_wait_for_a_second_person(acme: Chain, desk: Door, li_si: int) -> None:
    asked = act(desk, li_si, "adjust", {"points": 5000, "reason": "投诉补偿"})
    assert asked.status_code == 202, asked.content
    approval = asked.json()["approval"]
    assert approval["says"]["zh"] == "手工调整积分：+5,000 积分" and approval["mine"] is True
    assert points_of(desk, li_si)["balance"] == 1208
    path = f"{HOUSE}/approvals/{approval['id']}"
    assert desk.add(path, {"approve": True}, idempotency_key="a-1").status_code == 403
    manager = doors.as_role(acme, Role.MANAGER)
    assert [each["mine"] for each in manager.read(f"{HOUSE}/approvals").json()["results"]] == [False]
    agreed = manager.add(path, {"approve": True}, idempotency_key="a-2")
    assert agreed.status_code == 200, agreed.content
    assert points_of(desk, li_si)["balance"] == 6208
    assert manager.add(path, {"approve": False}, idempotency_key="a-3").status_code == 422
    assert manager.read(f"{HOUSE}/approvals").json()["results"] == []
    decided = manager.read(f"{HOUSE}/approvals?state=decided").json()["results"]
    assert [(each["approved"], each["posting_id"] is not None) for each in decided] == [(True, True)]
    assert Entry.objects.filter(action="value.approved").count() == 1


def test_a_manager_does_not_agree_with_himself(acme: Chain, li_si: int) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    approval = act(manager, li_si, "adjust", {"points": 5000, "reason": "补偿"}).json()["approval"]
    refused = manager.add(f"{HOUSE}/approvals/{approval['id']}", {"approve": True}, idempotency_key="a-1")
    assert refused.status_code == 403 and refused.json()["type"].endswith("second-person-needed")
    missing = manager.add(f"{HOUSE}/approvals/{10**30}", {"approve": True}, idempotency_key="a-2")
    assert missing.status_code == 404


def test_a_family_spends_together(desk: Door, acme_1: Property, li_si: int, wang: int) -> None:
    path = f"{HOUSE}/guests/{wang}/family"
    assert desk.send("PUT", path, {"members": [str(li_si)]}).json()["family"]["points"] == 1208
    assert points_of(desk, li_si)["family"]["members"] == [
        {"id": str(guest), "name": name} for guest, name in sorted([(li_si, "李四"), (wang, "王芳")])
    ]
    said = act(desk, wang, "redeem", {"way": "bill", "bill": "400.00", "points": 300}).json()
    assert (said["points"], said["from_family"], said["money_off"]["amount"]) == (0, 300, "15.00")
    assert points_of(desk, li_si)["balance"] == 908
    assert desk.send("PUT", path, {"members": [str(wang)]}).status_code == 422
    assert desk.send("DELETE", path).json() == {"family": None}
    assert points_of(desk, li_si)["family"] is None


def test_a_reward_is_paid_with_the_familys_points_and_given_back_to_them(
    desk: Door, li_si: int, wang: int
) -> None:
    desk.send("PUT", f"{HOUSE}/guests/{wang}/family", {"members": [str(li_si)]})
    act(desk, wang, "adjust", {"points": 900, "reason": "补记"})
    said = act(desk, wang, "redeem", {"way": "reward", "code": "breakfast"}, key="k-2").json()
    assert (said["before"], said["after"], said["from_family"]) == (900, 0, 100)
    assert points_of(desk, li_si)["balance"] == 1108
    path = f"{HOUSE}/fulfilments/{said['fulfilment']['id']}/cancel"
    assert desk.add(path, {"reason": "售罄"}, idempotency_key="k-3").json()["points_back"] == 1000
    assert (points_of(desk, wang)["balance"], points_of(desk, li_si)["balance"]) == (900, 1208)
    # what was lent counts no more: 300 a month
    assert (
        act(desk, wang, "redeem", {"way": "bill", "bill": "400.00", "points": 1200}, key="k-4").status_code
        == 201
    )


def test_c125_a_balance_explains_itself(desk: Door, li_si: int) -> None:
    act(desk, li_si, "redeem", {"way": "bill", "bill": "400.00", "points": 1000})
    said = desk.read(f"{HOUSE}/guests/{li_si}/points/explain").json()
    assert (said["on"], said["balance"], said["entries"]) == ("2026-11-23", 208, 3)
    assert any("抵扣账单 400.00 元中的 50.00 元" in line["zh"] for line in said["says"])
    base = desk.read(f"{HOUSE}/guests/{li_si}/points/explain?account=base&on=2026-11-22").json()
    assert base["balance"] == 0
    assert desk.read(f"{HOUSE}/guests/{li_si}/points/explain?account=gold").status_code == 400


def test_c74_the_gap_gift_over_http(desk: Door, acme_1: Property, li_si: int, wang: int) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("B0", "2026-10-01", **WANG_FANG))
    body = {"reward": "breakfast", "nights": 2}
    said = act(desk, wang, "gap-gift", body).json()
    # 1,000 points needed, 208 there, two nights at the last rate of 300 yuan bring 600
    assert said["gap"] == {"reward": "breakfast", "price": 1000, "per_night": 300, "nights": 2, "gift": 192}
    assert said["points"] == 192
    assert act(desk, wang, "gap-gift", body, key="k-2").status_code == 422
    assert act(desk, wang, "gap-gift", {**body, "reward": "x"}, key="k-3").status_code == 422


def test_h8_coherence_over_http(acme: Chain, li_si: int) -> None:
    found = doors.as_role(acme, Role.ANALYST).read(f"{HOUSE}/programme/coherence").json()
    per_point = {way["code"] or way["way"]: way["per_point"] for way in found["ways"]}
    assert (per_point["bill"], per_point["breakfast"], per_point["gold"]) == ("0.0500", "0.0280", "0.0110")
    assert found["spread"]["least_way"] == "gold"


def test_without_a_programme_nothing_moves_and_nothing_breaks(desk: Door, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("A1", "2026-11-01"))
        guest = stage.guest()
    assert points_of(desk, guest)["balance"] == 0
    assert desk.read(f"{HOUSE}/programme/coherence").json()["ways"] == []
    refused = act(desk, guest, "redeem", {"way": "bill", "bill": "400.00"})
    assert refused.status_code == 422 and refused.json()["type"].endswith("not-eligible")
    assert desk.send("PUT", f"{HOUSE}/guests/{guest}/family", {"members": [str(guest)]}).status_code == 422


def test_who_may_not_move_points_moves_none(acme: Chain, rival: Chain, li_si: int) -> None:
    body = {"way": "bill", "bill": "400.00", "points": 1000}
    for role in (Role.ANALYST, Role.MARKETING, Role.OPERATOR):
        assert act(doors.as_role(acme, role), li_si, "redeem", body).status_code == 403
    assert act(doors.with_key(acme, "programme:read"), li_si, "redeem", body).status_code == 403
    assert act(doors.with_key(acme, "value:write"), li_si, "redeem", body, key="other").status_code == 201
    for stranger in (doors.as_role(rival, Role.OWNER), doors.with_key(rival)):
        assert act(stranger, li_si, "redeem", body).status_code == 404
        assert stranger.read(f"{HOUSE}/guests/{li_si}/points").status_code == 404
    assert doors.as_role(acme, Role.OPERATOR).read(f"{HOUSE}/guests/{li_si}/points").status_code == 403


def test_a_secret_guests_points_are_not_the_desks(
    desk: Door, acme: Chain, acme_1: Property, li_si: int
) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("A2", "2026-11-05", secret=True))
    assert desk.read(f"{HOUSE}/guests/{li_si}/points").status_code == 404
    assert act(desk, li_si, "adjust", {"points": 5, "reason": "x"}).status_code == 404
    assert points_of(doors.as_role(acme, Role.MANAGER), li_si)["balance"] == 1416
