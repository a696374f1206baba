"""Versions: numbered, kept as they were, in force from their day on."""

from collections.abc import Iterator
from datetime import date

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme import publishing, versions
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier, Tiers
from tenants.context import in_property, raw_connection
from tenants.models import Property

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
