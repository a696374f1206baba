"""The guest card's part on the programme: what one person holds of it, put together from its parts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.programme import notices
from loyalty.programme.benefits import reading as benefits
from loyalty.programme.coupons import reading as coupons
from loyalty.programme.points import approving
from loyalty.programme.points import reading as points
from loyalty.programme.punchcards import reading as punch_cards
from loyalty.programme.recognition import holding
from loyalty.programme.tiers import standing
from loyalty.programme.versions import Published
from loyalty.programme.wallet import reading as wallet
from tenants.models import Property

PARTS = (
    "tier", "points", "wallet", "coupons", "benefits", "punch_cards", "worth", "notices", "second_approvals",
)  # fmt: skip


def parts(
    raw: Statements, hotel: Property, published: Published | None, rows: Sequence[int], today: date
) -> dict[str, Any]:
    """The parts, each null where there is no programme or the programme does not have it.

    Of the programme in force, and of the person with these rows (persons.rows_of).
    """
    found: dict[str, Any] = dict.fromkeys(PARTS)
    if published is None:
        return found
    programme = published.programme
    tier = standing.told(raw, rows, today, published)
    if tier is not None:
        counts = _elsewhere(raw, published, rows, tier, today)
        found["tier"] = tier
        gives = benefits.told(raw, rows, counts, published, today, currency=hotel.currency)
        found["benefits"], found["worth"] = gives.benefits, gives.worth
        found["punch_cards"] = punch_cards.told(raw, rows, published, today)
    found["coupons"] = coupons.told(raw, rows, today)
    found["notices"] = [notice_told(each) for each in notices.of_person(raw, rows, today)]
    found["second_approvals"] = len(approving.of_guest(raw, rows))
    # What a guest holds is shown as long as he holds it, also after the part was switched off.
    both = programme.points.enabled and programme.wallet.enabled
    held = ledger.Balances() if both else ledger.balances(raw, rows)
    if programme.points.enabled or held.points or held.pending:
        found["points"] = points.told(raw, rows, today, published, hotel.currency)
    if programme.wallet.enabled or held.money_cents:
        found["wallet"] = wallet.told(raw, rows, hotel.currency)
    return found


def _elsewhere(
    raw: Statements, published: Published, rows: Sequence[int], tier: dict[str, Any], today: date
) -> str:
    """The code of the tier by which benefits are given; says on the tier's part where a higher one is held."""
    best = holding.higher(published.programme, tier["code"], holding.elsewhere(raw, rows), today)
    held = published.programme.tier(best.tier) if best else None
    if best is None or held is None:
        return str(tier["code"])
    tier["elsewhere"] = {
        "property_name": best.held_at,
        "code": held.code,
        "tier_name": held.name,
        "tier_name_en": held.name_en,
    }
    return held.code


def notice_told(notice: notices.Kept) -> dict[str, Any]:
    return {
        "id": str(notice.id),
        "kind": notice.kind,
        "says": {"zh": notice.says.zh, "en": notice.says.en},
        "day": notice.day,
        "until": notice.until,
    }
