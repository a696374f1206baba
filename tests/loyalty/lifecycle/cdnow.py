"""The CDNOW sample as visits: 2,357 customers of a CD shop, 1 January 1997 to 30 June 1998, 6,696 days of purchase.

Public data of Fader and Hardie (brucehardie.com/datasets, "CDNOW data set (1/10th sample)"). cdnow.txt holds what is
needed of it, a customer a line: number in the sample, then day (0 is 1 January 1997) and cents of each day on which
something was bought; purchases of one day are one, as in the papers.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from loyalty.lifecycle.latency import Ints
from loyalty.lifecycle.stages import day_number
from loyalty.lifecycle.value import Histories

FILE = Path(__file__).with_name("cdnow.txt")
FIRST = day_number(date(1997, 1, 1))
FITTED_UNTIL = day_number(date(1997, 9, 30))
SEEN_UNTIL = FITTED_UNTIL + 39 * 7


@dataclass(frozen=True, slots=True)
class Purchases:
    """Sorted by guest and day, one row a day: [n]."""

    guest: Ints
    day: Ints
    cents: Ints


def read() -> Purchases:
    """All 18 months."""
    rows = np.array(
        [
            (int(guest), FIRST + int(day), int(cents))
            for guest, *days in map(str.split, FILE.read_text().splitlines())
            for day, cents in (each.split(":") for each in days)
        ],
        dtype=np.int64,
    )
    return Purchases(rows[:, 0], rows[:, 1], rows[:, 2])


def histories(all_of: Purchases, as_of: int) -> tuple[Histories, Ints]:
    """Histories up to a day and what was spent on the purchases after the first, in cents."""
    seen = all_of.day <= as_of
    guest, day, cents = all_of.guest[seen], all_of.day[seen], all_of.cents[seen]
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1]))
    last = np.append(first[1:], len(guest)) - 1
    later = np.add.reduceat(cents, first) - cents[first]
    return Histories(last - first, day[last] - day[first], as_of - day[first]), later
