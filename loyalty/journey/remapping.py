"""A source is mapped to a channel: the past is corrected with it."""

from dataclasses import dataclass

from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty import journey
from loyalty.guests import turns
from loyalty.products import costs
from loyalty.stays.sources import CHANNELS, default
from tenants.context import raw_connection
from tenants.models import Property

AT_ONCE = 2_000  # guests computed anew in one statement set


@dataclass(frozen=True, slots=True)
class Remapped:
    source: str
    channel: str
    short: str
    corrected_visits: int


def remap(hotel: Property, source: str, channel: str, short: str) -> Remapped:
    """Map `source` to one of the four channels and correct every visit it decided. Inside in_property(hotel).

    The source need not have been seen yet. Raises ValueError when the channel is none of the four.
    """
    if channel not in CHANNELS:
        raise ValueError(f"{channel!r} is not a channel")
    with transaction.atomic():
        raw = Statements(raw_connection())
        turns.take(raw, hotel.pk)
        raw.execute(MAP, (source, channel, short, clock.now()))
        guests = [g for (g,) in raw.execute(CORRECT, {"source": source, "channel": channel})]
        found = raw.execute(DECIDED, (source,)).fetchone()
        ordered = sorted(set(guests))
        for start in range(0, len(ordered), AT_ONCE):
            journey.rederive(hotel, ordered[start : start + AT_ONCE])
        # Whether a commission is owed at all hangs on the mapping, also where the channel stays what it was.
        costs.mark_sources(raw, hotel, [source])
    return Remapped(source, channel, short, found[0] if guests and found else 0)


def default_short(source: str) -> str:
    """The one character that stands for a source where nobody chose another."""
    return default(source).short


MAP = """
INSERT INTO stays_source (name, channel, short, mapped, first_seen_at) VALUES (%s, %s, %s, true, %s)
ON CONFLICT (name) DO UPDATE SET channel = EXCLUDED.channel, short = EXCLUDED.short, mapped = true
"""
CORRECT = """
UPDATE stays_stay SET channel = %(channel)s WHERE source = %(source)s AND channel <> %(channel)s RETURNING guest_id
"""
DECIDED = "SELECT count(*) FROM stays_visit WHERE source = %s"
