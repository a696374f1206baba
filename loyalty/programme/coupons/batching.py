"""Codes for print: a batch is issued as a set, and its codes are read as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme.coupons import issuing
from loyalty.programme.coupons.refusals import KindOver
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme

MOST = 100_000
PAGE = 5_000

OF_KEY = "SELECT id FROM coupons_batch WHERE key = %s"
MAKE = """
INSERT INTO coupons_batch (key, terms_id, kind, count, issued_on, expires_on, made_at, made_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
COLUMNS = """
SELECT b.id, b.kind, t.document, b.count, b.issued_on, b.expires_on, b.made_at, b.made_by,
       (SELECT count(*) FROM coupons_coupon c WHERE c.batch_id = b.id AND c.state = 'redeemed')
  FROM coupons_batch b JOIN coupons_terms t ON t.id = b.terms_id
"""
READ = COLUMNS + " WHERE b.id = %s"
LIST = COLUMNS + " ORDER BY b.id DESC LIMIT %s"
CODES = """
SELECT id, code, state FROM coupons_coupon WHERE batch_id = %s AND id > %s ORDER BY id LIMIT %s
"""


class TooMany(Refused):
    code = "not_eligible"
    status = 422
    zh = "一批最多 {most} 张。"
    en = "A batch has at most {most} codes."


@dataclass(frozen=True, slots=True)
class Made:
    """A batch as it stands."""

    id: int
    kind: str
    terms: CouponKind
    count: int
    issued_on: date
    expires_on: date | None
    made_at: datetime
    made_by: str
    redeemed: int


def make(
    raw: Statements,
    programme: Programme,
    kind_code: str,
    count: int,
    *,
    until: date | None,
    actor: Actor,
    today: date,
    key: str,
) -> Made:
    """Issue so many codes of a kind to nobody, once per key; `until` may only shorten what the kind says."""
    if not 1 <= count <= MOST:
        raise TooMany(most=MOST)
    terms = issuing.kind_of(programme, kind_code)
    ends = [day for day in (issuing.valid_until(terms, today), until) if day is not None]
    expires_on = min(ends, default=None)
    if expires_on is not None and expires_on < today:
        raise KindOver(kind=kind_code, expires_on=expires_on)
    issued, face = issuing.lock(raw, [kind_code])[kind_code]
    found = raw.execute(OF_KEY, (key,)).fetchone()
    if found is None:
        issuing.check_room(terms, issued, face, count)
        terms_id = issuing.terms_of(raw, terms)
        found = raw.execute(
            MAKE, (key, terms_id, kind_code, count, today, expires_on, clock.now(), actor.name[:80])
        ).fetchone()
        batch_id = found[0] if found else 0
        many = issuing.Many(
            terms_id, terms, today, expires_on, f"batch:{batch_id}", actor.name[:80], batch=batch_id
        )
        issuing.write(raw, many, count)
    made = read(raw, found[0] if found else 0)
    assert made is not None  # noqa: S101 (it was written or found above)
    return made


def read(raw: Statements, batch_id: int) -> Made | None:
    row: tuple[Any, ...] | None = raw.execute(READ, (batch_id,)).fetchone()
    return None if row is None else _made(row)


def listed(raw: Statements, limit: int) -> list[Made]:
    """The newest batches."""
    return [_made(row) for row in raw.execute(LIST, (limit,))]


def _made(row: tuple[Any, ...]) -> Made:
    decoded: list[Any] = [*row]
    decoded[2] = msgspec.json.decode(row[2], type=CouponKind)
    return Made(*decoded)


def codes_of(raw: Statements, batch_id: int, after: int = 0) -> list[tuple[int, str, str]]:
    """The next codes of a batch: id, code, state; `after` is the last id of the page before."""
    return raw.execute(CODES, (batch_id, after, PAGE)).fetchall()


def pages(raw: Statements, batch_id: int) -> Iterator[list[tuple[int, str, str]]]:
    """All codes of a batch, a page at a time."""
    after = 0
    while page := codes_of(raw, batch_id, after):
        yield page
        after = page[-1][0]
