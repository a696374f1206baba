"""C119: what a programme would have done with the visits that were made; nothing is written.

Everybody begins at the base tier on the first day (with what earlier visits already lead to) and is looked at on the
day of every visit and after every end, by the same rules as in earnest. What was bought, granted or matched stays.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kernel.statements import Statements, array
from loyalty.programme.benefits import costing
from loyalty.programme.document import Programme
from loyalty.programme.tiers import qualifying, reading, rows
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.moving import DAY, begun, named
from loyalty.programme.tiers.standing import words
from loyalty.programme.tiers.state import State
from loyalty.programme.tiers.terms import Measure

CHUNK = 5_000
EXAMPLES = 20
LOOKS_MAX = 5_000  # of one guest: a day each for some thirteen years
MOVING: tuple[Measure, ...] = ("visits", "base_points")
BY_HAND = frozenset({"bought", "granted", "matched"})


@dataclass(slots=True)
class Course:
    """One guest under the programme: the tier from which day on, and the tier now and then."""

    now: str
    then: str
    tiers: list[tuple[date, str]]
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def tier_on(self, day: date) -> str:
        """The tier held at the beginning of this day."""
        return next((code for since, code in reversed(self.tiers) if since <= day), self.tiers[0][1])


@dataclass(frozen=True, slots=True)
class Level:
    """One tier of the programme: its members now and then, who comes to it from below, who leaves it downwards."""

    code: str
    name: str
    name_en: str
    members_now: int
    members_then: int
    up: int
    down: int
    benefits_cost_cents: int


@dataclass(slots=True)
class Simulated:
    first: date
    last: date
    courses: dict[int, Course]
    levels: list[Level] = field(default_factory=list)
    moved_up: int = 0
    moved_down: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def benefits_cost_cents(self) -> int:
        return sum(level.benefits_cost_cents for level in self.levels)


@dataclass(frozen=True, slots=True)
class Past:
    """What one guest did, and holds today."""

    history: History
    room_cents: list[int]
    state: State | None


def simulate(raw: Statements, programme: Programme, first: date, last: date, *, one_in: int = 1) -> Simulated:
    """The whole of a property's guests (or one in so many) under this programme from `first` to `last`."""
    found = Simulated(first, last, {})
    costs: Counter[str] = Counter()
    least = qualifying.least(programme)
    for guest, past in _pasts(raw, programme, last, one_in):
        now = _now(programme, past.state)
        course = run(programme, guest, past.history, first, last, least)
        course.now = now
        if past.state is not None and past.state.held.kind in BY_HAND and past.state.held.runs_on(last):
            course.then = max((course.then, now), key=programme.rank)
        found.courses[guest] = course
        _cost(costs, programme, past, course, first, last)
    _sum_up(found, programme, costs)
    found.examples = _examples(raw, found, programme)
    return found


def run(
    programme: Programme,
    guest: int,
    history: History,
    first: date,
    last: date,
    least: Mapping[Measure, int] | None = None,
) -> Course:
    """One guest's course; whoever has less than the least of everything that is asked stays where everybody begins."""
    base = programme.tiers.levels[0].code
    course = Course(base, base, [(first, base)])
    if least is not None and not _may_rise(history, least, last):
        return course
    earliest = date.fromordinal(history.days[0]) if history.days else first
    state = begun(programme, first, counts_from=min(earliest, first))
    day: date | None = first
    for _ in range(LOOKS_MAX):
        if day is None:
            break
        out = decide(programme, guest, state, history, day)
        for change in out.changes:
            if change.to_tier != course.tiers[-1][1]:
                course.tiers.append((change.counted_from, change.to_tier))
                course.reason, course.facts = change.reason, change.facts
        state = out.state
        day = _next_day(state, history, day + DAY, last)
    course.then = state.held.tier
    return course


def _may_rise(history: History, least: Mapping[Measure, int], last: date) -> bool:
    """Whether all there is together reaches anything that any rule asks."""
    return any(history.have(measure, 1, last.toordinal()) >= need for measure, need in least.items())


def _next_day(state: State, history: History, first: date, last: date) -> date | None:
    """The next day from `first` on on which something may happen: a visit, or the day after an end."""
    visit = min(
        (
            day
            for measure in MOVING
            if (day := history.first_within(measure, first.toordinal(), last.toordinal())) is not None
        ),
        default=None,
    )
    days = [date.fromordinal(visit)] if visit is not None else []
    end = state.held.grace_until or state.held.until
    if end is not None and end < last:
        days.append(max(end + DAY, first))
    return min(days, default=None)


def _cost(
    costs: Counter[str], programme: Programme, past: Past, course: Course, first: date, last: date
) -> None:
    """What the benefits of each tier would have cost for the visits made while it was held."""
    if course.tiers[1:] == [] and not programme.tiers.levels[0].benefits:
        return
    made: dict[str, list[int]] = {}
    for day, nights, room in zip(past.history.days, past.history.nights, past.room_cents, strict=True):
        on = date.fromordinal(day)
        if first <= on <= last:
            sums = made.setdefault(course.tier_on(on), [0, 0, 0])
            sums[0] += 1
            sums[1] += nights
            sums[2] += room
    for code, (visits, nights, room) in made.items():
        tier = programme.tier(code)
        if tier is not None:
            costs[code] += costing.yearly(programme, tier, visits, nights, room).cost_cents


def _sum_up(found: Simulated, programme: Programme, costs: Mapping[str, int]) -> None:
    now, then, up, down = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for course in found.courses.values():
        now[course.now] += 1
        then[course.then] += 1
        step = programme.rank(course.then) - programme.rank(course.now)
        up[course.then] += step > 0
        down[course.now] += step < 0
    found.moved_up, found.moved_down = up.total(), down.total()
    found.levels = [
        Level(
            tier.code, tier.name, tier.name_en, now[tier.code], then[tier.code], up[tier.code], down[tier.code],
            costs.get(tier.code, 0),
        )
        for tier in programme.tiers.levels
    ]  # fmt: skip


def _now(programme: Programme, state: State | None) -> str:
    """The tier held today, as this programme would call it."""
    levels = programme.tiers.levels
    if state is None:
        return levels[0].code
    if programme.rank(state.held.tier) >= 0:
        return state.held.tier
    return levels[min(state.held.rank, len(levels) - 1)].code


def _examples(raw: Statements, found: Simulated, programme: Programme) -> list[dict[str, Any]]:
    """Some who would move, the furthest first, each with the reason."""
    steps = {
        guest: programme.rank(course.then) - programme.rank(course.now)
        for guest, course in found.courses.items()
        if course.then != course.now
    }
    chosen = sorted(steps, key=lambda guest: (-abs(steps[guest]), guest))[:EXAMPLES]
    names = dict(raw.execute(NAMES, (array(chosen),)).fetchall()) if chosen else {}
    examples = []
    for guest in chosen:
        course = found.courses[guest]
        was, becomes = programme.tier(course.now), programme.tier(course.then)
        reason, facts = course.reason, course.facts
        if was is not None and becomes is not None and not reason:
            reason = "tier_not_reached"
            facts = {
                **named(was, "from"),
                **named(becomes),
                "first": str(found.first),
                "last": str(found.last),
            }
        if guest in names:
            examples.append(
                {
                    "guest_id": str(guest),
                    "name": names[guest],
                    "from": course.now,
                    "to": course.then,
                    "why": words(reason, facts),
                }
            )
    return examples


def _pasts(raw: Statements, programme: Programme, last: date, one_in: int) -> Iterator[tuple[int, Past]]:
    """Every guest with visits (or, where one signs up, every member), chunk by chunk."""
    after = 0
    while True:
        ids = [row for (row,) in raw.execute(GUESTS, (after, one_in, programme.joins == "first_stay", CHUNK))]
        if not ids:
            return
        states = rows.read(raw, ids)
        histories = reading.histories(raw, programme, ids, last)
        rooms = dict(raw.execute(ROOMS, (array(ids), last), binary=True).fetchall())
        for guest in ids:
            history = histories.get(guest) or History([], [], [])
            yield guest, Past(history, rooms.get(guest, []), states.get(guest))
        after = ids[-1]


GUESTS = """
SELECT g.id FROM guests_guest g
 WHERE g.id > %s AND g.merged_into_id IS NULL AND abs(hashint8(g.id)::bigint) %% %s::int = 0
   AND ((%s AND g.visits > 0) OR EXISTS (SELECT FROM tiers_membership m WHERE m.guest_id = g.id))
 ORDER BY g.id LIMIT %s
"""
ROOMS = """
SELECT guest_id, array_agg(greatest(room_cents, 0) ORDER BY ordinal) FROM stays_visit
 WHERE guest_id = ANY(%s::bigint[]) AND checked_out_at IS NOT NULL AND check_in_on <= %s GROUP BY guest_id
"""
# The secret are counted, and never named.
NAMES = "SELECT id, name FROM guests_guest WHERE id = ANY(%s::bigint[]) AND NOT secret"
