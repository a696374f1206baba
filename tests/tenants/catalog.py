"""Everything PostgreSQL knows about a schema, without its name: to be compared with another's."""

from typing import Any

from django.db import connection

from tenants.database.names import role_of
from tenants.provisioning import database

COLUMNS = """
SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text, a.attstorage
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p')"""

RELATIONS = """
SELECT relname, relkind, relpersistence, relrowsecurity, relowner::regrole::text, reloptions
FROM pg_class WHERE relnamespace = %(schema)s::regnamespace"""

INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisunique, i.indisprimary, i.indisvalid,
       i.indimmediate
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = %(schema)s::regnamespace"""

CONSTRAINTS = """
SELECT conname, contype, conrelid::regclass::text, pg_get_constraintdef(oid), condeferrable, condeferred,
       convalidated
FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace"""

TRIGGERS = """
SELECT t.tgrelid::regclass::text, CASE WHEN t.tgisinternal THEN k.conname ELSE t.tgname END, t.tgtype,
       t.tgfoid::regproc::text, t.tgdeferrable, t.tginitdeferred, t.tgenabled
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint
WHERE c.relnamespace = %(schema)s::regnamespace"""

SEQUENCES = """
SELECT s.sequencename, s.data_type::text, s.start_value, s.min_value, s.max_value, s.increment_by, s.cycle,
       s.cache_size, s.last_value, d.refobjid::regclass::text, d.deptype
FROM pg_sequences s JOIN pg_depend d ON d.objid = format('%%I.%%I', s.schemaname, s.sequencename)::regclass
     AND d.refclassid = 'pg_class'::regclass
WHERE s.schemaname = %(schema)s AND s.sequencename <> 'django_migrations_id_seq'"""

FUNCTIONS = """
SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace"""

MIGRATIONS = "SELECT id, app, name FROM django_migrations"

GRANTS = """
SELECT c.relname, x.grantee::regrole::text, x.privilege_type, x.is_grantable
FROM pg_class c, aclexplode(c.relacl) x WHERE c.relnamespace = %(schema)s::regnamespace
UNION ALL
SELECT '', x.grantee::regrole::text, x.privilege_type, x.is_grantable
FROM pg_namespace n, aclexplode(n.nspacl) x WHERE n.nspname = %(schema)s"""

ROLE = """
SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
       ARRAY(SELECT (roleid::regrole::text, inherit_option, set_option)::text FROM pg_auth_members WHERE member = r.oid),
       ARRAY(SELECT (member::regrole::text, inherit_option, set_option)::text FROM pg_auth_members WHERE roleid = r.oid)
FROM pg_roles r WHERE rolname = %(role)s"""

TABLES = {
    "relations": RELATIONS,
    "columns": COLUMNS,
    "indexes": INDEXES,
    "constraints": CONSTRAINTS,
    "triggers": TRIGGERS,
    "sequences": SEQUENCES,
    "functions": FUNCTIONS,
    "migrations": MIGRATIONS,
}
RIGHTS = {"grants": GRANTS, "role": ROLE}


def of(schema: str, *, rights: bool = True) -> dict[str, list[str]]:
    """Kind of thing -> all there are, in an order, with the schema's own name taken out."""
    role = role_of(schema, database=database())
    found = {}
    with connection.cursor() as cursor:
        # Alone in the path, names are written without their schema.
        cursor.connection.execute(f'SET search_path = "{schema}"')
        for kind, query in (TABLES | (RIGHTS if rights else {})).items():
            # Past our own cursor, which would put the path back.
            rows: list[Any] = cursor.connection.execute(query, {"schema": schema, "role": role}).fetchall()
            found[kind] = sorted(repr(row).replace(role, "ROLE").replace(schema, "SCHEMA") for row in rows)
        cursor.connection.execute("SET search_path = public")
    return found
