"""What is committed while a refresh runs is not lost. The control takes the queue too late, and loses it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from loyalty.figures import refreshing
from loyalty.figures.refreshing import mark_all, refresh
from reports import cells
from reports.models import DayCell
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.platform.reports.filling import fill, stay
from tests.platform.reports.scopes import MARCH

pytestmark = pytest.mark.usefixtures("committed")


@contextmanager
def another_connection() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn) as other:
        yield other


def correction_of(place: Property) -> None:
    """Another process corrects a revenue, as the ingest does: the visit and the queue in one transaction."""
    with another_connection() as other:
        other.execute(f'UPDATE "{place.schema_name}".stays_visit SET room_cents = 777')  # type: ignore[arg-type]
        other.execute(
            "INSERT INTO public.reports_dirtymonth (property_id, month, at) VALUES (%s, %s, now())",
            [place.pk, MARCH.start],
        )


def too_late(place: Property, between: Callable[[], None]) -> None:
    """The mistake: the property's tables are read before the queue is emptied."""
    with transaction.atomic():
        with in_property(place):
            rows = {
                t: refreshing._copied(s, place.pk, [MARCH.start]) for t, s in refreshing.STATEMENTS.items()
            }
        between()
        dirt = cells.take(place.pk)
        cells.replace_months(place.pk, dirt.months, rows)


def revenue() -> int:
    return DayCell.objects.get().revenue_cents


def test_a_change_committed_during_a_refresh_is_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    place = cast.property_named("acme-1")
    fill(place, [stay("a", "2025-03-05")])
    mark_all(place)
    real = refreshing._guests

    def read_while_another_commits(guests: list[int]) -> object:
        correction_of(place)
        return real(guests)

    monkeypatch.setattr(refreshing, "_guests", read_while_another_commits)
    refresh(place)
    assert revenue() == 20800
    monkeypatch.undo()
    assert cells.dirty_properties() == [place.pk]
    refresh(place)
    assert revenue() == 777


def test_control_a_queue_emptied_after_reading_loses_the_change() -> None:
    place = cast.property_named("acme-1")
    fill(place, [stay("a", "2025-03-05")])
    mark_all(place)
    too_late(place, lambda: correction_of(place))
    assert cells.dirty_properties() == []
    assert revenue() == 20800


def test_two_refreshes_of_one_property_take_turns() -> None:
    place = cast.property_named("acme-1")
    fill(place, [stay("a", "2025-03-05")], refreshed=False)
    with another_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [cells.PROPERTY_LOCK, place.pk])
        assert refresh(place) is False
        assert not DayCell.objects.exists()
    assert refresh(place) is True
    assert revenue() == 20800


def test_a_refresh_that_dies_leaves_queue_and_cells_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    place = cast.property_named("acme-1")
    fill(place, [stay("a", "2025-03-05")])
    correction_of(place)
    monkeypatch.setattr(cells, "replace_clerks", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        refresh(place)
    assert (revenue(), cells.dirty_properties()) == (20800, [place.pk])
    monkeypatch.undo()
    refresh(place)
    assert revenue() == 777
