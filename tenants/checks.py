"""What must be true of the settings and the migrations before anything starts (`manage check`, and every start)."""

from importlib.metadata import version
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db.migrations.loader import MigrationLoader

from tenants import versions

SHARED_ONLY = ("django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions")
KEY_FUNCTION = "tenants.context.cache_key"
DJANGO_TENANTS_LEAST = (4, 0, 1)


def check_apps(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Which app stands in which list."""
    found: list[CheckMessage] = []
    for app in sorted(set(settings.SHARED_APPS) & set(settings.TENANT_APPS)):
        found.append(
            Error(
                f"{app} stands in SHARED_APPS and in TENANT_APPS.",
                hint="A table missing in a property's schema would silently be found in the public one.",
                id="tenants.E001",
            )
        )
    for app in SHARED_ONLY:
        if app not in settings.SHARED_APPS or app in settings.TENANT_APPS:
            found.append(Error(f"{app} must be shared, and only shared.", id="tenants.E002"))
    return found


def check_settings(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Settings that keep properties apart."""
    found: list[CheckMessage] = []
    if getattr(settings, "TENANT_LIMIT_SET_CALLS", False):
        found.append(Error("TENANT_LIMIT_SET_CALLS must be False.", id="tenants.E003"))
    for alias, database in settings.DATABASES.items():
        if database["ENGINE"] != "tenants.database":
            found.append(Error(f"DATABASES[{alias!r}] must use tenants.database.", id="tenants.E004"))
    for alias, cache in settings.CACHES.items():
        if cache.get("KEY_FUNCTION") != KEY_FUNCTION:
            found.append(
                Error(f"CACHES[{alias!r}] must have KEY_FUNCTION {KEY_FUNCTION}.", id="tenants.E005")
            )
    if tuple(int(part) for part in version("django-tenants").split(".")[:3]) < DJANGO_TENANTS_LEAST:
        found.append(Error("django-tenants must be 4.0.1 or newer.", id="tenants.E006"))
    return found


def check_migrations(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Migrations of tenant apps fit into one transaction per schema."""
    found: list[CheckMessage] = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in versions.tenant_labels() and (not migration.atomic or migration.replaces):
            found.append(
                Error(
                    f"Migration {app}.{name} must be atomic, and must not replace others.", id="tenants.E007"
                )
            )
    return found


def check_models(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Nothing of a property refers to the public schema, so that it can be dumped, moved and sharded alone."""
    tenant = versions.tenant_labels()
    return [
        Error(f"{model._meta.label}.{field.name} leads out of the property's schema.", id="tenants.E008")
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if model._meta.app_label in tenant and field.is_relation and field.related_model is not None
        if not isinstance(field.related_model, str) and field.related_model._meta.app_label not in tenant
    ]


ALL = (check_apps, check_settings, check_migrations, check_models)
