"""Whose norms a guest is judged by: the property, its channels, its sources, and in a source who spends much or little.

All are known when a guest comes for the first time and never change. The classic RFM groups are not taken as cohorts:
R is made by absence itself, F and M to date by having come often, so the norm of such a group would be made by what
it is to judge. Frequency is in the norm anyway (there is one for each ordinal), recency is what is judged, and of
money the part that does not grow with visits is left: what the first visit came to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chains.models import CHANNELS
from loyalty.lifecycle.basis import Cohort
from loyalty.lifecycle.gathering import Seen
from loyalty.lifecycle.latency import GUESTS_MIN, Ints

SOURCES_MAX = 40  # the largest; guests of the others are judged by their channel
WIDE = len(CHANNELS) + 1  # -1 is "another"


@dataclass(frozen=True, slots=True)
class Named:
    """A cohort before anything is known of it. `high`: of the half that spends more upon the first visit."""

    code: str
    kind: str  # property | channel | source | money
    parent: int
    channel: int = -1
    source: int = 0
    high: bool | None = None


def split_of(seen: Seen) -> int:
    """What the first visit came to at half of those who paid for it, in cents."""
    paid = seen.facts.first_cents[seen.facts.first_cents > 0]
    return int(np.median(paid)) if len(paid) else 0


def named(seen: Seen, sources: dict[int, str], split_cents: int) -> list[Named]:
    """The cohorts of a property, parents first: the channels that anybody came by, sources with enough guests."""
    found = [Named("property", "property", -1)]
    for at, channel in enumerate(CHANNELS):
        if np.any(seen.channel == at):
            found.append(Named(f"channel:{channel}", "channel", 0, channel=at))
    place = {each.channel: at for at, each in enumerate(found)}
    pairs, counts = np.unique(seen.source * WIDE + seen.channel + 1, return_counts=True)
    met: set[int] = set()
    # A source that changed its channel is a cohort of the one by which most of its guests came.
    largest = [pairs[at] for at in np.argsort(-counts, kind="stable") if counts[at] >= GUESTS_MIN]
    for pair in largest:
        number, by = int(pair) // WIDE, int(pair) % WIDE - 1
        if number in sources and number not in met and by >= 0 and len(met) < SOURCES_MAX:
            met.add(number)
            found.append(Named(f"source:{sources[number]}", "source", place[by], by, number))
    return found + [
        half for at, each in enumerate(found) for half in _halves(seen, sources, split_cents, at, each)
    ]


def _halves(seen: Seen, sources: dict[int, str], split_cents: int, at: int, parent: Named) -> list[Named]:
    """The two halves of a source by what the first visit came to, where both have enough guests."""
    if parent.kind != "source":
        return []
    own = (seen.source == parent.source) & (seen.channel == parent.channel)
    high = own & (seen.facts.first_cents > split_cents)
    if min(int(high.sum()), int(own.sum()) - int(high.sum())) < GUESTS_MIN:
        return []
    name = sources[parent.source]
    return [
        Named(f"money:{name}/{half}", "money", at, parent.channel, parent.source, half == "high")
        for half in ("high", "low")
    ]


def assign(cohorts: Sequence[Named | Cohort], seen: Seen, split_cents: int) -> Ints:
    """Each guest's cohort, [n]: the narrowest there is."""
    found = np.zeros(len(seen.guest), dtype=np.int64)
    high = seen.facts.first_cents > split_cents
    # From the widest to the narrowest: the last that fits stands.
    for at, each in enumerate(cohorts):
        if each.kind == "channel":
            fits = seen.channel == each.channel
        elif each.kind == "source":
            fits = (seen.channel == each.channel) & (seen.source == each.source)
        elif each.kind == "money":
            fits = (seen.channel == each.channel) & (seen.source == each.source) & (high == each.high)
        else:
            continue
        found[fits] = at
    return found
