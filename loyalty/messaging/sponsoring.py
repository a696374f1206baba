"""What a message needs of whoever wants it said, at the moment it goes: budget, stock, the offer itself.

Campaigns lie above the gate. They give it a sponsor; the gate calls it within the claiming transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kernel.statements import Statements


@dataclass(frozen=True, slots=True)
class Claimed:
    """The offer is the guest's from now on; `facts` go into the text (coupon_code, gift_points …)."""

    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blocked:
    """It must not go: a code of loyalty.messaging.reasons. With `wait` it is judged again later, otherwise dropped."""

    reason: str
    wait: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The message that is about to be claimed."""

    id: int
    campaign: int
    target: int | None
    guest: int
    cost_cents: int


class Sponsor(Protocol):
    """Every call is made inside a transaction, with the guest's row locked, and may be made again after a rollback."""

    def states(self, raw: Statements, campaigns: list[int]) -> dict[int, str]:
        """running | paused | stopped, for the gate's judgement."""
        ...

    def claim(self, raw: Statements, message: Wanted) -> Claimed | Blocked:
        """Reserve budget and stock, issue the offer under a key made of the target."""
        ...

    def sent(self, raw: Statements, message: Wanted) -> None:
        """It was accepted: what was reserved is spent; the target has its day."""
        ...

    def failed(self, raw: Statements, message: Wanted) -> None:
        """It certainly did not go: what was reserved is free again, an offer nobody heard of is void."""
        ...

    def dropped(self, raw: Statements, message: Wanted, reason: str) -> None:
        """It will never go."""
        ...
