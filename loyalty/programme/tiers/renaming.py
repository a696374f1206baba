"""A status under a programme that has changed: tiers may have been put in between, or have gone. Pure."""

from msgspec.structs import replace

from loyalty.programme.document import Programme
from loyalty.programme.tiers.state import Held, State


def ranked(programme: Programme, state: State) -> State:
    """The state with the ranks that its tiers have now. What stands beside the status in tiers that are gone, goes;
    a status in a tier that is gone is left for the decision."""
    held, under, chance = state.held, state.under, state.chance
    if programme.rank(held.tier) >= 0:
        held = _ranked(programme, held) or held
    if under is not None:
        under = _ranked(programme, under)
    if chance is not None:
        lost = _ranked(programme, chance.held)
        chance = replace(chance, held=lost) if lost is not None and lost.rank else None
    if (held, under, chance) == (state.held, state.under, state.chance):
        return state
    return replace(state, held=held, under=under, chance=chance)


def _ranked(programme: Programme, held: Held) -> Held | None:
    rank = programme.rank(held.tier)
    if rank == held.rank:
        return held
    if rank < 0:
        return None
    if rank == 0:
        # What had to be earned everybody has now.
        return Held(held.tier, 0, "base", held.since, None, held.counts_from, held.term_from)
    return replace(held, rank=rank, kind="qualified" if held.kind == "base" else held.kind)
