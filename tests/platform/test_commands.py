"""huike key …, huike staff …: what an operator does by hand."""

import json
from typing import Any

import pytest

from chains.models import Chain
from config import command
from partners.models import ApiKey
from staff.models import Membership, StaffMember
from staff.roles import Role
from tests import doors
from tests.doors import PASSWORD, Door


@pytest.fixture
def huike(db: None, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command; its JSON, or the sentence with which it refused."""

    def run(*arguments: str) -> dict[str, Any] | str:
        code = command.run(command.parser(), [*arguments, "--json"])
        told = capsys.readouterr()
        if code:
            assert told.out == ""
            return told.err
        answer: dict[str, Any] = json.loads(told.out)
        return answer

    return run


def test_key_create_prints_a_key_that_opens_the_chain(huike: Any, acme: Chain) -> None:
    key = huike("key", "create", "--chain", "acme", "--name", "check", "--scope", "*")["key"]
    assert Door(HTTP_AUTHORIZATION=f"Bearer {key}").read("/chains/acme").status_code == 200


def test_key_create_binds_a_key_to_properties(huike: Any, acme: Chain) -> None:
    arguments = ("key", "create", "--chain", "acme", "--name", "check", "--scope", "*")
    one = huike(*arguments, "--property", "acme-1")["key"]
    two = huike(*arguments, "--property", "acme-1", "--property", "acme-2")["key"]
    both = huike(*arguments, "--property", "acme-1", "acme-2")["key"]
    statuses = [
        Door(HTTP_AUTHORIZATION=f"Bearer {key}").read("/chains/acme/properties/acme-2").status_code
        for key in (one, two, both)
    ]
    assert statuses == [404, 200, 200]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--chain", "nobody", "--scope", "*"), "nobody"),
        (("--chain", "acme", "--scope", "stays:wirte"), "stays:wirte"),
        (("--chain", "acme", "--scope", "*", "--property", "rival-1"), "rival-1"),
    ],
)
def test_key_create_refuses_in_one_sentence(
    huike: Any, acme: Chain, arguments: tuple[str, ...], words: str
) -> None:
    told = huike("key", "create", "--name", "check", *arguments)
    assert isinstance(told, str) and words in told and told.count("\n") == 1
    assert not ApiKey.objects.exists()


def test_key_list_shows_no_key_and_revoke_ends_one(huike: Any, acme: Chain) -> None:
    made = huike("key", "create", "--chain", "acme", "--name", "check", "--scope", "*")
    assert made["key"] not in json.dumps(huike("key", "list", "--chain", "acme"))
    number = str(made["id"])
    assert [huike("key", "revoke", "--id", number)["revoked"] for _ in range(2)] == [True, False]
    assert Door(HTTP_AUTHORIZATION=f"Bearer {made['key']}").read("/chains/acme").status_code == 401
    assert isinstance(huike("key", "revoke", "--id", "0"), str)


def test_staff_add_twice_is_one_person_with_the_password_of_the_first_time(huike: Any, acme: Chain) -> None:
    arguments = (
        "staff",
        "add",
        "--chain",
        "acme",
        "--login",
        "Li@Acme.test",
        "--name",
        "李",
        "--role",
        "owner",
    )
    first = huike(*arguments, "--password", PASSWORD)
    again = huike(*arguments, "--password", "another long sentence")
    assert first["id"] == again["id"]
    assert StaffMember.objects.get(email="li@acme.test").check_password(PASSWORD)
    assert Membership.objects.get(staff_id=first["id"]).role == "owner"


def test_the_desk_needs_a_property_and_a_weak_password_is_refused(huike: Any, acme: Chain) -> None:
    person = (
        "staff",
        "add",
        "--chain",
        "acme",
        "--login",
        "13800138000",
        "--name",
        "王芳",
        "--role",
        "front_desk",
    )
    assert "--property" in huike(*person, "--password", PASSWORD)
    assert "10 characters" in huike(*person, "--property", "acme-1", "--password", "short")
    assert huike(*person, "--property", "acme-1", "--password", PASSWORD)["properties"] == ["acme-1"]
    assert StaffMember.objects.get(phone="+8613800138000").name == "王芳"
    assert "no e-mail address" in huike(
        "staff",
        "add",
        "--chain",
        "acme",
        "--login",
        "x",
        "--name",
        "x",
        "--role",
        "owner",
        "--password",
        PASSWORD,
    )


def test_staff_password_and_deactivate_end_the_sessions(huike: Any, acme: Chain) -> None:
    person = doors.member(acme, Role.OWNER)
    door = doors.signed_in(person)
    assert huike("staff", "password", "--login", person.email, "--password", "another long sentence")[
        "changed"
    ]
    assert door.read("/session").status_code == 401
    person.refresh_from_db()
    door = doors.signed_in(person)
    changed = [huike("staff", "deactivate", "--login", person.email)["changed"] for _ in range(2)]
    assert changed == [True, False]
    assert door.read("/session").status_code == 401
    assert "Nobody" in huike("staff", "deactivate", "--login", "nobody@acme.test")


def test_staff_operator_makes_an_operator(huike: Any, acme: Chain) -> None:
    arguments = ("staff", "operator", "--login", "op@huike.test", "--password", PASSWORD)
    assert [huike(*arguments)["changed"] for _ in range(2)] == [True, False]
    assert StaffMember.objects.get(email="op@huike.test").is_operator
