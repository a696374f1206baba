"""Verdicts as they are put down: on the message, and in its log where they say something new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from kernel.statements import Statements, array
from loyalty.messaging.facts import Drop, Wait
from loyalty.messaging.houses import House
from loyalty.messaging.knowing import Waiting
from loyalty.messaging.sponsoring import Wanted

DROP = """
UPDATE messaging_message m SET state = 'dropped', reason = new.reason, because = new.because, judged_at = %s,
       judgements = judgements + 1, settled_at = %s
  FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, reason, because)
 WHERE m.id = new.id AND m.state = 'waiting' RETURNING m.id
"""
WAIT = """
UPDATE messaging_message m SET due_at = new.until, reason = new.reason, because = '', judged_at = %s,
       judgements = judgements + 1
  FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS new (id, reason, until)
 WHERE m.id = new.id AND m.state = 'waiting' RETURNING m.id
"""
LOG = """
INSERT INTO messaging_judgement (message_id, at, verdict, reason, because, until, facts)
SELECT id, %s, verdict, reason, because, until, facts::jsonb
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[])
       AS new (id, verdict, reason, because, until, facts)
"""
# What stood back for something that did not go after all, or for the frequency of what certainly failed.
AGAIN = """
UPDATE messaging_message SET due_at = %s
 WHERE guest_id = ANY(%s::bigint[]) AND state = 'waiting' AND due_at > %s AND reason = ANY(%s::text[])
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message's log."""

    message: int
    verdict: str  # send | wait | drop
    reason: str = ""
    because: str = ""
    until: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def put(
    raw: Statements,
    house: House,
    verdicts: Sequence[tuple[Waiting, Wait | Drop]],
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Have these wait or dropped, those of them that nobody claimed meanwhile; the sponsor hears of what is dropped."""
    drops = [(waiting, verdict) for waiting, verdict in verdicts if isinstance(verdict, Drop)]
    waits = [(waiting, verdict) for waiting, verdict in verdicts if isinstance(verdict, Wait)]
    lines: list[Line] = []
    if waits:
        columns = (
            array([waiting.id for waiting, _ in waits]),
            array([str(verdict.reason) for _, verdict in waits]),
            array([verdict.until.isoformat() for _, verdict in waits]),
        )
        kept = {number for (number,) in raw.execute(WAIT, (now, *columns))}
        lines += [
            Line(waiting.id, "wait", verdict.reason, until=verdict.until, facts=facts or {})
            for waiting, verdict in waits
            if waiting.id in kept and waiting.said != (verdict.reason, "")
        ]
    if drops:
        lines += _dropped(raw, house, drops, now, facts or {})
    log(raw, lines, now)


def _dropped(
    raw: Statements,
    house: House,
    drops: Sequence[tuple[Waiting, Drop]],
    now: datetime,
    facts: Mapping[str, Any],
) -> list[Line]:
    columns = (
        array([waiting.id for waiting, _ in drops]),
        array([str(verdict.reason) for _, verdict in drops]),
        array([str(verdict.because or "") for _, verdict in drops]),
    )
    gone = {number for (number,) in raw.execute(DROP, (now, now, *columns))}
    told = [(waiting, verdict) for waiting, verdict in drops if waiting.id in gone]
    for waiting, verdict in told:
        if house.sponsor is not None and waiting.message.campaign is not None:
            house.sponsor.dropped(raw, wanted(waiting), verdict.reason)
    return [
        Line(waiting.id, "drop", verdict.reason, verdict.because or "", facts=facts)
        for waiting, verdict in told
    ]


def log(raw: Statements, lines: Sequence[Line], now: datetime) -> None:
    if not lines:
        return
    raw.execute(
        LOG,
        (
            now,
            array([line.message for line in lines]),
            array([line.verdict for line in lines]),
            array([str(line.reason) for line in lines]),
            array([str(line.because) for line in lines]),
            array([line.until.isoformat() if line.until else None for line in lines]),
            array([msgspec.json.encode(line.facts).decode() for line in lines]),
        ),
    )


def again(raw: Statements, rows: Sequence[int], now: datetime, *reasons: str) -> None:
    """Have what waits for these reasons looked at now."""
    raw.execute(AGAIN, (now, array(list(rows)), now, array([str(reason) for reason in reasons])))


def wanted(waiting: Waiting, cost_cents: int = 0) -> Wanted:
    """A message of a campaign, as its sponsor knows it."""
    return Wanted(waiting.id, waiting.message.campaign or 0, waiting.target, waiting.guest, cost_cents)
