"""Errors of the interface: one shape, two languages, no input that breaks it."""

import json

import pytest
from django.test import Client

from chains.models import Chain
from staff.roles import Role
from tests import doors


def test_an_unknown_route_is_a_problem_document_with_a_request_id(db: None) -> None:
    response = Client().get("/api/v1/nothing/here")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == "/problems/not-found"
    assert body["request_id"] == response["X-Request-Id"]
    assert body["errors"] == []


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-CN", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("fr, en;q=0.2", "en"),
        ("", "zh-CN"),
        ("en;q=abc", "zh-CN"),
        ("zh;q=0.4,en;q=0.8", "en"),
    ],
)
def test_errors_speak_the_language_that_was_asked_for(db: None, asked: str, language: str) -> None:
    response = Client().get("/api/v1/nothing", headers={"Accept-Language": asked})
    assert response["Content-Language"] == language
    assert response.json()["title"] == {"zh-CN": "未找到", "en": "Not found"}[language]


@pytest.mark.parametrize("sent", ["req-1", "A.b_c-9", "x" * 40])
def test_a_sane_request_id_is_kept(db: None, sent: str) -> None:
    assert Client().get("/api/v1/nothing", headers={"X-Request-Id": sent})["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["x" * 41, "a b", "<script>", "中", ""])
def test_an_odd_request_id_is_replaced(db: None, sent: str) -> None:
    assert Client().get("/api/v1/nothing", headers={"X-Request-Id": sent})["X-Request-Id"] != sent


def test_who_is_unknown_gets_401_and_is_told_how_to_come_in(db: None) -> None:
    response = Client().get("/api/v1/chains/acme")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer hk_live_x", "Basic eDp5", "Bearer hk_live_" + "é" * 40, "Bearer hk_live_" + "A" * 40],
)
def test_a_wrong_key_is_401_even_with_a_good_session(acme: Chain, header: str) -> None:
    door = doors.as_role(acme, Role.OWNER)
    assert door.read("/chains/acme").status_code == 200
    assert door.read("/chains/acme", authorization=header).status_code == 401


def test_a_method_that_is_not_there_is_405(acme: Chain) -> None:
    door = doors.with_key(acme)
    for method in ("PUT", "DELETE", "OPTIONS"):
        response = door.send(method, "/chains/acme")
        assert (response.status_code, response.json()["type"]) == (405, "/problems/method-not-allowed")


def test_another_body_than_json_is_415(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    response = door.generic(
        "PATCH",
        "/api/v1/chains/acme",
        b"a=b",
        "text/plain",
        HTTP_X_CSRFTOKEN=door.cookies["huike_csrf"].value,
    )
    assert response.status_code == 415


def test_an_answer_other_than_json_cannot_be_asked_for(acme: Chain) -> None:
    response = doors.with_key(acme).read("/chains/acme", accept="application/xml")
    assert (response.status_code, response.json()["type"]) == (406, "/problems/not-acceptable")


def test_a_body_over_the_limit_is_413(acme: Chain) -> None:
    response = doors.as_role(acme, Role.OWNER).change(
        "/chains/acme", b'{"name": "' + b"x" * 13_000_000 + b'"}'
    )
    assert (response.status_code, response.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b'{"name": "\xff"}',
        b'{"name": "a\x00b"}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\ud800\\u0041 and more text behind it"}',
        b'{"target_repeat_rate": NaN}',
        b'{"target_repeat_rate": Infinity}',
        b'{"target_repeat_rate": 1e400}',
        b'{"target_repeat_rate": ' + b"9" * 5000 + b"}",
        b'{"target_repeat_rate": -1}',
        b'{"target_repeat_rate": true}',
        b'{"targets": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"name": "x"} trailing',
        b"\xef\xbb\xbf{}",
        b'"text"',
        b"null",
        b"[]",
        b'{"nmae": "typo"}',
        b'{"__class__": "x"}',
        b'{"id": 7}',
    ],
)
def test_a_broken_body_is_400_and_changes_nothing(acme: Chain, body: bytes) -> None:
    response = doors.as_role(acme, Role.OWNER).change("/chains/acme", body)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), (
        response.content
    )
    assert len(response.json()["errors"]) == 1
    assert Chain.objects.get(slug="acme").name == acme.name


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"nmae": "x"}, "/nmae", "unknown_field"),
        ({"targets": {"member": 1}}, "/targets/corporate", "missing"),
        (
            {"targets": {"member": "1", "corporate": 1, "ota": 1, "walk_in": 1}},
            "/targets/member",
            "wrong_type",
        ),
        ({"name": ""}, "/name", "too_short"),
        ({"name": "x" * 81}, "/name", "too_long"),
        ({"target_repeat_rate": 101}, "/target_repeat_rate", "too_great"),
        ({"name": "\x00"}, "/name", "bad_format"),
    ],
)
def test_the_problem_points_at_the_field(acme: Chain, body: object, pointer: str, code: str) -> None:
    error = doors.as_role(acme, Role.OWNER).change("/chains/acme", body).json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert error["detail"]


def test_the_last_of_two_equal_keys_holds(acme: Chain) -> None:
    """RFC 8259 leaves it open; we do as nearly all parsers do."""
    response = doors.as_role(acme, Role.OWNER).change("/chains/acme", b'{"name": "first", "name": "last"}')
    assert response.json()["name"] == "last"


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("limit=0", "?limit", "too_small"),
        ("limit=201", "?limit", "too_great"),
        ("limit=x", "?limit", "wrong_type"),
        ("limti=5", "?limti", "unknown_field"),
        ("cursor=%00", "?cursor", "bad_format"),
        ("cursor=nonsense", "?cursor", "bad_cursor"),
        ("cursor=" + "A" * 401, "?cursor", "too_long"),
    ],
)
def test_a_wrong_query_parameter_is_named(acme: Chain, query: str, pointer: str, code: str) -> None:
    response = doors.as_role(acme, Role.OWNER).read(f"/chains/acme/keys?{query}")
    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_a_lost_database_is_503_with_retry_after(acme: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from api import callers

    def fail(*_: object) -> None:
        raise OperationalError("connection refused")

    door = doors.with_key(acme)
    monkeypatch.setattr(callers, "caller_of_key", fail)
    response = door.read("/chains/acme")
    assert (response.status_code, response.json()["type"]) == (503, "/problems/unavailable")
    assert int(response["Retry-After"]) > 0


def test_a_mistake_of_ours_is_logged_with_the_request_id_and_told_without_its_text(
    acme: Chain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from api import callers

    def fail(*_: object) -> None:
        raise RuntimeError("secret internals")

    door = doors.with_key(acme)
    monkeypatch.setattr(callers, "caller_of_key", fail)
    response = door.read("/chains/acme", x_request_id="find-me")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert "find-me" in caplog.text and "secret internals" in caplog.text


def test_problem_bodies_are_json_with_exactly_the_promised_members(db: None) -> None:
    body = json.loads(Client().get("/api/v1/nothing").content)
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
