"""C119: a whole programme over last year's stays; what it tells is what those stays say, and nothing is written."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.programme import publishing
from loyalty.programme.dry_run import DryRun, dry_run
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.factories import SHANGHAI
from tests.loyalty.programme.changed import document, programme

TODAY = date(2026, 3, 10)
PATH = "/properties/acme-1/programme"


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """One guest with ten visits of one night in the year, one with a single one, one who came the year before."""
    with (
        time_machine.travel(datetime(2026, 3, 10, 3, tzinfo=SHANGHAI), tick=False),
        in_property(acme_1),
    ):
        ten = [TODAY - timedelta(days=35 * n + 5) for n in range(10)]
        for n, day in enumerate(ten):
            stays(acme_1, f"A{n}", day, "G1", "李四", "13800138001")
        stays(acme_1, "B1", TODAY - timedelta(days=100), "G2", "王五", "13800138002")
        stays(acme_1, "C1", TODAY - timedelta(days=500), "G3", "赵六", "13800138003")
        yield acme_1


def stays(hotel: Property, number: str, day: date, guest: str, name: str, phone: str) -> None:
    factories.follow(hotel, factories.stay(number, str(day), guest_number=guest, name=name, phone=phone))


def ran(**changes: Any) -> DryRun:
    return dry_run(Statements(raw_connection()), programme(**changes), TODAY)


def tiers(found: DryRun) -> dict[str, int]:
    return {level.code: level.members_then for level in found.levels}


def test_c119_tiers_points_benefits_and_cards_of_the_year(hotel: Property) -> None:
    found = ran()
    assert (found.first, found.last, found.guests) == (date(2025, 3, 11), TODAY, 3)
    # Ten visits of one night: silver by two visits in a year, gold by 2,000 yuan in half a year is not reached.
    assert tiers(found) == {"base": 2, "silver": 1, "gold": 0, "black": 0}
    assert (found.moved_up, found.moved_down) == (1, 0)
    # 208 of room and 38 of food: 246 base points a stay; silver adds 10 percent from the third stay on.
    assert found.earned == 11 * 246 + 8 * 24
    assert found.liability_cents == found.earned * 5
    assert (found.cards_filled, found.cards_cents) == (1, 90_00)
    assert found.room_cents == 11 * 208_00
    assert found.coupons_cents == 0
    assert found.benefits_cents > 0
    total = found.benefits_cents + found.cards_cents + found.earned * 5
    assert found.total_cents == total
    assert found.share_of_revenue == round(total / (11 * 208_00), 6)


def test_one_rule_changed_changes_what_would_have_been(hotel: Property) -> None:
    easier = ran(tiers__levels__2__qualify__0={"measure": "nights", "at_least": 4, "months": 12})
    assert tiers(easier)["gold"] == 1
    assert easier.benefits_cents > ran().benefits_cents
    none = ran(points__enabled=False, punch_cards=[])
    assert (none.earned, none.liability_cents, none.cards_filled) == (0, 0, 0)


def test_a_rule_with_a_cap_is_capped(hotel: Property) -> None:
    capped = ran(
        points__earn=[{"code": "n", "per": "night", "points": 100, "cap": 300, "cap_period": "year"}]
    )
    # Of ten nights two end in 2026 (200), eight in 2025 (300 at most); another guest's one night: 100. Silver has 10
    # percent on top of what is given from the third stay on: of the last of 2025's 300, and of 2026's two.
    assert capped.earned == 200 + 300 + 100 + 10 + 20


def test_what_was_earned_in_earnest_stands_beside_it(hotel: Property) -> None:
    assert ran().earned_now == 0
    publishing.write(Statements(raw_connection()), programme(), effective_on=date(2020, 1, 1), actor=SYSTEM)
    stays(hotel, "D1", TODAY - timedelta(days=3), "G4", "孙七", "13800138004")
    assert ran().earned_now == 246


def test_of_many_guests_some_are_looked_at_and_multiplied(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        stays(hotel, f"M{n}", TODAY - timedelta(days=9), f"M{n}", f"客{n}", f"1390013{n:04}")
    whole = ran()
    monkeypatch.setattr("loyalty.programme.dry_run.LOOKED_AT", 15)
    some = ran()
    assert (whole.guests, whole.looked_at) == (43, 43)
    assert some.guests == 43 and 5 <= some.looked_at <= 28
    assert abs(sum(tiers(some).values()) - 43) <= 2
    assert whole.earned / 2 < some.earned < whole.earned * 2
    assert (some.cards_filled, some.room_cents) == (whole.cards_filled, whole.room_cents)


def test_nothing_is_written(hotel: Property) -> None:
    def counts() -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() ORDER BY 1"
            )
            found = []
            for (table,) in cursor.fetchall():
                if table != "django_migrations":
                    cursor.execute(f"SELECT count(*) FROM {table}")
                    found.append((table, cursor.fetchone()[0]))
            return found

    before = counts()
    ran()
    assert counts() == before


def test_a_property_without_a_stay_is_told_so(acme_1: Property) -> None:
    with in_property(acme_1):
        found = ran()
    assert (found.guests, found.earned, found.room_cents, found.share_of_revenue) == (0, 0, 0, None)


# --- over HTTP ---


@pytest.fixture
def year(acme_1: Property) -> Property:
    with in_property(acme_1):
        today = clock.today(acme_1.time_zone)
        for n in range(4):
            stays(acme_1, f"A{n}", today - timedelta(days=20 * n + 5), "G1", "李四", "13800138001")
    return acme_1


def test_the_dry_run_is_told_and_nothing_is_published(year: Property, acme: Chain) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [year])
    done = manager.send("PUT", f"{PATH}?dry_run=true", {"programme": document(wallet__named_max="6000.00")})
    assert done.status_code == 200, done.content
    told = done.json()
    assert {level["code"]: (level["members_now"], level["members_then"]) for level in told["tiers"]} == {
        "base": (1, 0),
        "silver": (0, 1),
        "gold": (0, 0),
        "black": (0, 0),
    }
    assert told["points"]["earned"] >= 4 * 246
    assert (told["problems"], [each["code"] for each in told["warnings"]]) == ([], ["above_law"])
    (example,) = told["examples"]
    assert (example["name"], example["from"]) == ("李四", "base")
    assert example["why"]["zh"] and example["why"]["en"]
    assert manager.read(PATH).json()["version"] == 0


def test_a_dry_run_refuses_what_publishing_would(year: Property, acme: Chain) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [year])
    for wrong in (document(tiers__prices__2__price="1.00"), {"name": "x"}):
        assert manager.send("PUT", f"{PATH}?dry_run=true", {"programme": wrong}).status_code == 400
    assert manager.send("PUT", f"{PATH}?dry_run=perhaps", {"programme": document()}).status_code == 400
    assert manager.send("PUT", f"{PATH}?dryrun=true", {"programme": document()}).status_code == 400
    desk = doors.as_role(acme, Role.FRONT_DESK)
    assert desk.send("PUT", f"{PATH}?dry_run=true", {"programme": document()}).status_code == 403


def test_who_may_not_see_guests_is_shown_no_names(year: Property, acme: Chain) -> None:
    key = doors.with_key(acme, "programme:write")
    told = key.send("PUT", f"{PATH}?dry_run=true", {"programme": document()}).json()
    assert (told["moved_up"], told["examples"]) == (1, [])
