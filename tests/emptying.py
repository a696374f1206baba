"""Back to the cast and nothing else, after a test that really committed."""

from typing import Any

from django.db import connection
from django.db.models import Model

from chains.models import Chain
from tenants.database.names import quoted
from tenants.models import Property
from tenants.provisioning import database, drop_property
from tests import cast

# What a migration or the cast put there.
KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "chains_chain",
    "tenants_property",
    "tenants_domain",
    "tenants_spare",
    "tenants_blueprint",
}

_remembered: dict[type[Model], list[dict[str, Any]]] = {}


def remember() -> None:
    """What the cast is like, so that what a test changes of it can be put back."""
    for model in (Chain, Property):
        _remembered[model] = list(model._default_manager.values())


def empty() -> None:
    """Delete every row a test wrote, and drop the properties and chains it made."""
    with connection.cursor() as cursor:
        # A client of the test's that still holds a transaction would make TRUNCATE wait for ever.
        cursor.execute("SET lock_timeout = '10s'")
        for found in Property.objects.exclude(slug__in=cast.PROPERTIES):
            drop_property(found)
        schemas = ["public", *Property.objects.values_list("schema_name", flat=True)]
        cursor.execute(
            "SELECT schemaname, relname FROM pg_stat_user_tables WHERE schemaname = ANY(%s)", [schemas]
        )
        tables = [
            f"{quoted(schema)}.{quoted(table)}" for schema, table in cursor.fetchall() if table not in KEPT
        ]
        # Most are empty, and to look is cheaper than to truncate.
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
        )
        if filled := [table for (table,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")
        cursor.execute("DELETE FROM chains_chain WHERE NOT slug = ANY(%s)", [list(cast.CHAINS)])
        cursor.execute("RESET lock_timeout")
    for model, rows in _remembered.items():
        for row in rows:
            if not model._default_manager.filter(**row).exists():
                model._default_manager.filter(pk=row["id"]).update(**row)


def forget_roles() -> None:
    """Drop the roles of this run's schemas: roles belong to the server and outlive the database."""
    name = database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", [f"%@{name}"])
        roles = [role for (role,) in cursor.fetchall()]
        for role in roles:
            cursor.execute(f"DROP OWNED BY {quoted(role)}")
        for role in roles:
            cursor.execute(f"DROP ROLE {quoted(role)}")
    connection.close()


def end_sessions() -> None:
    """End what threads of the tests left open: a database in use cannot be dropped."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database()]
        )
