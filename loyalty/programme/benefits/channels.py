"""Whether a stay is owed the member discount on its bill: the house's rule, by the channel it was booked through.

What an OTA sold was mostly paid before the guest came, at the OTA's price. Whether the house takes its members' discount off
such a bill it says itself; until it says so, nothing is promised there.
"""

from datetime import datetime

from kernel.statements import Statements

OTA = "ota"
# A column of a statement that reads a stay `s`.
DISCOUNTED = f"coalesce((SELECT c.discount FROM benefits_channelrule c WHERE c.channel = s.channel), s.channel <> '{OTA}')"  # noqa: S608


def ota_discount(raw: Statements) -> bool:
    """Whether bills of OTA bookings are owed it as well."""
    return bool(raw.value(READ, (OTA,)))


def put_ota_discount(raw: Statements, *, owed: bool, by_name: str, now: datetime) -> bool:
    """The house says it. Returns whether that is new."""
    if ota_discount(raw) == owed:
        return False
    raw.execute(PUT, (OTA, owed, now, by_name[:80]))
    return True


READ = "SELECT coalesce((SELECT discount FROM benefits_channelrule WHERE channel = %s), false)"
PUT = """
INSERT INTO benefits_channelrule (channel, discount, changed_at, changed_by_name) VALUES (%s, %s, %s, %s)
ON CONFLICT (channel) DO UPDATE SET discount = EXCLUDED.discount, changed_at = EXCLUDED.changed_at,
    changed_by_name = EXCLUDED.changed_by_name
"""
