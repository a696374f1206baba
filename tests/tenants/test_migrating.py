"""`huike migrate`: once rendered, schema by schema, and whoever lags is told and waits."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from chains.models import Chain
from loyalty.guests.models import Tag
from tenants import applying, examining, migrating, provisioning, rendering, versions
from tenants.context import SchemaLagging, TenantTask, in_property
from tenants.models import Property
from tests import cast, emptying
from tests.tenants import catalog, extra

pytestmark = pytest.mark.usefixtures("committed")


def columns(schema: str, table: str = "guests_tag") -> frozenset[str]:
    return examining.actual_columns([schema])[schema][table]


def enter(slug: str) -> None:
    with in_property(cast.property_named(slug)):
        Tag.objects.count()


def tag(slug: str, **fields: Any) -> None:
    with in_property(cast.property_named(slug)):
        Tag.objects.create(**fields)


def all_of(schema: str) -> dict[str, list[str]]:
    """The catalog, with migrations in any order (one that came later was applied later) and no counters."""
    found = catalog.of(schema)
    del found["sequences"]
    return {**found, "migrations": sorted(row.split(", ", 1)[1] for row in found["migrations"])}


def by_schema(told: dict[str, Any]) -> dict[str, str]:
    return {entry["schema"]: entry.get("reason", "") for entry in told["lagging"]}


def test_a_schema_that_waits_for_a_migration_serves_nobody_and_then_is_as_new(tmp_path: Path) -> None:
    enter("acme-1")
    with extra.migration(tmp_path, extra.ADD_COLUMN + extra.ADD_TABLE):
        with pytest.raises(SchemaLagging) as refused:
            enter("acme-1")
        assert (refused.value.status, refused.value.facts["retry_after"] > 0) == (503, True)
        plan = migrating.report()
        assert by_schema(plan).keys() == {"p_acme_1", "p_acme_2", "p_rival_1"}
        assert plan["lagging"][0]["missing"] == ["guests.9999_extra"]
        assert {finding.what for finding in examining.lagging()} == {"lags: run `huike migrate`"}

        told = migrating.migrate()
        assert (told["migrated"], told["lagging"], told["failed"]) == (3, [], False)
        for slug in cast.PROPERTIES:
            enter(slug)
        fresh, _ = provisioning.open_property(Chain.objects.get(slug="acme"), slug="fresh", name="x")
        assert all_of("p_acme_1") == all_of(fresh.schema_name) == all_of("p_rival_1")
        assert migrating.migrate()["migrated"] == 0, "a second run has nothing to do"


def test_one_schema_that_cannot_be_migrated_keeps_nobody_else(tmp_path: Path) -> None:
    for name in ("a", "b"):
        tag("acme-2", name=name, position=7)
    with extra.migration(tmp_path, extra.ADD_UNIQUE):
        told = migrating.migrate()
        assert told["migrated"] == 2
        assert told["failed"] is True
        assert "tag_position_once" in by_schema(told)["p_acme_2"]
        assert "colour" not in columns("p_acme_2"), "what failed leaves nothing behind"
        enter("acme-1")
        enter("rival-1")
        with pytest.raises(SchemaLagging):
            enter("acme-2")

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM p_acme_2.guests_tag WHERE name = 'b'")
        told = migrating.migrate()
        assert (told["migrated"], told["lagging"]) == (1, [])
        enter("acme-2")


def test_a_crash_in_the_middle_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = applying.apply_in_parallel

    def crash(jobs: list[applying.Job], *, connections: int) -> list[applying.Failure]:
        real(jobs[:1], connections=connections)
        raise KeyboardInterrupt

    with extra.migration(tmp_path, extra.ADD_COLUMN):
        monkeypatch.setattr(migrating, "apply_in_parallel", crash)
        with pytest.raises(KeyboardInterrupt):
            migrating.migrate()
        monkeypatch.undo()
        assert len(by_schema(migrating.report())) == 2
        assert migrating.migrate()["migrated"] == 2
        assert all_of("p_acme_1") == all_of("p_acme_2") == all_of("p_rival_1")


def test_a_busy_table_is_tried_again_and_then_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "LOCK_TIMEOUT_MS", 30)
    with extra.migration(tmp_path, extra.ADD_COLUMN):
        with psycopg.connect(**connection.get_connection_params()) as busy:
            busy.execute("LOCK TABLE p_acme_1.guests_tag")
            told = migrating.migrate()
        assert "lock timeout" in by_schema(told)["p_acme_1"]
        assert told["migrated"] == 2
        assert migrating.migrate()["lagging"] == []


def test_a_lock_that_is_let_go_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "LOCK_TIMEOUT_MS", 30)
    holder = psycopg.connect(**connection.get_connection_params())
    holder.execute("LOCK TABLE p_acme_1.guests_tag")
    tries: list[str] = []
    begin = applying.Line.begin

    def count(self: applying.Line, job: applying.Job) -> None:
        tries.append(job.schema)
        if tries.count("p_acme_1") == 3:
            holder.close()
        begin(self, job)

    monkeypatch.setattr(applying.Line, "begin", count)
    with extra.migration(tmp_path, extra.ADD_COLUMN):
        told = migrating.migrate(connections=2)
        holder.close()
        assert (told["migrated"], told["lagging"]) == (3, [])
        assert tries.count("p_acme_1") == 3


def test_a_migration_that_computes_runs_in_every_schema(tmp_path: Path) -> None:
    tag("acme-1", name="abc")
    tag("rival-1", name="xyz")
    tag("acme-2", name="unfillable")
    with extra.migration(tmp_path, extra.FILL):
        assert rendering.plan().whole_in_sql is False
        told = migrating.migrate()
        assert "this one cannot be filled" in by_schema(told)["p_acme_2"]
        assert "colour" not in columns("p_acme_2")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT colour FROM p_acme_1.guests_tag UNION ALL SELECT colour FROM p_rival_1.guests_tag"
            )
            assert cursor.fetchall() == [("cba",), ("zyx",)]
            cursor.execute("UPDATE p_acme_2.guests_tag SET name = 'fillable'")
        assert migrating.migrate()["lagging"] == []
        # A new property goes the same way from the beginning.
        fresh, _ = provisioning.open_property(Chain.objects.get(slug="acme"), slug="fresh", name="x")
        assert all_of(fresh.schema_name) == all_of("p_acme_2") == all_of("p_acme_1")


def test_a_migration_of_a_shared_app_stops_no_property(tmp_path: Path) -> None:
    with extra.migration(
        tmp_path, 'migrations.AddField("chain", "motto", models.TextField(default="")),', app="chains"
    ):
        enter("acme-1")
        assert migrating.pending_in_public() == ["chains.9999_extra"]
        told = migrating.migrate()
        assert told["public"] == ["chains.9999_extra"]
        enter("acme-1")
        assert "chains_chain" not in examining.actual_columns(["p_acme_1"])["p_acme_1"]
        assert migrating.report() == {"public": [], "lagging": []}
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE chains_chain DROP COLUMN motto")


def test_a_release_before_the_newest_still_serves(tmp_path: Path) -> None:
    """Old and new code side by side: who is ahead does not lag."""
    here = versions.head()
    count = int(here[:4])
    assert not versions.lags(here)
    assert versions.lags(f"{count:04d}-other")
    assert versions.lags(f"{count - 1:04d}-older")
    assert not versions.lags(f"{count + 1:04d}-newer")


def test_only_one_migrate_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "LOCK_WAIT_S", 0)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [migrating.ADVISORY_LOCK])
        with pytest.raises(migrating.AnotherMigrate):
            migrating.migrate()
        other.execute("SELECT pg_advisory_unlock_all()")
    assert migrating.migrate()["lagging"] == []


def test_the_versions_postgresql_computes_are_those_the_code_does() -> None:
    found = migrating.states()
    assert {state.schema for state in found} == {"p_acme_1", "p_acme_2", "p_rival_1"}
    assert {state.version for state in found} == {versions.head()}
    assert set(Property.objects.values_list("schema_version", flat=True)) == {versions.head()}


def test_a_schema_without_its_records_stops_no_plan() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE p_acme_2.django_migrations")
        try:
            assert len(migrating.states()) == 2
        finally:
            provisioning.drop_property(cast.property_named("acme-2"))
            cast.assemble()
            emptying.remember()


def test_a_task_waits_while_its_property_lags(tmp_path: Path) -> None:
    assert TenantTask.lagging_retry_s <= 300, "longer than the broker's visibility timeout would run it twice"
