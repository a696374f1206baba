"""Many writers for one guest at once: the result is as if they had come one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection

from loyalty import journey
from loyalty.guests import turns
from loyalty.guests.models import Guest
from loyalty.stays.incoming import from_dict
from tenants.context import in_property
from tenants.models import Property
from tests.cast import property_named
from tests.factories import stay

WRITERS = 6
ROUNDS = 8


def storm(hotel: Property, round_: int) -> int:
    """Six writers send one stay each of the same new guest in the same moment; returns how many failed."""
    start = Barrier(WRITERS)
    phone = f"138{round_:08d}"

    def write(n: int) -> int:
        try:
            with in_property(hotel):
                start.wait(timeout=30)
                # Nobody named at the desk: a clerk's row would make the writers take turns by itself.
                one = stay(
                    f"R{round_}-{n}",
                    f"2026-0{n + 1}-05",
                    phone=phone,
                    guest_number=f"G{round_}",
                    checked_in_by=None,
                )
                journey.follow(hotel, [from_dict(one)])
        except (IntegrityError, OperationalError):
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(write, range(WRITERS)))


def whole(hotel: Property, round_: int) -> bool:
    """One guest, six visits, ordinals 1 to 6."""
    with in_property(hotel):
        guests = list(Guest.objects.filter(phone=f"+86138{round_:08d}", merged_into=None))
        return len(guests) == 1 and guests[0].visits == WRITERS


def test_concurrent_stays_of_one_guest_add_up(committed: None) -> None:
    hotel = property_named("acme-1")
    assert all(storm(hotel, n) == 0 and whole(hotel, n) for n in range(ROUNDS))


def test_control_without_taking_turns_guests_come_apart(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storm is a real one: without the lock it does harm."""
    monkeypatch.setattr(turns, "take", lambda raw, property_id: None)
    hotel = property_named("acme-1")
    assert not all(storm(hotel, n) == 0 and whole(hotel, n) for n in range(ROUNDS))
