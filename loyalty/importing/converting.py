"""A row of cells -> one stay as the contract has it, by the mapping; or the reason why not. All pure."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.importing import cells, headers, reasons
from loyalty.importing.cells import Unread
from loyalty.importing.fields import named
from loyalty.importing.mapping import Mapping, Rule
from loyalty.importing.reasons import Reason
from loyalty.importing.texts import Row

TOTAL = re.compile(
    r"(?:本页|本日|当日|本月|全部|以上)?(?:合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总合计|汇总)(?:$|[::\s\d(].*)|(?:grand[ -]?|sub[ -]?)?totals?(?:$|[:\s\d(].*)",
    re.IGNORECASE,
)
# By this field a row says whose it is.
NAMED_BY = {
    "stays": "guest.name",
    "guests": "name",
    "contacts": "nickname",
    "products": "name",
    "reviews": "text",
}
# A day without a time of day: guests come in the afternoon and leave by noon.
ARRIVAL, DEPARTURE, DAY_USE = time(14), time(12), time(18)


class RowRefused(Exception):
    """This row is not a stay that can be taken."""

    def __init__(self, code: str, reason: Reason, field: str = "") -> None:
        super().__init__(reason.en)
        self.code, self.reason, self.field = code, reason, field


@dataclass(slots=True)
class Taken:
    """One rule with its columns as positions."""

    rule: Rule
    column: int | None
    clock: int | None
    parts: list[int]
    nights: list[int | str]  # str: a constant number of nights
    values: dict[str, str]


class Converter:
    """Turns rows of one file into raw stays. Rows must come in the order of the file: without a stay number the
    n-th row of the same name, room and days is told from the others by its n."""

    def __init__(
        self,
        mapping: Mapping,
        kind: str,
        names: Sequence[str],
        *,
        zone: ZoneInfo,
        undated_at: datetime,
        author: str = "",
    ) -> None:
        self.kind, self.names, self.zone = kind, list(names), zone
        self.known = named(kind)
        self.order = mapping.date_format
        self.undated_at, self.author = undated_at, author
        self.undated = kind == "stays" and "updated_at" not in mapping.fields
        self.numbered = "external_id" in mapping.fields
        self.taken = {field: _take(rule, names) for field, rule in mapping.fields.items()}
        self.header = [headers.simple(name) for name in names]
        self.first_header = next(iter(self.header), "")
        self.seen: Counter[bytes] = Counter()

    # --- rows that are no stays

    def check_row(self, row: Row) -> None:
        """Refuses totals, notes, headers repeated in the midst, and rows that could not be read."""
        if row.problem:
            raise RowRefused(row.problem, reasons.sentences(row.problem))
        filled = [cell for cell in row.cells if cell and not cell.isspace()]
        if any(TOTAL.fullmatch(cells.plain(cell)) for cell in filled[:3]) and not self._has_guest_and_day(
            row
        ):
            raise RowRefused("total_row", reasons.sentences("total_row"))
        if len(filled) == 1 and len(self.names) >= 4 and not self._is_name(row):
            raise RowRefused("note_row", reasons.sentences("note_row"))
        # The first word decides for nearly every row; comparing all of them would cost a third of the reading.
        again = len(filled) > 1 and headers.simple(filled[0]) == self.first_header
        if again and [headers.simple(cell) for cell in row.cells] == self.header:
            raise RowRefused("repeated_header", reasons.sentences("repeated_header"))

    def _is_name(self, row: Row) -> bool:
        """All that stands in the row is whose it is: a row that lacks the rest, no note."""
        return bool(self.text(NAMED_BY[self.kind], row))

    def _has_guest_and_day(self, row: Row) -> bool:
        name, day = self.text("guest.name", row), self.taken.get("check_in")
        if not name or TOTAL.fullmatch(cells.plain(name)) or day is None:
            return False
        return bool(day.parts) or bool(self.text("check_in", row))

    # --- single fields

    def text(self, field: str, row: Row) -> str:
        """The field's cell, its constant, or what its values say; '' when blank."""
        taken = self.taken.get(field)
        if taken is None:
            return ""
        if taken.rule.constant is not None:
            return taken.rule.constant.strip()
        if taken.column is None:
            return ""
        cell = row.cells[taken.column]
        if taken.values and (mapped := taken.values.get(cells.plain(cell).casefold())) is not None:
            return mapped.strip()
        return "" if cells.blank(cell) else cell.strip()

    def read(self, field: str, row: Row, reader: Callable[[str], Any]) -> Any:
        """None when blank; RowRefused when the cell says nothing of the kind."""
        text = self.text(field, row)
        if not text:
            return None
        try:
            return reader(text)
        except Unread as unread:
            raise self.refuse(unread.code, field, text) from unread

    def refuse(self, code: str, field: str, value: str = "") -> RowRefused:
        about = self.known[field]
        return RowRefused(
            code, reasons.sentences(code, zh_field=about.zh, en_field=about.en, value=value), field
        )

    def needed(self, field: str, row: Row, reader: Callable[[str], Any]) -> Any:
        found = self.read(field, row, reader)
        if found is None or found == "":
            raise self.refuse("missing", field)
        return found

    def moment(self, field: str, row: Row, midday: time) -> tuple[datetime, bool] | None:
        """The moment, and whether its time of day was told; None when blank."""
        taken = self.taken.get(field)
        if taken is None:
            return None
        if taken.parts:
            found = cells.When(self._of_parts(field, taken, row), None)
        else:
            found = self.read(field, row, lambda text: cells.when(text, self.order))
            if found is None:
                return None
        if taken.clock is not None and not cells.blank(row.cells[taken.clock]):
            try:
                found = found._replace(at=cells.clock(row.cells[taken.clock]))
            except Unread as unread:
                raise self.refuse(unread.code, field, row.cells[taken.clock]) from unread
        if found.utc:
            return datetime.combine(found.day, found.at or time(), UTC).astimezone(self.zone), True
        return datetime.combine(found.day, found.at or midday, self.zone), found.at is not None

    def _of_parts(self, field: str, taken: Taken, row: Row) -> date:
        shown = "-".join(row.cells[at].strip() for at in taken.parts)
        if any(cells.blank(row.cells[at]) for at in taken.parts):
            raise self.refuse("missing", field)
        try:
            year, month, day = (cells.count(row.cells[at]) for at in taken.parts)
        except Unread as unread:
            raise self.refuse("bad_date", field, shown) from unread
        try:
            return cells.day_of(year, month, day)
        except Unread as unread:
            raise self.refuse(unread.code, field, shown) from unread

    def nights(self, taken: Taken, row: Row) -> int:
        total = 0
        for part in taken.nights:
            cell = part if isinstance(part, str) else row.cells[part]
            if cells.blank(cell):
                raise self.refuse("missing", "check_out")
            try:
                total += cells.count(cell)
            except Unread as unread:
                raise self.refuse(unread.code, "check_out", cell) from unread
        return total

    # --- the stay

    def stay(self, row: Row) -> dict[str, Any]:
        """The raw stay of the contract. Raises RowRefused."""
        self.check_row(row)
        rooms = self.read("rooms", row, cells.count)
        if rooms is not None and rooms > 1:
            raise self.refuse("group_row", "rooms", str(rooms))
        check_in, check_out = self._days(row)
        names = self.needed("guest.name", row, cells.names)
        raw: dict[str, Any] = {
            "status": self.needed("status", row, cells.status),
            "check_in": check_in.isoformat(),
            "check_out": check_out.isoformat(),
            "source": self.needed("source", row, cells.plain),
            "rate": self.needed("rate", row, cells.amount),
            "guest": {"name": names[0]},
        }
        self._optional(raw, row, names)
        updated = self.moment("updated_at", row, time())
        raw["updated_at"] = (updated[0] if updated else self.undated_at).isoformat()
        number = self.read("external_id", row, cells.identifier)
        if not number and self.numbered:
            raise self.refuse("missing", "external_id")
        raw["external_id"] = number or self._own_number(raw)
        return raw

    def _days(self, row: Row) -> tuple[datetime, datetime]:
        arrival = self.moment("check_in", row, ARRIVAL)
        if arrival is None:
            raise self.refuse("missing", "check_in")
        taken = self.taken.get("check_out")
        if taken is not None and taken.nights:
            day = arrival[0].date() + timedelta(days=self.nights(taken, row))
            departure = (datetime.combine(day, DEPARTURE, self.zone), False)
        else:
            told = self.moment("check_out", row, DEPARTURE)
            if told is None:
                raise self.refuse("missing", "check_out")
            departure = told
        leaves = departure[0]
        if leaves < arrival[0] and leaves.date() == arrival[0].date() and not departure[1]:
            # A room by the hour: out on the day they came in, at an hour that nobody told.
            leaves = max(arrival[0], datetime.combine(leaves.date(), DAY_USE, self.zone))
        if leaves < arrival[0]:
            raise self.refuse("before_check_in", "check_out")
        return arrival[0], leaves

    def _optional(self, raw: dict[str, Any], row: Row, names: list[str]) -> None:
        for field, reader in _OPTIONAL.items():
            if field in self.taken and (found := self.read(field, row, reader)) not in (None, "", []):
                _put(raw, field, found)
        phones = self.read("guest.phone", row, cells.phones) or []
        if phones:
            raw["guest"]["phone"] = phones[0]
        if birthday := self.read("guest.birthday", row, lambda text: cells.when(text, self.order)):
            raw["guest"]["birthday"] = birthday.day.isoformat()
        if booked := self.moment("booked_at", row, time()):
            raw["booked_at"] = booked[0].isoformat()
        clerk = {
            key: text
            for key in ("external_id", "name")
            if (text := cells.plain(self.text(f"checked_in_by.{key}", row)))
        }
        if clerk:
            raw["checked_in_by"] = {
                "external_id": clerk.get("external_id") or clerk["name"],
                "name": clerk.get("name", ""),
            }
        notes = [raw["notes"]] if raw.get("notes") else []
        if len(names) > 1:
            notes.append("同住:" + "、".join(names[1:]))
        if len(phones) > 1:
            notes.append("其他电话:" + "、".join(phones[1:]))
        if notes:
            raw["notes"] = ";".join(notes)

    def _own_number(self, raw: dict[str, Any]) -> str:
        """A number for a stay that has none: name, room and days, and which one of those it is in the file."""
        guest = raw["guest"]
        key = (
            guest["name"],
            guest.get("phone"),
            guest.get("external_id"),
            raw.get("room_no"),
            raw["check_in"][:10],
            raw["check_out"][:10],
        )
        digest = hashlib.blake2b(
            json.dumps(key, ensure_ascii=False).encode("utf-8", "replace"), digest_size=10
        ).digest()
        self.seen[digest] += 1
        times = self.seen[digest]
        return f"row-{digest.hex()}" + (f"-{times}" if times > 1 else "")


def _requests(text: str) -> list[str]:
    if text.startswith("["):  # NDJSON carries lists as they are
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return [item for item in found if item.strip()]
    return cells.words(text)


GENDERS = {
    "男": "male",
    "m": "male",
    "male": "male",
    "先生": "male",
    "女": "female",
    "f": "female",
    "female": "female",
    "女士": "female",
}

_OPTIONAL: dict[str, Callable[[str], Any]] = {
    "room_no": cells.identifier,
    "room_type": cells.plain,
    "currency": lambda text: {"人民币": "CNY", "RMB": "CNY", "元": "CNY"}.get(
        cells.plain(text).upper(), cells.plain(text).upper()
    ),
    "revenue.room": cells.amount,
    "revenue.fnb": cells.amount,
    "revenue.other": cells.amount,
    "requests": _requests,
    "notes": str.strip,
    "rate_code": cells.plain,
    "market_code": cells.plain,
    "adults": cells.count,
    "children": cells.count,
    "secret": cells.yes,
    "group": cells.plain,
    "guest.external_id": cells.identifier,
    "guest.gender": lambda text: GENDERS.get(cells.plain(text).casefold(), cells.plain(text)),
    "guest.email": cells.plain,
    "guest.language": cells.plain,
    "guest.id_hash": cells.plain,
    "guest.unionid": cells.plain,
    "guest.wecom_external_id": cells.plain,
}


def _put(raw: dict[str, Any], field: str, value: Any) -> None:
    outer, _, inner = field.partition(".")
    if inner:
        raw.setdefault(outer, {})[inner] = value
    else:
        raw[field] = value


def _take(rule: Rule, names: Sequence[str]) -> Taken:
    def at(column: str) -> int:
        found = headers.position(column, names)
        if found is None:
            raise KeyError(column)
        return found

    return Taken(
        rule,
        at(rule.column) if rule.column else None,
        at(rule.time) if rule.time else None,
        [at(column) for column in rule.date_parts or ()],
        [str(part) if isinstance(part, int) else at(part) for part in rule.nights or ()],
        {cells.plain(key).casefold(): value for key, value in (rule.values or {}).items()},
    )
