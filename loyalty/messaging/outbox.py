"""What is to be said is put here, in the transaction of its cause; the gate decides when, how and whether it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements, array
from tenants import waking
from tenants.context import current_property

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to be said to one guest. `key` names the occasion: whatever has the same key is said once."""

    key: str
    guest: int
    kind: str  # marketing | service | asked
    title: str
    channels: tuple[str, ...]  # best first
    # {locale: {channel: {"text": …} or {"subject": …, "body": …}}}, as loyalty.messaging.rendering reads them
    texts: Mapping[str, Mapping[str, Mapping[str, str]]]
    expires_at: datetime
    purpose: str = "marketing"
    facts: Mapping[str, Any] = field(
        default_factory=dict
    )  # what the sender knows; the gate adds what it reads
    priority: int = 0
    counts: bool = True
    not_before: datetime | None = None
    moot_after_visit: bool = False
    campaign: int | None = None
    target: int | None = None
    once: bool = False


def put(raw: Statements, drafts: Sequence[Draft]) -> int:
    """Put these down, each key once, and have the gate look at them; how many were new. Inside the property."""
    now, new = clock.now(), 0
    for start in range(0, len(drafts), BATCH):
        rows = [
            {
                "key": draft.key,
                "guest": draft.guest,
                "campaign": draft.campaign,
                "target": draft.target,
                "once": draft.once,
                "kind": draft.kind,
                "purpose": draft.purpose,
                "title": draft.title,
                "channels": list(draft.channels),
                "priority": draft.priority,
                "counts": draft.counts,
                "texts": draft.texts,
                "facts": draft.facts,
                "not_before": draft.not_before,
                "expires_at": draft.expires_at,
                "moot": draft.moot_after_visit,
                "due": max(now, draft.not_before or now),
            }
            for draft in drafts[start : start + BATCH]
        ]
        new += raw.execute(PUT, (now, msgspec.json.encode(rows).decode())).rowcount
    if new:
        soonest = min(draft.not_before or now for draft in drafts)
        waking.at(raw, current_property().pk, "messages", max(now, soonest))
    return new


def withdraw(raw: Statements, keys: Sequence[str], reason: str) -> int:
    """Drop what has not been claimed of these, for this reason; of how many."""
    return raw.execute(WITHDRAW, (reason, clock.now(), array(list(keys)))).rowcount


PUT = """
INSERT INTO messaging_message (key, guest_id, campaign_id, target_id, once, kind, purpose, title, channels, priority,
    counts, texts, facts, not_before, expires_at, moot_after_visit, due_at, state, reason, because, judgements, made_at,
    channel, vendor, parts, cost_cents, provider_id, error, settled_by)
SELECT key, guest, campaign, target, once, kind, purpose, title, channels, priority, counts, texts, facts, not_before,
    expires_at, moot, due, 'waiting', '', '', 0, %s, '', '', 1, 0, '', '', ''
  FROM jsonb_to_recordset(%s::jsonb) AS new (key text, guest bigint, campaign bigint, target bigint, once boolean,
    kind text, purpose text, title text, channels text[], priority smallint, counts boolean, texts jsonb, facts jsonb,
    not_before timestamptz, expires_at timestamptz, moot boolean, due timestamptz)
ON CONFLICT (key) DO NOTHING
"""
WITHDRAW = """
UPDATE messaging_message SET state = 'dropped', reason = %s, settled_at = %s
 WHERE key = ANY(%s::text[]) AND state = 'waiting'
"""
