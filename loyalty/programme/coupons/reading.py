"""Coupons as people see them: on the guest card, in a guest's list, by their code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.programme.coupons import codes, wording
from loyalty.programme.coupons.terms import CouponKind

COLUMNS = """
c.id, c.code, t.document, c.guest_id, c.batch_id, c.state, c.issued_on, c.expires_on, c.origin, c.issued_by,
c.redeemed_at, c.redeemed_by, s.external_id, c.bill_cents, c.discount_cents, c.ended_at, c.ended_by, c.ended_reason
"""
FROM = """
 FROM coupons_coupon c JOIN coupons_terms t ON t.id = c.terms_id LEFT JOIN stays_stay s ON s.id = c.redeemed_stay_id
"""
ON_CARD = """
SELECT c.code, c.expires_on, t.document FROM coupons_coupon c JOIN coupons_terms t ON t.id = c.terms_id
 WHERE c.guest_id = ANY(%s) AND c.state = 'open' AND (c.expires_on IS NULL OR c.expires_on >= %s)
 ORDER BY c.expires_on NULLS LAST, c.id LIMIT 50
"""
USABLE = """
SELECT count(*) FROM coupons_coupon c
 WHERE c.guest_id = ANY(%s) AND c.state = 'open' AND (c.expires_on IS NULL OR c.expires_on >= %s)
"""
OF_PERSON = f"""
SELECT {COLUMNS} {FROM} WHERE c.guest_id = ANY(%s) AND c.id < %s
   AND (%s::text IS NULL OR %s = CASE WHEN c.state = 'open' AND c.expires_on < %s THEN 'expired' ELSE c.state END)
 ORDER BY c.id DESC LIMIT %s
"""
BY_CODE = f"SELECT {COLUMNS} {FROM} WHERE c.code = %s"
NEWEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon with its history."""

    id: int
    code: str
    terms: CouponKind
    guest: int | None
    batch: int | None
    state: str
    issued_on: date
    expires_on: date | None
    origin: str
    issued_by: str
    redeemed_at: datetime | None
    redeemed_by: str | None
    stay: str | None
    bill_cents: int | None
    discount_cents: int | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None

    def state_on(self, day: date) -> str:
        """`expired` is not written down: an open coupon is expired after its last day."""
        over = self.state == "open" and self.expires_on is not None and day > self.expires_on
        return "expired" if over else self.state


def told(raw: Statements, rows: Sequence[int], today: date) -> list[dict[str, Any]]:
    """The coupons a person can use today, the soonest to expire first, as the guest card shows them."""
    found = raw.execute(ON_CARD, (list(rows), today)).fetchall()
    return [
        brief(code, msgspec.json.decode(document, type=CouponKind), expires_on, "open")
        for code, expires_on, document in found
    ]


def usable(raw: Statements, rows: Sequence[int], today: date) -> int:
    """How many coupons a person can use today."""
    found = raw.execute(USABLE, (list(rows), today)).fetchone()
    return int(found[0]) if found else 0


def brief(code: str, terms: CouponKind, expires_on: date | None, state: str) -> dict[str, Any]:
    return {
        "code": codes.printed(code),
        "kind": terms.code,
        "name": terms.name,
        "name_en": terms.name_en,
        "says": wording.says(terms),
        "expires_on": expires_on,
        "state": state,
    }


def of_person(
    raw: Statements,
    rows: Sequence[int],
    today: date,
    *,
    state: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Coupon]:
    """All coupons a person ever had, the newest first."""
    values = (list(rows), NEWEST if before is None else before, state, state, today, limit)
    return [_coupon(row) for row in raw.execute(OF_PERSON, values)]


def by_code(raw: Statements, code: str) -> Coupon | None:
    row = raw.execute(BY_CODE, (code,)).fetchone()
    return _coupon(row) if row else None


def _coupon(row: tuple[Any, ...]) -> Coupon:
    decoded: list[Any] = [*row]
    decoded[2] = msgspec.json.decode(row[2], type=CouponKind)
    return Coupon(*decoded)
