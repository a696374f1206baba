"""Three routes through the whole middleware stack that say whose rows they saw."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from loyalty.guests.models import Tag
from tenants.context import in_property, on_commit, raw_connection
from tenants.guard import NoTenant
from tenants.models import Property


def read(request: HttpRequest, slug: str) -> HttpResponse:
    with in_property(Property.objects.get(slug=slug)):
        return JsonResponse({"names": list(Tag.objects.values_list("name", flat=True))})


def write(request: HttpRequest, slug: str) -> HttpResponse:
    """A transaction with a savepoint that fails, by Django's cursor and by psycopg's own."""
    seen: list[str] = []
    with in_property(Property.objects.get(slug=slug)), transaction.atomic():
        try:
            with transaction.atomic():
                Tag.objects.create(name=f"{slug}-gone")
                raise LookupError
        except LookupError:
            seen += [name for (name,) in raw_connection().execute("SELECT name FROM guests_tag")]
        on_commit(lambda: seen.extend(Tag.objects.values_list("name", flat=True)))
    return JsonResponse({"names": seen})


def fail(request: HttpRequest, slug: str) -> HttpResponse:
    """Leaves the schema set by hand, and an error behind (django-tenants #815)."""
    connection.set_tenant(Property.objects.get(slug=slug))
    Tag.objects.count()
    raise LookupError(slug)


def nobody(request: HttpRequest) -> HttpResponse:
    """Asks for a property's rows without being in one."""
    try:
        with transaction.atomic():
            return JsonResponse({"names": list(Tag.objects.values_list("name", flat=True))})
    except NoTenant as error:
        return JsonResponse({"names": [], "refused": type(error).__name__})


urlpatterns = [
    path("read/<slug:slug>", read),
    path("write/<slug:slug>", write),
    path("fail/<slug:slug>", fail),
    path("nobody", nobody),
]
