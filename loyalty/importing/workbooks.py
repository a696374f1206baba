"""Rows out of XLSX and the old XLS. Everything becomes text, as a person would read it off the sheet."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import python_calamine as calamine

from loyalty.importing.limits import COLUMNS_MOST, ROWS_MOST
from loyalty.importing.reasons import FileCut, FileEmpty, FileEncrypted, TooManyColumns, TooManyRows
from loyalty.importing.texts import Row, clean


def rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of the first visible sheet that holds something; cells merged downwards repeat their content."""
    file.seek(0)
    sheet = _sheet(file)
    if sheet.end is None or sheet.start is None:
        raise FileEmpty()
    if sheet.end[1] + 1 > COLUMNS_MOST:
        raise TooManyColumns(most=COLUMNS_MOST)
    if sheet.end[0] + 1 > ROWS_MOST + 100:
        raise TooManyRows(most=ROWS_MOST)
    margin = [""] * sheet.start[1]
    merged = _merged(sheet)
    filling: dict[int, tuple[int, str]] = {}
    for number, found in enumerate(sheet.iter_rows()):
        cells = margin + [text(value) for value in found]
        for column, (last, content) in list(filling.items()):
            if number > last:
                del filling[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = content
        for column, last in merged.get(number, ()):
            if column < len(cells):
                filling[column] = (last, cells[column])
        yield Row(number + 1, cells)


def _sheet(file: BinaryIO) -> calamine.CalamineSheet:
    try:
        book = calamine.load_workbook(file)
        for number, about in enumerate(book.sheets_metadata):
            visible = about.visible == calamine.SheetVisibleEnum.Visible
            if visible and about.typ == calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(number)
                if sheet.end is not None:
                    return sheet
    except calamine.PasswordError as error:
        raise FileEncrypted() from error
    except (calamine.CalamineError, OSError, ValueError, TypeError) as error:
        raise FileCut() from error
    except BaseException as error:
        # The Rust reader panics on some broken files, with an exception that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise FileCut() from error
    raise FileEmpty()


def _merged(sheet: calamine.CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """First row -> [(column, last row)] of cells merged downwards."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            found.setdefault(top, []).append((left, bottom))
    return found


def text(value: Any) -> str:
    """A cell as text: whole numbers without '.0', days as 2026-01-05, times as 14:10."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # Beyond 15 digits a spreadsheet has lost some: shown as it shows them, so that the row is refused.
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else repr(value)
            if abs(value) < 1e15
            else f"{value:.5E}"
        )
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else clean(str(value))
