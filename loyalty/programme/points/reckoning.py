"""What stays earn by the rules: pure. All rounding is down to whole points, at each rule and once for the bonus.

Stays are reckoned person by person in the order in which they ended, because a cap by month or year is used up in
that order: so the result does not depend on the order in which the PMS told them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from loyalty.programme.periods import span
from loyalty.programme.points.terms import EarnRule, Points


@dataclass(frozen=True, slots=True)
class StayFacts:
    """What the rules look at. Money in cents, days local. `visit` is shared by the stays that are one visit."""

    stay: str
    visit: int | None
    check_in_on: date
    check_out_on: date
    room_cents: int
    other_cents: int  # food, beverage and the rest
    channel: str
    room_type: str

    @property
    def nights(self) -> int:
        return (self.check_out_on - self.check_in_on).days


@dataclass(frozen=True, slots=True)
class Share:
    """What one rule gave, before and after its cap."""

    rule: str
    kind: str  # base | bonus
    points: int
    uncapped: int


@dataclass(slots=True)
class Reckoned:
    """The points of one stay: base, bonus, each rule's share, and the tier's part of the bonus."""

    base: int = 0
    bonus: int = 0
    tier_percent: int = 0
    tier_bonus: int = 0
    shares: list[Share] = field(default_factory=list)


# (rule, first day of its period) -> points that it gave by then
Given = dict[tuple[str, date], int]


def points_for(
    stay: StayFacts,
    points: Points,
    tier_percent: int,
    *,
    visit_rewarded: bool = False,
    given: Given | None = None,
    joined_on: date | None = None,
) -> Reckoned:
    """Base and bonus points of one stay, each rule's share explained.

    `tier_percent` of the base points comes on top as bonus (gold 30, platinum 50), and never counts for a tier.
    `visit_rewarded`: another room of the same visit had the visit's points. `given` holds what each capped rule gave
    before, and is brought up to date.
    """
    given = {} if given is None else given
    found = Reckoned(tier_percent=tier_percent)
    for rule in points.earn:
        uncapped = _worth(rule, stay, visit_rewarded=visit_rewarded)
        if not uncapped:
            continue
        share = Share(rule.code, rule.kind, _capped(rule, uncapped, stay, given, joined_on), uncapped)
        found.shares.append(share)
        if rule.kind == "base":
            found.base += share.points
        else:
            found.bonus += share.points
    found.tier_bonus = found.base * tier_percent // 100
    found.bonus += found.tier_bonus
    return found


def reckon(
    stays: Iterable[StayFacts],
    rules: Mapping[str, tuple[Points, int]],
    joined_on: date | None = None,
) -> dict[str, Reckoned]:
    """All stays of one person by external id, each with the rules and the tier bonus that hold for it.

    `rules`: stay -> (the points part in force at its check-out, the tier's bonus percent at its check-in); a stay that
    is not in it, or whose points are switched off, earns nothing.
    """
    found: dict[str, Reckoned] = {}
    given: Given = defaultdict(int)
    rewarded: set[int] = set()
    for stay in sorted(stays, key=lambda each: (each.check_out_on, each.check_in_on, each.stay)):
        points, percent = rules.get(stay.stay, (None, 0))
        if points is None or not points.enabled:
            continue
        again = stay.visit is not None and stay.visit in rewarded
        result = points_for(stay, points, percent, visit_rewarded=again, given=given, joined_on=joined_on)
        found[stay.stay] = result
        by_visit = {rule.code for rule in points.earn if rule.per == "visit"}
        if stay.visit is not None and any(share.rule in by_visit for share in result.shares):
            rewarded.add(stay.visit)
    return found


def fits(rule: EarnRule, channel: str, room_type: str) -> bool:
    """Whether a rule is meant for this channel and room type; a rule that names none is for all."""
    return (not rule.channels or channel in rule.channels) and (
        not rule.room_types or room_type in rule.room_types
    )


def _worth(rule: EarnRule, stay: StayFacts, *, visit_rewarded: bool) -> int:
    """Points before any cap: for every whole `every`, down."""
    if rule.per == "action" or not fits(rule, stay.channel, stay.room_type):
        return 0
    if rule.per == "visit":
        return 0 if visit_rewarded else rule.points
    if rule.per == "night":
        return max(stay.nights, 0) // rule.every * rule.points
    cents = stay.room_cents + (stay.other_cents if rule.on == "all" else 0)
    return max(cents, 0) // (rule.every * 100) * rule.points


def _capped(rule: EarnRule, points: int, stay: StayFacts, given: Given, joined_on: date | None) -> int:
    if rule.cap is None:
        return points
    if rule.cap_period == "stay":
        return min(points, rule.cap)
    period = (rule.code, span(rule.cap_period, stay.check_out_on, joined_on).began_on)
    allowed = min(points, max(rule.cap - given.get(period, 0), 0))
    given[period] = given.get(period, 0) + allowed
    return allowed
