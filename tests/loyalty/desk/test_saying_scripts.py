"""Scripts at check-in and check-out: what is said to this guest on this stay, and in which order."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from kernel.statements import Statements
from loyalty.desk.saying import scripts
from loyalty.guests.models import Guest
from loyalty.stays.models import Stay
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.tiers.test_following import noon

TODAY = date(2026, 11, 23)


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """At noon of 23 November 2026 in acme-1, where a standard room is sold at 100 and a themed one at 300 yuan."""
    with time_machine.travel(noon("2026-11-23"), tick=False), in_property(acme_1):
        house.publish(raw(), day=date(2026, 1, 1))
        for n, (kind, rate) in enumerate([("普通标间", "100.00"), ("艺术主题房", "300.00")] * 2):
            follow(
                acme_1,
                stay(
                    f"P{n}",
                    "2026-11-02",
                    room_type=kind,
                    rate=rate,
                    guest_number=f"P{n}",
                    phone=f"1390000000{n}",
                ),
            )
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def arrives(hotel: Property, **changes: object) -> tuple[int, int]:
    """李刚, gold, booked for today in a standard room at 100 yuan: guest and stay."""
    booked = {
        "status": "booked",
        "room_type": "普通标间",
        "rate": "100.00",
        "adults": 2,
        "name": "李刚",
        **changes,
    }
    follow(
        hotel,
        stay("L1", "2026-09-10", name="李刚", room_type="普通标间", rate="100.00"),
        stay("L2", "2026-11-23", **booked),
    )
    found = Guest.objects.get(name="李刚")
    published = house.publish(raw(), day=date(2026, 1, 1))
    house.member(raw(), published.programme, found.pk, "gold", joined_on=date(2026, 1, 5))
    return found.pk, Stay.objects.get(external_id="L2").pk


def test_c42_c37_the_most_valuable_scripts_come_first_in_money(hotel: Property) -> None:
    guest, on = arrives(hotel)
    found = scripts.for_card(raw(), hotel, guest, TODAY)
    assert [(each["code"], each["value"]) for each in found] == [
        ("upgrade", "200.00"),  # 标间 100, 主题房 300
        ("benefits", "126.00"),  # two breakfasts at 38, a late check-out at 50
        ("month_gift", "20.00"),
    ]
    assert found[0]["says"]["zh"] == "凭您的金卡，有空房就给您免费升级房型，差价200元不用您出。"
    assert found[2]["says"] == {
        "zh": "这个月您第一次来住，送您一份随手礼。",
        "en": "It is your first stay this month: here is Small gift for you.",
    }
    assert scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY) == {on: found}
