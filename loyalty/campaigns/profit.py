"""What is left of the visits that count at a campaign's targets: the profit beside their revenue.

Reckoned when it is asked for, from the costs the house has set for each visit's day by then (decision 0022), over
the very visits that loyalty.campaigns.outcomes counts. It is the visits' own: commission, rooms, goods and surprises are
off it; what the campaign itself cost (messages, coupons, points) is not, that is the target's cost and is taken off
once, in net figures. What guests had beside any visit is no outcome of a campaign.
"""

from collections.abc import Sequence

from kernel.statements import Statements
from loyalty.campaigns.outcomes import HIT
from loyalty.products.profit import APART, sql_of_visits


def sql_of_targets(which: str) -> str:
    """Rows (id, cents, names) of those of the targets `which` selects that somebody came of.

    `names` are those of costs that nobody has set, some of them twice. `which` has to select all targets of a campaign
    that a visit may count at, or of some campaigns those chosen from a day on.
    """
    return f"""
WITH target AS MATERIALIZED (
  SELECT t.id, t.decision, t.chosen_on, t.campaign_id, coalesce(g.merged_into_id, g.id) AS person,
         t.chosen_on + coalesce((c.document ->> 'window_days')::int, 30) AS until
    FROM ({which}) t JOIN campaigns_campaign c ON c.id = t.campaign_id JOIN guests_guest g ON g.id = t.guest_id
   WHERE t.visits > 0 AND t.decision IN ('contact', 'held_out')
), own AS MATERIALIZED (
  SELECT person AS id, person FROM target
   UNION
  SELECT g.id, target.person FROM target JOIN guests_guest g ON g.merged_into_id = target.person
), hit AS ({HIT}),
   came AS MATERIALIZED (SELECT id, visit_id, guest_id, check_in_on FROM hit WHERE turn = 1)
SELECT came.id, sum(p.revenue - p.commission - p.rooms - p.goods - p.given)::bigint AS cents,
       string_agg(array_to_string(p.unknown, E'\\x1f'), E'\\x1f') FILTER (WHERE p.unknown <> '{{}}') AS names
  FROM came JOIN ({sql_of_visits("(SELECT DISTINCT visit_id AS id, guest_id, check_in_on FROM came) v")}) p ON p.id = came.visit_id
 GROUP BY 1
"""  # noqa: S608 (put together from constants)


def of_targets(raw: Statements, campaign: int, targets: Sequence[int]) -> dict[int, int]:
    """In cents, of those of these targets of one campaign that somebody came of: one statement for a page of them."""
    rows = raw.execute(OF_TARGETS, {"campaign": campaign, "targets": list(targets)})
    return {target: cents for target, cents, _ in rows}


def names(told: str | None) -> set[str]:
    """The costs nobody has set, '<what>:<of>', of a row's `names`."""
    return set(told.split(APART)) if told else set()


OF_CAMPAIGN = sql_of_targets("SELECT * FROM campaigns_target WHERE campaign_id = %(campaign)s::bigint")
OF_RECENT = sql_of_targets("SELECT * FROM campaigns_target WHERE chosen_on >= %(first)s::date")
# All that the campaign chose of the same persons: a visit counts at the last of them.
OF_TARGETS = sql_of_targets("""
  WITH asked AS (
    SELECT DISTINCT coalesce(g.merged_into_id, g.id) AS person
      FROM campaigns_target t JOIN guests_guest g ON g.id = t.guest_id WHERE t.id = ANY(%(targets)s::bigint[]))
  SELECT t.* FROM campaigns_target t
   WHERE t.campaign_id = %(campaign)s::bigint
     AND t.guest_id IN (SELECT person FROM asked
                        UNION ALL SELECT g.id FROM asked JOIN guests_guest g ON g.merged_into_id = asked.person)""")
