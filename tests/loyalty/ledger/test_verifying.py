"""Every kind of wrong is found and said in two languages; a balance is explained from its entries."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from config.command import main
from loyalty.guests.models import Guest
from loyalty.ledger.explaining import NoSuchAccount, explain
from loyalty.ledger.posting import Carry, Credit, Debit
from loyalty.ledger.reversing import reverse
from loyalty.ledger.verifying import CHECKS, WORDS, verify
from tenants.context import as_owner, in_property, in_public
from tenants.models import Property
from tests.loyalty.ledger.books import FAR, SYSTEM, TODAY, book, grant, raw, spend


@pytest.fixture(autouse=True)
def inside(acme_1: Property) -> Iterator[None]:
    with in_property(acme_1):
        yield


def fill() -> None:
    grant(1, 100)
    grant(2, 50)
    book(Credit(1, "principal", 100_00, "cash", earned_on=TODAY))
    spent = spend(1, 40)
    book(Carry([1], ["base"], 10, to_guest=2))
    reverse(raw(), spent.id, key="back", on=TODAY, actor=SYSTEM, reason="test")


def broken(*statements: str) -> set[str]:
    """What verify finds after the owner of the tables did this past every lock and rule."""
    schema = connection.schema_name
    with as_owner(schema), connection.cursor() as cursor:
        for statement in ("SET CONSTRAINTS ALL IMMEDIATE", *statements):
            cursor.execute(statement)
    report = verify(raw())
    assert all(each.says[0] and each.says[1] == str(each) for each in report.differences)
    return {each.check for each in report.differences}


def test_good_books_have_no_differences_and_are_counted() -> None:
    fill()
    report = verify(raw())
    assert report.differences == []
    assert (report.postings, report.entries, report.lots, report.accounts) == (6, 6, 4, 3)
    assert report.totals == {"base": 150, "principal": 100_00}


def test_every_check_has_words() -> None:
    assert CHECKS.keys() == WORDS.keys()


FIRST = "(SELECT min(id) FROM ledger_account)"


@pytest.mark.parametrize(
    ("statements", "checks"),
    [
        (
            [f"UPDATE ledger_account SET balance = balance + 1 WHERE id = {FIRST}"],
            {"balance", "lots_of_account", "total"},
        ),
        (
            ["UPDATE ledger_lot SET remaining = remaining - 1 WHERE id = (SELECT min(id) FROM ledger_lot)"],
            {"lot", "lots_of_account"},
        ),
        (
            ["UPDATE ledger_entry SET to_after = to_after + 1 WHERE id = (SELECT min(id) FROM ledger_entry)"],
            {"history"},
        ),
        (
            ["DELETE FROM ledger_posting WHERE id = (SELECT min(id) FROM ledger_posting)"],
            {"posting"},
        ),
        (
            [
                "ALTER TABLE ledger_lot DROP CONSTRAINT ledger_lot_principal_never_expires",
                "UPDATE ledger_lot SET expires_on = '2027-01-01' WHERE kind = 'principal'",
            ],
            {"principal"},
        ),
        (
            [
                "ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_key",
                "UPDATE ledger_posting SET key = 'same' WHERE id IN (SELECT id FROM ledger_posting ORDER BY id LIMIT 2)",
            ],
            {"key"},
        ),
        (
            [
                "ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_to_account",
                "UPDATE ledger_entry SET unit = 'cents' WHERE id = (SELECT min(id) FROM ledger_entry)",
            ],
            {"unit", "total"},
        ),
        (
            [
                (
                    "UPDATE ledger_entry SET amount = amount + 1 "
                    "WHERE posting_id = (SELECT id FROM ledger_posting WHERE kind = 'reversal')"
                )
            ],
            {"balance", "history", "lot", "reversed", "total"},
        ),
        (
            [
                "DROP INDEX ledger_posting_reversed_once",
                (
                    "INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts, "
                    "corrects_id) SELECT 'again', digest, kind, at, on_day, '', '', '', '', '{}', corrects_id "
                    "FROM ledger_posting WHERE kind = 'reversal'"
                ),
            ],
            {"reversed_once"},
        ),
        (
            ["UPDATE ledger_lot SET posting_id = 0 WHERE id = (SELECT min(id) FROM ledger_lot)"],
            {"lot_origin"},
        ),
        (
            [
                (
                    "UPDATE ledger_entry SET to_lot = (SELECT max(id) FROM ledger_lot) "
                    "WHERE id = (SELECT min(id) FROM ledger_entry)"
                )
            ],
            {"lot", "lot_account", "lot_origin", "lot_history"},
        ),
    ],
)
def test_what_was_changed_behind_the_ledgers_back_is_found(statements: list[str], checks: set[str]) -> None:
    fill()
    assert broken(*statements) == checks


def test_c125_a_balance_of_any_day_is_explained_by_its_entries_in_words() -> None:
    grant(1, 100, on=date(2026, 11, 1))
    spend(1, 30, on=date(2026, 11, 5))
    book(Debit([1], ["base"], 70, "expiry"), kind="expiry", on=date(2026, 11, 20))
    told = explain(raw(), [1], "points", date(2026, 11, 10))
    assert told.balance == 70
    assert [line.says for line in told.lines] == [
        (
            "2026-11-01 积分发放：基础积分 +100，余额 100",
            "2026-11-01 points issued: base points +100, balance 100",
        ),
        (
            "2026-11-05 积分使用：基础积分 -30，余额 70",
            "2026-11-05 points redeemed: base points -30, balance 70",
        ),
    ]
    assert told.says[0] == "2026-11-10 日终积分余额 70，由 2 笔明细得出。"
    after = explain(raw(), [1], "base", date(2026, 11, 20))
    assert (after.balance, after.lines[-1].says[0]) == (0, "2026-11-20 到期作废：基础积分 -70，余额 0")
    assert explain(raw(), [1], "points", date(2026, 10, 31)).balance == 0


def test_money_is_explained_in_yuan_and_unknown_accounts_are_refused() -> None:
    book(Credit(1, "principal", 100_05, "cash", earned_on=TODAY))
    assert explain(raw(), [1], "money", TODAY).lines[0].says[0].endswith("+100.05，余额 100.05")
    with pytest.raises(NoSuchAccount):
        explain(raw(), [1], "cash", TODAY)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with in_public(), pytest.raises(SystemExit) as ended:
        main([*arguments])
    out = capsys.readouterr()
    return int(ended.value.code or 0), out.out or out.err


def test_the_command_verifies_and_fails_on_a_difference(capsys: pytest.CaptureFixture[str]) -> None:
    fill()
    code, out = ran(capsys, "ledger", "verify", "--chain", "acme", "--json")
    told = json.loads(out)["properties"]
    assert (code, told["acme-1"]["entries"], told["acme-2"]["entries"]) == (0, 6, 0)
    broken(f"UPDATE ledger_account SET balance = balance + 1 WHERE id = {FIRST}")
    code, out = ran(capsys, "ledger", "verify", "--property", "acme-1", "--json")
    assert code == 1
    assert {each["check"] for each in json.loads(out)["properties"]["acme-1"]["differences"]} >= {"balance"}
    assert ran(capsys, "ledger", "verify", "--json")[0] == 1


def test_the_command_explains_over_all_rows_of_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    standing = Guest.objects.create(name="甲", person=b"1" * 16, created_at="2026-11-01T00:00Z", changed_at="2026-11-01T00:00Z")  # fmt: skip
    merged = Guest.objects.create(name="乙", person=b"2" * 16, created_at="2026-11-01T00:00Z", changed_at="2026-11-01T00:00Z", merged_into=standing)  # fmt: skip
    grant(standing.pk, 100)
    grant(merged.pk, 11, "bonus", expires_on=FAR)
    code, out = ran(
        capsys, "ledger", "explain", "--property", "acme-1", "--guest", str(merged.pk), "--on", str(TODAY), "--json"
    )  # fmt: skip
    told = json.loads(out)
    assert (code, told["balance"], len(told["entries"])) == (0, 111, 2)
    assert told["zh"].startswith(f"{TODAY} 日终积分余额 111")
    code, out = ran(capsys, "ledger", "explain", "--property", "acme-1", "--guest", "999999", "--json")
    assert (code, "no guest 999999" in out) == (1, True)
    assert ran(capsys, "ledger", "verify", "--property", "nowhere")[0] == 1
