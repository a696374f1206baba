"""From what an arrival asks for and the tasks that stand to what is to be written. Pure; doing it twice changes nothing.

What is done or skipped stays and keeps the same from being asked again on this visit, also when the visit came to be of
other stays: a second room, an extension, a booking made anew. What is open moves with its stay, or is withdrawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain

from loyalty.desk.expecting import LATE, Coming
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


@dataclass(slots=True)
class Plan:
    """What is to be written: new tasks, open ones as they are to stand (withdrawn ones come back so), withdrawn ones."""

    new: list[Kept] = field(default_factory=list)
    again: list[Kept] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def add(self, other: "Plan") -> None:
        """Also what is to be written of somebody else."""
        self.new += other.new
        self.again += other.again
        self.withdrawn += other.withdrawn


def plan(
    guest: int, asked: Iterable[tuple[Coming, Sequence[Wanted]]], kept: Sequence[Kept], today: date
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
            _of_visit(found, guest, coming, wanted, own, known, today)
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
        if stood is not None and stood.state in ("done", "skipped"):
            continue
        tasks = chain(known, found.new, found.again)
        stand = (task for task in tasks if task.id not in found.withdrawn)
        if each.yearly and _given(each, coming, stood, stand, today):
            found.withdrawn += [stood.id] if stood is not None and stood.state == "open" else []
        elif stood is not None:
            stands_now = Kept(stood.id, guest, stood.stay, coming.day, coming.until, "open", each)
            found.again += [stands_now] if _differs(stands_now, stood) else []
        elif today - LATE <= (each.since or coming.day) <= today + AHEAD:
            found.new.append(Kept(0, guest, coming.stays[0].id, coming.day, coming.until, "open", each))
    found.withdrawn += [task.id for task in stands.values() if task.state == "open"]


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
