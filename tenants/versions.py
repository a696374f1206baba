"""Which migrations a schema has, in one short word that can be compared."""

import hashlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]  # app label, name of the migration


def on_disk(app_names: Iterable[str]) -> list[Key]:
    """Every migration of these apps, by file name."""
    names = set(app_names)
    found = []
    for config in apps.get_app_configs():
        module_name, _explicit = MigrationLoader.migrations_module(config.label)
        if config.name in names and module_name and config.module and _exists(module_name):
            package = import_module(module_name)
            for module in pkgutil.iter_modules(package.__path__):
                if not module.ispkg and module.name[0] not in "_~":
                    found.append((config.label, module.name))
    return sorted(found)


def _exists(module_name: str) -> bool:
    package, _, last = module_name.rpartition(".")
    return any(module.name == last for module in pkgutil.iter_modules(import_module(package).__path__))


def version_of(migrations: Iterable[Key]) -> str:
    """How many migrations, and which."""
    keys = sorted(f"{app}.{name}" for app, name in migrations)
    return f"{len(keys):04d}-{hashlib.md5(','.join(keys).encode(), usedforsecurity=False).hexdigest()}"


@cache
def tenant_labels() -> frozenset[str]:
    return frozenset(config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS)


@cache
def head() -> str:
    """The version this code was written for."""
    return version_of(on_disk(settings.TENANT_APPS))


def lags(version: str) -> bool:
    """Whether a schema of this version lacks something this code needs.

    A schema that is ahead belongs to a newer release that runs beside us: migrations are made so that the code
    before them still works.
    """
    return version != head() and version[:4] <= head()[:4]
