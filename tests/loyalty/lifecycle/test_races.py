"""Two who judge at once come to what one after the other comes to. The control judges without taking turns."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from loyalty.campaigns import outcomes
from loyalty.guests.models import Guest
from loyalty.lifecycle import assessing, gathering, marks
from loyalty.lifecycle.models import Basis, State
from loyalty.nights import following
from loyalty.nights.following import follow_all
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.loyalty.lifecycle.filling import TODAY, come, met, night, raw, regulars
from tests.loyalty.lifecycle.test_assessing import ago

pytestmark = pytest.mark.usefixtures("committed")
Act = Callable[[Property], object]
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def place(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Property, Guest]]:
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        regulars(60)
        guest = met("李四", ago(150))
    night(hotel)
    monkeypatch.setattr(following.clock, "today", lambda zone: TODAY)
    yield hotel, guest


def comes(place: tuple[Property, Guest], days: list[int]) -> None:
    """The visits as another process writes them: with the mark, in one transaction."""
    hotel, guest = place
    with in_property(cast.property_named(hotel.slug)), transaction.atomic():
        come(guest, ago(*days))
        marks.put(raw(), hotel.pk, [guest.pk])


def interrupted(place: tuple[Property, Guest], one: Act, other: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """One judges; after he has read, the guest comes again, and another judges that at once."""
    real = gathering.gather
    threads: list[threading.Thread] = []

    def apart() -> None:
        try:
            comes(place, [150, 60, 1])
            other(cast.property_named(place[0].slug))
        finally:
            connection.close()

    def read(*asked: object) -> object:
        seen = real(*asked)  # type: ignore[arg-type]
        if not threads:
            threads.append(threading.Thread(target=apart))
            threads[0].start()
            while threads[0].is_alive() and not _others_wait():
                threads[0].join(0.02)
        return seen

    monkeypatch.setattr(gathering, "gather", read)
    comes(place, [150, 60])
    one(place[0])
    threads[0].join()
    monkeypatch.setattr(gathering, "gather", real)


def _others_wait() -> bool:
    return bool(raw().value(WAITING))


def gap(place: tuple[Property, Guest]) -> tuple[int | None, str]:
    with in_property(place[0]):
        state = State.objects.get(guest=place[1])
        return state.last_gap_days, state.stage


def follows(hotel: Property) -> object:
    return following.follow(hotel)


def judges_all(hotel: Property) -> object:
    with in_property(hotel):
        return assessing.night(raw(), hotel, TODAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [(follows, follows), (follows, judges_all), (judges_all, follows), (judges_all, judges_all)],
)
def test_two_at_once_come_to_the_same_as_one_after_the_other(
    place: tuple[Property, Guest], one: Act, other: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(place, one, other, monkeypatch)
    follow_all(place[0])
    assert marks.waiting() == []
    assert gap(place) == (59, "sticky")
    with in_property(place[0]):
        assert Basis.objects.count() == 1


def test_control_who_does_not_take_turns_overwrites_the_newer_with_the_older(
    place: tuple[Property, Guest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessing, "alone", lambda raw, wait=True: True)
    interrupted(place, judges_all, follows, monkeypatch)
    # The mark was taken by whoever followed it, and his work was overwritten.
    assert marks.waiting() == []
    assert gap(place) == (90, "sticky")


def test_who_dies_in_between_leaves_marks_and_states_as_they_were(
    place: tuple[Property, Guest], monkeypatch: pytest.MonkeyPatch
) -> None:
    hotel, _ = place
    comes(place, [150, 60])
    before = gap(place)
    monkeypatch.setattr(outcomes, "credit", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        following.follow(hotel)
    assert (gap(place), marks.waiting()) == (before, [hotel.pk])
    monkeypatch.undo()
    monkeypatch.setattr(following.clock, "today", lambda zone: TODAY)
    assert following.follow(hotel) == 1
    assert (gap(place), marks.waiting()) == ((90, "sticky"), [])
