"""The OpenAPI document, and a page on which people read it."""

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.views import OpenView

METHODS = ("get", "post", "put", "patch", "delete")


@cache
def document() -> dict[str, Any]:
    """The whole document. It follows from the code alone, so once per process is enough."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def encoded() -> bytes:
    return msgspec.json.format(msgspec.json.encode(document()), indent=1)


class DocumentView(OpenView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(encoded(), content_type="application/json")


@require_safe
def readable(request: HttpRequest) -> HttpResponse:
    """/api/docs: plain HTML without scripts, so that the strictest policy lets it through."""
    made = document()
    resources: dict[str, list[dict[str, Any]]] = {}
    for path, operations in made["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                resources.setdefault(operation["tags"][0], []).append(shown(path, method, operation))
    components = {
        name: msgspec.json.format(msgspec.json.encode(schema), indent=2).decode()
        for name, schema in sorted(made["components"]["schemas"].items())
    }
    return render(
        request,
        "api/docs.html",
        {
            "info": made["info"],
            "resources": sorted(resources.items()),
            "components": components,
            "nonce": str(getattr(request, "csp_nonce", "")),
        },
    )


def shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    answers = [
        (status, body_names(answer))
        for status, answer in operation["responses"].items()
        if status != "default"
    ]
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "scopes": [scope for way in operation.get("security", []) for scope in way.get("key", [])],
        "body": body_names(operation.get("requestBody", {})),
        "answers": answers,
    }


def body_names(part: dict[str, Any]) -> list[str]:
    """The components a body refers to, by name."""
    schemas = [media.get("schema", {}) for media in part.get("content", {}).values()]
    return [schema["$ref"].rpartition("/")[2] for schema in schemas if "$ref" in schema]
