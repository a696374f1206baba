"""Rewards, games and what is to be handed over, over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.programme.rewards import playing, redeeming
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.versions import Published
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house

HOUSE = "/properties/acme-1"
UMBRELLA = Reward("umbrella", "雨伞", "Umbrella", "physical", 500, "79.00", stock=3)


class Stage:
    """A member with 5,000 points, and what he gets, by the acts themselves."""

    def __init__(self, hotel: Property, published: Published, guest: int, today: date) -> None:
        self.hotel, self.published, self.guest, self.today, self.done = hotel, published, guest, today, 0

    def redeem(self, code: str = "umbrella", quantity: int = 1) -> int:
        self.done += 1
        with in_property(self.hotel):
            return redeeming.redeem(
                Statements(raw_connection()),
                self.hotel,
                self.published,
                [self.guest],
                code,
                quantity,
                key=f"s{self.done}",
                actor=SYSTEM,
                today=self.today,
            ).fulfilment.id

    def play(self, roll: int) -> None:
        self.done += 1
        with in_property(self.hotel):
            playing.play(
                Statements(raw_connection()),
                self.hotel,
                self.published,
                [self.guest],
                "wheel",
                key=f"s{self.done}",
                actor=SYSTEM,
                today=self.today,
                roll=roll,
            )

    @property
    def points(self) -> int:
        with in_property(self.hotel):
            return ledger.balances(Statements(raw_connection()), [self.guest]).points


@pytest.fixture
def stage(acme_1: Property) -> Stage:
    today = clock.today("Asia/Shanghai")
    with in_property(acme_1):
        raw = Statements(raw_connection())
        follow(acme_1, stay("F1", "2025-01-05"))
        (guest,) = house.rows_of(raw, "李四")
        house.give_points(raw, guest, 5_000)
        published = house.publish(
            raw, house.programme(rewards=[house.MEAL, UMBRELLA]), today - timedelta(days=1)
        )
    return Stage(acme_1, published, guest, today)


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


def settle(door: Door, id: object, how: str, key: str = "", **body: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/fulfilments/{id}/{how}", body, IDEMPOTENCY_KEY=key or f"{how}-{id}")


def kind_of(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("/problems/")


def listed(door: Door, asked: str = "") -> list[dict[str, Any]]:
    response = door.read(f"{HOUSE}/fulfilments{asked}")
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def test_c36_the_catalogue_says_what_things_cost_and_how_many_are_left(desk: Door, stage: Stage) -> None:
    stage.redeem(quantity=2)
    meal, umbrella = desk.read(f"{HOUSE}/rewards").json()["results"]
    assert (meal["points"], meal["money"]["amount"], meal["price"]["amount"], meal["left"]) == (
        1_000,
        "10.00",
        "38.00",
        None,
    )
    assert (umbrella["stock"], umbrella["left"]) == (3, 1)


def test_c58_games_publish_their_odds(desk: Door, stage: Stage) -> None:
    stage.play(roll=100)
    (game,) = desk.read(f"{HOUSE}/games").json()["results"]
    assert [(each["code"], each["per_10000"], each["left"]) for each in game["prizes"]] == [
        ("night", 100, 2),
        ("coffee", 1_900, 49),
        ("points", 3_000, None),
    ]
    assert (game["nothing_per_10000"], game["open"], game["budget_left"]["amount"]) == (5_000, True, "494.00")


def test_without_a_programme_there_is_nothing_to_have(desk: Door) -> None:
    for what in ("rewards", "games", "fulfilments"):
        assert desk.read(f"{HOUSE}/{what}").json()["results"] == []


def test_what_is_to_be_handed_over_is_listed_and_confirmed_once(desk: Door, stage: Stage) -> None:
    first, second = stage.redeem("meal"), stage.redeem()
    assert [(each["id"], each["reward"]["name"], each["guest"]["name"]) for each in listed(desk)] == [
        (str(second), "雨伞", "李四"),
        (str(first), "早餐一份", "李四"),
    ]
    done = settle(desk, first, "confirm")
    assert done.status_code == 200
    told = done.json()["fulfilment"]
    assert (told["state"], told["settled_by"], told["money"]["amount"]) == (
        "handed_over",
        "front_desk of acme",
        "10.00",
    )
    assert [each["id"] for each in listed(desk, "?state=open")] == [str(second)]
    assert [each["id"] for each in listed(desk, "?state=handed_over")] == [str(first)]
    assert kind_of(settle(desk, first, "confirm", key="again")) == (422, "already-used")
    assert kind_of(settle(desk, first, "cancel", reason="x")) == (422, "already-used")


def test_a_cancelled_reward_gives_the_points_back_once(desk: Door, stage: Stage) -> None:
    made = stage.redeem(quantity=2)
    assert stage.points == 4_000
    assert kind_of(settle(desk, made, "cancel")) == (400, "malformed")
    done = settle(desk, made, "cancel", key="c", reason="缺货")
    assert (done.json()["points_back"], done.json()["fulfilment"]["reason"]) == (1_000, "缺货")
    assert settle(desk, made, "cancel", key="c", reason="缺货").content == done.content
    assert stage.points == 5_000
    assert kind_of(settle(desk, made, "cancel", key="c2", reason="缺货")) == (422, "already-used")
    assert desk.read(f"{HOUSE}/rewards").json()["results"][1]["left"] == 3


def test_fulfilments_are_paged_and_asked_for_by_guest(desk: Door, stage: Stage) -> None:
    made = [str(stage.redeem("meal")) for _ in range(5)][::-1]
    found, cursor = [], ""
    while cursor is not None:
        page = desk.read(f"{HOUSE}/fulfilments?limit=2{cursor and '&cursor='}{cursor}").json()
        found += [each["id"] for each in page["results"]]
        cursor = page["next"]
    assert found == made
    assert len(listed(desk, f"?guest={stage.guest}")) == 5
    assert listed(desk, "?guest=999999") == []
    for asked in ("?guest=x", "?guest=0", f"?guest={2**70}", "?state=done", "?cursor=%21"):
        assert desk.read(f"{HOUSE}/fulfilments{asked}").status_code == 400, asked


def test_a_key_is_needed_and_what_is_not_there_is_not_found(desk: Door, stage: Stage) -> None:
    made = stage.redeem()
    assert kind_of(desk.add(f"{HOUSE}/fulfilments/{made}/confirm", {})) == (400, "idempotency-key-missing")
    for missing in (999_999, 2**70):
        assert settle(desk, missing, "confirm").status_code == 404
        assert settle(desk, missing, "cancel", reason="x").status_code == 404


def test_who_only_looks_hands_nothing_over(acme: Chain, stage: Stage) -> None:
    made = stage.redeem()
    analyst, operator = doors.as_role(acme, Role.ANALYST), doors.with_key(acme, "programme:read")
    assert len(listed(analyst)) == 1
    for door in (analyst, operator):
        assert kind_of(settle(door, made, "confirm")) == (403, "forbidden")
        assert kind_of(settle(door, made, "cancel", reason="x")) == (403, "forbidden")
    assert settle(doors.with_key(acme, "value:write"), made, "confirm").status_code == 200


def test_another_chain_finds_nothing(rival: Chain, stage: Stage) -> None:
    made, stranger = stage.redeem(), doors.as_role(rival, Role.OWNER)
    for what in ("rewards", "games", "fulfilments"):
        assert stranger.read(f"{HOUSE}/{what}").status_code == 404
    assert settle(stranger, made, "confirm").status_code == 404


def test_a_secret_guests_rewards_are_for_who_answers_for_the_house(
    desk: Door, acme: Chain, acme_1: Property, stage: Stage
) -> None:
    made = stage.redeem()
    with in_property(acme_1):
        follow(acme_1, stay("F9", "2026-01-05", secret=True))
    assert listed(desk) == [] and settle(desk, made, "confirm").status_code == 404
    manager = doors.as_role(acme, Role.MANAGER)
    assert len(listed(manager)) == 1 and settle(manager, made, "confirm").status_code == 200


def spend(door: Door, stage: Stage, key: str = "r1", **body: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/guests/{stage.guest}/points/redeem", body, IDEMPOTENCY_KEY=key)


def test_c36_points_and_ten_yuan_buy_a_breakfast_at_the_desk(desk: Door, stage: Stage) -> None:
    done = spend(desk, stage, way="reward", code="meal")
    assert done.status_code == 201, done.content
    told = done.json()
    assert (told["before"], told["after"], told["points"]) == (5_000, 4_000, -1_000)
    assert told["to_pay"] == {"amount": "10.00", "currency": "CNY"}
    assert told["posting"]["reason"]["zh"] == "兑换「早餐一份」1 份，另付 10.00 元"
    assert [each["id"] for each in listed(desk, "?state=open")] == [told["fulfilment"]["id"]]
    assert settle(desk, told["fulfilment"]["id"], "confirm").status_code == 200


def test_the_same_key_redeems_once_and_answers_again(desk: Door, stage: Stage) -> None:
    first, again = (spend(desk, stage, way="reward", code="umbrella") for _ in range(2))
    assert again.content == first.content and again["Idempotent-Replayed"] == "true"
    assert (stage.points, len(listed(desk))) == (4_500, 1)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": "umbrella", "quantity": 4}, "exhausted"),
        ({"code": "meal", "quantity": 6}, "insufficient-points"),
        ({"code": "yacht"}, "not-eligible"),
    ],
)
def test_a_refused_reward_leaves_points_and_stock_as_they_were(
    desk: Door, stage: Stage, body: dict[str, Any], expected: str
) -> None:
    assert kind_of(spend(desk, stage, way="reward", **body)) == (422, expected)
    assert stage.points == 5_000
    assert desk.read(f"{HOUSE}/rewards").json()["results"][1]["left"] == 3


def test_c58_a_game_is_played_so_often_a_day_and_no_more(desk: Door, stage: Stage) -> None:
    told = [spend(desk, stage, key=f"g{n}", way="game", code="wheel") for n in range(3)]
    assert [each.status_code for each in told] == [201] * 3
    assert all(0 <= each.json()["roll"] < 10_000 for each in told)
    assert kind_of(spend(desk, stage, key="g4", way="game", code="wheel")) == (422, "already-used")


def test_c58_a_game_that_cannot_keep_its_odds_is_over_before_points_are_taken(
    desk: Door, stage: Stage
) -> None:
    stage.play(roll=0)
    stage.play(roll=0)  # both free nights are gone
    assert desk.read(f"{HOUSE}/games").json()["results"][0]["open"] is False
    assert kind_of(spend(desk, stage, way="game", code="wheel")) == (422, "exhausted")
    assert stage.points == 4_800
