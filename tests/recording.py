"""Examples for the interface's document: real requests with real answers, taken down while the tests run.

`python -m tests.recording [tests …]` runs the tests of the interface with the recorder on and writes
api/v1/examples.json: for each operation an exchange that went well, neither bare nor endless. The document shows them; tests/api/test_documents.py holds them
against it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

import django
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

EXAMPLES = Path(__file__).resolve().parents[1] / "api" / "v1" / "examples.json"
FOLDER = os.environ.get("HUIKE_RECORD_TO", "")
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
ITEMS_MAX = 2
# Where tests speak to the interface.
FOLDERS = ("tests/api", "tests/loyalty/crossing", "tests/platform")
# What is shown once is not shown for ever.
SECRETS = re.compile(r"hk_(live|test)_[A-Za-z0-9_-]{40}|whsec_[A-Za-z0-9+/=_-]{20,}")


def listen() -> None:
    """Hear every request of a test's client from now on, when asked to."""
    plain = Client.generic

    def generic(self: Client, method: str, path: str, *args: Any, **extra: Any) -> HttpResponse:
        response = plain(self, method, path, *args, **extra)
        note(method, args[0] if args else extra.get("data", b""), response)
        return response

    if FOLDER:
        Client.generic = generic  # type: ignore[assignment,method-assign]


def note(method: str, body: Any, response: HttpResponse) -> None:
    """Take an exchange down, when asked to."""
    match = getattr(response, "resolver_match", None)
    if not FOLDER or match is None or response.status_code >= 300 or match.route.endswith("openapi.json"):
        return
    kind = response.headers.get("Content-Type", "")
    answer = response.json() if kind.startswith("application/json") and response.content else None
    if answer is None and response.content:
        return
    operation = f"{method.upper()} /" + CONVERTER.sub(r"{\1}", match.route)
    sent = _decoded(body)
    told = {"operation": operation, "status": response.status_code, "request": sent, "answer": answer}
    text = json.dumps(told, ensure_ascii=False, default=str)
    name = re.sub(r"[^A-Za-z0-9]+", "_", operation)
    (Path(FOLDER) / f"{name}.{len(text):09d}.{uuid.uuid4().hex}").write_text(text, encoding="utf-8")


def _decoded(body: Any) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:  # a form, or what a test broke on purpose
        return None


def cut(value: Any) -> Any:
    """The same with lists of at most ITEMS_MAX items and nothing secret in it."""
    if isinstance(value, list):
        return [cut(item) for item in value[:ITEMS_MAX]]
    if isinstance(value, dict):
        return {name: cut(item) for name, item in value.items()}
    if isinstance(value, str):
        return SECRETS.sub(lambda found: f"{found[0][:8]}…", value)
    return value


def misfits(operation: dict[str, Any], example: dict[str, Any]) -> list[str]:
    """What of an example is not as the document says of its operation."""
    from api.v1.documents import document

    registry = Registry().with_resource("doc", Resource.from_contents(document(), DRAFT202012))
    parts = [
        (operation.get("requestBody", {}), example.get("request")),
        (operation["responses"].get(str(example["status"]), {}), example.get("answer")),
    ]
    found = []
    for part, value in parts:
        content = part.get("content", {}).get("application/json")
        if content is not None and value is not None:
            schema = json.loads(json.dumps(content["schema"]).replace('"#/', '"doc#/'))
            validator = Draft202012Validator(schema, registry=registry)
            found += [error.message for error in validator.iter_errors(value)]
    return found


def gather(folder: Path) -> dict[str, Any]:
    """Operation -> its example: one that fits, with something in it rather than without."""
    from api.v1.documents import document

    known = {
        f"{method.upper()} {path}": one
        for path, ways in document()["paths"].items()
        for method, one in ways.items()
    }
    best: dict[str, tuple[Any, dict[str, Any]]] = {}
    for path in folder.iterdir():
        told = json.loads(path.read_text(encoding="utf-8"))
        answer = told["answer"]
        operation = known.get(told["operation"])
        if operation is None or misfits(operation, told):
            continue
        empty = isinstance(answer, dict) and answer.get("results") == []
        # Neither bare nor endless: closest to 600 characters.
        rank = (empty, abs(len(json.dumps(cut(answer), ensure_ascii=False)) - 600), path.name)
        if told["operation"] not in best or rank < best[told["operation"]][0]:
            best[told["operation"]] = (rank, told)
    return {
        operation: {
            "status": told["status"],
            **({"request": cut(told["request"])} if told["request"] is not None else {}),
            **({"answer": cut(told["answer"])} if told["answer"] is not None else {}),
        }
        for operation, (_, told) in sorted(best.items())
    }


def main() -> int:
    os.environ.setdefault("HUIKE_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-n",
                "2",
                "-q",
                "-m",
                "not alone and not browser",
                *(sys.argv[1:] or FOLDERS),
                "--ignore=tests/api/test_document_holds.py",
            ],
            env={**os.environ, "HUIKE_RECORD_TO": folder},
            check=False,
        )
        examples = gather(Path(folder))
    if sys.argv[1:]:  # some tests only: what the others gave stays
        examples = dict(sorted((json.loads(EXAMPLES.read_text(encoding="utf-8")) | examples).items()))
    EXAMPLES.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(examples)} examples")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
