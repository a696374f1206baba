"""What the guest card says of punch cards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.programme.punchcards import wording
from loyalty.programme.punchcards.filling import share_free
from loyalty.programme.punchcards.people import members, offered
from loyalty.programme.versions import Published


def told(raw: Statements, rows: Sequence[int], published: Published, today: date) -> list[dict[str, Any]]:
    """The member's open card of each kind; `owed` stamps are missing for a card given whose stays were taken back."""
    cards = published.programme.punch_cards
    if not cards:
        return []
    since = offered(raw, published)
    found = members(raw, rows[:1], published, min(since.values()))
    kinds = {kind.code: kind for kind in published.programme.coupons}
    told = []
    for member in found:
        for card in cards:
            filling = member.filling(card, since[card.code], today)
            zh, en = wording.gift(kinds.get(card.coupon))
            told.append(
                {
                    "code": card.code,
                    "name": card.name,
                    "name_en": card.name_en,
                    "have": filling.have,
                    "need": filling.need,
                    "missing": filling.missing,
                    "owed": filling.owed,
                    "filled": filling.given,
                    "counts": card.counts,
                    "gives": {"code": card.coupon, "name": zh, "name_en": en},
                    "share_free": share_free(card.every),
                    "begun_on": str(filling.begun_on) if filling.begun_on else None,
                }
            )
    return told
