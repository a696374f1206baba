"""The audit log is added to, and never changed."""

import logging

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from audit import recording
from audit.models import Entry
from chains.models import Chain
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay


def add() -> Entry:
    recording.record(recording.SYSTEM, "test.done", chain_id=1, subject="x", count=3)
    return Entry.objects.latest("id")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'test.hidden'",
        "UPDATE audit_entry SET at = now()",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(db: None, statement: str) -> None:
    """I4: by SQL, so for every program and not only for this one."""
    before = add()
    refused = pytest.raises((ProgrammingError, InternalError), match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    after = Entry.objects.get(pk=before.pk)
    assert (after.action, after.at, after.facts) == ("test.done", before.at, {"count": 3})


def test_control_without_the_trigger_the_row_would_be_gone(db: None) -> None:
    add()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_append_only")
        cursor.execute("DELETE FROM audit_entry")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the outbox looks whether it needed the row
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_append_only")
    assert not Entry.objects.exists()


def test_an_act_that_is_rolled_back_leaves_no_row(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add()
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def test_what_follows_from_stays_is_no_news_to_who_reads_the_log(acme: Chain, acme_1: Property) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
    assert Entry.objects.filter(action="guest.updated").exists()
    actions = {entry["action"] for entry in owner.read("/chains/acme/audit").json()["results"]}
    assert "guest.updated" not in actions


def test_the_log_is_read_newest_first_by_action_and_property(acme: Chain, acme_1: Property) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    for number in range(3):
        recording.record(recording.COMMAND, "test.done", chain_id=acme.pk, subject=str(number))
    recording.record(recording.COMMAND, "test.other", chain_id=acme.pk, property_id=acme_1.pk)
    first = owner.read("/chains/acme/audit?action=test.done&limit=2").json()
    assert [entry["subject"] for entry in first["results"]] == ["2", "1"]
    rest = owner.read(f"/chains/acme/audit?action=test.done&limit=2&cursor={first['next']}").json()
    assert ([entry["subject"] for entry in rest["results"]], rest["next"]) == (["0"], None)
    [entry] = owner.read("/chains/acme/audit?property=acme-1").json()["results"]
    assert (entry["action"], entry["property"], entry["actor"]["kind"]) == ("test.other", "acme-1", "command")


def test_another_chains_log_is_its_own(acme: Chain, rival: Chain) -> None:
    recording.record(recording.COMMAND, "test.secret", chain_id=rival.pk)
    assert owner_reads(acme) == []


def owner_reads(chain: Chain) -> list[str]:
    door = doors.as_role(chain, Role.OWNER)
    return [entry["action"] for entry in door.read(f"/chains/{chain.slug}/audit").json()["results"]]


def test_a_manager_reads_of_his_own_property_only(acme: Chain, acme_1: Property, acme_2: Property) -> None:
    for place in (acme_1, acme_2):
        recording.record(recording.COMMAND, f"test.{place.slug}", chain_id=acme.pk, property_id=place.pk)
    recording.record(recording.COMMAND, "test.chain", chain_id=acme.pk)
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    found = manager.read("/chains/acme/audit").json()["results"]
    assert [entry["action"] for entry in found] == ["test.acme-1"]
    assert manager.read("/chains/acme/audit?property=acme-2").status_code == 404


def test_phones_and_keys_are_masked_in_logs(caplog: pytest.LogCaptureFixture) -> None:
    from kernel.phones import MaskPhones

    record = logging.LogRecord(
        "x", 20, "f", 1, "%s called with %s", ("13800138000", "hk_live_" + "A" * 40), None
    )
    assert MaskPhones().filter(record)
    assert "13800138000" not in record.getMessage() and "A" * 10 not in record.getMessage()
