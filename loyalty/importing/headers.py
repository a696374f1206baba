"""Finding the header row, and naming the columns."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from loyalty.importing.cells import NUMBER, SCIENTIFIC, Unread, blank, when
from loyalty.importing.fields import DATE_PARTS, KINDS, NIGHT_PARTS, NIGHTS

# The two columns that a file of refused rows has beside the original ones (rejects.py writes them).
LINE_COLUMNS, REASON_COLUMNS = ("拒收行号", "refused line"), ("拒收原因", "refused reason")
HEADER_MOST = 80


def simple(header: str) -> str:
    """As headers are compared: '*房价(元)' and 'Room_Rate:' -> '房价', 'room rate'."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = re.sub(r"[(\[【].*?[)\]】]", "", text)
    text = re.sub(r"(?<=[a-z])\.(?=[a-z])", "\x00", text)  # 'guest.name' keeps its dot
    text = re.sub(r"[\s_\-:*#.、/]+", " ", text).replace("\x00", ".").strip()
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)


def known(kind: str) -> frozenset[str]:
    """Every simplified header that means something for this kind of file."""
    names = {simple(alias) for field in KINDS[kind] for alias in field.aliases}
    if kind == "stays":
        names.update(*NIGHT_PARTS, *DATE_PARTS, NIGHTS)
    return frozenset(names)


_KNOWN = {kind: known(kind) for kind in KINDS}


def find(rows: Sequence[Sequence[str]], kind: str) -> int | None:
    """Which of the first rows is the header: the one with most known names, else a full row of distinct words.

    None when the file has no header, as when its first rows are all numbers and days.
    """
    known_names = _KNOWN[kind]
    scores = [len({simple(cell) for cell in row if cell} & known_names) for row in rows]
    best = max(scores, default=0)
    if best >= 2 or (best == 1 and max((_filled(row) for row in rows), default=0) == 1):
        return scores.index(best)
    widest = max((_filled(row) for row in rows), default=0)
    for number, row in enumerate(rows):
        texts = [cell for cell in row if cell.strip()]
        if (
            len(texts) == widest
            and len(texts) > 1
            and len(set(texts)) == len(texts)
            and not any(map(_is_value, texts))
        ):
            return number
    return scores.index(best) if best else None


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_value(text: str) -> bool:
    """A number, a day or a phone is no header."""
    bare = text.strip().replace(",", "")
    if blank(text) or NUMBER.fullmatch(bare) or SCIENTIFIC.fullmatch(bare) or len(text) > HEADER_MOST:
        return True
    try:
        when(text)
    except Unread as unread:
        return unread.code in ("date_ambiguous", "no_such_day")
    return True


def name(cells: Sequence[str] | None, width: int) -> list[str]:
    """Distinct names: blank ones become 列3, repeated ones get (2). Without a header all are 列1, 列2 …"""
    names: list[str] = []
    taken: set[str] = set()
    for number in range(width):
        written = " ".join(cells[number].split())[:HEADER_MOST] if cells and number < len(cells) else ""
        base = written or f"列{number + 1}"
        unique, times = base, 1
        while unique in taken:
            times += 1
            unique = f"{base} ({times})"
        taken.add(unique)
        names.append(unique)
    return names


def digest(names: Sequence[str]) -> str:
    """What a saved mapping is found by: the header row, whatever the file is called."""
    return hashlib.blake2b("\x1f".join(names).encode(), digest_size=20).hexdigest()


def position(column: str, names: Sequence[str]) -> int | None:
    """Where a column stands, by its name or as 列3 / column 3."""
    if column in names:
        return names.index(column)
    bare = simple(column)
    if found := re.fullmatch(r"(?:列|column) ?(\d{1,3})", bare):
        number = int(found[1]) - 1
        return number if 0 <= number < len(names) else None
    folded = [simple(name) for name in names]
    return folded.index(bare) if bare in folded and folded.count(bare) == 1 else None
