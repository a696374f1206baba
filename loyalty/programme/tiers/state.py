"""What one guest holds: the status itself, and what it rests on. Data only."""

from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import field

from loyalty.programme.tiers.terms import Measure

Kind = Literal["base", "qualified", "bought", "granted", "matched", "second_chance"]


class Basis(msgspec.Struct, frozen=True):
    """The rule by which a tier was reached, with its window: so that it can be looked at again."""

    measure: Measure
    at_least: int
    first: date
    met_on: date
    months: int | None = None


class Trial(msgspec.Struct, frozen=True):
    """A tier on trial after matching: kept by so many visits until it ends."""

    visits: int
    claim: int | None = None


class Held(msgspec.Struct, frozen=True):
    """A status by itself. `counts_from`: what a rule without a window counts; `term_from`: this term of it."""

    tier: str
    rank: int
    kind: Kind
    since: date
    until: date | None
    counts_from: date
    term_from: date
    grace_until: date | None = None
    basis: Basis | None = None
    trial: Trial | None = None

    def runs_on(self, day: date) -> bool:
        end = self.grace_until or self.until
        return self.rank > 0 and (end is None or end >= day)


class Offer(msgspec.Struct, frozen=True):
    """A second chance as it was told: so many visits by that day bring the tier back until that other day."""

    visits: int
    by: date
    gives_until: date


class Chance(msgspec.Struct, frozen=True):
    """The second chance after a fall, with the dates as they were told, and what was lost."""

    held: Held
    fell_on: date
    missed: date  # the day by which it would have been kept
    offers: list[Offer]

    @property
    def by(self) -> date:
        return max((offer.by for offer in self.offers), default=self.fell_on)


class State(msgspec.Struct, frozen=True):
    """Everything a membership row says. `under`: what stands below and comes back when this ends."""

    held: Held
    joined_on: date
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)
    under: Held | None = None
    chance: Chance | None = None
    merged_from: int | None = None
    near_tier: str = ""
    near_until: date | None = None
    loss_told: date | None = None  # the end of which the guest was told
    counted_from: date | None = None  # from this day on stays earn by this tier
    changed_on: date | None = None
    # rank -> the day up to which visits have led to it: for it, and those below, they do not count a second time
    used: dict[int, date] = field(default_factory=dict)


class Change(msgspec.Struct, frozen=True):
    """One step of the history: why, and what it came to."""

    from_tier: str
    to_tier: str
    to_rank: int
    kind: Kind
    on_day: date
    until: date | None
    counted_from: date
    reason: str
    facts: dict[str, Any]


# Reasons by which the visits themselves lift: the stay that lifts does not yet earn by the higher tier.
BY_VISITS = frozenset({"tier_qualified", "tier_second_chance"})
