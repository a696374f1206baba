"""Memberships in and out of their table, set by set, each change with its history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from audit.recording import SYSTEM, Actor
from kernel import clock
from kernel.statements import Statements, array
from loyalty.programme import notices
from loyalty.programme.tiers.state import Basis, Chance, Change, Held, State, Trial
from tenants.telling import tell

_encode = msgspec.json.Encoder().encode
_basis, _trial = msgspec.json.Decoder(Basis), msgspec.json.Decoder(Trial)
_held, _chance, _facts = msgspec.json.Decoder(Held), msgspec.json.Decoder(Chance), msgspec.json.Decoder()
_used = msgspec.json.Decoder(dict[int, date])

COLUMNS = (
    "guest_id", "tier", "rank", "kind", "since", "until", "counts_from", "term_from", "grace_until", "basis", "trial",
    "joined_on", "reason", "facts", "under", "chance", "merged_from", "near_tier", "near_until", "loss_told",
    "counted_from", "changed_on", "used",
)  # fmt: skip
TYPES = (
    "bigint", "text", "smallint", "text", "date", "date", "date", "date", "date", "jsonb", "jsonb",
    "date", "text", "jsonb", "jsonb", "jsonb", "bigint", "text", "date", "date", "date", "date", "jsonb",
)  # fmt: skip

# What was to be told about a term, about a status, and of a fall: over when there is another term, another status.
OF_THE_TERM = ("tier_loss", "tier_in_grace")
OF_THE_STATUS = (*OF_THE_TERM, "tier_near", "tier_rose", "tier_back")
OF_A_FALL = "tier_told_fall"
FALLS = ("tier_fell", "tier_ended", "tier_match_lapsed")


@dataclass(frozen=True, slots=True)
class Written:
    """A step of one guest's history, to be put down. `key`: what was asked for once happens once."""

    guest: int
    change: Change
    key: str | None = None


def read(raw: Statements, guest_ids: Iterable[int], *, lock: bool = False) -> dict[int, State]:
    """The memberships of these guest rows, in the order of their ids; locked until the transaction ends if asked."""
    found = raw.execute(LOCKED if lock else READ, (array(sorted(guest_ids)),))
    return {row[0]: state_of(row) for row in found}


def state_of(row: Sequence[Any]) -> State:
    """A row of COLUMNS; jsonb comes as text on Django's connections."""
    held = Held(
        tier=row[1], rank=row[2], kind=row[3], since=row[4], until=row[5], counts_from=row[6], term_from=row[7],
        grace_until=row[8], basis=_basis.decode(row[9]) if row[9] else None,
        trial=_trial.decode(row[10]) if row[10] else None,
    )  # fmt: skip
    return State(
        held=held, joined_on=row[11], reason=row[12], facts=_facts.decode(row[13]),
        under=_held.decode(row[14]) if row[14] else None, chance=_chance.decode(row[15]) if row[15] else None,
        merged_from=row[16], near_tier=row[17], near_until=row[18], loss_told=row[19], counted_from=row[20],
        changed_on=row[21], used=_used.decode(row[22]),
    )  # fmt: skip


def _values(guest: int, state: State) -> tuple[Any, ...]:
    h, s = state.held, state
    return (
        guest, h.tier, h.rank, h.kind, _day(h.since), _day(h.until), _day(h.counts_from), _day(h.term_from),
        _day(h.grace_until), _json(h.basis), _json(h.trial), _day(s.joined_on), s.reason, _json(s.facts),
        _json(s.under), _json(s.chance), s.merged_from, s.near_tier, _day(s.near_until), _day(s.loss_told),
        _day(s.counted_from or s.joined_on), _day(s.changed_on or s.joined_on),
        _json(s.used),
    )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: Any) -> str | None:
    return None if value is None else _encode(value).decode()


def write(raw: Statements, states: Mapping[int, State]) -> None:
    """Put these memberships in the place of what was there, or make them. Their rows are locked by whoever calls."""
    if states:
        rows = [_values(guest, state) for guest, state in sorted(states.items())]
        raw.execute(WRITE, [array(column) for column in zip(*rows, strict=True)])


def add(raw: Statements, states: Mapping[int, State]) -> list[int]:
    """Make these memberships where there are none; who is new. Two who do so for one guest: the second finds it."""
    if not states:
        return []
    rows = [_values(guest, state) for guest, state in sorted(states.items())]
    found = raw.execute(ADD, [array(column) for column in zip(*rows, strict=True)])
    return sorted(guest for (guest,) in found)


def put_down(raw: Statements, written: Sequence[Written], actor: Actor = SYSTEM) -> None:
    """Add steps to the history, in this order; what was still to be told of the time before is over."""
    if not written:
        return
    past: dict[tuple[date, tuple[str, ...]], set[int]] = defaultdict(set)
    for each in written:
        past[each.change.on_day, outdated(each.change)].add(each.guest)
    for (day, kinds), guests in past.items():
        if kinds:
            notices.over(raw, list(guests), kinds, day)
    rows = [
        (
            each.guest, c.from_tier, c.to_tier, c.to_rank, c.kind, _day(c.on_day), _day(c.until), _day(c.counted_from),
            c.reason, _json(c.facts), each.key,
        )
        for each in written
        for c in (each.change,)
    ]  # fmt: skip
    columns = [array(column) for column in zip(*rows, strict=True)]
    raw.execute(PUT_DOWN, (actor.kind, actor.id[:64], actor.name[:80], clock.now(), *columns))
    tell(
        raw, "tier.changed", [e.guest for e in written if e.change.from_tier != e.change.to_tier], actor=actor
    )


def outdated(change: Change) -> tuple[str, ...]:
    """The kinds of notices that this step makes untrue. A second chance that was told stays open in a further fall."""
    if change.reason == "tier_joined":
        return ()
    if change.from_tier == change.to_tier:
        return OF_THE_TERM
    return OF_THE_STATUS if change.reason in FALLS else (*OF_THE_STATUS, OF_A_FALL)


_NAMES = ", ".join(COLUMNS)
READ = f"SELECT {_NAMES} FROM tiers_membership WHERE guest_id = ANY(%s::bigint[]) ORDER BY guest_id"  # noqa: S608
LOCKED = READ + " FOR UPDATE"
_ARRAYS = ", ".join("%s::text[]" if kind == "jsonb" else f"%s::{kind}[]" for kind in TYPES)
_GIVEN = ", ".join(
    f"{name}::jsonb" if kind == "jsonb" else name for name, kind in zip(COLUMNS, TYPES, strict=True)
)
_INSERT = f"""
INSERT INTO tiers_membership ({_NAMES})
SELECT {_GIVEN} FROM unnest({_ARRAYS}) AS new ({_NAMES}) ON CONFLICT (guest_id)
"""  # noqa: S608 (put together from constants)
WRITE = f"{_INSERT} DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in COLUMNS[1:])}"
ADD = f"{_INSERT} DO NOTHING RETURNING guest_id"
PUT_DOWN = """
INSERT INTO tiers_change (guest_id, from_tier, to_tier, to_rank, kind, on_day, until, counted_from, reason, facts, key,
                          actor_kind, actor, actor_name, at)
SELECT guest, from_tier, to_tier, to_rank, kind, on_day, until, counted_from, reason, facts::jsonb, key, %s, %s, %s, %s
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::smallint[], %s::text[], %s::date[], %s::date[], %s::date[],
              %s::text[], %s::text[], %s::text[]) WITH ORDINALITY
       AS new (guest, from_tier, to_tier, to_rank, kind, on_day, until, counted_from, reason, facts, key, place)
 ORDER BY place
"""
