"""How the OpenAPI document is made: bodies from the msgspec Structs that parse them, errors said once."""

import inspect
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import Direction, OpenApiParameter

from api import needing
from partners import scopes
from reports.exporting import CSV_TYPE, XLSX_TYPE
from staff.roles import ABILITIES, Ability

# What a list that can be had as a file answers with.
FILES = {(200, CSV_TYPE.partition(";")[0]): OpenApiTypes.BINARY, (200, XLSX_TYPE): OpenApiTypes.BINARY}
JSON = "application/json"
REFERENCE = "#/components/schemas/{name}"
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `type` is stable; `detail` is for people, in the asked language.",
    "required": ["type", "title", "status", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON pointer into the body, or ?name for a query parameter",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string"},
    },
}
PROBLEM_ANSWER = {
    "description": "An error",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


LANGUAGE = OpenApiParameter(
    "Accept-Language",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="zh-CN or en: the language of sentences for people",
)
KEY_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "maxLength": 255,
    "pattern": "^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$",
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    KEY_SCHEMA,
    OpenApiParameter.HEADER,
    description="Kept for 30 days: the same key and body give the first answer again, with `Idempotent-Replayed: true`",
)
IDEMPOTENCY_KEY_NEEDED = OpenApiParameter(
    "Idempotency-Key",
    KEY_SCHEMA,
    OpenApiParameter.HEADER,
    required=True,
    description="Needed: this moves value. Kept for 30 days; the same key and body give the first answer again",
)
# Of every answer.
ANSWER_HEADERS = {
    "X-Request-Id": {
        "description": "Names this request in our logs; your own, when you sent one",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "What may be used: quota `q` in a window of `w` seconds",
        "schema": {"type": "string", "examples": ['"default";q=100;w=10']},
    },
    "RateLimit": {
        "description": "What is left: `r` requests, until `t` seconds from now",
        "schema": {"type": "string", "examples": ['"default";r=99;t=10']},
    },
}


class Schema(AutoSchema):
    """Names that stay: an operation is called after its method and path, and stands under its resource."""

    def get_operation_id(self) -> str:
        named = re.sub(r"[^a-z0-9]+", "_", self._path_within_version().lower()).strip("_")
        return f"{self.method.lower()}_{named}"

    def get_description(self) -> str:  # type: ignore[override]
        # The handler's own words only; a view's docstring speaks to us, not to who calls.
        return str(inspect.getdoc(getattr(self.view, self.method.lower(), None)) or "")

    def get_override_parameters(self) -> list[Any]:
        """The headers every operation understands; a key for repeating where something is made or done."""
        from api.value import ValueView  # views are made with this class: they cannot stand above it
        from api.views import CallerView

        if self.method != "POST" or not isinstance(self.view, CallerView):
            return [LANGUAGE]
        moves_value = isinstance(self.view, ValueView)
        return [LANGUAGE, IDEMPOTENCY_KEY_NEEDED if moves_value else IDEMPOTENCY_KEY]

    def get_tags(self) -> list[str]:
        parts = [part for part in self._path_within_version().split("/") if part]
        inner = [part for part in parts[1:] if not part.startswith("{")]
        return [re.sub(r"\..*", "", inner[0] if inner else parts[0])]

    def _path_within_version(self) -> str:
        return str(self.path).removeprefix("/api/v1")


class StructExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A msgspec Struct in @extend_schema(request=…, responses=…) documents itself."""

    target_class = "msgspec.Struct"
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        _, components = msgspec.json.schema_components([self.target], ref_template=REFERENCE)
        own = components.pop(self.target.__name__)
        kinds = {kind.__name__: kind for kind in named_in(self.target)}
        for name, schema in components.items():
            # Under its class: two that share a name are told by a warning, and the test allows none.
            auto_schema.registry.register_on_missing(
                ResolvedComponent(  # type: ignore[no-untyped-call]
                    name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=kinds[name]
                )
            )
        return dict(own)


def named_in(kind: type) -> set[type]:
    """The Structs and enums that a Struct is made of, at any depth."""
    found: set[type] = set()
    todo: list[Any] = [msgspec.inspect.type_info(kind)]
    while todo:
        node = todo.pop()
        if isinstance(node, (list, tuple)):
            todo.extend(node)
        elif isinstance(node, msgspec.inspect.Field):
            todo.append(node.type)
        elif isinstance(node, msgspec.inspect.Type):
            named = getattr(node, "cls", None)
            if named is None or named not in found:
                found |= {named} if named is not None else set()
                todo.extend(getattr(node, name) for name in node.__struct_fields__)
    return found


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.callers.KeyAuthentication"
    name = "key"

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[str]]]:
        """One alternative for each scope that would do; none where no key may."""
        ability = needed(auto_schema)
        if ability is None or ability in scopes.abilities([]):
            return [{self.name: []}]
        return [{self.name: [scope]} for scope in scopes.giving(ability)]

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key: `Authorization: Bearer hk_live_…` (`hk_test_…` for a sandbox). Scoped, "
            "revocable at once. It may send so many requests within ten seconds: answers say in `RateLimit` what is left.",
        }


class ConsoleScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.callers.ConsoleAuthentication"
    name = "console"

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[str]]]:
        """None where only machines may."""
        ability = needed(auto_schema)
        held = ability is None or any(ability in allowed for allowed in ABILITIES.values())
        return [{self.name: []}] if held else []

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "huike_session",
            "description": "The console's session. Changes need `X-CSRFToken` with the token of GET /session.",
        }


def needed(auto_schema: AutoSchema) -> Ability | None:
    """What the view says its method needs; None: it says nothing, or judges by itself."""
    return needing.of(getattr(auto_schema.view, "needs", None), auto_schema.method.lower())


def parameters(kind: type[msgspec.Struct]) -> list[OpenApiParameter]:
    """The query parameters of a list, from the Struct that reads them."""
    _, components = msgspec.json.schema_components([kind], ref_template=REFERENCE)
    own = components[kind.__name__]
    required = set(own.get("required", ()))
    return [
        OpenApiParameter(name, _plain(schema, components), required=name in required)
        for name, schema in own["properties"].items()
    ]


def _plain(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """One schema that needs no other: a parameter that may be left out is never null."""
    if "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
        choices = [_plain(one, components) for one in schema["anyOf"] if one != {"type": "null"}]
        schema = {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}
    return schema


def add_problems(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every operation may answer with a problem; the shape is written down once."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components.setdefault("responses", {})["Problem"] = PROBLEM_ANSWER
    components["headers"] = ANSWER_HEADERS
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _give_example(operation, examples().get(f"{method.upper()} {path}", {}))
            operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
            for answer in operation["responses"].values():
                if "$ref" not in answer:
                    answer["headers"] = {
                        name: {"$ref": f"#/components/headers/{name}"} for name in ANSWER_HEADERS
                    }
    return result


@cache
def examples() -> dict[str, Any]:
    """Operation -> an exchange that really was (tests.recording takes them down)."""
    found: dict[str, Any] = msgspec.json.decode((Path(__file__).parent / "v1" / "examples.json").read_bytes())
    return found


def _give_example(operation: dict[str, Any], example: dict[str, Any]) -> None:
    sent = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if sent is not None and "request" in example:
        sent["example"] = example["request"]
    answered = operation["responses"].get(str(example.get("status")), {}).get("content", {}).get(JSON)
    if answered is not None and "answer" in example:
        answered["example"] = example["answer"]
