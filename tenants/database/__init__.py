"""The database engine: Django's own for PostgreSQL, in which every statement has a schema and a role."""

from typing import TYPE_CHECKING, cast

from django.db import connection as _connection

if TYPE_CHECKING:
    from tenants.database.base import DatabaseWrapper

# Django's connection, known for what it is.
connection = cast("DatabaseWrapper", _connection)
