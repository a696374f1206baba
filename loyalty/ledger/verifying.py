"""Everything in the ledger is computed once more from its entries, and each difference is told.

Each check is one statement, so it sees the ledger of one moment, while guests go on earning and spending.
"""

from dataclasses import dataclass, field
from typing import Any

from kernel.statements import Statements

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it must be: which check, of what, and what was found."""

    check: str
    id: str
    found: dict[str, Any]

    @property
    def says(self) -> Pair:
        zh, en = WORDS[self.check]
        facts = {"id": self.id, **self.found}
        return zh.format_map(facts), en.format_map(facts)

    def __str__(self) -> str:
        return self.says[1]


@dataclass(frozen=True, slots=True)
class Report:
    accounts: int
    lots: int
    postings: int
    entries: int
    totals: dict[str, int] = field(default_factory=dict)  # held by guests, by kind of account
    differences: list[Difference] = field(default_factory=list)


def verify(raw: Statements) -> Report:
    """Look at everything; changes nothing."""
    differences = []
    for check, sql in CHECKS.items():
        cursor = raw.execute(f"WITH sides AS ({SIDES}) {sql}")
        names = [column.name for column in cursor.description or ()]
        for id, *found in cursor:
            differences.append(Difference(check, str(id), dict(zip(names[1:], found, strict=True))))
    accounts, lots, postings, entries = raw.execute(COUNTS).fetchone() or (0, 0, 0, 0)
    totals = dict(raw.execute(TOTALS).fetchall())
    return Report(accounts, lots, postings, entries, totals, differences)


COUNTS = """
SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_lot),
       (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM ledger_entry)
"""
TOTALS = "SELECT kind, sum(balance)::bigint FROM ledger_account GROUP BY kind ORDER BY kind"

# Both sides of every entry, in the order of history: what leaves leaves before what comes.
SIDES = """
  SELECT id, 1 AS side, from_account AS account, -amount AS amount, from_after AS after, from_lot AS lot, unit
    FROM ledger_entry WHERE from_account IS NOT NULL
  UNION ALL
  SELECT id, 2, to_account, amount, to_after, to_lot, unit FROM ledger_entry WHERE to_account IS NOT NULL
"""

CHECKS = {
    "balance": """
        SELECT a.id, a.balance, coalesce(s.sum, 0)::bigint AS computed FROM ledger_account a
          LEFT JOIN (SELECT account, sum(amount) AS sum FROM sides x GROUP BY account) s ON s.account = a.id
         WHERE a.balance <> coalesce(s.sum, 0) ORDER BY a.id""",
    "history": """
        SELECT account AS id, id AS entry, after, running::bigint FROM (
          SELECT account, id, after, sum(amount) OVER (PARTITION BY account ORDER BY id, side) AS running
            FROM sides x) y
         WHERE running <> after OR running < 0 ORDER BY account, id""",
    "lot": """
        SELECT l.id, l.remaining, coalesce(s.sum, 0)::bigint AS computed FROM ledger_lot l
          LEFT JOIN (SELECT lot, sum(amount) AS sum FROM sides x WHERE lot IS NOT NULL GROUP BY lot) s ON s.lot = l.id
         WHERE l.remaining <> coalesce(s.sum, 0) OR l.remaining NOT BETWEEN 0 AND l.amount ORDER BY l.id""",
    "lot_history": """
        SELECT lot AS id, min(id) AS entry, min(running)::bigint AS lowest FROM (
          SELECT lot, id, sum(amount) OVER (PARTITION BY lot ORDER BY id, side) AS running
            FROM sides x WHERE lot IS NOT NULL) y
         WHERE running < 0 GROUP BY lot ORDER BY lot""",
    "lots_of_account": """
        SELECT a.id, a.balance, coalesce(sum(l.remaining), 0)::bigint AS computed
          FROM ledger_account a LEFT JOIN ledger_lot l ON l.account_id = a.id
         WHERE a.kind <> 'owed' GROUP BY a.id HAVING a.balance <> coalesce(sum(l.remaining), 0) ORDER BY a.id""",
    "lot_account": """
        SELECT x.lot AS id, x.id AS entry, x.account FROM sides x LEFT JOIN ledger_lot l ON l.id = x.lot
          JOIN ledger_account a ON a.id = x.account
         WHERE (x.lot IS NULL) <> (a.kind = 'owed') OR (x.lot IS NOT NULL AND l.account_id IS DISTINCT FROM x.account)
         ORDER BY x.id""",
    "lot_origin": """
        SELECT l.id, l.posting_id AS posting FROM ledger_lot l
         WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.posting_id = l.posting_id AND e.to_account = l.account_id
                              AND e.to_lot = l.id AND e.amount = l.amount)
            OR (l.source_id IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_lot o WHERE o.id = l.source_id)) ORDER BY l.id""",
    "unit": """
        SELECT x.id, x.unit, a.unit AS account_unit FROM sides x LEFT JOIN ledger_account a ON a.id = x.account
         WHERE a.unit IS DISTINCT FROM x.unit ORDER BY x.id""",
    "total": """
        SELECT unit AS id, (members + houses)::bigint AS difference FROM (
          SELECT u.unit, (SELECT coalesce(sum(balance), 0) FROM ledger_account a WHERE a.unit = u.unit) AS members,
                 (SELECT coalesce(sum(CASE WHEN to_house IS NOT NULL THEN amount ELSE 0 END
                                    - CASE WHEN from_house IS NOT NULL THEN amount ELSE 0 END), 0)
                    FROM ledger_entry e WHERE e.unit = u.unit) AS houses
            FROM (VALUES ('points'), ('cents')) AS u(unit)) t WHERE members + houses <> 0""",
    "posting": """
        SELECT e.id, e.posting_id AS posting FROM ledger_entry e
         WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.id = e.posting_id) ORDER BY e.id""",
    "key": "SELECT key AS id, count(*) AS times FROM ledger_posting GROUP BY key HAVING count(*) > 1 ORDER BY key",
    "reversed": """
        SELECT r.id, r.corrects_id AS corrects, coalesce(sum(s.amount), 0)::bigint AS reversed,
               coalesce(max(o.amount), 0)::bigint AS original
          FROM ledger_posting r
          LEFT JOIN LATERAL (SELECT unit, sum(amount) AS amount FROM ledger_entry WHERE posting_id = r.id GROUP BY unit) s
                 ON true
          LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM ledger_entry
                              WHERE posting_id = r.corrects_id AND unit = s.unit) o ON true
         WHERE r.kind = 'reversal' GROUP BY r.id, r.corrects_id, s.unit
        HAVING r.corrects_id IS NULL OR coalesce(sum(s.amount), 0) > coalesce(max(o.amount), 0) ORDER BY r.id""",
    "reversed_once": """
        SELECT corrects_id AS id, count(*) AS times FROM ledger_posting WHERE kind = 'reversal'
         GROUP BY corrects_id HAVING count(*) > 1 ORDER BY corrects_id""",
    "principal": "SELECT id, expires_on FROM ledger_lot WHERE kind = 'principal' AND expires_on IS NOT NULL ORDER BY id",
}

WORDS: dict[str, Pair] = {
    "balance": (
        "账户 {id} 的余额是 {balance}，按明细应为 {computed}",
        "account {id} holds {balance}, its entries sum to {computed}",
    ),
    "history": (
        "账户 {id} 在明细 {entry} 之后记为 {after}，按明细应为 {running}",
        "account {id} had {after} after entry {entry}, its entries sum to {running}",
    ),
    "lot": (
        "批次 {id} 剩余 {remaining}，按明细应为 {computed}",
        "lot {id} has {remaining} left, its entries sum to {computed}",
    ),
    "lot_history": (
        "批次 {id} 在明细 {entry} 时低于零（{lowest}）",
        "lot {id} was below zero at entry {entry} ({lowest})",
    ),
    "lots_of_account": (
        "账户 {id} 的余额是 {balance}，各批次合计 {computed}",
        "account {id} holds {balance}, its lots sum to {computed}",
    ),
    "lot_account": (
        "明细 {entry} 的批次 {id} 不属于账户 {account}",
        "entry {entry} names lot {id}, which is not of account {account}",
    ),
    "lot_origin": (
        "批次 {id} 与开立它的记账 {posting} 不符",
        "lot {id} does not agree with posting {posting} that made it",
    ),
    "unit": (
        "明细 {id} 以 {unit} 计，账户却以 {account_unit} 计",
        "entry {id} is in {unit}, its account in {account_unit}",
    ),
    "total": ("{id} 的借贷总和相差 {difference}", "all accounts in {id} together differ by {difference}"),
    "posting": (
        "明细 {id} 没有对应的记账 {posting}",
        "entry {id} is of posting {posting}, which is not there",
    ),
    "key": ("编号 {id} 记账 {times} 次", "key {id} was booked {times} times"),
    "reversed": (
        "冲正 {id} 为 {reversed}，原记账 {corrects} 只有 {original}",
        "reversal {id} is of {reversed}, posting {corrects} was of {original}",
    ),
    "reversed_once": ("记账 {id} 被冲正 {times} 次", "posting {id} was reversed {times} times"),
    "principal": ("储值本金批次 {id} 带有到期日 {expires_on}", "lot {id} of principal ends on {expires_on}"),
}
