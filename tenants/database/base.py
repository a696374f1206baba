"""Django's PostgreSQL backend, with one promise more: no statement runs in another schema, or under another
role, than the one that was asked for last.

A session has a search path and a role. Both are set by one statement, together, just before the first
statement that needs them, and left out as long as they hold. What a rollback took back, what a pool handed out
or what PostgreSQL (18, which reports its search path) says is otherwise, is set again.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from django.db.backends.postgresql.introspection import DatabaseIntrospection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.utils import DatabaseErrorWrapper
from django_tenants.postgresql_backend.base import DatabaseWrapper as SchemaWrapper
from psycopg.pq import TransactionStatus

from tenants.database.names import check_schema_name, quoted, role_of
from tenants.guard import PUBLIC, NoTenant, tenant_tables


class Session(NamedTuple):
    """What a PostgreSQL session must be set to."""

    path: str
    role: str


PUBLIC_SESSION = Session(path=PUBLIC, role="none")
SET_SESSION = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


class Owner:
    """A schema as those see it who build it: alone in the path, under the login role."""

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name


class _Public:
    schema_name = PUBLIC


class DatabaseWrapper(SchemaWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._wanted = PUBLIC_SESSION
        self._applied: Session | None = None
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        # django-tenants' own sets the path around each look at the catalog; ours is always the wanted one.
        self.introspection = DatabaseIntrospection(self)  # type: ignore[assignment]

    # --- what is wanted ---

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Choose the schema (and with it the role) of all statements to come; the database hears later."""
        schema: str = tenant.schema_name
        if schema == PUBLIC:
            wanted = PUBLIC_SESSION
        elif isinstance(tenant, Owner):
            wanted = Session(path=quoted(check_schema_name(schema)), role="none")
        else:
            wanted = Session(
                path=f"{quoted(check_schema_name(schema))}, {PUBLIC}",
                role=role_of(schema, database=self.settings_dict["NAME"]),
            )
        self.tenant = tenant
        self.schema_name = schema
        self.include_public_schema = include_public
        self._wanted = wanted

    def set_schema_to_public(self) -> None:
        self.set_tenant(_Public)

    # --- making it so ---

    def apply(self) -> None:
        """Set path and role now, unless they are known to be the wanted ones."""
        raw = self.connection
        if self._applied == self._wanted:
            # None: a server before 18, which does not report its path.
            reported = raw.info.parameter_status("search_path")
            if reported is None or reported == self._wanted.path:
                return
        if raw.pgconn.transaction_status == TransactionStatus.INERROR:
            # Nothing but a rollback will be accepted; the next statement after it sets the session.
            self._applied = None
            return
        self._applied = None
        with self.wrap_database_errors:
            try:
                raw.execute(SET_SESSION, self._wanted)
            except psycopg.errors.InvalidParameterValue as error:
                self.errors_occurred = True
                raise NoTenant(f"the property of {self.schema_name} is not there: {error}") from error
        self._applied = self._wanted

    def _forget(self) -> None:
        self._applied = None

    def connect(self) -> None:
        self._forget()  # a pool's connection comes as its last user left it
        super().connect()

    def close(self) -> None:
        self._forget()
        super().close()  # type: ignore[no-untyped-call]

    def rollback(self) -> None:
        try:
            super().rollback()  # type: ignore[no-untyped-call]
        finally:
            self._forget()  # a SET is taken back with its transaction

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)  # type: ignore[no-untyped-call]
        finally:
            self._forget()

    # --- cursors ---

    def _cursor(self, name: str | None = None) -> CursorWrapper:
        # Past django-tenants' own, which would set the path a second time.
        cursor: CursorWrapper = PostgresWrapper._cursor(self, name)  # type: ignore[attr-defined]
        self.apply()
        return cursor

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return TenantCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        return TenantDebugCursor(cursor, self)

    @property
    def wrap_database_errors(self) -> DatabaseErrorWrapper:
        return ErrorWrapper(self)


class TenantCursor(CursorWrapper):
    """A cursor may outlive the block it was opened in: each statement asks for its session again."""

    db: DatabaseWrapper

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        self.db.apply()
        return super()._execute(sql, params, *ignored)  # type: ignore[misc]

    def _executemany(self, sql: Any, param_list: Any, *ignored: Any) -> Any:
        self.db.apply()
        return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]

    def callproc(self, procname: str, params: Sequence[Any] | None = None, kparams: Any = None) -> Any:
        self.db.apply()
        return super().callproc(procname, params, kparams)


class TenantDebugCursor(CursorDebugWrapper, TenantCursor):
    pass


class ErrorWrapper(DatabaseErrorWrapper):
    """Says which of our own rules was broken, where PostgreSQL can only say what it did not find."""

    wrapper: DatabaseWrapper

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if isinstance(exc_value, psycopg.errors.UndefinedTable) and self.wrapper.schema_name == PUBLIC:
            message = exc_value.diag.message_primary or ""
            if any(f'"{table}"' in message for table in tenant_tables()):
                self.wrapper.errors_occurred = True
                raise NoTenant(
                    f"{message}: a property's tables are read inside in_property() only"
                ) from exc_value
        if isinstance(exc_value, psycopg.errors.InsufficientPrivilege) and self.wrapper.schema_name != PUBLIC:
            exc_value.add_note(
                f"Inside {self.wrapper.schema_name} only its own tables may be used; "
                "tenants.context.in_public() steps outside for a moment."
            )
        super().__exit__(exc_type, exc_value, traceback)
