"""Who is contacted, who is held out, who is left alone: decided once per occasion, put down with its reason.

A run goes through the audience in the order of ids, a batch in one transaction with its cursor: a kill at any point
loses at most a batch, which is done anew. Whatever is chosen twice is chosen once: the occasion is unique, and a
message has the key of its occasion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.deadlocks import done_again
from kernel.statements import Statements
from loyalty.campaigns import audience, keeping, knowing, scheduling, sifting
from loyalty.campaigns.audience import Tally
from loyalty.campaigns.document import Document, Once, OnEvent, Schedule
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.knowing import Known
from loyalty.campaigns.priorities import is_moot_after_visit, message_kind, priority_of
from loyalty.campaigns.sifting import Decided
from loyalty.messaging import outbox
from loyalty.messaging.outbox import Draft
from loyalty.programme import versions
from tenants import waking
from tenants.context import raw_connection
from tenants.models import Property

LIMIT = 1_000
# Somebody looks again then, should whoever chooses be killed.
AFTER_A_KILL = timedelta(minutes=10)
PATIENCE = "SET LOCAL statement_timeout = '15min'"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What sets a campaign off for one guest. `key` is the same whenever it is found out again."""

    guest: int
    key: str
    cause: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    until: date | None = None  # of no use afterwards


@dataclass(frozen=True, slots=True)
class _Chosen:
    occasion: Occasion
    known: Known
    decided: Decided


def work(hotel: Property) -> int:
    """Carry on whatever runs and is due at this property, and end what is over; how many were contacted. Inside it."""
    contacted = 0
    raw = Statements(raw_connection())
    now = clock.now()
    for (campaign_id,) in raw.execute(DUE, (now,)).fetchall():
        contacted += run(hotel, campaign_id)
    with transaction.atomic():
        finish(Statements(raw_connection()), hotel)
    return contacted


def run(hotel: Property, campaign_id: int, limit: int = LIMIT) -> int:
    """All batches of a campaign that is due, each in a transaction of its own."""
    contacted = 0
    while True:
        more, count = done_again(lambda: _batch(hotel, campaign_id, limit))
        contacted += count
        if not more:
            return contacted


def _batch(hotel: Property, campaign_id: int, limit: int) -> tuple[bool, int]:
    with transaction.atomic():
        raw = Statements(raw_connection())
        raw.execute(PATIENCE)
        return choose(raw, hotel, campaign_id, limit)


def choose(raw: Statements, hotel: Property, campaign: int, limit: int = LIMIT) -> tuple[bool, int]:
    """The next batch of a campaign that is due: whether there is more, and how many are contacted. In a transaction."""
    kept = keeping.get(raw, campaign, lock=True)
    now = clock.now()
    if kept.state != "running" or kept.next_at is None or kept.next_at > now:
        return False, 0
    trigger = kept.document.trigger
    if isinstance(trigger, OnEvent) or (kept.ends_at is not None and now >= kept.ends_at):
        raw.execute("UPDATE campaigns_campaign SET next_at = NULL, cursor = 0 WHERE id = %s", (kept.id,))
        return False, 0
    place = knowing.place(raw, hotel, kept.id, kept.document)
    asked = audience.asked(raw, kept.document.audience, place.today)
    found = audience.some(raw, asked, place, kept.cursor, limit)
    day = clock.local_day(kept.next_at, hotel.time_zone)
    occasions = [_occasion(kept, guest, day) for guest, out in found if not out]
    tally = take(raw, hotel, kept, occasions, place)
    tally.exclude(len(found) - len(occasions))
    numbers = tally.plus(kept.audience if kept.cursor else {}, now)
    if more := len(found) == limit:
        if not kept.cursor:
            waking.at(raw, hotel.pk, "campaigns", now + AFTER_A_KILL)
        raw.execute(DONE, (kept.next_at, found[-1][0], _json(numbers), kept.id))
    else:
        following = _following(hotel, kept, now)
        raw.execute(DONE, (following, 0, _json(numbers), kept.id))
        if following is not None:
            waking.at(raw, hotel.pk, "campaigns", following)
    return more, tally.contact


def take(
    raw: Statements,
    hotel: Property,
    campaign: Kept,
    occasions: Sequence[Occasion],
    place: knowing.Place | None = None,
) -> Tally:
    """Decide for these guests and put it down: targets, and the messages of whom is contacted. In a transaction.

    The campaign's row is locked by the caller: it cannot be stopped meanwhile, and leave a message behind.
    """
    tally = Tally()
    if not occasions:
        return tally
    place = place or knowing.place(raw, hotel, campaign.id, campaign.document)
    published = versions.in_force(raw, place.today)
    sift = sifting.sifting(place, published.programme if published else None)
    known = knowing.read(raw, place, sorted({each.guest for each in occasions}))
    chosen = []
    for occasion in occasions:
        guest = known.get(occasion.guest)
        if guest is not None:
            decided = sifting.decide(sift, guest)
            tally.add(decided)
            chosen.append(_Chosen(occasion, guest, decided))
    targets = _put_down(raw, campaign, place.today, [each for each in chosen if _is_kept(campaign, each)])
    drafts = [
        _draft(hotel, campaign, each, targets[each.occasion.key])
        for each in chosen
        if each.decided.decision == "contact" and each.occasion.key in targets
    ]
    if drafts:
        outbox.put(raw, drafts)
    return tally


def finish(raw: Statements, hotel: Property) -> int:
    """End what is over: everybody chosen and nothing waiting any more, or past its end. In a transaction."""
    now = clock.now()
    return len(raw.execute(FINISH, {"now": now}).fetchall())


def _is_kept(campaign: Kept, chosen: _Chosen) -> bool:
    """Who was subtracted has a row where that is the end of it; who comes up again tomorrow would fill the table."""
    return chosen.decided.decision != "excluded" or isinstance(campaign.document.trigger, Once)


def _occasion(campaign: Kept, guest: int, day: date) -> Occasion:
    if isinstance(campaign.document.trigger, Once):
        return Occasion(guest, f"{campaign.prefix}{guest}", "once")
    return Occasion(guest, f"{campaign.prefix}{guest}:{day.isoformat()}", "schedule")


def _following(hotel: Property, campaign: Kept, now: datetime) -> datetime | None:
    trigger = campaign.document.trigger
    if not isinstance(trigger, Schedule):
        return None
    # From now, not from when it was due: what was slept through is not made up run by run.
    return scheduling.following(trigger, now, clock.zone(hotel.time_zone))


def _put_down(raw: Statements, campaign: Kept, today: date, chosen: Sequence[_Chosen]) -> dict[str, int]:
    """Occasion -> target, of those that are new."""
    if not chosen:
        return {}
    rows = [
        {
            "guest": each.known.id,
            "occasion": each.occasion.key,
            "cause": each.occasion.cause,
            "arm": each.decided.arm,
            "decision": each.decided.decision,
            "reason": each.decided.reason,
            "facts": {**each.occasion.facts, **each.decided.facts, "variant": each.decided.variant},
            "stage": each.known.restraint.stage,
            "tier": each.known.tier,
            "channel": each.decided.channel,
            "saved": each.decided.saved_cents,
        }
        for each in chosen
    ]
    values = (campaign.id, campaign.version, today, clock.now(), _json(rows))
    return {occasion: target for target, occasion in raw.execute(PUT, values)}


def _draft(hotel: Property, campaign: Kept, chosen: _Chosen, target: int) -> Draft:
    document, occasion = campaign.document, chosen.occasion
    return Draft(
        key=occasion.key,
        guest=chosen.known.id,
        kind=message_kind(document),
        title=document.name,
        channels=tuple(document.channels),
        texts=texts_of(document, chosen.decided.variant),
        expires_at=expires_at(hotel, campaign, occasion.until),
        purpose=document.purpose,
        facts={**occasion.facts, **chosen.decided.facts},
        priority=priority_of(document),
        moot_after_visit=is_moot_after_visit(document),
        campaign=campaign.id,
        target=target,
        once=isinstance(document.trigger, Once),
    )


def texts_of(document: Document, variant: str) -> dict[str, dict[str, dict[str, str]]]:
    """The variant's texts as the gate reads them."""
    texts: dict[str, dict[str, dict[str, str]]] = msgspec.to_builtins(document.variant(variant).texts)
    return {
        locale: {channel: text for channel, text in said.items() if text} for locale, said in texts.items()
    }


def expires_at(hotel: Property, campaign: Kept, until: date | None) -> datetime:
    """The soonest of: so many hours from now, the campaign's end, the end of the occasion's last day."""
    now = clock.now()
    ends = [now + timedelta(hours=campaign.document.expires_hours)]
    if campaign.ends_at is not None:
        ends.append(campaign.ends_at)
    if until is not None:
        ends.append(datetime.combine(until + timedelta(days=1), time(), clock.zone(hotel.time_zone)))
    return max(min(ends), now)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


DUE = "SELECT id FROM campaigns_campaign WHERE state = 'running' AND next_at <= %s ORDER BY next_at, id"
DONE = "UPDATE campaigns_campaign SET next_at = %s, cursor = %s, audience = %s::jsonb WHERE id = %s"
PUT = """
INSERT INTO campaigns_target (campaign_id, version, guest_id, occasion, cause, arm, decision, reason, facts, stage, tier,
    channel, saved_cents, offer_ref, cost_cents, chosen_on, chosen_at, visits, revenue_cents)
SELECT c.id, c.version, new.guest, new.occasion, new.cause, new.arm, new.decision, new.reason, new.facts, new.stage,
       new.tier, new.channel, new.saved, '', 0, c.day, c.at, 0, 0
  FROM (SELECT %s::bigint AS id, %s::int AS version, %s::date AS day, %s::timestamptz AS at) c,
       jsonb_to_recordset(%s::jsonb) AS new (guest bigint, occasion text, cause text, arm text, decision text, reason text,
         facts jsonb, stage text, tier text, channel text, saved bigint)
ON CONFLICT (occasion) DO NOTHING RETURNING id, occasion
"""
# Event campaigns go on until they end; the others when all is chosen and said.
FINISH = """
UPDATE campaigns_campaign c SET state = 'finished', ended_at = %(now)s, next_at = NULL
 WHERE c.state = 'running' AND (
   c.ends_at <= %(now)s OR (
     c.next_at IS NULL AND c.document->'trigger'->>'kind' = 'once' AND NOT EXISTS (
       SELECT FROM messaging_message m WHERE m.campaign_id = c.id AND m.state IN ('waiting', 'claimed'))))
RETURNING c.id
"""
