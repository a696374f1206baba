"""What messages cost in a day and a month, held below the limits whoever sends: reserved at the claim, spent when it went.

The rows of a scope are locked in one order; a reservation either fits below every limit or changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from kernel.statements import Statements, array
from loyalty.messaging import settings
from loyalty.messaging.facts import Cap
from loyalty.messaging.settings import ALL, Rules
from tenants.models import Property

MAKE = """
INSERT INTO messaging_spend (scope, channel, reserved_cents, spent_cents)
SELECT scope, channel, 0, 0 FROM unnest(%s::text[], %s::text[]) AS new (scope, channel)
ON CONFLICT (scope, channel) DO NOTHING
"""
LOCK = """
SELECT scope, channel, reserved_cents + spent_cents FROM messaging_spend
 WHERE (scope, channel) IN (SELECT * FROM unnest(%s::text[], %s::text[])) ORDER BY scope, channel FOR UPDATE
"""
SUMS = "SELECT scope, channel, reserved_cents, spent_cents FROM messaging_spend WHERE scope = ANY(%s::text[])"
ADD = """
UPDATE messaging_spend s SET reserved_cents = s.reserved_cents + %s, limit_cents = new.most
  FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS new (scope, channel, most)
 WHERE s.scope = new.scope AND s.channel = new.channel
"""
MOVE = """
UPDATE messaging_spend SET reserved_cents = reserved_cents - %s, spent_cents = spent_cents + %s
 WHERE (scope, channel) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""

Place = tuple[str, str]  # scope and channel


def caps(raw: Statements, hotel: Property, rules: Rules, now: datetime) -> tuple[Cap, ...]:
    """The limits of today and of this month with what was spent of them, as the gate judges by. Locks nothing."""
    limits = _limits(hotel, rules, now)
    if not limits:
        return ()
    day, _ = settings.scopes(hotel, now)
    tomorrow, following = settings.resets(hotel, now)
    had = {(scope, of): reserved + spent for scope, of, reserved, spent in sums(raw, hotel, now)}
    return tuple(
        Cap(most, had.get((scope, of), 0), tomorrow if scope == day else following, channel=of)
        for (scope, of), most in limits.items()
    )


def sums(raw: Statements, hotel: Property, now: datetime) -> list[tuple[str, str, int, int]]:
    """(scope, channel, reserved, spent) of today and of this month."""
    return [
        (scope, of, reserved, spent)
        for scope, of, reserved, spent in raw.execute(SUMS, (array(list(settings.scopes(hotel, now))),))
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was spent of a limit; `period`: day | month, `channel`: '' for all."""

    period: str
    channel: str
    spent: int
    reserved: int
    limit: int | None


def standing(raw: Statements, hotel: Property, rules: Rules, now: datetime) -> list[Standing]:
    """Today and this month, by channel: whatever was spent, and whatever has a limit."""
    limits = _limits(hotel, rules, now)
    had = {(scope, of): (reserved, spent) for scope, of, reserved, spent in sums(raw, hotel, now)}
    return [
        Standing(scope.partition(":")[0], of, had.get((scope, of), (0, 0))[1], had.get((scope, of), (0, 0))[0],
                 limits.get((scope, of)))
        for scope, of in sorted(had.keys() | limits.keys())
    ]  # fmt: skip


def reserve(raw: Statements, hotel: Property, rules: Rules, channel: str, cents: int, now: datetime) -> bool:
    """Set it aside in the day and the month, over all and by its channel; False when it fits below some limit no more."""
    if cents == 0:
        return True
    places = _places(hotel, channel, now)
    asked = _columns(places)
    found = raw.execute(LOCK, asked).fetchall()
    if len(found) < len(places):
        raw.execute(MAKE, asked)
        found = raw.execute(LOCK, asked).fetchall()
    limits = _limits(hotel, rules, now)
    for scope, of, had in found:
        most = limits.get((scope, of))
        if most is not None and had + cents > most:
            return False
    raw.execute(ADD, (cents, *asked, array([limits.get(place) for place in places])))
    return True


def release(raw: Statements, hotel: Property, channel: str, cents: int, claimed_at: datetime) -> None:
    """It certainly did not go: what was set aside at the claim is free again."""
    if cents:
        raw.execute(MOVE, (cents, 0, *_columns(_places(hotel, channel, claimed_at))))


def spend(raw: Statements, hotel: Property, channel: str, cents: int, claimed_at: datetime) -> None:
    """It went: what was set aside at the claim is spent."""
    if cents:
        raw.execute(MOVE, (cents, cents, *_columns(_places(hotel, channel, claimed_at))))


def _limits(hotel: Property, rules: Rules, now: datetime) -> dict[Place, int]:
    day, month = settings.scopes(hotel, now)
    return {
        (scope, of): most
        for scope, limits in ((day, rules.day_limit), (month, rules.month_limit))
        for of, most in limits.by_channel().items()
        if most is not None
    }


def _places(hotel: Property, channel: str, moment: datetime) -> list[Place]:
    return sorted((scope, of) for scope in settings.scopes(hotel, moment) for of in (ALL, channel))


def _columns(places: list[Place]) -> tuple[str, str]:
    return array([scope for scope, _ in places]), array([of for _, of in places])
