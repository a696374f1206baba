"""The CDNOW sample as visits: shared/data/cdnow_sample.txt, purchases of one day merged."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from loyalty.lifecycle.latency import Ints
from loyalty.lifecycle.stages import day_number
from loyalty.lifecycle.value import Histories

FILE = Path("/work/shared/data/cdnow_sample.txt")
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
    spent: dict[tuple[int, int], int] = defaultdict(int)
    for line in FILE.read_text().splitlines():
        _, guest, day, _, amount = line.split()
        on = day_number(date(int(day[:4]), int(day[4:6]), int(day[6:])))
        spent[int(guest), on] += round(float(amount) * 100)
    rows = np.array([(*key, cents) for key, cents in sorted(spent.items())], dtype=np.int64)
    return Purchases(rows[:, 0], rows[:, 1], rows[:, 2])


def histories(all_of: Purchases, as_of: int) -> tuple[Histories, Ints]:
    """Histories up to a day and what was spent on the purchases after the first, in cents."""
    seen = all_of.day <= as_of
    guest, day, cents = all_of.guest[seen], all_of.day[seen], all_of.cents[seen]
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1]))
    last = np.append(first[1:], len(guest)) - 1
    later = np.add.reduceat(cents, first) - cents[first]
    return Histories(last - first, day[last] - day[first], as_of - day[first]), later
