"""Imports over HTTP: upload, wizard, progress, refused rows; and who may not."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from chains.models import Chain
from loyalty.importing import running, tasks
from loyalty.importing.models import Import, Reject, SavedMapping
from loyalty.stays.models import Stay
from partners import keys
from tenants.context import in_property
from tenants.models import Property
from tests import factories
from tests.conftest import SHARED_DATA
from tests.loyalty.importing.test_real_files import INN

FILE = """账号,姓名,手机,房号,成交价,到达,离开,状态,来源,余额
F1,李四,138 0013 8000,8210,¥208.00,2026-01-05 14:10,2026-01-06 11:00,O,携程,0
F2,王芳,13900000001,8115,"1,208.00",2026/1/5,2026/1/7,退房,中央推荐入住,0
F3,陈国富,13900000002,8116,208,2026-01-19,2026-01-18,离店,散客,0
合计,,,,1624.00,,,,,0
"""


@pytest.fixture
def api(acme: Chain, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> "Api":
    return Api(acme, monkeypatch, django_capture_on_commit_callbacks)


class Api:
    """Calls with a key; what a worker would do is done when the request is over."""

    def __init__(self, chain: Chain, monkeypatch: pytest.MonkeyPatch, capture: Any) -> None:
        _, self.plain = keys.issue(chain, name="PMS", scopes=["*"])
        self.client, self.capture = Client(), capture
        self.sent: list[tuple[int, int]] = []
        monkeypatch.setattr(tasks.run_import, "delay", lambda *args: self.sent.append(args))

    def __call__(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        kwargs: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.plain}", **headers}}
        if data is not None:
            kwargs |= {"data": data}
            if method != "post" or "file" not in data:
                kwargs["content_type"] = "application/json"
        with self.capture(execute=True):
            return getattr(self.client, method)("/api/v1" + path, **kwargs)

    def upload(self, content: str | bytes, name: str = "11月入住单.csv", **fields: Any) -> Any:
        file = io.BytesIO(content.encode() if isinstance(content, str) else content)
        file.name = name
        return self("post", "/properties/acme-1/imports", {"file": file, "kind": "stays", **fields})

    def work(self, hotel: Property) -> None:
        """What the queue holds, done by the task's own body."""
        while self.sent:
            _, job_id = self.sent.pop(0)
            with in_property(hotel):
                while running.run(hotel, job_id) is running.Ended.PAUSED:
                    pass  # a slow machine needs more than one slice


def test_a_file_with_chinese_headers_imports_without_any_mapping(api: Api, acme_1: Property) -> None:
    answer = api.upload(FILE)
    assert answer.status_code == 202, answer.content
    assert answer.json()["state"] == "queued"
    location = answer["Location"]
    assert location == f"/api/v1/properties/acme-1/imports/{answer.json()['id']}"
    api.work(acme_1)
    job = api("get", location.removeprefix("/api/v1")).json()
    counts = {name: job[name] for name in ("rows", "read", "created", "updated", "unchanged", "rejected")}
    assert counts == {"rows": 4, "read": 4, "created": 2, "updated": 0, "unchanged": 0, "rejected": 2}
    assert (job["state"], job["progress"]) == ("finished", 1.0)
    assert job["unmapped_sources"] == [{"source": "中央推荐入住", "rows": 1}]
    assert [(r["line"], r["reason"], r["hint"]) for r in job["rejects"]] == [
        (4, "离开早于到达", "核对到达与离开"),
        (5, "合计行,不是入住单", "不用处理"),
    ]
    with in_property(acme_1):
        assert sorted(Stay.objects.values_list("external_id", "rate_cents", "phone")) == [
            ("F1", 20800, "+8613800138000"),
            ("F2", 120800, "+8613900000001"),
        ]


def test_the_same_file_again_changes_nothing(api: Api, acme_1: Property) -> None:
    for _ in range(2):
        job = api.upload(FILE).json()
        api.work(acme_1)
    again = api("get", f"/properties/acme-1/imports/{job['id']}").json()
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 2, 2)


def test_a_draft_shows_what_each_column_is_and_what_20_rows_would_become(api: Api, acme_1: Property) -> None:
    with in_property(acme_1):
        factories.follow(acme_1, factories.stay("F1", "2026-01-05"))
    job = api.upload(FILE, start="false").json()
    assert job["state"] == "draft"
    by_name = {column["name"]: column for column in job["columns"]}
    assert by_name["成交价"]["field"] == "rate"
    assert by_name["余额"] == {"name": "余额", "index": 9, "samples": ["0"], "field": None, "origin": "none"}
    assert by_name["手机"]["origin"] == "recognised"
    assert by_name["手机"]["samples"][0] == "138****8000"
    first, second, third, _ = job["preview"]
    assert first["stay"]["result"] == "updated"
    assert second["stay"] == {
        "external_id": "F2",
        "guest_name": "王芳",
        "phone": "139****0001",
        "room_no": "8115",
        "rate": "1208.00",
        "check_in": "2026-01-05T14:00:00+08:00",
        "check_out": "2026-01-07T12:00:00+08:00",
        "nights": 2,
        "source": "中央推荐入住",
        "channel": "walk_in",
        "status": "checked_out",
        "result": "created",
    }
    assert third["problem"]["code"] == "before_check_in"
    assert job["missing_fields"] == []
    with in_property(acme_1):
        assert Stay.objects.count() == 1  # the preview wrote nothing


def test_a_mapping_is_remembered_for_the_same_headers(api: Api, acme_1: Property) -> None:
    headless = "甲,乙,丙,丁,戊\nF9,李四,13800138000,2026-01-05,2\n"
    job = api.upload(headless, start="false").json()
    assert set(job["missing_fields"]) >= {"check_in", "rate", "guest.name", "guest.phone"}
    given = {
        "fields": {
            "external_id": {"column": "甲"},
            "guest.name": {"column": "乙"},
            "guest.phone": {"column": "丙"},
            "check_in": {"column": "丁"},
            "check_out": {"nights": ["戊"]},
            "rate": {"constant": "200"},
            "status": {"constant": "checked_out"},
            "source": {"constant": "散客"},
        }
    }
    path = f"/properties/acme-1/imports/{job['id']}"
    mapped = api("put", path + "/mapping", {"mapping": given, "remember": True})
    assert mapped.status_code == 200, mapped.content
    assert mapped.json()["missing_fields"] == []
    assert mapped.json()["preview"][0]["stay"]["nights"] == 2
    assert api("post", path + "/start").status_code == 202
    api.work(acme_1)
    assert api("get", path).json()["created"] == 1
    again = api.upload(headless, start="false").json()
    assert {column["origin"] for column in again["columns"]} == {"remembered"}
    assert again["missing_fields"] == []


def test_refused_rows_come_back_as_they_were_and_import_again(api: Api, acme_1: Property) -> None:
    bad = FILE.replace("陈国富", "=1+1").replace("2026-01-18", "2026-01-17")
    job = api.upload(bad).json()
    api.work(acme_1)
    path = f"/properties/acme-1/imports/{job['id']}/rejects.csv"
    file = api("get", path)
    assert file["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][-2:] == ["拒收行号", "拒收原因"]
    assert rows[1] == ["F3", "'=1+1", "13900000002", "8116", "208", "2026-01-19", "2026-01-17", "离店", "散客", "0", "4", "离开早于到达"]  # fmt: skip
    mended = file.content.decode().replace("2026-01-17", "2026-01-20")
    again = api.upload(mended).json()
    assert {c["name"] for c in again["columns"]} == set(FILE.splitlines()[0].split(","))
    api.work(acme_1)
    with in_property(acme_1):
        assert Stay.objects.get(external_id="F3").guest_name == "=1+1"
        assert Reject.objects.filter(job_id=again["id"]).count() == 1  # the total is still a total


def test_reasons_speak_the_language_that_is_asked_for(api: Api, acme_1: Property) -> None:
    job = api.upload(FILE).json()
    api.work(acme_1)
    path = f"/properties/acme-1/imports/{job['id']}"
    english = api("get", path, **{"Accept-Language": "en"}).json()
    assert english["rejects"][1]["reason"] == "a total, not a stay"
    rows = api("get", path + "/rejects.csv", **{"Accept-Language": "en"}).content.decode()
    assert "refused line,refused reason" in rows


def test_without_needed_fields_an_import_fails_clearly_and_a_mapping_revives_it(
    api: Api, acme_1: Property
) -> None:
    job = api.upload("姓名,手机\n李四,13800138000\n").json()
    assert job["state"] == "failed"
    assert job["problem"]["code"] == "fields_missing"
    assert "check_in" in job["problem"]["detail"]
    path = f"/properties/acme-1/imports/{job['id']}"
    refused = api("post", path + "/start")
    assert refused.status_code == 422
    assert refused.json()["missing_fields"]
    assert api("put", path + "/mapping", {"mapping": {"fields": {}}}).json()["state"] == "draft"


def test_a_cancelled_import_keeps_what_it_has_and_stops(api: Api, acme_1: Property) -> None:
    job = api.upload(FILE).json()
    path = f"/properties/acme-1/imports/{job['id']}"
    assert api("post", path + "/cancel").json()["state"] == "cancelled"
    assert api("post", path + "/cancel").status_code == 200
    api.work(acme_1)
    told = api("get", path).json()
    assert (told["state"], told["read"]) == ("cancelled", 0)
    assert api("post", path + "/start").status_code == 409


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "leer.csv", 422, "file-empty"),
        (b"PK\x03\x04 and then nothing", "a.csv", 422, "file-cut"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", 415, "file-type-unknown"),
        (b"%PDF-1.7", "a.xlsx", 415, "file-type-unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls", 415, "file-type-unknown"),
    ],
)
def test_a_file_that_is_no_table_is_refused_clearly(
    api: Api, content: bytes, name: str, status: int, code: str
) -> None:
    answer = api.upload(content, name)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"mapping": "{"}, "/mapping"),
        ({"mapping": '{"fields": {"nonsense": {"column": "姓名"}}}'}, "/mapping/fields/nonsense"),
        ({"mapping": '{"fields": {"rate": {"column": "nowhere"}}}'}, "/mapping/fields/rate"),
        ({"mapping": '{"fields": {"rate": {}}}'}, "/mapping/fields/rate"),
        ({"mapping": '{"fields": {"rate": {"nights": [1]}}}'}, "/mapping/fields/rate"),
    ],
)
def test_a_wrong_mapping_is_told_where_it_is_wrong(api: Api, fields: dict[str, str], pointer: str) -> None:
    answer = api.upload(FILE, **fields)
    assert answer.status_code == 422
    assert [(flaw["pointer"], flaw["code"]) for flaw in answer.json()["errors"]] == [
        (pointer, "mapping_wrong")
    ]


def test_other_wrong_requests_are_4xx(api: Api) -> None:
    assert api("post", "/properties/acme-1/imports", {"a": 1}).status_code == 415
    assert api("post", "/properties/acme-1/imports", {"file": "text"}).status_code == 400
    assert api.upload(FILE, kind="rooms").json()["type"] == "/problems/import-kind-unknown"
    assert api.upload(FILE, start="perhaps").status_code == 400
    assert api.upload(FILE, nonsense="1").status_code == 400
    assert api("get", "/properties/acme-1/imports/999").status_code == 404
    assert api("delete", "/properties/acme-1/imports/1").status_code == 405
    assert api("get", "/properties/acme-1/imports/1/start").status_code == 405
    with_length = api.client.post(
        "/api/v1/properties/acme-1/imports",
        data=b"",
        content_type="multipart/form-data; boundary=x",
        headers={"Authorization": f"Bearer {api.plain}", "Content-Length": str(10**9)},
    )
    assert with_length.status_code == 413


def test_the_fields_say_what_a_column_may_be(api: Api) -> None:
    fields = api("get", "/properties/acme-1/imports/fields?kind=stays").json()["results"]
    assert {"field": "rate", "zh": "房价", "en": "Rate", "required": True, "example": "208.00"} in fields


def test_another_chains_imports_are_not_there(api: Api, acme_1: Property, rival: Chain) -> None:
    job = api.upload(FILE).json()
    _, plain = keys.issue(rival, name="theirs", scopes=["*"])
    client = Client(headers={"Authorization": f"Bearer {plain}"})
    for path in ("imports", f"imports/{job['id']}", f"imports/{job['id']}/rejects.csv"):
        answer = client.get(f"/api/v1/properties/acme-1/{path}")
        assert answer.status_code == 404
    with in_property(acme_1):
        assert Import.objects.count() == 1
        assert SavedMapping.objects.count() == 0


def test_a_key_without_the_scope_may_not_import(api: Api, acme: Chain) -> None:
    _, plain = keys.issue(acme, name="reader", scopes=["stays:write", "guests:read"])
    client = Client(headers={"Authorization": f"Bearer {plain}"})
    assert client.get("/api/v1/properties/acme-1/imports").status_code == 403


@pytest.mark.shared_data
def test_the_inn_reservations_import_by_the_interface_with_a_mapping(api: Api, acme_1: Property) -> None:
    content = (SHARED_DATA / "inn_reservations.csv").read_bytes()
    answer = api.upload(content, "inn_reservations.csv", mapping=json.dumps(INN))
    assert answer.status_code == 202
    api.work(acme_1)
    job = api("get", f"/properties/acme-1/imports/{answer.json()['id']}").json()
    assert (job["state"], job["rows"]) == ("finished", 36_274)
    with in_property(acme_1):
        assert Stay.objects.count() + job["rejected"] == job["rows"]
    refused = api("get", f"/properties/acme-1/imports/{job['id']}/rejects.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(refused)))
    assert len(rows) == job["rejected"]
    source = content.decode().splitlines()
    for row in rows:
        assert ",".join(list(row.values())[:-2]) == source[int(row["拒收行号"]) - 1]
    assert sum("这一天不存在" in row["拒收原因"] for row in rows) == 36
