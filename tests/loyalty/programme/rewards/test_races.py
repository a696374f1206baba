"""C120, many at once: no stock, no limit and no budget is passed. With the protection off each of them is (controls)."""

import itertools
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from kernel.statements import Statements
from loyalty.ledger.models import Account
from loyalty.programme.rewards import playing, redeeming, stocking
from loyalty.programme.rewards.models import Fulfilment, Play, Stock
from loyalty.programme.rewards.terms import Game, Prize, Reward
from loyalty.programme.tiers import rows as memberships
from tenants.context import in_property, raw_connection
from tests import cast
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY
from tests.loyalty.programme.rewards.rush import AT_ONCE, Meeting, at_once, crowd

pytestmark = pytest.mark.usefixtures("committed")
STOCK = 3


def careless(raw: Statements, what: str, count: int, limit: int) -> bool:
    """The protection off: looks whether there is enough, and takes it afterwards."""
    if stocking.taken(raw, [what]).get(what, 0) + count > limit:
        return False
    raw.execute(
        "INSERT INTO rewards_stock VALUES (%s, %s) ON CONFLICT (what) DO UPDATE SET taken = rewards_stock.taken + 1",
        (what, count),
    )
    return True


def redeem_at_once(one_guest: bool, **terms: Any) -> tuple[int, int, int]:
    """Eight times an umbrella for 100 points: done, handed out by the records, points left altogether."""
    umbrella = Reward("umbrella", "雨伞", "Umbrella", "physical", 100, "79.00", **terms)
    hotel = cast.property_named("acme-1")
    published, guests = crowd(hotel, house.programme(rewards=[umbrella]), count=1 if one_guest else AT_ONCE)

    def act(raw: Statements, number: int) -> None:
        rows = [guests[number % len(guests)]]
        redeeming.redeem(
            raw, hotel, published, rows, "umbrella", 1, key=f"k{number}", actor=ANNA, today=TODAY
        )

    outcomes = at_once(hotel, act)
    with in_property(hotel):
        left = sum(Account.objects.filter(kind="base").values_list("balance", flat=True))
        assert left == 1_000 * len(guests) - 100 * outcomes["done"]
        return outcomes["done"], Fulfilment.objects.count(), outcomes["exhausted"] + outcomes["already_used"]


def test_c55_the_last_three_of_a_reward_go_to_three_of_eight_guests(monkeypatch: pytest.MonkeyPatch) -> None:
    Meeting().at(monkeypatch, redeeming, "_allow")
    assert redeem_at_once(one_guest=False, stock=STOCK) == (STOCK, STOCK, AT_ONCE - STOCK)
    with in_property(cast.property_named("acme-1")):
        assert Stock.objects.get().taken == STOCK


def test_control_looking_before_taking_hands_out_more_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stocking, "take", careless)
    Meeting().at(monkeypatch, stocking, "taken")
    done, recorded, _ = redeem_at_once(one_guest=False, stock=STOCK)
    assert done == recorded > STOCK


def test_one_guest_at_eight_desks_gets_what_the_limit_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    Meeting().at(monkeypatch, redeeming, "_allow")
    assert redeem_at_once(one_guest=True, per_guest=2) == (2, 2, 6)


def test_control_without_the_lock_on_the_membership_he_gets_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memberships, "LOCKED", memberships.READ)
    Meeting().at(monkeypatch, redeeming, "_allow")
    done, recorded, _ = redeem_at_once(one_guest=True, per_guest=2)
    assert done == recorded > 2


def play_at_once(game: Game) -> tuple[int, int, int]:
    """Eight guests play at once and all win: done, closed, and what the prizes cost by the records."""
    hotel = cast.property_named("acme-1")
    published, guests = crowd(hotel, house.programme(games=[game]))
    with in_property(hotel):
        Stock.objects.bulk_create([Stock(what=what, taken=0) for what in playing._whats(game)])

    def act(raw: Statements, number: int) -> None:
        rows = [guests[number]]
        playing.play(raw, hotel, published, rows, "wheel", key=f"k{number}", actor=ANNA, today=TODAY, roll=0)

    outcomes = at_once(hotel, act)
    with in_property(hotel):
        return outcomes["done"], outcomes["exhausted"], sum(Play.objects.values_list("cost_cents", flat=True))


def wheel(budget: str, stock: int | None) -> Game:
    return Game(
        "wheel",
        "转盘",
        "Wheel",
        10,
        budget,
        [Prize("tea", "茶", "Tea", 10_000, "thing", cost="10.00", stock=stock)],
    )


# 35 yuan pay three prizes of 10; or three prizes are there.
LIMITED = [wheel("35.00", None), wheel("9000.00", 3)]


@pytest.mark.parametrize("game", LIMITED)
def test_c58_no_play_passes_the_budget_or_the_stock(monkeypatch: pytest.MonkeyPatch, game: Game) -> None:
    Meeting().at(monkeypatch, playing, "_held")
    assert play_at_once(game) == (3, 5, 3_000)


@pytest.mark.parametrize("game", LIMITED)
def test_the_database_refuses_what_would_pass_them_even_if_nobody_takes_turns(
    monkeypatch: pytest.MonkeyPatch, game: Game
) -> None:
    monkeypatch.setattr(stocking, "HOLD", stocking.HOLD.replace(" FOR UPDATE", ""))
    Meeting().at(monkeypatch, playing, "_held")
    assert play_at_once(game) == (3, 5, 3_000)


@pytest.mark.parametrize("game", LIMITED)
def test_control_with_both_off_more_is_won_than_there_is(monkeypatch: pytest.MonkeyPatch, game: Game) -> None:
    monkeypatch.setattr(stocking, "HOLD", stocking.HOLD.replace(" FOR UPDATE", ""))
    monkeypatch.setattr(stocking, "TAKE", stocking.TAKE.replace("<= %(limit)s", "<= %(limit)s * 100"))
    Meeting().at(monkeypatch, playing, "_held")
    done, _, cost = play_at_once(game)
    assert done > 3 and cost > 3_000


def test_c58_under_load_the_records_agree_and_the_game_ends_with_its_budget() -> None:
    """Eight guests play with the machine's own chance, each play a transaction, until the game closes for all."""
    prizes = [
        Prize("tea", "茶", "Tea", 1_500, "thing", cost="10.00", stock=30),
        Prize("points", "积分", "Points", 3_000, "points", points=30, cost="1.00"),
    ]
    game = Game("wheel", "转盘", "Wheel", 10, "150.00", prizes, daily=10_000)
    hotel = cast.property_named("acme-1")
    published, guests = crowd(hotel, house.programme(games=[game]), points=100_000)

    def until_closed(_: Statements, number: int) -> None:
        for turn in itertools.count():
            with transaction.atomic():
                raw = Statements(raw_connection())
                playing.play(
                    raw,
                    hotel,
                    published,
                    [guests[number]],
                    "wheel",
                    key=f"{number}:{turn}",
                    actor=ANNA,
                    today=TODAY,
                )

    assert at_once(hotel, until_closed, apart=True) == {"exhausted": AT_ONCE}
    with in_property(hotel):
        plays = list(Play.objects.all())
        won = Counter(play.prize for play in plays)
        taken = dict(Stock.objects.values_list("what", "taken"))
        points = sum(Account.objects.values_list("balance", flat=True))
    spent = 1_000 * won["tea"] + 100 * won["points"]
    assert taken == {
        "budget:wheel": spent,
        "prize:wheel:tea": won["tea"],
        "prize:wheel:points": 0,  # without a limit it is not counted
    }
    assert 15_000 - 1_000 < spent <= 15_000 and won["tea"] <= 30
    assert points == 100_000 * len(guests) - 10 * len(plays) + 30 * won["points"]
