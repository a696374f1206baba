"""Programmes and visits for the tests of tiers: small, and with the numbers of the field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from loyalty.programme.document import Programme
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.history import History, of_visits
from loyalty.programme.tiers.moving import Outcome, begun
from loyalty.programme.tiers.state import State
from loyalty.programme.tiers.terms import Rule, SecondChance, Standing, Tier, TierPrice, Tiers

BASE = Tier(code="base", name="普通会员", name_en="Member")
# C41: 49 to silver, 170 more to gold, 219 straight to gold.
LADDER = [
    TierPrice(from_tier="base", to_tier="silver", price="49.00"),
    TierPrice(from_tier="silver", to_tier="gold", price="170.00"),
    TierPrice(from_tier="base", to_tier="gold", price="219.00"),
]
# C52: two visits within a month bring three months, five bring twelve.
CHANCES = [
    SecondChance(visits=2, within_months=1, gives_months=3),
    SecondChance(visits=5, within_months=1, gives_months=12),
]


def tier(code: str, *qualify: Rule, **more: Any) -> Tier:
    names = {"silver": ("银卡会员", "Silver"), "gold": ("金卡会员", "Gold"), "black": ("黑卡会员", "Black")}
    name, name_en = names.get(code, (code, code))
    return Tier(code=code, name=name, name_en=name_en, qualify=list(qualify), **more)


def nights(count: int, months: int | None) -> Rule:
    return Rule(measure="nights", at_least=count, months=months)


def visits(count: int, months: int | None) -> Rule:
    return Rule(measure="visits", at_least=count, months=months)


def spend(count: int, months: int | None) -> Rule:
    return Rule(measure="spend", at_least=count, months=months)


def programme(*levels: Tier, **changes: Any) -> Programme:
    """These levels above the base; the fields of `standing` and of the tiers part may be given."""
    standing = {name: changes.pop(name) for name in list(changes) if name in Standing.__struct_fields__}
    beside = {name: changes.pop(name) for name in list(changes) if name in Tiers.__struct_fields__}
    tiers = Tiers(levels=[BASE, *levels], standing=Standing(**standing), **beside)
    return Programme(name="会员计划", tiers=tiers, **changes)


# 5 nights in 4 months -> gold; 2 visits a year -> silver, 3 keep gold
USUAL = programme(
    tier("silver", visits(2, 12)),
    tier("gold", nights(5, 4), keep=[visits(3, 12)]),
    second_chances=CHANCES,
    prices=LADDER,
)


def on(*days: str, nights: int = 1, cents: int = 20800) -> History:
    """Visits on these days."""
    return of_visits((date.fromisoformat(day), nights, cents) for day in days)


def member(of: Programme, since: str = "2026-01-01") -> State:
    return begun(of, date.fromisoformat(since))


def look(of: Programme, state: State, history: History, day: str, **more: Any) -> Outcome:
    """One look on a day; a second one on the same day must change nothing."""
    out = decide(of, 7, state, history, date.fromisoformat(day), **more)
    again = decide(of, 7, out.state, history, date.fromisoformat(day), **more)
    assert again.state == out.state and not again.changes and not again.notices, again
    return out


def through(of: Programme, state: State, history: History, days: Iterable[str]) -> Outcome:
    """Looks on several days, one after the other; what happened on all of them."""
    whole = Outcome(state)
    for day in days:
        out = look(of, whole.state, history, day)
        whole = Outcome(out.state, whole.changes + out.changes, whole.notices + out.notices)
    return whole
