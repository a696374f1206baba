"""Making properties and migrating them, against stock django-tenants on the same server in the same run."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connection

from chains.models import Chain
from chains.opening import open_chain
from tenants import migrating, provisioning, rendering
from tenants.models import Property, Spare
from tests.bench import _stock
from tests.bench.registry import Figures, bench
from tests.tenants import extra

SCHEMAS = 200
RUNS = 7
STOCK_RUNS = 3


@cache
def stage() -> Chain:
    """A chain, and everything warm: as in a process that runs for a while."""
    provisioning.prepare_public()
    rendering.plan()
    chain, _ = open_chain(slug="bench-provisioning", name="x")
    return chain


@cache
def stock_seconds() -> float:
    return statistics.median(_stock.measure("create", stage().slug, str(STOCK_RUNS)))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def open_and_drop(count: int, spares: int) -> float:
    """The median of so many properties made (and dropped again, which is not counted)."""
    chain = stage()
    taken = []
    for number in range(count + 1):
        if spares:
            provisioning.keep_spares(spares)
        slug = f"bench-{number}"
        taken.append(seconds(lambda slug=slug: provisioning.open_property(chain, slug=slug, name="x")))
        provisioning.drop_property(Property.objects.get(slug=slug))
        assert Spare.objects.count() == 0, "a spare was left, or taken where none should be"
    return statistics.median(taken[1:])


@bench("provision", "a property with its schema from rendered SQL", unit="s", aim=5, less_is_better=True)
def provision() -> Figures:
    Spare.objects.all().delete()
    return Figures(ours=open_and_drop(RUNS, spares=0), peer=stock_seconds(), runs=RUNS)


@bench("provision_spare", "a property that claims a spare schema", unit="s", aim=100, less_is_better=True)
def provision_spare() -> Figures:
    return Figures(ours=open_and_drop(RUNS, spares=1), peer=stock_seconds(), runs=RUNS)


@contextmanager
def many_properties() -> Iterator[list[Property]]:
    chain = stage()
    made = [
        provisioning.open_property(chain, slug=f"many-{number}", name="x")[0] for number in range(SCHEMAS)
    ]
    try:
        yield made
    finally:
        for place in made:
            provisioning.drop_property(place)


@bench(
    "migrate_noop",
    f"migrate {SCHEMAS} schemas that are up to date",
    unit="s",
    aim=100,
    less_is_better=True,
)
def migrate_noop() -> Figures:
    with many_properties():
        ours = [seconds(migrating.migrate) for _ in range(RUNS)]
        [peer] = _stock.measure("migrate")
    return Figures(ours=statistics.median(ours), peer=peer, runs=RUNS)


@bench(
    "migrate_add_column",
    f"add a column and an index to {SCHEMAS} schemas",
    unit="s",
    aim=50,
    less_is_better=True,
)
def migrate_add_column() -> Figures:
    folder = Path(tempfile.mkdtemp())
    with many_properties() as made, extra.migration(folder, extra.ADD_COLUMN, restore=False) as module:
        # The rendering belongs to a deployment: it is measured as a part of it.
        ours = seconds(lambda: _migrated(len(made)))
        take_back(made)
        [peer] = _stock.measure("migrate", BENCH_MIGRATION=f"guests={module}", PYTHONPATH=_paths(folder))
    return Figures(ours=ours, peer=peer, runs=1)


def _paths(folder: Path) -> str:
    return ":".join([str(folder), str(_stock.PROJECT), str(_stock.PROJECT / "platform")])


def _migrated(count: int) -> None:
    told = migrating.migrate()
    assert (told["migrated"], told["lagging"]) == (count, []), told


def take_back(made: list[Property]) -> None:
    """Undo the migration, so that the peer has the same to do."""
    with connection.cursor() as cursor:
        for place in made:
            cursor.execute(
                f"ALTER TABLE {place.schema_name}.guests_tag DROP COLUMN colour;"
                f"DELETE FROM {place.schema_name}.django_migrations WHERE name = '9999_extra'"
            )
        cursor.execute("DELETE FROM public.django_migrations WHERE name = '9999_extra'")
