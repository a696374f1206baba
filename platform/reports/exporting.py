"""Tables as files: CSV that Excel opens rightly, XLSX (reports.workbooks) without formulas. What people typed stays text.

A cell that begins like a formula would be run by the program that opens the file (formula injection): it gets an
apostrophe in front. Numbers and dates are no text and stay what they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Cell = str | int | float | Decimal | date | datetime | bool | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def file_bytes(
    form: Literal["csv", "xlsx"], headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str
) -> tuple[bytes, str]:
    """The table in this form, and its media type."""
    if form == "csv":
        return csv_bytes(headers, rows), CSV_TYPE
    # Loaded by whoever writes a workbook: a quarter of a second, and numpy, that no start has to wait for.
    from reports.workbooks import xlsx_bytes

    return xlsx_bytes(headers, rows, title=title), XLSX_TYPE
