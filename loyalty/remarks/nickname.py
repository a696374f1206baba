"""The nickname of a remark: written from a visit, fitted to WeCom, read back, compared.

`李四5/携程/8210/208/20210930`: Li Si, fifth visit, booked on Ctrip, room 8210, 208 yuan a night,
checked in on 30 September 2021. Everything here is pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LIMIT = 20  # what WeCom takes as a remark
LONGEST = 240  # what is kept of a written nickname

# Which field is told first when several are wrong.
KINDS = ("count", "date", "rate", "source", "room", "name", "unparsed")


@dataclass(frozen=True, slots=True)
class Fields:
    """The six contents of a nickname. `rate` is whole yuan (kernel.money.whole)."""

    name: str
    count: int
    source: str
    room: str
    rate: int
    day: date


class Fitted(NamedTuple):
    """What goes to WeCom. Without `fits` no form is short enough, and it must not be sent there."""

    text: str
    length: int
    steps: tuple[str, ...]  # of 'century', 'source', 'year', 'name', in this order
    fits: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a written nickname says. A date of four digits says no year, then `year` is None."""

    name: str
    count: int
    source: str
    room: str
    rate: int
    year: int | None
    month: int
    day: int
    digits: int  # of the date: 8, 6 or 4

    @property
    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.year is not None else None

    def written_date(self) -> str:
        return f"{self.year or 0:04d}{self.month:02d}{self.day:02d}"[-self.digits :]


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Why a text is no nickname: one of UNPARSED."""

    code: str
    part: str

    def sentence(self, locale: str) -> str:
        zh, en = UNPARSED[self.code]
        return (zh if locale.startswith("zh") else en).format(part=self.part)


UNPARSED = {
    "empty": ("没有内容。", "There is nothing to read."),
    "parts": (
        "应有五段，用 / 隔开：姓名次数/来源/房号/房价/入住日期。",
        "Five parts are needed, joined by /: name and count/source/room/rate/check-in date.",
    ),
    "name": ("“{part}” 里没有姓名。", "There is no name in “{part}”."),
    "count": ("“{part}” 后面没有入住次数。", "There is no visit count after “{part}”."),
    "rate": ("“{part}” 不是房价。", "“{part}” is no rate."),
    "date": (
        "“{part}” 不是日期（如 20210930、210930、0930）。",
        "“{part}” is no date (20210930, 210930, 0930).",
    ),
}


class Mismatch(NamedTuple):
    field: str  # one of KINDS
    written: str
    expected: str


def length(text: str) -> int:
    """Code points or UTF-16 units, whichever is more: units are never fewer, so they decide."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fold(text: str) -> str:
    """The separator cannot stand inside a field: `/` becomes a full-width `／`."""
    return text.replace("/", "／")


def full(fields: Fields) -> str:
    """The nickname in its full form."""
    day = fields.day
    return _joined(fields.name, fields, fields.source, f"{day.year:04d}{day.month:02d}{day.day:02d}")


def fit(fields: Fields, short: str = "", limit: int = LIMIT) -> Fitted:
    """The longest form of the ladder that is at most `limit` long.

    full → century dropped → the source's one-character code → year dropped → name cut from the right, at
    least its first character staying. Count, room, rate and day are never cut: when even that form is too
    long it is answered with `fits` False.
    """
    steps: list[str] = []
    text = ""
    for step, form in _ladder(fields, short):
        if form != text:
            text = form
            if step and step not in steps:
                steps.append(step)
        if (size := length(text)) <= limit:
            return Fitted(text, size, tuple(steps), True)
    return Fitted(text, length(text), tuple(steps), False)


def short_of(source: str, short: str = "") -> str:
    """The one-character code of a source; its first character when it has none of its own."""
    return short or source[:1]


def parse(text: str) -> Parsed | Unparsed:
    """Read a nickname however it was typed: / or ／, spaces, full-width digits, dates of 8, 6 or 4 digits."""
    text = " ".join(text[: LONGEST * 4].split())
    if not text:
        return Unparsed("empty", "")
    parts = _parts(text)
    if parts is None:
        return Unparsed("parts", text)
    head, source, room, written_rate, written_day = parts
    if not (found := HEAD.fullmatch(head)):
        return Unparsed("name" if not head or head.isdigit() else "count", head)
    rate = _rate(written_rate)
    if rate is None:
        return Unparsed("rate", written_rate)
    day = _day(written_day)
    if day is None:
        return Unparsed("date", written_day)
    name, count = found["name"] or found["digits_name"], int(found["count"] or found["spaced_count"])
    return Parsed(fold(name), count, fold(source), fold(room), rate, *day)


def fields_of(nickname: str) -> Fields | None:
    """The six fields of a nickname that full() wrote, as the journey keeps it with the guest; None without one."""
    parsed = parse(nickname)
    if not isinstance(parsed, Parsed) or parsed.date is None:
        return None
    return Fields(parsed.name, parsed.count, parsed.source, parsed.room, parsed.rate, parsed.date)


def disagreements(text: str, fields: Fields, short: str = "") -> list[Mismatch]:
    """What in `text` does not agree with the visit, in the order of KINDS; nothing when it agrees.

    A field agrees in its full form and in any form that the ladder gives it.
    """
    parsed = parse(text)
    if isinstance(parsed, Unparsed):
        return [Mismatch("unparsed", text.strip()[:LONGEST], full(fields))]
    wrong: list[Mismatch] = []
    if parsed.count != fields.count:
        wrong.append(Mismatch("count", str(parsed.count), str(fields.count)))
    day = fields.day
    if (parsed.month, parsed.day) != (day.month, day.day) or parsed.year not in (None, day.year):
        wrong.append(Mismatch("date", parsed.written_date(), f"{day.year:04d}{day.month:02d}{day.day:02d}"))
    if parsed.rate != fields.rate:
        wrong.append(Mismatch("rate", str(parsed.rate), str(fields.rate)))
    if _plain(parsed.source) not in (_plain(fields.source), _plain(short_of(fields.source, short))):
        wrong.append(Mismatch("source", parsed.source, fields.source))
    if _plain(parsed.room) != _plain(fields.room):
        wrong.append(Mismatch("room", parsed.room, fields.room))
    if _plain(parsed.name) != _plain(fields.name) and _plain(parsed.name) != _fitted_name(fields, short):
        wrong.append(Mismatch("name", parsed.name, fields.name))
    return wrong


# --- how it is done

# A name that ends in a digit is set off by a space, so that its digits are not taken for the count.
HEAD = re.compile(
    r"(?P<name>.*[^\d\s])\s*(?P<count>\d{1,6})|(?P<digits_name>.*\d)\s+(?P<spaced_count>\d{1,6})"
)
RATE = re.compile(r"[¥￥]?\s*(\d{1,9})(?:[.．](\d{1,2}))?\s*元?")
DAY = re.compile(r"(?:(\d{4})|(\d{2}))?(\d{2})(\d{2})")
SEPARATED_DAY = re.compile(r"(\d{4})[-.年](\d{1,2})[-.月](\d{1,2})日?")
JOINERS = "\u200d\ufe0e\ufe0f"


def _joined(name: str, fields: Fields, source: str, day: str) -> str:
    space = " " if name[-1:].isdigit() else ""
    text = f"{name}{space}{fields.count}/{source}/{fields.room}/{fields.rate}/{day}"
    if text.count("/") == 4:
        return text
    return f"{fold(name)}{space}{fields.count}/{fold(source)}/{fold(fields.room)}/{fields.rate}/{day}"


def _ladder(fields: Fields, short: str) -> Iterator[tuple[str, str]]:
    """Every form from the longest to the shortest, with the step that led to it."""
    day = f"{fields.day.year:04d}{fields.day.month:02d}{fields.day.day:02d}"
    code = short_of(fields.source, short)
    yield "", _joined(fields.name, fields, fields.source, day)
    yield "century", _joined(fields.name, fields, fields.source, day[2:])
    yield "source", _joined(fields.name, fields, code, day[2:])
    yield "year", _joined(fields.name, fields, code, day[4:])
    name = fields.name
    while shorter := _shorter(name):
        name = shorter
        yield "name", _joined(name, fields, code, day[4:])


def _shorter(name: str) -> str:
    """Without its last visible character; '' when only one is left."""
    cut = name.rstrip()
    while cut:
        last, cut = cut[-1], cut[:-1]
        belongs_before = (
            unicodedata.combining(last) or last in JOINERS or "\U0001f3fb" <= last <= "\U0001f3ff"
        )
        if not belongs_before and not cut.endswith("\u200d"):
            break
    return cut.rstrip().rstrip(JOINERS)


def _fitted_name(fields: Fields, short: str) -> str:
    fitted = parse(fit(fields, short).text)
    return _plain(fitted.name) if isinstance(fitted, Parsed) else _plain(fields.name)


def _plain(text: str) -> str:
    """For comparing: width, case and spaces say nothing."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _parts(text: str) -> list[str] | None:
    """The five parts. A / that somebody typed inside the name belongs to the name."""
    for separator in ("/", "[/／]"):
        parts = [part.strip() for part in re.split(separator, text)]
        if len(parts) == 5:
            return parts
    if len(parts) > 5:
        return ["／".join(parts[:-4]), *parts[-4:]]
    return None


def _rate(written: str) -> int | None:
    """Whole yuan; a fraction is rounded half up, as in the nickname itself."""
    if not (found := RATE.fullmatch(written)):
        return None
    return int(found[1]) + (int(found[2][0]) >= 5 if found[2] else 0)


def _day(written: str) -> tuple[int | None, int, int, int] | None:
    """(year or None, month, day, number of digits), checked to be a day of the calendar."""
    year: int | None
    if found := SEPARATED_DAY.fullmatch(written):
        year, month, day, digits = int(found[1]), int(found[2]), int(found[3]), 8
    elif found := DAY.fullmatch(written):
        month, day = int(found[3]), int(found[4])
        year = int(found[1]) if found[1] else 2000 + int(found[2]) if found[2] else None
        digits = 8 if found[1] else 6 if found[2] else 4
    else:
        return None
    try:
        date(year if year is not None else 2000, month, day)  # 2000 had a 29 February
    except ValueError:
        return None
    return year, month, day, digits
