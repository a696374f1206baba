"""What the desk of one property may read of a guest's card at another: never copied, always recorded.

HQ must have switched it on, and the guest must have agreed at the property whose card is read.
"""

from dataclasses import dataclass
from datetime import date

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import consents, persons
from loyalty.programme import versions
from sharing.settings import shared_by
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property

PURPOSE = "chain_card"
REQUESTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Card:
    """Of one property: tier, last visit, and what the house knows the guest likes."""

    place: Property
    tier: str | None
    tier_en: str | None
    last_visit_on: date | None
    visits: int
    preferences: list[str]
    guest: int


def cards(here: Property, guest: int) -> list[Card] | None:
    """The guest's cards at other properties of the chain; None when the chain does not share cards."""
    with in_public():
        # A sandbox is for trying things out: no real guest's card is read there.
        if here.sandbox or not shared_by(here.chain_id).cards:
            return None
        others = list(
            Property.objects.filter(chain_id=here.chain_id, state="open", sandbox=False)
            .exclude(pk=here.pk)
            .select_related("chain")
            .order_by("slug")
        )
    with in_property(here):
        row = Statements(raw_connection()).execute(PERSON, (guest,)).fetchone()
    if row is None:
        return []
    found = [_card(place, bytes(row[0])) for place in others]
    return [card for card in found if card is not None]


def _card(place: Property, person: bytes) -> Card | None:
    with in_property(place):
        raw = Statements(raw_connection())
        known = raw.execute(KNOWN, (person,)).fetchone()
        if known is None:
            return None
        guest, visits, last_visit_on, tags, sensitive = known
        rows = persons.rows_of(raw, guest)
        if not consents.given(raw, rows, PURPOSE):
            return None
        description = raw.value(DESCRIPTION, (list(rows),)) or ""
        requests = [text for (text,) in raw.execute(REQUESTS, (list(rows), REQUESTS_SHOWN)).fetchall()]
        published = versions.in_force(raw, clock.today(place.time_zone))
        code = raw.value("SELECT max(tier) FROM tiers_membership WHERE guest_id = %s", (guest,))
        tier = published.programme.tier(code) if published and code else None
        shown = [tag for tag in tags if tag not in sensitive]
        preferences = list(dict.fromkeys([*([description] if description else []), *requests, *shown]))
        return Card(
            place,
            tier.name if tier else None,
            tier.name_en if tier else None,
            last_visit_on,
            visits,
            preferences,
            guest,
        )


PERSON = "SELECT person FROM guests_guest WHERE id = %s AND merged_into_id IS NULL AND phone IS NOT NULL"
KNOWN = """
SELECT g.id, g.visits, g.last_visit_on, g.tags,
       (SELECT coalesce(array_agg(t.name), '{}') FROM guests_tag t WHERE t.sensitive)
          || ARRAY['未成年', '健康需求', '宗教饮食']
  FROM guests_guest g WHERE g.person = %s AND g.merged_into_id IS NULL AND NOT g.secret ORDER BY g.id LIMIT 1
"""
DESCRIPTION = """
SELECT description FROM remarks_remark WHERE guest_id = ANY(%s) ORDER BY written_at DESC LIMIT 1
"""
REQUESTS = """
SELECT request FROM stays_stay s, unnest(s.requests) AS request
 WHERE s.guest_id = ANY(%s) GROUP BY request ORDER BY count(*) DESC, max(s.check_in) DESC, request LIMIT %s
"""
