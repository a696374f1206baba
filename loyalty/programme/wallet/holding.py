"""What a person's wallet holds, under lock: every movement begins here."""

from collections.abc import Sequence
from datetime import date

from kernel.statements import Statements
from loyalty.ledger import posting, reading
from loyalty.ledger.refusals import PostingKeyReused
from loyalty.programme.wallet import receipts
from loyalty.programme.wallet.receipts import Held, Receipt

KINDS = ("principal", "gift")


def locked(raw: Statements, rows: Sequence[int], today: date, *, opened: bool = False) -> Held:
    """Nobody else moves this person's money until the transaction ends; what can be used today.

    `opened`: the standing guest's accounts are made where they are missing.
    """
    posting.lock(raw, {(row, kind): opened and row == rows[0] for row in rows for kind in KINDS})
    return usable(raw, rows, today)


def usable(raw: Statements, rows: Sequence[int], today: date) -> Held:
    held = reading.usable(raw, rows, today)
    return Held(held.principal, held.gift)


def done_before(raw: Statements, key: str, kind: str, rows: Sequence[int]) -> Receipt | None:
    """The receipt of the movement that this key made before; refused when it was another movement."""
    receipt = receipts.of_key(raw, key)
    if receipt is not None and (receipt.kind != kind or receipt.guest not in rows):
        raise PostingKeyReused(key=key, posting=receipt.posting)
    return receipt
