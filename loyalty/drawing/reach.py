"""Which of a drawn hotel's guests agreed to hear from it, as the desk asked them at check-out."""

from collections.abc import Sequence

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty.guests.consents import PURPOSES

AGREE_PERCENT = {"member": 94, "corporate": 78, "ota": 76, "walk_in": 70}
# A guest is asked once; what he answers hangs on him alone, so that the same hotel is always the same.
ASKED = """
INSERT INTO guests_consent (guest_id, purpose, channel, given, wording, through, at, by, by_name)
SELECT g.id, 'marketing', '', abs(hashtextextended(g.name || coalesce(g.phone, ''), 5)) %% 100 < (%s::jsonb ->> g.channel)::int,
       %s, 'desk', %s, %s, %s
  FROM guests_guest g
 WHERE g.id IN (SELECT s.guest_id FROM stays_stay s
                 WHERE s.external_id = ANY(%s) AND s.status = 'checked_out' AND s.counted)
   AND g.phone IS NOT NULL AND NOT EXISTS (SELECT FROM guests_consent c WHERE c.guest_id = g.id)
   AND abs(hashtextextended(g.name || coalesce(g.phone, ''), 6)) %% 100 < 95
 ORDER BY g.id
"""


def ask(raw: Statements, numbers: Sequence[str], desk: Actor) -> int:
    """Whoever checked out of these stays is asked, but for those the desk forgets; how many were."""
    shares = "{" + ", ".join(f'"{channel}": {share}' for channel, share in AGREE_PERCENT.items()) + "}"
    asked = (shares, PURPOSES["marketing"][0], clock.now(), desk.id, desk.name, list(numbers))
    return raw.execute(ASKED, asked).rowcount
