"""Migrations that are not in the project, for the length of a test."""

import itertools
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from tenants import provisioning, rendering, versions
from tenants.models import Blueprint, Property, Spare
from tests import cast, emptying

_numbers = itertools.count()

ADD_COLUMN = """
    migrations.AddField("tag", "colour", models.CharField(max_length=9, default="red")),
    migrations.AddIndex("tag", models.Index(fields=["colour"], name="tag_colour")),
"""
ADD_UNIQUE = """
    migrations.AddField("tag", "colour", models.CharField(max_length=9, default="red")),
    migrations.AddConstraint("tag", models.UniqueConstraint(fields=["position"], name="tag_position_once")),
"""
ADD_TABLE = """
    migrations.CreateModel("Wish", [
        ("id", models.BigAutoField(primary_key=True)),
        ("guest", models.ForeignKey("guests.Guest", models.CASCADE)),
        ("text", models.TextField()),
    ]),
"""
FILL = """
    migrations.AddField("tag", "colour", models.CharField(max_length=9, default="red")),
    migrations.RunPython(fill, migrations.RunPython.noop),
    migrations.AlterField("tag", "colour", models.CharField(max_length=9)),
"""


@contextmanager
def migration(folder: Path, operations: str, *, app: str = "guests", restore: bool = True) -> Iterator[str]:
    """Within: the code on disk has one more migration of this app. Afterwards: the cast is as it was.

    Yields the module in which the app's migrations are.
    """
    package = f"extra_migrations_{next(_numbers)}"
    target = folder / package / app
    module, _ = MigrationLoader.migrations_module(app)
    source = Path(sys.modules[module].__file__ or "").parent if module in sys.modules else _folder_of(module)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / package / "__init__.py").touch()
    last = max(path.stem for path in target.glob("0*.py"))
    (target / "9999_extra.py").write_text(_source(app, last, operations))
    modules = {**settings.MIGRATION_MODULES, app: f"{package}.{app}"}
    sys.path.insert(0, str(folder))
    try:
        with override_settings(MIGRATION_MODULES=modules):
            _forget()
            yield modules[app]
    finally:
        sys.path.remove(str(folder))
        _forget()
        if restore:
            _restore()


def _folder_of(module: str | None) -> Path:
    from importlib import import_module

    return Path(import_module(module or "").__file__ or "").parent


def _source(app: str, last: str, operations: str) -> str:
    return f"""
from django.db import migrations, models

def fill(apps, schema_editor):
    for tag in apps.get_model("guests", "Tag").objects.all():
        if tag.name == "unfillable":
            raise ValueError("this one cannot be filled")
        tag.colour = tag.name[::-1]
        tag.save()

class Migration(migrations.Migration):
    dependencies = [("{app}", "{last}")]
    operations = [{operations}]
"""


def _forget() -> None:
    versions.head.cache_clear()
    rendering.plan.cache_clear()
    rendering.source_digest.cache_clear()


def _restore() -> None:
    """The cast's schemas were changed for good: make them anew."""
    connection.set_schema_to_public()
    for place in Property.objects.all():
        provisioning.drop_property(place)
    for spare in Spare.objects.all():
        provisioning.execute(
            provisioning.roles.drop_statements(spare.schema_name, database=provisioning.database())
        )
    Spare.objects.all().delete()
    # What this code's own migrations come to was rendered before, and stays.
    Blueprint.objects.exclude(digest=rendering.source_digest()).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_extra'")
    cast.assemble()
    emptying.remember()
