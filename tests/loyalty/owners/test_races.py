"""Two who assign or hand over at once come to what one after the other comes to. The controls do not take turns."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.owners import assigning, departments, rules, transferring, turns
from loyalty.owners.deciding import Rule
from loyalty.owners.departments import Department
from loyalty.owners.models import Handed, Owner
from loyalty.owners.transferring import By, Taker
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast, doors
from tests.factories import follow, stay

pytestmark = pytest.mark.usefixtures("committed")
Act = Callable[[Property], object]
BY = By(None, "林经理")
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class Scene:
    """Four guests and three people at a property, seen by every connection."""

    def __init__(self) -> None:
        self.hotel = cast.property_named("acme-1")
        chain = Chain.objects.get(slug="acme")
        self.team: list[UUID] = [doors.member(chain, Role.FRONT_DESK).pk for _ in range(3)]
        with in_property(self.hotel):
            follow(self.hotel, *(stay(f"S{n}", "2026-11-01", guest_number=f"G{n}", name=f"客{n}", phone=f"139{n:08}") for n in range(4)))  # fmt: skip
            self.guests = list(Guest.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def scene(committed: None) -> Iterator[Scene]:
    yield Scene()


def raw() -> Statements:
    return Statements(raw_connection())


def at_once(
    monkeypatch: pytest.MonkeyPatch, module: Any, reads: str, hotel: Property, one: Act, other: Act
) -> None:
    """The other runs from the moment `one` has read, until it is through or waits for its turn; then one goes on."""
    real = getattr(module, reads)
    threads: list[threading.Thread] = []

    def apart() -> None:
        try:
            acts(other, hotel)
        finally:
            connection.close()

    def read(*asked: Any) -> Any:
        seen = real(*asked)
        if not threads:
            threads.append(threading.Thread(target=apart))
            threads[0].start()
            while threads[0].is_alive() and not raw().value(WAITING):
                threads[0].join(0.02)
        return seen

    monkeypatch.setattr(module, reads, read)
    acts(one, hotel)
    threads[0].join()


def acts(act: Act, hotel: Property) -> None:
    with in_property(cast.property_named(hotel.slug)), transaction.atomic():
        act(hotel)


def assigned(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Counter[UUID | None]:
    """Two workers follow two guests each, of one department of two: how many each member has afterwards."""
    with in_property(scene.hotel), transaction.atomic():
        departments.put(raw(), scene.hotel, [Department("front_desk", "前台", "", tuple(scene.team[:2]))])
        rules.put(raw(), scene.hotel, [Rule("everybody", "department", department="front_desk")])
    first, second = scene.guests[:1], scene.guests[1:2]
    at_once(
        monkeypatch, assigning, "decide", scene.hotel,
        lambda hotel: assigning.follow(raw(), hotel, first), lambda hotel: assigning.follow(raw(), hotel, second),
    )  # fmt: skip
    with in_property(scene.hotel):
        return Counter(Owner.objects.values_list("staff", flat=True))


def handed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Two managers hand over the same person's guests, each to somebody else: how often each guest was handed."""
    giver, one, other = scene.team
    with in_property(scene.hotel), transaction.atomic():
        for guest in scene.guests:
            transferring.give(raw(), scene.hotel, [guest], giver, "", BY)

    def to(taker: UUID) -> Act:
        return lambda hotel: transferring.transfer(raw(), hotel, giver, "走的人", [Taker(taker, 1.0)], by=BY)

    at_once(monkeypatch, transferring, "_owned", scene.hotel, to(one), to(other))
    with in_property(scene.hotel):
        assert Owner.objects.exclude(staff=giver).count() == len(scene.guests)
        return Counter(Handed.objects.values_list("guest_id", flat=True))


def test_c91_two_workers_at_once_keep_a_department_balanced(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert assigned(scene, monkeypatch) == {scene.team[0]: 1, scene.team[1]: 1}


def test_control_workers_who_do_not_take_turns_give_one_person_everything(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "take", lambda *_: None)
    assert assigned(scene, monkeypatch) == {scene.team[0]: 2}


def test_c91_two_who_hand_over_at_once_hand_each_guest_over_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert handed(scene, monkeypatch) == dict.fromkeys(scene.guests, 1)


def test_control_who_does_not_take_turns_hands_over_what_is_gone_already(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "take", lambda *_: None)
    assert handed(scene, monkeypatch) == dict.fromkeys(scene.guests, 2)
