"""The database engine: every statement in the schema and under the role that was asked for last (T-02, P2, E2-E7)."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from chains.models import Chain
from loyalty.guests.models import Tag
from reports.models import DirtyGuest, DirtyMonth
from tenants.context import current_property, each_property, in_property, in_public, on_commit, raw_connection
from tenants.database.base import DatabaseWrapper
from tenants.database.names import check_schema_name, role_of
from tenants.guard import NoTenant
from tenants.models import Property
from tests import cast


def session() -> tuple[str, str]:
    """What PostgreSQL itself says, asked without setting anything first."""
    row = connection.connection.execute("SELECT current_schemas(false)::text, current_user").fetchone()
    return row[0], row[1].split("@")[0]


def names() -> list[str]:
    return sorted(Tag.objects.values_list("name", flat=True))


@pytest.fixture
def marked(acme_1: Property, acme_2: Property) -> None:
    """Each property has a tag that only it may show."""
    for place in (acme_1, acme_2):
        with in_property(place):
            Tag.objects.create(name=place.slug)


# --- T-02: a rollback takes the setting back with it ---


def read_after_a_savepoint_was_rolled_back(first: Property, second: Property) -> list[str]:
    """django-tenants #1262: the setting was made inside the savepoint."""
    connection.set_tenant(first)
    try:
        with transaction.atomic():
            connection.set_tenant(second)
            names()
            raise RuntimeError
    except RuntimeError:
        return names()
    finally:
        connection.set_schema_to_public()


def test_a_savepoint_rolled_back_does_not_change_the_property(
    marked: None, acme_1: Property, acme_2: Property
) -> None:
    assert read_after_a_savepoint_was_rolled_back(acme_1, acme_2) == ["acme-2"]


def test_control_without_protection_the_savepoint_shows_the_other_property(
    marked: None, acme_1: Property, acme_2: Property, trusting: None
) -> None:
    assert read_after_a_savepoint_was_rolled_back(acme_1, acme_2) == ["acme-1"]


def read_after_a_transaction_was_rolled_back() -> list[str]:
    first, second = cast.property_named("acme-1"), cast.property_named("acme-2")
    for place in (first, second):
        with in_property(place):
            Tag.objects.create(name=place.slug)
    with in_property(first):
        names()
    with in_property(second):
        try:
            with transaction.atomic():
                names()
                raise RuntimeError
        except RuntimeError:
            return names()


def test_a_transaction_rolled_back_does_not_change_the_property(committed: None) -> None:
    assert read_after_a_transaction_was_rolled_back() == ["acme-2"]


def test_control_without_protection_the_rollback_shows_the_other_property(
    committed: None, trusting: None
) -> None:
    assert read_after_a_transaction_was_rolled_back() == ["acme-1"]
    connection.close()


def test_a_rollback_past_django_is_seen_by_what_postgresql_reports(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseWrapper, "_forget", lambda self: None)
    with in_property(cast.property_named("acme-2")):
        Tag.objects.create(name="acme-2")
    with in_property(cast.property_named("acme-1")):
        names()
    with in_property(cast.property_named("acme-2")):
        raw = connection.connection
        raw.execute("BEGIN")
        names()
        raw.execute("ROLLBACK")
        assert names() == ["acme-2"]
    monkeypatch.undo()
    connection.close()


# --- the pool ---


def take_again(used: object) -> None:
    """Give the connection back to the pool and take it out, until it is the same one."""
    for _ in range(20):
        connection.close()
        connection.ensure_connection()
        if connection.connection is used:
            return
    raise AssertionError("the pool did not hand out the same connection")


def test_a_connection_from_the_pool_starts_anew(committed: None) -> None:
    place = cast.property_named("acme-1")
    with in_property(place):
        names()
        used = connection.connection
    take_again(used)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schemas(false)::text, current_user")
        assert cursor.fetchone() == ("{public}", connection.settings_dict["USER"])


def test_control_a_connection_that_is_believed_keeps_its_last_property(
    committed: None, trusting: None
) -> None:
    with in_property(cast.property_named("acme-1")):
        names()
        used = connection.connection
    take_again(used)
    connection._applied = connection._wanted  # as after a look at the public schema, on another connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0].startswith("p_acme_1@")
    connection._applied = None
    connection.close()


# --- round trips ---


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths that were really sent to PostgreSQL."""
    import psycopg

    sent: list[str] = []
    original = psycopg.Connection.execute

    def execute(self: Any, query: Any, params: Any = None, **kwargs: Any) -> Any:
        if "set_config" in str(query):
            sent.append(params.path)
        return original(self, query, params, **kwargs)

    monkeypatch.setattr(psycopg.Connection, "execute", execute)
    yield sent


def test_path_and_role_are_set_once_for_many_statements(
    acme_1: Property, sets: list[str], django_assert_num_queries: Callable[[int], Any]
) -> None:
    with in_property(acme_1), django_assert_num_queries(4):
        for _ in range(4):
            names()
    assert sets == ['"p_acme_1", public']
    with in_property(acme_1):
        names()
    assert sets == ['"p_acme_1", public'], "entering again without a statement between needs no word"


def test_entering_without_a_statement_costs_nothing(acme_1: Property, sets: list[str]) -> None:
    with in_property(acme_1):
        pass
    assert sets == []


# --- cursors and lazy reading ---


def test_a_cursor_opened_elsewhere_reads_the_property_that_is_entered_now(
    marked: None, acme_1: Property, acme_2: Property
) -> None:
    with in_property(acme_1), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM guests_tag")
        assert cursor.fetchall() == [("acme-1",)]
        with in_property(acme_2):
            cursor.execute("SELECT name FROM guests_tag")
            assert cursor.fetchall() == [("acme-2",)]
    with connection.cursor() as cursor, in_property(acme_2):
        cursor.execute("SELECT name FROM guests_tag")
        assert cursor.fetchall() == [("acme-2",)]


def test_a_server_side_cursor_keeps_what_it_was_opened_on(
    marked: None, acme_1: Property, acme_2: Property
) -> None:
    with in_property(acme_1):
        Tag.objects.create(name="acme-1-b")
        rows = Tag.objects.order_by("name").values_list("name", flat=True).iterator(chunk_size=1)
        first = next(rows)
    with in_property(acme_2):
        assert names() == ["acme-2"]
        assert [first, *rows] == ["acme-1", "acme-1-b"]


def test_a_queryset_read_too_late_is_an_error_and_not_other_rows(marked: None, acme_1: Property) -> None:
    with in_property(acme_1):
        lazy = Tag.objects.all()
    with pytest.raises(NoTenant, match="guests_tag"), transaction.atomic():
        list(lazy)


# --- the guard and the second wall ---


def test_a_propertys_tables_are_out_of_reach_outside(db: None) -> None:
    for act in (Tag.objects.count, lambda: Tag.objects.create(name="x"), lambda: Tag.objects.all().delete()):
        with pytest.raises(NoTenant, match="inside in_property"), transaction.atomic():
            act()
    with pytest.raises(NoTenant):
        current_property()
    with pytest.raises(NoTenant):
        raw_connection()
    with pytest.raises(NoTenant), in_property(Property(schema_name="p_acme_1", slug="acme-1")):
        pass


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM p_acme_2.guests_tag",
        "INSERT INTO p_acme_2.guests_tag (name, kind, sensitive, position) VALUES ('x', 'own', false, 1)",
        "SELECT * FROM p_rival_1.guests_guest",
        "SELECT * FROM staff_staffmember",
        "SELECT * FROM public.partners_apikey",
        "SELECT * FROM tenants_property",
        "SELECT property_id FROM reports_dirtymonth",
        "SELECT * FROM audit_entry",
        "UPDATE audit_entry SET action = ''",
        "DELETE FROM reports_dirtyguest",
        "TRUNCATE guests_tag",
        "DROP TABLE guests_tag",
        "CREATE TABLE p_acme_1.more (id int)",
        "CREATE TABLE public.more (id int)",
        "SELECT * FROM django_migrations",
    ],
)
def test_the_role_of_a_property_is_refused_everything_else(acme_1: Property, sql: str) -> None:
    with in_property(acme_1), pytest.raises(ProgrammingError) as refused, transaction.atomic():
        connection.cursor().execute(sql)
    assert refused.value.__cause__ is not None
    assert getattr(refused.value.__cause__, "sqlstate", "") == "42501"


def test_control_under_the_login_role_the_other_property_is_open(acme_1: Property) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM p_acme_2.guests_tag")
        assert cursor.fetchone() == (0,)


def test_inside_a_property_the_public_queues_take_rows(acme_1: Property) -> None:
    with in_property(acme_1):
        month = DirtyMonth.objects.create(property_id=1, month="2026-01-01", at="2026-01-01T00:00:00Z")
        guest = DirtyGuest.objects.create(property_id=1, guest_id=1, at="2026-01-01T00:00:00Z")
        with in_public():
            assert DirtyMonth.objects.get().pk == month.pk
            assert DirtyGuest.objects.get().pk == guest.pk
        assert session()[1] == "p_acme_1" or names() == []


def test_a_table_missing_in_the_schema_is_not_looked_for_in_public(acme_1: Property) -> None:
    """E1: half-migrated, and a table of that name stands in public as well."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE p_acme_1.guests_tag RENAME TO gone")
        cursor.execute("CREATE TABLE public.guests_tag (LIKE p_acme_1.gone INCLUDING ALL)")
    with (
        in_property(acme_1),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        Tag.objects.create(name="x")
    # The control: under the login role the row lands in public without a word.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = p_acme_1, public")
        cursor.cursor.execute("INSERT INTO guests_tag SELECT 1, 'x', 'own', false, 1")
        cursor.execute("SELECT count(*) FROM public.guests_tag")
        assert cursor.fetchone() == (1,)


# --- in and out ---


def test_properties_nest_and_what_was_before_comes_back(
    marked: None, acme_1: Property, acme_2: Property
) -> None:
    with in_property(acme_1):
        with in_property(acme_2):
            assert names() == ["acme-2"]
            with in_public():
                assert Chain.objects.filter(slug="acme").exists()
            assert names() == ["acme-2"]
        assert names() == ["acme-1"]
        assert current_property() == acme_1
    assert connection.schema_name == "public"


def test_an_error_leaves_the_property(marked: None, acme_1: Property) -> None:
    with pytest.raises(RuntimeError), in_property(acme_1):
        raise RuntimeError
    assert connection.schema_name == "public"


def test_each_property_of_a_chain_in_turn(marked: None, acme: Chain) -> None:
    assert [names() for _ in each_property(acme)] == [["acme-1"], ["acme-2"]]
    for _ in each_property(acme):
        break
    assert connection.schema_name == "public"


def test_raw_connection_stands_in_the_property(marked: None, acme_1: Property, acme_2: Property) -> None:
    for place in (acme_1, acme_2, acme_1):
        with in_property(place):
            assert raw_connection().execute("SELECT name FROM guests_tag").fetchall() == [(place.slug,)]
            assert session()[1] == place.schema_name


def test_a_thread_starts_outside_of_every_property(committed: None) -> None:
    """E2: it sees no property, instead of the wrong one."""
    seen: list[object] = []

    def look() -> None:
        try:
            seen.append(names())
        except NoTenant as error:
            seen.append(error)
        finally:
            connection.close()

    with in_property(cast.property_named("acme-1")):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert isinstance(seen[0], NoTenant)


def test_what_runs_on_commit_runs_where_it_was_asked_for(committed: None) -> None:
    """E4: the callback runs after the property was left."""
    seen: list[object] = []
    with transaction.atomic():
        with in_property(cast.property_named("acme-1")):
            on_commit(lambda: seen.append(current_property().slug))
            # The control: Django's own runs outside.
            transaction.on_commit(lambda: seen.append(connection.schema_name))
        on_commit(lambda: seen.append(connection.schema_name))
    assert seen == ["acme-1", "public", "public"]


@pytest.mark.parametrize("name", ["public", "pg_x", "", "P", 'a"b', "a;b", "a" * 51, "1a", "a-b"])
def test_names_that_cannot_be_a_schemas(name: str) -> None:
    with pytest.raises(ValueError):
        check_schema_name(name)


def test_long_database_names_still_give_a_role_of_their_own() -> None:
    first, second = (role_of("p_" + "a" * 40, database="d" * 50 + end) for end in "xy")
    assert first != second
    assert len(first) <= 63 and len(second) <= 63
