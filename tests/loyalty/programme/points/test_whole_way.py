"""From the PMS's message to the points on the card, by the journey itself, over the years of a moved clock."""

from datetime import date

import time_machine
from msgspec.structs import replace

from loyalty.ledger import verifying
from loyalty.ledger.maturing import mature
from loyalty.programme.points import earning, reading
from loyalty.programme.points.models import Earning
from loyalty.programme.tiers.terms import Rule, Tier, Tiers
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.points.stage import POINTS, TODAY, guest, held, publish, raw

# C39's way up: 5 nights within 4 months.
GOLD = Tiers(
    levels=[
        Tier(code="basic", name="普通卡", name_en="Basic"),
        Tier(
            code="gold",
            name="金卡",
            name_en="Gold",
            bonus_percent=30,
            qualify=[Rule(measure="nights", at_least=5, months=4)],
        ),
    ]
)


def test_c62_who_has_risen_earns_30_percent_more_from_the_next_stay_on(house: Property) -> None:
    publish(tiers=GOLD)
    for n in range(1, 6):
        with time_machine.travel(f"2026-0{n}-12T12:00:00+08:00"):
            follow(house, stay(f"S{n}", f"2026-0{n}-10", nights=2))
    earned = {row.stay: (row.base, row.bonus) for row in Earning.objects.order_by("stay")}
    # Gold by the sixth night, of the third stay; that stay did not earn by it yet.
    assert earned == {"S1": (208, 0), "S2": (208, 0), "S3": (208, 0), "S4": (208, 62), "S5": (208, 62)}
    assert held(guest()) == (1040, 124, 0, 0)


def test_the_journey_brings_points_and_a_second_message_none(house: Property) -> None:
    published = publish()
    sent = [stay(f"S{n}", f"2026-0{n}-10") for n in range(1, 6)]
    follow(house, *sent)
    follow(house, *sent)
    assert held(guest()) == (1040, 0, 0, 0)
    assert earning.follow(raw(), house, published, [guest()], TODAY) == 0
    told = reading.told(raw(), [guest()], TODAY, published)
    assert (told["balance"], told["worth"]) == (1040, {"amount": "52.00", "currency": "CNY"})
    hidden = publish(replace(POINTS, value_shown=False))
    assert reading.told(raw(), [guest()], TODAY, hidden)["worth"] is None  # C60: the value may be hidden
    assert verifying.verify(raw()).differences == []


def test_c117_a_stay_cancelled_after_its_points_came_due(house: Property) -> None:
    publish(replace(POINTS, pending_days=10))
    follow(house, stay("S1", "2026-11-20"))
    assert held(guest()) == (0, 0, 208, 0)
    mature(raw(), date(2026, 12, 1))
    assert held(guest()) == (208, 0, 0, 0)
    with time_machine.travel("2026-12-02T12:00:00+08:00"):
        follow(house, stay("S1", "2026-11-20", status="cancelled", updated_at="2026-12-02T10:00:00+08:00"))
    assert held(guest()) == (0, 0, 0, 0)
    assert verifying.verify(raw()).differences == []
