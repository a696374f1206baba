"""Back to the cast and nothing else, after a test that really committed."""

from django.db import connection

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
        # What a test changed of the cast itself.
        cursor.execute("UPDATE tenants_property SET state = 'open' WHERE state <> 'open'")
        cursor.execute("RESET lock_timeout")


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
