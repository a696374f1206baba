"""Whose cards are looked at: members' finished visits since a card is offered, and the cards they were given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from kernel.statements import Statements, array
from loyalty.programme.punchcards.filling import Filling, Size, Visit, fill
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.versions import Published


class Given(msgspec.Struct, array_like=True, frozen=True):
    """A card that was given to a row of the person."""

    id: int
    guest: int
    code: str
    number: int
    counts: str
    every: int
    months: int | None
    state: str
    coupon: str | None

    @property
    def size(self) -> Size:
        return Size(self.counts, self.every, self.months)


@dataclass(frozen=True, slots=True)
class Member:
    """A member with the visits from the first day on that any card counts."""

    guest: int
    visits: list[Visit]
    given: list[Given]  # in the order in which they were filled, void ones among them

    def full(self, code: str) -> list[Given]:
        return [card for card in self.given if card.code == code and card.state == "full"]

    def filling(self, card: PunchCard, since: date, today: date) -> Filling:
        """How this card stands on a day."""
        visits = [visit for visit in self.visits if visit.day >= since]
        sizes = [given.size for given in self.full(card.code)]
        return fill(visits, sizes, Size.of(card), today)


def offered(raw: Statements, published: Published, *, keep: bool = False) -> dict[str, date]:
    """Since when each card of the programme is offered; a new one is from the day its version came into force.

    `keep`: that day is written down, so that a later version does not move it.
    """
    codes = [card.code for card in published.programme.punch_cards]
    known: dict[str, date] = dict(raw.execute(OFFERED, (codes,)).fetchall())
    new = [code for code in codes if code not in known]
    if new and keep:
        raw.execute(OFFER, (array(new), published.effective_on))
    return known | dict.fromkeys(new, published.effective_on)


def members(raw: Statements, guests: Sequence[int], published: Published, first: date) -> list[Member]:
    """Those of these (standing) guests who are members, with their finished visits from a day on.

    Who had to sign up is a member from that day on; visits before it fill no card.
    """
    signed_up = published.programme.joins == "sign_up"
    found: list[tuple[Any, ...]] = raw.execute(
        MEMBERS, {"guests": array(guests), "first": first, "signed_up": signed_up}
    ).fetchall()
    return [
        Member(
            guest,
            [Visit(date.fromisoformat(day), nights) for day, nights in visits],
            msgspec.convert(given, list[Given]),
        )
        for guest, visits, given in found
    ]


OFFERED = "SELECT code, since FROM punchcards_offer WHERE code = ANY(%s::text[])"
OFFER = """
INSERT INTO punchcards_offer (code, since) SELECT unnest(%s::text[]), %s ON CONFLICT (code) DO NOTHING
"""
MEMBERS = """
SELECT g.id, coalesce(v.visits, '[]'), coalesce(c.cards, '[]')
  FROM unnest(%(guests)s::bigint[]) AS g (id)
  JOIN tiers_membership m ON m.guest_id = g.id
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(v.check_in_on, v.nights) ORDER BY v.check_in_on, v.ordinal) AS visits
      FROM stays_visit v
     WHERE v.guest_id = g.id AND v.checked_out_at IS NOT NULL AND v.check_in_on >= %(first)s::date
       AND (NOT %(signed_up)s::boolean OR v.check_in_on >= m.joined_on)) v ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(c.id, c.guest_id, c.code, c.number, c.counts, c.every, c.months, c.state, c.coupon)
                    ORDER BY c.filled_on, c.id) AS cards
      FROM punchcards_card c
     -- as an array, so that the index on guests is used
     WHERE c.guest_id = ANY(ARRAY(SELECT x.id FROM guests_guest x WHERE x.merged_into_id = g.id) || g.id)) c ON true
 ORDER BY g.id
"""
