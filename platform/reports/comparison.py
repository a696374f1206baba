"""The comparison of properties: every measure of each, and of the chain."""

from typing import Any

from kernel import money
from reports import profit, reading
from reports.measures import row, share, total_of
from reports.ranges import Range
from reports.reading import Scope


def comparison(scope: Scope, days: Range, *, by: str = "visits", with_profit: bool = False) -> dict[str, Any]:
    """The report of the contract. Of one property: the same with `chain` null.

    With profit: beside the revenue what is left of it, for who may see that; nothing else differs.
    """
    question = reading.Question()
    reading.ask_sums(question, scope.ids, days)
    reading.ask_reached(question, scope.ids, days.end)
    reading.ask_pairs(question, scope.ids, days)
    reading.ask_age(question, scope.ids)
    if scope.chain_id is not None:
        reading.ask_persons(question, scope.chain_id, days.end)
    if with_profit:
        profit.ask_sums(question, scope.ids, days)
    found = reading.answer(question, scope)
    left = _profits(scope, found) if with_profit else {}
    return {
        **scope.heading(days, found.as_of, by=by),
        "chain": _chain_row(scope, found, left, by=by),
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                "city": place.city,
                **row(found.tallies[place.id], place.targets, by=by),
                **(_profit(left[place.id]) if with_profit else {}),
            }
            for place in scope.places
        ],
    }


def _profits(scope: Scope, found: reading.Answer) -> dict[int, tuple[profit.Sums, int]]:
    """Of each property its sums, and how many of its cells have a cost that nobody has set."""
    left = {place.id: (profit.Sums(), 0) for place in scope.places}
    for kind, property_id, _, numbers in found.rest:
        if kind == "profit":
            left[property_id] = profit.Sums(*numbers[:-1]), numbers[-1]
    return left


def _profit(left: tuple[profit.Sums, int]) -> dict[str, Any]:
    sums, without_cost = left
    return {
        "profit": money.amount(sums.profit_cents),
        "profit_share": share(sums.profit_cents, sums.revenue_cents),
        "profit_complete": not without_cost,
        "profit_waiting": sums.waiting,
    }


def _chain_row(
    scope: Scope, found: reading.Answer, left: dict[int, tuple[profit.Sums, int]], *, by: str
) -> dict[str, Any] | None:
    """Plain sums over the properties; only the three chain_ figures count a person once."""
    if scope.chain_id is None:
        return None
    first, second = found.persons
    whole = profit.whole(sums for sums, _ in left.values())
    told = _profit((whole, sum(n for _, n in left.values()))) if left else {}
    return row(total_of(found.tallies.values()), scope.targets, by=by) | {
        "chain_guests_to_date": first,
        "chain_repeat_guests_to_date": second,
        "chain_repeat_guest_rate": share(second, first),
        **told,
    }
