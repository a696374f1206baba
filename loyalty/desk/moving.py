"""Whether what was done for an arrival was done for nothing, because the arrival was moved since. Pure.

Moved to another day; or to another room, for what stands in the room. Who has come to what was done for him is not
asked for again, wherever he moves then; nor is what was done when he was already here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.desk.expecting import Coming, Folio
from loyalty.desk.wanting import MORNING

DESK = "front_desk"
SPOKEN = "complaint"  # an apology is the guest's, not the day's


@dataclass(frozen=True, slots=True)
class Doing:
    """When a task was done, for the arrival of which day and in which room; `met`: the guest has come to it."""

    at: datetime
    day: date
    room_no: str
    met: bool = False


def in_vain(done: Doing, kind: str, department: str, stay: Folio, coming: Coming, zone: ZoneInfo) -> bool:
    """`stay`: the one that the task hangs on, of this visit."""
    if done.met or kind == SPOKEN or any(done.at >= each.check_in for each in coming.here):
        return False
    return elsewhere(done, department, stay, coming, zone)


def elsewhere(done: Doing, department: str, stay: Folio, coming: Coming, zone: ZoneInfo) -> bool:
    """Whether the arrival is another day's now, or in another room, than it was done for."""
    if not _on(stay, done.day, zone):
        return True
    # A room is given at the desk: that a stay has another one is what came of that task, not its end.
    moved = bool(done.room_no and stay.room_no) and done.room_no not in {s.room_no for s in coming.stays}
    return moved and department != DESK


def _on(stay: Folio, day: date, zone: ZoneInfo) -> bool:
    """Whether the arrival is that day's: until the morning whoever comes is still the evening's guest."""
    if stay.check_in_on == day:
        return True
    local = stay.check_in.astimezone(zone)
    # Booked for exactly midnight is booked for a day without an hour.
    night = local.hour < MORNING and (stay.status != "booked" or local.time() != time.min)
    return night and stay.check_in_on - timedelta(days=1) == day
