"""Coupons are issued here, one to a guest or many to nobody, and never more than stock and budget allow.

Who issues one of a kind first locks that kind's row in coupons_stock: counting, the limit per guest, and the question
whether this was issued before (same key) are then answered by one at a time. Several kinds in one transaction:
lock() them first, or two who take them in different order may have to begin again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements, array
from loyalty.guests import persons
from loyalty.programme.coupons import applying, codes
from loyalty.programme.coupons.refusals import (
    BudgetSpent,
    EnoughOfThese,
    KeyUsed,
    KindOver,
    SoldOut,
    UnknownKind,
)
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from tenants.telling import tell

CHUNK = 20_000

MAKE_STOCK = "INSERT INTO coupons_stock (kind, issued, face_cents) VALUES (%s, 0, 0) ON CONFLICT DO NOTHING"
LOCK_STOCK = "SELECT issued, face_cents FROM coupons_stock WHERE kind = %s FOR UPDATE"
COUNT = "UPDATE coupons_stock SET issued = issued + %s, face_cents = face_cents + %s WHERE kind = %s"
TERMS = "SELECT id FROM coupons_terms WHERE digest = %s"
MAKE_TERMS = """
INSERT INTO coupons_terms (digest, kind, document) VALUES (%s, %s, %s::jsonb) ON CONFLICT (digest) DO NOTHING
"""
ISSUED_BEFORE = """
SELECT id, code, kind, guest_id, issued_on, expires_on, face_cents FROM coupons_coupon WHERE key = %s
"""
HELD = "SELECT count(*) FROM coupons_coupon WHERE kind = %s AND guest_id = ANY(%s) AND state <> 'void'"
ISSUE = """
INSERT INTO coupons_coupon (code, terms_id, kind, guest_id, batch_id, state, issued_on, expires_on, face_cents,
    cost_cents, origin, key, issued_by)
SELECT code, %s, %s, %s, %s, 'open', %s, %s, %s, %s, %s, %s, %s FROM unnest(%s::text[]) AS new (code)
ON CONFLICT (code) DO NOTHING RETURNING id, code
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A coupon that a guest now has."""

    id: int
    code: str
    kind: str
    guest: int
    issued_on: date
    expires_on: date | None
    face_cents: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """What a number of coupons have in common."""

    terms_id: int
    terms: CouponKind
    issued_on: date
    expires_on: date | None
    origin: str
    issued_by: str
    guest: int | None = None
    batch: int | None = None
    key: str | None = None


def issue(
    raw: Statements,
    programme: Programme,
    kind_code: str,
    guest_row: int,
    *,
    origin: str,
    actor: Actor,
    today: date,
    key: str,
) -> Issued:
    """Give this guest one coupon of the kind, once per key: the same key again is the same coupon."""
    terms = kind_of(programme, kind_code)
    expires_on = valid_until(terms, today)
    issued, face = lock(raw, [kind_code])[kind_code]
    if before := _issued_before(raw, key, kind_code, guest_row):
        return before
    check_room(terms, issued, face, 1)
    if terms.per_guest is not None:
        rows = persons.rows_of(raw, guest_row)
        if raw.value(HELD, (kind_code, list(rows))) >= terms.per_guest:
            raise EnoughOfThese(kind=kind_code, per_guest=terms.per_guest)
    many = Many(
        terms_of(raw, terms), terms, today, expires_on, origin[:80], actor.name[:80], guest_row, key=key
    )
    ((coupon_id, code),) = write(raw, many, 1)
    tell(raw, "coupon.issued", [guest_row], actor=actor, coupon=coupon_id, kind=kind_code)
    return Issued(coupon_id, code, kind_code, guest_row, today, expires_on, applying.face_cents(terms))


def kind_of(programme: Programme, code: str) -> CouponKind:
    """The kind as the programme has it now."""
    for terms in programme.coupons:
        if terms.code == code:
            return terms
    raise UnknownKind(kind=code)


def valid_until(terms: CouponKind, today: date) -> date | None:
    """The last day of one issued today; refused when that has passed."""
    until = applying.expires_on(terms, today)
    if until is not None and until < today:
        raise KindOver(kind=terms.code, expires_on=until)
    return until


def lock(raw: Statements, kinds: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Take these kinds' turns, in one order for everybody; kind -> issued so far, their face value in cents."""
    found = {}
    for kind in sorted(set(kinds)):
        row = raw.execute(LOCK_STOCK, (kind,)).fetchone()
        if row is None:
            raw.execute(MAKE_STOCK, (kind,))
            row = raw.execute(LOCK_STOCK, (kind,)).fetchone() or (0, 0)
        found[kind] = row
    return found


def check_room(terms: CouponKind, issued: int, face_cents: int, count: int) -> None:
    """Refuse what would be more than the stock, or worth more than the budget."""
    if terms.stock is not None and issued + count > terms.stock:
        raise SoldOut(kind=terms.code, left=max(0, terms.stock - issued), asked=count)
    if terms.budget is not None:
        left = money.cents(terms.budget) - face_cents
        asked = count * applying.face_cents(terms)
        if asked > left:
            raise BudgetSpent(kind=terms.code, left=money.amount(max(0, left)), asked=money.amount(asked))


def terms_of(raw: Statements, terms: CouponKind) -> int:
    """The row that keeps these terms for the coupons issued under them."""
    document = msgspec.json.encode(terms)
    digest = hashlib.sha256(document).digest()
    found = raw.execute(TERMS, (digest,)).fetchone()
    if found is None:
        raw.execute(MAKE_TERMS, (digest, terms.code, document.decode()))
        found = raw.execute(TERMS, (digest,)).fetchone()
    return int(found[0]) if found else 0


def write(raw: Statements, many: Many, count: int) -> list[tuple[int, str]]:
    """Write so many coupons and count them in the stock, whose row the caller has locked; their ids and codes."""
    face, cost = applying.face_cents(many.terms), applying.cost_cents(many.terms)
    written: list[tuple[int, str]] = []
    while len(written) < count:
        # A code that is taken is simply drawn again, which hardly ever happens.
        new = codes.make(min(CHUNK, count - len(written)))
        written += _insert(raw, many, face, cost, new)
    raw.execute(COUNT, (count, count * face, many.terms.code))
    return written


def _insert(raw: Statements, many: Many, face: int, cost: int, new: Sequence[str]) -> list[tuple[int, str]]:
    values = (
        many.terms_id,
        many.terms.code,
        many.guest,
        many.batch,
        many.issued_on,
        many.expires_on,
        face,
        cost,
        many.origin,
        many.key,
        many.issued_by,
        array(new),
    )
    return [(coupon_id, code) for coupon_id, code in raw.execute(ISSUE, values)]


def _issued_before(raw: Statements, key: str, kind: str, guest: int) -> Issued | None:
    found = raw.execute(ISSUED_BEFORE, (key,)).fetchone()
    if found is None:
        return None
    if found[2] != kind or found[3] not in persons.rows_of(raw, guest):
        raise KeyUsed
    return replace(Issued(*found), replayed=True)
