"""Our settings with django-tenants' own engine: what the benchmarks are held against."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES

DATABASES["default"]["ENGINE"] = "django_tenants.postgresql_backend"
MIGRATION_MODULES = {}
if modules := os.environ.get("BENCH_MIGRATION"):
    app, _, module = modules.partition("=")
    MIGRATION_MODULES[app] = module
