"""What became of whom a campaign chose: visits and spend within the window, clicks, answers, what it cost.

Derived anew from the stays, the messages and the coupons every time, for contact and holdout alike: a visit that is
corrected or cancelled changes it back, and doing it twice changes nothing. The window begins on the day after the
guest was chosen, in both arms (intention to treat): what led to the choice is no outcome of it.

`visits` and `revenue_cents` are all within the window, so that arms can be compared campaign by campaign; within one
campaign a visit counts once, at the target chosen last before it: whoever is merged with another who was chosen too, or
is chosen again while his window is open, has not come twice. Credit
(`visit_ordinal`) is last touch: a visit is credited to one target of each arm, the one chosen last before it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kernel import clock
from kernel.statements import Statements, array
from loyalty.programme import versions
from loyalty.programme.points import coherence
from tenants.models import Property

BATCH = 5_000
# Longer than any window (campaigns.document), and the days in which a coupon may still be redeemed or taken back.
LOOK_BACK = timedelta(days=180 + 31)


def credit(raw: Statements, hotel: Property, guests: Sequence[int]) -> int:
    """Derive anew what came of the targets of these persons; how many changed. Inside the property."""
    changed = 0
    rows = [row for (row,) in raw.execute(ROWS, (array(sorted(set(guests))),)).fetchall()] if guests else []
    for start in range(0, len(rows), BATCH):
        changed += _derive(raw, hotel, rows[start : start + BATCH])
    return changed


def night(raw: Statements, hotel: Property, day: date) -> int:
    """The same for everybody whose window is open or was not long ago: clicks, coupons, costs; how many changed."""
    guests = [guest for (guest,) in raw.execute(OPEN, (day - LOOK_BACK,)).fetchall()]
    return credit(raw, hotel, guests)


def _derive(raw: Statements, hotel: Property, rows: Sequence[int]) -> int:
    asked: dict[str, Any] = {"rows": array(rows), "cents_a_thousand": _worth_of_points(raw, hotel)}
    return raw.execute(DERIVE, asked).rowcount


def _worth_of_points(raw: Statements, hotel: Property) -> int:
    """What a thousand points are worth to a member, in cents; 0 where the programme puts no price on them."""
    published = versions.in_force(raw, clock.today(hotel.time_zone))
    return (coherence.worth_cents(published.programme, 1_000) or 0) if published else 0


# Of the persons to whom these rows belong, the rows that were ever chosen.
ROWS = """
WITH asked AS (SELECT DISTINCT coalesce(a.merged_into_id, a.id) AS id FROM guests_guest a WHERE a.id = ANY(%s::bigint[])),
own AS (SELECT id FROM asked UNION ALL SELECT g.id FROM asked JOIN guests_guest g ON g.merged_into_id = asked.id)
SELECT own.id FROM own WHERE EXISTS (SELECT FROM campaigns_target t WHERE t.guest_id = own.id) ORDER BY 1
"""
OPEN = """
SELECT DISTINCT guest_id FROM campaigns_target
 WHERE chosen_on >= %s AND decision IN ('contact', 'held_out') ORDER BY 1
"""
# Visits within the window of a target (id, person, decision, campaign_id, chosen_on, until), who has rows own (id, person).
# `turn` 1: the visit counts at this target; `touch` 1: it is credited to it.
HIT = """
  SELECT target.id, v.id AS visit_id, v.guest_id, v.ordinal, v.check_in_on, v.room_cents + v.other_cents AS cents,
         row_number() OVER (PARTITION BY v.id, target.decision ORDER BY target.chosen_on DESC, target.id DESC) AS touch,
         row_number() OVER (PARTITION BY v.id, target.decision, target.campaign_id
                            ORDER BY target.chosen_on DESC, target.id DESC) AS turn
    FROM target JOIN own ON own.person = target.person
    JOIN stays_visit v ON v.guest_id = own.id AND v.check_in_on > target.chosen_on AND v.check_in_on <= target.until
"""
DERIVE = f"""
WITH asked AS (
  SELECT DISTINCT coalesce(g.merged_into_id, g.id) AS person FROM guests_guest g WHERE g.id = ANY(%(rows)s::bigint[])
), own AS MATERIALIZED (
  SELECT asked.person AS id, asked.person FROM asked
  UNION ALL SELECT g.id, asked.person FROM asked JOIN guests_guest g ON g.merged_into_id = asked.person
), target AS MATERIALIZED (
  SELECT t.id, own.person, t.decision, t.chosen_on, t.offer, t.offer_ref, t.guest_id, t.campaign_id,
         t.chosen_on + coalesce((c.document ->> 'window_days')::int, 30) AS until
    FROM own JOIN campaigns_target t ON t.guest_id = own.id JOIN campaigns_campaign c ON c.id = t.campaign_id
   WHERE t.decision IN ('contact', 'held_out')
), hit AS ({HIT}), came AS (
  SELECT id, count(*)::int AS visits, sum(cents)::bigint AS cents, min(ordinal) FILTER (WHERE touch = 1) AS ordinal,
         min(check_in_on) FILTER (WHERE touch = 1) AS day
    FROM hit WHERE turn = 1 GROUP BY id
), said AS (
  SELECT target.id, min(m.clicked_at) AS clicked, min(m.answered_at) AS answered,
         coalesce(sum(m.cost_cents) FILTER (WHERE m.state IN ('claimed', 'sent', 'delivered', 'unknown')), 0) AS cents
    FROM target JOIN messaging_message m ON m.guest_id = target.guest_id AND m.target_id = target.id GROUP BY target.id
), cost AS (
  SELECT target.id, CASE WHEN target.offer_ref LIKE 'coupon:%%' THEN coalesce((
             SELECT CASE WHEN k.discount_cents > 0 THEN k.discount_cents ELSE k.cost_cents END
               FROM coupons_coupon k WHERE k.code = substr(target.offer_ref, 8) AND k.state = 'redeemed'), 0)
           WHEN target.offer_ref LIKE 'posting:%%' THEN coalesce((
             SELECT sum(e.amount) FROM ledger_entry e
              WHERE e.posting_id = substr(target.offer_ref, 9)::bigint AND e.unit = 'points' AND e.from_house = 'issuance'
                AND NOT EXISTS (SELECT FROM ledger_posting r
                                 WHERE r.corrects_id = e.posting_id AND r.kind = 'reversal')), 0)
             * %(cents_a_thousand)s::bigint / 1000
           ELSE 0 END AS cents
    FROM target
), now AS (
  SELECT target.id, came.ordinal, came.day, coalesce(came.visits, 0) AS visits, coalesce(came.cents, 0) AS revenue,
         said.clicked, said.answered, (coalesce(said.cents, 0) + cost.cents)::bigint AS cost
    FROM target JOIN cost USING (id) LEFT JOIN came USING (id) LEFT JOIN said USING (id)
)
UPDATE campaigns_target t
   SET visit_ordinal = now.ordinal, visit_on = now.day, visits = now.visits, revenue_cents = now.revenue,
       clicked_at = now.clicked, answered_at = now.answered, cost_cents = now.cost
  FROM now WHERE now.id = t.id
   AND (t.visit_ordinal, t.visit_on, t.visits, t.revenue_cents, t.clicked_at, t.answered_at, t.cost_cents)
       IS DISTINCT FROM
       (now.ordinal, now.day, now.visits, now.revenue, now.clicked, now.answered, now.cost)
"""  # noqa: S608 (put together from constants)
