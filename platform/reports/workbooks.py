"""XLSX: what people typed stays text, as in reports.exporting."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from reports.exporting import Cell, safe

LONGEST_TEXT = 32_767  # what a cell holds


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
