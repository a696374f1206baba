"""One touch point told by two writers at once is heard once. The control looks before it writes, and hears it twice."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import interactions
from loyalty.guests.interactions import Note
from loyalty.guests.models import Guest, Interaction
from loyalty.products.consuming import Item
from loyalty.products.models import Consumption
from loyalty.touches import finding, writing
from loyalty.touches.finding import Whom
from loyalty.touches.writing import By, Touch
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast
from tests.factories import follow, stay

pytestmark = pytest.mark.usefixtures("committed")
Act = Callable[[Property], Any]


@pytest.fixture
def hotel(committed: None) -> Property:
    place = cast.property_named("acme-1")
    with in_property(place):
        follow(place, stay("F1", "2026-11-01"))
    return place


def in_full(act: Act, hotel: Property) -> Any:
    with in_property(cast.property_named(hotel.slug)), transaction.atomic():
        return act(hotel)


def apart(act: Act, hotel: Property) -> None:
    """From another connection, from beginning to end."""

    def run() -> None:
        try:
            in_full(act, hotel)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def told(hotel: Property) -> list[str]:
    one = Touch(
        "pos-1", "fnb", "service", Whom(external_id="G00077"), clock.now(), "送了果盘", items=[Item(name="果盘", amount_cents=3800)]
    )  # fmt: skip
    return [each.result for each in writing.write(Statements(raw_connection()), hotel, [one], By("POS"))]


def test_a_touch_point_that_two_tell_at_once_is_written_once(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, began = finding.people, []

    def read(*asked: Any) -> Any:
        """Both have looked, and neither found it, before either writes."""
        found = real(*asked)
        if not began:
            began.append(True)
            apart(told, hotel)
        return found

    monkeypatch.setattr(finding, "people", read)
    assert in_full(told, hotel) == ["unchanged"]
    with in_property(hotel):
        assert (Interaction.objects.count(), Consumption.objects.count()) == (1, 1)


def test_control_who_looks_first_and_then_writes_without_a_key_writes_twice(hotel: Property) -> None:
    note = Note("service", clock.today("Asia/Shanghai"), "送了果盘", key="touch:pos-1")

    def careless(hotel: Property, meanwhile: Callable[[], None] = lambda: None) -> None:
        raw = Statements(raw_connection())
        there = Interaction.objects.filter(text=note.text).exists()
        meanwhile()
        if not there:
            interactions.put(raw, [(Guest.objects.get().pk, replace(note, key=None))])

    in_full(lambda place: careless(place, lambda: apart(careless, hotel)), hotel)
    with in_property(hotel):
        assert Interaction.objects.count() == 2
