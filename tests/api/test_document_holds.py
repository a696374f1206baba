"""The interface keeps what its document says (schemathesis over every operation): whatever is sent, by the document or
against it, there is no 5xx, every error is a problem document, and every answer has the shape that is written there.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any
from unittest import SkipTest
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from pytest_django.plugin import DjangoDbBlocker
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis.builder import (
    InvalidHeadersExampleMark,
    MissingPathParameters,
    UnserializablePayloadMark,
)
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from api.v1.documents import document
from chains.models import Chain
from staff.inviting import add_member
from staff.models import StaffMember
from staff.roles import Role
from tenants.context import in_property
from tests import cast, doors, factories
from tests.doors import Door

# Beside what the document's examples and its bounds give (some forty cases of each operation), so many at random.
EXAMPLES = 100 if os.environ.get("FULL") == "1" else 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
HERE = "http://testserver"


def told() -> dict[str, Any]:
    """The document, with rules of segments one level deep: what is made of a part that holds itself has no end.

    Deep rules are tried by the thousand in tests/loyalty/segments.
    """
    whole = deepcopy(document())
    for name in ("And", "Or"):
        whole["components"]["schemas"][name]["properties"]["of"]["items"] = {"type": "object"}
    whole["components"]["schemas"]["Not"]["properties"]["of"] = {"type": "object"}
    # A chain's programme is read as a property's is, where each of its fields is tried.
    whole["components"]["schemas"]["ChainProgrammeBody"]["properties"]["programme"] = {"type": "object"}
    return whole


CONFIG = SchemathesisConfig.from_dict({"generation": {"mode": "all", "no-shrink": True}})
DOCUMENT = schemathesis.openapi.from_dict(told(), config=CONFIG)
DOCUMENT.config.update(base_url=HERE)
FEEDBACK = FeedbackSources(constants_value_source=make_constants_value_source(DOCUMENT))
# How schemathesis says that it could not make some of the cases.
LEFT_OUT = [InvalidHeadersExampleMark, MissingPathParameters, UnserializablePayloadMark]
OPERATIONS = [(method.upper(), path) for path, ways in document()["paths"].items() for method in ways]


class Inside(BaseAdapter):
    """Carries requests to a door of the product in this process, within the test's transaction."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        body = request.body or b""
        headers = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in request.headers.items()}
        content_type = str(headers.pop("HTTP_CONTENT_TYPE", ""))
        for own in ("HTTP_CONTENT_LENGTH", "HTTP_COOKIE", "HTTP_AUTHORIZATION"):  # who calls is ours to say
            headers.pop(own, None)
        if "huike_csrf" in self.door.cookies:
            headers["HTTP_X_CSRFTOKEN"] = self.door.cookies["huike_csrf"].value
        told = self.door.generic(
            request.method or "GET",
            parts.path,
            body if isinstance(body, bytes) else str(body).encode(),
            content_type,
            QUERY_STRING=parts.query,
            **headers,
        )
        answer = requests.Response()
        answer.status_code = told.status_code
        answer.headers = CaseInsensitiveDict(told.headers)
        answer.raw = HTTPResponse(
            BytesIO(told.getvalue()), dict(told.headers), told.status_code, preload_content=False
        )
        answer.request, answer.url = request, request.url or ""
        return answer

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, requests.Session]]:
    """Callers who get past the judge everywhere, at a property with a guest in it; for all tests of this file, which
    take back what they do.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:  # while cases are made, nothing is asked
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield callers()
        transaction.set_rollback(True)


@pytest.fixture
def inside(house: dict[str, requests.Session], db: None) -> dict[str, requests.Session]:
    return house


def callers() -> dict[str, requests.Session]:
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        guest = factories.li_si_with_five_visits(hotel)
    acme = Chain.objects.get(slug="acme")
    operator = add_member(acme, "op@huike.test", name="op", role=Role.OWNER, password=doors.PASSWORD)
    StaffMember.objects.filter(pk=operator.pk).update(is_operator=True)
    operator.refresh_from_db()
    people = {
        "key": doors.with_key(acme),
        "owner": doors.as_role(acme, Role.OWNER),
        "operator": doors.signed_in(operator),
    }
    sessions = {}
    for name, door in people.items():
        door.raise_request_exception = False
        sessions[name] = requests.Session()
        sessions[name].trust_env = False
        sessions[name].mount(HERE, Inside(door))
    Known.guest = guest.pk
    return sessions


class Known:
    guest = 0


def into_the_house(case: Case) -> None:
    """Most cases go where there is something: to the property, the chain and the guest that are there."""
    known: dict[str, Any] = {"property": "acme-1", "chain": "acme", "form": "csv"}
    if "/guests/{id}" in case.path:
        known["id"] = Known.guest
    given = case.path_parameters or {}
    for name in known.keys() & given.keys():
        given[name] = known[name]


def caller_of(case: Case) -> str:
    """Whoever gets furthest: stays and members come from keys, the platform is the operator's, the rest the owner's."""
    if "/operator/" in case.path:
        return "operator"
    sends = "/stays" in case.path and case.method.upper() != "GET"
    return "key" if sends or "/partner/" in case.path else "owner"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def holds(inside: dict[str, requests.Session], case: Case) -> None:
    into_the_house(case)
    with transaction.atomic():
        response = case.call(session=inside[caller_of(case)])
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        (kind,) = response.headers["content-type"]
        assert kind == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_keeps_what_the_document_says(
    inside: dict[str, requests.Session], method: str, path: str
) -> None:
    """The cases are made here, when their turn comes: schemathesis' own decorator makes those of all operations while
    tests are collected, which each worker does.
    """
    every_case = build_operation_test(
        config=DOCUMENT.config,
        operation=DOCUMENT[path][method],
        test_func=holds,
        given_kwargs={},
        feedback=FEEDBACK,
    )
    try:
        every_case(inside=inside)
    except SkipTest as untested:
        raise AssertionError(f"no case could be made: {untested}") from untested
    assert not [mark for mark in LEFT_OUT if mark.is_set(every_case)]
