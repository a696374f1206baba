"""Figures follow the visits: refreshed from a queue, settled on demand, verified against the stays."""

import argparse
import logging
from datetime import timedelta

import pytest
from django.db import connection

from chains.models import Chain
from config.command import run
from config.commands import reports as reports_command
from kernel import clock
from loyalty.figures import refreshing
from loyalty.figures.refreshing import mark_all, refresh, refresh_dirty
from loyalty.figures.settling import NotSettled, settle
from loyalty.figures.tasks import refresh_figures, verify_figures
from loyalty.figures.verifying import verify
from loyalty.guests.models import Guest
from loyalty.importing.models import Import
from loyalty.stays.models import Stay, Visit
from reports import cells
from reports.comparison import comparison
from reports.models import DayCell, DirtyMonth, GuestDays, Person, PersonDay
from tenants.context import in_property
from tenants.models import Property
from tests.platform.reports.filling import fill, stay
from tests.platform.reports.scopes import MARCH, scope_of

TABLES = (
    "daycell",
    "monthcell",
    "pairday",
    "pairmonth",
    "taskcell",
    "clerkname",
    "profitcell",
    "profitmonth",
    "guestdays",
    "person",
    "personday",
)
STAYS = [
    stay("a", "2025-01-05"),
    stay("a", "2025-03-05"),
    stay("b", "2025-03-06", 2),
    stay("a", "2025-03-20"),
]


def everything() -> dict[str, list[tuple[object, ...]]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM public.reports_{table} AS t ORDER BY 1")
            rows[table] = cursor.fetchall()
    return rows


def visits(chain: Chain, *places: Property) -> list[int]:
    return [row["visits"] for row in comparison(scope_of(chain, list(places)), MARCH)["properties"]]


def test_refreshing_twice_gives_the_same(acme_1: Property) -> None:
    fill(acme_1, STAYS)
    once = everything()
    assert all(once[table] for table in TABLES)
    mark_all(acme_1)
    mark_all(acme_1)
    assert refresh(acme_1)
    assert everything() == once


def test_a_correction_and_a_deletion_are_followed(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, STAYS)
    assert visits(acme, acme_1) == [3]
    fill(acme_1, STAYS[:3], refreshed=False)
    assert visits(acme, acme_1) == [3]
    refresh(acme_1)
    assert visits(acme, acme_1) == [2]
    fill(acme_1, [])
    assert everything() == {table: [] for table in TABLES if table != "clerkname"} | {
        "clerkname": everything()["clerkname"]
    }


def test_only_months_that_changed_are_made_anew_and_many_changes_of_one_month_are_one(
    acme_1: Property,
) -> None:
    fill(acme_1, STAYS)
    with in_property(acme_1):
        Visit.objects.update(room_cents=100)
    for _ in range(5):
        cells.mark(acme_1.pk, [MARCH.start], [])
    refresh(acme_1)
    assert not DirtyMonth.objects.exists()
    cents = dict(DayCell.objects.values_list("day__month", "revenue_cents").distinct())
    assert cents == {1: 20800, 3: 100}


def test_as_of_is_now_or_the_oldest_change_that_is_not_counted_yet(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, STAYS)
    scope = scope_of(acme, [acme_1])
    before = clock.now().replace(microsecond=0)
    assert comparison(scope, MARCH)["as_of"] >= str(before.astimezone(clock.zone("Asia/Shanghai"))).replace(
        " ", "T"
    )
    an_hour_ago = before - timedelta(hours=1)
    DirtyMonth.objects.create(property_id=acme_1.pk, month=MARCH.start, at=an_hour_ago)
    DirtyMonth.objects.create(property_id=acme_1.pk, month=MARCH.start, at=before)
    assert (
        comparison(scope, MARCH)["as_of"] == an_hour_ago.astimezone(clock.zone("Asia/Shanghai")).isoformat()
    )


def test_a_closed_property_is_still_counted(acme: Chain, acme_1: Property) -> None:
    acme_1.state = "closed"
    acme_1.save(update_fields=["state"])
    fill(acme_1, STAYS, refreshed=False)
    assert refresh_dirty()["refreshed"] == 1
    assert visits(acme, acme_1) == [3]


def test_a_property_that_fails_keeps_its_place_in_the_queue_and_holds_up_no_other(
    acme: Chain,
    acme_1: Property,
    acme_2: Property,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for place in (acme_1, acme_2):
        fill(place, STAYS, refreshed=False)
    real = refreshing._guests

    def fails_at_the_first(guests: list[int]) -> object:
        if connection.schema_name == acme_1.schema_name:
            raise RuntimeError("as if the disk were full")
        return real(guests)

    monkeypatch.setattr(refreshing, "_guests", fails_at_the_first)
    with caplog.at_level(logging.ERROR):
        assert refresh_dirty() == {"refreshed": 1, "busy": 0, "failed": 1, "left": 0}
    assert visits(acme, acme_1, acme_2) == [0, 3]
    assert cells.dirty_properties() == [acme_1.pk]
    monkeypatch.undo()
    assert refresh_figures() == {"refreshed": 1, "busy": 0, "failed": 0, "left": 0}
    assert visits(acme, acme_1) == [3]


def test_what_waited_for_a_property_that_is_gone_is_dropped(acme: Chain) -> None:
    cells.mark(10**6, [MARCH.start], [1])
    refresh_dirty()
    assert cells.dirty_properties() == []


def test_persons_follow_a_guest_who_becomes_somebody_else(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    fill(acme_1, [stay("a", "2025-03-05", person="P")])
    fill(acme_2, [stay("x", "2025-03-09", person="Q")])
    assert list(PersonDay.objects.values_list("first", "second").order_by("day")) == [(1, 0), (1, 0)]
    with in_property(acme_1):
        was = Guest.objects.get().person
    with in_property(acme_2):
        Guest.objects.update(person=was)
        guest = Guest.objects.get().pk
    cells.mark(acme_2.pk, [], [guest])
    refresh(acme_2)
    assert list(PersonDay.objects.values_list("first", "second").order_by("day")) == [(1, 0), (0, 1)]
    assert Person.objects.count() == 1


def test_an_erased_property_leaves_nothing_and_its_persons_are_counted_without_it(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    fill(acme_1, [stay("a", "2025-03-05", person="P")])
    fill(acme_2, [stay("x", "2025-03-09", person="P")])
    cells.forget(acme.pk, acme_1.pk)
    assert list(PersonDay.objects.values_list("day__day", "first", "second")) == [(9, 1, 0)]
    assert not GuestDays.objects.filter(property_id=acme_1.pk).exists()
    assert visits(acme, acme_1, acme_2) == [0, 1]


def commands() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser()
    reports_command.add_to(top.add_subparsers())
    return top


# --- settle ---


def test_settling_brings_everything_accepted_before_into_the_reports(
    acme: Chain, acme_1: Property, acme_2: Property, rival_1: Property
) -> None:
    for place in (acme_1, acme_2, rival_1):
        fill(place, STAYS, refreshed=False)
    assert settle(acme).refreshed == 2
    assert visits(acme, acme_1, acme_2) == [3, 3]
    # another chain's properties are not its business
    assert cells.dirty_properties() == [rival_1.pk]


def test_settling_waits_for_an_import_that_was_accepted_before(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        job = Import.objects.create(kind="stays", filename="x.csv", state="running", created_at=clock.now())
    waits = []

    def import_finishes(seconds: float) -> None:
        waits.append(seconds)
        fill(acme_1, STAYS, refreshed=False)
        with in_property(acme_1):
            Import.objects.filter(pk=job.pk).update(state="finished")

    settle(acme, pause=import_finishes)
    assert len(waits) == 1
    assert visits(acme, acme_1) == [3]


def test_settling_says_what_is_left_when_its_time_is_up(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        Import.objects.create(kind="stays", filename="x.csv", state="queued", created_at=clock.now())
    with pytest.raises(NotSettled, match="1 imports are not finished"):
        settle(acme, timeout_s=0)


def test_the_commands_answer_in_json_and_fail_with_a_sentence(
    acme: Chain, acme_1: Property, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(acme_1, STAYS, refreshed=False)
    assert run(commands(), ["reports", "settle", "--chain", "acme", "--json"]) == 0
    assert '"settled": true' in capsys.readouterr().out
    assert run(commands(), ["reports", "verify", "--chain", "acme", "--json"]) == 0
    assert '"difference_count": 0' in capsys.readouterr().out
    DayCell.objects.filter(property_id=acme_1.pk).update(visits=7)
    assert run(commands(), ["reports", "verify", "--chain", "acme", "--json"]) == 1
    assert "reports_daycell" in capsys.readouterr().out
    assert run(commands(), ["reports", "settle", "--chain", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


# --- verify ---


@pytest.fixture
def filled(acme: Chain, acme_1: Property, acme_2: Property) -> Chain:
    for place in (acme_1, acme_2):
        fill(place, [*STAYS, stay("c", "2025-03-28", status="in_house")], seed=place.pk)
    return acme


def test_nothing_differs_after_a_refresh(filled: Chain) -> None:
    verdict = verify(filled)
    assert (verdict.properties, verdict.stays, verdict.count, verdict.unsettled) == (2, 10, 0, [])


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("daycell", "revenue_cents = revenue_cents + 1"),
        ("monthcell", "ordinal2 = ordinal2 + 1"),
        ("pairday", "channel_a = 'member'"),
        ("pairmonth", "ota = ota + 1"),
        ("taskcell", "minutes = minutes || 1"),
        ("guestdays", "second_on = first_on"),
        ("person", "first_on = first_on - 1"),
        ("personday", "second = second + 1"),
    ],
)
def test_a_corrupted_row_of_any_table_is_found(filled: Chain, table: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE public.reports_{table} SET {change} WHERE ctid = (SELECT min(ctid) FROM public.reports_{table})"
        )
    verdict = verify(filled)
    assert verdict.count >= 1
    assert f"reports_{table}" in {difference.table for difference in verdict.differences}


def test_a_missing_and_a_surplus_row_are_found(filled: Chain, acme_1: Property) -> None:
    DayCell.objects.filter(property_id=acme_1.pk, day="2025-03-06").delete()
    verdict = verify(filled)
    assert [difference.reports for difference in verdict.differences] == [None]


def test_visits_that_do_not_follow_from_the_stays_are_found(filled: Chain, acme_1: Property) -> None:
    """The check starts at the stays, so it also finds what the derivation of visits got wrong."""
    with in_property(acme_1):
        Stay.objects.filter(check_in_on="2025-03-06").update(room_cents=1)
    assert {difference.table for difference in verify(filled).differences} == {
        "reports_daycell",
        "reports_monthcell",
        "reports_profitcell",
        "reports_profitmonth",
    }


def test_the_nightly_check_logs_every_difference(filled: Chain, caplog: pytest.LogCaptureFixture) -> None:
    PersonDay.objects.update(first=9)
    with caplog.at_level(logging.ERROR):
        assert verify_figures()["acme"] >= 1
    assert "reports_personday" in caplog.text
