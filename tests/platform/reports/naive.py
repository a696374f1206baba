"""The comparison once more, counted visit by visit: small sets only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from reports.ranges import Range
from tests.platform.reports.filling import PlainStay, PlainVisit, visits_of

ZONE = ZoneInfo("Asia/Shanghai")
Guests = list[list[PlainVisit]]


def guests_of(stays: Sequence[PlainStay]) -> Guests:
    names = {one.guest for one in stays}
    return [visits_of([one for one in stays if one.guest == name], ZONE) for name in sorted(names)]


def figures(guests: Guests, span: Range, by: str) -> dict[str, Any]:
    """What can be counted: sums, guests and values; no ratios, they follow."""
    said: Counter[str] = Counter()
    mix: Counter[str] = Counter({"member": 0, "corporate": 0, "ota": 0, "walk_in": 0})
    bands = dict.fromkeys(("1", "2", "3-5", "6-10", "11+"), 0)
    for visits in guests:
        reached = sum(visit.in_on <= span.end for visit in visits)
        if reached:
            said["guests_to_date"] += 1
            said["repeat_guests_to_date"] += reached > 1
            bands[
                next(band for band, most in zip(bands, (1, 2, 5, 10, 999), strict=True) if reached <= most)
            ] += 1
        inside = [(k, visit) for k, visit in enumerate(visits, 1) if span.start <= visit.in_on <= span.end]
        if inside:
            said["active_guests"] += 1
            said["active_repeat_guests"] += inside[-1][0] > 1
            if by == "guests":
                mix[inside[-1][1].shown.channel] += 1
        for ordinal, visit in inside:
            nights = sum((one.check_out.date() - one.check_in.date()).days for one in visit.stays)
            cents = sum(one.room_cents for one in visit.stays)
            said.update({"visits": 1, "repeat_visits": ordinal > 1, "nights": nights, "cents": cents})
            if by != "guests":
                mix[visit.shown.channel] += {"visits": 1, "nights": nights, "revenue": cents}[by]
    counted = ("guests_to_date", "repeat_guests_to_date", "active_guests", "active_repeat_guests")
    return {
        **{name: said[name] for name in (*counted, "visits", "repeat_visits", "nights")},
        "room_revenue": f"{said['cents'] / 100:.2f}",
        "channel_mix": {name: {"value": n / 100 if by == "revenue" else n} for name, n in mix.items()},
        "visit_distribution": bands,
    }


def naive_comparison(stays: Mapping[str, Sequence[PlainStay]], span: Range, by: str) -> dict[str, Any]:
    guests = {slug: guests_of(own) for slug, own in stays.items()}
    chain = figures([visits for own in guests.values() for visits in own], span, by)
    reached: Counter[str] = Counter()
    for own in guests.values():
        for visits in own:
            reached[visits[0].stays[0].person] += sum(visit.in_on <= span.end for visit in visits)
    chain["chain_guests_to_date"] = sum(n >= 1 for n in reached.values())
    chain["chain_repeat_guests_to_date"] = sum(n >= 2 for n in reached.values())
    return {"chain": chain, "properties": {slug: figures(own, span, by) for slug, own in guests.items()}}
