"""What keeps properties apart besides the engine: settings, code, sessions, cache, files (T-04 … T-09)."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache, caches
from django.core.checks import Error
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings

import api.views
from chains.models import Chain
from loyalty.guests.models import Tag
from staff.roles import Role
from tenants import checks, examining, provisioning
from tenants.context import as_owner, cache_key, in_property
from tenants.guard import tenant_tables
from tenants.models import Property
from tests.doors import Door, member, signed_in, with_key

PROJECT = Path(__file__).resolve().parents[2]
ROOTS = ("api", "loyalty", "tenants", "platform")
# Before a terminal or a supervisor, not in a request: the programs of `make up`. And the deliverer's hands, which
# hold no connection at all.
OUTSIDE = ("platform/config/local/", "platform/partners/hands.py")
FORBIDDEN = {"threading", "concurrent", "asyncio", "multiprocessing", "gevent", "eventlet", "asgiref"}


# --- T-04: no threads, nothing asynchronous ---


def offences(source: str) -> list[str]:
    """What in this source would run statements on a connection that is not the request's."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await):
            found.append(type(node).__name__)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in FORBIDDEN]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN:
            found.append(node.module or "")
    return found


def sources() -> Iterator[Path]:
    for root in ROOTS:
        for path in (PROJECT / root).rglob("*.py"):
            if not str(path.relative_to(PROJECT)).startswith(OUTSIDE):
                yield path


def test_no_code_of_ours_starts_threads_or_runs_asynchronously() -> None:
    """T-04."""
    found = {str(path): offences(path.read_text()) for path in sources()}
    assert {path: names for path, names in found.items() if names} == {}
    assert len(found) > 50


@pytest.mark.parametrize(
    "source",
    [
        "import threading",
        "from concurrent.futures import ThreadPoolExecutor",
        "async def view(request): ...",
        "from asgiref.sync import sync_to_async",
        "import asyncio as a",
    ],
)
def test_control_such_code_is_found(source: str) -> None:
    assert offences(source)


# --- T-05: drift ---


def found_in(schema: str) -> list[str]:
    return [finding.what for finding in examining.drift() if finding.where == schema]


def test_what_is_missing_or_too_much_in_one_schema_is_found(db: None, acme_1: Property) -> None:
    """T-05."""
    assert examining.examine() == []
    for change, told in {
        "DROP TABLE stays_source": "table stays_source is missing",
        "ALTER TABLE guests_guest DROP COLUMN pinyin": "column guests_guest.pinyin is missing",
        "ALTER TABLE guests_guest ADD COLUMN pinyin2 text": "column guests_guest.pinyin2 is unknown",
        "CREATE TABLE left_over (id int)": "table left_over is unknown",
    }.items():
        with transaction.atomic():
            with as_owner("p_acme_1"):
                provisioning.execute([change])
            assert found_in("p_acme_1") == [told]
            assert found_in("p_acme_2") == []
            transaction.set_rollback(True)


def test_the_drift_is_found_among_very_many_tables(db: None, acme_1: Property) -> None:
    """One dropped table among 12,000, in a query that reads the catalog once."""
    schemas = [f"p_many_{n}" for n in range(40)]
    with connection.cursor() as cursor:
        for schema in schemas:
            cursor.execute(f"CREATE SCHEMA {schema}")
            for number in range(10):
                cursor.execute(f"CREATE TABLE {schema}.t{number} (id int)")
        cursor.execute("DROP TABLE p_many_30.t7")
    found = examining.actual_columns(schemas)
    assert {schema for schema, tables in found.items() if len(tables) != 10} == {"p_many_30"}


def test_tables_in_the_wrong_place_are_found(db: None) -> None:
    """I15: a tenant table in public, a schema without a property, a role that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.guests_guest (id int)")
        cursor.execute("CREATE SCHEMA p_left_over")
        cursor.execute(f'ALTER ROLE "p_acme_1@{provisioning.database()}" RENAME TO "p_gone@x"')
        cursor.execute(f'ALTER ROLE "p_acme_2@{provisioning.database()}" LOGIN')
    told = {(finding.where, finding.what.split(" ")[0]) for finding in examining.examine()}
    assert told == {
        ("public", "table"),
        ("p_left_over", "belongs"),
        ("p_acme_1", "role"),
        ("p_acme_2", "role"),
    }


# --- T-06: content types ---


def test_content_types_stand_in_the_public_schema_only(db: None, acme_1: Property, acme_2: Property) -> None:
    """T-06."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relname LIKE 'django_content%' OR c.relname LIKE 'auth_%' OR c.relname = 'django_session'"
        )
        assert {schema for schema, _ in cursor.fetchall()} == {"public"}
    assert not [table for table in tenant_tables() if table.startswith(("django_", "auth_", "staff_"))]
    ContentType.objects.clear_cache()
    before = ContentType.objects.get_for_model(Tag).pk
    with in_property(acme_1):
        assert ContentType.objects.get_for_model(Tag).pk == before


def test_control_content_types_of_a_propertys_own_would_carry_other_ids(db: None, acme_1: Property) -> None:
    public = ContentType.objects.get_for_model(Tag).pk
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE p_acme_1.django_content_type (LIKE public.django_content_type)")
        cursor.execute(
            "INSERT INTO p_acme_1.django_content_type SELECT id + 1000, app_label, model FROM public.django_content_type"
        )
        cursor.execute("GRANT SELECT ON p_acme_1.django_content_type TO PUBLIC")
    ContentType.objects.clear_cache()
    with in_property(acme_1):
        assert ContentType.objects.get_for_model(Tag).pk == public + 1000
    ContentType.objects.clear_cache()
    assert "table django_content_type is unknown" in found_in("p_acme_1")


# --- T-07: a session of one chain at another's property ---


def statuses(door: Door) -> list[int]:
    return [door.read(f"/properties/{slug}/sources").status_code for slug in ("acme-1", "rival-1", "nowhere")]


def test_a_session_opens_only_its_own_chain(acme: Chain) -> None:
    """T-07: people and sessions are shared, so a session names a person; what they may enter is judged each time."""
    door = signed_in(member(acme, Role.OWNER))
    assert statuses(door) == [200, 404, 404]
    foreign, nowhere = (door.read(f"/properties/{slug}/sources").json() for slug in ("rival-1", "nowhere"))
    assert {**foreign, "request_id": ""} == {**nowhere, "request_id": ""}


def test_control_a_session_that_is_not_judged_opens_the_rival(
    acme: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = signed_in(member(acme, Role.OWNER))
    judge_nobody(monkeypatch)
    assert statuses(door) == [200, 200, 404]


def judge_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the judgement off: whoever is signed in enters everywhere."""
    monkeypatch.setattr(
        api.views, "property_of", lambda caller, slug: Property.objects.filter(slug=slug).first()
    )
    monkeypatch.setattr(api.views.CallerView, "demand", lambda *_: None)


def test_a_lagging_property_answers_503_and_the_others_serve(acme: Chain) -> None:
    """F10, seen from outside."""
    door = with_key(acme)
    Property.objects.filter(slug="acme-1").update(schema_version="0001-older")
    answer = door.read("/properties/acme-1/sources")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/schema-lagging"
    assert int(answer["Retry-After"]) > 0
    assert door.read("/properties/acme-2/sources").status_code == 200


# --- T-08: files ---


def test_files_of_one_name_stay_apart(acme: Chain, rival: Chain) -> None:
    """T-08: a file is kept in the property's own schema, so no folder can be mistaken for another's."""
    assert upload_everywhere(acme, rival) == 6


def upload_everywhere(acme: Chain, rival: Chain) -> int:
    """Send `stays.csv` to three properties in two orders; how many are read back as they were sent."""
    keys = {"acme-1": with_key(acme), "acme-2": with_key(acme), "rival-1": with_key(rival)}
    numbers: dict[str, list[int]] = {slug: [] for slug in keys}
    for slug in [*keys, *reversed(keys)]:
        upload = SimpleUploadedFile("stays.csv", f"姓名,房号\n{slug}-{len(numbers[slug])},1\n".encode())
        answer = keys[slug].post(
            f"/api/v1/properties/{slug}/imports", {"file": upload, "kind": "stays", "start": "false"}
        )
        assert answer.status_code == 202, answer.content
        numbers[slug].append(answer.json()["id"])
    right = 0
    for slug, ids in numbers.items():
        for order, number in enumerate(ids):
            told = keys[slug].read(f"/properties/{slug}/imports/{number}").json()
            assert told["filename"] == "stays.csv"
            right += [column["samples"] for column in told["columns"]] == [[f"{slug}-{order}"], ["1"]]
    # The numbers are those of the property: the rival's is not found under ours, whoever asks.
    assert keys["acme-1"].read(f"/properties/rival-1/imports/{numbers['rival-1'][0]}").status_code == 404
    return right


# --- T-09: the cache ---


@pytest.fixture
def emptied() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_what_one_property_caches_no_other_reads(emptied: None, acme_1: Property, acme_2: Property) -> None:
    """T-09."""
    cache.set("k", "public")
    with in_property(acme_1):
        assert cache.get("k") is None
        cache.set("k", "acme-1")
        assert cache.get("k") == "acme-1"
    with in_property(acme_2):
        assert cache.get("k") is None
        cache.delete("k")
    with in_property(acme_1):
        assert cache.get_many(["k"]) == {"k": "acme-1"}
    assert cache.get("k") == "public"
    # Neither can a name be made up that is another's key.
    assert cache_key("k", "", 1) != "" and cache_key(f"p{acme_1.pk}:k", "", 1) == f":1:public:p{acme_1.pk}:k"


def test_control_without_the_key_function_one_reads_the_others(acme_1: Property, acme_2: Property) -> None:
    from django.conf import settings

    plain = {key: value for key, value in settings.CACHES["default"].items() if key != "KEY_FUNCTION"}
    with override_settings(CACHES={"default": plain}):
        with in_property(acme_1):
            caches["default"].set("k", "acme-1")
        with in_property(acme_2):
            assert caches["default"].get("k") == "acme-1"
        caches["default"].clear()


# --- the checks that stop a start ---


def test_the_settings_pass_their_own_checks() -> None:
    assert [message for check in checks.ALL for message in check()] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"TENANT_APPS": ["loyalty.guests", "reports"]}, "tenants.E001"),
        ({"SHARED_APPS": ["django.contrib.auth", "django.contrib.sessions"]}, "tenants.E002"),
        ({"TENANT_LIMIT_SET_CALLS": True}, "tenants.E003"),
        ({"DATABASES": {"default": {"ENGINE": "django_tenants.postgresql_backend"}}}, "tenants.E004"),
        ({"CACHES": {"default": {"BACKEND": "x"}}}, "tenants.E005"),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_a_setting_that_opens_a_door_stops_the_start(changed: dict[str, Any], code: str) -> None:
    with override_settings(**changed):
        found = [message.id for check in (checks.check_apps, checks.check_settings) for message in check()]
    assert code in found


def test_an_old_django_tenants_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """T-02: below 4.0.1 a savepoint shows the other tenant."""
    monkeypatch.setattr(checks, "version", lambda name: "3.14.0")
    assert [message.id for message in checks.check_settings()] == ["tenants.E006"]


def test_a_migration_that_does_not_fit_into_a_transaction_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db.migrations import Migration
    from django.db.migrations.loader import MigrationLoader

    wrong = Migration("0002_wrong", "guests")
    wrong.atomic = False
    monkeypatch.setattr(
        MigrationLoader,
        "build_graph",
        lambda self: setattr(self, "disk_migrations", {("guests", "0002_wrong"): wrong}),
    )
    found = checks.check_migrations()
    assert [message.id for message in found] == ["tenants.E007"]
    assert isinstance(found[0], Error)


# --- probes ---


def test_probes_answer_before_everything(db: None) -> None:
    client = Client(headers={"host": "somewhere.else.example"})
    assert client.get("/livez").json() == {"live": True}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "redis": "ok"})


def test_not_ready_while_the_public_schema_lags_or_redis_is_away(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'chains'")
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "migrations pending", "redis": "unreachable"}
    assert int(answer["Retry-After"]) > 0
