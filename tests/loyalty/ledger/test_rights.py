"""I4: history cannot be changed by the role a property works under; the database itself refuses."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.ledger.books import grant, raw, spend

HISTORY = ("ledger_posting", "ledger_entry")
SUMS = {"ledger_account": "balance", "ledger_lot": "remaining"}


@pytest.fixture(autouse=True)
def inside(acme_1: Property) -> Iterator[None]:
    with in_property(acme_1):
        grant(1, 100)
        spend(1, 40)
        yield


def refused(statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
        raw().execute(statement)


@pytest.mark.parametrize("table", [*HISTORY, *SUMS])
def test_nothing_is_deleted_or_emptied(table: str) -> None:
    refused(f"DELETE FROM {table}")
    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", HISTORY)
def test_no_column_of_history_is_changed(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = [column.name for column in cursor.description]
    for column in columns:
        refused(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", SUMS)
def test_only_the_running_sum_of_an_account_or_a_lot_is_changed(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = {column.name for column in cursor.description}
    raw().execute(f"UPDATE {table} SET {SUMS[table]} = {SUMS[table]}")
    for column in columns - {SUMS[table]}:
        refused(f"UPDATE {table} SET {column} = {column}")


def test_no_account_goes_below_zero_and_no_entry_mixes_units() -> None:
    with pytest.raises(psycopg.errors.CheckViolation), transaction.atomic():
        raw().execute("UPDATE ledger_account SET balance = -1")
    with pytest.raises(psycopg.errors.ForeignKeyViolation), transaction.atomic():
        raw().execute(
            "INSERT INTO ledger_entry (posting_id, unit, amount, from_account, from_after, to_house) "
            "SELECT 1, 'cents', 1, id, 0, 'revenue' FROM ledger_account"
        )
