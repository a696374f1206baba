"""What a file really is, by its content and never by its name; and whether a packed one may be unpacked."""

import codecs
import re
import zipfile
import zlib
from typing import BinaryIO

from loyalty.importing.limits import (
    CELLS_MOST,
    COLUMNS_MOST,
    MB,
    PACKED_BYTES_MOST,
    RATIO_MOST,
    ROWS_MOST,
    TEXT_BYTES_MOST,
    UNPACKED_BYTES_MOST,
)
from loyalty.importing.reasons import (
    EncodingUnknown,
    FileBomb,
    FileCut,
    FileEmpty,
    FileEncrypted,
    FileHasMacros,
    FileTooLarge,
    FileTypeUnknown,
    TooManyColumns,
    TooManyRows,
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HEAD = 64 * 1024
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def size_of(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def sniff(file: BinaryIO) -> str:
    """'xlsx', 'xls', 'html', 'ndjson' or 'delimited'; refuses what cannot be one of them."""
    size = size_of(file)
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip(b" \t\r\n\x00"):
        raise FileEmpty()
    if head.startswith(ZIP):
        check_workbook(file, size)
        return "xlsx"
    if head.startswith(OLE):
        check_compound(file, size)
        return "xls"
    for magic, name in OTHERS.items():
        if head.startswith(magic):
            raise FileTypeUnknown(found=name)
    if size > TEXT_BYTES_MOST:
        raise FileTooLarge(most=TEXT_BYTES_MOST // MB)
    start = head[:4096].decode(encoding_of(file), "replace").lstrip("\ufeff \t\r\n").casefold()
    if "<workbook" in start and start.startswith("<?xml"):
        raise FileTypeUnknown(found="XML")
    if start.startswith(
        ("<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<style", "<div")
    ) or (start.startswith("<") and "<table" in head.decode("latin-1").casefold()):
        return "html"
    return "ndjson" if start.startswith("{") else "delimited"


def check_compound(file: BinaryIO, size: int) -> None:
    """An old .xls, not an encrypted .xlsx nor a Word document."""
    if size > PACKED_BYTES_MOST:
        raise FileTooLarge(most=PACKED_BYTES_MOST // MB)
    content = file.read()
    file.seek(0)
    if ENCRYPTED_PACKAGE in content:
        raise FileEncrypted()
    if not any(name in content for name in WORKBOOK_STREAMS):
        raise FileTypeUnknown(found="OLE")


def check_workbook(file: BinaryIO, size: int) -> None:
    """An .xlsx whose unpacked size, really unpacked and counted, and whose sheets' rectangles are within the limits."""
    if size > PACKED_BYTES_MOST:
        raise FileTooLarge(most=PACKED_BYTES_MOST // MB)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise FileCut() from error
    finally:
        file.seek(0)
    names = {member.filename for member in members}
    if sum(member.file_size for member in members) > UNPACKED_BYTES_MOST or any(
        member.file_size > MB and member.file_size > RATIO_MOST * max(member.compress_size, 1)
        for member in members
    ):
        raise FileBomb(most=UNPACKED_BYTES_MOST // MB, ratio=RATIO_MOST)
    if any(member.flag_bits & 1 for member in members) or "EncryptedPackage" in names:
        raise FileEncrypted()
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise FileHasMacros()
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise FileTypeUnknown(found="ZIP")
    for member in members:
        inspect_member(file, member)
    file.seek(0)


def inspect_member(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    """Unpack one member without keeping it: it must be whole, no larger than it says, and no sheet too wide or long."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP):
        raise FileCut()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileTypeUnknown(found="ZIP")
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left, total, sheet = member.compress_size, 0, Rectangle() if "worksheets/" in member.filename else None
    while left > 0:
        packed = file.read(min(left, 64 * 1024))
        if not packed:
            raise FileCut()
        left -= len(packed)
        while packed:
            try:
                data = inflate.decompress(packed, MB) if inflate else packed
            except zlib.error as error:
                raise FileCut() from error
            packed = inflate.unconsumed_tail if inflate else b""
            total += len(data)
            if total > member.file_size:
                raise FileBomb(most=UNPACKED_BYTES_MOST // MB, ratio=RATIO_MOST)
            if sheet:
                sheet.see(data)
    if total != member.file_size or (inflate and total and not inflate.eof):
        raise FileCut()


class Rectangle:
    """How far out a sheet's cells reach, read from the XML as it streams by."""

    CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")

    def __init__(self) -> None:
        self.tail, self.columns, self.rows = b"", 0, 0

    def see(self, data: bytes) -> None:
        text = self.tail + data
        self.tail = text[-40:]
        found = self.CELL.findall(text)
        for letters in {letters for letters, _ in found}:
            self.columns = max(self.columns, column_number(letters))
        if found:
            self.rows = max(self.rows, *(int(number) for _, number in found))
        if self.columns > COLUMNS_MOST:
            raise TooManyColumns(most=COLUMNS_MOST)
        if self.rows > ROWS_MOST + 100:
            raise TooManyRows(most=ROWS_MOST)
        if self.rows * self.columns > CELLS_MOST:
            raise FileBomb(most=UNPACKED_BYTES_MOST // MB, ratio=RATIO_MOST)


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a text file: by its mark, by its zeros (UTF-16), else UTF-8 or GB18030, whichever reads all of it."""
    head = file.read(HEAD)
    file.seek(0)
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd > len(head) // 10:
        return "utf-16-le" if odd > even else "utf-16-be"
    if _two_byte_chinese(head):
        return "utf-16-le"
    for name in ("utf-8", "gb18030"):
        if _reads(file, name):
            return name
    raise EncodingUnknown()


def _two_byte_chinese(head: bytes) -> bool:
    """UTF-16 without a mark and nearly without Latin letters still ends its lines with CR 0 LF 0."""
    return b"\r\x00\n\x00" in head and b"\t\x00" in head


def _reads(file: BinaryIO, name: str) -> bool:
    """The whole file decodes; a last character cut in half is forgiven."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while piece := file.read(1024 * 1024):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
