"""What every way to a guest promises the gate: one call, no tries of its own, and an honest word about what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way. `claim` goes along (OutId, SessionContext, Message-ID): receipts come back by it."""

    claim: UUID
    channel: str
    address: str  # E.164, e-mail address, WeCom external id
    text: str  # what the guest reads, an SMS with its 【signature】; of e-mail: the body
    subject: str = ""
    html: str = ""
    template: str = ""  # the vendor's code of the filed text
    values: tuple[tuple[str, str], ...] = ()  # (field, value), in the order of the vendor's places
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    provider_id: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """It certainly did not go. `opted_out`: the vendor's own blacklist says so. `dead`: nobody has this address."""

    code: str
    detail: str = ""
    opted_out: bool = False
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Throttled:
    """It certainly did not go, and may go from then on."""

    until: datetime
    code: str = ""


Answer = Accepted | Refused | Throttled


class Unknown(Exception):
    """Nobody knows whether it went: a timeout after the request was sent, a 5xx, a torn connection."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a vendor tells of a message afterwards."""

    claim: UUID | None
    provider_id: str
    state: str  # delivered | failed | opened | clicked | sent (accepted; nothing more is known yet: by `ask`)
    code: str = ""
    dead: bool = False  # the address is nobody's
    opted_out: bool = False  # the vendor says that the guest wants no more, or complained


@dataclass(frozen=True, slots=True)
class Said:
    """What a guest wrote back."""

    address: str
    text: str
    at: datetime


class Transport(Protocol):
    vendor: str
    channel: str

    def send(self, parcel: Parcel) -> Answer:
        """Once. Raises Unknown."""
        ...

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        """What became of one whose outcome is unknown, where the vendor can be asked; None when it cannot say."""
        ...
