"""Files as they come: what they are by content, where their header is, and what is refused before it is unpacked."""

import io
import json
import struct
import zipfile
import zlib
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from loyalty.importing import reading
from loyalty.importing.reading import Table, escape, open_table, unescape
from loyalty.importing.reasons import (
    FileBomb,
    FileCut,
    FileEmpty,
    FileEncrypted,
    FileHasMacros,
    FileRefused,
    FileTypeUnknown,
    TooManyColumns,
    TooManyRows,
)

HEADER = "账号,姓名,手机,到达,离开"
ROW = "F1,李四,13800138000,2026-01-05,2026-01-06"


def table(content: bytes | str, kind: str = "stays") -> Table:
    return open_table(io.BytesIO(content.encode() if isinstance(content, str) else content), kind)


def cells(content: bytes | str) -> list[list[str]]:
    return [row.cells for row in table(content).rows()]


def workbook(rows: list[list[Any]], *, merge: str = "", fill: Any = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    if fill:
        fill(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_text_is_read_in_any_encoding_and_delimiter(encoding: str, delimiter: str, ending: str) -> None:
    text = ending.join([HEADER, ROW, ROW.replace("F1", "F2")]).replace(",", delimiter)
    found = table(text.encode(encoding))
    assert found.columns == HEADER.split(",")
    assert [row.cells[0] for row in found.rows()] == ["F1", "F2"]


def test_a_comma_inside_quotes_is_no_delimiter() -> None:
    assert cells(f'{HEADER},备注\n{ROW},"要高楼层,无烟\n靠窗"\n')[0][-1] == "要高楼层,无烟\n靠窗"


def test_columns_may_be_set_apart_by_blanks_without_a_header() -> None:
    found = table(" 00004 0001 19970101  2\t  29.33\n 00004 0001 19970118  2   29.73\n")
    assert found.columns == ["列1", "列2", "列3", "列4", "列5"]
    assert found.header_line == 0
    assert [row.cells for row in found.rows()][1] == ["00004", "0001", "19970118", "2", "29.73"]


def test_the_header_is_found_below_titles() -> None:
    found = table(f"栖川酒店 本日将到订单列表\n打印时间:2026-01-05\n\n{HEADER}\n{ROW}\n")
    assert (found.header_line, found.columns[0]) == (4, "账号")
    assert [row.line for row in found.rows()] == [5]


def test_an_export_as_pipe_text_of_american_days_is_read() -> None:
    found = table("Confirmation No|Guest Name|Arrival|Departure\n123|Brown|01/25/2026|01/26/2026\n")
    assert found.columns[1] == "Guest Name"


def test_a_table_of_html_that_calls_itself_xls_is_read() -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=5>本日将到</td></tr>'
         "<tr>" + "".join(f"<th>{name}</th>" for name in HEADER.split(",")) + "</tr>"
        + "<tr><td rowspan=2>F1</td><td>李四</td><td>138&nbsp;0013&nbsp;8000</td><td>2026-01-05</td><td>2026-01-06</td></tr>"
        + "<tr><td>王芳</td><td>-</td><td>2026-01-05</td><td>2026-01-06</td></tr></table></body></html>"
    )  # fmt: skip
    found = table(page.encode("gb18030"))
    assert (found.form, found.columns) == ("html", HEADER.split(","))
    assert [row.cells[:2] for row in found.rows()] == [["F1", "李四"], ["F1", "王芳"]]


def test_ndjson_keeps_the_contracts_own_names() -> None:
    line = {"external_id": "F1", "rate": 208.0, "guest": {"name": "李四"}, "requests": ["a", "b"]}
    found = table(json.dumps(line) + "\n\n" + json.dumps({"external_id": "F2", "secret": True}) + "\n{cut\n")
    assert found.columns == ["external_id", "rate", "guest.name", "requests", "secret"]
    rows = list(found.rows())
    assert rows[0].cells == ["F1", "208.0", "李四", '["a", "b"]', ""]
    assert rows[1].cells[-1] == "true"
    assert (rows[2].line, rows[2].problem) == (4, "bad_json")


def test_a_workbook_is_read_as_people_read_it() -> None:
    day = datetime(2026, 1, 5, 14, 10)
    book = workbook([["标题"], HEADER.split(","), ["F1", "李四", 13800138000, day, 46028]])
    found = table(book)
    assert (found.form, found.header_line) == ("xlsx", 2)
    assert cells(book) == [["F1", "李四", "13800138000", "2026-01-05 14:10:00", "46028"]]


def test_cells_merged_downwards_repeat_their_content() -> None:
    rows = [
        HEADER.split(","),
        ["F1", "李四", "", "", ""],
        [None, "王芳", "", "", ""],
        ["F3", "赵倩", "", "", ""],
    ]
    assert [row[:2] for row in cells(workbook(rows, merge="A2:A3"))] == [
        ["F1", "李四"],
        ["F1", "王芳"],
        ["F3", "赵倩"],
    ]


def test_a_number_that_lost_digits_shows_it() -> None:
    assert (
        cells(workbook([HEADER.split(","), [123456789012345678, "李四", "", "", ""]]))[0][0] == "1.23457E+17"
    )


def test_the_first_visible_sheet_that_holds_something_is_read() -> None:
    def fill(book: openpyxl.Workbook, sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        book.create_sheet("空")
        last = book.create_sheet("数据")
        last.append(HEADER.split(","))
        last.append(ROW.split(","))

    assert cells(workbook([["秘密"]], fill=fill)) == [ROW.split(",")]


def test_blank_rows_are_no_rows_and_short_ones_are_filled() -> None:
    assert cells(f"{HEADER}\n\n,,,,\n \nF1,李四\n") == [["F1", "李四", "", "", ""]]


def test_a_row_longer_than_the_header_is_told() -> None:
    rows = list(table(f"{HEADER}\n{ROW}\n{ROW},多了\n{ROW}\n").rows())
    assert [row.problem for row in rows] == [None, "too_many_cells", None]


def test_a_file_cut_inside_quotes_marks_its_last_row() -> None:
    rows = list(table(f'{HEADER}\n{ROW}\nF2,"李').rows())
    assert [row.problem for row in rows] == [None, "row_cut"]


def test_repeated_headers_get_names_of_their_own() -> None:
    assert table("账号,姓名,备注,备注,\nF1,李四,a,b,c\n").columns == [
        "账号",
        "姓名",
        "备注",
        "备注 (2)",
        "列5",
    ]


def test_nothing_that_a_database_cannot_keep_comes_through() -> None:
    assert cells(f"{HEADER}\nF\x001,李四,,,\n".encode())[0][0] == "F1"
    assert cells('{"external_id": "F\\ud800\\u00001"}\n')[0][0] == "F?1"


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


BARE = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def lying(content: bytes, claimed: int) -> bytes:
    """A workbook whose directory says less than what comes out."""
    whole = packed(BARE | {"xl/worksheets/sheet1.xml": content})
    size = struct.pack("<L", len(content))
    assert whole.count(size) >= 2
    return whole.replace(size, struct.pack("<L", claimed))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b" \n\r\n\t", FileEmpty),
        (b"\xef\xbb\xbf\n", FileEmpty),
        (b"PK\x03\x04", FileCut),
        (workbook([["账号"]])[:-300], FileCut),
        (packed({"a.txt": b"x"}), FileTypeUnknown),
        (packed(BARE | {"xl/vbaProject.bin": b"x"}), FileHasMacros),
        (packed(BARE | {"xl/worksheets/sheet1.xml": b" " * 3_000_000}), FileBomb),
        (lying(b"<row r='1'/>" + bytes(range(256)) * 40, 12), FileBomb),
        (packed(BARE | {"xl/worksheets/sheet1.xml": b'<c r="XFD1"/>'}), TooManyColumns),
        (packed(BARE | {"xl/worksheets/sheet1.xml": b"<c r = 'A1048576'/>"}), TooManyRows),
        (packed(BARE | {"xl/worksheets/sheet1.xml": b'<c r="CV250000"/>'}), FileBomb),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), FileEncrypted),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le"), FileCut),
        (b"%PDF-1.4 ...", FileTypeUnknown),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FileTypeUnknown),
        ((",".join(f"c{n}" for n in range(201)) + "\n1\n").encode(), TooManyColumns),
        (("<table>" + "<tr>" + "<td>x" * 300 + "</table>").encode(), TooManyColumns),
        (json.dumps({f"k{n}": 1 for n in range(201)}).encode(), TooManyColumns),
    ],
)  # fmt: skip
def test_what_is_no_table_or_too_much_is_refused_clearly(content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal):
        for _ in table(content).rows():
            pass


def test_an_encrypted_member_is_refused() -> None:
    whole = bytearray(packed(BARE))
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    with pytest.raises(FileEncrypted):
        table(bytes(whole))


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(BARE | {"xl/worksheets/sheet1.xml": b" " * 20_000_000})

    def unpack(*args: object) -> None:
        raise AssertionError("the bomb was unpacked")

    monkeypatch.setattr(zlib, "decompressobj", unpack)
    with pytest.raises(FileBomb):
        table(bomb)


def test_more_than_300000_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MOST", 3)
    with pytest.raises(TooManyRows):
        reading.count(table(f"{HEADER}\n" + f"{ROW}\n" * 4))


@pytest.mark.parametrize("cell", ["=1+1", "+86138", "-5", "@x", "\tx", "'=1", "''+", "'quoted'", "plain", ""])
def test_escaping_keeps_formulas_dead_and_gives_every_cell_back(cell: str) -> None:
    assert unescape(escape(cell)) == cell
    assert escape(cell)[:1] not in set("=+-@\t\r")
