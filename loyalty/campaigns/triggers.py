"""Running event campaigns look for what sets them off: upon visits within seconds, and every night for all the rest.

Pulled, not pushed: nobody below has to know of campaigns. What is found twice is chosen once, by its key.
"""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from kernel import clock
from kernel.statements import Statements, array
from loyalty.campaigns import audience, choosing, events, keeping, sponsoring
from loyalty.campaigns.choosing import LIMIT, Occasion
from loyalty.campaigns.document import OnEvent
from loyalty.campaigns.events import Happened
from loyalty.campaigns.keeping import Kept
from tenants.models import Property

TAKEN_BACK = "taken_back"


def follow(raw: Statements, hotel: Property, guests: Sequence[int], today: date) -> int:
    """What visits of these guests set off, and what a visit that was taken back does not any more; how many chosen."""
    withdraw(raw, guests)
    return _look(raw, hotel, today, guests)


def night(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """What the day brings to anybody; and the end of what is over."""
    chosen = _look(raw, hotel, day, None)
    return {
        "chosen": chosen,
        "unheard": sponsoring.void_unheard(raw, hotel),
        "finished": choosing.finish(raw, hotel),
    }


def withdraw(raw: Statements, guests: Sequence[int]) -> int:
    """Drop what a visit set off that is no more, where it was not sent yet; the occasion may come again. Of how many."""
    asked = {"guests": array(list(guests)), "now": clock.now(), "reason": TAKEN_BACK}
    return len(raw.execute(WITHDRAW, asked).fetchall())


def _look(raw: Statements, hotel: Property, today: date, guests: Sequence[int] | None) -> int:
    chosen = 0
    for campaign in keeping.running(raw, "event"):
        trigger = campaign.document.trigger
        if not isinstance(trigger, OnEvent) or (
            guests is not None and trigger.event not in events.UPON_VISITS
        ):
            continue
        since = max(today - events.LOOK_BACK, _launched_on(hotel, campaign))
        found = events.happened(raw, trigger, since, today, guests)
        if found:
            chosen += fire(raw, hotel, campaign.id, found)
    return chosen


def fire(raw: Statements, hotel: Property, campaign_id: int, found: Sequence[Happened]) -> int:
    """Decide for those of these who are in the campaign's audience and were not decided for; how many are contacted."""
    # Locked only where there is something to do: it cannot be stopped meanwhile.
    campaign = keeping.get(raw, campaign_id, lock=True)
    now = clock.now()
    trigger = campaign.document.trigger
    if campaign.state != "running" or not isinstance(trigger, OnEvent) or _is_over(campaign, now):
        return 0
    before = _before(raw, campaign, [each.guest for each in found])
    fresh = {(each.guest, each.suffix): each for each in found if (each.guest, each.suffix) not in before}
    if not fresh:
        return 0
    today = clock.local_day(now, hotel.time_zone)
    asked = audience.asked(raw, campaign.document.audience, today)
    inside = audience.among(raw, asked, sorted({guest for guest, _ in fresh}))
    wanted = [
        _occasion(campaign, each, trigger.event)
        for each in fresh.values()
        if each.guest in inside and not inside[each.guest]
    ]
    contacted = 0
    numbers = campaign.audience
    for start in range(0, len(wanted), LIMIT):
        tally = choosing.take(raw, hotel, campaign, wanted[start : start + LIMIT])
        contacted += tally.contact
        numbers = tally.plus(numbers, now)
    if wanted:
        raw.execute(COUNTED, (msgspec.json.encode(numbers).decode(), campaign.id))
    return contacted


def _occasion(campaign: Kept, found: Happened, event: str) -> Occasion:
    return Occasion(
        found.guest, f"{campaign.prefix}{found.guest}:{found.suffix}", event, found.facts, found.until
    )


def _before(raw: Statements, campaign: Kept, guests: Sequence[int]) -> set[tuple[int, str]]:
    """Occasions decided for already, by the person: a record merged into another brings its own along."""
    rows = raw.execute(BEFORE, {"id": campaign.id, "guests": array(sorted(set(guests)))})
    return {(person, occasion.split(":", 2)[2]) for person, occasion in rows if occasion.count(":") >= 2}


def _launched_on(hotel: Property, campaign: Kept) -> date:
    """What happened before the campaign began is none of its business."""
    return clock.local_day(campaign.launched_at or clock.now(), hotel.time_zone)


def _is_over(campaign: Kept, now: datetime) -> bool:
    return campaign.ends_at is not None and now >= campaign.ends_at


BEFORE = """
SELECT coalesce(g.merged_into_id, g.id), t.occasion FROM guests_guest g JOIN campaigns_target t ON t.guest_id = g.id
 WHERE t.campaign_id = %(id)s AND t.reason NOT IN ('replaced', 'taken_back')
   AND (g.id = ANY(%(guests)s::bigint[]) OR g.merged_into_id = ANY(%(guests)s::bigint[]))
"""
COUNTED = "UPDATE campaigns_campaign SET audience = %s::jsonb WHERE id = %s"
WITHDRAW = """
WITH gone AS (
  SELECT t.id, m.id AS message FROM campaigns_target t JOIN guests_guest r ON r.id = t.guest_id
    JOIN guests_guest g ON g.id = coalesce(r.merged_into_id, r.id)
    LEFT JOIN messaging_message m ON m.target_id = t.id
   WHERE g.id = ANY(%(guests)s::bigint[]) AND t.cause IN ('visit', 'days_after_visit')
     AND (t.facts->>'ordinal')::int > g.visits AND t.reason NOT IN ('taken_back', 'replaced')
     AND (m.id IS NULL OR m.state = 'waiting')
), dropped AS (
  UPDATE messaging_message m SET state = 'dropped', reason = %(reason)s, because = '', settled_at = %(now)s,
         key = m.key || ':back' || m.id
    FROM gone WHERE m.id = gone.message AND m.state = 'waiting' RETURNING m.id, m.target_id
), told AS (
  INSERT INTO messaging_judgement (message_id, at, verdict, reason, because, facts)
  SELECT id, %(now)s, 'drop', %(reason)s, '', '{}' FROM dropped
)
UPDATE campaigns_target t SET occasion = t.occasion || ':back' || t.id, decision = 'excluded', reason = %(reason)s,
       arm = 'none', saved_cents = 0
  FROM gone LEFT JOIN dropped ON dropped.id = gone.message
 WHERE t.id = gone.id AND (gone.message IS NULL OR dropped.id IS NOT NULL) RETURNING t.id
"""
