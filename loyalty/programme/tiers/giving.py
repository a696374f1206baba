"""A tier that does not come from staying: bought, granted, matched. Each once per key, with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from audit.recording import Actor
from kernel.statements import Statements
from loyalty.programme import visiting
from loyalty.programme.document import Programme
from loyalty.programme.tiers import membership, rows
from loyalty.programme.tiers.evaluating import follow, settle_claims
from loyalty.programme.tiers.moving import Outcome, moved, named
from loyalty.programme.tiers.refusals import HeldAlready, UnknownTier
from loyalty.programme.tiers.state import Held, Kind, State, Trial
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.versions import Published
from tenants.models import Property

GIVEN_BEFORE = "SELECT guest_id FROM tiers_change WHERE key = %s"


@dataclass(frozen=True, slots=True)
class Given:
    """What came of it; `again`: this key was used before, and nothing was done now."""

    state: State
    again: bool = False


def opened(
    raw: Statements,
    hotel: Property,
    published: Published,
    guest_rows: Sequence[int],
    today: date,
    key: str,
) -> tuple[State, bool]:
    """The standing guest's membership (made if need be), locked and up to date, and whether this key was used before."""
    guest = guest_rows[0]
    membership.admit(raw, published.programme, guest, today)
    follow(raw, hotel, published, [guest], today)
    state = rows.read(raw, [guest])[guest]
    return state, raw.execute(GIVEN_BEFORE, (key,)).fetchone() is not None


def wanted(programme: Programme, code: str) -> Tier:
    tier = programme.tier(code)
    if tier is None:
        raise UnknownTier(tier=code)
    return tier


def refuse_if_held(programme: Programme, state: State, tier: Tier) -> None:
    if state.held.rank >= programme.rank(tier.code):
        raise HeldAlready(held=name_of(programme, state.held.tier), tier=tier.name)


def name_of(programme: Programme, code: str) -> str:
    tier = programme.tier(code)
    return tier.name if tier else code


def between(programme: Programme, state: State, tier: Tier) -> dict[str, Any]:
    """From and to, in facts."""
    before = programme.tier(state.held.tier)
    known = named(before, "from") if before else {"from": "", "from_name": "", "from_name_en": ""}
    return {**known, **named(tier)}


def give(
    raw: Statements,
    hotel: Property,
    programme: Programme,
    guest: int,
    state: State,
    tier: Tier,
    kind: Kind,
    *,
    until: date | None,
    reason: str,
    facts: dict[str, Any],
    actor: Actor,
    key: str,
    today: date,
    trial: Trial | None = None,
) -> Given:
    """Write it down: the status, its history, and what stays under it."""
    held = Held(tier.code, programme.rank(tier.code), kind, today, until, today, today, None, None, trial)
    if not held.rank:
        held = replace(held, kind="base", until=None)
    under = state.held if state.held.trial is None else state.under
    out = moved(Outcome(state), held, today, reason, facts, under=under)
    rows.write(raw, {guest: out.state})
    rows.put_down(raw, [rows.Written(guest, change, key) for change in out.changes], actor)
    settle_claims(raw, [(claim, result, today) for claim, result in out.claims])
    visiting.mark(raw, hotel, [guest])
    return Given(out.state)
