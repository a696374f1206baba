"""Guests hear of a coupon that is about to expire, seven days ahead. Expiry itself is a question of the day."""

from datetime import date, timedelta
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.programme import notices
from loyalty.programme.coupons import codes
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.notices import Notice

AHEAD = timedelta(days=7)

ENDING = """
SELECT c.id, c.code, coalesce(g.merged_into_id, g.id), c.expires_on, t.document
  FROM coupons_coupon c
  JOIN coupons_terms t ON t.id = c.terms_id
  JOIN guests_guest g ON g.id = c.guest_id
 WHERE c.state = 'open' AND c.guest_id IS NOT NULL AND c.expires_on BETWEEN %s AND %s AND c.issued_on < %s
 ORDER BY c.id
"""
ENDED = (
    "SELECT count(*) FROM coupons_coupon WHERE state = 'open' AND guest_id IS NOT NULL AND expires_on = %s"
)


def run(raw: Statements, day: date) -> dict[str, int]:
    """Put down who is to be told on this day, each coupon once; a coupon issued today is not told of today."""
    found = raw.execute(ENDING, (day, day + AHEAD, day)).fetchall()
    new = notices.put(raw, [notice(row, day) for row in found])
    return {
        "coupons_expiring_told": new,
        "coupons_expired": raw.value(ENDED, (day - timedelta(days=1),)),
    }


def notice(row: tuple[Any, ...], day: date) -> Notice:
    coupon_id, code, guest, expires_on, document = row
    terms = msgspec.json.decode(document, type=CouponKind)
    facts = {
        "code": codes.printed(code),
        "name": terms.name,
        "name_en": terms.name_en,
        "expires_on": expires_on.isoformat(),
    }
    return Notice(guest, "coupon_expiring", f"coupon_expiring:{coupon_id}", day, expires_on, facts)
