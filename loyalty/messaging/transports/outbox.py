"""Sends nothing: for sandboxes, and for development without stand-ins. The message keeps what it would have said."""

from datetime import datetime
from uuid import UUID

from loyalty.messaging.rendering import sms_parts
from loyalty.messaging.transports.protocol import Accepted, Heard, Parcel

VENDOR = "outbox"


class Outbox:
    """Takes everything."""

    vendor = VENDOR

    def __init__(self, channel: str) -> None:
        self.channel = channel

    def send(self, parcel: Parcel) -> Accepted:
        """Accepted, under the claim's own number."""
        parts = sms_parts(parcel.text) if parcel.channel == "sms" else 1
        return Accepted(f"outbox-{parcel.claim.hex}", parts)

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        """Nobody is there to be asked."""
        return None
