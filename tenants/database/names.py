"""Names of schemas and roles."""

import hashlib
import re

NAME_BYTES_MAX = 63  # PostgreSQL cuts longer names off without a word
SCHEMA = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,49}")


def check_schema_name(name: str) -> str:
    """The name, when it may be the name of a property's schema."""
    if not SCHEMA.fullmatch(name) or name in ("public", "information_schema"):
        raise ValueError(f"{name!r} cannot be the name of a property's schema")
    return name


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def role_of(schema: str, *, database: str) -> str:
    """The role of a schema. Roles belong to the whole server, so the database is part of their name."""
    role = f"{schema}@{database}"
    if len(role.encode()) <= NAME_BYTES_MAX:
        return role
    return f"{schema}@{hashlib.sha256(database.encode()).hexdigest()[:12]}"


def group_of(database: str) -> str:
    """The role that holds what every property may do in the public schema."""
    return role_of("properties", database=database)
