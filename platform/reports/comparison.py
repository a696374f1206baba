"""The comparison of properties: every measure of each, and of the chain."""

from typing import Any

from reports import reading
from reports.measures import row, share, total_of
from reports.ranges import Range
from reports.reading import Scope


def comparison(scope: Scope, days: Range, *, by: str = "visits") -> dict[str, Any]:
    """The report of the contract. Of one property: the same with `chain` null."""
    question = reading.Question()
    reading.ask_sums(question, scope.ids, days)
    reading.ask_reached(question, scope.ids, days.end)
    reading.ask_pairs(question, scope.ids, days)
    reading.ask_age(question, scope.ids)
    if scope.chain_id is not None:
        reading.ask_persons(question, scope.chain_id, days.end)
    found = reading.answer(question, scope)
    return {
        **scope.heading(days, found.as_of, by=by),
        "chain": _chain_row(scope, found, by=by),
        "properties": [
            {
                "property": place.slug,
                "name": place.name,
                "city": place.city,
                **row(found.tallies[place.id], place.targets, by=by),
            }
            for place in scope.places
        ],
    }


def _chain_row(scope: Scope, found: reading.Answer, *, by: str) -> dict[str, Any] | None:
    """Plain sums over the properties; only the three chain_ figures count a person once."""
    if scope.chain_id is None:
        return None
    first, second = found.persons
    return row(total_of(found.tallies.values()), scope.targets, by=by) | {
        "chain_guests_to_date": first,
        "chain_repeat_guests_to_date": second,
        "chain_repeat_guest_rate": share(second, first),
    }
