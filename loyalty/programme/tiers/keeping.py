"""What keeps a tier, when it ends, and what a guest falls to: pure.

What keeps a tier is asked apart from what leads to it (a tier without keeping rules is kept by its qualifying ones).
At the end of the term a window ends with the term; a rule without a window counts the term itself.
"""

from bisect import bisect_right
from datetime import date

from loyalty.programme.document import Programme
from loyalty.programme.periods import months_on
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.qualifying import Way
from loyalty.programme.tiers.state import Chance, Held, Offer
from loyalty.programme.tiers.terms import Rule, SecondChance, Tier, Tiers
from loyalty.programme.tiers.windows import first_day, last_day, term_end


def keeping_rules(tier: Tier) -> list[Rule]:
    return tier.keep or tier.qualify


def may_be_kept(held: Held) -> bool:
    """A tier given by hand ends when it ends, one on trial has its own condition; all others can be kept."""
    return held.kind not in ("base", "granted") and held.trial is None


def lapsing(programme: Programme, held: Held) -> bool:
    """Whether this status ends as soon as what keeps it is not met any more, not with a term."""
    if programme.tiers.standing.checked != "at_once" or held.kind != "qualified":
        return False
    tier = programme.tiers.levels[held.rank]
    return all(rule.months for rule in [*tier.keep, *tier.qualify])


def ways_to_keep(held: Held, tier: Tier, history: History, day: date, *, lapses: bool = False) -> list[Way]:
    """How far the guest is on every way that keeps the tier beyond its end. None for what does not end.

    `lapses`: the tier ends when too little is left in the window; what counts is the window of the day after.
    """
    if held.until is None:
        return []
    last = held.grace_until or held.until
    upto = min(day, last).toordinal()
    if held.trial is not None:
        have = history.have("visits", held.since.toordinal(), upto)
        return [Way("visits", have, held.trial.visits, held.since, last)]
    found = []
    for rule in keeping_rules(tier):
        if rule.months:
            first = first_day(held.until.toordinal() + lapses, rule.months)
            # The window as long as the term is the term: the day before it belongs to what came before.
            first += first == held.term_from.toordinal() - 1
        else:
            first = held.term_from.toordinal()
        have = history.have(rule.measure, first, upto)
        found.append(Way(rule.measure, have, rule.at_least, date.fromordinal(first), last))
    return found


def kept_by(held: Held, tier: Tier, history: History, day: date) -> Way | None:
    """The way on which the tier is kept, as far as visits to `day` tell; None: on none of them."""
    ways = ways_to_keep(held, tier, history, day) if may_be_kept(held) else []
    return next((way for way in ways if not way.missing), None)


def next_term(programme: Programme, held: Held) -> date:
    """Where the term ends that follows on the present one."""
    assert held.until is not None  # noqa: S101 (only what ends has a next term)
    return term_end(programme.tiers.standing, held.until)


def lapses_on(tier: Tier, history: History, day: int) -> int:
    """The last day on which what keeps (or leads to) the tier is met if the guest never comes again. 0: it is not."""
    latest = 0
    for rule in [*tier.keep, *tier.qualify]:
        if rule.months is None:
            continue
        days, sums = history.days_of(rule.measure), history.sums(rule.measure)
        end = bisect_right(days, day)
        need = rule.at_least * (100 if rule.measure == "spend" else 1)
        # The visit with which, counted back from the newest, enough is reached.
        place = bisect_right(sums, sums[end] - need) - 1
        if sums[end] >= need and place < end:
            latest = max(latest, last_day(days[place], rule.months))
    return latest


def chance_after(tiers: Tiers, held: Held, fell_on: date) -> Chance | None:
    """What a fall leaves open; dates count from the day of the fall and do not move afterwards.

    A second chance comes once for each time a tier was earned: what was itself a second chance opens none, nor does
    a trial or what was given by hand.
    """
    if not may_be_kept(held):
        return None
    chances = [] if held.kind == "second_chance" else tiers.standing.second_chances
    offers = [offer(each, fell_on) for each in sorted(chances, key=_visits)]
    missed = held.grace_until or held.until or fell_on
    return Chance(held, fell_on, missed, offers)


def offer(chance: SecondChance, fell_on: date) -> Offer:
    return Offer(
        chance.visits,
        months_on(fell_on, chance.within_months),
        months_on(fell_on, chance.gives_months),
    )


def _visits(chance: SecondChance) -> int:
    return chance.visits


def won(chance: Chance, history: History, day: date) -> Offer | None:
    """The best offer that the visits since the fall have met by this day."""
    fell_on = chance.fell_on.toordinal()
    reached = [
        each
        for each in chance.offers
        if history.have("visits", fell_on, min(each.by, day).toordinal()) >= each.visits
    ]
    return max(reached, key=lambda each: each.gives_until, default=None)
