"""The database of a run: migrated once, with the cast's properties in it; every test leaves it as it was.

`db` (or `@pytest.mark.django_db`) is the rule: the test runs in a transaction that is rolled back. A test in which
several connections must see each other's work takes `committed` instead; what it wrote is deleted afterwards.
"""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from chains.models import Chain
from tenants.models import Property
from tests import cast, emptying, hashing, recording

recording.listen()

hashing.cheaply()

# How fast a machine is decides no test: busy, it draws slowly and takes its time. A run that judges a change draws what
# the last one drew; FULL=1 draws anew, to find what nobody has thought of.
settings.register_profile(
    "huike",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("FULL") != "1",
)
settings.load_profile("huike")

# Real files for the tests of the imports: public research data that stands beside the project, not in it.
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


# Files that take long begin first: one that begins last leaves the other worker with nothing to do.
LONG = (
    "tests/api/test_document_holds.py",
    "tests/tenants/test_migrating.py",
    "tests/loyalty/messaging/test_events.py",
    "tests/test_isolation.py",
    "tests/api/test_fuzz.py",
    "tests/platform/billing/",
    "tests/vendors/test_clients.py",
    "tests/loyalty/importing/test_real_files.py",
    "tests/journey/test_programme_story.py",
    "tests/faults/",
)
# Where `make test` looks for those that run alone.
ALONE = ("tests/faults/", "tests/house/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long ones first; whatever runs alone where it is looked for."""
    lost = {item.nodeid for item in items if item.get_closest_marker("alone")}
    if lost := {name for name in lost if not name.startswith(ALONE)}:
        raise pytest.UsageError(f"`make test` would not run these; what is alone stands in {ALONE}: {lost}")
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    _leave_out_without_files(config, items)


def _leave_out_without_files(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the real files are left out where the files are not, and that is said."""
    if SHARED_DATA.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared_data")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        print(f"\n{len(left_out)} tests are left out: the real files of ../shared/data are not here.")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None]:
    """What is loaded and collected stays to the end: it is not looked through for rubbish again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A migrated database with the cast in it; one for each of xdist's workers.

    In place of pytest-django's own, which makes none when all that the tests ask for is `committed`.
    """
    from django.test.utils import setup_databases, teardown_databases

    from tenants.provisioning import prepare_public

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb)
        prepare_public()
        cast.assemble()
        emptying.remember()
        # A pooled connection left open would keep the database from being dropped.
        connection.close()
    yield
    with django_db_blocker.unblock():
        if not django_db_keepdb:
            emptying.forget_roles()
        connection.close_pool()
        if not django_db_keepdb:
            emptying.end_sessions()
            teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real transactions, seen by every connection. Slower: for races, workers and live servers."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connection.set_schema_to_public()
            connection.close()
            emptying.empty()
            connection.close()


@pytest.fixture(autouse=True)
def _time_for_whole_files(request: pytest.FixtureRequest) -> None:
    """Whole files: every foreign key of their rows is looked at in one statement when the test ends, which on a busy
    machine takes longer than the product gives any statement of its own.
    """
    if request.node.get_closest_marker("shared_data") and "committed" not in request.fixturenames:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")


@pytest.fixture(autouse=True)
def _ends_in_public() -> Iterator[None]:
    """A test that leaves a property entered has found a leak (T-10)."""
    yield
    left = connection.schema_name
    connection.set_schema_to_public()
    assert left == "public", f"the test ended inside {left}"


@pytest.fixture
def acme(db: None) -> Chain:
    return Chain.objects.get(slug="acme")


@pytest.fixture
def rival(db: None) -> Chain:
    return Chain.objects.get(slug="rival")


@pytest.fixture
def acme_1(db: None) -> Property:
    return cast.property_named("acme-1")


@pytest.fixture
def acme_2(db: None) -> Property:
    return cast.property_named("acme-2")


@pytest.fixture
def rival_1(db: None) -> Property:
    return cast.property_named("rival-1")
