"""Which programme is in force on a day, and which versions there were.

The journey asks for every batch of stays: one small query, and the document itself once per process.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.programme.comparing import Change, changes
from loyalty.programme.document import Programme

KEPT = 256  # documents a process keeps: one is some 50 kB as objects
_kept: OrderedDict[bytes, Programme] = OrderedDict()

# A version planned for a later day stays planned when another is published for an earlier one.
IN_FORCE = """
SELECT number, effective_on, origin, digest, locked::text, chain_number FROM programme_version
 WHERE effective_on <= %s ORDER BY effective_on DESC, number DESC LIMIT 1
"""
DOCUMENT = "SELECT document::text FROM programme_version WHERE number = %s"
ROWS = """
SELECT number, effective_on, published_at, published_by_name, note, origin, locked::text, document::text
  FROM programme_version WHERE number <= %s ORDER BY number DESC LIMIT %s
"""
NEWEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Published:
    """A version, as what moves the programme needs it."""

    number: int
    effective_on: date
    origin: str
    programme: Programme
    locked: tuple[str, ...] = ()  # parts that only the chain may change
    chain_number: int | None = None  # the chain's programme on which it rests


@dataclass(frozen=True, slots=True)
class Row:
    """A version as people look at it."""

    number: int
    effective_on: date
    published_at: datetime
    published_by: str
    note: str
    origin: str
    locked: list[str]
    document: dict[str, Any]


def in_force(raw: Statements, day: date) -> Published | None:
    """The version in force on this local day of the property; None while there is no programme."""
    found = raw.execute(IN_FORCE, (day,)).fetchone()
    if found is None:
        return None
    number, effective_on, origin, digest, locked, chain_number = found
    programme = _document(raw, number, bytes(digest))
    return Published(
        number, effective_on, origin, programme, tuple(msgspec.json.decode(locked)), chain_number
    )


def _document(raw: Statements, number: int, digest: bytes) -> Programme:
    """Kept by what it says, not by whose it is: many properties of a chain have the same."""
    kept = _kept.get(digest)
    if kept is None:
        kept = msgspec.json.decode(raw.value(DOCUMENT, (number,)), type=Programme)
        _kept[digest] = kept
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(digest)
    return kept


def planned(raw: Statements, today: date) -> list[tuple[int, date]]:
    """Versions that will come into force: number and day, the soonest first."""
    return raw.execute(
        "SELECT number, effective_on FROM programme_version WHERE effective_on > %s ORDER BY effective_on, number",
        (today,),
    ).fetchall()


def rows(raw: Statements, *, upto: int = NEWEST, limit: int) -> list[Row]:
    """Versions from this number downwards."""
    found = raw.execute(ROWS, (upto, limit)).fetchall()
    return [
        Row(number, day, at, by, note, origin, msgspec.json.decode(locked), msgspec.json.decode(document))
        for number, day, at, by, note, origin, locked, document in found
    ]


def row(raw: Statements, number: int) -> Row | None:
    found = rows(raw, upto=number, limit=1) if 0 < number <= NEWEST else []
    return found[0] if found and found[0].number == number else None


def with_changes(raw: Statements, *, upto: int = NEWEST, limit: int) -> Iterator[tuple[Row, list[Change]]]:
    """Versions from this number downwards, each with what it changed of the one before it; the first: nothing."""
    found = rows(raw, upto=upto, limit=limit + 1)
    for newer, older in pairwise(found):
        yield newer, list(changes(older.document, newer.document))
    if 0 < len(found) <= limit:
        yield found[-1], []
