"""What campaigns of the last weeks brought, for the win-back board; and the boards of a chain's properties side by side."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kernel import money
from loyalty.campaigns.board import Stock
from loyalty.campaigns.uplift import Side, Uplift, together, uplift
from reports import winning as cells
from reports.models import CampaignCell, CampaignName
from tenants.models import Property

DAYS = 90
MOST = 6
# A line that nobody could say anything by is left out.
LEAST = 30
KINDS = ("win_back", "greeting", "dormant", "second_visit", "birthday", "turn")
_SUMS = ("n", "visited", "visits", "visits_squared", "revenue_cents", "revenue_squared")


def of(property_id: int, today: date) -> dict[tuple[str, str], Uplift]:
    """(stage, kind) -> what it brought; in the public schema."""
    kinds = dict(CampaignName.objects.filter(property_id=property_id).values_list("campaign_id", "kind"))
    rows = CampaignCell.objects.filter(
        property_id=property_id, day__gte=today - timedelta(days=DAYS), reason=""
    )
    arms: dict[tuple[str, str, int], list[Side]] = defaultdict(lambda: [Side(), Side()])
    for campaign, stage, arm, *sums in rows.values_list("campaign_id", "stage", "arm", *_SUMS):
        if kinds.get(campaign) in KINDS:
            arms[stage, kinds[campaign], campaign][arm == "holdout"] += Side(*sums)
    parts: dict[tuple[str, str], list[Uplift]] = defaultdict(list)
    for (stage, kind, _), (contact, holdout) in arms.items():
        parts[stage, kind].append(uplift(contact, holdout))
    told = {key: together(each) for key, each in parts.items()}
    largest = sorted(told, key=lambda key: (-told[key].contact.n, key))
    return {
        key: told[key]
        for key in largest[:MOST]
        if told[key].contact.n >= LEAST and told[key].rate is not None
    }


def stock(property_id: int) -> Stock | None:
    """What the board's savings are reckoned from; None before it was ever counted."""
    found = cells.documents([property_id], "board").get(property_id)
    return found and Stock(found["on_pattern"], found["face_cents"], found["came"], found["refrained_cents"])


def summary(places: Sequence[Property]) -> dict[str, Any]:
    """The boards of these properties, the most valuable first; in the public schema."""
    found = cells.documents([place.pk for place in places], "board")
    rows = []
    for place in places:
        board = found.get(place.pk, {})
        rows.append(
            {"property": place.slug, "name": place.name, "as_of": board.get("day"), **_figures([board])}
        )
    rows.sort(key=lambda row: (-float(row["value"]), row["property"]))
    days = [row["as_of"] for row in rows if row["as_of"]]
    return {"as_of": min(days, default=None), **_figures(list(found.values())), "properties": rows}


def _figures(boards: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def total(name: str) -> int:
        return sum(int(board.get(name, 0)) for board in boards)

    return {
        "late": total("late"),
        "early": total("early"),
        "today": total("late") + total("early"),
        "value": money.amount(total("value_cents")),
        "no_offer": total("no_offer"),
        "saved_month": money.amount(total("saved_month_cents")),
    }
