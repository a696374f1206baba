"""Texts copied from staff's contacts find their guests: by phone where there is one, else by what the text says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from kernel import phones
from loyalty.remarks.nickname import Fields, Mismatch, Parsed, Unparsed, disagreements, fields_of, parse

Raw = psycopg.Connection[tuple[Any, ...]]
Key = tuple[str, int, str, str, bool]  # name, count, room, month and day, whether the name may be cut


@dataclass(frozen=True, slots=True)
class Line:
    """One contact as it came: the nickname, and the phone when the export has one."""

    text: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    guest_id: int
    name: str
    nickname: str
    fields: Fields
    short: str


@dataclass(slots=True)
class Read:
    """What became of a line: its fields, its guest, and what is wrong."""

    text: str
    parsed: Parsed | Unparsed
    guest: Candidate | None = None
    problem: str = ""  # unparsed | no_guest | several_guests
    mismatches: list[Mismatch] = field(default_factory=list)


PROBLEMS = {
    "no_guest": ("没有找到这位客人。", "No such guest."),
    "several_guests": (
        "有几位客人都可能是，请从客人页填写。",
        "Several guests fit: write it on the guest's page.",
    ),
}


def read(raw: Raw, lines: Sequence[Line]) -> list[Read]:
    """Read every line and find its guest; a few statements however many lines there are."""
    results = [Read(line.text.strip(), parse(line.text)) for line in lines]
    by_phone = _by_phone(raw, lines)
    by_name = _by_name(raw, [r.parsed for r in results if isinstance(r.parsed, Parsed)])
    for line, result in zip(lines, results, strict=True):
        if (number := phones.e164(line.phone)) and number in by_phone:
            result.guest = by_phone[number]
        elif isinstance(result.parsed, Parsed):
            result.guest, result.problem = choose(result.parsed, by_name.get(_key(result.parsed), ()))
        if isinstance(result.parsed, Unparsed):
            result.problem = "unparsed"
        if result.guest is not None:
            result.mismatches = disagreements(result.text, result.guest.fields, result.guest.short)
    return results


def choose(parsed: Parsed, candidates: Sequence[Candidate]) -> tuple[Candidate | None, str]:
    """The one guest the text speaks of. The only one of that name, or the one whose last visit fits best."""
    if not candidates:
        return None, "no_guest"
    best = max(fitness(parsed, candidate.fields) for candidate in candidates)
    fitting = [candidate for candidate in candidates if fitness(parsed, candidate.fields) == best]
    if len(fitting) == 1 and (len(candidates) == 1 or best >= 2):
        return fitting[0], ""
    return None, "several_guests"


def fitness(parsed: Parsed, fields: Fields) -> int:
    """How well a text fits a guest's last visit; the day weighs most, it is hardest to share."""
    same_day = (parsed.month, parsed.day) == (fields.day.month, fields.day.day)
    if parsed.year is not None and parsed.date != fields.day:
        same_day = False
    return 2 * same_day + sum(
        (parsed.count == fields.count, parsed.room == fields.room, parsed.rate == fields.rate)
    )


def _key(parsed: Parsed) -> Key:
    # The ladder cuts a name only after the year is gone.
    return parsed.name, parsed.count, parsed.room, f"{parsed.month:02d}{parsed.day:02d}", parsed.digits == 4


def _by_phone(raw: Raw, lines: Sequence[Line]) -> dict[str, Candidate]:
    numbers = list({number for line in lines if line.phone and (number := phones.e164(line.phone))})
    if not numbers:
        return {}
    rows = raw.execute(BY_PHONE, [numbers])
    return {number: found for number, *rest in rows if (found := _candidate(*rest))}


def _by_name(raw: Raw, texts: Sequence[Parsed]) -> dict[Key, list[Candidate]]:
    keys = list({_key(parsed) for parsed in texts})
    if not keys:
        return {}
    columns = [list(column) for column in zip(*keys, strict=True)]
    found: dict[Key, list[Candidate]] = defaultdict(list)
    for name, count, room, day, cut, *rest in raw.execute(BY_NAME, columns):
        if candidate := _candidate(*rest):
            found[(name, count, room, day, cut)].append(candidate)
    return found


def _candidate(guest_id: int, name: str, nickname: str, short: str | None) -> Candidate | None:
    fields = fields_of(nickname)
    return Candidate(guest_id, name, nickname, fields, short or "") if fields else None


BY_PHONE = """
SELECT DISTINCT ON (i.value) i.value, g.id, g.name, g.nickname, s.short
  FROM guests_identity i JOIN guests_guest a ON a.id = i.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_source s ON s.name = g.source
 WHERE i.kind = 1 AND i.value = ANY(%s) AND NOT g.secret ORDER BY i.value, g.last_visit_on DESC NULLS LAST
"""
# Full names, with `/` as the nickname has it; and names that the ladder cut, which the visit must support.
BY_NAME = """
WITH asked(name, count, room, day, cut) AS (
     SELECT DISTINCT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[], %s::boolean[]))
SELECT a.*, g.id, g.name, g.nickname, s.short
  FROM asked a JOIN guests_guest g ON replace(g.name, '/', '／') = a.name
  LEFT JOIN stays_source s ON s.name = g.source
 WHERE g.merged_into_id IS NULL AND g.visits > 0 AND NOT g.secret
UNION
SELECT a.*, g.id, g.name, g.nickname, s.short
  FROM asked a JOIN guests_guest g ON g.visits = a.count AND g.room_no = a.room
                                  AND to_char(g.last_visit_on, 'MMDD') = a.day
                                  AND left(g.name, length(a.name)) = a.name
  LEFT JOIN stays_source s ON s.name = g.source
 WHERE a.cut AND g.merged_into_id IS NULL AND NOT g.secret
"""
