"""The reports over HTTP: shapes, refusals, rights and files."""

import csv
import io
from datetime import date
from typing import Any

import jsonschema
import pytest
from django.db import connection
from openpyxl import load_workbook

from audit.models import Entry
from chains.models import Chain
from chains.opening import open_chain
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.platform.reports.filling import fill, stay

SPRING = "?from=2025-03-01&to=2025-05-31"
REPORTS = ("comparison", "remarks", "channel-mix", "repeat")


@pytest.fixture
def filled(acme: Chain, acme_1: Property, acme_2: Property) -> Chain:
    acme_1.name = "=一店"
    acme_1.save(update_fields=["name"])
    fill(
        acme_1, [stay("a", "2025-03-05"), stay("a", "2025-04-05", channel="member"), stay("b", "2025-03-30")]
    )
    fill(acme_2, [stay("c", "2025-05-05")])
    return acme


def test_the_comparison_is_what_the_contract_says(filled: Chain) -> None:
    body = (
        doors.with_key(filled, "reports:read")
        .read(f"/chains/acme/reports/comparison{SPRING}&by=nights")
        .json()
    )
    assert (body["from"], body["to"], body["by"]) == ("2025-03-01", "2025-05-31", "nights")
    assert body["as_of"].endswith("+08:00")
    assert [row["property"] for row in body["properties"]] == ["acme-1", "acme-2"]
    row = body["properties"][0]
    assert row["room_revenue"] == "624.00" and row["adr"] == "208.00"
    assert row["channel_mix"]["member"] == {"value": 1, "share": 0.333333, "target": 40, "gap_pp": -6.6667}
    assert body["chain"]["chain_guests_to_date"] == 3
    assert body["chain"]["chain_repeat_guest_rate"] == 0.333333


@pytest.mark.parametrize("place", ["chains/acme", "properties/acme-1"])
@pytest.mark.parametrize("report", REPORTS)
def test_every_answer_has_the_documented_shape(filled: Chain, report: str, place: str) -> None:
    document = doors.Door().read("/openapi.json").json()
    path = place.replace("acme-1", "{property}").replace("acme", "{chain}")
    schema = document["paths"][f"/api/v1/{path}/reports/{report}"]["get"]["responses"]["200"]["content"]
    body = doors.with_key(filled).read(f"/{place}/reports/{report}{SPRING}").json()
    whole = {**schema["application/json"]["schema"], "components": document["components"]}
    jsonschema.validate(body, whole, jsonschema.Draft202012Validator)
    named = document["components"]["schemas"][schema["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    assert set(body) <= set(named["properties"])


@pytest.mark.parametrize("group", ["property", "staff", "shift", "work"])
def test_remarks_are_told_by_each_group(filled: Chain, group: str) -> None:
    body = doors.with_key(filled).read(f"/chains/acme/reports/remarks{SPRING}&group={group}").json()
    assert body["rows"] and sum(row["due"] for row in body["rows"]) == (4 if group != "work" else 16)
    assert ("wrong_examples" in body) == (group == "staff")


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        ("?from=2025-03-01", "?to", "missing"),
        ("?from=2025-13-01&to=2025-05-31", "?from", "bad_format"),
        ("?from=yesterday&to=2025-05-31", "?from", "bad_format"),
        ("?from=2025-06-01&to=2025-05-31", "?from", "reversed"),
        ("?from=2005-06-01&to=2025-05-31", "?to", "too_long"),
        ("?from=0001-01-01&to=0001-01-02", "?from", "out_of_calendar"),
        (SPRING + "&colour=red", "?colour", "unknown_field"),
        (SPRING + "&by=size", "?by", "not_a_choice"),
        (SPRING + "&by=%00", "?by", "bad_format"),
    ],
)
@pytest.mark.parametrize("form", ["", ".csv"])
def test_what_cannot_be_reported_on_is_refused_with_its_parameter(
    filled: Chain, form: str, asked: str, pointer: str, code: str
) -> None:
    answer = doors.with_key(filled).read(f"/chains/acme/reports/comparison{form}{asked}")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_too_many_buckets_are_refused(filled: Chain) -> None:
    answer = doors.with_key(filled).read(
        "/chains/acme/reports/repeat?from=2016-01-01&to=2025-05-31&bucket=day"
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too_fine"


# --- who may see what ---


def test_another_chains_reports_answer_as_if_it_did_not_exist(filled: Chain, rival: Chain) -> None:
    stranger = doors.with_key(rival)
    for report in REPORTS:
        there = stranger.read(f"/chains/acme/reports/{report}{SPRING}")
        nowhere = stranger.read(f"/chains/nowhere/reports/{report}{SPRING}")
        assert there.status_code == nowhere.status_code == 404
        assert stranger.read(f"/properties/acme-1/reports/{report}{SPRING}").status_code == 404


def test_a_key_without_the_scope_is_refused(filled: Chain) -> None:
    assert (
        doors.with_key(filled, "stays:write").read(f"/chains/acme/reports/repeat{SPRING}").status_code == 403
    )


def test_who_is_bound_to_some_properties_reads_their_reports_and_not_the_chains(
    filled: Chain, acme_1: Property
) -> None:
    bound = doors.with_key(filled, properties=[acme_1])
    assert bound.read(f"/chains/acme/reports/comparison{SPRING}").status_code == 403
    assert bound.read(f"/properties/acme-2/reports/comparison{SPRING}").status_code == 404
    own = bound.read(f"/properties/acme-1/reports/comparison{SPRING}").json()
    assert own["chain"] is None
    assert [(row["property"], row["visits"]) for row in own["properties"]] == [("acme-1", 3)]


def test_roles_see_the_reports_that_are_theirs(filled: Chain, acme_1: Property) -> None:
    told = {}
    for role in Role:
        if role is Role.OPERATOR:
            continue
        places = [acme_1] if role in (Role.MANAGER, Role.FRONT_DESK) else []
        door = doors.signed_in(doors.member(filled, role, places))
        told[role.value] = tuple(
            door.read(f"/{place}/reports/comparison{SPRING}").status_code
            for place in ("chains/acme", "properties/acme-1")
        )
    assert told == {
        "owner": (200, 200),
        "analyst": (200, 200),
        "marketing": (200, 200),
        "manager": (403, 200),
        "front_desk": (403, 403),
    }


def test_no_report_visits_a_propertys_schema(filled: Chain, django_assert_max_num_queries: Any) -> None:
    door = doors.with_key(filled)
    statements: list[str] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        for report in REPORTS:
            assert door.read(f"/chains/acme/reports/{report}{SPRING}").status_code == 200
    assert sum("reports_" in sql for sql in statements) == len(REPORTS)
    assert not [sql for sql in statements if "stays_visit" in sql or "guests_guest" in sql]


# --- files ---


@pytest.mark.parametrize("place", ["chains/acme", "properties/acme-1"])
@pytest.mark.parametrize("report", REPORTS)
def test_each_report_comes_as_csv_and_xlsx_with_the_same_cells(
    filled: Chain, report: str, place: str
) -> None:
    door = doors.with_key(filled, "reports:read")
    text = door.read(f"/{place}/reports/{report}.csv{SPRING}")
    assert text["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{report}_2025-03-01_2025-05-31.csv"' in text["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"), newline="")))
    book = load_workbook(io.BytesIO(door.read(f"/{place}/reports/{report}.xlsx{SPRING}").content))
    cells = [list(row) for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert len(rows) == len(cells) > 1
    for written, held in zip(rows, cells, strict=True):
        for one, other in zip(written, held, strict=True):
            assert one == ("" if other is None else str(other)) or float(one) == float(other)
    assert all(not str(value).startswith("=") for row in cells for value in row)
    assert any("'=一店" in row for row in rows)


def test_headers_speak_the_language_asked_for_and_numbers_stay_numbers(filled: Chain) -> None:
    door = doors.with_key(filled)
    english = door.read(f"/chains/acme/reports/comparison.csv{SPRING}", accept_language="en")
    assert english.content.decode("utf-8-sig").startswith("Property,Name,City,Guests to date")
    chinese = door.read(f"/chains/acme/reports/comparison.xlsx{SPRING}", accept_language="zh-CN")
    sheet = load_workbook(io.BytesIO(chinese.content))["门店对比"]
    assert [cell.value for cell in sheet[1]][:4] == ["门店代码", "门店", "城市", "累计客人"]
    assert [cell.data_type for cell in sheet[2]][3:7] == ["n", "n", "n", "n"]


def test_taking_a_report_away_is_recorded(filled: Chain) -> None:
    door = doors.with_key(filled)
    door.read(f"/chains/acme/reports/remarks.csv{SPRING}&group=staff")
    door.read(f"/properties/acme-1/reports/repeat.xlsx{SPRING}")
    rows = Entry.objects.filter(action="report.exported").order_by("id")
    assert [(row.subject, row.chain_id, bool(row.property_id)) for row in rows] == [
        ("remarks.csv", filled.pk, False),
        ("repeat.xlsx", filled.pk, True),
    ]
    assert rows[0].facts == {"days": ["2025-03-01", "2025-05-31"]}
    assert date.fromisoformat(rows[0].facts["days"][0])


@pytest.mark.parametrize("report", REPORTS)
def test_a_chain_without_properties_has_empty_reports(db: None, report: str) -> None:
    chain, _ = open_chain(slug="empty", name="空")
    answer = doors.with_key(chain).read(f"/chains/empty/reports/{report}{SPRING}")
    assert answer.status_code == 200, answer.content
    assert not answer.json().get("properties")
    assert doors.with_key(chain).read(f"/chains/empty/reports/{report}.xlsx{SPRING}").status_code == 200
