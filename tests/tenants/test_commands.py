"""`huike chain create`, `property create`, `migrate`."""

import argparse
import json

import pytest
from django.db import connection

from chains.models import Chain
from config import command
from config.commands import chain, doctor, migrate, property
from staff.models import Membership, StaffMember
from tenants.models import Property


def huike(*words: str) -> int:
    """Run one command as the console script does."""
    top = argparse.ArgumentParser()
    groups = top.add_subparsers(required=True)
    for group in (chain, property, migrate, doctor):
        group.add_to(groups)
    return command.run(top, [*words])


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_chain_and_a_property_are_made_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    make_chain = (
        "chain",
        "create",
        "--slug",
        "bay",
        "--name",
        "海湾",
        "--time-zone",
        "Asia/Kathmandu",
        "--json",
    )
    make_property = ("property", "create", "--chain", "bay", "--slug", "bay-1", "--name", "一店", "--json")
    assert huike(*make_chain) == 0
    assert answer(capsys)["created"] is True
    assert huike(*make_property) == 0
    first = answer(capsys)
    assert (first["schema"], first["time_zone"], first["created"]) == ("p_bay_1", "Asia/Kathmandu", True)

    assert huike(*make_chain) == 0
    assert answer(capsys)["created"] is False
    assert huike(*make_property) == 0
    assert answer(capsys) == {**first, "created": False}
    assert Property.objects.filter(chain__slug="bay").count() == 1


def test_the_owner_can_sign_in_and_keeps_the_password(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("chain", "create", "--slug", "bay", "--name", "海湾", "--owner-email", "Li@bay.example")
    assert huike(*words, "--owner-password", "first-password-1", "--json") == 0
    assert huike(*words, "--owner-password", "another-password-2", "--json") == 0
    owner = StaffMember.objects.get(email="li@bay.example")
    assert owner.check_password("first-password-1")
    assert Membership.objects.get(staff=owner).role == "owner"


@pytest.mark.parametrize(
    "words",
    [
        ("chain", "create", "--slug", "Bay", "--name", "x"),
        ("chain", "create", "--slug", "b_y", "--name", "x"),
        ("chain", "create", "--slug", "b--y", "--name", "x"),
        ("chain", "create", "--slug", "1bay", "--name", "x"),
        ("chain", "create", "--slug", "public", "--name", "x"),
        ("chain", "create", "--slug", "b" * 41, "--name", "x"),
        ("chain", "create", "--slug", "bay", "--name", "  "),
        ("chain", "create", "--slug", "bay", "--name", "x", "--time-zone", "Mars/Base"),
        ("chain", "create", "--slug", "bay", "--name", "x", "--owner-email", "a@b.example"),
        ("property", "create", "--chain", "nowhere", "--slug", "n-1", "--name", "x"),
        ("property", "create", "--chain", "acme", "--slug", "rival-1", "--name", "x"),
        ("property", "create", "--chain", "acme", "--slug", 'a";drop', "--name", "x"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    db: None, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    before = Chain.objects.count(), Property.objects.count()
    assert huike(*words, "--json") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("huike: ") and told.err.count("\n") == 1
    assert (Chain.objects.count(), Property.objects.count()) == before


def test_migrating_what_is_up_to_date_does_nothing(
    committed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert huike("migrate", "--json") == 0
    told = answer(capsys)
    assert (told["public"], told["migrated"], told["lagging"]) == ([], 0, [])


def test_the_doctor_finds_nothing_wrong_and_then_what_is(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert huike("doctor", "--json") == 0
    assert answer(capsys) == {"well": True, "problems": [], "failed": False}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE p_acme_1.guests_tag DROP COLUMN kind")
        cursor.execute("UPDATE tenants_property SET schema_version = '0001-older' WHERE slug = 'acme-2'")
    assert huike("doctor", "--json") == 1
    assert answer(capsys)["problems"] == [
        {"where": "p_acme_2", "what": "lags: run `huike migrate`"},
        {"where": "p_acme_1", "what": "column guests_tag.kind is missing"},
    ]
