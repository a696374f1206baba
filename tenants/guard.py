"""What may run without a tenant: nothing that reads or writes a property's tables."""

from collections.abc import Callable
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse

from tenants.database import connection

PUBLIC = "public"


class NoTenant(ProgrammingError):
    """A property's tables were asked for outside in_property(): a mistake in our code, never a rule."""


@cache
def tenant_tables() -> frozenset[str]:
    """The tables that stand in every property's schema, and never in the public one."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models if model._meta.app_label in labels)


class PublicByDefaultMiddleware:
    """Every request begins and ends in the public schema, whatever happened on this connection before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.set_schema_to_public()
        try:
            return self.get_response(request)
        finally:
            connection.set_schema_to_public()
