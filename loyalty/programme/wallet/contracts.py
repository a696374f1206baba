"""The top-ups of a person as the refund rules see them: what was agreed, what was used, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kernel.statements import Statements
from loyalty.programme.wallet.refunding import Part, TopUp

# Used is what charges took that were not taken back. A gift that came back after its end lies in a successor lot.
OPEN = """
SELECT t.id, t.paid_on, t.paid_cents - t.closed_paid_cents, t.gift_cents - t.closed_gift_cents,
       u.used, t.closed_used_cents, p.remaining, g.remaining, t.guest_id, t.posting, t.principal_lot, g.lots,
       t.refunded_at
  FROM wallet_topup t
  JOIN ledger_lot p ON p.id = t.principal_lot
 CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.remaining) FILTER (WHERE l.expires_on IS NULL OR l.expires_on >= %(today)s::date), 0)::bigint
               AS remaining, coalesce(array_agg(l.id), '{}') AS lots
      FROM ledger_line(t.gift_lot) line JOIN ledger_lot l ON l.id = line.id
 ) g
 CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.amount), 0)::bigint AS used
      FROM ledger_account a
      JOIN ledger_entry e ON e.from_account = a.id
      JOIN ledger_posting b ON b.id = e.posting_id
     WHERE a.guest_id = t.guest_id AND a.kind IN ('principal', 'gift') AND b.kind = 'wallet_charge'
       AND (e.from_lot = t.principal_lot OR e.from_lot = ANY(g.lots))
       AND NOT EXISTS (SELECT FROM ledger_posting r WHERE r.corrects_id = b.id AND r.kind = 'reversal')
 ) u
 WHERE t.guest_id = ANY(%(rows)s::bigint[]) AND t.paid_cents > t.closed_paid_cents
 ORDER BY t.id
"""
CLOSE = """
UPDATE wallet_topup SET closed_paid_cents = closed_paid_cents + %s, closed_gift_cents = closed_gift_cents + %s,
       closed_used_cents = closed_used_cents + %s, refunded_at = %s WHERE id = %s
"""
# The top-ups that lots came from, lots that came of a gift after its end included.
BEHIND = """
SELECT t.id, t.refunded_at FROM wallet_topup t
 WHERE t.guest_id = ANY(%(rows)s::bigint[])
   AND (t.principal_lot = ANY(%(lots)s::bigint[])
        OR EXISTS (SELECT FROM ledger_line(t.gift_lot) l WHERE l.id = ANY(%(lots)s::bigint[])))
"""


@dataclass(frozen=True, slots=True)
class Contract:
    """An open top-up, and where the ledger keeps it."""

    top_up: TopUp
    guest: int
    posting: int
    principal_lot: int
    gift_lots: list[int]
    refunded_at: datetime | None


def open_ones(raw: Statements, rows: Sequence[int], today: date) -> list[Contract]:
    """The person's top-ups of which something is still open, oldest first. Under lock, to be acted upon."""
    found = []
    for row in raw.execute(OPEN, {"rows": list(rows), "today": today}):
        id, paid_on, paid, gift, used, closed_used, principal_left, gift_left, *kept = row
        top_up = TopUp(
            id, paid_on, paid, gift, max(0, used - closed_used), principal_left, gift_left, touched=used > 0
        )
        found.append(Contract(top_up, *kept))
    return found


def close(raw: Statements, part: Part, at: datetime) -> None:
    """This part of a top-up is refunded: it is no longer open."""
    raw.execute(CLOSE, (part.paid, part.gift, part.used, at, part.top_up))


def behind(raw: Statements, rows: Sequence[int], lots: Sequence[int]) -> list[tuple[int, datetime | None]]:
    """The top-ups these lots belong to: id, and when it was last refunded."""
    return raw.execute(BEHIND, {"rows": list(rows), "lots": list(lots)}).fetchall()
