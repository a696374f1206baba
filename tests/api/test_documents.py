"""The OpenAPI document and the page on which people read it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from api.documents import examples
from api.v1.documents import document
from chains.models import Chain
from staff.roles import Role
from tenants.models import Property
from tests import doors, recording
from tests.routes import all_routes


def test_the_document_is_made_without_a_single_warning(capsys: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, capsys.readouterr().err


def test_every_route_and_method_is_in_the_document() -> None:
    paths = document()["paths"]
    missing = []
    for route in all_routes():
        told = "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path)
        missing += [(method, told) for method in route.methods if method.lower() not in paths.get(told, {})]
    # The document itself, and where Stripe and the vendors of messages knock.
    assert missing == [
        ("POST", "/api/v1/hooks/messaging/{property}/{vendor}/{token}"),
        ("POST", "/api/v1/hooks/stripe"),
        ("GET", "/api/v1/openapi.json"),
    ]


def test_every_operation_has_a_name_of_its_own_a_summary_and_tells_of_problems() -> None:
    operations = [one for path in document()["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    for one in operations:
        assert one.get("summary"), one["operationId"]
        assert one["responses"]["default"] == {"$ref": "#/components/responses/Problem"}


def test_every_report_answers_for_a_chain_and_for_a_property(acme: Chain, acme_1: Property) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    for path, ways in document()["paths"].items():
        if "/reports/" in path and not path.endswith((".csv", ".xlsx")):
            filled = path.removeprefix("/api/v1").format(chain="acme", property="acme-1")
            asked = {each["name"] for each in ways["get"].get("parameters", ())}
            days = "month=2026-03" if "month" in asked else "from=2026-03-01&to=2026-03-31"
            if not asked & {"month", "from"}:
                days = ""  # as of the last night
            assert owner.read(f"{filled}?{days}").status_code == 200, path


def test_every_operation_has_an_example_that_fits_its_schema() -> None:
    """Taken from real exchanges (tests.recording); an operation without a body needs none."""
    missing = []
    for path, ways in document()["paths"].items():
        for method, operation in ways.items():
            name = f"{method.upper()} {path}"
            bodies = [operation.get("requestBody", {})]
            bodies += [answer for status, answer in operation["responses"].items() if status != "default"]
            contents = [body.get("content", {}).get("application/json", {}) for body in bodies]
            if any("schema" in content for content in contents) and name not in examples():
                missing.append(name)
            elif name in examples():
                assert not recording.misfits(operation, examples()[name]), name
    assert not missing, sorted(set(missing))


def test_every_operation_says_which_key_may_call_it() -> None:
    def ways(path: str, method: str) -> list[dict[str, list[str]]]:
        found: list[dict[str, list[str]]] = document()["paths"][f"/api/v1/{path}"][method]["security"]
        return found

    console: dict[str, list[str]] = {"console": []}
    assert ways("properties/{property}/touches", "post") == [{"key": ["touches:write"]}], (
        "no person writes there"
    )
    assert ways("properties/{property}/desk/tasks/{id}", "post") == [{"key": ["desk:write"]}, console]
    assert ways("properties/{property}/owner-rules", "put") == [{"key": ["*"]}, console]
    assert ways("chains/{chain}/keys", "post") == [console], "no key makes keys"
    assert ways("chains/{chain}", "get") == [{"key": []}, console], "every key sees its chain"


def test_every_reference_leads_somewhere() -> None:
    made = document()
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(made))):
        place = made
        for part in reference.split("/"):
            place = place[part]


def test_the_document_is_served_and_says_3_1(db: None) -> None:
    served = Client().get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"].startswith("3.1")
    assert set(served.json()["components"]["securitySchemes"]) == {"key", "console"}


def test_the_page_shows_every_path_and_needs_no_script(db: None) -> None:
    page = Client().get("/api/docs")
    text = page.content.decode()
    assert page.status_code == 200
    for path in document()["paths"]:
        assert path in text
    assert "<script" not in text and "http://" not in text and "https://" not in text
    [nonce] = re.findall(r'<style nonce="([^"]+)">', text)
    assert f"'nonce-{nonce}'" in page["Content-Security-Policy"]


def test_the_command_writes_it_without_a_database(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    root = Path(__file__).parents[2]
    environment = os.environ | {
        "DATABASE_URL": "postgresql://127.0.0.1:1/nobody-listens",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "PYTHONPATH": f"{root}{os.pathsep}{root / 'platform'}",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.command import main; main()",
            "openapi",
            "--file",
            str(file),
            "--json",
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["file"] == str(file)
    assert json.loads(file.read_text())["paths"].keys() == document()["paths"].keys()
