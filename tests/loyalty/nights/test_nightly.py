"""Nights happen once, go on where they were left, and make up for a few that were missed."""

import argparse
import json
from collections.abc import Callable
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from config.command import run as run_command
from config.commands import lifecycle as lifecycle_command
from kernel import clock
from loyalty.campaigns import outcomes
from loyalty.lifecycle import assessing
from loyalty.lifecycle.models import Basis, Night
from loyalty.nights import nightly, tasks
from loyalty.programme import nightly as programme
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.lifecycle.filling import raw, regulars

STEPS = ["lifecycle", "owners", "preferences", "desk", "triggers", "notices", "outcomes", "tidying"]


@pytest.fixture
def hotel(acme_1: Property) -> Property:
    with in_property(acme_1):
        regulars(40)
    return acme_1


def today(hotel: Property) -> date:
    return clock.today(hotel.time_zone)


def test_a_night_takes_every_step_once(hotel: Property) -> None:
    with in_property(hotel):
        told = nightly.catch_up(hotel)
        assert list(told) == [today(hotel)]
        assert list(told[today(hotel)]) == STEPS
        assert told[today(hotel)]["lifecycle"]["guests"] == 40
        assert nightly.catch_up(hotel) == {}
        assert nightly.run(hotel, today(hotel)) == told[today(hotel)]
        assert (Night.objects.count(), Basis.objects.count()) == (1, 1)


def test_a_night_that_was_killed_goes_on_where_it_was(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[date] = []
    real = assessing.night

    def counted(*asked: object) -> dict[str, int]:
        judged.append(asked[2])  # type: ignore[arg-type]
        return real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(assessing, "night", counted)
    monkeypatch.setattr(outcomes, "night", lambda *_: 1 / 0)
    with in_property(hotel):
        with pytest.raises(ZeroDivisionError):
            nightly.catch_up(hotel)
        assert set(Night.objects.get().told) == set(STEPS[: STEPS.index("outcomes")])
        assert Night.objects.get().finished_at is None
        monkeypatch.setattr(outcomes, "night", lambda *_: 0)
        assert set(nightly.catch_up(hotel)[today(hotel)]) == set(STEPS)
    assert len(judged) == 1


@pytest.mark.parametrize(("missed", "made_up"), [(1, 1), (4, 4), (7, 7), (8, 1), (90, 1)])
def test_a_few_missing_days_are_made_up_and_of_many_only_the_newest(
    hotel: Property, missed: int, made_up: int
) -> None:
    with in_property(hotel):
        day = today(hotel) - timedelta(days=missed)
        Night.objects.create(day=day, started_at=clock.now(), finished_at=clock.now())
        days = nightly.due_days(raw(), today(hotel))
        assert days == [today(hotel) - timedelta(days=n) for n in reversed(range(made_up))]


def test_the_programmes_night_comes_first_but_is_not_waited_for_all_morning(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programme, "due_days", lambda *_: [today(hotel)])
    seen = []
    for hour in (1, 5, 6, 12):
        monkeypatch.setattr(nightly, "clock", _at(hour))
        with in_property(hotel):
            seen.append(nightly.ready(raw(), hotel))
    assert seen == [False, False, True, True]
    monkeypatch.setattr(programme, "due_days", lambda *_: [])
    monkeypatch.setattr(nightly, "clock", _at(1))
    with in_property(hotel):
        assert nightly.ready(raw(), hotel)


def _at(hour: int) -> object:
    """The clock at this local hour."""

    class Fixed:
        zone = staticmethod(clock.zone)
        today: Callable[[str], date] = staticmethod(clock.today)

        @staticmethod
        def now() -> object:
            return clock.now().astimezone(clock.zone("Asia/Shanghai")).replace(hour=hour)

    return Fixed


def test_one_run_of_a_property_at_a_time(hotel: Property) -> None:
    with in_property(hotel):
        connection.ensure_connection()
        dsn = connection.connection.info.dsn
        with psycopg.connect(dsn) as other:
            other.execute(f"SELECT pg_advisory_lock(hashtextextended('nights {hotel.schema_name}', 0))")
            with pytest.raises(nightly.NightUnderWay):
                nightly.catch_up(hotel)
            other.execute("SELECT pg_advisory_unlock_all()")
            assert nightly.catch_up(hotel)


def test_the_dispatcher_sends_each_property_that_waits(
    acme_1: Property, hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks.run_nights, "delay", sent.append)
    assert tasks.dispatch() == 3 == len(sent)  # every property of the cast
    for each in sent:
        tasks.run_nights(each)
    assert tasks.dispatch() == 0


def test_the_command_makes_up_what_is_due_and_then_judges_once_more(
    hotel: Property, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = argparse.ArgumentParser()
    lifecycle_command.add_to(commands.add_subparsers())
    day = str(today(hotel))
    for steps in (STEPS, ["lifecycle"]):
        assert run_command(commands, ["lifecycle", "night", "--property", "acme-1", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["properties"]["acme-1"]
        assert list(told[day]) == steps
    assert told[day]["lifecycle"]["written"] == 0
    assert run_command(commands, ["lifecycle", "night", "--chain", "acme"]) == 0
    assert "acme-2" in capsys.readouterr().out
    assert run_command(commands, ["lifecycle", "night", "--property", "nowhere"]) == 1
