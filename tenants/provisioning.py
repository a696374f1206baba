"""A schema for a property: from rendered SQL in one transaction, or a spare one that only changes its name."""

from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from chains.models import Chain
from chains.naming import check_name, check_slug
from chains.opening import check_time_zone
from kernel.errors import Refused
from tenants import rendering, roles, versions
from tenants.context import as_owner, in_public
from tenants.database.names import quoted
from tenants.models import Property, Spare

SPARES = 3


class SlugTaken(Refused):
    code = "slug_taken"
    status = 409
    zh = "“{slug}”已被使用。"
    en = "{slug!r} is taken."


def schema_of(slug: str) -> str:
    # Slugs have no underscores, so two slugs never meet in one schema.
    return "p_" + slug.replace("-", "_")


def open_property(
    chain: Chain,
    *,
    slug: str,
    name: str,
    city: str = "",
    time_zone: str | None = None,
    sandbox: bool = False,
) -> tuple[Property, bool]:
    """The property of this name with its schema, and whether it is new. One that is there stays as it is.

    Row and schema come in one transaction: a failure leaves neither.
    """
    check_slug(slug)
    name = check_name(name)
    check_time_zone(time_zone or chain.time_zone)
    if found := Property.objects.select_related("chain").filter(slug=slug).first():
        return _same_chain(found, chain), False
    try:
        with in_public(), transaction.atomic():
            made = Property(
                schema_name=schema_of(slug),
                chain=chain,
                slug=slug,
                name=name,
                city=city,
                time_zone=time_zone or chain.time_zone,
                sandbox=sandbox,
                schema_version=versions.head(),
            )
            # Past TenantMixin.save(), which looks for names that differ in case: ours have none.
            Property.objects.bulk_create([made])
            if not claim_spare(made.schema_name):
                build_schema(made.schema_name)
    except IntegrityError as error:  # somebody else made it in this moment
        found = Property.objects.select_related("chain").filter(slug=slug).first()
        if found is None:
            raise error
        return _same_chain(found, chain), False
    return made, True


def _same_chain(found: Property, chain: Chain) -> Property:
    if found.chain_id != chain.pk:
        raise SlugTaken(slug=found.slug)
    return found


def build_schema(schema: str) -> None:
    """Make the schema, its tables and its role. The caller's transaction decides whether they stay."""
    plan = rendering.plan()
    execute([f"CREATE SCHEMA {quoted(schema)}"])
    with as_owner(schema):
        if plan.whole_in_sql:
            ddl = [statement for step in plan.steps for statement in step.statements or ()]
            execute([*plan.bookkeeping, *ddl])
        else:
            execute(plan.bookkeeping)
            apply_steps(plan.steps, applied=[])
        execute([record_statement([step.key for step in plan.steps])])
    execute(roles.role_statements(schema, database=database()))


def apply_steps(steps: list[rendering.Step], *, applied: list[versions.Key]) -> None:
    """Run these migrations in the schema we own now; `applied` are those it has."""
    loader = MigrationLoader(None)
    done = list(applied)
    for step in steps:
        if step.statements is not None:
            execute(step.statements)
        else:
            migration = loader.graph.nodes[step.key]
            # The models as they were just before this migration.
            state = loader.project_state(done, at_end=True)
            with connection.schema_editor() as editor:
                migration.apply(state, editor)
                # Rows it wrote may have checks pending, and tables with pending checks cannot be altered.
                execute(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])
        done.append(step.key)


def record_statement(keys: list[versions.Key]) -> str:
    rows = ", ".join(f"('{app}', '{name}', now())" for app, name in keys)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES {rows}"  # noqa: S608 (names of files of ours)


def claim_spare(schema: str) -> bool:
    """Give a spare schema this name; false when there is none that is up to date."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tenants_spare WHERE id = (SELECT id FROM tenants_spare WHERE version = %s"
            " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING schema_name",
            [spare_version()],
        )
        row = cursor.fetchone()
    if row is None:
        return False
    execute(roles.rename_statements(row[0], schema, database=database()))
    return True


def keep_spares(wanted: int = SPARES) -> dict[str, int]:
    """Drop the spares that are out of date, and make new ones until there are enough."""
    dropped = 0
    for spare in Spare.objects.exclude(version=spare_version()):
        with transaction.atomic():
            # Not found: another worker was faster.
            dropped += Spare.objects.filter(pk=spare.pk).delete()[0]
            execute(roles.drop_statements(spare.schema_name, database=database()))
    made = 0
    while Spare.objects.count() < wanted:
        with transaction.atomic():
            spare = Spare.objects.create(schema_name=f"new_{made}", version=spare_version())
            spare.schema_name = f"spare_{spare.pk}"
            spare.save(update_fields=["schema_name"])
            build_schema(spare.schema_name)
        made += 1
    return {"dropped": dropped, "made": made}


def spare_version() -> str:
    """Spares must be as a schema made now would be, to the last recorded migration."""
    return rendering.source_digest()[:40]


def drop_property(property: Property) -> None:
    """Take a property's row and schema away, with everything in them. There is no way back."""
    with in_public(), transaction.atomic():
        property.delete()  # type: ignore[no-untyped-call]
        execute(roles.drop_statements(property.schema_name, database=database()))


def prepare_public() -> None:
    """What the public schema must have before the first property: the group role and its rights."""
    with in_public(), transaction.atomic():
        execute(roles.group_statements(database()))


def database() -> str:
    return str(connection.settings_dict["NAME"])


def execute(statements: list[str]) -> None:
    """Run statements of our own making in one go."""
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statement.rstrip().removesuffix(";") for statement in statements))
