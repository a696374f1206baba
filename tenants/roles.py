"""The role of a schema, and what it may: the wall that stands even where our own code is wrong.

A property's role cannot log in. It may use the tables of its own schema, and in the public schema only put rows
into the queues below, through a group role all properties share.
"""

from tenants.database.names import group_of, quoted, role_of

# INSERT … RETURNING id reads the id, so that much may be read.
PUBLIC_QUEUES = (
    "reports_dirtymonth",
    "reports_dirtyguest",
    "reports_dirtylife",
    "audit_entry",
    "audit_outbox",
    "sharing_mark",
    "tenants_wake",
)

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# Tables that deserve less than everything, and what they deserve.
RIGHTS: dict[str, str] = {
    "django_migrations": "",
    # History is added to, never edited.
    "ledger_posting": "SELECT, INSERT",
    "ledger_entry": "SELECT, INSERT",
    # … but for the running sums of it.
    "ledger_account": "SELECT, INSERT, UPDATE (balance)",
    "ledger_lot": "SELECT, INSERT, UPDATE (remaining)",
    "guests_consent": "SELECT, INSERT",
    "owners_change": "SELECT, INSERT",
    "products_consumption": "SELECT, INSERT",
    "programme_version": "SELECT, INSERT",
    "tiers_change": "SELECT, INSERT",
    "rewards_play": "SELECT, INSERT",
    "lifecycle_basis": "SELECT, INSERT, DELETE",
}


def group_statements(database: str) -> list[str]:
    """Make, or put right, what all properties' roles have in common. Repeatable."""
    group = quoted(group_of(database))
    return [
        _create(group_of(database)),
        f"GRANT USAGE ON SCHEMA public TO {group}",
        *(f"GRANT INSERT, SELECT (id) ON public.{queue} TO {group}" for queue in PUBLIC_QUEUES),
    ]


def role_statements(schema: str, *, database: str) -> list[str]:
    """Make the role of a new schema whose tables are there."""
    role = role_of(schema, database=database)
    return [
        _create(role),
        f"GRANT {quoted(group_of(database))} TO {quoted(role)}",
        f"GRANT {quoted(role)} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE",
        *right_statements(schema, database=database),
    ]


def right_statements(schema: str, *, database: str) -> list[str]:
    """Give the role its rights on all tables the schema has now. Repeatable; run again after migrations."""
    role, within = quoted(role_of(schema, database=database)), quoted(schema)
    return [
        f"GRANT USAGE ON SCHEMA {within} TO {role}",
        f"GRANT {EVERYTHING} ON ALL TABLES IN SCHEMA {within} TO {role}",
        # The journey gives ids to guests and visits before it writes them.
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {within} TO {role}",
        *(
            statement
            for table, rights in RIGHTS.items()
            for statement in (
                f"REVOKE ALL ON {within}.{quoted(table)} FROM {role}",
                *([f"GRANT {rights} ON {within}.{quoted(table)} TO {role}"] if rights else []),
            )
        ),
    ]


def rename_statements(old: str, new: str, *, database: str) -> list[str]:
    """Give a schema and its role another name. Rights go along."""
    old_role, new_role = role_of(old, database=database), role_of(new, database=database)
    return [
        f"ALTER SCHEMA {quoted(old)} RENAME TO {quoted(new)}",
        # A role may be left from a database of this name that was dropped; it has no rights any more.
        f"DROP ROLE IF EXISTS {quoted(new_role)}",
        f"ALTER ROLE {quoted(old_role)} RENAME TO {quoted(new_role)}",
    ]


def drop_statements(schema: str, *, database: str) -> list[str]:
    """Drop a schema with all its data, and its role."""
    return [
        f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE",
        f"DROP ROLE IF EXISTS {quoted(role_of(schema, database=database))}",
    ]


def _create(role: str) -> str:
    literal = role.replace("'", "''")
    return (
        f"DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{literal}') "
        f"THEN CREATE ROLE {quoted(role)} NOLOGIN; END IF; END $do$"
    )
