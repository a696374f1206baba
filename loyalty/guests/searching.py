"""Finding guests: by name, pinyin and initials, last digits of the phone, today's room, nickname text; and the filters
by which a list is cut down (who came from where, how often, at what rate, how long ago)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from kernel import money, phones
from kernel.statements import like

Raw = psycopg.Connection[tuple[Any, ...]]
PLACE = tuple[date | datetime | None, int]
LONG_STAY = timedelta(days=180)  # nobody looked for by his room has been in the house for longer
LETTERS = re.compile(r"[a-z' ]+")
DIGITS = re.compile(r"\+?[0-9][0-9 -]{1,20}")
# A nickname as WeCom has it, where it must be short: name, source and date may be cut, the rest never is.
SHORTENED = re.compile(
    r"(?P<name>[^/]*?)(?P<count>\d+)/[^/]+/(?P<room>[^/]*)/(?P<rate>[^/]+)/(?P<day>\d{4}|\d{6})"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of guests is cut down to; None: not asked."""

    q: str | None = None
    phone: str | None = None
    tag: str | None = None
    channel: str | None = None
    source: str | None = None
    visits_min: int | None = None
    visits_max: int | None = None
    rate_min_cents: int | None = None
    last_visit_before: date | None = None
    last_visit_after: date | None = None
    changed_since: datetime | None = None
    remark: str | None = None  # complete | missing
    # Conditions on guests_guest g from rooms above this one, each with its parameters.
    also: Sequence[tuple[str, Mapping[str, Any]]] = ()


def listed(
    raw: Raw,
    filters: Filters,
    *,
    today: date,
    limit: int | None,
    after: PLACE | None = None,
    full_phones: bool = False,
) -> list[tuple[PLACE, dict[str, Any]]]:
    """(place, guest) in order: by the last visit, newest first; asked for changes, by when they changed."""
    conditions, values = conditions_of(filters, today)
    by_change = filters.changed_since is not None
    key, direction = (
        ("g.changed_at", "ASC") if by_change else ("coalesce(g.last_visit_on, '0001-01-01')", "DESC")
    )
    if after is not None:
        kind = "timestamptz" if by_change else "date"
        conditions.append(f"({key}, g.id) {'>' if by_change else '<'} (%(at)s::{kind}, %(id)s::bigint)")
        values |= {"at": after[0], "id": after[1]}
    sql = f"{GUESTS.format(key=key)} WHERE {' AND '.join(conditions)} ORDER BY {key} {direction}, g.id {direction}"
    if limit is not None:
        sql += " LIMIT %(limit)s"
        values["limit"] = limit
    rows = raw.cursor(row_factory=dict_row).execute(sql, values)
    return [((row["place"], row["id"]), told(row, full_phone=full_phones)) for row in rows]


def found(raw: Raw, q: str, *, today: date, limit: int) -> list[dict[str, Any]]:
    """The best matches of a search: who is called so, then who was here last."""
    match = matching(q, today)
    if match is None:
        return []
    condition, values = match
    sql = f"{FOUND} WHERE {STANDING} AND {condition} {BEST} LIMIT %(limit)s"
    values |= {"exact": q.strip(), "limit": limit, "today": today, "since": today - LONG_STAY}
    rows = raw.cursor(row_factory=dict_row).execute(sql, values)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "phone": phones.mask(row["phone"]),
            "nickname": row["nickname"],
            "visits": row["visits"],
            "room_no": row["room_today"] or row["room_no"],
            "in_house": row["room_today"] is not None,
        }
        for row in rows
    ]


def conditions_of(filters: Filters, today: date) -> tuple[list[str], dict[str, Any]]:
    """WHERE, as conditions on guests_guest g, and its parameters."""
    conditions, values = [STANDING], {}
    for name, condition in FILTERS.items():
        if (value := getattr(filters, name)) is not None:
            conditions.append(condition)
            values[name] = value
    for condition, parameters in filters.also:
        conditions.append(condition)
        values |= parameters
    if filters.remark is not None:
        conditions.append("g.visits > 0 AND g.remark_complete = %(complete)s")
        values["complete"] = filters.remark == "complete"
    if filters.phone is not None:
        conditions.append(PHONE)
        values["phone"] = phones.e164(filters.phone) or filters.phone
    if filters.q:
        match = matching(filters.q, today)
        conditions.append(match[0] if match else "false")
        values |= match[1] if match else {}
    return conditions, values


def matching(q: str, today: date) -> tuple[str, dict[str, Any]] | None:
    """The condition for a text that somebody typed into the search; None when there is nothing to look for."""
    text = unicodedata.normalize("NFKC", q).strip()
    if not text or "\x00" in text:
        return None
    values: dict[str, Any] = {"today": today, "since": today - LONG_STAY}
    plain = text.casefold()
    # The nickname keeps / inside a field in its full width.
    values["like"] = f"%{like(text)}%"
    values["nickname"] = f"%{like(q.strip())}%"
    same = "ILIKE" if text.isascii() or plain != text else "LIKE"
    either = [f"g.name {same} %(like)s", f"g.nickname {same} %(nickname)s"]
    if cut := SHORTENED.fullmatch(q.strip()):
        part = {name: like(value) for name, value in cut.groupdict().items()}
        values["shortened"] = "{name}%{count}/%/{room}/{rate}/%{day}".format_map(part)
        either.append("g.nickname LIKE %(shortened)s")
    if LETTERS.fullmatch(plain):
        letters = like(plain.replace(" ", "").replace("'", ""))
        values |= {"pinyin": f"{letters}%", "initials": f"% {letters}%"}
        either += ["g.pinyin LIKE %(pinyin)s", "g.pinyin LIKE %(initials)s"]
    if DIGITS.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        values |= {"last_digits": f"%{digits}", "room": text}
        either += ["g.phone LIKE %(last_digits)s", ROOM]
    elif text.isalnum() and len(text) <= 10:
        values["room"] = text
        either.append(ROOM)
    return f"({' OR '.join(either)})", values


def told(row: Mapping[str, Any], *, full_phone: bool = False) -> dict[str, Any]:
    """A guest as lists have him; the phone is masked unless an export asked for it."""
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "phone": row["phone"] if full_phone else phones.mask(row["phone"]),
        "nickname": row["nickname"] or None,
        "visits": row["visits"],
        "nights": row["nights"],
        "first_visit_on": row["first_visit_on"],
        "last_visit_on": row["last_visit_on"],
        "channel": row["channel"] or None,
        "source": row["source"] or None,
        "room_no": row["room_no"] or None,
        "rate": money.amount(row["rate_cents"]) if row["visits"] else None,
        "tags": row["tags"],
        "remark_complete": row["remark_complete"],
        "spend": money.amount(row["spend_cents"]),
        "updated_at": row["changed_at"],
    }


STANDING = "g.merged_into_id IS NULL AND NOT g.secret"
PHONE = """g.id IN (SELECT coalesce(p.merged_into_id, p.id) FROM guests_identity i
                     JOIN guests_guest p ON p.id = i.guest_id WHERE i.kind = 1 AND i.value = %(phone)s)"""
ROOM = """g.id IN (SELECT s.guest_id FROM stays_stay s
                    WHERE s.room_no = %(room)s AND s.check_in_on BETWEEN %(since)s AND %(today)s
                      AND (s.status = 'in_house' OR (s.status = 'booked' AND s.check_in_on = %(today)s)))"""
FILTERS = {
    "tag": "g.tags @> ARRAY[%(tag)s]::varchar[]",
    "channel": "g.channel = %(channel)s",
    "source": "g.source = %(source)s",
    "visits_min": "g.visits >= %(visits_min)s",
    "visits_max": "g.visits <= %(visits_max)s",
    "rate_min_cents": "g.visits > 0 AND g.rate_cents >= %(rate_min_cents)s",
    "last_visit_before": "g.last_visit_on <= %(last_visit_before)s",
    "last_visit_after": "g.last_visit_on >= %(last_visit_after)s",
    "changed_since": "g.changed_at >= %(changed_since)s",
}
_COLUMNS = """g.id, g.name, g.phone, g.nickname, g.visits, g.nights, g.first_visit_on, g.last_visit_on, g.channel,
       g.source, g.room_no, g.rate_cents, g.tags, g.remark_complete, g.spend_cents, g.changed_at"""
GUESTS = f"SELECT {{key}} AS place, {_COLUMNS} FROM guests_guest g"  # noqa: S608 (constants)
FOUND = """
SELECT g.id, g.name, g.phone, g.nickname, g.visits, g.room_no,
       (SELECT s.room_no FROM stays_stay s
         WHERE s.guest_id = g.id AND s.status = 'in_house' AND s.check_in_on >= %(since)s
         ORDER BY s.check_in DESC LIMIT 1) AS room_today
  FROM guests_guest g
"""
BEST = "ORDER BY (g.name = %(exact)s) DESC, g.last_visit_on DESC NULLS LAST, g.visits DESC, g.id"
