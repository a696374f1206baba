"""A rule becomes one SQL statement. Its text is put together from constants; every value of the rule is a parameter.

Every condition is two-valued: what is not known of a guest makes it false, never NULL, so `not` means what it says:
"not from an OTA" holds for guests of whom no channel is known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec

from loyalty.segments import days
from loyalty.segments.catalogue import FIELDS
from loyalty.segments.fields import STATE, Field
from loyalty.segments.operators import COMPARED, Asked, Operator, Unfit, checked
from loyalty.segments.rules import And, Finding, Leaf, Not, Or, Rule, RuleRefused, leaves

STANDING = "g.merged_into_id IS NULL AND NOT g.secret"
MEMBERS = f"SELECT g.id FROM guests_guest g WHERE {STANDING} AND "  # noqa: S608 (constants)
COUNT = f"SELECT count(*) FROM guests_guest g WHERE {STANDING} AND "  # noqa: S608
# A sample that stays the same while the rule is: by a hash of the id, not by who came last.
SAMPLE = f"SELECT g.id, g.name, g.visits, g.last_visit_on FROM guests_guest g WHERE {STANDING} AND "  # noqa: S608
SAMPLED = " ORDER BY hashint8extended(g.id, {seed}), g.id LIMIT {limit}"

PREVIEW = """WITH hit AS MATERIALIZED (<hits>)
SELECT (SELECT count(*) FROM hit),
       ARRAY(SELECT h.id FROM hit h ORDER BY hashint8extended(h.id, <seed>), h.id LIMIT <limit>)"""


COUNTED = "count(*)"
ANY = "true"  # of a count: one is enough, so nothing need be counted
COUNTING = re.compile(r" GROUP BY (?:1|v\.guest_id) HAVING \{test\}")
# Only who came so often ever can have come so often within a time; below that, looking them up is not worth it.
OFTEN = 3
CAME = "v.guest_id IN (SELECT m.id FROM guests_guest m WHERE m.visits >= {least}::bigint)"
# What holds for one row holds for more; what does not hold for one does not for more.
RISING, FALLING = ("at_least", "more_than"), ("is", "is_not", "at_most", "less_than")


class Compiled(NamedTuple):
    sql: str
    parameters: Mapping[str, Any]


def compile(rule: Rule, today: date, *, prefix: str = "s") -> Compiled:
    """The ids of the guests whom the rule holds for. Raises RuleRefused with everything that is wrong."""
    return _whole(MEMBERS, rule, today, prefix)


def counting(rule: Rule, today: date, *, prefix: str = "s") -> Compiled:
    """How many guests the rule holds for."""
    return _whole(COUNT, rule, today, prefix)


def sampling(rule: Rule, today: date, limit: int = 20, seed: int = 0, *, prefix: str = "s") -> Compiled:
    """Some of the guests whom the rule holds for, always the same ones for the same seed."""
    sql, parameters = _whole(SAMPLE, rule, today, prefix)
    names = {"seed": f"%({prefix}_seed)s::bigint", "limit": f"%({prefix}_limit)s::int"}
    more = {f"{prefix}_seed": seed, f"{prefix}_limit": limit}
    return Compiled(sql + SAMPLED.format_map(names), {**parameters, **more})


def previewing(rule: Rule, today: date, limit: int = 20, seed: int = 0, *, prefix: str = "s") -> Compiled:
    """How many, and the ids of some, in one pass: what the editor shows while a rule is being written."""
    sql, parameters = _whole(MEMBERS, rule, today, prefix)
    names = {"hits": sql, "seed": f"%({prefix}_seed)s::bigint", "limit": f"%({prefix}_limit)s::int"}
    more = {f"{prefix}_seed": seed, f"{prefix}_limit": limit}
    # Not format: the rule's SQL is a part put in, not a template.
    whole = PREVIEW
    for name, part in names.items():
        whole = whole.replace(f"<{name}>", part)
    return Compiled(whole, {**parameters, **more})


def condition(rule: Rule, today: date, prefix: str = "s") -> Compiled:
    """The rule as a condition on guests_guest g, without who is standing or secret: put it beside searching.STANDING
    (searching.Filters.also does). Raises RuleRefused.

    Two rules in one statement each need a `prefix` of their own. The text differs from rule to rule: run it with
    `prepare=False`, and compile anew whenever the property's day is another.
    """
    if found := findings(rule, today):
        raise RuleRefused(found)
    making = _Making(today, prefix)
    return Compiled(_sql(rule, making), making.parameters)


def findings(rule: Rule, today: date) -> list[Finding]:
    """Everything that is wrong with the rule, by leaf."""
    return [found for pointer, leaf in leaves(rule) if (found := _wrong(leaf, pointer, today))]


def resolved(leaf: Leaf, today: date) -> tuple[Field, Operator, Asked]:
    """A checked leaf's field, operator and value."""
    known = FIELDS[leaf.field]
    operator = known.operator(leaf.op)
    if operator is None:
        raise KeyError(leaf.op)
    return (
        known.asked(leaf.within is not None or leaf.of is not None),
        operator,
        checked(operator, leaf.value, today),
    )


@dataclass
class _Making:
    """The parameters so far. Their names are ours: the prefix and a number."""

    today: date
    prefix: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def bound(self, value: Any) -> str:
        name = f"{self.prefix}{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"

    def day(self) -> str:
        name = f"{self.prefix}_today"
        self.parameters[name] = self.today
        return f"%({name})s::date"


def _whole(head: str, rule: Rule, today: date, prefix: str) -> Compiled:
    sql, parameters = condition(rule, today, prefix)
    return Compiled(f"{head}({sql})", parameters)


def _sql(rule: Rule, making: _Making) -> str:
    if isinstance(rule, Leaf):
        return _leaf(rule, making)
    if isinstance(rule, Not):
        return f"NOT ({_sql(rule.of, making)})"
    return _joined(rule, making)


def _joined(rule: And | Or, making: _Making) -> str:
    """The parts in their order; figures over the same neighbours are asked in one pass over them."""
    joint, dual = (" AND ", " OR ") if isinstance(rule, And) else (" OR ", " AND ")
    together: dict[Any, list[Any]] = {}
    for number, part in enumerate(rule.of):
        together.setdefault(_neighbours(part, making.today) or number, []).append(part)
    made = []
    for parts in together.values():
        if len(parts) == 1:
            made.append(_sql(parts[0], making))
            continue
        tested = [_tested(leaf, making) for leaf in parts]
        known, _, negative = tested[0]
        # All of "not among those with…": among those with none of it.
        tests = (dual if negative else joint).join(f"({test.replace('{x}', of.x)})" for of, test, _ in tested)
        sql = _placed(known, f"({tests})", parts[0], making)
        made.append(f"NOT ({sql})" if negative else sql)
    return joint.join(f"({sql})" for sql in made)


def _neighbours(part: Rule, today: date) -> Any:
    """What two parts must have in common to be asked together; None for what is asked alone."""
    if not isinstance(part, Leaf):
        return None
    known, _, negative = _tested(part, _Making(today, "s"))
    if not known.grouped:
        return None
    if known.among == STATE:
        return STATE, negative
    kinds = (known.of, *part.of) if part.of is not None else None
    return known.among, known.window, part.within, kinds, negative


def _leaf(leaf: Leaf, making: _Making) -> str:
    known, operator, asked = resolved(leaf, making.today)
    if operator.each:
        tests = (_filled(operator.test, (value,), making) for value in asked.parameters[0])
        return " AND ".join(f"({_placed(known, test, leaf, making)})" for test in tests)
    known, test, negative = _tested(leaf, making)
    sql = _placed(known, test, leaf, making)
    if known.x == COUNTED and "stays_visit" in known.among and (least := _least(operator, asked)) >= OFTEN:
        sql = sql.replace(" GROUP BY", f" AND {CAME.replace('{least}', making.bound(least))} GROUP BY", 1)
    return f"NOT ({sql})" if negative else sql


def _least(operator: Operator, asked: Asked) -> int:
    """The smallest figure that HAVING lets through."""
    inverted = _holds(operator, 0, asked)
    tried: list[int] = sorted({1, *(value + more for value in asked.parameters for more in (0, 1))})
    return next((figure for figure in tried if figure > 0 and _holds(operator, figure, asked) != inverted), 0)


def _tested(leaf: Leaf, making: _Making) -> tuple[Field, str, bool]:
    """A leaf's field, the condition on its {x}, and whether it is meant the other way round."""
    known, operator, asked = resolved(leaf, making.today)
    if known.type == "flag" or operator.name == "known":
        # The one word of such a leaf is whether it is so; nothing is bound.
        return known, operator.test, not asked.parameters[0]
    negative = operator.negative
    if known.empty is not None and _holds(operator, known.empty, asked):
        # Guests without any such row are meant too: all but those for whom it does not hold.
        if known.x == COUNTED and operator.name in FALLING and not _holds(operator, 1, asked):
            return known, ANY, not negative
        return known, f"NOT ({_filled(operator.test, asked.parameters, making)})", not negative
    if known.x == COUNTED and operator.name in RISING and _holds(operator, 1, asked):
        return known, ANY, negative
    return known, _filled(operator.test, asked.parameters, making), negative


def _filled(test: str, parameters: tuple[Any, ...], making: _Making) -> str:
    for n, value in enumerate(parameters):
        test = test.replace(f"{{{n}}}", making.bound(value))
    return test


def _placed(known: Field, test: str, leaf: Leaf, making: _Making) -> str:
    test = test.replace("{x}", known.x)
    among = known.among if test != ANY else COUNTING.sub("", known.among)
    if not among:
        if known.nullable and "IS NOT NULL" not in test:
            test = f"{known.x} IS NOT NULL AND {test}"
        return _dated(test, making)
    sql = among.replace("{test}", test)
    return _dated(
        sql.replace("{window}", _window(known, leaf, making)).replace("{of}", _of(known, leaf, making)),
        making,
    )


def _dated(sql: str, making: _Making) -> str:
    return sql.replace("{today}", making.day()) if "{today}" in sql else sql


def _window(known: Field, leaf: Leaf, making: _Making) -> str:
    if leaf.within is None:
        return "true"
    today = making.today
    if known.ahead:
        low, high = today, days.after(today, leaf.within)
    else:
        low, high = days.since(today, leaf.within), today
    bounds = f"{making.bound(low)}::date", f"{making.bound(high)}::date"
    return known.window.replace("{from}", bounds[0]).replace("{to}", bounds[1])


def _of(known: Field, leaf: Leaf, making: _Making) -> str:
    if leaf.of is None:
        return "true"
    return known.of.replace("{of}", f"{making.bound(list(leaf.of))}::text[]")


def _holds(operator: Operator, figure: int, asked: Asked) -> bool:
    """Whether the operator's test holds for this figure."""
    if operator.name == "between":
        return bool(asked.parameters[0] <= figure <= asked.parameters[1])
    value = asked.parameters[0]
    sign = "=" if operator.name == "is_not" else COMPARED[operator.name]
    held: dict[str, bool] = {
        "=": figure == value, ">=": figure >= value, "<=": figure <= value, ">": figure > value, "<": figure < value,
    }  # fmt: skip
    return held[sign]


def _wrong(leaf: Leaf, pointer: str, today: date) -> Finding | None:
    """The first thing wrong with a leaf."""
    known = FIELDS.get(leaf.field)
    if known is None:
        return Finding(f"{pointer}/field", "unknown_field", "没有这个条件字段。", "There is no such field.")
    operator = known.operator(leaf.op)
    if operator is None:
        names = ", ".join(operator.name for operator in known.operators)
        return Finding(
            f"{pointer}/op",
            "unknown_operator",
            f"“{known.zh}”只能用：{names}。",
            f"Ask {known.en} by: {names}.",
        )
    if leaf.within is not None and not known.window:
        return Finding(
            f"{pointer}/within",
            "no_window",
            f"“{known.zh}”不能限定时间。",
            f"{known.en} takes no time window.",
        )
    if leaf.of is not None and not known.of:
        return Finding(
            f"{pointer}/of", "no_kinds", f"“{known.zh}”不能限定类型。", f"{known.en} takes no kinds."
        )
    return _wrong_value(known, operator, leaf, pointer, today)


def _wrong_value(known: Field, operator: Operator, leaf: Leaf, pointer: str, today: date) -> Finding | None:
    try:
        asked = checked(operator, leaf.value, today)
        for part in (*asked.parameters, *(leaf.of or ())):
            _storable(part)
        if leaf.within is not None:
            days.since(today, leaf.within), days.after(today, leaf.within)
    except (msgspec.ValidationError, Unfit, UnicodeError, OverflowError) as error:
        said = str(error).partition(" - at ")[0][:120] or "Not a value of this field."
        return Finding(f"{pointer}/value", "bad_value", f"“{known.zh}”的值不正确。", said)
    strange = (
        [word for word in leaf.value if word not in known.choices]
        if known.choices and operator.takes is not bool
        else []
    )
    if strange:
        choices = ", ".join(known.choices or ())
        zh, en = f"“{known.zh}”只能是：{choices}。", f"{len(strange)} of the values are not among {choices}."
        return Finding(f"{pointer}/value", "not_a_choice", zh, en)
    return None


def _storable(value: Any) -> None:
    """PostgreSQL keeps no NUL and no half of a surrogate pair. Raises Unfit or UnicodeError."""
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and "\x00" in text.encode().decode():
            raise Unfit
