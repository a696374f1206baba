"""Versions: numbered, kept as they were, in force from their day on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege, UniqueViolation

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme import publishing, versions
from loyalty.programme.document import Programme
from loyalty.programme.models import Version
from loyalty.programme.publishing import Signed
from loyalty.programme.tiers.terms import Tier, Tiers
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast

DAY = date(2026, 3, 1)


def programme(name: str) -> Programme:
    return Programme(name=name, tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member")]))


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        yield Statements(raw_connection())


def name_on(raw: Statements, day: date) -> str | None:
    found = versions.in_force(raw, day)
    return found.programme.name if found else None


def test_without_a_version_there_is_no_programme(raw: Statements) -> None:
    assert versions.in_force(raw, DAY) is None


def test_a_version_is_in_force_from_its_day_until_the_next(raw: Statements) -> None:
    publishing.write(raw, programme("一"), effective_on=date(2026, 1, 1), actor=SYSTEM)
    publishing.write(raw, programme("二"), effective_on=date(2026, 3, 1), actor=SYSTEM)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2030, 1, 1)]
    assert [name_on(raw, day) for day in days] == [None, "一", "一", "二", "二"]


def test_of_two_for_one_day_the_later_holds(raw: Statements) -> None:
    publishing.write(raw, programme("一"), effective_on=DAY, actor=SYSTEM)
    publishing.write(raw, programme("二"), effective_on=DAY, actor=SYSTEM)
    found = versions.in_force(raw, DAY)
    assert found is not None
    assert (found.number, found.programme.name) == (2, "二")


def test_what_is_planned_stays_planned_when_something_comes_before_it(raw: Statements) -> None:
    publishing.write(raw, programme("新年"), effective_on=date(2027, 1, 1), actor=SYSTEM)
    publishing.write(raw, programme("冬"), effective_on=date(2026, 12, 1), actor=SYSTEM)
    assert (name_on(raw, date(2026, 12, 31)), name_on(raw, date(2027, 1, 1))) == ("冬", "新年")


def test_a_process_reads_a_document_once(raw: Statements, monkeypatch: pytest.MonkeyPatch) -> None:
    publishing.write(raw, programme("只读一次"), effective_on=DAY, actor=SYSTEM)
    first = versions.in_force(raw, DAY)
    monkeypatch.setattr(versions, "DOCUMENT", "SELECT 1/0")
    again = versions.in_force(raw, DAY)
    assert first is not None and again is not None
    assert again.programme is first.programme


@pytest.mark.parametrize(
    "statement", ["UPDATE programme_version SET note = 'x'", "DELETE FROM programme_version"]
)
def test_a_version_is_never_changed(raw: Statements, statement: str) -> None:
    publishing.write(raw, programme("一"), effective_on=DAY, actor=SYSTEM)
    with pytest.raises(InsufficientPrivilege), transaction.atomic():
        raw.execute(statement)


# --- many at once ---

AT_ONCE = 6


def storm(hotel: Property, round_: int) -> tuple[list[int], int]:
    """Six publish a programme each in the same moment: the numbers there are then, and how many failed."""
    start = Barrier(AT_ONCE)

    def one(n: int) -> int:
        try:
            with in_property(hotel), transaction.atomic():
                raw = Statements(raw_connection())
                start.wait(timeout=30)
                publishing.publish(raw, programme(f"第{round_}轮{n}份"), Signed(SYSTEM, DAY))
        except UniqueViolation:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(AT_ONCE) as pool:
        failed = sum(pool.map(one, range(AT_ONCE)))
    with in_property(hotel):
        return list(Version.objects.order_by("number").values_list("number", flat=True)), failed


def test_who_publish_at_once_take_turns(committed: None) -> None:
    hotel = cast.property_named("acme-1")
    for round_ in range(1, 5):
        assert storm(hotel, round_) == (list(range(1, AT_ONCE * round_ + 1)), 0)


def test_control_without_taking_turns_two_take_one_number(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "TURN", "SELECT 1")
    hotel = cast.property_named("acme-1")
    assert any(storm(hotel, round_)[1] for round_ in range(8))
