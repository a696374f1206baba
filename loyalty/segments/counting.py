"""How many guests a rule holds for, and some of them: while it is being written, and when it is kept."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.db import transaction

from kernel import phones
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.segments import compiling
from loyalty.segments.rules import Rule
from tenants.context import raw_connection

PATIENCE_MS = 2_000  # somebody waits for it


class SegmentTooSlow(Refused):
    code = "segment_too_slow"
    status = 422
    zh = "这个条件计算太久（超过 2 秒）。请缩短时间范围或减少条件后再试。"
    en = "This rule takes longer than 2 seconds. Shorten its time windows or ask less."


@dataclass(frozen=True, slots=True)
class Sampled:
    """One guest of a sample: enough to see whether the rule means what was meant."""

    id: str
    name: str
    phone: str | None  # masked
    visits: int
    last_visit_on: date | None
    channel: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    count: int
    of: int  # all guests who could be in a segment
    sample: Sequence[Sampled]
    took_ms: float


def preview(rule: Rule, today: date, limit: int = 20) -> Preview:
    """How many, out of how many, and some of them: always the same ones for the same rule and guests.

    Raises SegmentTooSlow, RuleRefused.
    """
    sql, parameters = compiling.previewing(rule, today, limit)
    with patiently() as raw:
        began = time.perf_counter()
        count, ids = raw.execute(sql, parameters, prepare=False).fetchone() or (0, [])
        took = time.perf_counter() - began
        of = raw.value(EVERYBODY)
    rows = Statements(raw_connection()).execute(SAMPLED, (ids,)).fetchall()
    sample = [
        Sampled(str(id_), name, phones.mask(phone), visits, last, channel or None, source or None)
        for id_, name, phone, visits, last, channel, source in rows
    ]
    return Preview(count, of, sample, round(took * 1000, 1))


def count(rule: Rule, today: date) -> int:
    """How many guests. Raises SegmentTooSlow, RuleRefused."""
    sql, parameters = compiling.counting(rule, today)
    with patiently() as raw:
        return _value(raw, sql, parameters)


@contextmanager
def patiently(limit_ms: int = PATIENCE_MS) -> Iterator[Statements]:
    """Within: a transaction that writes nothing and waits for no statement longer. Raises SegmentTooSlow.

    What held before holds again afterwards, also inside a transaction of somebody else's.
    """
    try:
        with transaction.atomic():
            raw = Statements(raw_connection())
            before = raw.execute(HELD).fetchone()
            raw.execute(HOLD, (str(limit_ms), *READ_WHOLE))
            raw.execute("SET LOCAL transaction_read_only = on", prepare=False)
            yield raw
            raw.execute(HOLD, before or ())
    except psycopg.errors.QueryCanceled as error:
        raise SegmentTooSlow from error


def _value(raw: Statements, sql: str, parameters: Mapping[str, Any]) -> int:
    row = raw.execute(sql, parameters, prepare=False).fetchone()
    return int(row[0]) if row else 0


# A segment reads its tables whole: walking an index over all of a table takes twice as long as reading it. And helpers of
# PostgreSQL's would each make the same lists of guests anew. How many guests a condition leaves it cannot know.
SETTINGS = ("statement_timeout", "random_page_cost", "max_parallel_workers_per_gather", "enable_nestloop")
READ_WHOLE = ("4", "0", "off")
HELD = "SELECT " + ", ".join(f"current_setting('{name}')" for name in SETTINGS)
HOLD = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
EVERYBODY = f"SELECT count(*) FROM guests_guest g WHERE {compiling.STANDING}"  # noqa: S608 (constants)
SAMPLED = """
SELECT g.id, g.name, g.phone, g.visits, g.last_visit_on, g.channel, g.source
  FROM unnest(%s::bigint[]) WITH ORDINALITY AS asked(id, place) JOIN guests_guest g ON g.id = asked.id
 ORDER BY asked.place
"""
