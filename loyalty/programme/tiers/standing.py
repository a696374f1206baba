"""The tier on a guest's card: what is held and why, how far it is to the next, what keeps it, what may bring it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.programme import wording
from loyalty.programme.document import Programme
from loyalty.programme.tiers import noticing, qualifying, reading, rows
from loyalty.programme.tiers.bringing import brings
from loyalty.programme.tiers.history import NOTHING, History
from loyalty.programme.tiers.qualifying import Way
from loyalty.programme.tiers.state import Held, State
from loyalty.programme.tiers.wording import way as way_says
from loyalty.programme.versions import Published


def told(
    raw: Statements, guest_rows: Sequence[int], today: date, published: Published | None
) -> dict[str, Any] | None:
    """The card's part on the tier; None for who is no member. `guest_rows`: the standing guest's row first."""
    if published is None or not guest_rows:
        return None
    state = rows.read(raw, guest_rows[:1]).get(guest_rows[0])
    if state is None:
        return None
    programme = published.programme
    history = reading.histories(raw, programme, guest_rows[:1], today).get(guest_rows[0], NOTHING)
    return fragment(programme, state, history, today)


def fragment(programme: Programme, state: State, history: History, today: date) -> dict[str, Any]:
    """The same, of what is known already."""
    held = state.held
    tier = (
        programme.tier(held.tier) or programme.tiers.levels[min(held.rank, len(programme.tiers.levels) - 1)]
    )
    return {
        "code": tier.code,
        "name": tier.name,
        "name_en": tier.name_en,
        "rank": programme.rank(tier.code),
        "kind": held.kind,
        "since": held.since,
        "until": held.until,
        "grace_until": held.grace_until,
        "reason": words(state.reason, state.facts),
        "next": _next(programme, programme.rank(tier.code), held, history, today),
        "keep": _keep(programme, held, history, today),
        "second_chance": _second_chance(programme, state, history, today),
        "elsewhere": None,
    }


def words(code: str, facts: dict[str, Any]) -> dict[str, str]:
    said = wording.say(code, facts)
    return {"zh": said.zh, "en": said.en}


def way_told(way: Way) -> dict[str, Any]:
    """A way as the card has it."""
    facts = noticing.told(way)
    return {
        "measure": way.measure,
        "have": way.have,
        "need": way.need,
        "missing": way.missing,
        "from": way.first,
        "to": way.last,
        "share": round(way.share, 2),
        "says": way_says(facts),
    }


def _next(
    programme: Programme, rank: int, held: Held, history: History, today: date
) -> dict[str, Any] | None:
    if rank + 1 >= len(programme.tiers.levels):
        return None
    tier = programme.tiers.levels[rank + 1]
    ways = qualifying.ways_to(tier, history, today, held.counts_from)
    return {
        "code": tier.code,
        "name": tier.name,
        "name_en": tier.name_en,
        "ways": [way_told(way) for way in ways],
        "brings": brings(programme, rank, rank + 1),
    }


def _keep(programme: Programme, held: Held, history: History, today: date) -> dict[str, Any] | None:
    if held.until is None or not held.rank or programme.rank(held.tier) != held.rank:
        return None
    ways = noticing.ways_on(programme, held, history, today)
    return {"by": held.grace_until or held.until, "ways": [way_told(way) for way in ways]}


def _second_chance(
    programme: Programme, state: State, history: History, today: date
) -> dict[str, Any] | None:
    """What may still be won back: while its days run, and until the best offer is met."""
    chance = state.chance
    if chance is None or not chance.offers or chance.by < today:
        return None
    have = history.have("visits", chance.fell_on.toordinal(), today.toordinal())
    old = programme.tier(chance.held.tier)
    return {
        "tier": chance.held.tier,
        "name": old.name if old else chance.held.tier,
        "name_en": old.name_en if old else chance.held.tier,
        "until": chance.by,
        "have": have,
        "offers": [
            {"visits": each.visits, "gives_until": each.gives_until}
            for each in chance.offers
            if each.by >= today
        ],
    }
