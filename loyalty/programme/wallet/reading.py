"""The wallet as people see it: on the guest card, as a statement, with its limits and what could be refunded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

import msgspec

from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.programme.wallet import contracts, refunding, wording
from loyalty.programme.wallet.refunding import Cause
from loyalty.programme.wallet.terms import Wallet


def told(raw: Statements, rows: Sequence[int], currency: str) -> dict[str, Any]:
    """The balances, as the guest card shows them."""
    held = ledger.balances(raw, rows)
    return {
        name: {"amount": money.amount(cents), "currency": currency}
        for name, cents in (
            ("balance", held.money_cents),
            ("principal", held.principal),
            ("gift", held.gift),
        )
    }


@dataclass(frozen=True, slots=True)
class Due:
    """What could be refunded today for one cause, in cents, and the gift that would be lost with it."""

    cause: Cause
    most_cents: int
    gift_lost_cents: int


def refundable(raw: Statements, terms: Wallet, rows: Sequence[int], today: date) -> list[Due]:
    """What the law would give back today, by cause."""
    open_ones = [each.top_up for each in contracts.open_ones(raw, rows, today)]
    plans = {
        cause: refunding.plan(open_ones, cause, today, days=terms.refund_days) for cause in get_args(Cause)
    }
    return [
        Due(cause, sum(part.to_guest for part in parts), sum(part.gift_forfeited for part in parts))
        for cause, parts in plans.items()
    ]


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting on a wallet: by how much principal and gift changed, and the balance after it."""

    id: int
    posting: int
    at: datetime
    on: date
    kind: str
    principal_cents: int
    gift_cents: int
    after_cents: int
    facts: dict[str, Any]
    actor: str
    corrects: int | None
    reversed_by: int | None

    @property
    def says(self) -> dict[str, str]:
        return wording.movement(self.kind, self.facts)


def movements(
    raw: Statements, rows: Sequence[int], *, before: int | None = None, limit: int = 50
) -> list[Movement]:
    """The statement, newest first. `before`: the id of the last one of the page before."""
    found = raw.execute(MOVEMENTS, {"rows": list(rows), "before": before, "limit": limit}).fetchall()
    return [_movement(row) for row in found]


def _movement(row: tuple[Any, ...]) -> Movement:
    decoded: list[Any] = [*row]
    decoded[8] = msgspec.json.decode(row[8])  # jsonb comes as text on Django's connections
    return Movement(*decoded)


def statement(raw: Statements, rows: Sequence[int]) -> list[Movement]:
    """Every movement of a person's wallet, oldest first."""
    return movements(raw, rows, limit=WHOLE)[::-1]


WHOLE = 100_000
# Ordered by entries, which are written under the accounts' locks; ids of postings are drawn before.
MOVEMENTS = """
WITH accounts AS (
  SELECT id, kind FROM ledger_account WHERE guest_id = ANY(%(rows)s::bigint[]) AND kind IN ('principal', 'gift')
), sides AS (
  SELECT e.id, e.posting_id, a.kind, -e.amount AS amount FROM accounts a JOIN ledger_entry e ON e.from_account = a.id
  UNION ALL
  SELECT e.id, e.posting_id, a.kind, e.amount FROM accounts a JOIN ledger_entry e ON e.to_account = a.id
), moves AS (
  SELECT posting_id, max(id) AS id, coalesce(sum(amount) FILTER (WHERE kind = 'principal'), 0)::bigint AS principal,
         coalesce(sum(amount) FILTER (WHERE kind = 'gift'), 0)::bigint AS gift, sum(amount) AS amount
    FROM sides GROUP BY posting_id
), lines AS (
  SELECT m.*, sum(m.amount) OVER (ORDER BY m.id)::bigint AS after FROM moves m
)
SELECT l.id, l.posting_id, p.at, p.on_day, p.kind, l.principal, l.gift, l.after, p.facts, p.actor_name, p.corrects_id,
       (SELECT r.id FROM ledger_posting r WHERE r.corrects_id = p.id AND r.kind = 'reversal')
  FROM lines l JOIN ledger_posting p ON p.id = l.posting_id
 WHERE %(before)s::bigint IS NULL OR l.id < %(before)s::bigint
 ORDER BY l.id DESC LIMIT %(limit)s::int
"""
