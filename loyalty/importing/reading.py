"""A file as a table: its columns, and its rows one by one, however it was made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from loyalty.importing import headers, texts, workbooks
from loyalty.importing.limits import COLUMNS_MOST, HEADER_WITHIN, ROWS_MOST
from loyalty.importing.reasons import FileEmpty, TooManyColumns, TooManyRows
from loyalty.importing.sniffing import HEAD, encoding_of, sniff
from loyalty.importing.texts import Row


@dataclass(slots=True)
class Table:
    """`columns` in order; `header_line` is 0 where the file has none. rows() may be called again and again."""

    form: str
    columns: list[str]
    header_line: int
    digest: str
    source: Callable[[], Iterator[Row]] = field(repr=False)
    header: tuple[str, ...] = ()
    escaped: bool = (
        False  # one of our own files of refused rows: its formulas are escaped, its last columns ours
    )

    def rows(self) -> Iterator[Row]:
        """Rows below the header that are not blank, each as long as the header."""
        width = len(self.columns)
        for row in self.source():
            if row.line <= self.header_line:
                continue
            cells = row.cells[:-2] if self.escaped and len(row.cells) >= width + 2 else row.cells
            if not any(cell and not cell.isspace() for cell in cells):
                continue
            if self.escaped:
                cells = [unescape(cell) for cell in cells]
            if len(cells) > width and not row.problem:
                if any(cell.strip() for cell in cells[width:]):
                    yield Row(row.line, cells, "too_many_cells")
                    continue
                cells = cells[:width]
            elif len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            yield Row(row.line, cells, row.problem)


def open_table(file: BinaryIO, kind: str, header_line: int | None = None) -> Table:
    """Read what the file is and where its header stands. `header_line` overrules the search; 0 says there is none."""
    form = sniff(file)
    if form == "ndjson":
        return _ndjson(file)
    source = _source(file, form)
    first = list(islice(source(), HEADER_WITHIN * 2))
    filled = [row for row in first if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise FileEmpty()
    if header_line is None:
        found = headers.find([row.cells for row in filled[:HEADER_WITHIN]], kind)
        header = filled[found] if found is not None else None
    else:
        header = next((row for row in first if row.line == header_line), None)
    width = max(len(row.cells) for row in filled)
    cells = None
    if header:
        cells = header.cells
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        width = max(len(cells), _used_width(filled, header.line))
        cells = cells + [""] * (width - len(cells))
    if width > COLUMNS_MOST:
        raise TooManyColumns(most=COLUMNS_MOST)
    escaped = bool(
        cells and width > 2 and cells[-2] in headers.LINE_COLUMNS and cells[-1] in headers.REASON_COLUMNS
    )
    if escaped and cells:
        cells, width = [unescape(cell) for cell in cells[:-2]], width - 2
    names = headers.name(cells, width)
    return Table(
        form, names, header.line if header else 0, headers.digest(names), source, tuple(cells or ()), escaped
    )


def _used_width(filled: list[Row], header_line: int) -> int:
    """Columns that the rows below the header mostly use, though the header has no name for the last ones."""
    widths = []
    for row in filled:
        if row.line > header_line:
            used = len(row.cells)
            while used and not row.cells[used - 1].strip():
                used -= 1
            widths.append(used)
    widths.sort()
    # One row that is too long is that row's fault; when half of them are, the header lacks names.
    return widths[len(widths) // 2] if widths else 0


def count(table: Table) -> int:
    """How many rows there are; refuses a file of too many."""
    rows = 0
    for _ in table.rows():
        rows += 1
        if rows > ROWS_MOST:
            raise TooManyRows(most=ROWS_MOST)
    return rows


def _source(file: BinaryIO, form: str) -> Callable[[], Iterator[Row]]:
    if form in ("xlsx", "xls"):
        return lambda: workbooks.rows(file)
    if form == "html":
        file.seek(0)
        head = file.read(HEAD)
        marked = head[:2] in (b"\xff\xfe", b"\xfe\xff")
        encoding = (None if marked else texts.declared_encoding(head)) or encoding_of(file)
        return lambda: texts.html(file, encoding)
    encoding = encoding_of(file)
    # A first line may be cut in its midst by the block's end: only whole lines tell the delimiter.
    head_text = texts.open_text(file, encoding).read(HEAD)
    delimiter = texts.delimiter_of(head_text[: head_text.rfind("\n") + 1] or head_text)
    return lambda: texts.delimited(file, encoding, delimiter)


def _ndjson(file: BinaryIO) -> Table:
    encoding = encoding_of(file)
    keys, lines = texts.ndjson_keys(file, encoding)
    if not lines:
        raise FileEmpty()
    names = headers.name(keys, max(len(keys), 1))
    return Table(
        "ndjson", names, 0, headers.digest(names), lambda: texts.ndjson(file, encoding, keys), tuple(names)
    )


def escape(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; unescape() gives it back exactly."""
    return "'" + cell if cell.lstrip("'")[:1] in _DANGEROUS else cell


def unescape(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in _DANGEROUS else cell


_DANGEROUS = frozenset("=+-@\t\r")
