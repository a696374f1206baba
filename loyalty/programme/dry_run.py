"""C119: what a whole programme would have come to over the last year's stays. Nothing is written.

Tiers by the same rules as in earnest (tiers.simulating); points, benefits and cards of the stays that ended, or
visits that began, in these twelve months. It is an estimate towards the dearer side: every benefit is used, every
full card redeemed, and all points are reckoned at their worth. Coupons cost what those that guests did use would
cost by this document.

Where there are many guests, one in so many is looked at for tiers and points, chosen by a hash of the id, and what is
found there is multiplied; cards, coupons and revenue are always of all.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from kernel.statements import Statements
from loyalty.programme.coupons import applying
from loyalty.programme.document import Programme
from loyalty.programme.points import coherence
from loyalty.programme.points.reckoning import StayFacts, reckon
from loyalty.programme.punchcards.filling import Visit, count_full
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.tiers import simulating
from loyalty.programme.tiers.simulating import Course, Level
from loyalty.programme.tiers.windows import months_before

MONTHS = 12
LOOKED_AT = 10_000  # guests: a few seconds


@dataclass(frozen=True, slots=True)
class DryRun:
    """What it came to. Money in cents; `earned_now` and the like: what it was in earnest."""

    first: date
    last: date
    guests: int
    looked_at: int
    levels: list[Level]
    moved_up: int
    moved_down: int
    earned: int
    earned_now: int
    liability_cents: int | None  # None: the programme names no price of a point
    benefits_cents: int
    coupons_cents: int
    cards_filled: int
    cards_cents: int
    room_cents: int
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def total_cents(self) -> int:
        return self.benefits_cents + self.coupons_cents + self.cards_cents + (self.liability_cents or 0)

    @property
    def share_of_revenue(self) -> float | None:
        return round(self.total_cents / self.room_cents, 6) if self.room_cents else None


def dry_run(raw: Statements, programme: Programme, today: date) -> DryRun:
    """The programme over the twelve months up to today."""
    first, last = months_before(today, MONTHS) + timedelta(days=1), today
    guests = raw.value(GUESTS, (programme.joins == "first_stay",))
    one_in = max(1, -(-guests // LOOKED_AT))
    simulated = simulating.simulate(raw, programme, first, last, one_in=one_in)
    looked_at = len(simulated.courses)

    def of_all(part: int) -> int:
        return (part * guests + looked_at // 2) // looked_at if one_in > 1 and looked_at else part

    earned = of_all(_earned(raw, programme, simulated.courses, first, last, one_in))
    filled, cards_cents = _cards(raw, programme, first, last)
    return DryRun(
        first=first,
        last=last,
        guests=guests,
        looked_at=looked_at,
        levels=[_multiplied(level, of_all) for level in simulated.levels],
        moved_up=of_all(simulated.moved_up),
        moved_down=of_all(simulated.moved_down),
        earned=earned,
        earned_now=raw.value(EARNED_NOW, (first, last)),
        liability_cents=coherence.worth_cents(programme, earned) if earned else 0,
        benefits_cents=of_all(simulated.benefits_cost_cents),
        coupons_cents=_coupons(raw, programme, first, last),
        cards_filled=filled,
        cards_cents=cards_cents,
        room_cents=raw.value(ROOM_REVENUE, (first, last)),
        examples=simulated.examples,
    )


def _multiplied(level: Level, of_all: Callable[[int], int]) -> Level:
    return replace(
        level,
        members_now=of_all(level.members_now),
        members_then=of_all(level.members_then),
        up=of_all(level.up),
        down=of_all(level.down),
        benefits_cost_cents=of_all(level.benefits_cost_cents),
    )


def _earned(
    raw: Statements,
    programme: Programme,
    courses: Mapping[int, Course],
    first: date,
    last: date,
    one_in: int,
) -> int:
    """All points, base and bonus, of the stays that ended in these days, each by the tier of its check-in."""
    points = programme.points
    if not points.enabled or not points.earn:
        return 0
    percents = {tier.code: tier.bonus_percent for tier in programme.tiers.levels}
    joined = dict(raw.execute(JOINED).fetchall()) if programme.joins == "sign_up" else {}
    total = 0
    for guest, stays in _stays(raw, first, last, one_in).items():
        course, since = courses.get(guest), joined.get(guest)
        if course is None:
            continue
        rules = {
            stay.stay: (points, percents[course.tier_on(stay.check_in_on)])
            for stay in stays
            if since is None or stay.check_out_on >= since
        }
        total += sum(each.base + each.bonus for each in reckon(stays, rules, since).values())
    return total


def _stays(raw: Statements, first: date, last: date, one_in: int) -> dict[int, list[StayFacts]]:
    by_guest: dict[int, list[StayFacts]] = defaultdict(list)
    for guest, *facts in raw.execute(STAYS, (first, last, one_in), binary=True):
        by_guest[guest].append(StayFacts(*facts))
    return by_guest


def _cards(raw: Statements, programme: Programme, first: date, last: date) -> tuple[int, int]:
    """Punch cards that the visits of these days fill from nothing, and what their coupons cost."""
    kinds = {kind.code: kind for kind in programme.coupons}
    filled, cost = 0, 0
    for card in programme.punch_cards:
        full = sum(count_full(visits, card) for visits in _visits(raw, card, first, last))
        filled += full
        if card.coupon in kinds:
            cost += full * applying.cost_cents(kinds[card.coupon])
    return filled, cost


def _visits(raw: Statements, card: PunchCard, first: date, last: date) -> Sequence[list[Visit]]:
    """The visits of every guest who made enough of them for one card."""
    asked = (first, last, card.counts == "nights", card.every)
    return [
        [Visit(day, nights) for day, nights in zip(days, each, strict=True)]
        for days, each in raw.execute(VISITS, asked, binary=True)
    ]


def _coupons(raw: Statements, programme: Programme, first: date, last: date) -> int:
    """What the coupons that guests used in these days would cost by this document; of kinds it has not: nothing."""
    kinds = {kind.code: kind for kind in programme.coupons}
    used = raw.execute(USED, (first, last)).fetchall()
    return sum(count * applying.cost_cents(kinds[code]) for code, count in used if code in kinds)


# Those that tiers.simulating looks at.
GUESTS = """
SELECT count(*) FROM guests_guest g
 WHERE g.merged_into_id IS NULL
   AND ((%s AND g.visits > 0) OR EXISTS (SELECT FROM tiers_membership m WHERE m.guest_id = g.id))
"""
STAYS = """
SELECT coalesce(g.merged_into_id, g.id), s.external_id, s.visit_id, s.check_in_on, s.check_out_on, s.room_cents,
       s.fnb_cents + s.other_cents, s.channel, s.room_type
  FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
 WHERE s.status = 'checked_out' AND s.counted AND s.check_out_on BETWEEN %s AND %s
   AND abs(hashint8(coalesce(g.merged_into_id, g.id))::bigint) %% %s::int = 0
"""
JOINED = "SELECT guest_id, joined_on FROM tiers_membership"
VISITS = """
SELECT array_agg(check_in_on ORDER BY ordinal), array_agg(nights ORDER BY ordinal) FROM stays_visit
 WHERE checked_out_at IS NOT NULL AND check_in_on BETWEEN %s AND %s
 GROUP BY guest_id HAVING CASE WHEN %s THEN sum(nights) ELSE count(*) END >= %s
"""
USED = """
SELECT kind, count(*) FROM coupons_coupon WHERE state = 'redeemed' AND redeemed_on BETWEEN %s AND %s GROUP BY kind
"""
EARNED_NOW = (
    "SELECT coalesce(sum(base + bonus), 0)::bigint FROM points_earning WHERE earned_on BETWEEN %s AND %s"
)
ROOM_REVENUE = """
SELECT coalesce(sum(room_cents), 0)::bigint FROM stays_visit
 WHERE checked_out_at IS NOT NULL AND check_in_on BETWEEN %s AND %s
"""
