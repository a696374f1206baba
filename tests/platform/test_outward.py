"""What is told outside is written with the record of it, in the same transaction, from inside a property as well."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from audit import outward, recording
from audit.models import Entry, Outbox
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories


def test_an_entry_that_is_told_outside_waits_in_the_outbox(acme: Chain, acme_1: Property) -> None:
    recording.record(recording.SYSTEM, "guest.edited", property_slug="acme-1", chain_id=acme.pk, subject="7")
    recording.record(recording.SYSTEM, "guest.phone_read", property_slug="acme-1", subject="7")
    [waiting] = Outbox.objects.select_related("entry")
    assert (waiting.entry.action, waiting.entry.facts) == ("guest.edited", {"property": "acme-1"})
    assert Entry.objects.get(action="guest.phone_read").facts == {}


def test_a_set_is_recorded_from_inside_a_property_by_its_own_role(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1), transaction.atomic():
        raw = Statements(raw_connection())
        record_points(raw, acme_1, [12, 13, 12])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Entry.objects.first()
    entry = Entry.objects.get()
    assert entry.facts == {"property": "acme-1", "guests": ["12", "13"], "import": 4}
    assert (entry.chain_id, entry.property_id, entry.action) == (acme.pk, acme_1.pk, "points.changed")
    assert Outbox.objects.get().entry_id == entry.pk


def test_nobody_changed_is_nothing_to_record(acme_1: Property) -> None:
    with in_property(acme_1):
        record_points(Statements(raw_connection()), acme_1, [])
    assert not Entry.objects.exists()


def test_a_large_set_takes_several_rows_each_small_enough_to_send(acme_1: Property) -> None:
    guests = range(9_000_000_000_000_000_000, 9_000_000_000_000_002_000)
    with in_property(acme_1):
        record_points(Statements(raw_connection()), acme_1, guests)
    entries = Entry.objects.order_by("pk")
    assert sorted(int(guest) for entry in entries for guest in entry.facts["guests"]) == list(guests)
    assert Outbox.objects.count() == len(entries) == 3
    sizes = [len(json.dumps(outward.data(entry.action, "", entry.facts))) for entry in entries]
    assert max(sizes) < 19_500


def test_a_set_that_is_not_told_outside_is_recorded_all_the_same(acme_1: Property) -> None:
    with in_property(acme_1):
        recording.record_set(
            Statements(raw_connection()), recording.SYSTEM, "test.done", 1, acme_1.pk, "acme-1", [5]
        )
    assert Entry.objects.get().action == "test.done"
    assert not Outbox.objects.exists()


def test_what_was_rolled_back_is_never_told(acme_1: Property) -> None:
    with pytest.raises(ZeroDivisionError), in_property(acme_1), transaction.atomic():
        record_points(Statements(raw_connection()), acme_1, [1])
        raise ZeroDivisionError
    assert not Outbox.objects.exists()


def test_a_sandbox_ahead_of_time_records_at_the_real_time(acme_1: Property) -> None:
    before = clock.now()
    with in_property(acme_1), clock.ahead(timedelta(days=400)):
        record_points(Statements(raw_connection()), acme_1, [1])
    assert before <= Entry.objects.get().at <= clock.now()


@pytest.mark.parametrize(
    ("action", "subject", "facts", "said"),
    [
        ("guest.edited", "7", {"property": "a", "fields": ["phone"]}, {"property": "a", "guests": ["7"]}),
        ("member.enrolled", "7", {"property": "a", "guests": ["7"]}, {"property": "a", "guests": ["7"]}),
        (
            "guest.merged",
            "7",
            {"property": "a", "other": "9"},
            {"property": "a", "guests": ["7", "9"], "kept": "7"},
        ),
        (
            "coupon.redeemed",
            "31",
            {"property": "a", "kind": "x", "off_cents": 5},
            {"property": "a", "coupon": "31"},
        ),
        (
            "guest.consent",
            "7",
            {"property": "a", "purpose": "sms", "given": True},
            {"property": "a", "guests": ["7"], "purpose": "sms"},
        ),
        ("property.opened", "a", {}, {"property": "a"}),
        (
            "points.changed",
            "",
            {"property": "a", "guests": ["1"], "postings": [4], "name": "李"},
            {"property": "a", "guests": ["1"], "postings": ["4"]},
        ),
    ],
)
def test_an_event_says_ids_and_nothing_of_a_guest(
    action: str, subject: str, facts: dict[str, Any], said: dict[str, Any]
) -> None:
    assert outward.data(action, subject, facts) == said


def test_what_a_person_does_by_hand_is_told_with_the_propertys_name(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = factories.li_si_with_five_visits(acme_1)
    Outbox.objects.all().delete()
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    answer = manager.change(f"/properties/acme-1/guests/{guest.pk}", {"name": "李思"})
    assert answer.status_code == 200, answer.content
    told = [each.entry for each in Outbox.objects.select_related("entry")]
    assert {"property": "acme-1", "guests": [str(guest.pk)]} in [
        outward.data(entry.action, entry.subject, entry.facts) for entry in told
    ]


def record_points(raw: Statements, place: Property, guests: Iterable[int]) -> None:
    recording.record_set(
        raw,
        recording.SYSTEM,
        "points.changed",
        place.chain_id,
        place.pk,
        place.slug,
        guests,
        **{"import": 4},
    )
