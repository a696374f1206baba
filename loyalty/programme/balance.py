"""The balance page: a link that shows one member what he holds at one property, and nothing else of anybody.

It works whatever the chain has paid: what is on it belongs to the member. The link is signed, not stored, and has no
end; a guest who asked for secrecy, one who is gone and a link that was never made all look the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing

from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.ledger import reading as ledger
from loyalty.programme import versions
from loyalty.programme.coupons import reading as coupons
from loyalty.programme.points import reading as points
from loyalty.programme.tiers import standing
from loyalty.programme.wallet import reading as wallet
from staff.links import console_link
from tenants.models import Property

SALT = "huike.balance"
MOST = 300  # characters of a token of ours, and more


@dataclass(frozen=True, slots=True)
class Balance:
    """What one person holds at one property; a part is None where the property has none of it."""

    name: str  # masked
    language: str
    tier: dict[str, Any] | None
    points: dict[str, Any] | None
    wallet: dict[str, Any] | None
    coupons: int


def link(slug: str, guest_id: int) -> str:
    return console_link(f"m/{token(slug, guest_id)}")


def token(slug: str, guest_id: int) -> str:
    return _signer().sign(f"{slug}~{guest_id}")


def opened(text: str) -> tuple[str, int] | None:
    """The property's slug and the guest's id; None for what we did not sign."""
    if len(text) > MOST:
        return None
    try:
        slug, _, guest = _signer().unsign(text).rpartition("~")
    except signing.BadSignature:
        return None
    return slug, int(guest)


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def told(raw: Statements, hotel: Property, guest_id: int, today: date) -> Balance | None:
    """What the person of this guest holds; None for nobody, and for who asked for secrecy."""
    rows = persons.rows_of(raw, guest_id)
    found = raw.execute(PERSON, (rows[0],)).fetchone() if rows else None
    if found is None or found[2]:
        return None
    published = versions.in_force(raw, today)
    programme = published.programme if published else None
    held = ledger.balances(raw, rows)
    shows_points = held.points or held.pending or (programme is not None and programme.points.enabled)
    shows_money = held.money_cents or (programme is not None and programme.wallet.enabled)
    return Balance(
        name=masked(found[0]),
        language=found[1],
        tier=standing.told(raw, rows, today, published),
        points=points.told(raw, rows, today, published, hotel.currency) if shows_points else None,
        wallet=wallet.told(raw, rows, hotel.currency) if shows_money else None,
        coupons=coupons.usable(raw, rows, today),
    )


def masked(name: str) -> str:
    """李四 -> 李*, 王小明 -> 王**, John Smith -> J***: he knows himself by it, and nobody else learns a name."""
    first, rest = name[:1], name[1:]
    return first + ("***" if first.isascii() else "*" * min(len(rest), 2))


PERSON = "SELECT name, language, secret FROM guests_guest WHERE id = %s"
