"""Stays over HTTP, as a PMS vendor meets them."""

import json
from typing import Any

import pytest

from chains.models import Chain
from tenants.models import Property
from tests.doors import Door, with_key
from tests.factories import stay


@pytest.fixture
def pms(acme: Chain) -> Door:
    return with_key(acme, "stays:write", "stays:read", "guests:read")


def put(door: Door, body: dict[str, Any], number: str | None = None) -> Any:
    return door.send("PUT", f"/properties/acme-1/stays/{number or body['external_id']}", body)


def batch(door: Door, *stays: Any) -> Any:
    return door.add("/properties/acme-1/stays/batch", {"stays": list(stays)})


def test_a_stay_is_created_then_unchanged_then_updated_then_stale(pms: Door) -> None:
    first = put(pms, stay("F000123", "2026-01-05"))
    assert first.status_code == 201
    body = first.json()
    assert body["external_id"] == "F000123" and body["result"] == "created"
    assert body["stay"].items() >= {"counted": True, "visit_ordinal": 1, "channel": "ota"}.items()
    assert body["guest"]["visits"] == 1
    assert body["guest"]["remark"] == {
        "nickname": "李四1/携程/8210/208/20260105",
        "complete": False,
        "missing": ["nickname", "tags", "description"],
    }
    again = put(pms, stay("F000123", "2026-01-05"))
    assert (again.status_code, again.json()["result"]) == (200, "unchanged")
    later = put(pms, stay("F000123", "2026-01-05", rate="198.00", updated_at="2026-01-08T00:00:00+08:00"))
    assert later.json()["result"] == "updated" and "/198/" in later.json()["guest"]["remark"]["nickname"]
    old = put(pms, stay("F000123", "2026-01-05"))
    assert old.json()["result"] == "stale" and "/198/" in old.json()["guest"]["remark"]["nickname"]


def test_a_booking_is_kept_and_counts_for_nothing(pms: Door) -> None:
    body = put(pms, stay("F1", "2026-01-05", status="booked")).json()
    assert body["stay"]["counted"] is False and body["stay"]["visit_ordinal"] is None
    assert body["guest"]["visits"] == 0 and body["guest"]["remark"]["nickname"] is None


def test_the_external_id_of_the_body_must_be_the_one_of_the_path(pms: Door) -> None:
    answer = put(pms, stay("F1", "2026-01-05"), "F2")
    assert answer.status_code == 400 and answer.json()["errors"][0]["pointer"] == "/external_id"


BAD = [
    ({"rate": "208.001"}, "/rate"),
    ({"rate": 208}, "/rate"),
    ({"rate": "-1.00"}, "/rate"),
    ({"status": "gone"}, "/status"),
    ({"check_in": "2026-01-05T14:10:00"}, "/check_in"),
    ({"check_in": "2026-02-30T14:10:00+08:00"}, "/check_in"),
    ({"check_out": "2026-01-01T11:00:00+08:00"}, "/check_out"),
    ({"check_out": "2036-01-01T11:00:00+08:00"}, "/check_out"),
    ({"updated_at": "1066-01-01T00:00:00+00:00"}, "/updated_at"),
    ({"guest": {"name": "李四", "phone": None, "external_id": None}}, "/guest"),
    ({"guest": {"phone": "139 0000 00"}}, "/guest/phone"),
    ({"guest": {"name": " "}}, "/guest/name"),
    ({"guest": {"name": "李\u0000四"}}, "/guest/name"),
    ({"roomno": "8210"}, "/roomno"),
    ({"guest": {"nmae": "李四"}}, "/guest/nmae"),
    ({"source": ""}, "/source"),
    ({"requests": ["x" * 201]}, "/requests/0"),
    ({"adults": -1}, "/adults"),
]


@pytest.mark.parametrize(("change", "pointer"), BAD, ids=[f"{p}{n}" for n, (_, p) in enumerate(BAD)])
def test_a_bad_stay_is_told_where_it_is_wrong(pms: Door, change: dict[str, Any], pointer: str) -> None:
    answer = put(pms, stay("F1", "2026-01-05", **change))
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer and answer.json()["errors"][0]["detail"]
    (item,) = batch(pms, stay("F1", "2026-01-05", **change)).json()["results"]
    assert (
        item["problem"]["errors"][0]["pointer"] == pointer
        and item["external_id"] == "F1"
        and "result" not in item
    )


def test_a_folio_that_ends_minutes_before_it_begins_is_taken(pms: Door) -> None:
    """A second room opened at ten past midnight on a day use that was closed at 23:59."""
    body = stay(
        "F1", "2026-01-05", check_in="2026-01-06T00:10:00+08:00", check_out="2026-01-05T23:59:00+08:00"
    )
    assert put(pms, body).json()["stay"]["visit_ordinal"] == 1
    mixed_up = body | {"check_out": "2026-01-05T23:09:00+08:00"}
    assert put(pms, mixed_up).json()["errors"][0]["code"] == "before_check_in"


@pytest.mark.parametrize("name", ["updated_at", "status", "check_in", "check_out", "source", "rate", "guest"])
def test_what_is_required_is_asked_for(pms: Door, name: str) -> None:
    body = stay("F1", "2026-01-05")
    del body[name]
    answer = put(pms, body)
    assert answer.status_code == 400 and answer.json()["errors"][0]["pointer"] == "/" + name


def test_every_good_row_of_a_batch_is_kept_whatever_stands_beside_it(pms: Door) -> None:
    answer = batch(
        pms,
        stay("F1", "2026-01-05"),
        {"external_id": "F2"},
        17,
        stay("F3", "2026-02-05"),
        stay("F1", "2026-01-05"),
    )
    assert answer.status_code == 200
    body = answer.json()
    assert body["counts"] == {"created": 2, "updated": 0, "unchanged": 1, "stale": 0, "problems": 2}
    assert [item["index"] for item in body["results"]] == [0, 1, 2, 3, 4]
    assert [item.get("result") for item in body["results"]] == ["created", None, None, "created", "unchanged"]
    assert pms.read("/properties/acme-1/stays/F3").json()["visit_ordinal"] == 2


def test_the_stays_of_a_guest_may_come_in_any_order_within_a_batch(pms: Door) -> None:
    batch(pms, *(stay(f"F{month}", f"2026-{month:02d}-05") for month in (3, 1, 2)))
    assert [pms.read(f"/properties/acme-1/stays/F{m}").json()["visit_ordinal"] for m in (1, 2, 3)] == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    "body", [{"stays": []}, {"stays": [{}] * 1001}, {}, {"stays": [], "x": 1}, [], b"{", b'{"stays": [{"a"]}']
)
def test_a_batch_of_the_wrong_shape_is_refused(pms: Door, body: Any) -> None:
    answer = pms.add("/properties/acme-1/stays/batch", body)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


def test_a_body_that_is_not_json_is_a_415(pms: Door) -> None:
    path = "/api/v1/properties/acme-1/stays/"
    for send, where in ((pms.put, path + "F1"), (pms.post, path + "batch")):
        assert send(where, data="a=1", content_type="text/plain").status_code == 415


def test_stays_are_listed_by_time_of_receipt_and_paged(pms: Door) -> None:
    batch(pms, *(stay(f"F{n}", f"2026-01-{n:02d}", guest_number=f"G{n}", phone=None) for n in range(1, 6)))
    seen: list[str] = []
    path = "/properties/acme-1/stays?limit=2"
    while path:
        page = pms.read(path).json()
        seen += [row["external_id"] for row in page["results"]]
        path = f"/properties/acme-1/stays?limit=2&cursor={page['next']}" if page["next"] else ""
    assert sorted(seen) == ["F1", "F2", "F3", "F4", "F5"] and len(seen) == 5
    assert pms.read("/properties/acme-1/stays?limit=201").status_code == 400


def test_a_key_without_the_scope_may_not_send(acme: Chain, acme_1: Property) -> None:
    reader = with_key(acme, "stays:read")
    assert put(reader, stay("F1", "2026-01-05")).status_code == 403


def test_sources_are_listed_and_mapped_and_the_past_is_corrected(acme: Chain) -> None:
    pms = with_key(acme)
    batch(pms, stay("F1", "2026-01-05", source="中央推荐入住"), stay("F2", "2026-02-05"))
    (unmapped,) = pms.read("/properties/acme-1/sources?mapped=false").json()["results"]
    assert (
        unmapped.items()
        >= {"source": "中央推荐入住", "channel": "walk_in", "stays": 1, "mapped": False}.items()
    )
    done = pms.send("PUT", "/properties/acme-1/sources/中央推荐入住", {"channel": "ota", "short": "央"})
    assert done.json() == {
        "source": "中央推荐入住", "channel": "ota", "short": "央", "mapped": True, "corrected_visits": 1,
    }  # fmt: skip
    assert pms.read("/properties/acme-1/stays/F1").json()["channel"] == "ota"
    assert pms.read("/properties/acme-1/sources?mapped=false").json()["results"] == []
    assert pms.send("PUT", "/properties/acme-1/sources/x", {"channel": "direct"}).status_code == 400


def test_a_stay_that_is_not_there_is_a_404(pms: Door) -> None:
    assert pms.read("/properties/acme-1/stays/none").status_code == 404


def test_answers_are_json_with_money_as_strings(pms: Door) -> None:
    put(pms, stay("F1", "2026-01-05"))
    body = json.loads(pms.read("/properties/acme-1/stays/F1").content)
    assert body["rate"] == "208.00" and body["revenue"] == {"room": "208.00", "fnb": "38.00", "other": "0.00"}
