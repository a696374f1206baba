"""Bills are paid from a wallet here."""

from collections.abc import Sequence
from datetime import date

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.ledger import posting
from loyalty.ledger.posting import Debit
from loyalty.ledger.refusals import InsufficientFunds
from loyalty.programme.wallet import holding, receipts, spending
from loyalty.programme.wallet.receipts import Receipt
from loyalty.programme.wallet.refusals import PaysItself
from loyalty.programme.wallet.terms import Wallet
from loyalty.programme.wallet.wording import names_stored_value

KIND = "wallet_charge"


def charge(
    raw: Statements,
    terms: Wallet,
    rows: Sequence[int],
    amount_cents: int,
    *,
    what: str,
    stay: str | None = None,
    reference: str = "",
    today: date,
    actor: Actor,
    key: str,
) -> Receipt:
    """Take a bill from the wallet: principal becomes revenue, the gift is what promotion cost. Once per key.

    `what` is a code of wording.WHAT, or words of the house's own. A charge only ever becomes revenue, never value on a
    wallet; where its words say that it should, it is refused before anything else.
    """
    if names_stored_value(what):
        raise PaysItself
    before = holding.locked(raw, rows, today)
    if done := holding.done_before(raw, key, KIND, rows):
        return done
    if amount_cents > before.balance:
        raise InsufficientFunds(
            balance=money.amount(before.balance),
            asked=money.amount(amount_cents),
            balance_cents=before.balance,
            asked_cents=amount_cents,
        )
    parts = spending.split(before.principal, before.gift, amount_cents, terms.spends)
    moves = []
    if parts.principal_cents:
        moves.append(Debit(rows, ["principal"], parts.principal_cents, "revenue"))
    if parts.gift_cents:
        moves.append(Debit(rows, ["gift"], parts.gift_cents, "promotion"))
    facts = {"what": what, "stay": stay, "reference": reference}
    posted = posting.post(raw, key=key, kind=KIND, moves=moves, on=today, actor=actor, facts=facts)
    printed = {
        **facts,
        "amount": money.amount(amount_cents),
        "principal": money.amount(parts.principal_cents),
        "gift": money.amount(parts.gift_cents),
    }
    return receipts.write(raw, posted, rows, before, actor, today, printed)
