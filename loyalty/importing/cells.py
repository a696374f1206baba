"""What a cell says: dates, money, phones, states, however a PMS or a spreadsheet wrote them. All pure.

Each reader takes text that is not blank, and raises Unread when the text says nothing of the kind.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

BLANKS = frozenset({"", "-", "--", "---", "—", "——", "/", "\\n", "null", "none", "nan", "n/a", "#n/a", "nil"})
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

STATUSES = {
    "booked": ("booked", "r", "预订", "预定", "已预订", "已预定", "未入住", "预抵", "将到", "已确认", "确认", "reserved",
               "reservation", "confirmed", "due in", "expected"),
    "in_house": ("in_house", "i", "在住", "入住", "已入住", "入住中", "住店", "在店", "续住", "预离", "in house", "inhouse",
                 "checked in", "checkedin", "check in", "due out", "stayover"),
    "checked_out": ("checked_out", "o", "s", "离店", "已离店", "退房", "已退房", "已结账", "结账", "已结", "挂账", "走结", "完成",
                    "已完成", "checked out", "checkedout", "check out", "departed", "completed", "open balance"),
    "cancelled": ("cancelled", "x", "取消", "已取消", "作废", "已作废", "canceled", "cancel", "void"),
    "no_show": ("no_show", "n", "未到", "应到未到", "爽约", "no show", "noshow"),
}  # fmt: skip
TRUE = frozenset({"t", "true", "y", "yes", "1", "是", "保密", "有", "√", "✓"})
FALSE = frozenset({"f", "false", "n", "no", "0", "否", "不", "无", "×"})


class Unread(ValueError):
    """The text is not what it should be. `code` names the reason (loyalty.importing.reasons)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class When(NamedTuple):
    """A day, perhaps a time of day; in the property's own time unless it says UTC."""

    day: date
    at: time | None
    utc: bool = False


def plain(text: str) -> str:
    """Full-width digits and letters folded, outer spaces and invisible marks gone."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


def blank(text: str) -> bool:
    return plain(text).casefold() in BLANKS


_STATUS = {word.replace("_", " "): status for status, words in STATUSES.items() for word in words}


def status(text: str) -> str:
    """'O', '已退房', 'Checked-out' -> 'checked_out'."""
    word = re.sub(r"[\s_\-()]+", " ", plain(text).casefold()).strip()
    if found := _STATUS.get(word) or _STATUS.get(re.split(r"[ ,/|:]", word)[0]):
        return found
    raise Unread("bad_status")


def yes(text: str) -> bool:
    word = plain(text).casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Unread("bad_yes_no")


def amount(text: str) -> str:
    """'¥1,208.00' -> '1208.00': a decimal with two places, rounded half up."""
    bare = re.sub(
        r"^(?:CNY|RMB|USD|EUR|HKD|[¥$€])\s*|\s*(?:元|圆|CNY|RMB|/晚)$", "", plain(text), flags=re.IGNORECASE
    )
    bare = bare.replace(" ", "").replace("'", "")
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()") if negative else bare
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d{1,2}", bare):  # 1.208,00
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not (NUMBER.fullmatch(bare) or SCIENTIFIC.fullmatch(bare)) or len(bare) > 30:
        raise Unread("bad_amount")
    try:
        value = Decimal(bare)
        if value.adjusted() > 9:
            raise Unread("bad_amount")
        value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise Unread("bad_amount") from error
    return str(-value if negative else value)


def count(text: str) -> int:
    """'2', '2.0', '2晚' -> 2."""
    bare = re.sub(r"[晚天夜间人位]$", "", plain(text))
    if not re.fullmatch(r"\d{1,4}(\.0+)?", bare):
        raise Unread("bad_number")
    return int(bare.partition(".")[0])


RATING = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:/\s*(5|10|100)|(%))?\s*(?:分|星|颗星|stars?)?", re.IGNORECASE)


def rating(text: str) -> float:
    """'4.8', '4.8分', '9.6/10', '96%' -> 4.8: of five. A number above five that says no scale is refused."""
    if not (found := RATING.fullmatch(plain(text))):
        raise Unread("bad_rating")
    most = 100 if found[3] else int(found[2] or 5)
    value = float(found[1])
    if value > most:
        raise Unread("bad_rating")
    return round(value * 5 / most, 2)


def identifier(text: str) -> str:
    """A number or code as it stands; a spreadsheet's 1.23E+15 has lost digits and is refused."""
    bare = plain(text)
    if SCIENTIFIC.fullmatch(bare) and "." in bare:
        raise Unread("id_scientific")
    return bare


def phone(text: str) -> str:
    """The phone as written, for the stay to judge; 1.39E+10 has lost its digits and is refused."""
    bare = plain(text).lstrip("'")
    if SCIENTIFIC.fullmatch(bare):
        raise Unread("phone_scientific")
    return re.sub(r"^(\d{7,15})\.0$", r"\1", bare)


def phones(text: str) -> list[str]:
    """The phones of one cell: '13800138000/13900139000' -> both."""
    parts = [part for part in re.split(r"[/,;、|]", plain(text)) if part.strip()]
    if len(parts) > 1 and all(sum(letter.isdigit() for letter in part) >= 7 for part in parts):
        return [phone(part) for part in parts]
    return [phone(text)]


def names(text: str) -> list[str]:
    """The guests of one cell: '李先生/李先生' is two guests of one room."""
    parts = [part.strip() for part in re.split(r"[/|]", plain(text)) if part.strip()]
    return parts or [plain(text)]


def words(text: str, separators: str = r"[;\n\r|]+") -> list[str]:
    return [word.strip() for word in re.split(separators, plain(text)) if word.strip()]


# --- days and times

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
CLOCK = re.compile(
    r"(?:(上午|下午|晚上|中午|凌晨)\s*)?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?)?(?:\.\d+)?秒?分?\s*(am|pm)?",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
NAMED_MONTH = re.compile(r"(\d{1,2})[- /]?([a-z]{3})[a-z]*[- /,]*(\d{4}|\d{2})", re.IGNORECASE)
MONTH_NAMED = re.compile(
    r"([a-z]{3})[a-z]*\.?[- /]?(\d{1,2})(?:st|nd|rd|th)?[- /,]+(\d{4}|\d{2})", re.IGNORECASE
)
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\s?(\d{2})(\d{2})(\d{2})?)?")
WEEKDAY = re.compile(
    r"\s*[(]?(?:周|星期)[一二三四五六日天][)]?\s*|^\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+",
    re.IGNORECASE,
)
EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000  # 1954 to 2119
EXCEL_EPOCH = date(1899, 12, 30)


def when(text: str, order: str | None = None) -> When:
    """A day with its time of day, if it says one. `order` (DMY or MDY) decides what 05/01/2026 is."""
    bare = plain(text)
    if found := _number(bare):
        return found
    try:
        if len(bare) > 10 and bare[4:5] == "-" and bare[10] in "Tt ":
            moment = datetime.fromisoformat(bare.replace(" +", "+"))
            if moment.tzinfo:
                moment = moment.astimezone(UTC)
                return When(moment.date(), moment.time(), True)
            return When(moment.date(), moment.time())
    except ValueError:
        pass  # perhaps an impossible day: told below
    bare = WEEKDAY.sub(" ", bare).strip()
    day, rest = _day(bare, order)
    rest = rest.strip(" T,日")
    return When(day, _clock(rest) if rest else None)


def _number(bare: str) -> When | None:
    """An Excel serial date, seconds or milliseconds since 1970."""
    if not NUMBER.fullmatch(bare):
        return None
    if re.fullmatch(r"[01]\d{9}(\d{3})?", bare):
        moment = datetime.fromtimestamp(int(bare) / (1000 if len(bare) == 13 else 1), UTC)
        return When(moment.date(), moment.time(), True)
    value = float(bare)
    if EXCEL_FIRST <= value < EXCEL_LAST:
        minutes = round(value % 1 * 1440)
        moment = datetime.combine(EXCEL_EPOCH, time()) + timedelta(days=int(value), minutes=minutes)
        return When(moment.date(), moment.time() if value % 1 else None)
    return None


def _day(bare: str, order: str | None) -> tuple[date, str]:
    if found := COMPACT.fullmatch(bare):
        clock = f"{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else ""
        return day_of(int(found[1]), int(found[2]), int(found[3])), clock
    if found := YEAR_FIRST.match(bare):
        return day_of(int(found[1]), int(found[2]), int(found[3])), bare[found.end() :]
    if found := NAMED_MONTH.match(bare):
        return day_of(_year(found[3]), _month(found[2]), int(found[1])), bare[found.end() :]
    if found := MONTH_NAMED.match(bare):
        return day_of(_year(found[3]), _month(found[1]), int(found[2])), bare[found.end() :]
    if found := YEAR_LAST.match(bare):
        first, second = int(found[1]), int(found[2])
        order = order or ("DMY" if first > 12 >= second else "MDY" if second > 12 >= first else None)
        if order is None and first != second:
            raise Unread("date_ambiguous")
        day, month = (second, first) if order == "MDY" else (first, second)
        return day_of(_year(found[3]), month, day), bare[found.end() :]
    raise Unread("bad_date")


def day_of(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unread("no_such_day") from error


def _month(name: str) -> int:
    if name[:3].casefold() not in MONTHS:
        raise Unread("bad_date")
    return MONTHS[name[:3].casefold()]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _clock(text: str) -> time:
    """'14:10', '下午2:10', '2:10 PM', '14点10分'."""
    if not (found := CLOCK.fullmatch(text.strip())):
        raise Unread("bad_time")
    hour, minute, second = int(found[2]), int(found[3] or 0), int(found[4] or 0)
    half = (found[5] or "").casefold()
    if hour < 12 and (half == "pm" or found[1] in ("下午", "晚上")):
        hour += 12
    elif hour == 12 and (half == "am" or found[1] == "凌晨"):
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise Unread("bad_time") from error


def clock(text: str) -> time:
    """A time of day that stands in a column of its own."""
    bare = plain(text)
    if NUMBER.fullmatch(bare) and 0 <= float(bare) < 1:  # a spreadsheet's fraction of a day
        minutes = round(float(bare) * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    if COMPACT.fullmatch(bare) or re.match(r"\d{4}-\d{2}-\d{2}[ T]", bare):
        return when(bare).at or time()
    return _clock(bare)


def guess_order(texts: list[str]) -> str | None:
    """DMY or MDY, when some of these days can be only the one; None when nothing tells."""
    orders = set()
    for text in texts:
        if found := YEAR_LAST.match(plain(text)):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                orders.add("DMY")
            elif second > 12 >= first:
                orders.add("MDY")
    return orders.pop() if len(orders) == 1 else None
