"""The measures: ratios, channel mix and distributions from plain sums. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chains.models import CHANNELS
from kernel import money

BYS = ("visits", "nights", "revenue", "guests")
ORDINALS = range(1, 12)
# Band -> the ordinals whose reaching begins it and ends it.
BANDS = {"1": (1, 2), "2": (2, 3), "3-5": (3, 6), "6-10": (6, 11), "11+": (11, None)}


@dataclass
class Channel:
    """What one channel's visits in a range add up to."""

    visits: int = 0
    repeat_visits: int = 0
    nights: int = 0
    revenue_cents: int = 0
    due: int = 0
    complete: int = 0
    on_time: int = 0
    # visits that are followed by another visit of the same guest in the range
    followed: int = 0

    def add(self, other: "Channel") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def value(self, by: str) -> int:
        """What the mix is made of: visits, nights, cents, or guests by their last visit in the range."""
        if by == "guests":
            return self.visits - self.followed
        return {"visits": self.visits, "nights": self.nights, "revenue": self.revenue_cents}[by]


@dataclass
class Tally:
    """Everything that one row of a report is made of."""

    channels: dict[str, Channel] = field(default_factory=lambda: {name: Channel() for name in CHANNELS})
    # ordinal -> guests who reached it by the end of the range
    reached: dict[int, int] = field(default_factory=lambda: dict.fromkeys(ORDINALS, 0))
    # repeat visits that are followed by another visit of the same guest in the range
    repeat_followed: int = 0

    def add(self, other: "Tally") -> None:
        for name, channel in other.channels.items():
            self.channels[name].add(channel)
        for ordinal, n in other.reached.items():
            self.reached[ordinal] += n
        self.repeat_followed += other.repeat_followed

    def whole(self) -> Channel:
        total = Channel()
        for channel in self.channels.values():
            total.add(channel)
        return total


def total_of(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def share(part: int, whole: int) -> float | None:
    """part ÷ whole with six places; None over nothing."""
    return round(part / whole, 6) if whole else None


def distribution(reached: Mapping[int, int]) -> dict[str, int]:
    """Guests by the number of visits they have reached, in the five bands."""
    return {band: reached[low] - (reached[high] if high else 0) for band, (low, high) in BANDS.items()}


def exact_distribution(reached: Mapping[int, int]) -> dict[str, int]:
    """The same by single numbers: '1' … '10', '11+'."""
    exact = {str(k): reached[k] - reached[k + 1] for k in ORDINALS if k < 11}
    return exact | {"11+": reached[11]}


def mix(
    values: Mapping[str, int], targets: Mapping[str, int], *, by: str
) -> tuple[dict[str, Any], float | None]:
    """Each channel's value, share, target and gap in percentage points; and the gap in one number."""
    total = sum(values.values())
    rows: dict[str, Any] = {}
    gaps = []
    for channel in CHANNELS:
        value = values[channel]
        gap = 100 * (value / total) - targets[channel] if total else None
        gaps.append(abs(gap) if gap is not None else 0.0)
        rows[channel] = {
            "value": value / 100 if by == "revenue" else value,
            "share": share(value, total),
            "target": targets[channel],
            "gap_pp": None if gap is None else round(gap, 4),
        }
    return rows, round(sum(gaps) / 2, 4) if total else None


def row(tally: Tally, targets: Mapping[str, int], *, by: str) -> dict[str, Any]:
    """The ROW of the comparison report."""
    whole, reached = tally.whole(), tally.reached
    active = whole.visits - whole.followed
    active_repeat = whole.repeat_visits - tally.repeat_followed
    channel_mix, mix_gap = mix({name: c.value(by) for name, c in tally.channels.items()}, targets, by=by)
    return {
        "guests_to_date": reached[1],
        "repeat_guests_to_date": reached[2],
        "repeat_guest_rate": share(reached[2], reached[1]),
        "visits": whole.visits,
        "repeat_visits": whole.repeat_visits,
        "repeat_visit_share": share(whole.repeat_visits, whole.visits),
        "active_guests": active,
        "active_repeat_guests": active_repeat,
        "active_repeat_rate": share(active_repeat, active),
        "nights": whole.nights,
        "room_revenue": money.amount(whole.revenue_cents),
        "adr": money.average(whole.revenue_cents, whole.nights),
        "channel_mix": channel_mix,
        "mix_gap": mix_gap,
        "visit_distribution": distribution(reached),
        "remarks": {
            "due": whole.due,
            "complete": whole.complete,
            "on_time": whole.on_time,
            "completion_rate": share(whole.complete, whole.due),
            "on_time_rate": share(whole.on_time, whole.due),
        },
        "targets": dict(targets),
    }
