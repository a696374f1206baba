"""What the gate works with at one property: its rules, the ways to its guests, and whoever wants something said."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from billing.models import Account
from billing.standing import Act, standing_of
from kernel import clock
from kernel.statements import Statements
from loyalty.messaging import facts, settings, spending
from loyalty.messaging.reasons import Reason
from loyalty.messaging.settings import Rules
from loyalty.messaging.sponsoring import Sponsor
from loyalty.messaging.transports import choosing, sealing
from loyalty.messaging.transports.protocol import Transport
from tenants.context import in_public, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    hotel: Property
    rules: Rules
    transports: Mapping[str, Transport]  # channel -> the way; none: that channel is off
    sponsor: Sponsor | None = None
    held: Reason | None = None

    def courtesy(self, raw: Statements, now: datetime) -> facts.Settings:
        """The rules as the gate judges by, with what was spent by now."""
        told = settings.courtesy(
            self.rules, self.hotel, spending.caps(raw, self.hotel, self.rules, now), self.held
        )
        return replace(
            told, channels=frozenset(name for name in self.rules.channels if name in self.transports)
        )

    def states(self, raw: Statements, campaigns: set[int]) -> dict[int, str]:
        """running | paused | stopped, of these campaigns."""
        if self.sponsor is None or not campaigns:
            return {}
        return self.sponsor.states(raw, sorted(campaigns))


def opened(
    hotel: Property,
    sponsor: Sponsor | None,
    transports: Mapping[str, Transport] | None = None,
) -> House:
    """The property as it stands now. A sandbox writes to the outbox, whatever it is given.

    It looks outside of the property: a raw connection that was asked for before must be asked for again.
    """
    why = held(hotel)
    rules = settings.read(Statements(raw_connection()))
    if transports is None or hotel.sandbox:
        transports = ways(rules, hotel)
    return House(hotel, rules, transports, sponsor, why)


def ways(rules: Rules, hotel: Property) -> dict[str, Transport]:
    """Channel -> the way its messages go."""
    found: dict[str, Transport] = {}
    for channel in rules.channels:
        try:
            way = choosing.transport(rules, hotel, channel)
        except sealing.Unreadable:
            # Shown by `messaging/status`: somebody has to enter the secret again.
            log.warning("property %s: the secret of its vendor for %s cannot be read", hotel.pk, channel)
            continue
        if way is not None:
            found[channel] = way
    return found


def held(hotel: Property) -> Reason | None:
    """Why this property may send nothing at all at present, whatever its settings say."""
    if hotel.state != "open" or hotel.chain.state != "open":
        return Reason.SUBSCRIPTION
    with in_public():
        account = Account.objects.filter(chain_id=hotel.chain_id).first()
    standing = standing_of(account, clock.real_now())
    return None if standing.allows(Act.CAMPAIGN) else Reason.SUBSCRIPTION
