"""Tables as files: CSV that Excel opens rightly, XLSX without formulas. What people typed stays text.

A cell that begins like a formula would be run by the program that opens the file (formula injection): it gets an
apostrophe in front. Numbers and dates are no text and stay what they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Cell = str | int | float | Decimal | date | datetime | bool | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  # what a cell of a workbook holds
# After any spaces (ideographic ones too): = + - @ and their full-width forms; or a tab or line break at the front.
FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def safe(text: str) -> str:
    """The text, with an apostrophe in front when it begins like a formula: '-5' -> "'-5"."""
    return "'" + text if FORMULA.match(text) else text


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180 in UTF-8, with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (headers, *rows):
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value.replace("\x00", ""))
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx_bytes(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "Huike") -> bytes:
    """One sheet with a frozen first row; rows are written as they come and never held together."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Huike")
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, header, bold=True) for header in headers])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    if not isinstance(value, str):
        # A workbook knows no time zones.
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value
    cell = WriteOnlyCell(sheet, value=safe(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST_TEXT])
    # Not openpyxl's guess, which makes an error value of "#N/A" and a formula of whatever begins with "=".
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def file_bytes(
    form: Literal["csv", "xlsx"], headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str
) -> tuple[bytes, str]:
    """The table in this form, and its media type."""
    if form == "csv":
        return csv_bytes(headers, rows), CSV_TYPE
    return xlsx_bytes(headers, rows, title=title), XLSX_TYPE
