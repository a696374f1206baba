"""T-03: no start behind a pooler in transaction mode, where sessions are not ours."""

from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.local.folders import socket_folder
from tenants import pooler
from tenants.models import Property
from tests.tenants.pooling import transaction_pooler


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return socket_folder(tmp_path, "s")


def test_postgresql_itself_keeps_sessions_apart(db: None) -> None:
    pooler.refuse_pooler()


def test_a_pooler_in_transaction_mode_is_refused(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction_pooler(folder) as parameters:
        assert pooler.sessions_are_ours(parameters) is False
        monkeypatch.setattr(connection, "get_connection_params", lambda: parameters)
        with pytest.raises(ImproperlyConfigured, match="transaction mode"):
            pooler.refuse_pooler()
        monkeypatch.undo()


def test_control_behind_such_a_pooler_one_property_reads_the_other(committed: None, folder: Path) -> None:
    """P1: what would happen if we started nevertheless."""
    with connection.cursor() as cursor:
        for schema in Property.objects.values_list("schema_name", flat=True):
            cursor.execute(
                f"INSERT INTO {schema}.guests_tag (name, kind, sensitive, position) VALUES (%s, 'own', false, 1)",
                [schema],
            )
    with (
        transaction_pooler(folder) as parameters,
        psycopg.connect(**parameters, autocommit=True) as acme,
        psycopg.connect(**parameters, autocommit=True) as rival,
    ):
        wrong = 0
        for _ in range(20):
            acme.execute("SET search_path = p_acme_1")
            rival.execute("SET search_path = p_rival_1")
            wrong += acme.execute("SELECT name FROM guests_tag").fetchone() != ("p_acme_1",)
    assert wrong == 20
