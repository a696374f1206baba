"""A visit is followed by the worker: judged, told to campaigns; one property's trouble is no other's."""

import logging

import pytest
from django.db import connection

from loyalty.campaigns import outcomes, triggers
from loyalty.lifecycle import marks
from loyalty.lifecycle.models import State
from loyalty.nights import following, tasks
from reports.models import DirtyLife
from tenants import versions
from tenants.context import in_property
from tenants.models import Property
from tests import factories


def stays(place: Property, number: str = "S1", day: str = "2026-03-01", **facts: object) -> None:
    with in_property(place):
        factories.follow(place, factories.stay(number, day, **facts))


def stages(place: Property) -> list[str]:
    with in_property(place):
        return list(State.objects.values_list("stage", flat=True))


def test_a_stay_leaves_a_mark_and_the_worker_judges_the_guest(acme_1: Property) -> None:
    stays(acme_1)
    assert marks.waiting() == [acme_1.pk]
    assert tasks.follow() == {"guests": 1, "busy": 0, "failed": 0, "left": 0}
    assert marks.waiting() == []
    assert len(stages(acme_1)) == 1


def test_campaigns_hear_of_the_guests_after_they_were_judged(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    monkeypatch.setattr(
        triggers, "follow", lambda raw, hotel, guests, today: heard.append((guests, stages(acme_1)))
    )
    monkeypatch.setattr(outcomes, "credit", lambda raw, hotel, guests: heard.append(guests))
    stays(acme_1)
    following.follow_marked()
    with in_property(acme_1):
        guest = State.objects.get().pk
    assert heard == [([guest], stages(acme_1)), [guest]]
    # Nobody writes to the guests of a house that is closed; where they stand is still known.
    Property.objects.filter(pk=acme_1.pk).update(state="closed")
    stays(acme_1, "S2", "2026-04-01")
    following.follow_marked()
    assert len(heard) == 2
    assert marks.waiting() == []


def test_a_property_that_fails_keeps_its_marks_and_holds_up_no_other(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stays(acme_1)
    stays(acme_2)

    def fails_at_the_first(raw: object, hotel: Property, guests: object) -> None:
        if hotel.pk == acme_1.pk:
            raise RuntimeError("as if a campaign could not be read")

    monkeypatch.setattr(outcomes, "credit", fails_at_the_first)
    with caplog.at_level(logging.ERROR):
        assert following.follow_marked() == {"guests": 1, "busy": 0, "failed": 1, "left": 0}
    assert marks.waiting() == [acme_1.pk]
    assert (stages(acme_1), len(stages(acme_2))) == ([], 1)
    monkeypatch.undo()
    following.follow_marked()
    assert len(stages(acme_1)) == 1


def test_many_guests_are_followed_batch_by_batch(acme_1: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "BATCH", 2)
    for n in range(5):
        stays(acme_1, f"S{n}", name=f"客{n}", phone=f"1380000000{n}", guest_number=f"G{n}")
    monkeypatch.setattr(following.follow, "__defaults__", (2,))
    assert following.follow_marked()["guests"] == 5
    assert len(stages(acme_1)) == 5


def test_what_cannot_be_reached_in_time_is_left_for_the_next(acme_1: Property) -> None:
    stays(acme_1)
    assert following.follow_marked(for_seconds=-1)["left"] == 1
    assert marks.waiting() == [acme_1.pk]


def test_a_property_that_waits_for_its_migration_waits_with_its_marks(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays(acme_1)
    monkeypatch.setattr(versions, "lags", lambda version: True)
    assert following.follow_marked() == {"guests": 0, "busy": 1, "failed": 0, "left": 0}
    assert marks.waiting() == [acme_1.pk]


def test_marks_of_a_property_that_is_gone_are_dropped(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reports_dirtylife (property_id, guest_id, at) VALUES (1000000, 1, now())")
    following.follow_marked()
    assert not DirtyLife.objects.exists()
