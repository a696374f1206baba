"""Rows out of text: delimited, in columns of blanks, one JSON object a line, or a table of HTML saved as .xls."""

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, BinaryIO, NamedTuple

from loyalty.importing.limits import COLUMNS_MOST, ROWS_MOST
from loyalty.importing.reasons import TooManyColumns, TooManyRows

DELIMITERS = ",\t;|"
CELL_MOST = 20_000


class Row(NamedTuple):
    """One row as it came. `line` is where it begins; `problem` is set when it could not be read as a row."""

    line: int
    cells: list[str]
    problem: str | None = None


def clean(text: str) -> str:
    """Without what PostgreSQL cannot keep: NUL and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def open_text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    # The wrapper must not close the file that it reads.
    return io.TextIOWrapper(io.BufferedReader(_Lent(file)), encoding=encoding, errors="replace", newline="")


class _Lent(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


# --- delimited


def delimiter_of(text: str) -> str | None:
    """The separator that cuts the first lines most evenly; None when the columns are set apart by blanks."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best, best_score = ",", (0, 0)
    for candidate in DELIMITERS:
        counts = Counter(_outside_quotes(line, candidate) for line in lines)
        counts.pop(0, None)
        if counts:
            fields, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]))
            if (score := (agreeing, fields)) > best_score:
                best, best_score = candidate, score
    widths = {len(line.split()) for line in lines}
    spaced = len(widths) == 1 and widths.pop() > 1 and len(lines) > 1
    # Tabs between only some of the columns are blanks like the others.
    if spaced and all(_numeric(line) for line in lines) and (best_score[0] == 0 or best in " \t"):
        return None
    return best


def _outside_quotes(line: str, candidate: str) -> int:
    if '"' not in line:
        return line.count(candidate)
    return sum(part.count(candidate) for part in line.split('"')[::2])


def _numeric(line: str) -> bool:
    words = line.split()
    return sum(word.replace(".", "", 1).replace("-", "").isdigit() for word in words) * 2 > len(words)


def delimited(file: BinaryIO, encoding: str, delimiter: str | None) -> Iterator[Row]:
    """Every record, blank ones too; a record that the end of the file cuts inside quotes is marked."""
    text = open_text(file, encoding)
    if delimiter is None:
        for line, content in enumerate(text, 1):
            yield Row(line, clean(content.lstrip("\ufeff")).split())
        return
    counted = _Counted(text)
    reader = csv.reader(counted, delimiter=delimiter)
    csv.field_size_limit(CELL_MOST * 10)
    line = 1
    while True:
        counted.quotes = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(line, [clean(counted.last.strip("\r\n"))], "row_cut")
            line = reader.line_num + 1
            continue
        cut = counted.ended and counted.quotes % 2 == 1
        yield Row(line, [clean(cell) for cell in cells], "row_cut" if cut else None)
        line = reader.line_num + 1


class _Counted:
    """Lines for the CSV reader, with the quotes of the running record counted."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.lines = iter(text)
        self.quotes = 0
        self.ended = False
        self.last = ""
        self.first = True

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        try:
            self.last = next(self.lines)
        except StopIteration:
            self.ended = True
            raise
        if self.first:
            self.last, self.first = self.last.lstrip("\ufeff"), False
        self.quotes += self.last.count('"')
        return self.last


# --- one JSON object a line


def ndjson_keys(file: BinaryIO, encoding: str) -> tuple[list[str], int]:
    """All the keys of all the lines, nested ones as 'guest.name', in order of first sight; and the lines."""
    keys: dict[str, None] = {}
    lines = 0
    for content in open_text(file, encoding):
        if not content.strip("\ufeff \t\r\n"):
            continue
        lines += 1
        if lines > ROWS_MOST:
            raise TooManyRows(most=ROWS_MOST)
        for key in _flat(content) or ():
            keys.setdefault(key)
        if len(keys) > COLUMNS_MOST:
            raise TooManyColumns(most=COLUMNS_MOST)
    return list(keys), lines


def ndjson(file: BinaryIO, encoding: str, keys: list[str]) -> Iterator[Row]:
    for line, content in enumerate(open_text(file, encoding), 1):
        if not content.strip("\ufeff \t\r\n"):
            continue
        flat = _flat(content)
        if flat is None:
            yield Row(line, [clean(content.strip())[:CELL_MOST]], "bad_json")
        else:
            yield Row(line, [flat.get(key, "") for key in keys])


def _flat(content: str) -> dict[str, str] | None:
    """{'guest': {'name': 'x'}} -> {'guest.name': 'x'}; lists stay JSON; None when it is no object."""
    try:
        found = json.loads(content.strip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    flat: dict[str, str] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            flat |= {clean(f"{key}.{inner}"): _text(part) for inner, part in value.items()}
        else:
            flat[clean(key)] = _text(value)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return clean(json.dumps(value, ensure_ascii=False))


# --- HTML


class Tables(HTMLParser):
    """The rows of every table, cells that span several repeated as blanks across and filled down."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.stack: list[list[list[str]]] = []
        self.cell: list[str] | None = None
        self.spans: tuple[int, int] = (1, 1)
        self.pending: dict[int, tuple[int, str]] = {}
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self.stack.append(self.tables[-1])
            self.pending = {}
        elif tag == "tr" and self.stack:
            self._end_cell()
            self.stack[-1].append([])
        elif tag in ("td", "th") and self.stack and self.stack[-1]:
            self._end_cell()
            given = dict(attrs)
            self.cell, self.spans = [], (_span(given.get("colspan")), _span(given.get("rowspan")))
        elif tag in ("script", "style"):
            self.quiet += 1
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.stack:
            self._end_cell()
            self.stack.pop()
        elif tag in ("script", "style") and self.quiet:
            self.quiet -= 1

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.quiet:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None or not self.stack or not self.stack[-1]:
            self.cell = None
            return
        row = self.stack[-1][-1]
        text = clean(" ".join("".join(self.cell).split()))
        self.cell = None
        self._fill(row)
        across, down = self.spans
        if down > 1:
            self.pending[len(row)] = (down - 1, text)
        row.append(text)
        row.extend([""] * (across - 1))
        self._fill(row)
        if len(row) > COLUMNS_MOST:
            raise TooManyColumns(most=COLUMNS_MOST)

    def _fill(self, row: list[str]) -> None:
        while (found := self.pending.get(len(row))) is not None:
            left, text = found
            if left == 1:
                del self.pending[len(row)]
            else:
                self.pending[len(row)] = (left - 1, text)
            row.append(text)


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.isdigit() and len(text) < 5 else 1


def html(file: BinaryIO, encoding: str) -> Iterator[Row]:
    """The rows of the largest table."""
    parser = Tables()
    reader = open_text(file, encoding)
    while piece := reader.read(256 * 1024):
        parser.feed(piece)
        if parser.tables and len(parser.tables[-1]) > ROWS_MOST + 100:
            raise TooManyRows(most=ROWS_MOST)
    parser.close()
    largest = max(parser.tables, key=lambda rows: sum(map(len, rows)), default=[])
    for number, cells in enumerate(largest, 1):
        yield Row(number, cells)


def declared_encoding(head: bytes) -> str | None:
    """The charset that an HTML page names."""
    at = head[:4096].lower().find(b"charset=")
    if at < 0:
        return None
    name = (
        head[at + 8 : at + 30]
        .strip(b" \"'")
        .split(b'"')[0]
        .split(b"'")[0]
        .split(b">")[0]
        .split(b";")[0]
        .strip()
    )
    try:
        found = codecs.lookup(name.decode("ascii", "replace")).name
    except LookupError:
        return None
    return "gb18030" if found in ("gb2312", "gbk", "gb18030") else found if found.startswith("utf") else None
