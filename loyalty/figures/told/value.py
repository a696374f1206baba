"""The value report: what guests have brought and will bring, by value tier, channel and tenths; and the models (C87).

What they will bring is revenue: no cost is foretold. What they have brought has beside it what is left of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from chains.models import CHANNELS
from kernel import money
from loyalty.figures.told import left, names
from loyalty.figures.told.rfm import TIERS
from reports import winning as cells
from reports.measures import share
from reports.reading import Place, Scope

Sums = list[float]  # guests, sum of alive, of how many, visits expected, spent, future


def value(scope: Scope, locale: str, *, sees_profit: bool = False) -> dict[str, Any]:
    """In the public schema."""
    profit = left.rows(scope.ids, sees=sees_profit)
    of_tier, of_channel = (
        left.beside(profit, lambda row: row.tier),
        left.beside(profit, lambda row: row.channel),
    )
    of_all, of_place = left.beside(profit, lambda _: None), left.beside(profit, lambda row: row.place)
    documents = cells.documents(scope.ids, "value")
    bases = cells.documents(scope.ids, "basis")
    rows = [row for document in documents.values() for row in document["rows"]]
    tiers, channels = _by(rows, 0), _by(rows, 1)
    return {
        "day": cells.newest_day(scope.ids),
        "as_of": cells.as_of(scope.ids),
        "total": _row("total", names.TOTAL[names.language(locale)], _summed(tiers.values())) | of_all(None),
        "tiers": [_row(key, names.of("value_tier", key, locale), tiers[key]) | of_tier(key) for key in TIERS],
        "channels": [
            _row(key, names.of("channel", key, locale), channels[key]) | of_channel(key) for key in CHANNELS
        ],
        "deciles": deciles([each for document in documents.values() for each in document["slices"]]),
        "properties": [
            _row(
                place.slug,
                place.name,
                _summed(_by(documents.get(place.id, {"rows": []})["rows"], 0).values()),
            )
            | of_place(place.id)
            for place in scope.places
        ],
        "models": [_model(place, bases.get(place.id), names.language(locale)) for place in scope.places],
    }


def deciles(slices: Iterable[list[int]]) -> list[dict[str, Any]]:
    """Tenths of the guests by future value, the most valuable first, from slices [guests, cents, least].

    Of one property exact to the guest; several are merged by the mean of their slices, of which each has two hundred.
    """
    ordered = sorted((each for each in slices if each[0]), key=lambda each: -each[1] / each[0])
    guests, cents = sum(each[0] for each in ordered), sum(each[1] for each in ordered)
    told: list[dict[str, Any]] = []
    at = 0
    for tenth in range(1, 11):
        end, n, sum_cents, least = guests * tenth / 10, 0, 0, None
        while at < len(ordered) and (
            sum(part["guests"] for part in told) + n + ordered[at][0] / 2 <= end or tenth == 10
        ):
            n, sum_cents, least = n + ordered[at][0], sum_cents + ordered[at][1], ordered[at][2]
            at += 1
        told.append(
            {
                "decile": tenth,
                "guests": n,
                "future": money.amount(sum_cents),
                "share": share(sum_cents, cents),
                "from": None if least is None else money.amount(least),
            }
        )
    return told


def _by(rows: Iterable[list[Any]], column: int) -> dict[str, Sums]:
    found: dict[str, Sums] = defaultdict(lambda: [0] * 6)
    for row in rows:
        for at, number in enumerate(row[2:]):
            found[row[column]][at] += number
    return found


def _summed(parts: Iterable[Sums]) -> Sums:
    total: Sums = [0] * 6
    for part in parts:
        total = [one + other for one, other in zip(total, part, strict=True)]
    return total


def _row(key: str, name: str, sums: Sums) -> dict[str, Any]:
    guests, alive, known, visits, spent, future = sums
    return {
        "key": key,
        "name": name,
        "guests": int(guests),
        "alive": round(alive / known, 6) if known else None,
        "expected_visits": round(visits, 2),
        "current": money.amount(int(spent)),
        "future": money.amount(int(future)),
        "lifetime": money.amount(int(spent + future)),
        "future_per_guest": money.average(int(future), int(guests)),
    }


def _model(place: Place, basis: Mapping[str, Any] | None, at: int) -> dict[str, Any]:
    visits, spend = (basis or {}).get("visits"), (basis or {}).get("spend")
    return {
        "property": place.slug,
        "name": place.name,
        "visits": _parameters(visits, ("r", "alpha", "a", "b")),
        "visits_log_likelihood": visits and round(visits["log_likelihood"], 4),
        "visits_guests": visits and visits["guests"],
        "visits_certain": visits and visits["certain"],
        "spend": _parameters(spend, ("p", "q", "gamma")),
        "spend_log_likelihood": spend and round(spend["log_likelihood"], 4),
        "spend_guests": spend and spend["guests"],
        "spend_certain": spend and spend["certain"],
        "says": _says(visits, spend, at),
    }


def _parameters(model: Mapping[str, Any] | None, wanted: tuple[str, ...]) -> dict[str, float] | None:
    return {name: round(model[name], 6) for name in wanted} if model else None


def _says(visits: Mapping[str, Any] | None, spend: Mapping[str, Any] | None, at: int) -> str:
    if not visits:
        return (
            "客人还太少，或没有人再来过：暂不预测。",
            "Too few guests, or nobody has come again: no forecast yet.",
        )[at]
    if not spend:
        return ("只能预测次数，回头客的消费还太少。", "Visits only: too few of who came again have paid.")[at]
    if not visits["certain"] or not spend["certain"]:
        return (
            "预测可用，但参数本身没有意义（数据说不清）。",
            "The forecast holds, but the parameters by themselves mean nothing: the data do not show them.",
        )[at]
    return ("模型拟合正常。", "The models fit.")[at]
