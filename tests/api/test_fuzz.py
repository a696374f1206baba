"""Nothing that can be sent breaks the interface (a small form of F16): no 5xx, every error a problem document.

Driven by the resolver: each route that takes a body gets every broken body, and each list every odd parameter.
"""

import json
import os
import random
import re
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

import pytest
from django.http import HttpResponse

from api.v1.documents import document
from chains.models import Chain
from staff.roles import Role
from tenants.context import in_property
from tests import cast, doors, factories
from tests.api.corpus import BODIES, ODD_PATHS, ODD_QUERIES, ODD_VALUES
from tests.doors import Door
from tests.routes import Route, all_routes

SEED = 20260106
T = TypeVar("T")
# Every test run sends a sample, another one to each route; FULL=1 (as `make faults`) sends everything everywhere.
EACH = 1_000 if os.environ.get("FULL") == "1" else 8


def some(things: Collection[T], chance: random.Random) -> list[T]:
    return chance.sample(list(things), min(EACH, len(things)))


@pytest.fixture
def inside(committed: None) -> Iterator[dict[str, Door]]:
    """Callers who get past the judge everywhere, at a property with a guest in it."""
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        factories.li_si_with_five_visits(hotel)
    acme = Chain.objects.get(slug="acme")
    yield {"key": doors.with_key(acme), "owner": doors.as_role(acme, Role.OWNER)}


def wrong(response: HttpResponse) -> str | None:
    """What is wrong with this answer, if anything."""
    if response.status_code >= 500:
        return f"{response.status_code}: {response.content[:300]!r}"
    if response.status_code >= 400:
        if response["Content-Type"] != "application/problem+json":
            return f"{response.status_code} as {response['Content-Type']}"
        body = response.json()
        if set(body) < {"type", "title", "status", "detail", "errors", "request_id"}:
            return f"members are missing: {body}"
        if body["status"] != response.status_code or "Traceback" in response.content.decode():
            return f"not honest: {body}"
    return None


def door_for(doors_: dict[str, Door], route: Route, method: str) -> Door:
    """The key sends stays; the owner does everything else."""
    return doors_["key" if "stays" in route.path and method != "GET" else "owner"]


def with_body() -> list[tuple[Route, str]]:
    return [
        (route, method)
        for route in all_routes()
        for method in route.methods
        if method in ("POST", "PUT", "PATCH") and not route.path.startswith("session")
    ]


def test_no_broken_body_breaks_a_route(inside: dict[str, Door]) -> None:
    chance = random.Random(SEED)
    told, sent = [], 0
    for route, method in with_body():
        door = door_for(inside, route, method)
        path = route.filled(property="acme-1", chain="acme", id=1, external_id="F1")
        for name, body in some(BODIES.items(), chance):
            sent += 1
            if found := wrong(door.send(method, path, body)):
                told.append((method, route.path, name, found))
    assert not told, f"seed {SEED}"
    assert sent > 200


def test_no_odd_value_in_an_otherwise_good_body_breaks_a_route(inside: dict[str, Door]) -> None:
    """Every field of every documented body, with values of every kind."""
    made = document()
    chance = random.Random(SEED)
    told, sent = [], 0
    for route, method in with_body():
        shape = shape_of(made, route, method)
        if not shape:
            continue
        door = door_for(inside, route, method)
        path = route.filled(property="acme-1", chain="acme", id=1, external_id="F1")
        good = example(made, shape)
        for field in shape.get("properties", {}):
            for value in some(ODD_VALUES, chance)[: EACH // 2]:
                sent += 1
                if found := wrong(door.send(method, path, encode({**good, field: value}))):
                    told.append((method, route.path, field, value, found))
    assert not told, f"seed {SEED}"
    assert sent > 200


# Columns of our models that no body may name.
NEVER_WRITABLE = (
    "id",
    "pk",
    "chain",
    "chain_id",
    "schema_name",
    "is_active",
    "is_operator",
    "created_at",
    "person_key",
)


def test_no_body_takes_a_field_that_is_not_declared(inside: dict[str, Door]) -> None:
    """S3, mass assignment: an otherwise good body with one field more is refused whole."""
    made = document()
    taken, sent = [], 0
    for route, method in with_body():
        shape = shape_of(made, route, method)
        if not shape:
            continue
        door = door_for(inside, route, method)
        path = route.filled(property="acme-1", chain="acme", id=1, external_id="F1")
        good = example(made, shape)
        for field in (*NEVER_WRITABLE, "no_such_field"):
            if field in shape.get("properties", {}):
                continue
            sent += 1
            response = door.send(method, path, {**good, field: 1})
            if response.status_code < 400:
                taken.append((method, route.path, field, response.status_code))
    assert not taken
    assert sent > 100


def test_no_odd_query_breaks_a_list(inside: dict[str, Door]) -> None:
    chance = random.Random(SEED)
    told, sent = [], 0
    for route in all_routes():
        # A report's file reads its query as the report itself does.
        if "GET" not in route.methods or not route.place or route.path.endswith((".csv", ".xlsx")):
            continue
        path = route.filled(property="acme-1", chain="acme", id=1)
        for query in some(ODD_QUERIES, chance):
            sent += 1
            if found := wrong(inside["owner"].read(f"{path}?{query}")):
                told.append((route.path, query, found))
    assert not told, f"seed {SEED}"
    assert sent > 200


@pytest.mark.parametrize("odd", ODD_PATHS)
def test_no_odd_path_breaks_the_router(inside: dict[str, Door], odd: str) -> None:
    told = []
    for path in (f"/properties/{odd}/stays", f"/properties/acme-1/stays/{odd}", f"/chains/{odd}", f"/{odd}"):
        for method in ("GET", "PUT"):
            if found := wrong(inside["owner"].send(method, path, {})):
                told.append((method, path, found))
    assert not told


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer " + "x" * 8000},
        {"authorization": "Bearer hk_live_" + "\x00" * 40},
        {"accept_language": "é;q=" + "9" * 500},
        {"accept": "application/" + "x" * 5000},
        {"idempotency_key": "\x01"},
        {"cookie": "huike_session=" + "A" * 5000},
        {"x_forwarded_for": "'; DROP TABLE x; --"},
    ],
)
def test_no_odd_header_breaks_a_request(inside: dict[str, Door], headers: dict[str, str]) -> None:
    assert wrong(Door().read("/chains/acme", **headers)) is None
    assert wrong(inside["key"].add("/properties/acme-1/stays/batch", {"stays": []}, **headers)) is None


def test_signing_in_survives_the_corpus(committed: None) -> None:
    door = Door()
    door.read("/session")
    told = [(name, found) for name, body in BODIES.items() if (found := wrong(door.add("/session", body)))]
    for value in ODD_VALUES:
        for body in ({"login": value, "password": "x"}, {"login": "x@y.test", "password": value}):
            if found := wrong(door.add("/session", encode(body))):
                told.append((str(body)[:80], found))
    assert not told


def shape_of(made: dict[str, Any], route: Route, method: str) -> dict[str, Any]:
    """The documented JSON body of an operation, references resolved."""
    told = "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path)
    # Where Stripe knocks stands in no document of ours.
    body = made["paths"].get(told, {}).get(method.lower(), {}).get("requestBody", {}).get("content", {})
    return resolved(made, body.get("application/json", {}).get("schema", {}))


def resolved(made: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = made["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def example(made: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The least value that has the documented shape."""
    schema = resolved(made, schema)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(made, schema["anyOf"][0])
    kind = schema.get("type")
    if kind == "object":
        return {name: example(made, schema["properties"][name]) for name in schema.get("required", [])}
    plain = {"array": [], "string": "x" * max(1, schema.get("minLength", 1)), "integer": 1, "number": 1}
    return plain.get(str(kind), True if kind == "boolean" else None)


def encode(body: Any) -> bytes:
    """JSON, with what msgspec would not write (lone surrogates, huge numbers) written all the same."""
    return json.dumps(body).encode() if not isinstance(body, bytes) else body
