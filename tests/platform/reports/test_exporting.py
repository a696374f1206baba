"""C91: exported tables open rightly, and what people typed is never run as a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.exporting import csv_bytes, file_bytes, safe
from reports.workbooks import xlsx_bytes

DANGEROUS = [
    *(
        "=1+1",
        "+1",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u3000=1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
    ),
    *(
        "＝1+1",
        "＋1",
        "－5",
        "＠SUM",
        " ＝1",
        '=HYPERLINK("http://evil","x")',
        "=cmd|' /C calc'!A0",
        "+8613800138000",
    ),
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_gets_an_apostrophe_in_both_forms(text: str) -> None:
    assert safe(text) == "'" + text
    assert csv_bytes(["名称"], [[text]]).decode("utf-8-sig").partition("\r\n")[2].lstrip('"').startswith("'")
    cell = load_workbook(io.BytesIO(xlsx_bytes(["名称"], [[text]])))["Huike"]["A2"]
    assert cell.data_type == "s" and cell.value.startswith("'")


@pytest.mark.parametrize("text", ["李四", "8210", "a=b", "3-5", "", "1 + 1", "#N/A"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=2), max_size=5
    )
)
def test_csv_can_be_read_back(rows: list[list[str]]) -> None:
    body = csv_bytes(["甲", "乙"], rows)
    assert body.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert read == [["甲", "乙"], *([safe(text) for text in row] for row in rows)]


def test_csv_is_rfc_4180() -> None:
    body = csv_bytes(["a", "b"], [['say "hi"', "x,y\r\nz"], [None, Decimal("-1.50")]])
    assert body == b'\xef\xbb\xbfa,b\r\n"say ""hi""","x,y\r\nz"\r\n,-1.50\r\n'


def test_numbers_and_days_stay_numbers_and_days_in_a_workbook() -> None:
    row = [-5, 0.25, Decimal("208.50"), date(2025, 3, 1), None, "#N/A"]
    sheet = load_workbook(io.BytesIO(xlsx_bytes([*"abcdef"], [row], title="门店/对比")))["门店 对比"]
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "d", "n", "s"]
    assert [cell.value for cell in sheet[2]][:3] == [-5, 0.25, 208.5]


def test_characters_that_no_workbook_holds_are_left_out() -> None:
    body, kind = file_bytes("xlsx", ["a"], [["x\x00\x0b" + "长" * 40_000]], title="")
    value = load_workbook(io.BytesIO(body)).active["A2"].value  # type: ignore[union-attr, index]
    assert value.startswith("x长") and len(value) == 32_767
    assert kind.endswith("spreadsheetml.sheet")
