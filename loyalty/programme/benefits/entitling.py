"""Which tier counts for a person right now, and since when the person is a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements
from loyalty.programme.document import Programme
from loyalty.programme.recognition import holding
from loyalty.programme.tiers import membership
from loyalty.programme.tiers import rows as memberships
from loyalty.programme.tiers.terms import Tier


@dataclass(frozen=True, slots=True)
class Entitled:
    """A member's tier: the own one, or a higher one held at another property of the chain."""

    tier: Tier
    joined_on: date


def entitled(raw: Statements, rows: Sequence[int], programme: Programme, today: date) -> Entitled | None:
    """The person's tier, with the memberships held to the end of the transaction; None for who is no member.

    Whoever counts what a person used, to use more of it, asks here first: two who do so for one person take turns.
    """
    held = membership.join(raw, programme, rows, today)
    if not held:
        return None
    # The standing row says what the person is; what stands at merged rows waits for the merge to be taken back.
    state = next(held[row] for row in rows if row in held)
    code = holding.counting(raw, programme, rows, state.held.tier, today)
    # A tier that the programme in force does not know any more gives what the free one gives.
    tier = programme.tier(code) or programme.tiers.levels[0]
    return Entitled(tier, state.joined_on)


def seen(raw: Statements, rows: Sequence[int], programme: Programme, today: date) -> str | None:
    """The code of the tier by which benefits are given, only looked at; None for who is no member yet."""
    held = memberships.read(raw, rows)
    if not held:
        return None
    state = next(held[row] for row in rows if row in held)
    return holding.counting(raw, programme, rows, state.held.tier, today)
