"""Into a property's schema and out again. The only way to its tables, for requests, tasks and commands.

`in_property(property)` holds for the statements of this thread. Threads, and callbacks that run later, begin
outside: `on_commit()` takes the property along, and a TenantTask is told its property's id.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
from celery import Task
from django.db import transaction

from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from tenants import versions
from tenants.database import connection
from tenants.database.base import Owner
from tenants.guard import NoTenant
from tenants.models import Property

RETRY_LAGGING_S = 15
# A month of half minutes. (None would mean the task's own few.)
LAGGING_RETRIES_MAX = 86_400


class SchemaLagging(Refused):
    """The property's schema waits for a migration that this code needs."""

    code = "schema_lagging"
    status = 503
    zh = "{property} 正在升级，请稍后再试。"
    en = "{property} is being upgraded: try again shortly."


class UnknownTenant(LookupError):
    """A task was sent for a property that is not there."""


@contextmanager
def in_property(property: Property) -> Iterator[Property]:
    """Within: this property's schema, under its role, at its time. Afterwards: whatever held before."""
    if property.pk is None:
        raise NoTenant(f"{property!r} is not a property that was saved")
    if versions.lags(property.schema_version):
        raise SchemaLagging(property=property.slug, retry_after=RETRY_LAGGING_S)
    with _standing_in(property), clock.ahead(property.clock_ahead):
        yield property


@contextmanager
def in_public() -> Iterator[None]:
    """Within: the public schema, under the login role, at the real time; for the rare look outside from inside."""
    before = connection.tenant
    connection.set_schema_to_public()
    try:
        with clock.ahead(clock.NONE):
            yield
    finally:
        connection.set_tenant(before)


@contextmanager
def as_owner(schema_name: str) -> Iterator[None]:
    """Within: this schema alone, under the login role. For provisioning and migrations, nobody else."""
    with _standing_in(Owner(schema_name)):
        yield


@contextmanager
def _standing_in(tenant: Property | Owner) -> Iterator[None]:
    before = connection.tenant
    connection.set_tenant(tenant)
    try:
        yield
    finally:
        connection.set_tenant(before)


def each_property(chain: Chain | None = None) -> Iterator[Property]:
    """Every open property (of the chain) in turn, inside it while the loop's body runs."""
    properties = Property.objects.filter(state="open").select_related("chain").order_by("slug")
    for property in list(properties if chain is None else properties.filter(chain=chain)):
        with in_property(property):
            yield property


def current_property() -> Property:
    """The property we are in; NoTenant outside."""
    tenant = connection.tenant
    if not isinstance(tenant, Property):
        raise NoTenant("this runs inside in_property() only")
    return tenant


def raw_connection() -> "psycopg.Connection[Any]":
    """psycopg's own connection, with the current property's path and role already set.

    For hot paths that leave Django's cursors out. It holds until the transaction ends or the property changes:
    ask again then. Transactions are begun and ended by Django (`transaction.atomic`), never on this object.
    """
    current_property()
    connection.ensure_connection()
    connection.apply()
    raw: psycopg.Connection[Any] = connection.connection
    return raw


def on_commit(func: Callable[[], Any], *, robust: bool = False) -> None:
    """Run after the transaction commits, in the property in which this was called (or in none)."""
    tenant = connection.tenant
    if not isinstance(tenant, Property):
        transaction.on_commit(func, robust=robust)
        return

    def inside() -> None:
        with in_property(tenant):
            func()

    transaction.on_commit(inside, robust=robust)


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Keys of one property are never those of another: CACHES' KEY_FUNCTION."""
    tenant = connection.tenant
    owner = f"p{tenant.pk}" if isinstance(tenant, Property) else "public"
    return f"{key_prefix}:{version}:{owner}:{key}"


class TenantTask(Task):  # type: ignore[misc]  # celery carries no types
    """A task of one property: `task.delay(property.pk, …)`, the id first in the body's parameters too.

    The property is an argument, so chains, groups, retries and on-commit calls carry it with them (in a chain
    use .si(): a result in the first place is no property). Without a valid one the task fails, and is logged;
    while the schema waits for a migration the task waits too.
    """

    abstract = True
    # A lagging schema is not a failure: the task comes back until it is up to date.
    lagging_retry_s: ClassVar[int] = 30

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        property = _tenant_of_task(self.name, args[0] if args else kwargs.get("property_id"))
        try:
            with in_property(property):
                return super().__call__(*args, **kwargs)
        except SchemaLagging as error:
            raise self.retry(
                exc=error, countdown=self.lagging_retry_s, max_retries=LAGGING_RETRIES_MAX
            ) from error


def _tenant_of_task(task: str, property_id: Any) -> Property:
    # bool is an int, and a numeric string may be a slug that somebody took for an id.
    if type(property_id) is not int:
        raise UnknownTenant(f"{task} was sent without a property's id: {property_id!r}")
    with in_public():
        found = Property.objects.select_related("chain").filter(pk=property_id, state="open").first()
    if found is None:
        raise UnknownTenant(f"{task} was sent for property {property_id}, which is not there")
    return found
