"""A step from one status to the next, with its place in the history. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from loyalty.programme.document import Programme
from loyalty.programme.notices import Notice
from loyalty.programme.tiers.state import BY_VISITS, Chance, Change, Held, State
from loyalty.programme.tiers.terms import Tier

DAY = timedelta(days=1)


@dataclass(slots=True)
class Outcome:
    state: State
    changes: list[Change] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    claims: list[tuple[int, str]] = field(default_factory=list)  # trials that ended: claim, kept | lapsed


def named(tier: Tier, as_: str = "tier") -> dict[str, Any]:
    """A tier in facts: code and both names, so that it can be read when the programme has changed."""
    return {as_: tier.code, f"{as_}_name": tier.name, f"{as_}_name_en": tier.name_en}


def begun(programme: Programme, day: date, *, counts_from: date | None = None) -> State:
    """Who joins holds the base tier; visits before the day of joining count."""
    base = programme.tiers.levels[0]
    held = Held(base.code, 0, "base", day, None, counts_from or day, counts_from or day)
    return State(held, day, "tier_joined", named(base), counted_from=day, changed_on=day)


def moved(
    out: Outcome,
    held: Held,
    day: date,
    reason: str,
    facts: dict[str, Any],
    *,
    under: Held | None = None,
    chance: Chance | None = None,
    merged_from: int | None = None,
) -> Outcome:
    """The outcome with a new status and its place in the history; used for what staff and guests do as well."""
    before = out.state
    # What comes after counts no earlier than what was before it.
    counted = day + DAY if reason in BY_VISITS else day
    counted = max(counted, before.counted_from or counted)
    if before.held.trial is not None and held.trial is None:
        kept = held.rank >= before.held.rank
        if before.held.trial.claim is not None:
            out.claims.append((before.held.trial.claim, "kept" if kept else "lapsed"))
    out.state = State(
        held=held,
        joined_on=before.joined_on,
        reason=reason,
        facts=facts,
        under=under if under is not None and under.rank < held.rank else None,
        chance=chance
        if chance is not None and (held.rank < chance.held.rank or held.kind == "second_chance")
        else None,
        merged_from=merged_from,
        near_tier=before.near_tier,
        near_until=before.near_until,
        loss_told=before.loss_told if held.until == before.held.until else None,
        counted_from=counted,
        changed_on=day,
        used=before.used,
    )
    end = held.grace_until or held.until
    out.changes.append(
        Change(before.held.tier, held.tier, held.rank, held.kind, day, end, counted, reason, facts)
    )
    return out
