"""T-01 … T-11 in numbers, for var/faults.json: what was tried, what came of it, and what comes of it unprotected.

Each protection has its own tests beside this file; here they are counted.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from celery import Celery
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import override_settings

from chains.models import Chain
from config.local.folders import socket_folder
from loyalty.guests.models import Tag
from staff.roles import Role
from tenants import examining, migrating, pooler, provisioning
from tenants.context import in_property, on_commit
from tenants.guard import NoTenant
from tenants.models import Property
from tests import cast
from tests.doors import member, signed_in
from tests.faults.recording import Recorder
from tests.tenants import test_engine, test_tasks, test_walls, traffic
from tests.tenants.pooling import transaction_pooler

pytestmark = pytest.mark.faults
FULL = os.environ.get("FULL") == "1"


@pytest.fixture
def marked(committed: None) -> None:
    for slug in cast.PROPERTIES:
        with in_property(cast.property_named(slug)):
            Tag.objects.create(name=slug)


@pytest.fixture
def unprotected(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Switches the engine's protection off when it is called, for the rest of the test."""
    yield lambda: request.getfixturevalue("trusting")
    connection._applied = None
    connection.set_schema_to_public()
    connection.close()


@override_settings(ROOT_URLCONF="tests.tenants.canary")
def test_t01_mixed_traffic(
    marked: None,
    fault: Recorder,
    unprotected: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("CRITICAL")
    n = 20_000 if FULL else 800
    good = traffic.drive(n)
    unprotected()
    bad = traffic.drive(200)
    wrong = good["wrong"] + good["error"]
    fault(
        "T-01", n=n, passed=n - wrong, figure=f"{wrong} of {n} requests saw a foreign row", aim="0",
        control=f"engine that trusts its memory: {bad['wrong'] + bad['error']} of 200 wrong",
    )  # fmt: skip
    assert wrong == 0
    assert bad["wrong"] + bad["error"] > 0


def test_t02_savepoint_rolled_back(
    marked: None,
    fault: Recorder,
    unprotected: Any,
) -> None:
    n = 2_000 if FULL else 100
    first, second = cast.property_named("acme-1"), cast.property_named("acme-2")

    def wrong(count: int) -> int:
        with transaction.atomic():
            read = [test_engine.read_after_a_savepoint_was_rolled_back(first, second) for _ in range(count)]
        return sum(names != ["acme-2"] for names in read)

    good = wrong(n)
    unprotected()
    bad = wrong(100)
    fault(
        "T-02",
        n=n,
        passed=n - good,
        figure=f"{good} of {n} reads wrong",
        aim="0",
        control=f"{bad} of 100 wrong",
    )
    assert (good, bad > 0) == (0, True)


def test_t03_pooler(marked: None, fault: Recorder, tmp_path: Path) -> None:
    n = 20 if FULL else 3
    with transaction_pooler(socket_folder(tmp_path, "s")) as parameters:
        refused = sum(not pooler.sessions_are_ours(parameters) for _ in range(n))
        with (
            psycopg.connect(**parameters, autocommit=True) as acme,
            psycopg.connect(**parameters, autocommit=True) as rival,
        ):
            wrong = 0
            for _ in range(100):
                acme.execute("SET search_path = p_acme_1")
                rival.execute("SET search_path = p_rival_1")
                wrong += acme.execute("SELECT name FROM guests_tag").fetchone() != ("acme-1",)
    accepted = sum(pooler.sessions_are_ours(connection.get_connection_params()) for _ in range(n))
    fault(
        "T-03", n=2 * n, passed=refused + accepted, figure=f"pooler refused {refused}/{n}, PostgreSQL accepted {accepted}/{n}",
        aim="all", control=f"started nevertheless: {wrong} of 100 reads from another property",
    )  # fmt: skip
    assert (refused, accepted) == (n, n)
    assert wrong > 0


def test_t04_threads(fault: Recorder) -> None:
    found = {path: test_walls.offences(path.read_text()) for path in test_walls.sources()}
    clean = sum(not names for names in found.values())
    caught = len(test_walls.offences("import threading\nasync def f(): await g()"))
    fault(
        "T-04", n=len(found), passed=clean, figure=f"{len(found) - clean} of {len(found)} files use threads or async",
        aim="0", control=f"{caught} of 3 planted uses found",
    )  # fmt: skip
    assert clean == len(found)
    assert caught == 3


def test_t05_drift(db: None, fault: Recorder) -> None:
    schemas, tables = (300, 40) if FULL else (30, 10)
    names = [f"p_many_{number}" for number in range(schemas)]
    for start in range(0, schemas, 10):
        provisioning.execute(
            [
                statement
                for schema in names[start : start + 10]
                for statement in (
                    f"CREATE SCHEMA {schema}",
                    *(f"CREATE TABLE {schema}.t{number} (id int)" for number in range(tables)),
                )
            ]
        )
    provisioning.execute([f"DROP TABLE {names[-3]}.t7"])
    found = [schema for schema, there in examining.actual_columns(names).items() if len(there) != tables]
    # The control: by its migration rows, a schema that lost a table is up to date.
    provisioning.execute(["DROP TABLE p_acme_1.stays_source"])
    drifted = [finding.where for finding in examining.drift()]
    blind = len(migrating.behind())
    fault(
        "T-05", n=2, passed=int(found == [names[-3]]) + int(drifted == ["p_acme_1"]),
        figure=f"1 dropped table among {schemas * tables} found", aim="found",
        control=f"by migration rows alone: {blind} found",
    )  # fmt: skip
    assert found == [names[-3]]
    assert drifted == ["p_acme_1"]
    assert blind == 0


def test_t06_content_types(db: None, fault: Recorder) -> None:
    places = list(Property.objects.all())

    def wrong() -> int:
        """How many models have another id inside a property than outside."""
        count = 0
        for place in places:
            for model in apps.get_models():
                ContentType.objects.clear_cache()
                outside = ContentType.objects.get_for_model(model).pk
                ContentType.objects.clear_cache()
                with in_property(place), transaction.atomic():
                    count += ContentType.objects.get_for_model(model).pk != outside
        return count

    # A property's role may not even read them; for the count it may.
    provisioning.execute(["GRANT SELECT ON public.django_content_type TO PUBLIC"])
    good, n = wrong(), len(places) * len(apps.get_models())
    provisioning.execute(
        [
            "CREATE TABLE p_acme_1.django_content_type (LIKE public.django_content_type)",
            "INSERT INTO p_acme_1.django_content_type SELECT id + 1000, app_label, model FROM public.django_content_type",
            "GRANT SELECT ON p_acme_1.django_content_type TO PUBLIC",
        ]
    )
    bad = wrong()
    ContentType.objects.clear_cache()
    fault(
        "T-06", n=n, passed=n - good, figure=f"{good} of {n} ids differ inside a property", aim="0",
        control=f"with a table of the property's own: {bad} differ",
    )  # fmt: skip
    assert (good, bad) == (0, len(apps.get_models()))


def test_t07_foreign_session(acme: Chain, fault: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    roles = [Role.OWNER, Role.FRONT_DESK]
    if FULL:
        roles += [Role.ANALYST, Role.MARKETING, Role.MANAGER]
    doors = [signed_in(member(acme, role)) for role in roles]
    refused = sum(test_walls.statuses(door)[1:] == [404, 404] for door in doors)
    test_walls.judge_nobody(monkeypatch)
    opened = sum(test_walls.statuses(door)[1] == 200 for door in doors)
    fault(
        "T-07", n=len(roles), passed=refused, figure=f"{refused}/{len(roles)} roles' sessions refused by the rival",
        aim="all", control=f"session believed: {opened}/{len(roles)} opened the rival",
    )  # fmt: skip
    assert refused == len(roles)
    assert opened > 0


def test_t08_files(acme: Chain, rival: Chain, fault: Recorder, tmp_path: Path) -> None:
    right = test_walls.upload_everywhere(acme, rival)
    # The control: one folder for all, as a storage whose location was worked out once has (django-tenants #242).
    storage = FileSystemStorage(location=tmp_path, allow_overwrite=True)
    for slug in cast.PROPERTIES:
        storage.save("stays.csv", ContentFile(slug.encode()))
    kept = (tmp_path / "stays.csv").read_text()
    lost = sum(kept != slug for slug in cast.PROPERTIES)
    fault(
        "T-08", n=6, passed=right, figure=f"{right} of 6 files of one name read back as sent", aim="6",
        control=f"one folder for all: {lost} of 3 lost",
    )  # fmt: skip
    assert (right, lost) == (6, 2)


def test_t09_cache(acme_1: Property, acme_2: Property, fault: Recorder) -> None:
    from django.conf import settings

    n = 2_000 if FULL else 100

    def leaks(count: int) -> int:
        store = caches["default"]
        with in_property(acme_1):
            store.set_many({f"k{number}": number for number in range(count)})
        with in_property(acme_2):
            found = store.get_many([f"k{number}" for number in range(count)])
        store.clear()
        return len(found)

    good = leaks(n)
    plain = {key: value for key, value in settings.CACHES["default"].items() if key != "KEY_FUNCTION"}
    with override_settings(CACHES={"default": plain}):
        bad = leaks(100)
    fault(
        "T-09",
        n=n,
        passed=n - good,
        figure=f"{good} of {n} keys read by another",
        aim="0",
        control=f"{bad} of 100",
    )
    assert (good, bad) == (0, 100)


def test_t10_late_work(marked: None, fault: Recorder) -> None:
    """Lazy querysets and on-commit callbacks that run when their property was left long ago."""
    n = 200 if FULL else 20
    place = cast.property_named("acme-1")
    loud, right, lost = 0, 0, 0
    for _ in range(n):
        seen: list[Any] = []
        with transaction.atomic(), in_property(place):
            lazy = Tag.objects.all()
            on_commit(lambda seen=seen: seen.append(names()))
            transaction.on_commit(lambda seen=seen: seen.append(connection.schema_name))
        right += seen[0] == ["acme-1"]
        lost += seen[1] == "public"
        try:
            list(lazy)
        except NoTenant:
            loud += 1
    fault(
        "T-10", n=2 * n, passed=loud + right, figure=f"{loud}/{n} late reads refused, {right}/{n} callbacks at home",
        aim="all", control=f"Django's own on_commit: {lost}/{n} callbacks in public",
    )  # fmt: skip
    assert (loud, right, lost) == (n, n, n)


def names() -> list[str]:
    return list(Tag.objects.values_list("name", flat=True))


def test_t11_tasks(committed: None, fault: Recorder) -> None:
    app = Celery("faults", set_as_current=False, fixups=[])

    @app.task(base=test_tasks.TenantTask, name="strict")
    def strict(property_id: Any) -> None:
        test_tasks.DirtyMonth.objects.create(property_id=1, **test_tasks.MONTH)

    careless = app.task(base=test_tasks.Careless, name="careless")(strict.run)
    wrong: list[Any] = [987_654_321, "", None, "public", "p_acme_1", True, "1", -1, 0, [], {}, 1.0]
    failed = sum(strict.apply((value,)).state == "FAILURE" for value in wrong)
    left = test_tasks.DirtyMonth.objects.count()
    ran = sum(careless.apply((value,)).state == "SUCCESS" for value in (987_654_321, 987_654_322))
    fault(
        "T-11", n=len(wrong), passed=failed - left, figure=f"{failed}/{len(wrong)} refused, {left} rows in public",
        aim="all refused, 0 rows", control=f"careless base class: {ran} of 2 ran in public",
    )  # fmt: skip
    assert (failed, left, ran) == (len(wrong), 0, 2)
