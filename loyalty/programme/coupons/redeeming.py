"""Coupons are used here, each once; a use that is undone leaves the coupon dead.

The rows are locked in the order of their ids before anything is judged, so that of two who bring one code together
one finds it used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kernel import clock, money
from kernel.statements import Statements, array
from loyalty.programme.coupons import applying
from loyalty.programme.coupons.refusals import (
    AlreadyUsed,
    AnotherGuests,
    Expired,
    NoSuchCoupon,
    NotRedeemed,
    NotTogether,
    SpendMore,
)
from loyalty.programme.coupons.terms import CouponKind

LOCK = """
SELECT c.id, c.code, c.kind, t.document, c.guest_id, c.state, c.expires_on
  FROM coupons_coupon c JOIN coupons_terms t ON t.id = c.terms_id
 WHERE c.code = ANY(%s::text[]) ORDER BY c.id FOR UPDATE OF c
"""
REDEEM = """
UPDATE coupons_coupon c SET state = 'redeemed', redeemed_at = %s, redeemed_on = %s, redeemed_by = %s,
       redeemed_stay_id = %s, bill_cents = %s, discount_cents = used.off
  FROM unnest(%s::bigint[], %s::bigint[]) AS used (id, off)
 WHERE c.id = used.id
"""
END = """
UPDATE coupons_coupon SET state = %s, ended_at = %s, ended_by = %s, ended_reason = %s
 WHERE id = %s AND state = %s
"""
REVIVE = """
UPDATE coupons_coupon SET state = 'open', ended_at = NULL, ended_by = NULL, ended_reason = NULL
 WHERE code = %s AND state = 'void' AND ended_reason = %s AND (expires_on IS NULL OR expires_on >= %s)
"""


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon under lock."""

    id: int
    code: str
    kind: str
    terms: CouponKind
    guest: int | None
    state: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Use:
    """One coupon and what it took off."""

    coupon: Coupon
    off_cents: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    uses: tuple[Use, ...]  # in the order in which the codes were given
    bill_cents: int
    to_pay_cents: int


def redeem(
    raw: Statements,
    codes: Sequence[str],
    *,
    bill_cents: int,
    today: date,
    by: str,
    person: Sequence[int] | None = None,
    stay_id: int | None = None,
) -> Redeemed:
    """Use these coupons together on one bill. `person`: the rows of the guest whose bill it is, when that is known."""
    wanted = list(dict.fromkeys(codes))
    found = {coupon.code: coupon for coupon in locked(raw, wanted)}
    if len(found) < len(wanted):
        raise NoSuchCoupon
    coupons = [found[code] for code in wanted]
    judge(coupons, bill_cents, today, person)
    applied = applying.apply(bill_cents, [coupon.terms for coupon in coupons])
    mark(raw, coupons, applied.off_cents, bill_cents, clock.now(), today, by, stay_id)
    uses = tuple(Use(coupon, off) for coupon, off in zip(coupons, applied.off_cents, strict=True))
    return Redeemed(uses, bill_cents, applied.to_pay_cents)


def judge(
    coupons: Sequence[Coupon], bill_cents: int, today: date, person: Sequence[int] | None = None
) -> None:
    """Refuse the first that may not be used on this bill, today, by this guest, beside the others."""
    for coupon in coupons:
        if coupon.state != "open":
            raise AlreadyUsed(coupon=coupon.code, state=coupon.state)
        if coupon.expires_on is not None and today > coupon.expires_on:
            raise Expired(coupon=coupon.code, expires_on=coupon.expires_on)
        if person is not None and coupon.guest is not None and coupon.guest not in person:
            raise AnotherGuests(coupon=coupon.code)
        least = applying.least_bill_cents(coupon.terms)
        if bill_cents < least:
            raise SpendMore(coupon=coupon.code, least=money.amount(least))
        if len(coupons) > 1 and not coupon.terms.stackable:
            raise NotTogether(coupon=coupon.code)


def locked(raw: Statements, codes: Sequence[str]) -> list[Coupon]:
    """These coupons, nobody else's until the transaction ends; a code that is none is left out."""
    found = []
    for row in raw.execute(LOCK, (array(codes),)):
        decoded: list[Any] = [*row]
        decoded[3] = msgspec.json.decode(row[3], type=CouponKind)
        found.append(Coupon(*decoded))
    return found


def mark(
    raw: Statements,
    coupons: Sequence[Coupon],
    off_cents: Sequence[int],
    bill_cents: int,
    at: datetime,
    today: date,
    by: str,
    stay_id: int | None,
) -> None:
    ids, off = array([coupon.id for coupon in coupons]), array(off_cents)
    raw.execute(REDEEM, (at, today, by[:80], stay_id, bill_cents, ids, off))


def undo(raw: Statements, code: str, *, reason: str, by: str) -> Coupon:
    """The bill was refunded: the use no longer counts, and the coupon stays dead."""
    return _end(raw, code, "redeemed", "refunded", reason, by)


def cancel(raw: Statements, code: str, *, reason: str, by: str) -> Coupon:
    """A coupon that was not used yet shall never be: given by mistake, or what it was bought with was given back."""
    return _end(raw, code, "open", "void", reason, by)


def revive(raw: Statements, code: str, *, reason: str, today: date) -> bool:
    """What was cancelled for this reason, and nobody has seen, is good again; False when it cannot be."""
    return raw.execute(REVIVE, (code, reason, today)).rowcount == 1


def _end(raw: Statements, code: str, was: str, becomes: str, reason: str, by: str) -> Coupon:
    found = locked(raw, [code])
    if not found:
        raise NoSuchCoupon
    coupon = found[0]
    if coupon.state != was:
        raise (
            NotRedeemed(coupon=code)
            if coupon.state == "open"
            else AlreadyUsed(coupon=code, state=coupon.state)
        )
    raw.execute(END, (becomes, clock.now(), by[:80], reason, coupon.id, was))
    return coupon
