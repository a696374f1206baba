"""The night: every step once, in order, made up when missed, and the same however often it is cut off and run."""

import json
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme import nightly, publishing, tasks
from loyalty.programme.models import Notice, Run
from loyalty.programme.nightly import RunUnderWay, Step
from tenants.alone import alone
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast, factories
from tests.factories import SHANGHAI
from tests.loyalty.programme.changed import programme

DAY = date(2026, 3, 10)
BEGAN = date(2020, 1, 1)


def at(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=SHANGHAI), tick=False)


def published(effective_on: date = BEGAN) -> None:
    publishing.write(Statements(raw_connection()), programme(), effective_on=effective_on, actor=SYSTEM)


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        yield acme_1


@pytest.fixture
def members(hotel: Property) -> Property:
    """Eight guests with one to eight visits in the year before, so that tiers fall and points are near their end."""
    published()
    with at(date(2025, 3, 9)):
        for guest in range(8):
            for n in range(guest + 1):
                day = date(2024, 3, 20) + timedelta(days=37 * n)
                number = f"N{guest}-{n}"
                factories.follow(
                    hotel,
                    factories.stay(
                        number,
                        str(day),
                        guest_number=f"G{guest}",
                        name=f"客{guest}",
                        phone=f"1390013900{guest}",
                    ),
                )
    return hotel


# What differs from one writing to the next: moments, and numbers that sequences give.
MOMENTS = {"at", "made_at", "started_at", "finished_at"}
NUMBERS = {"id", "from_lot", "to_lot", "from_account", "to_account", "posting", "corrects"}


def everything() -> dict[str, list[str]]:
    """What the tables of the programme hold."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname ~ %s ORDER BY 1",
            ["^(ledger|programme|tiers|points|wallet|coupons|benefits|punchcards|rewards)_"],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            found[table] = sorted(_lasting(json.loads(row)) for (row,) in cursor.fetchall())
    return found


def _lasting(row: dict[str, Any]) -> str:
    kept = {
        name: value
        for name, value in row.items()
        if name not in MOMENTS | NUMBERS and (name == "guest_id" or not name.endswith("_id"))
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def test_a_night_does_every_step_and_keeps_what_it_came_to(members: Property) -> None:
    with at(DAY):
        told = nightly.run(members, DAY)
    run = Run.objects.get(day=DAY)
    assert list(told) == [step.name for step in nightly.STEPS]
    assert run.finished_at is not None
    assert run.told == told
    assert told["tiers"]["guests"] == 8


def test_a_night_twice_changes_nothing(members: Property) -> None:
    with at(DAY):
        nightly.run(members, DAY)
        before = everything()
        nightly.run(members, DAY)
        assert everything() == before
        # Also when nobody remembers that it was done: every step by itself changes nothing.
        Run.objects.all().delete()
        nightly.run(members, DAY)
    after = everything()
    for table in before.keys() - {"programme_run"}:
        assert after[table] == before[table], table


@pytest.mark.parametrize("killed_before", [step.name for step in nightly.STEPS])
def test_a_night_that_was_killed_goes_on_and_comes_to_the_same(
    members: Property, monkeypatch: pytest.MonkeyPatch, killed_before: str
) -> None:
    def killed(*_: Any) -> dict[str, int]:
        raise KeyboardInterrupt

    steps = [Step(s.name, killed, s.whole) if s.name == killed_before else s for s in nightly.STEPS]
    with at(DAY):
        with transaction.atomic():
            nightly.run(members, DAY)
            undisturbed = everything()
            transaction.set_rollback(True)
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(nightly, "STEPS", steps)
            nightly.run(members, DAY)
        run = Run.objects.get(day=DAY)
        names = [step.name for step in nightly.STEPS]
        assert (set(run.told), run.finished_at) == (set(names[: names.index(killed_before)]), None)
        nightly.run(members, DAY)
    assert everything() == undisturbed


def test_days_that_were_missed_are_made_up_in_order(members: Property) -> None:
    with at(DAY):
        nightly.catch_up(members)
    later = DAY + timedelta(days=4)
    with at(later):
        assert nightly.due_days(Statements(raw_connection()), later) == [
            DAY + timedelta(days=n) for n in range(1, 5)
        ]
        assert list(nightly.catch_up(members)) == [DAY + timedelta(days=n) for n in range(1, 5)]
        assert nightly.catch_up(members) == {}
    assert [run.day for run in Run.objects.order_by("id")] == [DAY + timedelta(days=n) for n in range(5)]


def test_a_day_that_was_cut_off_is_due_again(members: Property) -> None:
    with at(DAY):
        nightly.run(members, DAY - timedelta(days=1))
        Run.objects.create(day=DAY, started_at=datetime(2026, 3, 10, tzinfo=SHANGHAI))
        assert nightly.due_days(Statements(raw_connection()), DAY) == [DAY]


def test_before_the_first_programme_no_night_is_due(hotel: Property) -> None:
    raw = Statements(raw_connection())
    assert nightly.due_days(raw, DAY) == []
    published(DAY + timedelta(days=1))
    assert nightly.due_days(raw, DAY) == []
    assert nightly.due_days(raw, DAY + timedelta(days=1)) == [DAY + timedelta(days=1)]


def test_two_runs_of_one_property_do_not_run_at_once(committed: None) -> None:
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        published()
        with alone(nightly.KIND, nightly.RunUnderWay):
            said: list[str] = []

            def other() -> None:
                try:
                    with in_property(cast.property_named("acme-1")):
                        nightly.run(hotel, DAY)
                except RunUnderWay:
                    said.append("under way")
                finally:
                    connection.close()

            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        assert said == ["under way"]
        nightly.run(hotel, DAY)
        assert Run.objects.filter(finished_at__isnull=False).count() == 1


WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def test_the_clock_waits_for_a_run_under_way(committed: None) -> None:
    """What follows on a publication runs while somebody already moves the sandbox on."""
    hotel = cast.property_named("acme-1")
    made: list[int] = []

    def other() -> None:
        with in_property(cast.property_named("acme-1")):
            made.append(len(nightly.catch_up(hotel, wait_s=60)))
        connection.close()

    with in_property(hotel):
        published()
        thread = threading.Thread(target=other)
        with alone(nightly.KIND, nightly.RunUnderWay):
            thread.start()
            while not Statements(raw_connection()).value(WAITING):
                assert thread.is_alive()
        thread.join()
    assert made == [1]


def test_the_dispatcher_sends_the_properties_whose_day_has_turned(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks.run_nights, "delay", sent.append)
    assert tasks.dispatch() == 0
    with in_property(acme_1):
        published(date(2020, 1, 1))
    assert tasks.dispatch() == 1
    assert sent == [acme_1.pk]
    tasks.run_nights(acme_1.pk)
    assert tasks.dispatch() == 0


def test_a_programme_that_was_just_published_is_followed_at_once(hotel: Property) -> None:
    with at(DAY):
        for n in range(2):
            factories.follow(hotel, factories.stay(f"S{n}", f"2026-02-{10 + 3 * n}"))
        assert nightly.look_again(hotel) == {}  # no programme yet
        published(DAY)
        tasks.follow_publishing(hotel.pk)
        assert tier_of_li_si() == "silver"
        assert Run.objects.get().day == DAY
        publishing.write(
            Statements(raw_connection()),
            programme(tiers__levels__2__qualify__0={"measure": "nights", "at_least": 2, "months": 4}),
            effective_on=DAY,
            actor=SYSTEM,
        )
        assert nightly.look_again(hotel)["tiers"]["up"] == 1
        assert tier_of_li_si() == "gold"


def tier_of_li_si() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tier FROM tiers_membership")
        ((tier,),) = cursor.fetchall()
        return str(tier)


def test_a_years_nights_tell_of_the_loss_ahead_and_of_the_second_chance_after_it(hotel: Property) -> None:
    """C51, C52: silver by two visits ends after its year; told two months before, and then what brings it back."""
    published()
    with at(date(2025, 1, 1)):
        for n, day in enumerate(("2024-12-10", "2024-12-13")):
            factories.follow(hotel, factories.stay(f"S{n}", day))
    for n in range(350):
        with at(date(2025, 1, 1) + timedelta(days=n)):
            nightly.catch_up(hotel)
    told = [
        (notice.kind, notice.day)
        for notice in Notice.objects.filter(kind__in=["tier_loss", "tier_told_fall"]).order_by("id")
    ]
    assert told == [("tier_loss", date(2025, 10, 13)), ("tier_told_fall", date(2025, 12, 14))]
    fall = Notice.objects.get(kind="tier_told_fall").facts
    assert fall["missed"] == "2025-12-13"
    assert [(each["visits"], each["by"], each["gives_until"]) for each in fall["offers"]] == [
        (2, "2026-01-14", "2026-03-14"),
        (5, "2026-01-14", "2026-12-14"),
    ]
