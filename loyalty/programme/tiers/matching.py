"""C53: a tier held elsewhere, shown with proof, looked at by staff, held on trial, kept by visits.

Once per person and partner, and a proof serves one person only. While it is on trial the tier is as good as any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty.programme.document import Programme
from loyalty.programme.periods import months_on
from loyalty.programme.tiers import giving
from loyalty.programme.tiers.refusals import (
    ClaimedAlready,
    MatchingOff,
    NoMatch,
    ProofUsed,
    Reviewed,
)
from loyalty.programme.tiers.state import Trial
from loyalty.programme.versions import Published
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as it stands."""

    id: int
    guest: int
    guest_name: str
    partner: str
    partner_tier: str
    tier: str
    proof: str
    state: str
    made_at: Any
    made_by: str
    reviewed_at: Any
    reviewed_by: str
    reason: str
    until: date | None
    settled_on: date | None


def claim(
    raw: Statements,
    published: Published,
    guest_rows: Sequence[int],
    *,
    partner: str,
    partner_tier: str,
    proof: str,
    actor: Actor,
) -> Claim:
    """Put the claim before staff; in a transaction. The partner's table says which tier it is worth."""
    tier = _matched(published.programme, partner, partner_tier)
    raw.execute(TURN, (partner,))  # two who show the same proof take turns
    before = raw.execute(BEFORE, (partner, list(guest_rows), proof.strip().casefold())).fetchone()
    if before is not None:
        raise ClaimedAlready(partner=partner) if before[0] else ProofUsed()
    values = (guest_rows[0], partner, partner_tier, tier, proof.strip(), clock.now(), actor.name[:80])
    made = raw.value(CLAIM, values)
    found = find(raw, made)
    assert found is not None  # noqa: S101 (made just now)
    return found


def _matched(programme: Programme, partner: str, partner_tier: str) -> str:
    matching = programme.tiers.matching
    if not matching.enabled:
        raise MatchingOff
    for row in matching.table:
        if (row.partner, row.partner_tier) == (partner, partner_tier):
            return row.tier
    raise NoMatch(partner=partner, partner_tier=partner_tier)


def review(
    raw: Statements,
    hotel: Property,
    published: Published,
    claim_id: int,
    guest_rows: Sequence[int],
    *,
    accept: bool,
    reason: str,
    actor: Actor,
    today: date,
) -> Claim:
    """Accept it, and the trial begins today; or turn it down. In a transaction; a claim is looked at once.

    Who meanwhile holds the tier or a higher one cannot be given it: then it can only be turned down.
    """
    programme = published.programme
    key = f"tier-match:{claim_id}"
    # The membership first: whoever holds both takes them in this order.
    state, _ = giving.opened(raw, hotel, published, guest_rows, today, key)
    found = find(raw, claim_id, lock=True)
    if found is None or found.state != "waiting":
        raise Reviewed
    until = None
    if accept:
        tier = giving.wanted(programme, found.tier)
        giving.refuse_if_held(programme, state, tier)
        matching = programme.tiers.matching
        until = months_on(today, matching.trial_months)
        facts = {
            **giving.between(programme, state, tier),
            "partner": found.partner,
            "partner_tier": found.partner_tier,
            "visits": matching.keep_visits,
            "until": str(until),
        }
        giving.give(
            raw, hotel, programme, guest_rows[0], state, tier, "matched", until=until, reason="tier_matched",
            facts=facts, actor=actor, key=key, today=today, trial=Trial(matching.keep_visits, claim_id),
        )  # fmt: skip
    values = ("trial" if accept else "refused", clock.now(), actor.name[:80], reason, until, claim_id)
    raw.execute(REVIEWED, values)
    settled = find(raw, claim_id)
    assert settled is not None  # noqa: S101
    return settled


def find(raw: Statements, claim_id: int, *, lock: bool = False) -> Claim | None:
    row = raw.execute(f"{CLAIMS} WHERE c.id = %s{' FOR UPDATE OF c' if lock else ''}", (claim_id,)).fetchone()
    return Claim(*row) if row else None


def listed(raw: Statements, state: str | None, *, before: int | None, limit: int) -> list[Claim]:
    """Claims, the newest first; secret guests' are left out."""
    found = raw.execute(f"{CLAIMS} {LISTED}", (state, state, before, before, limit))
    return [Claim(*row) for row in found]


def conversions(raw: Statements) -> list[dict[str, Any]]:
    """What became of the claims, by partner: how many of those who tried the tier kept it."""
    return [
        {
            "partner": partner,
            "claims": sum(counts),
            "waiting": counts[0],
            "refused": counts[1],
            "trial": counts[2],
            "kept": counts[3],
            "lapsed": counts[4],
            "kept_share": round(counts[3] / (counts[3] + counts[4]), 4) if counts[3] + counts[4] else None,
        }
        for partner, *counts in raw.execute(CONVERSIONS)
    ]


TURN = "SELECT pg_advisory_xact_lock(hashtextextended('tier match ' || current_schema() || %s, 0))"
BEFORE = """
SELECT bool_or(guest_id = ANY(b.rows)) FROM tiers_claim c, (SELECT %s::text AS partner, %s::bigint[] AS rows, %s::text AS proof) b
 WHERE c.partner = b.partner
   AND (c.guest_id = ANY(b.rows) OR (lower(c.proof) = b.proof AND c.state <> 'refused'))
HAVING count(*) > 0
"""
CLAIM = """
INSERT INTO tiers_claim (guest_id, partner, partner_tier, tier, proof, state, made_at, made_by, reviewed_by, reason)
VALUES (%s, %s, %s, %s, %s, 'waiting', %s, %s, '', '') RETURNING id
"""
REVIEWED = """
UPDATE tiers_claim SET state = %s, reviewed_at = %s, reviewed_by = %s, reason = %s, until = %s WHERE id = %s
"""
CLAIMS = """
SELECT c.id, c.guest_id, g.name, c.partner, c.partner_tier, c.tier, c.proof, c.state, c.made_at, c.made_by,
       c.reviewed_at, c.reviewed_by, c.reason, c.until, c.settled_on
  FROM tiers_claim c JOIN guests_guest g ON g.id = c.guest_id
"""
LISTED = """
 WHERE NOT g.secret AND (%s::text IS NULL OR c.state = %s) AND (%s::bigint IS NULL OR c.id < %s)
 ORDER BY c.id DESC LIMIT %s
"""
CONVERSIONS = """
SELECT partner, count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'refused'),
       count(*) FILTER (WHERE state = 'trial'), count(*) FILTER (WHERE state = 'kept'),
       count(*) FILTER (WHERE state = 'lapsed')
  FROM tiers_claim GROUP BY partner ORDER BY partner
"""
