"""T-11: a task runs in the property it was sent for, or not at all."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import Celery, Task, chain, chord, group
from celery.contrib.testing.worker import start_worker
from celery.exceptions import Retry
from celery.result import AsyncResult, EagerResult
from django.db import connection, transaction

from chains.models import Chain
from config.celery import app as product
from loyalty.guests.models import Tag
from reports.models import DirtyMonth
from tenants import provisioning
from tenants.context import TenantTask, current_property, each_property, in_property, on_commit
from tenants.models import Property
from tests import cast

MONTH = {"month": "2026-01-01", "at": "2026-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def celery() -> Celery:
    """An application with a broker in memory and results, so that chords can be joined."""
    made = Celery("tests", broker="memory://", backend="cache+memory://", set_as_current=False, fixups=[])
    made.conf.update(task_ignore_result=False, worker_hijack_root_logger=False)
    made.conf.broker_transport_options = {"polling_interval": 0.01}
    return made


@pytest.fixture(scope="module")
def mark(celery: Celery) -> Any:
    @celery.task(base=TenantTask, name="mark")
    def mark(property_id: int, name: str = "x") -> int:
        """Leaves a trace in its property, and one in a public table."""
        Tag.objects.create(name=name)
        DirtyMonth.objects.create(property_id=property_id, **MONTH)
        assert current_property().pk == property_id
        return property_id

    return mark


@pytest.fixture(scope="module")
def stumble(celery: Celery) -> Any:
    @celery.task(base=TenantTask, bind=True, name="stumble", max_retries=3)
    def stumble(self: Task, property_id: int, name: str) -> None:
        if self.request.retries < 2:
            raise self.retry(countdown=0)
        Tag.objects.create(name=f"{name}-{self.request.retries}")

    return stumble


@pytest.fixture(scope="module")
def total(celery: Celery) -> Any:
    @celery.task(base=TenantTask, name="total")
    def total(property_id: int) -> None:
        Tag.objects.create(name=f"{Tag.objects.count()} before me")

    return total


@pytest.fixture(scope="module")
def running(django_db_setup: None, celery: Celery, mark: Task, stumble: Task, total: Task) -> Iterator[None]:
    with start_worker(celery, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        yield
    # It made itself the process's application: what other tests send would go to its broker, and nobody would hear it.
    product.set_current()
    product.set_default()


@pytest.fixture
def worker(running: None, committed: None) -> None:
    """A real worker, and a database it can see."""


def tags(slug: str) -> list[str]:
    connection.close()
    with in_property(cast.property_named(slug)):
        return sorted(Tag.objects.values_list("name", flat=True))


def everywhere() -> list[str]:
    """Every tag in every property, and every public trace."""
    connection.close()
    found = [tag.name for _ in each_property() for tag in Tag.objects.all()]
    return found + [str(row.property_id) for row in DirtyMonth.objects.all()]


def wait(result: AsyncResult) -> Any:
    return result.get(timeout=20, disable_sync_subtasks=False)


# --- every way to send a task, to a real worker ---


def by_delay(task: Task, place: int) -> AsyncResult:
    return task.delay(place, "x")


def by_apply_async(task: Task, place: int) -> AsyncResult:
    return task.apply_async((place,), {"name": "x"})


def by_keyword(task: Task, place: int) -> AsyncResult:
    return task.apply_async((), {"property_id": place, "name": "x"})


def by_chain(task: Task, place: int) -> AsyncResult:
    return chain(task.si(place, "first"), task.si(place, "x")).apply_async()


def by_group(task: Task, place: int) -> AsyncResult:
    return group(task.si(place, "x")).apply_async().results[0]


def by_chord(task: Task, place: int) -> AsyncResult:
    return chord([task.si(place, "first"), task.si(place, "second")], task.si(place, "x")).apply_async()


def by_delay_on_commit(task: Task, place: int) -> AsyncResult:
    """The task leaves after the block, and after the property, was left."""
    sent: list[AsyncResult] = []
    with transaction.atomic(), in_property(Property.objects.get(pk=place)):
        on_commit(lambda: sent.append(task.delay(current_property().pk, "x")))
    return sent[0]


def by_beat(task: Task, place: int) -> AsyncResult:
    """What the scheduler sends goes over the properties and sends one task for each."""
    sent = [task.delay(each.pk, "x") for each in Property.objects.filter(pk=place)]
    return sent[0]


WAYS = [by_delay, by_apply_async, by_keyword, by_chain, by_group, by_chord, by_delay_on_commit, by_beat]


@pytest.mark.parametrize("send", WAYS)
def test_a_task_runs_in_the_property_it_was_sent_for(
    worker: None, mark: Task, send: Callable[[Task, int], AsyncResult]
) -> None:
    place = cast.property_named("acme-2")
    # Whatever is entered where the task is sent from does not matter.
    with in_property(cast.property_named("acme-1")):
        result = send(mark, place.pk) if send is not by_delay_on_commit and send is not by_beat else None
    wait(result or send(mark, place.pk))
    assert "x" in tags("acme-2")
    assert tags("acme-1") == tags("rival-1") == []


def test_a_retry_stays_in_its_property(worker: None, stumble: Task) -> None:
    wait(stumble.delay(cast.property_named("acme-2").pk, "x"))
    assert tags("acme-2") == ["x-2"]
    assert tags("acme-1") == []


def test_a_chord_joins_in_its_property(worker: None, mark: Task, total: Task) -> None:
    place = cast.property_named("acme-2").pk
    wait(chord([mark.si(place, "a"), mark.si(place, "b")], total.si(place)).apply_async())
    assert tags("acme-2") == ["2 before me", "a", "b"]


def test_one_worker_serves_properties_in_turn_without_mixing(worker: None, mark: Task) -> None:
    """citus #213: the worker kept the previous task's tenant."""
    sent = [
        mark.delay(cast.property_named(slug).pk, f"{slug}-{n}") for n in range(5) for slug in cast.PROPERTIES
    ]
    for result in sent:
        wait(result)
    for slug in cast.PROPERTIES:
        assert tags(slug) == [f"{slug}-{n}" for n in range(5)]


# --- and every way to send it wrong ---


@pytest.fixture
def deleted(committed: None) -> int:
    made, _ = provisioning.open_property(Chain.objects.get(slug="acme"), slug="gone", name="x")
    key: int = made.pk
    provisioning.drop_property(made)
    return key


@pytest.fixture
def closed(committed: None) -> int:
    Property.objects.filter(slug="acme-2").update(state="closed")
    return cast.property_named("acme-2").pk


WRONG = ["unknown", "deleted", "closed", "empty", "absent", "public", "schema", "true", "digits"]


@pytest.fixture
def wrong(request: pytest.FixtureRequest, deleted: int, closed: int) -> Any:
    values = {"unknown": 987_654_321, "deleted": deleted, "closed": closed, "empty": "", "absent": None,
              "public": "public", "schema": "p_acme_1", "true": True,
              "digits": str(cast.property_named("acme-1").pk)}  # fmt: skip
    return values[request.param]


@pytest.mark.parametrize("wrong", WRONG, indirect=True)
def test_without_a_valid_property_the_task_fails_and_says_so(
    wrong: Any, mark: Task, caplog: pytest.LogCaptureFixture
) -> None:
    result: EagerResult = mark.apply((wrong, "x"))
    assert result.state == "FAILURE"
    assert "UnknownTenant" in type(result.result).__name__
    assert [record.levelno for record in caplog.records if "mark" in record.getMessage()] == [logging.ERROR]
    assert everywhere() == []


@pytest.mark.parametrize("send", WAYS[:6])
def test_a_wrong_property_fails_in_the_worker_whichever_way_it_was_sent(
    worker: None, mark: Task, send: Callable[[Task, int], AsyncResult]
) -> None:
    with pytest.raises(Exception, match=r"not there|UnknownTenant"):
        wait(send(mark, 987_654_321))
    assert everywhere() == []


def test_a_result_in_the_first_place_is_no_property(worker: None, mark: Task, total: Task) -> None:
    """A chain with .s() puts what the task before returned where the property's id belongs."""
    with pytest.raises(Exception, match="without a property"):
        wait(chain(total.si(cast.property_named("acme-1").pk), mark.s("second")).apply_async())
    assert tags("acme-1") == ["0 before me"]


def test_a_task_sent_without_any_argument_is_refused_where_it_is_sent(mark: Task) -> None:
    with pytest.raises(TypeError):
        mark.delay()
    assert mark.apply(()).state == "FAILURE"


# --- a schema that waits for a migration ---


def test_a_task_of_a_lagging_property_waits_and_is_not_dropped(committed: None, mark: Task) -> None:
    """F10."""
    place = cast.property_named("acme-1")
    Property.objects.filter(pk=place.pk).update(schema_version="0001-older")
    try:
        with pytest.raises(Retry) as retry:
            mark.push_request(called_directly=False, is_eager=False, retries=7, args=(place.pk,), kwargs={})
            try:
                mark(place.pk)
            finally:
                mark.pop_request()
        assert retry.value.when == TenantTask.lagging_retry_s
    finally:
        Property.objects.filter(pk=place.pk).update(schema_version=place.schema_version)


# --- the control ---


class Careless(Task):
    """What tenant-schemas-celery does: the tenant is not found, a log line says so, and the body runs."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            with in_property(Property.objects.get(pk=args[0])):
                return super().__call__(*args, **kwargs)
        except Property.DoesNotExist:
            return super().__call__(*args, **kwargs)


def test_control_a_task_with_an_unguarded_base_runs_in_public(committed: None, celery: Celery) -> None:
    """C1."""

    @celery.task(base=Careless, name="unguarded")
    def careless(property_id: int) -> None:
        DirtyMonth.objects.create(property_id=property_id, **MONTH)

    assert careless.apply((987_654_321,)).state == "SUCCESS"
    assert everywhere() == ["987654321"]
