"""A posting taken back, by a posting that names it. Once, whatever the key.

* What was spent goes back to the lots it came from. A lot that has ended meanwhile gets a successor that ends
  GRACE_DAYS after the day of the reversal; one that was extended, a successor with the extended end.
* What was given is taken from its lot first and from what came of that lot (matured, extended). What expired there
  is not asked for a second time: it moves from expiry back to the account that had given it.
* What has been spent of it: `refuse` takes it from the guest's other lots of the unit, or refuses the reversal;
  `owe` does the same, and what is still missing is booked as owed (points only); `forgive` leaves it.
* A transfer between guests is taken back whole, from the very slices that were given, or not at all.
* Reversals, expiry, maturing and extension are not reversed: they are answered by new postings.
"""

from datetime import date
from typing import Any, Literal

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty.ledger.posting import Posting, Words, as_json, digest, outcome

Spent = Literal["refuse", "owe", "forgive"]
GRACE_DAYS = 30


def reverse(
    raw: Statements,
    posting_id: int,
    *,
    key: str,
    on: date,
    actor: Actor,
    reason: str,
    spent: Spent = "refuse",
    facts: dict[str, Any] | None = None,
    grace_days: int = GRACE_DAYS,
) -> Posting:
    """Take it back, or raise the refusal with nothing done."""
    at, facts = clock.now(), facts or {}
    row = raw.execute(
        "SELECT ledger_reverse(%s::bigint, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s::int)",
        (
            posting_id,
            key,
            digest("reversal", spent, posting_id, reason),
            at,
            on,
            actor.kind,
            actor.id,
            actor.name[:80],
            reason,
            as_json(facts),
            spent,
            grace_days,
        ),
    ).fetchone()
    return outcome(row, Words(key, "reversal", at, on, reason, facts, posting_id))
