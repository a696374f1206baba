"""What the journey causes is told outside from one record: which guests, in which transaction, and nothing for nothing."""

import pytest
from django.db import transaction

from audit.models import Entry, Outbox
from loyalty.guests.models import Guest
from tenants.context import in_property
from tenants.models import Property
from tenants.telling import silence
from tests.factories import follow, stay
from tests.loyalty.programme.points import stage


def told(action: str) -> list[list[str]]:
    found = Entry.objects.filter(action=action).order_by("id")
    assert Outbox.objects.filter(entry__in=found).count() == found.count()
    return [entry.facts["guests"] for entry in found]


def test_a_stay_tells_of_its_guest_once_and_a_repeat_tells_nothing(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        guest = str(Guest.objects.get().pk)
        follow(acme_1, stay("F1", "2026-03-01"))
    assert told("guest.updated") == [[guest]]
    entry = Entry.objects.get(action="guest.updated")
    assert (entry.property_id, entry.chain_id) == (acme_1.pk, acme_1.chain_id)
    assert entry.facts == {"property": "acme-1", "guests": [guest]}


def test_a_batch_is_one_entry_of_all_its_guests(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            *(stay(f"F{n}", "2026-03-01", guest_number=f"G{n}", phone=f"1380013{n:04}") for n in range(30)),
        )
        everybody = {str(guest) for guest in Guest.objects.values_list("pk", flat=True)}
    (guests,) = told("guest.updated")
    assert set(guests) == everybody and len(guests) == 30


def test_what_is_rolled_back_was_never_told(acme_1: Property) -> None:
    with in_property(acme_1), pytest.raises(ZeroDivisionError), transaction.atomic():
        follow(acme_1, stay("F1", "2026-03-01"))
        raise ZeroDivisionError
    assert told("guest.updated") == [] and not Outbox.objects.exists()


def test_points_and_tiers_that_follow_from_a_stay_are_told(acme_1: Property) -> None:
    with in_property(acme_1):
        stage.publish()
        follow(acme_1, stay("F1", "2026-03-01"))
        guest = str(Guest.objects.get().pk)
    assert told("points.changed") == [[guest]] and told("tier.changed") == [[guest]]
    with in_property(acme_1):
        # Cancelled: what was earned is taken back, and that is told too.
        follow(acme_1, stay("F1", "2026-03-01", status="cancelled", updated_at="2026-03-05T11:02:00+08:00"))
    assert told("points.changed") == [[guest], [guest]]


def test_made_up_guests_are_not_told_of(acme_1: Property) -> None:
    with in_property(acme_1), silence():
        follow(acme_1, stay("F1", "2026-03-01"))
    assert told("guest.updated") == []
    with in_property(acme_1):
        follow(acme_1, stay("F2", "2026-04-01"))
    assert len(told("guest.updated")) == 1
