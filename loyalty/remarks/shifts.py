"""Who has the desk when the PMS names nobody: the holder of the shift in which the guest checked in."""

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from loyalty.remarks.models import Shift

# Offered to a property that has set none; nobody holds them yet.
USUAL = (("早班", time(7), time(15)), ("中班", time(15), time(23)), ("夜班", time(23), time(7)))


class Watch(NamedTuple):
    """One shift as the journey needs it. `holder` is the clerk's external id, '' when nobody holds it."""

    name: str
    starts: time
    ends: time
    holder: str


def watches() -> list[Watch]:
    """The property's shifts in the order of the day; one query."""
    rows = Shift.objects.order_by("starts", "id").values_list("name", "starts", "ends", "holder__external_id")
    return [Watch(name, starts, ends, holder or "") for name, starts, ends, holder in rows]


def shift_at(shifts: Sequence[Watch], local_time: time) -> Watch | None:
    """The first shift that covers this moment of the local day; one that ends before it starts runs over
    midnight, one that ends when it starts runs all day."""
    return next((shift for shift in shifts if covers(shift.starts, shift.ends, local_time)), None)


def covers(starts: time, ends: time, moment: time) -> bool:
    """From `starts`, `ends` not included."""
    if starts < ends:
        return starts <= moment < ends
    return moment >= starts or moment < ends
