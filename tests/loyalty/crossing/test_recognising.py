"""The highest tier of a person is known across the chain, when HQ wants it so."""

from datetime import date

import msgspec
import pytest
import time_machine

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.crossing import recognising
from loyalty.guests.models import Guest
from loyalty.ledger.reading import balances
from loyalty.programme import publishing
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import EarnRule, Points
from loyalty.programme.recognition import holding
from loyalty.programme.tiers.terms import Rule, Tier, Tiers
from sharing.models import Mark, Standing
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import factories

TIERS = Tiers(
    levels=[
        Tier(code="base", name="普通", name_en="Member"),
        Tier(
            code="gold", name="金卡", name_en="Gold", qualify=[Rule(measure="visits", at_least=2, months=120)]
        ),
    ]
)
PROGRAMME = Programme(name="雅客会", tiers=TIERS)


def open_programme(*places: Property) -> None:
    for place in places:
        with in_property(place):
            publishing.write(
                Statements(raw_connection()), PROGRAMME, effective_on=date(2026, 1, 1), actor=SYSTEM
            )


def visit(place: Property, *days: str, phone: str = "138 0013 8000") -> int:
    with in_property(place):
        factories.follow(place, *(factories.stay(f"{day}-{phone[-4:]}", day, phone=phone) for day in days))
        return Guest.objects.order_by("-pk").filter(merged_into=None)[0].pk


def counting(place: Property, guest: int) -> str:
    with in_property(place):
        raw = Statements(raw_connection())
        return holding.counting(raw, PROGRAMME, [guest], "base", clock.today(place.time_zone))


TWO = ("2026-10-01", "2026-11-01")


def test_a_gold_guest_is_gold_at_the_other_house(acme_1: Property, acme_2: Property) -> None:
    open_programme(acme_1, acme_2)
    recognising.switch(acme_1.chain, tiers=True)
    visit(acme_1, *TWO)
    here = visit(acme_2, "2026-11-10")
    assert counting(acme_2, here) == "base"
    assert recognising.refresh_marked()["failed"] == 0
    assert counting(acme_2, here) == "gold"
    assert not Mark.objects.exists()


def test_off_by_default_and_forgotten_when_switched_off(acme_1: Property, acme_2: Property) -> None:
    open_programme(acme_1, acme_2)
    visit(acme_1, *TWO)
    here = visit(acme_2, "2026-11-10")
    recognising.refresh_marked()
    assert (counting(acme_2, here), Standing.objects.count()) == ("base", 0)
    # Switched on, those who were members before are told of too.
    recognising.switch(acme_1.chain, tiers=True)
    recognising.refresh_marked()
    assert counting(acme_2, here) == "gold"
    recognising.switch(acme_1.chain, tiers=False)
    assert (counting(acme_2, here), Standing.objects.count()) == ("base", 0)


def test_another_chain_hears_nothing(acme_1: Property, acme_2: Property, rival_1: Property) -> None:
    open_programme(acme_1, acme_2, rival_1)
    recognising.switch(acme_1.chain, tiers=True)
    recognising.switch(rival_1.chain, tiers=True)
    visit(acme_1, *TWO)
    there = visit(rival_1, "2026-11-10")
    recognising.refresh_marked()
    assert counting(rival_1, there) == "base"


def test_told_twice_changes_nothing(acme_1: Property, acme_2: Property) -> None:
    open_programme(acme_1, acme_2)
    recognising.switch(acme_1.chain, tiers=True)
    guest, here = visit(acme_1, *TWO), visit(acme_2, "2026-11-10")
    recognising.refresh_marked()
    Mark.objects.create(property_id=acme_1.pk, guest_id=guest, at=clock.now())
    recognising.refresh_marked()
    with in_property(acme_2):
        held = holding.elsewhere(Statements(raw_connection()), [here])
    assert [(each.tier, each.held_at, each.ended_on) for each in held] == [("gold", "雅客一店", None)]


@pytest.mark.parametrize("secret", [True, False])
def test_a_secret_guest_is_told_nowhere(acme_1: Property, acme_2: Property, secret: bool) -> None:
    open_programme(acme_1, acme_2)
    recognising.switch(acme_1.chain, tiers=True)
    with in_property(acme_1):
        factories.follow(
            acme_1, *(factories.stay(f"F{day}", day, secret=secret) for day in ("2026-10-01", "2026-11-01"))
        )
    here = visit(acme_2, "2026-11-10")
    recognising.refresh_marked()
    assert counting(acme_2, here) == ("base" if secret else "gold")


def test_a_stay_earns_by_the_tier_that_is_held_elsewhere(acme_1: Property, acme_2: Property) -> None:
    """From the day it was told on: what was earned before stays as it was, however often it is reckoned again."""
    earning = Programme(
        name="雅客会",
        tiers=Tiers(levels=[TIERS.levels[0], msgspec.structs.replace(TIERS.levels[1], bonus_percent=30)]),
        points=Points(enabled=True, earn=[EarnRule(code="room", per="money", points=1)]),
    )
    for place in (acme_1, acme_2):
        with in_property(place):
            publishing.write(
                Statements(raw_connection()), earning, effective_on=date(2026, 1, 1), actor=SYSTEM
            )
    recognising.switch(acme_1.chain, tiers=True)
    with time_machine.travel("2026-11-11T12:00:00+08:00", tick=False):
        visit(acme_1, *TWO)
        here = visit(acme_2, "2026-11-10")
        recognising.refresh_marked()
    with time_machine.travel("2026-11-20T12:00:00+08:00", tick=False):
        visit(acme_2, "2026-11-18")
        with in_property(acme_2):
            held = balances(Statements(raw_connection()), [here])
    # 208 yuan twice; 30 % of the second
    assert (held.base, held.bonus) == (416, 62)
