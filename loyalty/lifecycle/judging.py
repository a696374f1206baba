"""Judging itself: learn from a property's visits, say where guests stand, put it down. Loads numpy and scipy.

Called by loyalty.lifecycle.assessing alone, which holds the property's lifecycle meanwhile.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements, array
from loyalty.lifecycle import assessment, basis, cohorts, gathering, learning, stages, writing
from loyalty.lifecycle.assessment import Basis
from loyalty.lifecycle.basis import Document
from loyalty.lifecycle.gathering import Seen
from loyalty.lifecycle.writing import Written
from tenants.models import Property

# Nights that are kept: a year and some weeks to compare it with.
KEPT_DAYS = 400
# What was learnt from far fewer guests than there are (an import is under way) is learnt anew at once.
GROWN, MANY = 1.5, 0.1

PATIENCE = "SET LOCAL statement_timeout = '15min'"
SOURCES = "SELECT id, name FROM stays_source"
GUESTS = "SELECT count(*) FROM guests_guest WHERE visits > 0"


def night(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """Learn, and judge everybody; what it came to."""
    return _night(raw, hotel, day)[0]


def follow(
    raw: Statements,
    hotel: Property,
    guests: Sequence[int],
    today: date,
    newest: tuple[Any, ...] | None,
    sent: gathering.Answers,
) -> list[int]:
    """Judge these guests, who were sent for, by the newest basis (number and time of making; None: there is none yet)."""
    if newest is None:
        return _news(_night(raw, hotel, today)[1], guests)
    number, document, learnt = _kept(raw, hotel, newest)
    if len(guests) >= MANY * document.guests and raw.value(GUESTS) > GROWN * document.guests:
        return _news(_night(raw, hotel, today)[1], guests)
    seen = gathering.gather(raw, hotel, today, sent)
    if gone := set(guests) - set(seen.guest.tolist()):
        raw.execute(writing.FORGET, (array(sorted(gone)),))
    if not len(seen.guest):
        return []
    return _news(_judge(raw, seen, document, learnt, number, today), guests)


def _night(raw: Statements, hotel: Property, day: date) -> tuple[dict[str, int], Written]:
    raw.execute(PATIENCE)
    began = time.monotonic()
    seen = gathering.gather(raw, hotel, day)
    forgotten = raw.execute(writing.FORGET_ALL, (day,)).rowcount
    if not len(seen.guest):
        return {"guests": 0, "written": 0, "changed": 0, "forgotten": forgotten}, Written(0, [], [])
    sources: dict[int, str] = dict(raw.execute(SOURCES).fetchall())
    learnt = learning.learn(seen, sources, day)
    number, document = _keep(raw, learnt, round((time.monotonic() - began) * 1000))
    told = _judge(raw, seen, document, learning.basis_of(document), number, day)
    counts = {
        "guests": len(seen.guest),
        "written": told.rows,
        "changed": len(told.changed),
        "forgotten": forgotten,
        **{stage: n for stage, n in document.stages.items() if n},
    }
    return counts, told


def _judge(raw: Statements, seen: Seen, document: Document, learnt: Basis, number: int, day: date) -> Written:
    cohort = cohorts.assign(document.cohorts, seen, document.money_split_cents)
    found = assessment.assess(replace(seen.facts, cohort=cohort), learnt, stages.day_number(day))
    return writing.write(raw, seen, found, document, cohort, number, day)


def _news(told: Written, guests: Sequence[int]) -> list[int]:
    return sorted({*told.new, *told.changed} & set(guests))


def _keep(raw: Statements, learnt: Document, took_ms: int) -> tuple[int, Document]:
    """The day's basis put down, in the place of what was learnt of the day before; old ones go."""
    text = msgspec.json.encode(learnt).decode()
    document = basis.decode(text)
    known: Any = raw.execute(basis.OF_DAY, (learnt.as_of,)).fetchone()
    if known is not None and basis.decode(known[1]) == document:
        return int(known[0]), document
    old = [number for (number,) in raw.execute(basis.OLD, (learnt.as_of, learnt.as_of, KEPT_DAYS))]
    if old:
        raw.execute(basis.DROP, (array(old),))
    number = raw.value(basis.PUT, (learnt.as_of, text, learnt.guests, clock.now(), took_ms))
    if old:
        # The key is looked at when the transaction ends.
        raw.execute(basis.MOVE, (number, array(old)))
    return int(number), document


def _kept(raw: Statements, hotel: Property, stamp: tuple[Any, ...]) -> tuple[int, Document, Basis]:
    number, made_at = stamp
    found = _held(hotel.pk, number, made_at)
    if not found:
        row: Any = raw.execute(basis.NEWEST, (date.max,)).fetchone()
        document = basis.decode(row[3])
        found[:] = [document, learning.basis_of(document)]
    return number, found[0], found[1]


@lru_cache(maxsize=64)
def _held(property_id: int, number: int, made_at: Any) -> list[Any]:
    """Where this process keeps a basis that it has read; they never change."""
    return []
