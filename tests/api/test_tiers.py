"""Tiers over HTTP: what the desk sells, gives and matches; who may; once per key; not another chain's."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.http import HttpResponse

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing
from loyalty.programme.tiers.models import Change, Claim
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon
from tests.loyalty.programme.tiers.test_giving import SHOP

HERE = "/properties/acme-1"


@pytest.fixture
def li(acme_1: Property) -> Iterator[int]:
    """李四 with one visit, at a property that sells and matches tiers; it is 11 March 2026."""
    with time_machine.travel(noon("2026-03-11"), tick=False):
        with in_property(acme_1):
            publishing.write(Statements(raw_connection()), SHOP, effective_on=date(2026, 1, 1), actor=SYSTEM)
            follow(acme_1, stay("F1", "2026-03-01"))
            guest = Guest.objects.get().pk
        yield guest


def act(door: Door, guest: int, what: str, body: object, key: str = "k1") -> HttpResponse:
    return door.add(f"{HERE}/guests/{guest}/tier/{what}", body, IDEMPOTENCY_KEY=key)


SILVER = {"tier": "silver", "pay": "49.00", "method": "wechat"}


def test_c41_the_desk_sells_a_tier_once_per_key(acme: Chain, acme_1: Property, li: int) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    sold = act(desk, li, "buy", SILVER)
    assert sold.status_code == 201, sold.content
    tier = sold.json()["tier"]
    assert (tier["code"], tier["kind"], tier["until"]) == ("silver", "bought", "2027-03-11")
    assert tier["reason"]["zh"] == "用 49.00 元从普通会员购买银卡会员，有效期至 2027-03-11。"
    assert tier["next"]["code"] == "gold" and tier["next"]["ways"][0]["missing"] == 29
    assert tier["keep"]["by"] == "2027-03-11"
    again = act(desk, li, "buy", SILVER)
    assert again.content == sold.content and again["Idempotent-Replayed"] == "true"
    other = act(desk, li, "buy", {**SILVER, "tier": "gold", "pay": "219.00"})
    assert other.status_code == 422 and other.json()["type"].endswith("idempotency-key-reused")
    with in_property(acme_1):
        assert Change.objects.filter(reason="tier_bought").count() == 1
    assert Entry.objects.filter(action="tier.bought", subject=str(li)).count() == 1


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({**SILVER, "pay": "48.00"}, 422, "wrong-price"),
        ({**SILVER, "tier": "diamond"}, 422, "not-eligible"),
        ({**SILVER, "tier": "base"}, 422, "not-eligible"),
        ({**SILVER, "pay": "49"}, 400, "malformed"),
        ({**SILVER, "method": "shells"}, 400, "malformed"),
        ({**SILVER, "more": 1}, 400, "malformed"),
    ],
)
def test_what_cannot_be_sold_is_said(acme: Chain, li: int, body: object, status: int, problem: str) -> None:
    answer = act(doors.as_role(acme, Role.FRONT_DESK), li, "buy", body)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, problem)


def test_value_needs_a_key_and_a_programme(acme: Chain, acme_2: Property, li: int) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    assert owner.add(f"{HERE}/guests/{li}/tier/buy", SILVER).status_code == 400
    with in_property(acme_2):
        follow(acme_2, stay("F1", "2026-03-01"))
        guest = Guest.objects.get().pk
    answer = owner.add(f"/properties/acme-2/guests/{guest}/tier/buy", SILVER, IDEMPOTENCY_KEY="x")
    assert answer.status_code == 422


def test_a_grant_needs_a_reason_and_the_history_tells_it(acme: Chain, li: int) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    assert act(manager, li, "grant", {"tier": "gold"}, "a").status_code == 400
    assert act(manager, li, "grant", {"tier": "gold", "reason": "  "}, "b").status_code == 400
    given = act(manager, li, "grant", {"tier": "gold", "reason": "投诉补偿", "until": "2026-09-01"})
    assert given.status_code == 201 and given.json()["tier"]["kind"] == "granted"
    steps = manager.read(f"{HERE}/guests/{li}/tier/history").json()
    assert [step["to"]["code"] for step in steps["results"]] == ["gold", "base"]
    newest = steps["results"][0]
    assert newest["from"] == {"code": "base", "name": "普通会员", "name_en": "Member"}
    assert "投诉补偿" in newest["reason"]["zh"] and newest["actor"].startswith("manager of")
    assert steps["results"][1]["from"] is None and steps["results"][1]["reason"]["en"] == "Joined as Member."
    first = manager.read(f"{HERE}/guests/{li}/tier/history?limit=1").json()
    second = manager.read(f"{HERE}/guests/{li}/tier/history?limit=1&cursor={first['next']}").json()
    assert second["results"][0]["to"]["code"] == "base" and second["next"] is None


MATCH = {"partner": "华住会", "partner_tier": "金会员", "proof": "H 10086"}


def test_c53_a_claim_waits_is_reviewed_and_tried(acme: Chain, acme_1: Property, li: int) -> None:
    desk, manager = doors.as_role(acme, Role.FRONT_DESK), doors.as_role(acme, Role.MANAGER)
    made = act(desk, li, "match", MATCH)
    assert made.status_code == 201 and made.json()["state"] == "waiting"
    (claim,) = manager.read(f"{HERE}/tier-matches?state=waiting").json()["results"]
    assert claim["guest"] == {"id": str(li), "name": "李四"} and claim["tier"]["name"] == "金卡会员"
    twice = act(desk, li, "match", MATCH, key="k2")
    assert (twice.status_code, twice.json()["type"].rpartition("/")[2]) == (422, "already-used")
    path = f"{HERE}/tier-matches/{claim['id']}"
    done = manager.add(path, {"accept": True, "reason": "卡面清楚"}, IDEMPOTENCY_KEY="r1")
    assert done.status_code == 200 and (done.json()["state"], done.json()["until"]) == ("trial", "2026-06-11")
    again = manager.add(path, {"accept": False}, IDEMPOTENCY_KEY="r2")
    assert again.status_code == 409
    listed = manager.read(f"{HERE}/tier-matches").json()
    assert listed["conversions"][0]["trial"] == 1
    assert not manager.read(f"{HERE}/tier-matches?state=waiting").json()["results"]
    with in_property(acme_1):
        assert Claim.objects.get().state == "trial"


def test_who_may_sell_give_and_review(acme: Chain, li: int) -> None:
    analyst, key = doors.as_role(acme, Role.ANALYST), doors.with_key(acme, "guests:read")
    for door in (analyst, key):
        for what in ("buy", "grant", "match"):
            assert act(door, li, what, {}).status_code == 403
        assert door.add(f"{HERE}/tier-matches/1", {"accept": True}, IDEMPOTENCY_KEY="x").status_code == 403
    assert analyst.read(f"{HERE}/guests/{li}/tier/history").status_code == 200
    writer = doors.with_key(acme, "value:write")
    assert act(writer, li, "buy", SILVER).status_code == 201


def test_another_chain_finds_nothing(rival: Chain, acme: Chain, li: int) -> None:
    act(doors.as_role(acme, Role.FRONT_DESK), li, "match", MATCH)
    stranger = doors.as_role(rival, Role.OWNER)
    assert act(stranger, li, "buy", SILVER).status_code == 404
    assert stranger.read(f"{HERE}/tier-matches").status_code == 404
    assert stranger.read(f"{HERE}/guests/{li}/tier/history").status_code == 404
    assert (
        stranger.add("/properties/rival-1/tier-matches/1", {"accept": True}, IDEMPOTENCY_KEY="x").status_code
        == 404
    )


def test_a_secret_guest_is_not_sold_to_by_who_may_not_see_him(acme: Chain, acme_1: Property, li: int) -> None:
    act(doors.as_role(acme, Role.MANAGER), li, "match", MATCH)
    with in_property(acme_1):
        Guest.objects.update(secret=True)
    desk = doors.as_role(acme, Role.FRONT_DESK)
    assert act(desk, li, "buy", SILVER).status_code == 404
    assert desk.read(f"{HERE}/tier-matches").json()["results"] == []


def test_c44_the_advice_over_http(acme: Chain, li: int) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    told = owner.read(f"{HERE}/programme/tier-advice?silver=0.3&gold=0.1").json()
    assert told["guests"] == 1 and [band["visits"] for band in told["histogram"]][-1] == "10+"
    assert [tier["code"] for tier in told["tiers"]] == ["silver", "gold"]
    assert told["tiers"][0]["threshold"] == 2 and told["tiers"][0]["share_below"] == 1.0
    for wrong in ("silver=2", "silver=nan", "SILVER=0.3", "months=0", "months=x", "silver="):
        assert owner.read(f"{HERE}/programme/tier-advice?{wrong}").status_code == 400, wrong
    assert owner.read(f"{HERE}/programme/tier-advice?diamond=0.3").status_code == 422
    assert owner.read(f"{HERE}/programme/tier-advice?silver=0.1&gold=0.3").status_code == 422


def test_c46_a_series_over_http(acme: Chain, li: int) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    body = {
        "how": "geometric", "measure": "spend", "first": 1000, "ratio": "2", "months": 12,
        "tiers": ["gold", "platinum", "diamond", "supreme"],
    }  # fmt: skip
    made = owner.add(f"{HERE}/programme/generate", body).json()
    assert [tier["qualify"][0]["at_least"] for tier in made["tiers"]] == [1000, 2000, 4000, 8000]
    small = owner.add(f"{HERE}/programme/generate", {**body, "ratio": "1.1"}).json()
    assert [each["code"] for each in small["warnings"]] == ["ratio_small"]
    for wrong, status in (
        ({"ratio": "x"}, 400),
        ({"tiers": []}, 400),
        ({"ratio": "0"}, 422),
        ({"ratio": "999", "first": 1_000_000}, 422),
    ):
        assert owner.add(f"{HERE}/programme/generate", {**body, **wrong}).status_code == status, wrong
