"""The rules of surprises a house has: its own, and the standard ones as it changed them.

A standard rule without a row is offered and does nothing; deleting its row takes it back to that.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.surprising import STANDARD, Rule

COUNTED_DAYS = 90
MOST = 50
NAMES = (
    "code", "name", "name_en", "occasion", "n", "tier", "higher", "does", "does_en", "department", "announced", "products",
    "cost_cents", "active", "position",
)  # fmt: skip


class BadRule(Refused):
    code = "bad_surprise_rule"
    status = 422
    zh = "{zh}"
    en = "{en}"


class TooManyRules(Refused):
    code = "too_many_surprise_rules"
    zh = "一家门店最多 {most} 条惊喜规则。"
    en = "A property has at most {most} surprise rules."


@dataclass(frozen=True, slots=True)
class Stood:
    """A rule, whether it is a standard one, and what it came to in the last 90 days."""

    rule: Rule
    standard: bool
    done: int
    cost_cents: int


def listed(raw: Statements, today: date) -> list[Stood]:
    """All of them in their order."""
    rows = {rule.code: rule for rule in _rows(raw)}
    standard = {rule.code: rule for rule in STANDARD}
    done = {code: rest for code, *rest in raw.execute(DONE, (today - timedelta(days=COUNTED_DAYS),))}
    rules = sorted((standard | rows).values(), key=lambda rule: (rule.position, rule.code))
    return [Stood(rule, rule.code in standard, *done.get(rule.code, (0, 0))) for rule in rules]


def active(raw: Statements) -> list[Rule]:
    """Those that are turned on."""
    return [rule for rule in _rows(raw) if rule.active]


def costs(raw: Statements) -> dict[str, int | None]:
    """What one of each product costs the house; None: nobody has said."""
    return dict(raw.execute(COSTS).fetchall())


def check(raw: Statements, rule: Rule, tiers: set[str], departments: set[str]) -> None:
    """Raises BadRule when the rule could never do what it says."""
    if rule.occasion in ("visit_from", "every_visits") and not rule.n:
        raise BadRule(zh="请写明第几次入住。", en="Say of which visit.", field="n")
    if rule.occasion == "tier" and rule.tier not in tiers:
        raise BadRule(zh="没有这个会员等级。", en="There is no such tier.", field="tier")
    if rule.department not in departments:
        raise BadRule(zh="没有这个部门。", en="There is no such department.", field="department")
    known = costs(raw)
    if unknown := [gift.product for gift in rule.products if gift.product not in known]:
        raise BadRule(
            zh=f"没有这个商品：{unknown[0]}。", en=f"There is no product {unknown[0]}.", field="products"
        )


def put(raw: Statements, rule: Rule, by_name: str) -> None:
    """Make it, or say it otherwise. Raises TooManyRules."""
    if raw.value(OTHERS, (rule.code,)) >= MOST:
        raise TooManyRules(most=MOST)
    values = {name: getattr(rule, name) for name in NAMES} | {"now": clock.now(), "by_name": by_name[:80]}
    values["products"] = msgspec.json.encode(rule.products).decode()
    raw.execute(PUT, values)


def remove(raw: Statements, code: str) -> bool:
    """Back to the standard rule, or none; whether there was one of the house's own."""
    return raw.execute(REMOVE, (code,)).rowcount > 0


def total(rule: Rule, known: dict[str, int | None]) -> int | None:
    """What it costs each time; None where a product's cost is not known."""
    found = [known.get(gift.product) for gift in rule.products]
    if any(cost is None for cost in found):
        return None
    return rule.cost_cents + sum(
        (cost or 0) * gift.quantity for cost, gift in zip(found, rule.products, strict=True)
    )


def _rows(raw: Statements) -> list[Rule]:
    found = []
    for row in raw.execute(ROWS):
        values: dict[str, Any] = dict(zip(NAMES, row, strict=True))
        values["products"] = msgspec.json.decode(values["products"])
        found.append(msgspec.convert(values, Rule))
    return found


ROWS = f"SELECT {', '.join(f'{name}::text' if name == 'products' else name for name in NAMES)} FROM desk_surpriserule ORDER BY position, code"  # noqa: S608 (constants)
OTHERS = "SELECT count(*) FROM desk_surpriserule WHERE code <> %s"
PUT = f"""
INSERT INTO desk_surpriserule ({", ".join(NAMES)}, changed_at, changed_by_name)
VALUES ({", ".join("%(products)s::jsonb" if name == "products" else f"%({name})s" for name in NAMES)}, %(now)s, %(by_name)s)
ON CONFLICT (code) DO UPDATE
   SET {", ".join(f"{name} = EXCLUDED.{name}" for name in NAMES if name != "code")},
       changed_at = EXCLUDED.changed_at, changed_by_name = EXCLUDED.changed_by_name
"""  # noqa: S608
REMOVE = "DELETE FROM desk_surpriserule WHERE code = %s"
COSTS = "SELECT code, cost_cents FROM products_product"
DONE = """
SELECT t.code, count(*), coalesce(sum(d.cost_cents), 0)::bigint
  FROM desk_task t CROSS JOIN LATERAL (
    SELECT t.cost_cents WHERE t.state = 'done'
    UNION ALL SELECT (doing->>'cost_cents')::bigint FROM jsonb_array_elements(t.earlier) doing) d
 WHERE t.kind = 'surprise' AND t.day >= %s GROUP BY t.code
"""
