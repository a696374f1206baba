"""The campaigns report: sent, held out, what it brought beyond the holdout, what it cost, what restraint saved.

Response by the guest's stage and by what was offered (C83), redemption beside the field's reference (C89).
Profit beside revenue for who may see it: of the visits, before what the campaign cost; costs are taken off once.
Figures over several campaigns add each one's effect against its own holdout (loyalty.campaigns.uplift.together).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from kernel import money
from loyalty.campaigns import restraining
from loyalty.campaigns.uplift import Side, Uplift, together, uplift
from loyalty.figures.told import left, names
from loyalty.figures.told.churn import STAGES
from reports import winning as cells
from reports.measures import share
from reports.models import CampaignCell, CampaignName
from reports.ranges import Range
from reports.reading import Scope

REFERENCE_RATE = 0.15  # the field's redemption of coupons


@dataclass(slots=True)
class Part:
    """What one campaign did to one stage."""

    contact: Side = field(default_factory=Side)
    holdout: Side = field(default_factory=Side)
    sent: int = 0
    answered: int = 0
    given: int = 0
    redeemed: int = 0
    cost_cents: int = 0
    restrained: int = 0
    saved_cents: int = 0
    cost_unknown: int = 0

    def add(self, other: "Part") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


Key = tuple[int, int, str, str]  # property, campaign, stage, offer


def campaigns(scope: Scope, days: Range, locale: str, *, sees_profit: bool = False) -> dict[str, Any]:
    """Of guests chosen in these days; in the public schema."""
    figures = partial(_figures, sees_profit=sees_profit and left.reckoned(scope.ids))
    parts, reasons, spans = _read(scope, days)
    known = {
        (place, campaign): (name, kind)
        for place, campaign, name, kind in CampaignName.objects.filter(property_id__in=scope.ids).values_list(
            "property_id", "campaign_id", "name", "kind"
        )
    }
    places = {place.id: place for place in scope.places}

    def kind_of(key: Key) -> str:
        return known.get(key[:2], ("", "other"))[1]

    by_campaign = _grouped(parts, lambda key: key[:2])
    rows = [
        {
            "key": f"{places[place].slug}/{campaign}",
            "name": known.get((place, campaign), (str(campaign), ""))[0],
            "kind": known.get((place, campaign), ("", "other"))[1],
            "property": places[place].slug,
            "property_name": places[place].name,
            "first_on": spans[place, campaign][0],
            "last_on": spans[place, campaign][1],
            **figures(own),
        }
        for (place, campaign), own in by_campaign.items()
    ]
    return {
        "from": str(days.start),
        "to": str(days.end),
        "as_of": cells.as_of(scope.ids),
        "reference_rate": REFERENCE_RATE,
        "total": figures(parts),
        "campaigns": sorted(rows, key=lambda row: (str(row["last_on"]), row["key"]), reverse=True),
        "kinds": _named("kind", _grouped(parts, kind_of), locale, figures),
        "stages": _named("stage", _grouped(parts, lambda key: key[2]), locale, figures, STAGES),
        "offers": _named("offer", _grouped(parts, lambda key: key[3]), locale, figures),
        "restrained": [
            {
                "reason": reason,
                "says": restraining.WORDS.get(reason, (reason, reason))[names.language(locale)],
                "n": n,
                "saved": money.amount(cents),
            }
            for reason, (n, cents) in sorted(reasons.items(), key=lambda each: -each[1][0])
        ],
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                **figures({key: part for key, part in parts.items() if key[0] == place.id}),
            }
            for place in scope.places
        ],
    }


def _read(
    scope: Scope, days: Range
) -> tuple[dict[Key, Part], dict[str, list[int]], dict[tuple[int, int], tuple[date, date]]]:
    parts: dict[Key, Part] = defaultdict(Part)
    reasons: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    spans: dict[tuple[int, int], tuple[date, date]] = {}
    rows = CampaignCell.objects.filter(property_id__in=scope.ids, day__gte=days.start, day__lte=days.end)
    for cell in rows.order_by("day"):
        key = (cell.property_id, cell.campaign_id, cell.stage, cell.offer)
        part = parts[key]
        first, _ = spans.get(key[:2], (cell.day, cell.day))
        spans[key[:2]] = (first, cell.day)
        if cell.reason:
            part.restrained += cell.n
            part.saved_cents += cell.saved_cents
            reasons[cell.reason][0] += cell.n
            reasons[cell.reason][1] += cell.saved_cents
            continue
        side = Side(
            cell.n,
            cell.visited,
            cell.visits,
            cell.visits_squared,
            cell.revenue_cents,
            cell.revenue_squared,
            cell.profit_cents,
            cell.profit_squared,
        )
        part.cost_unknown += cell.cost_unknown
        if cell.arm == "holdout":
            part.holdout += side
            continue
        part.contact += side
        part.sent += cell.sent
        part.answered += cell.answered
        part.given += cell.given
        part.redeemed += cell.redeemed
        part.cost_cents += cell.cost_cents
    return dict(parts), reasons, spans


def _grouped(parts: dict[Key, Part], by: Callable[[Key], Any]) -> dict[Any, dict[Key, Part]]:
    found: dict[Any, dict[Key, Part]] = defaultdict(dict)
    for key, part in parts.items():
        found[by(key)][key] = part
    return found


def _named(
    table: str,
    groups: dict[Any, dict[Key, Part]],
    locale: str,
    figures: Callable[[dict[Key, Part]], dict[str, Any]],
    order: Iterable[str] = (),
) -> list[dict[str, Any]]:
    ranks = {key: at for at, key in enumerate(order)}
    told = [{"key": key, "name": names.of(table, key, locale), **figures(own)} for key, own in groups.items()]
    return sorted(told, key=lambda row: (ranks.get(row["key"], len(ranks)), -row["chosen"], row["key"]))


def _figures(parts: dict[Key, Part], *, sees_profit: bool) -> dict[str, Any]:
    """One line: sums, and each campaign's effect against its own holdout, added."""
    whole = Part()
    for part in parts.values():
        whole.add(part)
    found = _effect(parts)
    rate, revenue = found.rate, found.revenue_cents
    return {
        "chosen": whole.contact.n,
        "sent": whole.sent,
        "held_out": whole.holdout.n,
        "visited": whole.contact.visited,
        "rate": share(whole.contact.visited, whole.contact.n),
        "holdout_rate": share(whole.holdout.visited, whole.holdout.n),
        "uplift_pp": None if rate is None else round(rate.value * 100, 4),
        "uplift_ci": None if rate is None else [round(rate.low * 100, 4), round(rate.high * 100, 4)],
        "extra_visits": None if found.visits is None else round(found.visits.value, 2),
        "extra_revenue": None if revenue is None else money.amount(round(revenue.value)),
        "extra_revenue_ci": None
        if revenue is None
        else [money.amount(round(revenue.low)), money.amount(round(revenue.high))],
        "cost": money.amount(whole.cost_cents),
        "net": None if found.net_cents is None else money.amount(found.net_cents),
        "return": None if found.gain is None else round(found.gain, 6),
        "answered": whole.answered,
        "given": whole.given,
        "redeemed": whole.redeemed,
        "redemption_rate": share(whole.redeemed, whole.given),
        "restrained": whole.restrained,
        "saved": money.amount(whole.saved_cents),
        **(_profit(found, whole) if sees_profit else {}),
    }


def _profit(found: Uplift, whole: Part) -> dict[str, Any]:
    extra, net = found.profit_cents, found.net_profit_cents
    return {
        "extra_profit": None if extra is None else money.amount(round(extra.value)),
        "extra_profit_ci": None
        if extra is None
        else [money.amount(round(extra.low)), money.amount(round(extra.high))],
        "net_profit": None if net is None else money.amount(net),
        "profit_complete": not whole.cost_unknown,
    }


def _effect(parts: dict[Key, Part]) -> Uplift:
    by_campaign: dict[tuple[int, int], Part] = defaultdict(Part)
    for key, part in parts.items():
        by_campaign[key[:2]].add(part)
    return together(uplift(part.contact, part.holdout, part.cost_cents) for part in by_campaign.values())
