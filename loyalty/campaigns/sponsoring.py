"""What a campaign's message needs when it goes: that the campaign runs, that budget and stock hold, the offer itself.

The gate calls this within its claiming transaction, the guest's row locked. Everybody who sends for one campaign takes
turns on its row of campaigns_spend, by compare-and-set: reading first and writing then would overspend.
Budgets count what a message costs and what its offer costs at most, from the moment it is promised to the guest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.campaigns import keeping, offers
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.offers import Given, Wanting
from loyalty.guests import persons
from loyalty.messaging.reasons import Reason
from loyalty.messaging.sponsoring import Blocked, Claimed, Wanted
from loyalty.programme import versions
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Row:
    """A target under lock."""

    id: int
    guest: int
    arm: str
    variant: str
    offer_ref: str
    reserved_cents: int | None  # while a message of it is on its way
    failures: int
    facts: Mapping[str, Any]


class _Stopped(Exception):
    def __init__(self, blocked: Blocked) -> None:
        self.blocked = blocked


class CampaignSponsor:
    """loyalty.messaging.sponsoring.Sponsor for the campaigns of one property."""

    def __init__(self, hotel: Property) -> None:
        self.hotel = hotel

    def states(self, raw: Statements, campaigns: list[int]) -> dict[int, str]:
        """running | paused | stopped. What is being written anew or waits for approval says nothing meanwhile."""
        found = dict(raw.execute(STATES, (array(campaigns),)).fetchall())
        return {campaign: GATE.get(found.get(campaign, ""), "stopped") for campaign in campaigns}

    def claim(self, raw: Statements, message: Wanted) -> Claimed | Blocked:
        """Reserve budget and stock, issue the offer; or why not, with nothing done."""
        try:
            with transaction.atomic():
                return self._claim(raw, message)
        except _Stopped as stopped:
            return stopped.blocked

    def sent(self, raw: Statements, message: Wanted) -> None:
        """What was reserved is spent; the target has its day."""
        target = _target(raw, message)
        if target is None:
            raw.execute(SPEND, {"x": message.cost_cents, "id": message.campaign})
            return
        if target.reserved_cents is not None:
            raw.execute(SPEND, {"x": target.reserved_cents, "id": message.campaign})
        now = clock.now()
        day = clock.local_day(now, self.hotel.time_zone)
        raw.execute(SENT, (now, day, message.cost_cents, message.id, target.id))

    def failed(self, raw: Statements, message: Wanted) -> None:
        """What was reserved is free again, an offer nobody heard of is void. It may be claimed anew."""
        self._release(raw, message, "")

    def dropped(self, raw: Statements, message: Wanted, reason: str) -> None:
        """It will never go: the target says why."""
        self._release(raw, message, reason)

    def _claim(self, raw: Statements, message: Wanted) -> Claimed:
        campaign = keeping.get(raw, message.campaign)
        target = _target(raw, message)
        if target is None:
            _reserve(raw, campaign, message.cost_cents, takes=1)
            return Claimed()
        offer = campaign.document.variant(target.variant).offer
        today = clock.today(self.hotel.time_zone)
        published = versions.in_force(raw, today)
        given: Given | None = None
        if offer is not None and published is None:
            raise _Stopped(Blocked(Reason.STOCK_GONE))
        # Taken with what it costs at most: a gap gift is reckoned now, and may have become another since.
        x = message.cost_cents
        if offer is not None and published is not None:
            x += offers.cost_cents(offer, published.programme, target.facts.get("gift_points"))
        _reserve(raw, campaign, x, takes=1)
        if offer is not None and published is not None:
            key = f"campaign:{target.id}" + (f":{target.failures}" if target.failures else "")
            standing = persons.rows_of(raw, target.guest)[0]
            wanting = Wanting(raw, published, standing, key, today, campaign.code, target.offer_ref)
            try:
                given = offers.give(offer, wanting)
            except Refused as refused:
                raise _Stopped(Blocked(Reason.STOCK_GONE)) from refused
            settled = message.cost_cents + given.cost_cents
            if settled > x:
                # A greater gift than was reckoned when he was chosen.
                _reserve(raw, campaign, settled - x, takes=0)
                x = settled
        _put_down(raw, target, x, given)
        return Claimed(given.facts if given else {})

    def _release(self, raw: Statements, message: Wanted, reason: str) -> None:
        target = _target(raw, message)
        if target is None:
            if not reason:
                raw.execute(RELEASE, {"x": message.cost_cents, "id": message.campaign})
            return
        if target.reserved_cents is not None:
            raw.execute(RELEASE, {"x": target.reserved_cents, "id": message.campaign})
            if target.offer_ref:
                today = clock.today(self.hotel.time_zone)
                key = f"campaign:{target.id}:{target.failures}"
                offers.take_back(raw, target.offer_ref, key=key, today=today)
        if target.reserved_cents is not None or reason:
            raw.execute(FREED, (target.failures + (target.reserved_cents is not None), reason, target.id))


def void_unheard(raw: Statements, hotel: Property) -> int:
    """Offers of messages that went and, as receipts say since, reached nobody: void, and free for others. Of how many."""
    today = clock.today(hotel.time_zone)
    rows = raw.execute(UNHEARD).fetchall()
    for target, campaign, ref, failures, cost in rows:
        if ref and offers.take_back(raw, ref, key=f"campaign:{target}:{failures}", today=today):
            raw.execute(REFUND, {"x": cost, "id": campaign})
        raw.execute(UNSENT, (target,))
    return len(rows)


# The gate's words for our states. What is finished has chosen everybody; what it put down before is still said.
GATE = {"running": "running", "finished": "running", "paused": "paused"}


def _target(raw: Statements, message: Wanted) -> Row | None:
    if message.target is None:
        return None
    found = raw.execute(TARGET, (message.target,)).fetchone()
    if found is None:
        return None
    id_, guest, arm, variant, ref, reserved, failures, facts = found
    return Row(id_, guest, arm, variant or arm, ref, reserved, failures or 0, msgspec.json.decode(facts))


def _reserve(raw: Statements, campaign: Kept, cents: int, *, takes: int) -> None:
    """Take it out of budget and stock, or raise what stands against it."""
    if raw.execute(RESERVE, {"x": cents, "takes": takes, "id": campaign.id}).rowcount == 1:
        return
    state = GATE.get(campaign.state, "stopped")
    if state == "paused":
        raise _Stopped(Blocked(Reason.PAUSED, wait=True))
    if state == "stopped":
        raise _Stopped(Blocked(Reason.STOPPED))
    found = raw.execute(LEFT, (campaign.id,)).fetchone()
    budget, reserved, spent, stock, taken = found or (0, 0, 0, 0, 0)
    if stock is not None and taken + takes > stock:
        # Somebody's message may still fail, and leave his.
        raise _Stopped(Blocked(Reason.STOCK_GONE, wait=reserved > 0))
    raise _Stopped(Blocked(Reason.BUDGET_SPENT, wait=budget is not None and spent + cents <= budget))


def _put_down(raw: Statements, target: Row, reserved: int, given: Given | None) -> None:
    facts = msgspec.json.encode({"reserved_cents": reserved}).decode()
    offer = msgspec.json.encode({**given.offer, "cost_cents": given.cost_cents}).decode() if given else None
    raw.execute(CLAIMED, (facts, offer, given.ref if given else target.offer_ref, target.id))


# What the message itself cost stays spent: the vendor took it.
UNHEARD = """
SELECT t.id, t.campaign_id, t.offer_ref, coalesce((t.facts->>'failures')::int, 0),
       coalesce((t.offer->>'cost_cents')::bigint, 0)
  FROM messaging_message m JOIN campaigns_target t ON t.id = m.target_id
 WHERE m.state = 'failed' AND m.campaign_id IS NOT NULL AND t.sent_at IS NOT NULL FOR NO KEY UPDATE OF t
"""
REFUND = """
UPDATE campaigns_spend SET spent_cents = spent_cents - least(%(x)s, spent_cents), taken = taken - 1 WHERE campaign_id = %(id)s
"""
UNSENT = "UPDATE campaigns_target SET sent_at = NULL, sent_on = NULL, reason = 'unreachable' WHERE id = %s"
STATES = "SELECT id, state FROM campaigns_campaign WHERE id = ANY(%s::bigint[])"
RESERVE = """
UPDATE campaigns_spend s SET reserved_cents = s.reserved_cents + %(x)s, taken = s.taken + %(takes)s
  FROM campaigns_campaign c
 WHERE s.campaign_id = %(id)s AND c.id = s.campaign_id AND c.state IN ('running', 'finished')
   AND (s.budget_cents IS NULL OR s.reserved_cents + s.spent_cents + %(x)s <= s.budget_cents)
   AND (s.stock IS NULL OR s.taken + %(takes)s <= s.stock)
"""
SPEND = """
UPDATE campaigns_spend SET reserved_cents = reserved_cents - %(x)s, spent_cents = spent_cents + %(x)s WHERE campaign_id = %(id)s
"""
RELEASE = """
UPDATE campaigns_spend SET reserved_cents = reserved_cents - %(x)s, taken = taken - 1 WHERE campaign_id = %(id)s
"""
LEFT = "SELECT budget_cents, reserved_cents, spent_cents, stock, taken FROM campaigns_spend WHERE campaign_id = %s"
TARGET = """
SELECT id, guest_id, arm, facts->>'variant', offer_ref, (facts->>'reserved_cents')::bigint, (facts->>'failures')::int,
       facts
  FROM campaigns_target WHERE id = %s FOR NO KEY UPDATE
"""
CLAIMED = """
UPDATE campaigns_target SET facts = facts || %s::jsonb, offer = coalesce(%s::jsonb, offer), offer_ref = %s, reason = ''
 WHERE id = %s
"""
SENT = """
UPDATE campaigns_target t SET sent_at = %s, sent_on = %s, cost_cents = %s, facts = t.facts - 'reserved_cents', reason = '',
       channel = coalesce(nullif(m.channel, ''), t.channel)
  FROM messaging_message m WHERE m.id = %s AND t.id = %s
"""
FREED = """
UPDATE campaigns_target SET facts = (facts - 'reserved_cents') || jsonb_build_object('failures', %s::int), reason = %s,
       sent_at = NULL, sent_on = NULL, cost_cents = 0
 WHERE id = %s
"""
