"""Migrations of the public schema and of all properties: planned by one query, rendered once, applied to each
schema in a transaction of its own, several schemas at a time. Run again after a crash, it goes on where it was.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection, transaction

from kernel.errors import Refused
from tenants import provisioning, rendering, roles, versions
from tenants.applying import Failure, Job, apply_in_parallel
from tenants.context import as_owner
from tenants.database.names import quoted
from tenants.models import Property

# Any number will do, as long as all of us use the same.
ADVISORY_LOCK = 4_855_075
LOCK_WAIT_S = 600
SCHEMAS_PER_QUERY = 500


class AnotherMigrate(Refused):
    code = "another_migrate"
    zh = "另一个 huike migrate 正在运行。"
    en = "Another `huike migrate` is running."


@dataclass(frozen=True)
class SchemaState:
    """What one schema has: the version of its tables, and a digest of everything that is recorded there."""

    schema: str
    version: str
    recorded: str


@dataclass
class Behind:
    """Schemas that miss the same migrations."""

    missing: list[rendering.Step]
    applied: list[versions.Key]
    schemas: list[str] = field(default_factory=list)


def migrate(*, connections: int = 4) -> dict[str, Any]:
    """Bring everything up to date; says what was done, and which schemas lag because theirs failed."""
    began = time.monotonic()
    with alone():
        public = migrate_public()
        groups = behind()
        failures: list[Failure] = []
        for group in groups:
            failures += apply_to(group, connections=connections)
    failed = {failure.schema for failure in failures}
    return {
        "public": public,
        "schemas": Property.objects.count(),
        "migrated": sum(len(group.schemas) for group in groups) - len(failed),
        "lagging": [{"schema": failure.schema, "reason": failure.reason} for failure in failures],
        "seconds": round(time.monotonic() - began, 3),
        "failed": bool(failures),
    }


def report() -> dict[str, Any]:
    """What migrate() would do."""
    public = pending_in_public()
    groups = [] if "django_migrations" in public else behind()
    return {
        "public": public,
        "lagging": [
            {"schema": schema, "missing": [".".join(step.key) for step in group.missing]}
            for group in groups
            for schema in group.schemas
        ],
    }


class alone:
    """Within: no other migrate on this database, on whatever host."""

    def __enter__(self) -> None:
        deadline = time.monotonic() + LOCK_WAIT_S
        while not self._lock("pg_try_advisory_lock"):
            if time.monotonic() > deadline:
                raise AnotherMigrate()
            time.sleep(0.1)

    def __exit__(self, *exception: object) -> None:
        self._lock("pg_advisory_unlock")

    @staticmethod
    def _lock(function: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [ADVISORY_LOCK])
            return bool(cursor.fetchone()[0])


# --- the public schema ---


def migrate_public() -> list[str]:
    """Let Django migrate the public schema, when it has to; returns what was missing."""
    pending = pending_in_public()
    if pending:
        call_command(DjangoMigrate(), interactive=False, verbosity=0)
    provisioning.prepare_public()
    return pending


def pending_in_public() -> list[str]:
    """The migrations on disk that the public schema does not have (all of them, in a new database)."""
    wanted = versions.on_disk(settings.INSTALLED_APPS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations')")
        if cursor.fetchone()[0] is None:
            return ["django_migrations", *(".".join(key) for key in wanted)]
        cursor.execute("SELECT app, name FROM public.django_migrations")
        applied = set(cursor.fetchall())
    return [".".join(key) for key in wanted if key not in applied]


# --- the properties' schemas ---


def states() -> list[SchemaState]:
    """What every property's schema has, by its own records: one query for all of them."""
    with connection.cursor() as cursor:
        # A schema without the table (an erased one, a restored one) must not make the query fail for all.
        cursor.execute(
            "SELECT p.schema_name FROM public.tenants_property p JOIN pg_namespace n ON n.nspname = p.schema_name"
            " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'django_migrations' ORDER BY 1"
        )
        schemas = [schema for (schema,) in cursor.fetchall()]
        found = []
        for start in range(0, len(schemas), SCHEMAS_PER_QUERY):
            cursor.execute(
                " UNION ALL ".join(
                    _state_query(schema) for schema in schemas[start : start + SCHEMAS_PER_QUERY]
                ),
                [],
            )
            found += [SchemaState(*row) for row in cursor.fetchall()]
    return found


def _state_query(schema: str) -> str:
    ours = ", ".join(f"'{label}'" for label in sorted(versions.tenant_labels()))
    words = "string_agg(app || '.' || name, ',' ORDER BY (app || '.' || name) COLLATE \"C\")"
    return (
        f"SELECT '{schema}', to_char(count(*) FILTER (WHERE app IN ({ours})), 'FM0000') || '-' ||"  # noqa: S608 (names of ours)
        f" md5(coalesce({words} FILTER (WHERE app IN ({ours})), '')), md5(coalesce({words}, ''))"
        f" FROM {quoted(schema)}.django_migrations"
    )


def behind() -> list[Behind]:
    """The schemas that miss migrations, together with those that miss the same."""
    complete = versions.version_of(versions.on_disk(settings.INSTALLED_APPS))[5:]
    groups: dict[str, Behind] = {}
    for state in states():
        if state.recorded == complete:
            continue
        if state.recorded not in groups:
            applied = recorded_in(state.schema)
            missing = [step for step in rendering.plan().steps if step.key not in set(applied)]
            groups[state.recorded] = Behind(missing, applied)
        groups[state.recorded].schemas.append(state.schema)
    return [group for group in groups.values() if group.missing]


def recorded_in(schema: str) -> list[versions.Key]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {quoted(schema)}.django_migrations ORDER BY id")  # noqa: S608
        return [(app, name) for app, name in cursor.fetchall()]


def apply_to(group: Behind, *, connections: int) -> list[Failure]:
    """Bring these schemas up to date; returns the ones that could not be."""
    if any(step.statements is None for step in group.missing):
        return [failure for schema in group.schemas if (failure := apply_with_python(schema, group))]
    return apply_in_parallel(
        [Job(schema, script(schema, group)) for schema in group.schemas], connections=connections
    )


def script(schema: str, group: Behind) -> list[str]:
    """All that one schema needs, for one transaction."""
    return [
        f"SET LOCAL search_path = {quoted(schema)}",
        *(statement for step in group.missing for statement in step.statements or ()),
        *closing(schema, group),
    ]


def closing(schema: str, group: Behind) -> list[str]:
    """What every applied migration ends with: its record, rights on new tables, the property's version."""
    changed = any(step.app in versions.tenant_labels() for step in group.missing)
    return [
        provisioning.record_statement([step.key for step in group.missing]),
        *(roles.right_statements(schema, database=provisioning.database()) if changed else ()),
        f"UPDATE public.tenants_property SET schema_version = '{versions.head()}' WHERE schema_name = '{schema}'",  # noqa: S608
    ]


def apply_with_python(schema: str, group: Behind) -> Failure | None:
    """The same where a migration computes: Django runs it in this schema, in one transaction with the rest."""
    try:
        with transaction.atomic(), as_owner(schema):
            provisioning.execute(["SET LOCAL lock_timeout = '5s'", "SET LOCAL statement_timeout = 0"])
            provisioning.apply_steps(group.missing, applied=group.applied)
            provisioning.execute(closing(schema, group))
    except Exception as error:  # noqa: BLE001 (whatever a migration does wrong, the others go on)
        return Failure(schema, f"{type(error).__name__}: {error}")
    return None
