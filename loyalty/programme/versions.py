"""Which programme is in force on a day. The journey asks for every batch of stays: one small query."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.programme.document import Programme

KEPT = 256  # documents a process keeps: one is some 50 kB as objects
_kept: OrderedDict[bytes, Programme] = OrderedDict()

# A version planned for a later day stays planned when another is published for an earlier one.
IN_FORCE = """
SELECT number, effective_on, origin, digest FROM programme_version
 WHERE effective_on <= %s ORDER BY effective_on DESC, number DESC LIMIT 1
"""
DOCUMENT = "SELECT document::text FROM programme_version WHERE number = %s"


@dataclass(frozen=True, slots=True)
class Published:
    """A version, as what moves the programme needs it."""

    number: int
    effective_on: date
    origin: str
    programme: Programme


def in_force(raw: Statements, day: date) -> Published | None:
    """The version in force on this local day of the property; None while there is no programme."""
    found = raw.execute(IN_FORCE, (day,)).fetchone()
    if found is None:
        return None
    number, effective_on, origin, digest = found
    return Published(number, effective_on, origin, _document(raw, number, bytes(digest)))


def _document(raw: Statements, number: int, digest: bytes) -> Programme:
    """Kept by what it says, not by whose it is: many properties of a chain have the same."""
    kept = _kept.get(digest)
    if kept is None:
        kept = read(raw.value(DOCUMENT, (number,)))
        _kept[digest] = kept
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(digest)
    return kept


def read(document: "str | bytes | dict[str, Any]") -> Programme:
    """A stored document as a Programme; msgspec.ValidationError when it is none."""
    if isinstance(document, dict):
        return msgspec.convert(document, Programme)
    return msgspec.json.decode(document, type=Programme)
