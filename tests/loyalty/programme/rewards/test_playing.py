"""Games: published odds, a roll that is kept, a daily limit, a budget and stocks that are not passed."""

import random
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from psycopg.errors import InsufficientPrivilege

from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme.coupons.models import Coupon
from loyalty.programme.rewards import fulfilling, odds, playing, reading
from loyalty.programme.rewards.models import Fulfilment, Play
from loyalty.programme.rewards.playing import Played
from loyalty.programme.rewards.refusals import GameClosed, NoSuchGame, NotAMember, PlayedEnough
from loyalty.programme.rewards.terms import Game, Prize
from loyalty.programme.versions import Published
from loyalty.programme.wording import say
from tenants.models import Property
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY
from tests.loyalty.programme.coupons.kinds import kind

Rows = tuple[int, ...]
NIGHT, COFFEE, POINTS, NOTHING = 0, 100, 2_000, 5_000


class Table:
    """Plays one game, each time under a new key."""

    def __init__(self, raw: Statements, hotel: Property, rows: Rows, **parts: Any) -> None:
        self.raw, self.hotel, self.rows, self.done = raw, hotel, rows, 0
        self.published: Published = house.publish(raw, house.programme(**parts))

    def play(self, roll: int | None = None, day: date = TODAY, key: str = "", code: str = "wheel") -> Played:
        self.done += 1
        return playing.play(
            self.raw,
            self.hotel,
            self.published,
            self.rows,
            code,
            key=key or f"k{self.done}",
            actor=ANNA,
            today=day,
            roll=roll,
        )

    @property
    def points(self) -> int:
        return ledger.balances(self.raw, self.rows).points

    @property
    def told(self) -> dict[str, Any]:
        return reading.games(self.raw, self.published)[0]


@pytest.fixture
def table(raw: Statements, acme_1: Property, li_si: Rows) -> Table:
    return Table(raw, acme_1, li_si)


def test_c58_a_play_keeps_its_roll_its_odds_and_what_came_of_it(table: Table) -> None:
    played = table.play(COFFEE)
    kept = Play.objects.get()
    assert (kept.roll, kept.prize, kept.version, kept.cost_cents) == (
        100,
        "coffee",
        table.published.number,
        600,
    )
    won = odds.outcome(table.published.programme.games[0], kept.roll)
    assert won is not None and won.code == played.prize
    assert played.fulfilment is not None
    assert (played.fulfilment.state, played.fulfilment.name) == ("open", "咖啡一杯")
    assert table.points == 4_900
    assert say(played.posting.reason, played.posting.facts).zh == "参加「幸运大转盘」，抽中「咖啡一杯」"


@pytest.mark.parametrize(
    "change", ["UPDATE rewards_play SET roll = 0", "DELETE FROM rewards_play", "TRUNCATE rewards_play"]
)
def test_c58_no_play_is_changed_afterwards(table: Table, change: str) -> None:
    """The database refuses it to the property's own role."""
    table.play(NOTHING)
    with pytest.raises(InsufficientPrivilege), transaction.atomic():
        table.raw.execute(change)
    assert Play.objects.get().roll == NOTHING


def test_no_prize_costs_the_points_and_nothing_else(table: Table) -> None:
    played = table.play(NOTHING)
    assert (played.prize, played.fulfilment, table.points) == ("", None, 4_900)
    assert table.told["budget_left"]["amount"] == "500.00"
    assert say(played.posting.reason, played.posting.facts).en == "Played Wheel of fortune, no prize"


def test_points_that_are_won_come_in_the_same_posting_and_end_like_others(table: Table) -> None:
    played = table.play(POINTS)
    assert played.posting.change("base") == -100 and played.posting.change("bonus") == 50
    (lot,) = [lot for lot in ledger.lots(table.raw, table.rows, "points", TODAY) if lot.kind == "bonus"]
    assert (lot.remaining, lot.expires_on) == (50, date(2029, 11, 22))
    assert table.told["budget_left"]["amount"] == "497.50"


def test_a_coupon_that_is_won_is_there_at_once(table: Table) -> None:
    played = table.play(NIGHT)
    assert played.fulfilment is not None and played.fulfilment.state == "handed_over"
    assert played.fulfilment.coupons == [Coupon.objects.get().code]
    assert table.told["prizes"][0]["left"] == 1


def test_a_coupon_that_is_sold_out_elsewhere_is_owed(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    """The guest has won it: it stands open, for somebody to see to it."""
    table = Table(raw, acme_1, li_si, coupons=[kind("free_night", code="night", budget="10.00")])
    played = table.play(NIGHT)
    assert played.fulfilment is not None and (played.fulfilment.state, played.fulfilment.coupons) == (
        "open",
        [],
    )


def test_c58_no_more_plays_a_day_than_the_game_allows(table: Table) -> None:
    for _ in range(3):
        table.play(NOTHING)
    with pytest.raises(PlayedEnough) as refused:
        table.play(NOTHING)
    assert refused.value.code == "already_used" and table.points == 4_700
    assert table.play(NOTHING, day=date(2026, 11, 24)).prize == ""


def test_c58_a_game_closes_before_points_are_taken_when_a_prize_is_out_of_stock(table: Table) -> None:
    table.play(NIGHT)
    table.play(NIGHT)
    assert table.told["open"] is False and table.told["prizes"][0]["left"] == 0
    with pytest.raises(GameClosed) as refused:
        table.play(NOTHING)
    assert refused.value.code == "exhausted" and table.points == 4_800


def test_c58_a_game_closes_when_the_budget_does_not_pay_the_dearest_prize(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    dear = Game(
        "wheel",
        "转盘",
        "Wheel",
        10,
        "25.00",
        [Prize("gift", "礼物", "Gift", 9_000, "thing", cost="10.00")],
        daily=9,
    )
    table = Table(raw, acme_1, li_si, games=[dear])
    assert [table.play(0).prize for _ in range(2)] == ["gift", "gift"]
    with pytest.raises(GameClosed):
        table.play(9_999)
    assert table.told["budget_left"]["amount"] == "5.00"


def test_without_points_there_is_no_play(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    dear = Game("wheel", "转盘", "Wheel", 5_001, "25.00", [Prize("gift", "礼物", "Gift", 1, "thing")])
    with pytest.raises(InsufficientPoints):
        Table(raw, acme_1, li_si, games=[dear]).play(0)


def test_the_same_key_is_the_same_play(table: Table) -> None:
    first, again = table.play(COFFEE, key="once"), table.play(NIGHT, key="once")
    assert (again.id, again.prize, again.fulfilment) == (first.id, "coffee", first.fulfilment)
    assert (table.points, Play.objects.count(), Fulfilment.objects.count()) == (4_900, 1, 1)


def test_an_unknown_game_and_a_guest_who_is_no_member_are_refused(
    table: Table, raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    with pytest.raises(NoSuchGame):
        table.play(code="roulette")
    with pytest.raises(NotAMember):
        Table(raw, acme_1, (999_999,), joins="sign_up").play()


def test_a_prize_that_is_not_handed_over_goes_back_to_the_game_and_the_play_stays_paid(table: Table) -> None:
    played = table.play(COFFEE)
    assert played.fulfilment is not None
    _, posting = fulfilling.cancel(
        table.raw, played.fulfilment.id, reason="客人不要", actor=ANNA, today=TODAY
    )
    assert posting is None and table.points == 4_900
    assert table.told["budget_left"]["amount"] == "500.00" and table.told["prizes"][1]["left"] == 50


def test_c58_the_machines_own_chance_gives_every_prize(
    raw: Statements, acme_1: Property, li_si: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the source of chance seeded: 300 plays, and what was won is what the kept rolls say."""
    chance = random.Random(5_800)
    monkeypatch.setattr("secrets.randbelow", chance.randrange)
    easy = Game("wheel", "转盘", "Wheel", 1, "100000.00", list(house.WHEEL.prizes[1:]), daily=1_000)
    easy = Game(
        easy.code,
        easy.name,
        easy.name_en,
        1,
        "100000.00",
        [_endless(prize) for prize in easy.prizes],
        daily=1_000,
    )
    table = Table(raw, acme_1, li_si, games=[easy])
    for _ in range(300):
        table.play()
    found: dict[str, int] = {}
    for play in Play.objects.all():
        won = odds.outcome(easy, play.roll)
        assert play.prize == (won.code if won else "")
        found[play.prize] = found.get(play.prize, 0) + 1
    assert set(found) == {"coffee", "points", ""}
    # nothing: 51 %, coffee 19 %, points 30 %: 2 degrees of freedom, 13.8 is passed once in a thousand
    shares = {"": 0.51, "coffee": 0.19, "points": 0.3}
    assert sum((found[code] - share * 300) ** 2 / (share * 300) for code, share in shares.items()) < 13.8


def _endless(prize: Prize) -> Prize:
    return Prize(
        prize.code,
        prize.name,
        prize.name_en,
        prize.per_10000,
        prize.gives,
        points=prize.points,
        cost=prize.cost,
    )


def test_games_are_told_with_their_odds(table: Table) -> None:
    told = table.told
    assert [(each["code"], each["per_10000"], each["chance"]) for each in told["prizes"]] == [
        ("night", 100, 0.01),
        ("coffee", 1_900, 0.19),
        ("points", 3_000, 0.3),
    ]
    assert (told["nothing_per_10000"], told["daily"], told["open"]) == (5_000, 3, True)
    assert told["version"] == table.published.number
