"""Whoever has read up to a number has missed nothing below it, in whatever order things were committed."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from audit.models import Entry, Outbox
from chains.models import Chain
from kernel import clock
from partners import deliveries, events
from partners.events import Asked
from partners.models import Attempt, Delivery, Event
from tenants.models import Property
from tests import cast
from tests.platform.partners import stage

WRITERS, EACH = 6, 25


class Aside:
    """Work on another connection, step by step."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(1)

    def do(self, act: Callable[[], object]) -> object:
        return self.threads.submit(act).result(timeout=30)

    def close(self) -> None:
        self.do(shut)
        self.threads.shutdown()


def shut() -> None:
    """Close this thread's own connection (`connection.close` itself would be the main thread's)."""
    connection.close()


def begin() -> None:
    connection.set_autocommit(False)


def commit() -> None:
    connection.commit()
    connection.set_autocommit(True)


def numbers(after: int = 0) -> list[str]:
    """The guests a vendor reads of who knows everything up to `after`."""
    acme = Chain.objects.get(slug="acme")
    return [event.data["guests"][0] for event in events.read(acme.pk, Asked(after), 500)]


def test_what_was_committed_late_gets_a_later_number(committed: None) -> None:
    """And the control: the log's own ids, read in the same way, miss it."""
    slow = Aside()
    try:
        slow.do(begin)
        slow.do(lambda: stage.happened(1))  # has its id, and is not committed
        stage.happened(2)
        events.number()
        [known] = Event.objects.all()
        known_entry = Entry.objects.latest("pk").pk
        assert numbers() == ["2"]
        slow.do(commit)
        events.number()
        assert numbers(known.pk) == ["1"]
        # Control: whoever reads on by the id of the entry never hears of the first.
        assert not Entry.objects.filter(pk__gt=known_entry).exists()
        assert Entry.objects.filter(pk__lt=known_entry, subject="1").exists()
    finally:
        slow.close()


def test_numbers_are_given_by_one_writer_at_a_time(committed: None) -> None:
    """Who gives numbers holds everybody else up until they are committed."""
    stage.happened(1)
    slow = Aside()
    try:
        slow.do(begin)
        slow.do(events.number)  # given, and not committed
        stage.happened(2)
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '200ms'")
            events.number()
        assert numbers() == []
        slow.do(commit)
        events.number()
        assert numbers() == ["1", "2"]
    finally:
        slow.close()


def test_control_two_number_givers_at_once_make_a_reader_miss_one(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.happened(1)
    slow = Aside()
    try:
        slow.do(begin)
        slow.do(events.number)
        stage.happened(2)
        monkeypatch.setattr(events, "LOCK", events.LOCK + 1)  # the protection is off
        events.number()
        [known] = Event.objects.all()
        slow.do(commit)
        assert numbers(known.pk) == []
        assert Event.objects.filter(pk__lt=known.pk).exists()
    finally:
        slow.close()


def test_a_reader_hears_everything_once_while_many_write_at_once(committed: None) -> None:
    """Transactions of different lengths, two number-givers, one reader that reads on from the last it knows."""
    writing = threading.Event()
    writing.set()

    def write(writer: int) -> None:
        draw = random.Random(writer)
        try:
            for each in range(EACH):
                with transaction.atomic():
                    stage.happened(writer * 1000 + each)
                    for _ in range(draw.randrange(6)):  # a longer transaction: others pass it
                        Chain.objects.count()
                    if draw.random() < 0.1:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    def give() -> None:
        try:
            while writing.is_set():
                events.number()
        finally:
            connection.close()

    heard: list[int] = []
    acme = Chain.objects.get(slug="acme").pk

    def read_on() -> None:
        found = events.read(acme, Asked(heard[-1] if heard else 0), 7)
        heard.extend(event.pk for event in found)

    with ThreadPoolExecutor(WRITERS + 2) as threads:
        writers = [threads.submit(write, number) for number in range(1, WRITERS + 1)]
        givers = [threads.submit(give) for _ in range(2)]
        while not all(writer.done() for writer in writers):
            read_on()
        writing.clear()
        for each in [*writers, *givers]:
            each.result()
    while events.number():
        pass
    while len(heard) < Event.objects.count():
        read_on()
    assert heard == list(Event.objects.order_by("pk").values_list("pk", flat=True))
    told = set(Event.objects.values_list("entry_id", flat=True))
    assert told == set(Entry.objects.values_list("pk", flat=True)) and len(told) > 100
    assert not Outbox.objects.exists()


def test_an_event_is_queued_for_the_endpoints_that_want_it(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    everything = stage.endpoint("https://a.example/")
    merges = stage.endpoint("https://b.example/", types=["guest.merged"])
    second = stage.endpoint("https://c.example/", places=[acme_2])
    stage.endpoint("https://d.example/", state="off")
    stage.happened(1, place=acme_1)
    stage.happened(2, place=acme_2)
    stage.happened(3, place=acme_1, action="guest.merged")
    stage.happened(4, place=cast.property_named("rival-1"))
    events.number()
    queued = {
        made.pk: [
            each.event.data["guests"][0] for each in Delivery.objects.filter(endpoint=made).order_by("pk")
        ]
        for made in (everything, merges, second)
    }
    assert queued == {everything.pk: ["1", "2", "3"], merges.pk: ["3"], second.pk: ["2"]}
    assert Delivery.objects.count() == 5


def test_what_this_release_does_not_tell_any_more_is_passed_over(acme: Chain) -> None:
    stage.happened(1)
    entry = Entry.objects.create(
        at=clock.now(), chain_id=acme.pk, actor_kind="system", actor="", actor_name="", action="old.action"
    )
    Outbox.objects.create(entry=entry)
    assert events.number() == 2
    assert Event.objects.count() == 1
    assert not Outbox.objects.exists()


def test_after_thirty_days_events_go_with_all_that_was_sent(acme: Chain) -> None:
    made = stage.endpoint("https://a.example/")
    for number in range(3):
        stage.happened(number)
    events.number()
    old = Event.objects.order_by("pk")[:2]
    for event in old:
        Event.objects.filter(pk=event.pk).update(at=clock.now() - timedelta(days=30, minutes=1))
    for delivery in Delivery.objects.all():
        Attempt.objects.create(delivery=delivery, at=clock.now(), status=500, duration_ms=1)
    ping = deliveries.ping(made)
    Delivery.objects.filter(pk=ping.pk).update(created_at=clock.now() - timedelta(days=31))
    assert events.drop_old() == {"events": 2, "tests": 1}
    assert (Event.objects.count(), Delivery.objects.count(), Attempt.objects.count()) == (1, 1, 1)


def test_an_erased_chain_leaves_nothing_of_its_events(acme: Chain) -> None:
    made = stage.endpoint("https://a.example/")
    stage.happened(1)
    stage.happened(9, place=cast.property_named("rival-1"))
    events.number()
    Attempt.objects.create(delivery=Delivery.objects.get(endpoint=made), at=clock.now(), duration_ms=1)
    stage.happened(2)
    events.forget_chain(acme.pk)
    assert [event.data["guests"] for event in Event.objects.all()] == [["9"]]
    assert not Outbox.objects.exists() and not Delivery.objects.exists()
