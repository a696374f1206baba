"""huike programme …: check, publish, nightly."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit.models import Entry
from chains.models import Chain
from config import command
from loyalty.programme.models import Run, Version
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.programme.changed import document


@pytest.fixture
def huike(db: None, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command: its exit code, and its JSON or the sentence with which it refused."""

    def run(*arguments: str) -> tuple[int, Any]:
        code = command.run(command.parser(), ["programme", *arguments, "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else told.err

    return run


def test_a_template_is_published_once(huike: Any, acme: Chain, acme_1: Property) -> None:
    ask = ("publish", "--property", "acme-1", "--template", "midscale", "--note", "开业")
    assert huike(*ask)[1]["version"] == 1
    again = huike(*ask)[1]
    assert (again["version"], again["changed"]) == (1, [])
    with in_property(acme_1):
        assert Version.objects.get().note == "开业"
    entry = Entry.objects.get(action="programme.published")
    assert (entry.actor_kind, entry.property_id) == ("command", acme_1.pk)


def test_a_file_is_checked_and_published(huike: Any, acme: Chain, tmp_path: Path) -> None:
    file = tmp_path / "programme.json"
    file.write_text(json.dumps(document(wallet__named_max="6000.00")))
    code, told = huike("check", "--file", str(file))
    assert (code, told["problems"], told["warnings"][0]["code"]) == (0, [], "above_law")
    assert huike("publish", "--property", "acme-1", "--file", str(file))[1]["version"] == 1


def test_what_is_wrong_is_told_and_not_published(
    huike: Any, acme: Chain, acme_1: Property, tmp_path: Path
) -> None:
    file = tmp_path / "programme.json"
    file.write_text(json.dumps(document(tiers__prices__2__price="1.00")))
    code, told = huike("check", "--file", str(file))
    assert (code, told["problems"][0]["code"]) == (1, "not_the_sum")
    code, said = huike("publish", "--property", "acme-1", "--file", str(file))
    assert code == 1 and "1 problems" in said
    for wrong in ("{", "[]", '{"name": "x"}'):
        file.write_text(wrong)
        code, said = huike("publish", "--property", "acme-1", "--file", str(file))
        assert code == 1 and "is no programme" in said
    assert huike("publish", "--property", "acme-1", "--file", str(tmp_path / "none.json"))[0] == 1
    assert huike("publish", "--property", "nowhere", "--template", "economy")[0] == 1
    with in_property(acme_1):
        assert not Version.objects.exists()


def test_nights_are_made_up_for_a_property_and_for_a_chain(huike: Any, acme: Chain, acme_1: Property) -> None:
    assert huike("nightly", "--chain", "acme")[1] == {"properties": {"acme-1": {}, "acme-2": {}}}
    huike("publish", "--property", "acme-1", "--template", "midscale")
    (day,) = huike("nightly", "--property", "acme-1")[1]["properties"]["acme-1"]
    with in_property(acme_1):
        assert str(Run.objects.get().day) == day
    assert huike("nightly", "--chain", "acme")[1]["properties"]["acme-1"] == {}


def test_a_property_may_be_made_as_a_sandbox(
    db: None, acme: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = [
        "property",
        "create",
        "--chain",
        "acme",
        "--slug",
        "acme-try",
        "--name",
        "试验店",
        "--sandbox",
        "--json",
    ]
    assert command.run(command.parser(), ask) == 0
    assert json.loads(capsys.readouterr().out)["sandbox"] is True
    assert Property.objects.get(slug="acme-try").sandbox
