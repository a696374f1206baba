"""A charge or a top-up that was booked wrongly is taken back: once, whole, and never onto a refunded card."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading, reversing
from loyalty.ledger.posting import Posting
from loyalty.programme.wallet import charging, contracts, holding, receipts, topping_up
from loyalty.programme.wallet.contracts import Contract
from loyalty.programme.wallet.receipts import Receipt
from loyalty.programme.wallet.refunding import Part
from loyalty.programme.wallet.refusals import NoSuchMovement, NotCorrectable, RefundedSince, UsedSince

KIND = "reversal"


def correct(
    raw: Statements,
    rows: Sequence[int],
    posting_id: int,
    *,
    reason: str,
    today: date,
    actor: Actor,
    approved_by: str = "",
    key: str,
) -> Receipt:
    """Take this movement back. A charge goes back to the lots it came from; a top-up only while nothing was used."""
    before = holding.locked(raw, rows, today)
    if done := holding.done_before(raw, key, KIND, rows):
        return done
    wrong, contract = correctable(raw, rows, posting_id, today)
    facts: dict[str, Any] = {"reason": reason, "of": posting_id}
    if approved_by:
        facts["approved_by"] = approved_by
    posted = reversing.reverse(
        raw, posting_id, key=key, on=today, actor=actor, reason="wallet_correction", facts=facts
    )
    if contract is not None:
        top_up = contract.top_up
        whole = Part(top_up.id, 0, 0, 0, 0, 0, paid=top_up.paid, gift=top_up.gift, used=0)
        contracts.close(raw, whole, posted.at)
    printed = {**facts, "amount": money.amount(posted.change("principal", "gift")), "of_kind": wrong.kind}
    return receipts.write(raw, posted, rows, before, actor, today, printed)


def correctable(
    raw: Statements, rows: Sequence[int], posting_id: int, today: date
) -> tuple[Posting, Contract | None]:
    """The movement, with its contract when it is a top-up; refused when it cannot be taken back. Reads only."""
    wrong = reading.posting(raw, posting_id)
    if wrong is None or not any(entry.guest in rows for entry in wrong.entries):
        raise NoSuchMovement
    if wrong.kind == charging.KIND:
        _check_charge(raw, rows, wrong)
        return wrong, None
    if wrong.kind == topping_up.KIND:
        return wrong, _untouched(raw, rows, wrong, today)
    raise NotCorrectable


def _check_charge(raw: Statements, rows: Sequence[int], wrong: Posting) -> None:
    lots = [entry.lot for entry in wrong.entries if entry.lot is not None]
    refunded = [at for _, at in contracts.behind(raw, rows, lots) if at is not None]
    if any(at >= wrong.at for at in refunded):
        raise RefundedSince


def _untouched(raw: Statements, rows: Sequence[int], wrong: Posting, today: date) -> Contract:
    """Whole and untouched, or not at all: what was used is refunded by the rules of refunds instead."""
    open_ones = contracts.open_ones(raw, rows, today)
    contract = next((each for each in open_ones if each.posting == wrong.id), None)
    if contract is None or contract.refunded_at is not None:
        raise RefundedSince
    if contract.top_up.touched:
        raise UsedSince
    return contract
