"""What becomes of one guest's tier on a day: pure, and the same whenever it is asked again.

The steps stand in `decide` in their order. A late, corrected or cancelled stay needs no step of its own: everything
is looked at anew, by the rules in force on that day. In particular:

- A tier that was reached by rule rests on the visits of its window. When they are not there any more and no other
  rule holds, it is taken back at the next look, without notice, for it was never earned. Tiers bought, granted,
  matched or won back are not taken back, nor is a term that keeping rules have given.
- A fall that a late stay would have prevented is undone, as long as the fall is the last thing that happened.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from loyalty.programme.document import Programme
from loyalty.programme.periods import months_on
from loyalty.programme.tiers import keeping, noticing, qualifying
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.moving import DAY, Outcome, moved, named
from loyalty.programme.tiers.qualifying import Met
from loyalty.programme.tiers.renaming import ranked
from loyalty.programme.tiers.state import Chance, Held, State
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.tiers.windows import term_end

TERMS_MAX = 60  # that may pass unseen between two looks


def decide(
    programme: Programme,
    guest: int,
    state: State,
    history: History,
    day: date,
    merged: Sequence[tuple[int, Held]] = (),
) -> Outcome:
    """The state after looking at everything on `day`; `merged` are the rows merged into this guest."""
    look = Look(programme, guest, state, history, day, merged)
    look.rename()
    look.give_back()
    look.take_back()
    look.take_over()
    look.undo_fall()
    look.rise()
    look.follow_lapse()
    look.win_back()
    look.end()
    # What one fell to: another row may hold better.
    look.take_over()
    look.follow_lapse()
    noticing.notice(look.out, programme, guest, history, day)
    return look.out


class Look:
    """One look at one guest. Every step either leaves the outcome or puts a changed one in its place."""

    def __init__(
        self,
        programme: Programme,
        guest: int,
        state: State,
        history: History,
        day: date,
        merged: Sequence[tuple[int, Held]],
    ) -> None:
        self.programme, self.guest, self.history = programme, guest, history
        self.day, self.today, self.merged = day, day.toordinal(), merged
        self.out = Outcome(state)

    @property
    def state(self) -> State:
        return self.out.state

    @property
    def held(self) -> Held:
        return self.out.state.held

    def level(self, rank: int) -> Tier:
        return self.programme.tiers.levels[rank]

    def move(self, held: Held, reason: str, facts: dict[str, Any], **beside: Any) -> None:
        """Take a new status, write the history, and forget what belonged to the old one."""
        self.out = moved(self.out, held, self.day, reason, facts, **beside)

    def rename(self) -> None:
        """The programme may have lost the tier: then it is the one of the same rank, or the highest there is."""
        self.out.state = ranked(self.programme, self.state)
        if self.programme.rank(self.held.tier) >= 0:
            return
        rank = min(self.held.rank, len(self.programme.tiers.levels) - 1)
        facts = {**named(self.level(rank)), "before": self.held.tier}
        kept = replace(self.held, tier=self.level(rank).code, rank=rank, basis=None) if rank else self.base()
        self.move(kept, "tier_programme", facts)

    def give_back(self) -> None:
        """The row that brought the tier is a guest of its own again: unless something came since, it goes with it."""
        if self.state.merged_from is None or any(row == self.state.merged_from for row, _ in self.merged):
            return
        under = self.state.under
        target = self.best_below(since=under.counts_from if under else None)
        self.move(target, "tier_unmerged", {**self._from_to(target), "guest": str(self.state.merged_from)})

    def take_over(self) -> None:
        """A row that was merged into this one held a higher tier that still runs."""
        live = [
            (row, replace(held, rank=self.programme.rank(held.tier), basis=None))
            for row, held in self.merged
            if held.runs_on(self.day)
        ]
        row, other = max(
            live, key=lambda one: (one[1].rank, one[1].until or date.max), default=(0, self.held)
        )
        if other.rank <= self.held.rank:
            return
        facts = {**named(self.level(other.rank)), "guest": str(row)}
        self.move(other, "tier_merged", facts, merged_from=row, under=self.below())

    def take_back(self) -> None:
        held = self.held
        if held.basis is None or self.rests(held):
            return
        basis = held.basis
        free = {rank: day for rank, day in self.state.used.items() if rank != held.rank}
        self.out.state = replace(self.state, used=free)
        have = self.history.have(basis.measure, basis.first.toordinal(), basis.met_on.toordinal())
        since = basis.first if basis.months is None else held.counts_from
        again = self.reached(above=1, since=since)
        if again is not None and again.rank >= held.rank:
            if again.rank > held.rank:
                self.rise_to(again)
            else:
                self.rest_on(again)
            return
        facts = {
            "measure": basis.measure,
            "need": basis.at_least,
            "have": have,
            "first": str(basis.first),
            "last": str(basis.met_on),
        }
        target = self.best_below(since=since)
        self.move(target, "tier_taken_back", {**self._from_to(target), **facts})

    def undo_fall(self) -> None:
        chance = self.state.chance
        if chance is None or self.state.reason != "tier_fell" or chance.held.rank <= self.held.rank:
            return
        if keeping.lapsing(self.programme, chance.held):
            return
        way = keeping.kept_by(chance.held, self.level(chance.held.rank), self.history, chance.missed)
        if way is None:
            return
        until = keeping.next_term(self.programme, chance.held)
        if until >= self.day:
            self.renew(chance.held, way, until, "tier_kept_late")

    def rise(self) -> None:
        """Straight to the highest tier that is reached; the same tier reached anew begins a new term."""
        found = self.reached(above=max(self.held.rank, 1))
        if found is None:
            return
        if found.rank > self.held.rank:
            self.rise_to(found)
        elif keeping.lapsing(self.programme, self.held):
            return
        elif self.held.until is not None and self.until_of(found) > self.held.until:
            self.rest_on(found)

    def rise_to(self, found: Met) -> None:
        held = self._reached_held(found, self.day)
        facts = {**self._from_to(held), **found.facts(), "until": str(held.until)}
        self.move(held, "tier_qualified", facts, under=self.below())
        self._use(found)

    def rest_on(self, found: Met) -> None:
        """The tier stays, and rests on this rule from now on."""
        held = self._reached_held(found, self.held.since)
        held = replace(held, counts_from=self.held.counts_from)
        facts = {**self._from_to(held), **found.facts(), "until": str(held.until)}
        self.move(held, "tier_requalified", facts, under=self.state.under, chance=self.state.chance)
        self._use(found)

    def _use(self, found: Met) -> None:
        used = {**self.state.used, found.rank: date.fromordinal(found.met_on)}
        self.out.state = replace(self.state, used=used)

    def follow_lapse(self) -> None:
        """Checked at once: the end moves with the visits, but never nearer than the notice that is promised."""
        held = self.held
        if held.grace_until or not keeping.lapsing(self.programme, held):
            return
        lapse = keeping.lapses_on(self.level(held.rank), self.history, self.today)
        until = date.fromordinal(lapse) if lapse else self.day - DAY
        if until < self.fair():
            until = max(until, min(held.until or self.fair(), self.fair()))
        if until != held.until:
            self.out.state = replace(self.state, held=replace(held, until=until))

    def win_back(self) -> None:
        chance, held = self.state.chance, self.held
        if chance is None:
            return
        again = held.kind == "second_chance" and held.tier == chance.held.tier
        if held.rank >= chance.held.rank and not again:
            return
        won = keeping.won(chance, self.history, self.day)
        if (
            won is None
            or won.gives_until < self.day
            or (again and (held.until or date.max) >= won.gives_until)
        ):
            return
        back = Held(
            chance.held.tier, chance.held.rank, "second_chance", self.day, won.gives_until, self.day, self.day
        )
        facts = {
            **named(self.level(back.rank)),
            "visits": won.visits,
            "fell_on": str(chance.fell_on),
            "by": str(won.by),
            "until": str(won.gives_until),
        }
        under = self.state.under if again else self.below()
        self.move(back, "tier_second_chance", facts, under=under, chance=chance)

    def end(self) -> None:
        """The term is over: kept, or in grace, or down. Several terms may have passed since the last look."""
        for _ in range(TERMS_MAX):
            held = self.held
            if self._trial_met():
                continue
            if held.until is None or held.until >= self.day:
                return
            tier = self.level(held.rank)
            lapsing = keeping.lapsing(self.programme, held)
            way = None if lapsing else keeping.kept_by(held, tier, self.history, self.day)
            if way is not None:
                self.renew(held, way, keeping.next_term(self.programme, held), "tier_kept")
                continue
            if held.grace_until is None and self._grace():
                continue
            if held.grace_until is not None and held.grace_until >= self.day:
                return
            self.fall()

    def _trial_met(self) -> bool:
        """A tier on trial after matching is kept by visits, and then is as any other."""
        held = self.held
        if held.trial is None:
            return False
        way = keeping.ways_to_keep(held, self.level(held.rank), self.history, self.day)[0]
        if way.missing:
            return False
        days = self.history.days
        nth = [day for day in days if day >= held.since.toordinal()][held.trial.visits - 1]
        met_on = date.fromordinal(nth)
        until = max(term_end(self.programme.tiers.standing, met_on), held.until or met_on)
        kept = replace(held, trial=None, until=until, term_from=met_on + DAY, grace_until=None)
        facts = {**named(self.level(held.rank)), "visits": held.trial.visits, "until": str(until)}
        self.move(kept, "tier_match_kept", facts, under=self.state.under)
        return True

    def _grace(self) -> bool:
        months = self.programme.tiers.standing.grace_months
        if not months or not keeping.may_be_kept(self.held):
            return False
        assert self.held.until is not None  # noqa: S101 (only what ends has a grace)
        grace = months_on(self.held.until, months)
        facts = {
            **named(self.level(self.held.rank)),
            "until": str(self.held.until),
            "grace_until": str(grace),
        }
        beside = {name: getattr(self.state, name) for name in ("under", "chance", "merged_from")}
        self.move(replace(self.held, grace_until=grace), "tier_grace", facts, **beside)
        return True

    def renew(self, held: Held, way: qualifying.Way, until: date, reason: str) -> None:
        assert held.until is not None  # noqa: S101
        kind = "matched" if held.kind == "matched" else "bought" if held.kind == "bought" else "qualified"
        kept = replace(held, kind=kind, until=until, term_from=held.until + DAY, grace_until=None, basis=None)
        facts = {
            **named(self.level(held.rank)),
            "measure": way.measure,
            "need": way.need,
            "have": way.have,
            "first": str(way.first),
            "last": str(way.last),
            "until": str(until),
        }
        self.move(kept, reason, facts, under=self.state.under)

    def fall(self) -> None:
        held, one_level = self.held, self.programme.tiers.standing.falls == "one_level"
        can_be_kept = keeping.may_be_kept(held)
        ways = noticing.ways_on(self.programme, held, self.history, self.day) if can_be_kept else []
        target = self.best_below(fell=True, one_level=one_level and can_be_kept)
        chance = keeping.chance_after(self.programme.tiers, held, self.day)
        if chance is None or not chance.offers:
            chance = self._open_chance(target) or chance
        reason = "tier_fell" if can_be_kept else "tier_match_lapsed" if held.trial else "tier_ended"
        facts = {
            **self._from_to(target),
            "missed": str(held.grace_until or held.until),
            "until": str(target.until) if target.until else None,
            "ways": [noticing.told(way) for way in ways],
        }
        self.move(target, reason, facts, chance=chance)
        if can_be_kept:
            self.out.notices.append(noticing.of_fall(self.programme, self.guest, self.state))

    def _open_chance(self, target: Held) -> Chance | None:
        """A chance that was told stays as told, whatever ends meanwhile."""
        chance = self.state.chance
        return chance if chance and chance.by >= self.day and chance.held.rank > target.rank else None

    def reached(self, *, above: int, since: date | None = None) -> Met | None:
        # Checked at once: who stays in the house since before the present tier began is no reason to rise.
        recent = self.held.since.toordinal() if above >= self.held.rank else self.today + 1
        return qualifying.best(
            self.programme,
            self.history,
            self.today,
            since=(since or self.held.counts_from).toordinal(),
            above=above,
            recent=recent,
            rank=0 if since else self.held.rank,
            used=self.state.used,
        )

    def best_below(self, *, fell: bool = False, one_level: bool = False, since: date | None = None) -> Held:
        """The best of what is left: reached by visits, standing below, one level down, the base tier.

        Who fell begins anew at the base; what was taken back never was, so the count goes on.
        """
        held, under = self.held, self.state.under
        goes_on = under is not None and under.rank == 0 and not fell
        found = [replace(under, since=self.day) if under is not None and goes_on else self.base()]
        if one_level and held.rank > 1:
            end = term_end(self.programme.tiers.standing, self.day)
            found.append(
                Held(
                    self.level(held.rank - 1).code,
                    held.rank - 1,
                    "qualified",
                    self.day,
                    end,
                    self.day,
                    self.day,
                )
            )
        if under is not None and under.runs_on(self.day) and self.rests(under):
            found.append(under)
        if (again := self.reached(above=1, since=since)) is not None and again.rank <= held.rank:
            found.append(self._reached_held(again, self.day))
        return max(found, key=lambda one: (one.rank, one.until or date.max))

    def rests(self, held: Held) -> bool:
        """Whether the visits by which a tier was reached are still there."""
        return held.kind != "qualified" or held.basis is None or qualifying.holds(self.history, held.basis)

    def base(self) -> Held:
        return Held(self.level(0).code, 0, "base", self.day, None, self.day, self.day)

    def below(self) -> Held | None:
        """What stays under a higher tier and comes back after it (a trial does not: its condition ends with it)."""
        return self.state.under if self.held.trial is not None else self.held

    def until_of(self, found: Met) -> date:
        tier = self.level(found.rank)
        after = Held(tier.code, found.rank, "qualified", self.day, None, self.day, self.day)
        if keeping.lapsing(self.programme, after):
            lapse = keeping.lapses_on(tier, self.history, self.today)
            return max(date.fromordinal(max(lapse, 1)), self.fair())
        return term_end(self.programme.tiers.standing, date.fromordinal(found.met_on))

    def fair(self) -> date:
        """The nearest end of which a guest who is told today is told in time."""
        return months_on(self.day, self.programme.tiers.standing.notice_months)

    def _reached_held(self, found: Met, since: date) -> Held:
        after = date.fromordinal(found.met_on) + DAY
        tier = self.level(found.rank)
        return Held(
            tier.code, found.rank, "qualified", since, self.until_of(found), after, after, None, found.basis()
        )

    def _from_to(self, target: Held | None = None) -> dict[str, Any]:
        held = self.held
        own = self.programme.tier(held.tier)
        before = (
            named(own, "from")
            if own
            else {"from": held.tier, "from_name": held.tier, "from_name_en": held.tier}
        )
        return {**before, **(named(self.level(target.rank)) if target else {})}
