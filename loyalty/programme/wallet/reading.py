"""The wallet as people see it: on the guest card, as a statement, with its limits and what could be refunded."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.ledger.reading import Line
from loyalty.programme.wallet import contracts, refunding, wording
from loyalty.programme.wallet.refunding import Cause
from loyalty.programme.wallet.terms import Wallet

PAGE = 1_000


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


def refundable(raw: Statements, terms: Wallet, rows: Sequence[int], today: date) -> dict[str, int]:
    """What the law would give back today, in cents, by cause."""
    open_ones = [each.top_up for each in contracts.open_ones(raw, rows, today)]
    return {
        cause: sum(refunding.claim_cents(each, cause, today, terms.refund_days) for each in open_ones)
        for cause in get_args(Cause)
    }


def line(entry: Line) -> dict[str, Any]:
    """One movement of principal or gift. `balance` is of the whole wallet after it."""
    return {
        "id": str(entry.id),
        "posting_id": str(entry.posting),
        "at": entry.at,
        "on": entry.on,
        "kind": entry.kind,
        "account": entry.account,
        "amount": money.amount(entry.amount),
        "balance": money.amount(entry.total),
        "says": wording.movement(entry.kind, entry.facts),
        "reason": entry.facts.get("reason") or "",
        "stay": entry.facts.get("stay"),
        "reference": entry.facts.get("reference") or "",
        "actor": entry.actor_name,
        "expires_on": entry.expires_on,
        "corrects": str(entry.corrects) if entry.corrects else None,
        "reversed_by": str(entry.reversed_by) if entry.reversed_by else None,
    }


def statement(raw: Statements, rows: Sequence[int]) -> list[dict[str, Any]]:
    """Every movement of a person's wallet, oldest first."""
    lines: list[Line] = []
    page = ledger.entries(raw, rows, "cents", limit=PAGE)
    while page:
        lines += page
        page = ledger.entries(raw, rows, "cents", before=page[-1].id, limit=PAGE) if len(page) == PAGE else []
    return [line(entry) for entry in reversed(lines)]
