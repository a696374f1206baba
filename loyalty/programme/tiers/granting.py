"""A tier given by hand, with a reason, and until when."""

from collections.abc import Sequence
from datetime import date

from audit.recording import Actor
from kernel.statements import Statements
from loyalty.programme.tiers import giving
from loyalty.programme.tiers.giving import Given
from loyalty.programme.tiers.refusals import EarnedByStays, HeldAlready, UntilPassed
from loyalty.programme.versions import Published
from tenants.models import Property


def grant(
    raw: Statements,
    hotel: Property,
    published: Published,
    guest_rows: Sequence[int],
    code: str,
    *,
    until: date | None,
    why: str,
    key: str,
    actor: Actor,
    today: date,
) -> Given:
    """Give this tier, for good or through `until`. A lower one than is held corrects what was given or sold before;
    what a guest reached by staying is not lowered by hand."""
    programme = published.programme
    tier = giving.wanted(programme, code)
    if until is not None and until < today:
        raise UntilPassed(until=until)
    state, again = giving.opened(raw, hotel, published, guest_rows, today, key)
    if again:
        return Given(state, again=True)
    held, rank = state.held, programme.rank(code)
    same = held.rank == rank and held.kind == "granted" and held.until == until
    if same or (rank == 0 and held.rank == 0):
        raise HeldAlready(held=tier.name, tier=tier.name)
    if rank <= held.rank and held.kind in ("qualified", "base"):
        raise EarnedByStays(held=giving.name_of(programme, held.tier))
    facts = {
        **giving.between(programme, state, tier),
        "why": why,
        "until": str(until) if until else None,
    }
    return giving.give(raw, hotel, programme, guest_rows[0], state, tier, "granted", until=until, reason="tier_granted", facts=facts,
        actor=actor, key=key, today=today,
    )  # fmt: skip
