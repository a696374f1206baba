"""Hostile rules: texts that try to become SQL, wrong types, wrong names, odd numbers, deep and long ones, cut bytes."""

import json
import random
from collections.abc import Iterator
from typing import Any

from loyalty.segments.catalogue import ALL

MARK = "Zq9x"  # in every hostile text: it must never be seen in SQL
TEXTS = [
    f"{MARK}'; DROP TABLE guests_guest; --", f'{MARK}" OR 1=1', f"{MARK}%(s0)s", f"%({MARK})s", f"{MARK}{{x}}{{0}}{{test}}",
    f"{MARK}$1", f"{MARK}\\", f"{MARK}%", f"{MARK}_", f"{MARK}\u0000", f"{MARK}\ud800", f"{MARK}/*", f"{MARK}*/",
    f"{MARK}') UNION SELECT phone FROM guests_guest --", f"{MARK}\u2019\u02bc\uff07", f"{MARK}{{today}}{{window}}{{of}}",
    f"{MARK}'||pg_sleep(9)||'", f"{MARK}::text", f"E'{MARK}\\x27'", f"{MARK}" * 60, f"$${MARK}$$", f"<hits>{MARK}<seed>",
]  # fmt: skip
NUMBERS = [0, -1, 1, 2**31, 2**63, -(2**63), 10**30, 1.5, 1e308, -0.0, True, False, None]
OPS = sorted({operator.name for field in ALL for operator in field.operators})
DATES = [
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "1900-01-01",
    "2026-11-23",
    "2199-12-31",
    "infinity",
    "now",
    "2026-11-23'",
]
SPANS = [
    {"days": 3660},
    {"months": 120},
    {"days": 0},
    {"months": -1},
    {"days": 1, "months": 1},
    {},
    {"days": "1"},
    {"years": 1},
]


def hostile(count: int, seed: int) -> Iterator[bytes]:
    """So many rules as bytes, always the same for the same seed."""
    draw = random.Random(seed)
    for n in range(count):
        if n % 50 == 0:
            yield b'{"kind":"not","of":' * draw.choice([7, 100, 1500]) + b'{"kind":"field"' + b"}" * 1500
            continue
        body = json.dumps(_rule(draw, draw.randint(1, 8))).encode()
        if n % 10 == 0:  # cut, doubled or with a byte changed
            at = draw.randrange(len(body))
            body = draw.choice(
                [body[:at], body + body, body[:at] + bytes([draw.randrange(256)]) + body[at + 1 :]]
            )
        yield body


def _rule(draw: random.Random, depth: int) -> Any:
    kind = draw.choice(["and", "or", "not", "field", "field", "field", "field"]) if depth > 0 else "field"
    if kind == "field":
        return _leaf(draw)
    part: Any = _rule(draw, depth - 1)
    if kind != "not":
        part = [part, *(_rule(draw, depth - 2) for _ in range(draw.choice([0, 1, 2])))]
    node = {"kind": draw.choice([kind] * 30 + [MARK]), "of": part}
    if draw.random() < 0.02:
        node[f"{MARK} OR true"] = 1
    return node


def _leaf(draw: random.Random) -> Any:
    field = draw.choice(ALL)
    operator = draw.choice(field.operators)
    value = draw.choice(
        [_value(draw), _fitting(draw, field.type, operator.name), _fitting(draw, field.type, operator.name)]
    )
    if field.choices and isinstance(value, list) and draw.random() < 0.5:
        value = [draw.choice(list(field.choices))]
    leaf = {
        "kind": "field",
        "field": field.name if draw.random() < 0.95 else draw.choice(TEXTS),
        "op": operator.name if draw.random() < 0.93 else draw.choice([*OPS, *TEXTS]),
        "value": value,
    }
    if draw.random() < 0.3:
        leaf["within"] = draw.choice(SPANS)
    if draw.random() < 0.3:
        leaf["of"] = draw.choice(
            [[draw.choice(TEXTS)], [draw.choice(TEXTS), "ota"], [], TEXTS * 20, draw.choice(TEXTS), None]
        )
    if draw.random() < 0.02:
        leaf[draw.choice(TEXTS)] = draw.choice(TEXTS)
    return leaf


def _value(draw: random.Random) -> Any:
    return draw.choice(
        [draw.choice(TEXTS), [draw.choice(TEXTS)], draw.choice(NUMBERS), [draw.choice(NUMBERS)] * 2, draw.choice(DATES),
         draw.choice(SPANS), {MARK: draw.choice(TEXTS)}, [[draw.choice(TEXTS)]], TEXTS * 20]
    )  # fmt: skip


def _fitting(draw: random.Random, type_: str, op: str) -> Any:
    """Of the right shape, so that it gets far."""
    if op in ("known", "this_month") or type_ == "flag":
        return draw.choice([True, False])
    if op in ("older_than", "within", "in_next"):
        return draw.choice([{"days": 30}, {"months": 6}, *SPANS])
    if op == "in_months":
        return [draw.randint(0, 13)]
    if op == "in_next_days":
        return draw.choice([0, 30, 366, 367])
    one: Any = {
        "count": draw.choice([0, 3, 10**9]), "money": draw.choice(["0.00", "300.00", "1e5", "'1'"]), "share": draw.choice([0, 0.35, 2]),
        "day": draw.choice(DATES), "text": draw.choice(TEXTS), "word": [draw.choice(TEXTS), "ota"],
        "words": [draw.choice(TEXTS), "marketing"],
    }.get(type_)  # fmt: skip
    return [one, one] if op == "between" else one
