"""What a guest is told about the tier, and when: near the next, before a loss, when it came, when it went.

Each occasion is told once: the row remembers what was told, the notice's key makes sure.
"""

from datetime import date
from typing import Any

from msgspec.structs import replace

from loyalty.programme.document import Programme
from loyalty.programme.notices import Notice
from loyalty.programme.tiers import keeping, qualifying
from loyalty.programme.tiers.bringing import brings
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.moving import Outcome
from loyalty.programme.tiers.qualifying import Way
from loyalty.programme.tiers.state import Held, State
from loyalty.programme.tiers.windows import told_from

RISES = {"tier_qualified": "tier_rose", "tier_match_kept": "tier_rose", "tier_second_chance": "tier_back"}


def told(way: Way) -> dict[str, Any]:
    """A way in facts."""
    return {
        "measure": way.measure,
        "have": way.have,
        "need": way.need,
        "missing": way.missing,
        "from": str(way.first),
        "to": str(way.last) if way.last else None,
    }


def notice(out: Outcome, programme: Programme, guest: int, history: History, day: date) -> None:
    """Add what is to be told after this look."""
    for change in out.changes:
        # Who joins with a past is not congratulated on it: the first night of a programme would be one to all.
        if change.reason in RISES and out.state.joined_on < day:
            _rose(out, guest, RISES[change.reason], change.facts, change.on_day, change.until)
        if change.reason == "tier_grace":
            out.notices.append(_of_grace(programme, guest, out.state, history, day))
    _near(out, programme, guest, history, day)
    _before_loss(out, programme, guest, history, day)


def _rose(out: Outcome, guest: int, kind: str, facts: dict[str, Any], day: date, until: date | None) -> None:
    said = {name: facts[name] for name in ("tier", "tier_name", "tier_name_en")}
    said["until"] = str(until) if until else None
    out.notices.append(Notice(guest, kind, f"{kind}:{guest}:{said['tier']}:{day}", day, until, said))


def _near(out: Outcome, programme: Programme, guest: int, history: History, day: date) -> None:
    """From `near_percent` of the best way on; again only when that way's days are over."""
    held, levels = out.state.held, programme.tiers.levels
    if held.rank + 1 >= len(levels):
        return
    following = levels[held.rank + 1]
    if out.state.near_tier == following.code and (
        out.state.near_until is None or out.state.near_until >= day
    ):
        return
    ways = [
        way
        for way in qualifying.ways_to(following, history, day, held.counts_from)
        if way.missing and way.have * 100 >= way.need * programme.tiers.standing.near_percent
    ]
    if not ways:
        return
    best = max(ways, key=lambda way: way.share)
    facts = {
        **_named(programme, held.rank + 1),
        "ways": [told(way) for way in ways],
        "brings": brings(programme, held.rank, held.rank + 1),
    }
    key = f"tier_near:{guest}:{following.code}:{day}"
    out.notices.append(Notice(guest, "tier_near", key, day, best.last, facts))
    out.state = replace(out.state, near_tier=following.code, near_until=best.last)


def _before_loss(out: Outcome, programme: Programme, guest: int, history: History, day: date) -> None:
    held, standing = out.state.held, programme.tiers.standing
    if held.until is None or held.until < day or not held.rank or out.state.loss_told == held.until:
        return
    if day < told_from(standing, held.until) or _is_safe(programme, held, history, day):
        return
    facts = {
        **_named(programme, held.rank),
        "until": str(held.until),
        "ways": [told(way) for way in ways_on(programme, held, history, day)],
    }
    key = f"tier_loss:{guest}:{held.tier}:{held.until}"
    out.notices.append(Notice(guest, "tier_loss", key, day, held.until, facts))
    out.state = replace(out.state, loss_told=held.until)


def ways_on(programme: Programme, held: Held, history: History, day: date) -> list[Way]:
    """What keeps the tier beyond its end; for one given by hand, what would lead to it."""
    tier = programme.tiers.levels[held.rank]
    if held.kind == "granted":
        return qualifying.ways_to(tier, history, day, held.counts_from)
    return keeping.ways_to_keep(held, tier, history, day, lapses=keeping.lapsing(programme, held))


def _is_safe(programme: Programme, held: Held, history: History, day: date) -> bool:
    """What keeps it beyond its term is met already."""
    if keeping.lapsing(programme, held):
        return False
    return keeping.kept_by(held, programme.tiers.levels[held.rank], history, day) is not None


def _of_grace(programme: Programme, guest: int, state: State, history: History, day: date) -> Notice:
    held = state.held
    facts = {
        **_named(programme, held.rank),
        "until": str(held.until),
        "grace_until": str(held.grace_until),
        "ways": [told(way) for way in ways_on(programme, held, history, day)],
    }
    key = f"tier_grace:{guest}:{held.tier}:{held.grace_until}"
    return Notice(guest, "tier_in_grace", key, day, held.grace_until, facts)


def of_fall(programme: Programme, guest: int, state: State) -> Notice:
    """The fall, with the day that was missed, and the second chance with its dates."""
    chance, facts = state.chance, dict(state.facts)
    offers = chance.offers if chance is not None and chance.fell_on == state.changed_on else []
    facts["offers"] = [
        {"visits": each.visits, "by": str(each.by), "gives_until": str(each.gives_until)} for each in offers
    ]
    facts["fell_on"] = str(state.changed_on)
    until = chance.by if chance is not None and offers else None
    key = f"tier_fell:{guest}:{facts['from']}:{state.changed_on}"
    return Notice(guest, "tier_told_fall", key, state.changed_on or state.held.since, until, facts)


def _named(programme: Programme, rank: int) -> dict[str, Any]:
    tier = programme.tiers.levels[rank]
    return {"tier": tier.code, "tier_name": tier.name, "tier_name_en": tier.name_en}
