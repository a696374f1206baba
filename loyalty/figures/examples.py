"""Wrong nicknames to show beside their number: what was written, and what the stays say."""

from collections.abc import Mapping, Sequence
from typing import Any

from loyalty.remarks.models import Task
from reports.ranges import Range
from tenants.context import in_property
from tenants.models import Property

EXAMPLES_MAX = 3


def wrong_examples(
    places: Sequence[Property], days: Range, kinds: Mapping[str, Mapping[int, int]]
) -> list[dict[str, Any]]:
    """By kind, the commonest first: how many, and the newest few from the properties that have most of them.

    `kinds` is reports.remark_kpi.wrong_kinds. Only `places` are visited: those whose guests the caller may see.
    """
    by_id = {place.pk: place for place in places}
    shown = []
    for kind, counts in sorted(kinds.items(), key=lambda item: -sum(item[1].values())):
        total = sum(counts.values())
        examples: list[dict[str, Any]] = []
        for property_id in sorted(counts, key=lambda place: -counts[place]):
            if len(examples) < EXAMPLES_MAX and property_id in by_id:
                examples += _newest(by_id[property_id], days, kind, EXAMPLES_MAX - len(examples))
        if total:
            shown.append({"kind": kind, "n": total, "examples": examples})
    return shown


def _newest(place: Property, days: Range, kind: str, n: int) -> list[dict[str, Any]]:
    with in_property(place):
        wrong = Task.objects.filter(
            wrong=kind,
            nickname_done=False,
            visit__checked_out_at__isnull=False,
            visit__check_in_on__range=(days.start, days.end),
            # Whom the PMS marks secret is not shown in lists.
            guest__secret=False,
        ).order_by("-visit__check_in_on", "-id")
        return [
            {"property": place.slug, "guest_id": str(guest), "written": written, "expected": expected}
            for guest, written, expected in wrong.values_list("guest_id", "written", "expected")[:n]
        ]
