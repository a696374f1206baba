"""Wait until everything that was accepted so far is in the reports, doing the work itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from loyalty.figures import programme, winning
from loyalty.figures.refreshing import refresh
from loyalty.importing.models import Import
from reports import cells
from tenants.context import in_property
from tenants.models import Property

PAUSE_S = 0.2


class NotSettled(Refused):
    code = "not_settled"
    status = 503
    zh = "{seconds} 秒内没有完成：还有 {imports} 个导入、{properties} 家门店的数据没有进入报表。"
    en = (
        "Not settled within {seconds} s: {imports} imports are not finished, "
        "and the figures of {properties} properties are behind."
    )


@dataclass(frozen=True)
class Settled:
    properties: int
    refreshed: int
    seconds: float


def settle(chain: Chain, *, timeout_s: float = 60.0, pause: Callable[[float], None] = time.sleep) -> Settled:
    """Return when every event accepted before the call is in the reports; NotSettled after the timeout."""
    began = time.monotonic()
    asked_at = clock.now()
    places = list(Property.objects.filter(chain=chain).select_related("chain"))
    importing = sum(_imports_under_way(place, asked_at) for place in places)
    while importing and time.monotonic() - began < timeout_s:
        pause(PAUSE_S)
        importing = sum(_imports_under_way(place, asked_at) for place in places)
    # Taken now: what the imports changed stands in the queues before this mark.
    mark = cells.reach()
    by_id = {place.pk: place for place in places}
    refreshed = 0
    while behind := cells.waiting(list(by_id), mark):
        for property_id in behind:
            if time.monotonic() - began >= timeout_s:
                raise NotSettled(seconds=timeout_s, imports=importing, properties=len(behind))
            # Not waiting for a lock: another refresh may be doing just this.
            refreshed += refresh(by_id[property_id])
        if cells.waiting(list(by_id), mark):
            pause(PAUSE_S)
    if importing:
        raise NotSettled(seconds=timeout_s, imports=importing, properties=0)
    for place in places:
        programme.refresh(place)
        winning.refresh(place)
    return Settled(len(places), refreshed, round(time.monotonic() - began, 3))


def _imports_under_way(place: Property, asked_at: datetime) -> int:
    with in_property(place):
        return Import.objects.filter(state__in=("queued", "running"), created_at__lte=asked_at).count()
