"""A property's schema: the same whichever way it was made, and never half made."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import IntegrityError, connection, transaction

from chains.models import Chain
from loyalty.guests.models import Guest, Tag
from tenants import examining, provisioning, rendering, roles
from tenants.context import as_owner, in_property
from tenants.guard import NoTenant
from tenants.models import Property, Spare
from tenants.provisioning import SlugTaken, open_property
from tests.tenants import catalog


def make_by_migrations(schema: str) -> None:
    """As stock django-tenants does: an empty schema, and Django migrates it."""
    provisioning.execute([f'CREATE SCHEMA "{schema}"'])
    with as_owner(schema):
        call_command(DjangoMigrate(), interactive=False, verbosity=0)


def schemas_like(pattern: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s ORDER BY 1", [pattern])
        return [name for (name,) in cursor.fetchall()]


def test_a_rendered_schema_is_the_one_migrations_make(acme: Chain) -> None:
    make_by_migrations("by_migrations")
    rendered, _ = open_property(acme, slug="rendered", name="x")
    assert catalog.of(rendered.schema_name, rights=False) == catalog.of("by_migrations", rights=False)
    # With the rights we give on top, still the same.
    provisioning.execute(roles.role_statements("by_migrations", database=provisioning.database()))
    assert catalog.of(rendered.schema_name) == catalog.of("by_migrations")


def test_a_claimed_spare_is_the_schema_that_would_have_been_rendered(acme: Chain) -> None:
    rendered, _ = open_property(acme, slug="rendered", name="x")
    provisioning.keep_spares(1)
    assert Spare.objects.count() == 1
    claimed, _ = open_property(acme, slug="claimed", name="x")
    assert Spare.objects.count() == 0, "the spare was not taken"
    assert catalog.of(claimed.schema_name) == catalog.of(rendered.schema_name)
    assert schemas_like("spare%") == []
    with in_property(claimed):
        Tag.objects.create(name="高楼层")
        assert Tag.objects.count() == 1


def test_the_comparison_sees_a_difference(acme_1: Property) -> None:
    """The control of the two above: each kind of difference is seen."""
    before = catalog.of(acme_1.schema_name)
    for kind, change in {
        "columns": "ALTER TABLE guests_tag ALTER position SET DEFAULT 3",
        "indexes": "ALTER INDEX guest_changed RENAME TO guest_changed_2",
        "constraints": "ALTER TABLE stays_visit RENAME CONSTRAINT visit_ordinal_from_1 TO other",
        "triggers": "ALTER TABLE stays_stay DISABLE TRIGGER ALL",
        "sequences": "ALTER SEQUENCE guests_tag_id_seq INCREMENT 2",
        "migrations": "DELETE FROM django_migrations WHERE app = 'guests' AND name = '0001_initial'",
        "grants": f'REVOKE DELETE ON guests_tag FROM "p_acme_1@{provisioning.database()}"',
        "role": f'ALTER ROLE "p_acme_1@{provisioning.database()}" LOGIN',
        "relations": "CREATE TABLE more (id int)",
    }.items():
        with transaction.atomic():
            with as_owner(acme_1.schema_name):
                provisioning.execute([change])
            assert catalog.of(acme_1.schema_name)[kind] != before[kind], kind
            transaction.set_rollback(True)
    assert catalog.of(acme_1.schema_name) == before


def test_keys_are_bigint_and_identity_stands_in_create_table(db: None) -> None:
    """What sharding by schema asks for (docs/decisions/0003-tenancy.md)."""
    ddl = [*rendering.plan().bookkeeping]
    ddl += [statement for step in rendering.plan().steps for statement in step.statements or ()]
    creates = [statement for statement in ddl if statement.startswith("CREATE TABLE")]
    assert len(creates) > 10
    assert not [statement for statement in ddl if "ADD GENERATED" in statement]
    keys = [re.search(r'"id" (\w+) NOT NULL PRIMARY KEY GENERATED', create) for create in creates]
    assert {key[1] for key in keys if key} == {"bigint"}


def test_a_failure_leaves_nothing_behind(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = Chain.objects.get(slug="acme")
    broken = [*roles.role_statements("p_broken", database=provisioning.database()), "SELECT 1/0"]
    monkeypatch.setattr(roles, "role_statements", lambda schema, database: broken)
    with pytest.raises(Exception, match="division by zero"):
        open_property(chain, slug="broken", name="x")
    assert not Property.objects.filter(slug="broken").exists()
    assert schemas_like("p\\_broken") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'p\\_broken@%%'", [])
        assert cursor.fetchone()[0] == 0
    monkeypatch.undo()
    made, created = open_property(chain, slug="broken", name="x")
    assert created
    assert examining.examine() == []
    with in_property(made):
        assert Guest.objects.count() == 0


def test_a_name_of_another_chain_is_refused_and_nothing_changes(acme: Chain, rival_1: Property) -> None:
    with pytest.raises(SlugTaken):
        open_property(acme, slug="rival-1", name="x")
    assert Property.objects.get(slug="rival-1").chain_id == rival_1.chain_id


def test_two_names_never_meet_in_one_schema(acme: Chain) -> None:
    first, _ = open_property(acme, slug="a-b", name="x")
    second, _ = open_property(acme, slug="ab", name="x")
    assert first.schema_name != second.schema_name
    with pytest.raises(IntegrityError), transaction.atomic():
        Property.objects.filter(pk=second.pk).update(schema_name=first.schema_name)


def test_spares_out_of_date_are_dropped_and_made_anew(acme: Chain) -> None:
    provisioning.keep_spares(1)
    Spare.objects.update(version="older")
    old = schemas_like("spare%")
    assert provisioning.claim_spare("p_x") is False, "a spare of another version must not be claimed"
    assert provisioning.keep_spares(1) == {"dropped": 1, "made": 1}
    assert provisioning.keep_spares(1) == {"dropped": 0, "made": 0}
    assert len(schemas_like("spare%")) == 1
    assert schemas_like("spare%") != old


def test_a_dropped_property_leaves_neither_schema_nor_role(acme: Chain) -> None:
    made, _ = open_property(acme, slug="short-lived", name="x")
    provisioning.drop_property(made)
    assert schemas_like("p\\_short%") == []
    made.pk = 999_999  # delete() takes the id away; somebody may hold a copy that has it
    with pytest.raises(NoTenant), transaction.atomic(), in_property(made):
        Tag.objects.count()


def together(*acts: Callable[[], object]) -> list[object]:
    """Run these at once, each on a connection of its own; their results in order."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(run, act) for act in acts]]


def test_the_same_property_asked_for_twice_at_once_is_made_once(committed: None) -> None:
    chain = Chain.objects.get(slug="acme")
    made = together(*[lambda: open_property(chain, slug="twin", name="x") for _ in range(4)])
    assert sorted(created for _, created in made) == [False, False, False, True]
    assert len({place.pk for place, _ in made}) == 1
    assert examining.examine() == []


def test_properties_made_at_once_claim_different_spares(committed: None) -> None:
    chain = Chain.objects.get(slug="acme")
    provisioning.keep_spares(2)
    together(
        *[lambda slug=slug: open_property(chain, slug=slug, name="x") for slug in ("one", "two", "three")]
    )
    assert Spare.objects.count() == 0
    assert examining.examine() == []
    assert len({repr(catalog.of(f"p_{slug}")) for slug in ("one", "two", "three")}) == 1
