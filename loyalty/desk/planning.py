"""From what an arrival asks for and the tasks that stand to what is to be written. Pure; doing it twice changes nothing.

What is done or skipped stays and keeps the same from being asked again on this visit, also when the visit came to be of
other stays: a second room, an extension, a booking made anew. What is open moves with its stay, or is withdrawn.
What was done for an arrival that was moved since is open again (desk.moving), and done again where it is moved back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from loyalty.desk.expecting import LATE, Coming, Folio
from loyalty.desk.moving import Doing, elsewhere, in_vain
from loyalty.desk.wanting import Wanted

AHEAD = timedelta(days=2)
# So long after its last day an open task is still asked whether anybody came; a missed one stays open in the record.
LOOKS_BACK = timedelta(days=3)
YEARLY = timedelta(days=300)
LIVE = ("done", "skipped", "open")  # when two mean the same, the first of these stands


@dataclass(frozen=True, slots=True)
class Kept:
    """A task as it stands."""

    id: int
    guest: int
    stay: int
    day: date
    until: date
    state: str
    wanted: Wanted
    done: Doing | None = None
    earlier: tuple[Doing, ...] = ()  # done for arrivals that were then moved


@dataclass(slots=True)
class Plan:
    """What is to be written: new tasks, open ones as they are to stand (withdrawn ones come back so), withdrawn ones.

    `reopened`: done in vain, so open again, as they are to stand; `restored`: their last doing holds after all; `met`:
    the guest has come to what was done.
    """

    new: list[Kept] = field(default_factory=list)
    again: list[Kept] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    reopened: list[Kept] = field(default_factory=list)
    restored: list[Kept] = field(default_factory=list)
    met: list[int] = field(default_factory=list)

    def add(self, other: "Plan") -> None:
        """Also what is to be written of somebody else."""
        self.new += other.new
        self.again += other.again
        self.withdrawn += other.withdrawn
        self.reopened += other.reopened
        self.restored += other.restored
        self.met += other.met


def plan(
    guest: int,
    asked: Iterable[tuple[Coming, Sequence[Wanted]]],
    kept: Sequence[Kept],
    today: date,
    zone: ZoneInfo,
) -> Plan:
    """The tasks of one person. `asked`: his visits that are on or coming, in order, each with what it asks for."""
    found, pairs = Plan(), list(asked)
    of_stays = {stay: coming for coming, _ in pairs for stay in coming.ids}
    known = [task for task in kept if task.state != "open" or task.stay in of_stays]
    settled: set[int] = set()  # tasks that some visit has taken as its own
    for coming, wanted in pairs:
        own = [task for task in kept if _belongs(task, coming, of_stays)]
        settled |= {task.id for task in own}
        if coming.over:
            _end(found, coming, own)
        else:
            _of_visit(found, guest, coming, wanted, own, known, today, zone)
    # Open tasks of stays that are neither on nor coming: cancelled, not shown, or never heard of again.
    found.withdrawn += [
        task.id
        for task in kept
        if task.state == "open" and task.id not in settled and task.until >= today - LOOKS_BACK
    ]
    return found


def _belongs(task: Kept, coming: Coming, of_stays: dict[int, Coming]) -> bool:
    """A task of this visit's stays; or one that was settled for a stay that is gone, on days that touch these."""
    if task.stay in of_stays:
        return of_stays[task.stay] is coming
    return task.state in ("done", "skipped") and task.day <= coming.until and task.until >= coming.day


def _end(found: Plan, coming: Coming, own: Sequence[Kept]) -> None:
    """Everybody left, perhaps early: what was not done stays so, on the days that were."""
    ended = (replace(task, day=coming.day, until=coming.until) for task in own if task.state == "open")
    found.again += [task for task in ended if task not in own]


def _of_visit(
    found: Plan,
    guest: int,
    coming: Coming,
    wanted: Sequence[Wanted],
    own: Sequence[Kept],
    known: Sequence[Kept],
    today: date,
    zone: ZoneInfo,
) -> None:
    stands: dict[tuple[str, str], Kept] = {}
    for task in sorted(own, key=lambda task: (_rank(task.state), task.id)):
        key = (task.wanted.kind, task.wanted.code)
        if key not in stands:
            stands[key] = task
        elif task.state == "open":
            found.withdrawn.append(task.id)  # two records of one person became one
    for each in wanted:
        stood = stands.pop((each.kind, each.code), None)
        again = stood is not None and _in_vain(stood, coming, zone)
        if stood is not None and stood.state in ("done", "skipped") and not again:
            found.met += [stood.id] if stood.done and not stood.done.met and coming.here else []
            continue
        tasks = chain(known, found.new, found.again)
        stand = (task for task in tasks if task.id not in found.withdrawn)
        if each.yearly and _given(each, coming, stood, stand, today):
            found.withdrawn += [stood.id] if stood is not None and stood.state == "open" else []
        elif stood is not None:
            _stand(found, stood, guest, coming, each, again, zone)
        elif today - LATE <= (each.since or coming.day) <= today + AHEAD:
            found.new.append(Kept(0, guest, coming.stays[0].id, coming.day, coming.until, "open", each))
    found.withdrawn += [task.id for task in stands.values() if task.state == "open"]


def _stand(
    found: Plan, stood: Kept, guest: int, coming: Coming, wanted: Wanted, reopened: bool, zone: ZoneInfo
) -> None:
    """The task as the visit asks for it now; done, where it was done for just this arrival before that was moved away."""
    stands = replace(stood, guest=guest, day=coming.day, until=coming.until, state="open", wanted=wanted)
    if reopened:
        found.reopened.append(stands)
    elif stood.state == "open" and _holds(stood, coming, zone):
        found.restored.append(stands)
    elif _differs(stands, stood):
        found.again.append(stands)


def _in_vain(task: Kept, coming: Coming, zone: ZoneInfo) -> bool:
    stay = _stay_of(task, coming)
    if task.state != "done" or task.done is None or stay is None:
        return False
    return in_vain(task.done, task.wanted.kind, task.wanted.department, stay, coming, zone)


def _holds(task: Kept, coming: Coming, zone: ZoneInfo) -> bool:
    """Whether an open task's last doing was for the arrival as it stands now."""
    stay = _stay_of(task, coming)
    if not task.earlier or stay is None:
        return False
    return not elsewhere(task.earlier[-1], task.wanted.department, stay, coming, zone)


def _stay_of(task: Kept, coming: Coming) -> Folio | None:
    return next((stay for stay in coming.stays if stay.id == task.stay), None)


def _given(wanted: Wanted, coming: Coming, own: Kept | None, tasks: Iterable[Kept], today: date) -> bool:
    """Whether another visit near this one has had it, or is to have it: the same birthday is not kept twice.

    Of two visits that both have it open, the first keeps it; what was missed on one is not given.
    """
    stands = own is not None and own.state == "open"
    return any(
        task.state == "done"
        or (task.state == "open" and task.until >= today and (not stands or task.day < coming.day))
        for task in tasks
        if (task.wanted.kind, task.wanted.code) == (wanted.kind, wanted.code)
        and task.stay not in coming.ids
        and abs(task.day - coming.day) < YEARLY
    )


def _differs(stands: Kept, task: Kept) -> bool:
    return replace(stands, wanted=replace(stands.wanted, yearly=False, since=None)) != task


def _rank(state: str) -> int:
    return LIVE.index(state) if state in LIVE else len(LIVE)
