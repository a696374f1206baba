"""Is every property's schema what the code thinks it is? Whole-database answers from a few catalog queries."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from tenants import versions
from tenants.database import connection
from tenants.database.names import group_of, role_of
from tenants.guard import tenant_tables
from tenants.models import Property
from tenants.provisioning import database

SERVER_LEAST = 160_000  # GRANT … WITH SET


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and where."""

    where: str
    what: str


def examine() -> list[Finding]:
    """Everything that is wrong with the schemas, their roles and the server."""
    return [*server(), *lagging(), *drift(), *strays(), *missing_roles()]


def server() -> list[Finding]:
    connection.ensure_connection()
    if connection.pg_version < SERVER_LEAST:
        return [
            Finding("server", f"PostgreSQL 16 or newer is needed, this is {connection.pg_version // 10000}")
        ]
    return []


def lagging() -> list[Finding]:
    return [
        Finding(place.schema_name, "lags: run `huike migrate`")
        for place in Property.objects.order_by("schema_name")
        if versions.lags(place.schema_version)
    ]


def expected_columns() -> dict[str, frozenset[str]]:
    """Table -> its columns, as the models have them."""
    return {
        model._meta.db_table: frozenset(
            field.column for field in model._meta.local_concrete_fields if field.column
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tenant_tables() and model._meta.managed
    }


def drift() -> list[Finding]:
    """Tables and columns that a property's schema lacks or has too many."""
    expected = expected_columns()
    found: list[Finding] = []
    for schema, tables in actual_columns(
        list(Property.objects.values_list("schema_name", flat=True))
    ).items():
        for table in sorted(expected.keys() - tables.keys()):
            found.append(Finding(schema, f"table {table} is missing"))
        for table in sorted(tables.keys() - expected.keys() - {"django_migrations"}):
            found.append(Finding(schema, f"table {table} is unknown"))
        for table in sorted(expected.keys() & tables.keys()):
            for column in sorted(expected[table] - tables[table]):
                found.append(Finding(schema, f"column {table}.{column} is missing"))
            for column in sorted(tables[table] - expected[table]):
                found.append(Finding(schema, f"column {table}.{column} is unknown"))
    return found


def actual_columns(schemas: list[str]) -> dict[str, dict[str, frozenset[str]]]:
    """Schema -> table -> columns, for all of these schemas in one query."""
    tables: dict[str, dict[str, frozenset[str]]] = {schema: {} for schema in schemas}
    for schema, table, columns in _rows(
        # pg_class and pg_attribute, not the views upon them: those took a hundred times as long.
        "SELECT n.nspname, c.relname, array_agg(a.attname::text) FROM pg_namespace n"
        " JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE n.nspname = ANY(%s) GROUP BY 1, 2",
        [schemas],
    ):
        tables[schema][table] = frozenset(columns)
    return tables


def strays() -> list[Finding]:
    """Tables of tenant apps in the public schema, and schemas without a property."""
    found = [
        Finding("public", f"table {table} belongs into the properties' schemas")
        for (table,) in _rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [list(tenant_tables())],
        )
    ]
    found += [
        Finding(schema, "belongs to no property")
        for (schema,) in _rows(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'p\\_%%'"
            " AND nspname NOT IN (SELECT schema_name FROM public.tenants_property) ORDER BY 1",
            [],
        )
    ]
    return found


def missing_roles() -> list[Finding]:
    """Roles that a property needs and that are not there, or that we may not become."""
    wanted = {
        role_of(place.schema_name, database=database()): place.schema_name
        for place in Property.objects.order_by("schema_name")
    }
    usable = {
        role
        for (role,) in _rows(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(session_user, oid, 'SET')"
            " AND NOT rolsuper AND NOT rolcanlogin AND pg_has_role(oid, %s::regrole, 'USAGE')",
            [list(wanted), f'"{group_of(database())}"'],
        )
    }
    return [
        Finding(schema, f"role {role} is missing or has other rights than it should")
        for role, schema in wanted.items()
        if role not in usable
    ]


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
