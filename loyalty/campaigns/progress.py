"""How far campaigns have come: what was spent, how many were chosen, what became of their messages, what is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from kernel import clock
from kernel.statements import Statements, array
from loyalty.campaigns import keeping, scheduling
from loyalty.campaigns.document import Once, Schedule
from loyalty.campaigns.keeping import Kept
from tenants.models import Property

STATES = ("waiting", "sent", "delivered", "failed", "unknown", "dropped")


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one campaign. `chosen`: to be contacted; messages by state, what is on its way among the waiting."""

    budget_cents: int | None = None
    reserved_cents: int = 0
    spent_cents: int = 0
    stock: int | None = None
    taken: int = 0
    chosen: int = 0
    messages: Mapping[str, int] = field(default_factory=dict)


def of(raw: Statements, campaigns: Sequence[Kept]) -> dict[int, Progress]:
    """Of all of these at once."""
    ids = array([each.id for each in campaigns])
    spends: dict[int, Progress] = {row[0]: Progress(*row[1:]) for row in raw.execute(SPENDS, (ids,))}
    chosen = dict(raw.execute(CHOSEN, (ids,)).fetchall())
    messages: dict[int, dict[str, int]] = {}
    for campaign, state, count in raw.execute(MESSAGES, (ids,)):
        messages.setdefault(campaign, {})[state] = count
    return {
        each.id: replace(
            spends.get(each.id) or Progress(keeping.budget_cents(each.document), stock=each.document.stock),
            chosen=chosen.get(each.id, 0),
            messages=messages.get(each.id, {}),
        )
        for each in campaigns
    }


@dataclass(frozen=True, slots=True)
class Send:
    """One campaign on one day of the calendar: how many went, or that it is to choose at this moment."""

    campaign: Kept
    at: datetime
    planned: bool
    n: int | None


def calendar(raw: Statements, hotel: Property, first: date, last: date) -> list[Send]:
    """What went, day by day, and what scheduled campaigns and those that wait for their hour will do. In order."""
    zone, now = clock.zone(hotel.time_zone), clock.now()
    known = {
        each.id: each
        for each in [*keeping.listed(raw, limit=500), *keeping.listed(raw, archived=True, limit=500)]
    }
    found = [
        Send(known[campaign], at, planned=False, n=count)
        for campaign, at, count in raw.execute(SENT, {"first": first, "last": last})
        if campaign in known
    ]
    for each in known.values():
        found += [
            Send(each, at, planned=True, n=None)
            for at in _planned(each, now, last, hotel)
            if at.astimezone(zone).date() >= first
        ]
    return sorted(found, key=lambda send: (send.at, send.campaign.id))


def _planned(campaign: Kept, now: datetime, last: date, hotel: Property) -> list[datetime]:
    zone, trigger = clock.zone(hotel.time_zone), campaign.document.trigger
    at = campaign.next_at
    if campaign.state in ("draft", "waiting", "approved") and campaign.archived_at is None:
        # As it would be, were it launched now; what is to begin at once has no day yet.
        has_day = isinstance(trigger, Schedule) or (isinstance(trigger, Once) and trigger.at is not None)
        at = scheduling.first(trigger, now, zone) if has_day else None
    elif campaign.state not in ("running", "paused"):
        return []
    found: list[datetime] = []
    while at is not None and at.astimezone(zone).date() <= last and len(found) < 62:
        if campaign.ends_at is not None and at >= campaign.ends_at:
            break
        found.append(at)
        at = scheduling.following(trigger, max(at, now), zone) if isinstance(trigger, Schedule) else None
    return found


def too_long(first: date, last: date) -> bool:
    """Whether a calendar asks for more than it can show."""
    return last - first > timedelta(days=400)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One decision as staff read it, with what became of it."""

    id: int
    guest: int
    name: str
    secret: bool
    decision: str
    reason: str
    arm: str
    cause: str
    stage: str
    tier: str
    channel: str
    saved_cents: int
    cost_cents: int
    chosen_at: datetime
    sent_at: datetime | None
    clicked_at: datetime | None
    answered_at: datetime | None
    visit_on: date | None
    visits: int
    revenue_cents: int
    message: int | None
    message_state: str | None
    message_reason: str | None


def targets(
    raw: Statements,
    campaign: int,
    *,
    decision: str | None = None,
    reason: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[TargetRow]:
    """The newest first, below the id `before`; names are those of who stands for the person now."""
    asked: dict[str, Any] = {
        "campaign": campaign,
        "decision": decision,
        "reason": reason,
        "before": before,
        "limit": limit,
    }
    return [TargetRow(*row) for row in raw.execute(TARGETS, asked)]


SPENDS = """
SELECT campaign_id, budget_cents, reserved_cents, spent_cents, stock, taken FROM campaigns_spend
 WHERE campaign_id = ANY(%s::bigint[])
"""
CHOSEN = """
SELECT campaign_id, count(*) FROM campaigns_target WHERE campaign_id = ANY(%s::bigint[]) AND decision = 'contact'
 GROUP BY campaign_id
"""
MESSAGES = """
SELECT campaign_id, CASE state WHEN 'claimed' THEN 'waiting' ELSE state END, count(*) FROM messaging_message
 WHERE campaign_id = ANY(%s::bigint[]) GROUP BY 1, 2
"""
SENT = """
SELECT campaign_id, min(sent_at), count(*) FROM messaging_message
 WHERE campaign_id IS NOT NULL AND sent_on BETWEEN %(first)s AND %(last)s GROUP BY campaign_id, sent_on
"""
TARGETS = """
SELECT t.id, s.id, s.name, s.secret, t.decision, t.reason, t.arm, t.cause, t.stage, t.tier, t.channel, t.saved_cents,
       t.cost_cents, t.chosen_at, t.sent_at, t.clicked_at, t.answered_at, t.visit_on, t.visits, t.revenue_cents, m.id,
       m.state, m.reason
  FROM campaigns_target t JOIN guests_guest g ON g.id = t.guest_id
  JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
  LEFT JOIN LATERAL (SELECT m.id, m.state, m.reason FROM messaging_message m
                      WHERE m.target_id = t.id AND m.guest_id = t.guest_id ORDER BY m.id DESC LIMIT 1) m ON true
 WHERE t.campaign_id = %(campaign)s AND (%(decision)s::text IS NULL OR t.decision = %(decision)s)
   AND (%(reason)s::text IS NULL OR t.reason = %(reason)s) AND (%(before)s::bigint IS NULL OR t.id < %(before)s)
 ORDER BY t.id DESC LIMIT %(limit)s
"""
