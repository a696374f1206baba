"""A balance at the end of a local day, and the entries that made it, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.ledger.accounts import NAMES, SPENDABLE, UNITS

Pair = tuple[str, str]
# Kind of posting, reason and facts -> what is said of it; none: the words below.
Say = Callable[[str, str, dict[str, Any]], Pair]

KINDS: dict[str, Pair] = {
    "expiry": ("到期作废", "expired"),
    "maturing": ("待生效积分生效", "pending points came due"),
    "extension": ("有效期顺延", "moved to a later last day"),
    "reversal": ("冲正", "taken back"),
}
TOTALS: dict[str, Pair] = {"points": ("积分", "points"), "money": ("储值", "stored value")}


class NoSuchAccount(ValueError):
    """The name is none of an account's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry. `after`: the balance of what was asked, after it."""

    on: date
    posting: int
    account: str
    amount: int
    after: int
    says: Pair


@dataclass(frozen=True, slots=True)
class Explained:
    account: str
    unit: str
    day: date
    balance: int
    says: Pair
    lines: list[Line]


def explain(
    raw: Statements, guests: Sequence[int], account: str, day: date, *, say: Say | None = None
) -> Explained:
    """What these rows of a person held on that account ("points" and "money": both kinds) when the day was over.

    Postings count to the local day they were booked on.
    """
    kinds, unit = _kinds(account)
    rows = raw.execute(ENTRIES, (list(guests), list(kinds), day)).fetchall()
    lines, balance = [], 0
    for on, posting, kind, reason, facts, corrects, of, amount, against in rows:
        balance += amount
        said = _said(kind, reason, msgspec.json.decode(facts), corrects, against, say)
        zh = f"{on} {said[0]}：{NAMES[of][0]} {_signed(amount, unit)}，余额 {_shown(balance, unit)}"
        en = f"{on} {said[1]}: {NAMES[of][1]} {_signed(amount, unit)}, balance {_shown(balance, unit)}"
        lines.append(Line(on, posting, of, amount, balance, (zh, en)))
    name = TOTALS.get(account) or NAMES[account]
    shown = _shown(balance, unit)
    says = (
        f"{day} 日终{name[0]}余额 {shown}，由 {len(lines)} 笔明细得出。",
        f"At the end of {day} the balance of {name[1]} was {shown}, from {len(lines)} entries.",
    )
    return Explained(account, unit, day, balance, says, lines)


def _kinds(account: str) -> tuple[Sequence[str], str]:
    if account in UNITS:
        return (account,), UNITS[account]
    if account in TOTALS:
        unit = "points" if account == "points" else "cents"
        return SPENDABLE["points" if account == "points" else "cents"], unit
    raise NoSuchAccount(account)


def _said(
    kind: str, reason: str, facts: dict[str, Any], corrects: int | None, against: str | None, say: Say | None
) -> Pair:
    if kind == "reversal":
        zh, en = KINDS["reversal"]
        return f"{zh}（记账 {corrects}）", f"{en} (posting {corrects})"
    if kind in KINDS:
        return KINDS[kind]
    if say is not None:
        return say(kind, reason, facts)
    return NAMES[against] if against else ("转移", "moved")


def _shown(amount: int, unit: str) -> str:
    if unit == "points":
        return str(amount)
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _signed(amount: int, unit: str) -> str:
    return ("+" if amount > 0 else "") + _shown(amount, unit)


ENTRIES = """
WITH accounts AS (
  SELECT id, kind FROM ledger_account WHERE guest_id = ANY(%s::bigint[]) AND kind = ANY(%s::text[])
), sides AS (
  SELECT e.id, 1 AS side, e.posting_id, a.kind, -e.amount AS amount, e.to_house AS against
    FROM accounts a JOIN ledger_entry e ON e.from_account = a.id
  UNION ALL
  SELECT e.id, 2, e.posting_id, a.kind, e.amount, e.from_house FROM accounts a JOIN ledger_entry e ON e.to_account = a.id
)
SELECT p.on_day, p.id, p.kind, p.reason, p.facts, p.corrects_id, s.kind, s.amount, s.against
  FROM sides s JOIN ledger_posting p ON p.id = s.posting_id
 WHERE p.on_day <= %s ORDER BY p.on_day, s.id, s.side
"""
