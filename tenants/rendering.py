"""The migrations of the tenant apps as SQL: rendered once, used for every schema.

They are run for once in a scratch schema that is rolled back, while the schema editor writes down what it
executes: so names that Django looks up in the database are right, which `sqlmigrate` cannot promise.
"""

import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from tenants import versions
from tenants.context import as_owner
from tenants.database.names import quoted
from tenants.models import Blueprint

SCRATCH = "scratch"


@dataclass(frozen=True)
class Step:
    """One migration: its statements, or none where Python has to run in each schema."""

    app: str
    name: str
    statements: list[str] | None

    @property
    def key(self) -> versions.Key:
        return self.app, self.name


@dataclass(frozen=True)
class Plan:
    """All migrations in the order Django applies them; those of shared apps are only recorded in a schema."""

    bookkeeping: list[str]  # makes the table django_migrations
    steps: list[Step]

    @property
    def whole_in_sql(self) -> bool:
        return all(step.statements is not None for step in self.steps)


@cache
def plan() -> Plan:
    """The plan of this code: from memory, from the public schema, or rendered now and kept there."""
    digest = source_digest()
    kept = Blueprint.objects.filter(digest=digest).values_list("steps", flat=True).first()
    if kept is None:
        made = render()
        Blueprint.objects.bulk_create([Blueprint(digest=digest, steps=asdict(made))], ignore_conflicts=True)
        return made
    return Plan(kept["bookkeeping"], [Step(**step) for step in kept["steps"]])


@cache
def source_digest() -> str:
    """Changes whenever a rendering would."""
    digest = hashlib.sha256(f"1 {django.VERSION}".encode())
    for app, name in versions.on_disk(settings.INSTALLED_APPS):
        digest.update(f"\n{app}.{name}".encode())
        if app in versions.tenant_labels():
            module_name, _explicit = MigrationLoader.migrations_module(app)
            digest.update(Path(import_module(f"{module_name}.{name}").__file__ or "").read_bytes())
    return digest.hexdigest()


def render() -> Plan:
    """Run every migration in a scratch schema, write down its SQL, and take it all back."""
    loader = MigrationLoader(None)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    steps = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {quoted(SCRATCH)}")
        with as_owner(SCRATCH):
            bookkeeping = _render_bookkeeping()
            for migration in ordered(loader):
                if migration.app_label not in versions.tenant_labels():
                    state = migration.mutate_state(state, preserve=False)
                    steps.append(Step(migration.app_label, migration.name, []))
                    continue
                with RecordingEditor(connection) as editor:
                    state = migration.apply(state, editor)
                python = needs_python(migration.operations)
                steps.append(
                    Step(migration.app_label, migration.name, None if python else list(editor.recorded))
                )
        transaction.set_rollback(True)
    return Plan(bookkeeping, steps)


def ordered(loader: MigrationLoader) -> list[Migration]:
    """Every migration in the order in which Django migrates an empty database."""
    found: dict[versions.Key, Migration] = {}
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            found.setdefault(key, loader.graph.nodes[key])
    return list(found.values())


def needs_python(operations: Any) -> bool:
    """Whether one of the operations computes, so that what it executes here says nothing of elsewhere."""
    return any(
        not operation.reduces_to_sql or needs_python(getattr(operation, "database_operations", ()))
        for operation in operations
    )


def _render_bookkeeping() -> list[str]:
    with RecordingEditor(connection) as editor:
        editor.create_model(MigrationRecorder.Migration)
    return list(editor.recorded)


class RecordingEditor(DatabaseSchemaEditor):
    """Executes, and remembers what it executed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.recorded: list[str] = []
        super().__init__(*args, **kwargs)

    def execute(self, sql: Any, params: Any = ()) -> None:
        text = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
        self.recorded.append(text)
        super().execute(text, None)
