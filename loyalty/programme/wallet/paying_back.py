"""Refunds: what the law gives back leaves the wallet for the house's debts, and its debts when somebody pays it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.ledger import posting
from loyalty.ledger.posting import Debit, House, Move
from loyalty.programme.wallet import contracts, holding, receipts, refunding
from loyalty.programme.wallet.contracts import Contract
from loyalty.programme.wallet.receipts import Receipt
from loyalty.programme.wallet.refunding import Cause, Part
from loyalty.programme.wallet.refusals import (
    NoSuchMovement,
    NothingToRefund,
    PaidOutBefore,
    TooMuchAsked,
)
from loyalty.programme.wallet.terms import Wallet

KIND, PAYOUT = "wallet_refund", "wallet_payout"

KEEP = """
INSERT INTO wallet_refund (posting, guest_id, cause, amount_cents, forfeited_cents, made_at, made_by)
VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
ID_OF = "SELECT id FROM wallet_refund WHERE posting = %s"
COLUMNS = (
    "id, guest_id, cause, amount_cents, forfeited_cents, made_at, made_by, posting, paid_posting, paid_at"
)
LOCK = f"SELECT {COLUMNS} FROM wallet_refund WHERE id = %s FOR UPDATE"  # noqa: S608 (of constants)
OF_PERSON = f"""
SELECT {COLUMNS} FROM wallet_refund WHERE guest_id = ANY(%s::bigint[]) ORDER BY id DESC
"""  # noqa: S608
OWED = f"""
SELECT {COLUMNS} FROM wallet_refund r
 WHERE paid_at IS NULL AND (%s OR NOT EXISTS (
       SELECT FROM guests_guest g JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
        WHERE g.id = r.guest_id AND s.secret))
 ORDER BY id LIMIT %s
"""  # noqa: S608
ALONE = """
SELECT coalesce(sum(r.amount_cents), 0)::bigint FROM wallet_refund r JOIN ledger_posting p ON p.id = r.posting
 WHERE r.guest_id = ANY(%s::bigint[]) AND p.on_day = %s AND NOT p.facts ? 'approved_by'
"""
MARK = "UPDATE wallet_refund SET paid_posting = %s, paid_at = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a refund would come to, before anything is done."""

    parts: list[Part]
    contracts: dict[int, Contract]

    @property
    def to_guest_cents(self) -> int:
        return sum(part.to_guest for part in self.parts)

    @property
    def forfeited_cents(self) -> int:
        return sum(part.gift_forfeited for part in self.parts)


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund as it stands; owed until it is paid."""

    id: int
    guest: int
    cause: str
    amount_cents: int
    forfeited_cents: int
    made_at: datetime
    made_by: str
    posting: int
    paid_posting: int | None
    paid_at: datetime | None


def plan(
    raw: Statements,
    terms: Wallet,
    rows: Sequence[int],
    cause: Cause,
    today: date,
    *,
    amount_cents: int | None = None,
    top_up: int | None = None,
) -> Planned:
    """By the law's rules: all that is due, this amount of it, or what one top-up (its posting) gives. Reads only."""
    open_ones = contracts.open_ones(raw, rows, today)
    if top_up is not None:
        open_ones = [each for each in open_ones if each.posting == top_up]
    top_ups = [each.top_up for each in open_ones]
    parts = refunding.plan(top_ups, cause, today, amount_cents=amount_cents, days=terms.refund_days)
    return Planned(parts, {each.top_up.id: each for each in open_ones})


def due(
    raw: Statements,
    terms: Wallet,
    rows: Sequence[int],
    cause: Cause,
    today: date,
    *,
    amount_cents: int | None = None,
    top_up: int | None = None,
) -> Planned:
    """Like plan(), but refused when nothing, or less than was asked, is due."""
    planned = plan(raw, terms, rows, cause, today, amount_cents=amount_cents, top_up=top_up)
    cents = planned.to_guest_cents
    if not cents:
        raise NothingToRefund
    if amount_cents is not None and cents < amount_cents:
        raise TooMuchAsked(most=money.amount(cents), asked=money.amount(amount_cents))
    return planned


def refund(
    raw: Statements,
    terms: Wallet,
    rows: Sequence[int],
    cause: Cause,
    *,
    amount_cents: int | None = None,
    top_up: int | None = None,
    reason: str,
    today: date,
    asked_on: date | None = None,
    actor: Actor,
    approved_by: str = "",
    key: str,
) -> tuple[int, Receipt]:
    """Book the refund as owed to the guest, and forfeit the gift that goes with it. Its id and its receipt.

    `asked_on`: the day on which the guest asked, when that was before today; the seven days end by it.
    """
    before = holding.locked(raw, rows, today)
    if done := holding.done_before(raw, key, KIND, rows):
        return raw.value(ID_OF, (done.posting,)), done
    planned = due(raw, terms, rows, cause, asked_on or today, amount_cents=amount_cents, top_up=top_up)
    cents = planned.to_guest_cents
    facts: dict[str, Any] = {"cause": cause, "reason": reason}
    if approved_by:
        facts["approved_by"] = approved_by
    moves = [move for part in planned.parts for move in _moves(part, planned.contracts[part.top_up])]
    posted = posting.post(raw, key=key, kind=KIND, moves=moves, on=today, actor=actor, facts=facts)
    for part in planned.parts:
        contracts.close(raw, part, posted.at)
    refund_id = raw.value(
        KEEP, (posted.id, rows[0], cause, cents, planned.forfeited_cents, posted.at, actor.name[:80])
    )
    printed = {
        **facts,
        "refund": refund_id,
        "amount": money.amount(cents),
        "gift_forfeited": money.amount(planned.forfeited_cents),
        "used_part_paid": money.amount(sum(part.kept for part in planned.parts)),
    }
    return refund_id, receipts.write(raw, posted, rows, before, actor, today, printed)


def pay_out(
    raw: Statements, refund_id: int, *, method: str, reference: str = "", today: date, actor: Actor, key: str
) -> Receipt:
    """The guest got the money of this refund. Once."""
    row = raw.execute(LOCK, (refund_id,)).fetchone()
    if row is None:
        raise NoSuchMovement
    owed = Refund(*row)
    if done := holding.done_before(raw, key, PAYOUT, persons.rows_of(raw, owed.guest)):
        return done
    if owed.paid_at is not None:
        raise PaidOutBefore
    facts = {"refund": refund_id, "method": method, "reference": reference}
    out = House("liability", "cash", "cents", owed.amount_cents)
    posted = posting.post(raw, key=key, kind=PAYOUT, moves=[out], on=today, actor=actor, facts=facts)
    raw.execute(MARK, (posted.id, posted.at, refund_id))
    rows = persons.rows_of(raw, owed.guest)
    held = holding.usable(raw, rows, today)
    printed = {**facts, "amount": money.amount(owed.amount_cents)}
    return receipts.write(raw, posted, rows, held, actor, today, printed)


def alone_cents(raw: Statements, rows: Sequence[int], day: date) -> int:
    """What this person was refunded on that day without a second person."""
    return int(raw.value(ALONE, (list(rows), day)))


def of_person(raw: Statements, rows: Sequence[int]) -> list[Refund]:
    """All refunds of a person, newest first."""
    return [Refund(*row) for row in raw.execute(OF_PERSON, (list(rows),))]


def owed(raw: Statements, limit: int, *, secret: bool = True) -> list[Refund]:
    """Refunds that nobody has paid out yet, oldest first; those of secret guests only for who may see them."""
    return [Refund(*row) for row in raw.execute(OWED, (secret, limit))]


def _moves(part: Part, contract: Contract) -> list[Move]:
    guests, lots = [contract.guest], [contract.principal_lot]
    moves: list[Move] = []
    if part.from_principal:
        moves.append(Debit(guests, ["principal"], part.from_principal, "liability", lots=lots))
    if part.kept:
        moves.append(Debit(guests, ["principal"], part.kept, "revenue", lots=lots))
    if part.from_revenue:
        moves.append(House("revenue", "liability", "cents", part.from_revenue))
    if part.gift_forfeited:
        moves.append(Debit(guests, ["gift"], part.gift_forfeited, "forfeited", lots=contract.gift_lots))
    return moves
