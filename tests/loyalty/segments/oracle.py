"""Rules read slowly, guest by guest, in Python: what the compiled statements must agree with."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.segments import days, rules
from loyalty.segments.rules import And, Leaf, Not, Rule

FIGURES = ("visits", "coupons_used", "visits_in", "spend_in")
COMPARISONS = ["is", "is_not", "at_least", "at_most", "more_than", "less_than", "between"]


@dataclass
class Facts:
    guests: dict[int, Any]  # id -> (visits, last visit, channel, tags)
    coupons: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    words: dict[int, dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # channel -> (given, at)


def facts(raw: Statements) -> Facts:
    """Everything that the oracle's rules ask, by the guest who stands for the person."""
    rows = raw.execute("SELECT id, merged_into_id FROM guests_guest").fetchall()
    person = {number: merged or number for number, merged in rows}
    standing = "SELECT id, visits, last_visit_on, channel, tags FROM guests_guest WHERE merged_into_id IS NULL AND NOT secret"
    known = Facts({row[0]: row[1:] for row in raw.execute(standing).fetchall()})
    for guest, *coupon in raw.execute(
        "SELECT guest_id, kind, state, redeemed_on FROM coupons_coupon WHERE guest_id > 0"
    ).fetchall():
        known.coupons[person[guest]].append(coupon)
    visits = "SELECT guest_id, check_in_on, channel, room_cents + other_cents FROM stays_visit"
    for guest, *visit in raw.execute(visits).fetchall():
        known.visits[guest].append(visit)
    said = "SELECT guest_id, channel, given, at FROM guests_consent WHERE purpose = 'marketing' ORDER BY id"
    for guest, channel, given, at in raw.execute(said).fetchall():
        known.words[person[guest]][channel] = (given, at)
    return known


def holds(rule: Rule, guest: int, known: Facts, today: date) -> bool:
    if isinstance(rule, Not):
        return not holds(rule.of, guest, known, today)
    if not isinstance(rule, Leaf):
        parts = (holds(part, guest, known, today) for part in rule.of)
        return all(parts) if isinstance(rule, And) else any(parts)
    _, last, channel, tags = known.guests[guest]
    if rule.field in FIGURES:
        return _compared(rule, _figure(rule, guest, known, today))
    if rule.field == "last_visit":
        return _last_visit(rule, last, today)
    if rule.field == "consents":
        return _agreed_at_all(known.words[guest]) == (rule.op != "has_none")
    if rule.field == "marketing_by":
        agreed = [_agreed(known.words[guest], channel) for channel in rule.value]
        return all(agreed) if rule.op == "has_all" else any(agreed) == (rule.op == "has_any")
    if rule.field == "tags":
        return bool(set(tags) & set(rule.value)) == (rule.op == "has_any")
    return (channel in rule.value) == (rule.op == "is_any_of") if channel else rule.op == "is_none_of"


def _figure(rule: Leaf, guest: int, known: Facts, today: date) -> int:
    first = days.since(today, rule.within) if rule.within else date.min

    def inside(on: date | None) -> bool:
        return on is not None and (rule.within is None or first <= on <= today)

    if rule.field == "visits":
        return int(known.guests[guest][0])
    if rule.field == "coupons_used":
        held = known.coupons[guest]
        return sum(
            state == "redeemed" and inside(on) and (not rule.of or kind in rule.of)
            for kind, state, on in held
        )
    found = [cents for on, by, cents in known.visits[guest] if inside(on) and (not rule.of or by in rule.of)]
    return len(found) if rule.field == "visits_in" else sum(found)


def _compared(rule: Leaf, figure: int) -> bool:
    asked = rule.value if isinstance(rule.value, list) else [rule.value]
    first, *rest = [int(float(each) * 100) if rule.field == "spend_in" else each for each in asked]
    return {
        "is": figure == first, "is_not": figure != first, "at_least": figure >= first, "at_most": figure <= first,
        "more_than": figure > first, "less_than": figure < first,
        "between": first <= figure <= (rest[0] if rest else first),
    }[rule.op]  # fmt: skip


def _last_visit(rule: Leaf, last: date | None, today: date) -> bool:
    if rule.op == "known":
        return (last is not None) == rule.value
    if last is None:
        return False
    first = days.since(today, rules.Span(**rule.value))
    return last < first if rule.op == "older_than" else first <= last <= today


def _agreed_at_all(words: Mapping[str, Any]) -> bool:
    general = words.get("")
    if general and general[0]:
        return True
    special = [at for channel, (given, at) in words.items() if channel and given]
    return bool(special) and (general is None or max(special) > general[1])


def _agreed(words: Mapping[str, Any], channel: str) -> bool:
    general, special = words.get(""), words.get(channel)
    if special is None:
        return general is not None and bool(general[0])
    if general is not None and not general[0] and general[1] >= special[1]:
        return False
    return bool(special[0])


def tree(draw: random.Random, depth: int) -> dict[str, Any]:
    """A random rule over what the oracle can read."""
    kind = draw.choice(["and", "or", "not", "leaf", "leaf"]) if depth else "leaf"
    if kind == "not":
        return {"kind": "not", "of": tree(draw, depth - 1)}
    if kind != "leaf":
        return {"kind": kind, "of": [tree(draw, depth - 1) for _ in range(draw.randint(1, 3))]}
    return {"kind": "field", **_leaf(draw)}


def _leaf(draw: random.Random) -> dict[str, Any]:
    name = draw.choice([*FIGURES, "last_visit", "consents", "marketing_by", "tags", "channel"])
    if name in FIGURES:
        return {"field": name, **_asked(draw, name)}
    if name == "last_visit":
        months, span = draw.randint(1, 20), draw.randint(1, 600)
        asked = [
            ("known", True),
            ("known", False),
            ("older_than", {"months": months}),
            ("within", {"days": span}),
        ]
        op, value = draw.choice(asked)
        return {"field": name, "op": op, "value": value}
    words = {
        "consents": (["has_any", "has_all", "has_none"], ["marketing"]),
        "marketing_by": (["has_any", "has_all", "has_none"], draw.sample(["sms", "email", "wecom"], 2)),
        "tags": (["has_any", "has_none"], ["未成年", "x"]),
        "channel": (["is_any_of", "is_none_of"], draw.sample(["ota", "member", "walk_in"], 2)),
    }
    ops, chosen = words[name]
    return {"field": name, "op": draw.choice(ops), "value": chosen}


def _asked(draw: random.Random, name: str) -> dict[str, Any]:
    op = draw.choice(COMPARISONS)
    numbers = sorted(draw.randint(0, 3) for _ in range(2 if op == "between" else 1))
    values: list[Any] = [f"{n * 420}.00" for n in numbers] if name == "spend_in" else list(numbers)
    asked: dict[str, Any] = {"op": op, "value": values if op == "between" else values[0]}
    if name != "visits" and draw.random() < 0.5:
        asked["within"] = {"months": draw.randint(1, 24)}
    if name != "visits" and draw.random() < 0.4:
        asked["of"] = ["a"] if name == "coupons_used" else draw.sample(["ota", "member", "walk_in"], 2)
    return asked
