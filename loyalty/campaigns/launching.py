"""A campaign begins, pauses, goes on and ends. Each takes hold at once: the state and what waits change together."""

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import checking, keeping, scheduling
from loyalty.campaigns.document import OnEvent
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.states import after
from loyalty.programme.document import Programme
from tenants import waking
from tenants.models import Property


class BudgetBelowSpent(Refused):
    code = "budget_below_spent"
    status = 422
    zh = "预算或数量低于已经用掉的部分。"
    en = "The budget or the stock is below what was used already."


class OverBeforeItBegins(Refused):
    code = "campaign_over"
    status = 422
    zh = "活动的结束时间已过。"
    en = "The campaign's end is past."


def launch(raw: Statements, hotel: Property, campaign: Kept, programme: Programme | None) -> Kept:
    """Begin. Raises NotInThisState, CampaignUnsound, BudgetBelowSpent, OverBeforeItBegins. In a transaction."""
    needs = hotel.chain.campaigns_need_approval
    after("launch", campaign.state, needs_approval=needs)
    checking.demand(raw, hotel, campaign.document, programme)
    now = clock.now()
    if campaign.ends_at is not None and campaign.ends_at <= now:
        raise OverBeforeItBegins
    document = campaign.document
    budget = keeping.budget_cents(document)
    if raw.execute(SPEND, {"id": campaign.id, "budget": budget, "stock": document.stock}).rowcount != 1:
        raise BudgetBelowSpent
    next_at = scheduling.first(document.trigger, now, clock.zone(hotel.time_zone))
    begun = keeping.move(
        raw,
        campaign,
        "launch",
        needs_approval=needs,
        launched_at=campaign.launched_at or now,
        starts_at=now,
        next_at=next_at,
        cursor=0,
    )
    if next_at is not None:
        waking.at(raw, hotel.pk, "campaigns", next_at)
    return begun


def pause(raw: Statements, hotel: Property, campaign: Kept) -> Kept:
    """Nothing more is chosen and nothing more goes; what waits goes on waiting."""
    return keeping.move(raw, campaign, "pause", needs_approval=True)


def resume(raw: Statements, hotel: Property, campaign: Kept) -> Kept:
    """Go on where it was; what has passed its day meanwhile is dropped by the gate."""
    on = keeping.move(raw, campaign, "resume", needs_approval=True)
    now = clock.now()
    raw.execute(LOOK_AGAIN, (now, campaign.id))
    waking.at(raw, hotel.pk, "messages", now)
    if not isinstance(on.document.trigger, OnEvent):
        waking.at(raw, hotel.pk, "campaigns", now)
    return on


def stop(raw: Statements, hotel: Property, campaign: Kept) -> tuple[Kept, int]:
    """For good: what waits is dropped in the same transaction; of how many. What is claimed was on its way before."""
    now = clock.now()
    over = keeping.move(raw, campaign, "stop", needs_approval=True, ended_at=now, next_at=None)
    dropped = [target for (target,) in raw.execute(DROP, (now, campaign.id)).fetchall()]
    raw.execute(TOLD, ([target for target in dropped if target is not None],))
    return over, len(dropped)


SPEND = """
INSERT INTO campaigns_spend (campaign_id, budget_cents, reserved_cents, spent_cents, stock, taken)
VALUES (%(id)s, %(budget)s, 0, 0, %(stock)s, 0)
ON CONFLICT (campaign_id) DO UPDATE SET budget_cents = excluded.budget_cents, stock = excluded.stock
 WHERE (excluded.budget_cents IS NULL
        OR excluded.budget_cents >= campaigns_spend.reserved_cents + campaigns_spend.spent_cents)
   AND (excluded.stock IS NULL OR excluded.stock >= campaigns_spend.taken)
"""
LOOK_AGAIN = "UPDATE messaging_message SET due_at = %s WHERE campaign_id = %s AND state = 'waiting' AND reason = 'paused'"
DROP = """
WITH gone AS (
  UPDATE messaging_message SET state = 'dropped', reason = 'stopped', because = '', settled_at = %s
   WHERE campaign_id = %s AND state = 'waiting' RETURNING id, target_id, settled_at),
told AS (
  INSERT INTO messaging_judgement (message_id, at, verdict, reason, because, facts)
  SELECT id, settled_at, 'drop', 'stopped', '', '{}' FROM gone)
SELECT target_id FROM gone
"""
TOLD = "UPDATE campaigns_target SET reason = 'stopped' WHERE id = ANY(%s::bigint[])"
