"""Money comes onto a wallet here, and nowhere else: principal out of cash, the gift out of promotion.

That a wallet can never pay for its own top-up needs no check of what paid: there is no way to name the source. The
posting takes the principal from the house's cash, and no other module credits principal (a test reads the source).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.ledger import posting
from loyalty.ledger.posting import Credit, Posting
from loyalty.programme.periods import months_on
from loyalty.programme.wallet import holding, limits, offers, receipts
from loyalty.programme.wallet.offers import Bought
from loyalty.programme.wallet.receipts import Receipt
from loyalty.programme.wallet.refusals import PaysItself
from loyalty.programme.wallet.terms import Wallet
from loyalty.programme.wallet.wording import METHODS

KIND = "wallet_top_up"
WHO = "SELECT name, phone FROM guests_guest WHERE id = %s"
KEEP = """
INSERT INTO wallet_topup (posting, guest_id, paid_on, paid_cents, gift_cents, principal_lot, gift_lot,
    closed_paid_cents, closed_gift_cents, closed_used_cents)
VALUES (%s, %s, %s, %s, %s, %s, %s, 0, 0, 0)
"""
TOTAL = "SELECT coalesce(sum(balance), 0)::bigint FROM ledger_account WHERE kind = 'principal'"


@dataclass(frozen=True, slots=True)
class ToppedUp:
    receipt: Receipt
    bought: Bought
    warnings: list[str]


def top_up(
    raw: Statements,
    terms: Wallet,
    rows: Sequence[int],
    *,
    paid_cents: int,
    gift_cents: int | None = None,
    method: str,
    reference: str = "",
    today: date,
    actor: Actor,
    key: str,
) -> ToppedUp:
    """The guest paid this sum in hand: book principal and gift, and write the receipt. Once per key."""
    if method not in METHODS:
        raise PaysItself
    guest = rows[0]
    before = holding.locked(raw, rows, today, opened=True)
    if done := holding.done_before(raw, key, KIND, rows):
        was = Bought(money.cents(done.facts["paid"]), money.cents(done.facts["gift"]))
        return ToppedUp(done, was, done.facts["warnings"])
    bought = offers.bought(terms, paid_cents, gift_cents)
    warnings = limits.check(
        terms,
        named=named(raw, guest),
        balance_cents=before.balance,
        added_cents=bought.paid_cents + bought.gift_cents,
    )
    facts = {"method": method, "reference": reference}
    posted = posting.post(
        raw, key=key, kind=KIND, moves=_moves(guest, bought, terms, today), on=today, actor=actor, facts=facts
    )
    _keep(raw, guest, bought, posted, today)
    if terms.warn_total is not None:
        warnings += limits.total_warning(terms, raw.value(TOTAL))
    printed: dict[str, Any] = {
        **facts,
        "paid": money.amount(bought.paid_cents),
        "gift": money.amount(bought.gift_cents),
        "discount": str(bought.discount),
        "warnings": warnings,
    }
    return ToppedUp(receipts.write(raw, posted, rows, before, actor, today, printed), bought, warnings)


def named(raw: Statements, guest: int) -> bool:
    """Whether this guest's card is one with a name, by the law's distinction."""
    name, phone = raw.execute(WHO, (guest,)).fetchone() or ("", None)
    return limits.is_named(name, phone)


def _moves(guest: int, bought: Bought, terms: Wallet, today: date) -> list[Credit]:
    moves = [Credit(guest, "principal", bought.paid_cents, "cash", earned_on=today, origin="top_up")]
    if bought.gift_cents:
        ends = months_on(today, terms.gift_months) if terms.gift_months is not None else None
        moves.append(
            Credit(
                guest,
                "gift",
                bought.gift_cents,
                "promotion",
                earned_on=today,
                expires_on=ends,
                origin="top_up",
            )
        )
    return moves


def _keep(raw: Statements, guest: int, bought: Bought, posted: Posting, today: date) -> None:
    lots = {entry.account: entry.lot for entry in posted.entries if entry.lot is not None}
    raw.execute(
        KEEP,
        (
            posted.id,
            guest,
            today,
            bought.paid_cents,
            bought.gift_cents,
            lots["principal"],
            lots.get("gift"),
        ),
    )
