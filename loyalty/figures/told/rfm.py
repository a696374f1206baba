"""The RFM report: the grid that opens to guests, the eight groups, the five value tiers (C86, C88)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kernel import money
from loyalty.figures.told import left, names
from loyalty.lifecycle import wording
from reports import winning as cells
from reports.measures import share
from reports.reading import Scope

TIERS = ("platinum", "gold", "silver", "potential", "churn_warning")
GROUPS = tuple(wording.GROUPS)
# What to do with each: staff read it beside the number.
GROUP_SAYS: dict[str, tuple[str, str]] = {
    "key_value": ("常来、刚来过、花得多：用服务留住，不打折", "come often, recently, spend much: keep by service, no discount"),
    "key_grow": ("刚来过、花得多、来得少：争取第二次、第三次", "recent, spend much, come seldom: win the next visit"),
    "key_keep": ("常来、花得多、好久没来：先问候，弄清原因", "often, much, not lately: greet first, find out why"),
    "key_regain": ("花得多、来得少、好久没来：由头合适时挽留", "much, seldom, not lately: win back under a pretext"),
    "low_value": ("常来、刚来过、花得少：推荐升级和餐饮", "often, recent, little: upgrades, food and drink"),
    "low_grow": ("刚来过、来得少、花得少：请他留下联系方式", "recent, seldom, little: get to know them"),
    "low_keep": ("常来、花得少、好久没来：问候即可", "often, little, not lately: a greeting will do"),
    "low_regain": ("来得少、花得少、好久没来：不必再花钱", "seldom, little, not lately: no money spent"),
}  # fmt: skip
TIER_SAYS: dict[str, tuple[str, str]] = {
    "platinum": ("最有价值的常客", "the most valuable regulars"),
    "gold": ("很有价值的常客", "valuable regulars"),
    "silver": ("有一定价值", "of some value"),
    "potential": ("还看不出，先培养", "not shown yet: to be developed"),
    "churn_warning": ("有价值，但正在离开", "valuable, and leaving"),
}


def rule(**fields: str | int) -> dict[str, Any]:
    """A segment's rule that all of these hold."""
    leaves = [
        {"kind": "field", "field": field, "op": "is", "value": value}
        if isinstance(value, int)
        else {"kind": "field", "field": field, "op": "is_any_of", "value": [value]}
        for field, value in fields.items()
    ]
    return leaves[0] if len(leaves) == 1 else {"kind": "and", "of": leaves}


def rfm(scope: Scope, locale: str, *, sees_profit: bool = False) -> dict[str, Any]:
    """In the public schema. Scores are within each property: a chain's grid adds guests up by their own scores."""
    profit = left.rows(scope.ids, sees=sees_profit)
    of_cell = left.beside(profit, lambda row: (row.r, row.f))
    of_group, of_tier = left.beside(profit, lambda row: row.group), left.beside(profit, lambda row: row.tier)
    at = names.language(locale)
    documents = cells.documents(scope.ids, "rfm")
    bases = cells.documents(scope.ids, "basis")
    rows = [row for document in documents.values() for row in document["cells"]]
    guests = sum(row[4] for row in rows)
    groups, tiers = _by(rows, 2), _by(rows, 3)
    return {
        "day": cells.newest_day(scope.ids),
        "as_of": cells.as_of(scope.ids),
        "guests": guests,
        "grid": [{**cell, **of_cell((cell["r"], cell["f"]))} for cell in _grid(rows)],
        "thresholds": [
            _thresholds(place.slug, bases[place.id]) for place in scope.places if bases.get(place.id)
        ],
        "groups": [
            {
                "key": key,
                "name": names.of("rfm_group", key, locale),
                "says": GROUP_SAYS[key][at],
                "n": groups[key][0],
                "share": share(groups[key][0], guests),
                "spend": money.amount(groups[key][1]),
                **of_group(key),
                "rule": rule(rfm_group=key),
            }
            for key in GROUPS
        ],
        "tiers": [
            {
                "key": key,
                "name": names.of("value_tier", key, locale),
                "says": TIER_SAYS[key][at],
                "n": tiers[key][0],
                "share": share(tiers[key][0], guests),
                "spend": money.amount(tiers[key][1]),
                **of_tier(key),
                "future": money.amount(tiers[key][2]),
                "rule": rule(value_tier=key),
            }
            for key in TIERS
        ],
        "properties": [_place(place.slug, place.name, documents.get(place.id)) for place in scope.places],
    }


def _by(rows: Iterable[list[Any]], column: int) -> dict[str, list[int]]:
    """Guests, spent, future by this column."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for at, value in enumerate(row[4:7]):
            found[row[column]][at] += value
    return found


def _grid(rows: Iterable[list[Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[int, int], list[int]] = {
        (r, f): [0, 0, 0] for r in range(5, 0, -1) for f in range(1, 6)
    }
    for r, f, _, _, n, spent, _, m in rows:
        for at, value in enumerate((n, spent, m)):
            found[r, f][at] += value
    return [
        {
            "r": r,
            "f": f,
            "n": n,
            "spend": money.amount(spent),
            "m": round(m / n, 2) if n else None,
            "rule": rule(recency_score=r, frequency_score=f),
        }
        for (r, f), (n, spent, m) in found.items()
    ]


def _thresholds(slug: str, basis: Mapping[str, Any]) -> dict[str, Any]:
    ranks = basis["ranks"]
    return {
        "property": slug,
        "days": ranks["days"],
        "visits": ranks["visits"],
        "spend": [money.amount(cents) for cents in ranks["spent_cents"]],
    }


def _place(slug: str, name: str, document: Mapping[str, Any] | None) -> dict[str, Any]:
    rows = document["cells"] if document else []
    groups, tiers = _by(rows, 2), _by(rows, 3)
    return {
        "property": slug,
        "name": name,
        "guests": sum(row[4] for row in rows),
        "groups": {key: groups[key][0] for key in GROUPS},
        "tiers": {key: tiers[key][0] for key in TIERS},
    }
